"""How it looks: tokens, components, layouts and the gallery."""

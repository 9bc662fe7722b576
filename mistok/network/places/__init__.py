"""Where to go: library points and offices together, near a place that people name, and on the map."""

"""How the text of an act falls into parts: marks at the beginnings of lines, passages in quotes, anchors."""

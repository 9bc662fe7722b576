"""Writing in the reception."""

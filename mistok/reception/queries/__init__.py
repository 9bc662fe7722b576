"""What stands in the reception."""

"""What the desk lets be counted."""

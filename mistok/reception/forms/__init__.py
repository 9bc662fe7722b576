"""What people send to the reception."""

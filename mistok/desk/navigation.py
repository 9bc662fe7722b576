"""What stands in the staff bar."""

"""Pages of the network: the public ones, and the staff side by what it is about."""

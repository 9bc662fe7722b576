"""Forms of the network's staff side."""

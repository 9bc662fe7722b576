"""Місток: the working system of public-library e-information service points."""

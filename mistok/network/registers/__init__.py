"""Files of other registers, read without a database: each row is good, or left out with its reason."""

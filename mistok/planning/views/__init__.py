"""The dashboard and the report of a period."""

"""What several forms of the network need of a point."""

from django import forms


def day_input() -> forms.DateInput:
    """A day chosen from a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

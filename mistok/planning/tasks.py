"""What the worker does each night."""

from datetime import timedelta

from django.tasks import task

from mistok.planning.actions import refresh

# A long import writes its moment first and commits last: the night looks back further than a page does.
NIGHT_OVERLAP = timedelta(days=2)


@task()
def roll_up() -> None:
    """Bring the daily facts up to date, with everything that came late."""
    refresh(overlap=NIGHT_OVERLAP)

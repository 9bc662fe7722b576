"""What the worker does for the network each day."""

from django.tasks import task

from mistok.network.actions.editions import apply_due


@task()
def keep_in_step() -> None:
    """Names, places and owners ordered for this day come true; readers learn of openings and closings."""
    apply_due()

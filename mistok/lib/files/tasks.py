"""What the worker does for files each day."""

from django.tasks import task

from mistok.lib.files.actions import drop_orphans


@task()
def tidy() -> None:
    """Files that nothing points at go away after a day."""
    drop_orphans()

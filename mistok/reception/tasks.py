"""What the worker does for the reception."""

from django.tasks import task

from mistok.reception import letters

LOW = -40


@task(priority=LOW)
def send_waiting_letters() -> int:
    """Send the answers that could not leave at first."""
    return letters.send_waiting()


def enqueue() -> None:
    """The day’s work."""
    send_waiting_letters.enqueue()

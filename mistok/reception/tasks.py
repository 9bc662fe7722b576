"""What the worker does for the reception."""

from django.tasks import task

from mistok.reception import letters

LOW = -40


@task(priority=LOW)
def send_waiting_letters() -> int:
    """Send the answers that could not leave at first."""
    return letters.send_waiting()


@task(priority=LOW)
def remind_of_late() -> int:
    """Remind the staff of points of questions whose term is over."""
    return letters.remind_of_late()


def enqueue() -> None:
    """The day’s work."""
    remind_of_late.enqueue()
    send_waiting_letters.enqueue()

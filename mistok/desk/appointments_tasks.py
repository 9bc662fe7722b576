"""What the worker does for appointments."""

from django.tasks import task

from mistok.desk import appointments_letters as letters


@task(priority=-10)
def remind_of_tomorrow() -> int:
    """Remind by e-mail those who come tomorrow; the others are on the list to call."""
    return letters.remind()


def enqueue() -> None:
    """The day's reminders."""
    remind_of_tomorrow.enqueue()

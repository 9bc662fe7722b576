"""What is promised to whoever asks, and when the promise ends."""

from datetime import datetime, timedelta

from mistok.lib.workdays import after_working_hours, end_of_working_days
from mistok.reception.models.cases import Matter

AVAILABILITY = timedelta(hours=24)  # of working days
FACTUAL = 2  # working days after the day of the question


def due_of(matter: str, since: datetime) -> datetime:
    """Until when (UTC) the answer is promised for a question that came at the (aware) moment."""
    if matter == Matter.AVAILABILITY:
        return after_working_hours(since, AVAILABILITY)
    return end_of_working_days(since, FACTUAL)

"""How the library keeps its promise: questions of a period in numbers."""

from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db.models import QuerySet

from mistok.network.models import ServicePoint
from mistok.reception.models import Answer, Case, CaseState


@dataclass(frozen=True, slots=True)
class Kept:
    """Figures of the questions received in the period. `hours` is the median, None without an answer."""

    received: int
    answered: int
    referred: int
    in_time: int
    hours: float | None
    helped: int
    not_helped: int
    waiting: int
    late: int
    published: int


def kept(points: QuerySet[ServicePoint], since: date, until: date) -> Kept:
    """Of the points, over the days, both included. Three queries."""
    found = Case.objects.counted().filter(point__in=points, received_on__range=(since, until))
    rows = list(found.values_list("created_at", "answered_at", "in_time", "state", "helped"))
    hours = [(answered - asked).total_seconds() / 3600 for asked, answered, *_rest in rows if answered]
    published = Answer.objects.filter(point__in=points, published_on__range=(since, until))
    return Kept(
        received=len(rows),
        answered=len(hours),
        referred=sum(row[3] == CaseState.REFERRED for row in rows),
        in_time=sum(row[2] is True for row in rows),
        hours=round(median(hours), 1) if hours else None,
        helped=sum(row[4] is True for row in rows),
        not_helped=sum(row[4] is False for row in rows),
        waiting=sum(row[1] is None and row[3] not in (CaseState.CLOSED,) for row in rows),
        late=found.overdue().count(),
        published=published.count(),
    )

"""Which months of a library are closed, and what came for them afterwards."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Min, Sum
from django.db.models.functions import TruncMonth

from mistok.desk.models import Encounter, PeriodLock
from mistok.network.models import Organisation, ServicePoint

MONTHS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a library: who closed it, and the late records of it that counted later."""

    first: date
    last: date
    lock: PeriodLock | None
    late_records: int
    late_people: int

    @property
    def is_whole(self) -> bool:
        """Whether the lock is of this month alone; one of a quarter is lifted as a whole."""
        return self.lock is None or (self.lock.first, self.lock.last) == (self.first, self.last)


def months_of(organisation: Organisation, today: date) -> list[Month]:
    """The months that are over since the first point opened, the latest first; four queries in all."""
    opened = ServicePoint.objects.filter(organisation=organisation).aggregate(first=Min("opened_on"))["first"]
    last = today.replace(day=1) - timedelta(days=1)
    lasts = [last]
    while len(lasts) < MONTHS_SHOWN:
        lasts.append(lasts[-1].replace(day=1) - timedelta(days=1))
    lasts = [each for each in lasts if opened and each >= opened]
    if not lasts:
        return []
    start = lasts[-1].replace(day=1)
    locks = PeriodLock.objects.in_force().filter(organisation=organisation).over(start, last)
    held = list(locks.select_related("locked_by"))
    late = {
        month: (records, people)
        for month, records, people in Encounter.objects.counted()
        .filter(point__organisation=organisation, adjusted_from__gte=start)
        .order_by()
        .annotate(month=TruncMonth("adjusted_from"))
        .values_list("month")
        .annotate(Count("pk"), Sum("number"))
    }
    return [
        Month(
            each.replace(day=1),
            each,
            next((lock for lock in held if lock.covers(each)), None),
            *late.get(each.replace(day=1), (0, 0)),
        )
        for each in lasts
    ]

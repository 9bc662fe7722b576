"""What sessions at computers let be counted.

A session is a visit to a computer and no help: it is not added to the people served. Whoever was also
helped at the desk is there already, and one who only sat at a computer is here: nobody is counted twice.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import ComputerRule, ComputerSession, SessionState
from mistok.desk.queries.computers import as_they_stand
from mistok.lib.indicators import Indicator, Row, Source, declare

AT_ONCE = 450  # points or days in one query, as in `desk.indicators`

COMPUTER_SESSIONS = Indicator(
    code="computer_sessions",
    title=_("Visits to computers"),
    meaning=_(
        "How many times a visitor sat down at a computer, each session once, extended or not. They are not "
        "added to the people served: whoever was also helped at the desk is counted there."
    ),
    forms=("сеанс", "сеанси", "сеансів"),
    order=70,
)
COMPUTER_MINUTES = Indicator(
    code="computer_minutes",
    title=_("Minutes at computers"),
    meaning=_(
        "Whole minutes of the sessions that are over. Where nobody saw the person go, the minutes up to the "
        "end of the allotted time, or to the closing of the point, are counted as an estimate."
    ),
    forms=("хвилина", "хвилини", "хвилин"),
    order=71,
)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs: three queries for each block of points and days."""
    now = timezone.now()
    for points in batched(sorted({point for point, _day in days}), AT_ONCE):
        rules = {each.point_id: each for each in ComputerRule.objects.filter(point__in=points)}
        wanted = {day for point, day in days if point in points}
        for some in batched(sorted(wanted), AT_ONCE):
            found = ComputerSession.objects.counted().filter(point__in=points, day__in=some)
            sums: dict[Pair, list[int]] = defaultdict(lambda: [0, 0, 0])
            sessions = found.select_related("point").prefetch_related("point__exceptions")
            for each in as_they_stand(sessions, rules, now):
                if (each.point_id, each.day) not in days:
                    continue
                total = sums[each.point_id, each.day]
                total[0] += 1
                total[1] += each.minutes or 0
                total[2] += (each.minutes or 0) if each.is_estimate else 0
            for (point, day), (number, minutes, rough) in sums.items():
                yield Row(COMPUTER_SESSIONS.code, day, point, number)
                if minutes:
                    yield Row(COMPUTER_MINUTES.code, day, point, minutes, rough)


def touched(since: datetime | None) -> set[Pair]:
    """Pairs whose sessions were written or revised since the moment, and those that time may have ended."""
    sessions = ComputerSession.objects.order_by()
    if since is not None:
        sessions = sessions.filter(
            Q(revised_at__gte=since) | Q(state=SessionState.GOING, ends_at__lte=timezone.now())
        )
    return set(sessions.values_list("point", "day").distinct())


declare(
    Source(name="computers", indicators=(COMPUTER_SESSIONS, COMPUTER_MINUTES), rows=rows, touched=touched)
)

"""What appointments let be counted: made, come, missed, cancelled, the line, and how long people waited.

A share or an average is of sums: missed ÷ (came + missed), minutes of waiting ÷ waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.utils.translation import gettext_lazy as _

from mistok.desk.indicators import DAYS_AT_ONCE, POINTS_AT_ONCE
from mistok.desk.models import Appointment, AppointmentState, Topic
from mistok.directory.models import Service
from mistok.lib.indicators import Indicator, Row, Source, declare

MADE = Indicator(
    code="appointments",
    title=_("Appointments"),
    meaning=_("Times booked for the day and not cancelled, whatever became of them."),
    forms=("запис", "записи", "записів"),
    dimensions=("service", "topic"),
    order=70,
)
CAME = Indicator(
    code="appointments_came",
    title=_("Came by appointment"),
    meaning=_("People who had booked a time and came."),
    forms=("людина", "людини", "людей"),
    order=71,
)
MISSED = Indicator(
    code="appointments_missed",
    title=_("Did not come"),
    meaning=_("People who had booked a time, did not come and did not call it off."),
    forms=("людина", "людини", "людей"),
    order=72,
)
CANCELLED = Indicator(
    code="appointments_cancelled",
    title=_("Cancelled appointments"),
    meaning=_("Booked times that were called off by the person or cancelled by the library."),
    forms=("запис", "записи", "записів"),
    order=73,
)
LINE = Indicator(
    code="line",
    title=_("Came without an appointment"),
    meaning=_("People who were put in the line at the desk without an appointment."),
    forms=("людина", "людини", "людей"),
    order=74,
)
WAIT = Indicator(
    code="wait_minutes",
    title=_("Minutes of waiting"),
    meaning=_("Minutes from the time agreed, or from coming if later, to the beginning of help, summed."),
    forms=("хвилина", "хвилини", "хвилин"),
    order=75,
)
WAITS = Indicator(
    code="waits",
    title=_("Waits that were measured"),
    meaning=_("Visits in which both the coming and the beginning of help are known."),
    forms=("відвідування", "відвідування", "відвідувань"),
    order=76,
)
HERE = (AppointmentState.ARRIVED, AppointmentState.SERVING, AppointmentState.DONE)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs, computed from the appointments: a query for each block."""
    for points in batched(sorted({point for point, _day in days}), POINTS_AT_ONCE):
        wanted = sorted({day for point, day in days if point in points})
        for some in batched(wanted, DAYS_AT_ONCE):
            found = Appointment.objects.filter(point__in=points, day__in=some).select_related("service")
            sums: dict[tuple[str, date, int, str, str], int] = defaultdict(int)
            for each in found.order_by("pk"):
                if (each.point_id, each.day) in days:
                    for code, dimension, key, value in _said(each):
                        sums[code, each.day, each.point_id, dimension, key] += value
            for (code, day, point, dimension, key), value in sums.items():
                yield Row(code, day, point, value, 0, dimension, key)


def _said(each: Appointment) -> Iterator[tuple[str, str, str, int]]:
    """What one appointment adds to: indicator, dimension, key, value."""
    if each.waited is not None:
        yield WAIT.code, "", "", each.waited
        yield WAITS.code, "", "", 1
    if each.state == AppointmentState.CANCELLED:
        if not each.in_line:
            yield CANCELLED.code, "", "", 1
        return
    if each.in_line:
        yield LINE.code, "", "", 1
        return
    yield MADE.code, "", "", 1
    if each.service:
        yield MADE.code, "service", str(each.service.uuid), 1
    elif each.topic_id:
        yield MADE.code, "topic", each.topic_id, 1
    if each.state in HERE:
        yield CAME.code, "", "", 1
    elif each.state == AppointmentState.MISSED:
        yield MISSED.code, "", "", 1


def touched(since: datetime | None) -> set[Pair]:
    """The pairs whose appointments changed since the moment, all of them for None; a moved one also touches
    the days that it left.
    """
    changed = Appointment.objects.order_by()
    if since is not None:
        changed = changed.filter(revised_at__gte=since)
    pairs = set(changed.values_list("point", "day").distinct())
    for point, days in changed.exclude(left_days=[]).values_list("point", "left_days"):
        pairs |= {(point, date.fromisoformat(day)) for day in days}
    return pairs


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Names of services (by uuid) and topics (by code)."""
    match dimension:
        case "service":
            found = Service.objects.filter(uuid__in=list(keys)).order_by().values_list("uuid", "name")
            return {str(uuid): name for uuid, name in found}
        case "topic":
            return dict(Topic.objects.filter(pk__in=list(keys)).values_list("code", "name"))
    return {}


declare(
    Source(
        name="appointments",
        indicators=(MADE, CAME, MISSED, CANCELLED, LINE, WAIT, WAITS),
        rows=rows,
        touched=touched,
        labels=labels,
    )
)

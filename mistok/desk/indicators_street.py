"""What actions outdoors let be counted. The people met count with everybody else, as records of the desk.

An action counts on the day on which its people do: later than it was when its true day is reported already.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.utils.translation import gettext_lazy as _

from mistok.desk.models import HandedOut, StreetAction
from mistok.lib.indicators import Indicator, Row, Source, declare

POINTS_AT_ONCE = DAYS_AT_ONCE = 450  # as in `indicators`

STREET_ACTIONS = Indicator(
    code="street_actions",
    title=_("Street actions"),
    meaning=_("Actions outdoors to tell people of e-services, once each."),
    forms=("акція", "акції", "акцій"),
    order=70,
)
LEAFLETS = Indicator(
    code="leaflets",
    title=_("Leaflets"),
    meaning=_("Leaflets, bookmarks and cards handed out at street actions."),
    forms=("листівка", "листівки", "листівок"),
    dimensions=("material",),
    order=71,
)

type Pair = tuple[int, date]


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs, computed from the actions: two queries for each block of both."""
    for points in batched(sorted({point for point, _day in days}), POINTS_AT_ONCE):
        chosen = set(points)
        for some in batched(sorted({day for point, day in days if point in chosen}), DAYS_AT_ONCE):
            yield from (row for row in _block(points, some) if (row.point_id, row.day) in days)


def _block(points: tuple[int, ...], days: tuple[date, ...]) -> Iterator[Row]:
    found = StreetAction.objects.counted().filter(point__in=points, encounter__day__in=days)
    held: dict[Pair, int] = defaultdict(int)
    for point, day in found.order_by().values_list("point", "encounter__day"):
        held[point, day] += 1
    given: dict[tuple[int, date, str], int] = defaultdict(int)
    handed = HandedOut.objects.filter(action__in=found).order_by()
    for point, day, material, number in handed.values_list(
        "action__point", "action__encounter__day", "material", "number"
    ):
        given[point, day, ""] += number
        given[point, day, material] += number
    for (point, day), value in held.items():
        yield Row(STREET_ACTIONS.code, day, point, value)
    for (point, day, material), value in given.items():
        yield Row(LEAFLETS.code, day, point, value, 0, "material" if material else "", material)


def touched(since: datetime | None) -> set[Pair]:
    """The pairs whose actions were written, corrected or withdrawn since the moment; all of them for None."""
    found = StreetAction.objects.order_by()
    if since is not None:
        found = found.filter(revised_at__gte=since)
    return set(found.values_list("point", "encounter__day").distinct())


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """A leaflet is called as it was written."""
    return {key: key for key in keys} if dimension == "material" else {}


declare(
    Source(name="street", indicators=(STREET_ACTIONS, LEAFLETS), rows=rows, touched=touched, labels=labels)
)

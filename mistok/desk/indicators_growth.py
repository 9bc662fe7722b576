"""What the desk counts besides visits: who came again, how far people go by themselves, late facts.

A visit with a library card is a repeat one when the same card was seen on an earlier day. So a record may
change the figures of later days: `touched` names them too.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched

from django.db.models import Exists, OuterRef, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from mistok.desk.indicators import DAYS_AT_ONCE, POINTS_AT_ONCE, Pair, grouped
from mistok.desk.models import ROUGH, Encounter, EncounterItem, Independence, Outcome
from mistok.lib.indicators import Indicator, Row, Source, declare
from mistok.ukrainian.dates import month_year

CARDED = Indicator(
    code="carded",
    title=_("Visits with a library card"),
    meaning=_("Visits at which a library card was shown. Its number is not kept, only a mark made of it."),
    forms=("відвідування", "відвідування", "відвідувань"),
    order=70,
)
REPEATED = Indicator(
    code="repeated",
    title=_("Repeat visits"),
    meaning=_("Of the visits with a library card, those whose card had been seen on an earlier day."),
    forms=("відвідування", "відвідування", "відвідувань"),
    order=71,
)
LADDER = Indicator(
    code="ladder",
    title=_("Help with the step of independence noted"),
    meaning=_("How many times help was given and it was noted how far the person did it by themselves."),
    forms=("випадок", "випадки", "випадків"),
    dimensions=("independence",),
    order=72,
)
ADJUSTED = Indicator(
    code="adjusted",
    title=_("Late, of closed months"),
    meaning=_("People recorded on this day whose visit was on a day of a closed month; they count here."),
    forms=("людина", "людини", "людей"),
    dimensions=("month",),
    order=80,
)


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs: four queries for each block of points and days."""
    for points in batched(sorted({point for point, _day in days}), POINTS_AT_ONCE):
        chosen = set(points)
        wanted = {day for point, day in days if point in chosen}
        for some in batched(sorted(wanted), DAYS_AT_ONCE):
            block = Q(point__in=points, day__in=some)
            for row in (*_cards(block), *_ladder(points, some), *_adjusted(block)):
                if (row.point_id, row.day) in days:
                    yield row


def _cards(block: Q) -> Iterator[Row]:
    """Visits with a card, and those of them that were not the first. A visit counts, not its people."""
    earlier = Encounter.objects.counted().filter(card_hash=OuterRef("card_hash"), day__lt=OuterRef("day"))
    found = (
        Encounter.objects.counted()
        .filter(block)
        .exclude(card_hash="")
        .annotate(again=Exists(earlier))
        .order_by()
        .values_list("point", "day", "again")
    )
    sums: dict[tuple[str, int, date], int] = {}
    for point, day, again in found:
        for code in (CARDED.code, REPEATED.code) if again else (CARDED.code,):
            sums[code, point, day] = sums.get((code, point, day), 0) + 1
    for (code, point, day), value in sums.items():
        yield Row(code, day, point, value)


def _ladder(points: Iterable[int], days: Iterable[date]) -> Iterator[Row]:
    found = grouped(
        EncounterItem.objects.filter(
            ~Q(outcome=Outcome.NOT_POSSIBLE),
            independence__isnull=False,
            encounter__voided_at=None,
            encounter__superseded_by=None,
            encounter__point__in=points,
            encounter__day__in=days,
        ),
        "encounter__point",
        "encounter__day",
        "independence",
        value=Sum("times"),
        part=Sum("times", filter=Q(encounter__certainty__in=ROUGH), default=0),
    )
    whole: dict[Pair, list[int]] = {}
    for point, day, step, value, part in found:
        yield Row(LADDER.code, day, point, value, part, "independence", str(step))
        total = whole.setdefault((point, day), [0, 0])
        total[0] += value
        total[1] += part
    for (point, day), (value, part) in whole.items():
        yield Row(LADDER.code, day, point, value, part)


def _adjusted(block: Q) -> Iterator[Row]:
    found = grouped(
        Encounter.objects.counted()
        .filter(block, adjusted_from__isnull=False)
        .annotate(month=TruncMonth("adjusted_from")),
        "point",
        "day",
        "month",
        value=Sum("number"),
        part=Sum("number", filter=Q(certainty__in=ROUGH), default=0),
    )
    whole: dict[Pair, list[int]] = {}
    for point, day, month, value, part in found:
        yield Row(ADJUSTED.code, day, point, value, part, "month", f"{month:%Y-%m}")
        total = whole.setdefault((point, day), [0, 0])
        total[0] += value
        total[1] += part
    for (point, day), (value, part) in whole.items():
        yield Row(ADJUSTED.code, day, point, value, part)


def touched(since: datetime | None) -> set[Pair]:
    """The pairs of records changed since the moment, and the later days of the cards that stand in them."""
    records = Encounter.objects.order_by()
    if since is None:
        return set(records.values_list("point", "day").distinct())
    changed = records.filter(revised_at__gte=since)
    pairs = set(changed.values_list("point", "day").distinct())
    cards = changed.exclude(card_hash="").values("card_hash")
    return pairs | set(records.filter(card_hash__in=cards).values_list("point", "day").distinct())


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Steps of independence and months in words."""
    if dimension == "independence":
        steps = {str(step.value): str(step.label) for step in Independence}
        return {key: steps[key] for key in keys if key in steps}
    if dimension == "month":
        return {key: month_year(date.fromisoformat(f"{key}-01")) for key in keys}
    return {}


declare(
    Source(
        name="desk-growth",
        indicators=(CARDED, REPEATED, LADDER, ADJUSTED),
        rows=rows,
        touched=touched,
        labels=labels,
    )
)

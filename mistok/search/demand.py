"""What people look for, by month and territory, out of the counted questions. No row points to anybody.

A question is shown from the second time it was asked on: what only one person asked may say who it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from mistok.search.asked import presentable
from mistok.search.models import AskedQuery, HiddenQuestion, Reformulation

SHOWN_FROM = 2  # times in a month
LITTLE = 3  # results; a question that found fewer is worth following
SEVERAL_DAYS = 2  # on so many a question is asked before it is offered to others
MOST = 1_000  # rows of one list
SEASON = 13  # months of the chart: the last one beside the same a year before


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the month: how often, of them in vain, and how often in the month before."""

    query: str
    times: int
    in_vain: int = 0
    before: int = 0

    @property
    def growth(self) -> int:
        """How many times more than in the month before."""
        return self.times - self.before


@dataclass(frozen=True, slots=True)
class Pair:
    """A question that found little, and what was asked right after it."""

    first: str
    then: str
    times: int


@dataclass(frozen=True, slots=True)
class Sums:
    """All questions of a month, rare ones too."""

    times: int = 0
    in_vain: int = 0
    before: int = 0


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_before(month: date) -> date:
    """The first day of the month before."""
    return first_of(first_of(month) - timedelta(days=1))


def month_after(month: date) -> date:
    """The first day of the next month."""
    return first_of(first_of(month) + timedelta(days=31))


def months() -> list[date]:
    """The months in which anything was asked, the latest first."""
    found = AskedQuery.objects.annotate(month=TruncMonth("day")).values_list("month", flat=True).distinct()
    return sorted(found, reverse=True)


def territories() -> list[str]:
    """Codes by which people narrowed their questions."""
    found = AskedQuery.objects.exclude(territory="").values_list("territory", flat=True).distinct()
    return sorted(found)


def sums(month: date, territory: str = "") -> Sums:
    """Questions of the month altogether."""
    now = _asked(month, territory).aggregate(n=Sum("times"), vain=Sum("times", filter=Q(found=0)))
    before = _asked(month_before(month), territory).aggregate(n=Sum("times"))
    return Sums(now["n"] or 0, now["vain"] or 0, before["n"] or 0)


def most_asked(month: date, territory: str = "") -> list[Row]:
    """Questions of the month, the most frequent first."""
    return _rows(month, territory, "-times")


def found_nothing(month: date, territory: str = "") -> list[Row]:
    """Questions that found nothing at least once in the month, those most often in vain first."""
    return _rows(month, territory, "-vain", vain__gt=0)


def grew(month: date, territory: str = "") -> list[Row]:
    """Questions asked more than in the month before, the greatest growth first."""
    rows = [row for row in _rows(month, territory, "-times") if row.growth > 0]
    return sorted(rows, key=lambda row: (-row.growth, row.query))


def reformulated(month: date) -> list[Pair]:
    """What was asked right after a question that found little; both must have been asked more than once."""
    found = (
        Reformulation.objects.filter(_within(month))
        .exclude(first__in=HiddenQuestion.objects.values("query"))
        .values("first", "then")
        .annotate(n=Sum("times"))
        .order_by("-n", "first", "then")[:MOST]
    )
    pairs = [Pair(row["first"], row["then"], row["n"]) for row in found]
    asked = _asked(month).filter(query__in={each for pair in pairs for each in (pair.first, pair.then)})
    times: dict[str, int] = {}
    least: dict[str, int] = {}
    for query, n, results in asked.values_list("query", "times", "found"):
        times[query] = times.get(query, 0) + n
        least[query] = min(least.get(query, results), results)
    return [
        pair
        for pair in pairs
        if min(times.get(pair.first, 0), times.get(pair.then, 0)) >= SHOWN_FROM and least[pair.first] < LITTLE
    ]


def season(query: str = "", territory: str = "", last: date | None = None) -> list[tuple[date, int]]:
    """The first day of each of the last 13 months, and how often the question (all of them) was asked."""
    last = first_of(last or timezone.localdate())
    days = [last]
    while len(days) < SEASON:
        days.append(month_before(days[-1]))
    found = AskedQuery.objects.filter(day__gte=days[-1], day__lt=month_after(last))
    if query:
        found = found.filter(query=query)
    if territory:
        found = found.filter(territory=territory)
    counted = dict(
        found.annotate(month=TruncMonth("day")).values_list("month").annotate(n=Sum("times")).order_by()
    )
    return [(day, counted.get(day, 0)) for day in reversed(days)]


def by_territory(query: str, month: date) -> list[tuple[str, int]]:
    """Codes by which the question was narrowed in the month (empty: not narrowed), with how often; a place
    from which it was asked once is left out.
    """
    asked = _asked(month).filter(query=query).values_list("territory").annotate(n=Sum("times"))
    found = asked.filter(n__gte=SHOWN_FROM)
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def followers(query: str, month: date) -> list[Pair]:
    """What was asked right after this question in the month, as far as it may be shown."""
    return [pair for pair in reformulated(month) if pair.first == query]


def hide(query: str) -> HiddenQuestion | None:
    """Keep the question out of the lists. None for what is no question that could stand there."""
    plain = presentable(query)
    return HiddenQuestion.objects.get_or_create(query=plain)[0] if plain else None


def _rows(month: date, territory: str, order: str, **having: object) -> list[Row]:
    counted = (
        _asked(month, territory)
        .exclude(query__in=HiddenQuestion.objects.values("query"))
        .values("query")
        .annotate(n=Sum("times"), vain=Sum("times", filter=Q(found=0), default=0))
        .filter(n__gte=SHOWN_FROM, **having)
        .order_by(order.replace("times", "n"), "query")[:MOST]
    )
    rows = list(counted.values_list("query", "n", "vain"))
    before = _times(month_before(month), territory, [row[0] for row in rows])
    return [Row(query, n, vain, before.get(query, 0)) for query, n, vain in rows]


def _times(month: date, territory: str, queries: Sequence[str]) -> dict[str, int]:
    if not queries:
        return {}
    asked = _asked(month, territory).filter(query__in=queries)
    return dict(asked.values_list("query").annotate(n=Sum("times")).order_by())


def _asked(month: date, territory: str = "") -> QuerySet[AskedQuery]:
    found = AskedQuery.objects.filter(_within(month))
    return found.filter(territory=territory) if territory else found


def _within(month: date) -> Q:
    return Q(day__gte=first_of(month), day__lt=month_after(month))


def frequent(since: date, least: int, most: int) -> Iterable[tuple[str, int]]:
    """Questions asked at least so often since the day, on several days, never in vain; the first most.

    Several days, because whoever repeats a question for an hour must not put it before everybody’s eyes.
    """
    found = (
        AskedQuery.objects.filter(day__gte=since)
        .exclude(query__in=HiddenQuestion.objects.values("query"))
        .values("query")
        .annotate(
            n=Sum("times"),
            vain=Sum("times", filter=Q(found=0), default=0),
            days=Count("day", distinct=True),
        )
        .filter(n__gte=least, vain=0, days__gte=SEVERAL_DAYS)
        .order_by("-n", "query")[:most]
    )
    return found.values_list("query", "n")

"""Figures of a period, read from the daily facts alone."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Sum

from mistok.lib.indicators import Combine, indicators, source_of, sources
from mistok.network.ownership import Stretches
from mistok.planning.figures import Amount, Figures, Part, Step
from mistok.planning.models import DailyFact
from mistok.planning.periods import Named, Period, before

EVER = Period(date(1990, 1, 1), date(2999, 12, 31))
MOST_PARTS = 20  # of a dimension: more is a list nobody reads

COMBINED = {"total": Sum("value"), "estimated": Sum("rough"), "lowest": Min("value"), "highest": Max("value")}


# Points looked at all the time, or whose days are known for any period: `Scope.stretches`.
type Where = Collection[int] | Callable[[Period], Stretches]


def figures(
    points: Where,
    period: Period,
    *,
    name: Named | None = None,
    most: int = MOST_PARTS,
    phrases: bool = False,
) -> Figures:
    """All figures of the period over the points, with the totals of the equal period before it.

    At most `most` keys of a dimension get in. With `phrases` the parts carry their forms for sentences.
    Four queries, and one for the labels of each dimension, however many points and days there are.
    """
    earlier = before(period, name)
    if callable(points):
        points = _remembered(points)
    parts = _parts(_facts(points, period), most)
    by_point: dict[int, dict[str, Amount]] = defaultdict(dict)
    for row in (
        _facts(points, period).filter(dimension="").values("point_id", "indicator").annotate(**COMBINED)
    ):
        by_point[row["point_id"]][row["indicator"]] = _amount(row)
    return Figures(
        period=period,
        before=earlier,
        totals=_added_up(by_point.values()),
        previous={
            row["indicator"]: _amount(row)
            for row in _facts(points, earlier).filter(dimension="").values("indicator").annotate(**COMBINED)
        },
        parts=_labelled(parts, phrases=phrases),
        by_point=dict(by_point),
        steps=_steps(points, period),
    )


def last_day(points: Where) -> date | None:
    """The last day on which anything was counted at the points."""
    found: date | None = _facts(points, EVER).aggregate(last=Max("day"))["last"]
    return found


def _remembered(where: Callable[[Period], Stretches]) -> Callable[[Period], Stretches]:
    """Asked once for each period, however many queries use it."""
    known: dict[Period, Stretches] = {}

    def of(period: Period) -> Stretches:
        if period not in known:
            known[period] = where(period)
        return known[period]

    return of


def _facts(points: Where, period: Period) -> QuerySet[DailyFact]:
    """The facts of these points in the period; of a point that was here for a part of it, of that part."""
    if not callable(points):
        return DailyFact.objects.filter(point__in=points, day__range=(period.start, period.end)).order_by()
    whole, parts = [], Q()
    for point, turns in points(period).items():
        if turns == [(period.start, period.end)]:
            whole.append(point)
        else:
            for turn in turns:
                parts |= Q(point=point, day__range=turn)
    within = Q(point__in=whole, day__range=(period.start, period.end))
    return DailyFact.objects.filter(within | parts).order_by()


def _amount(row: Mapping[str, Any]) -> Amount:
    """The value combined the way its indicator says; an indicator that nobody declares any more is summed."""
    indicator = indicators().get(str(row["indicator"]))
    combine = indicator.combine if indicator else Combine.SUM
    if combine is Combine.SUM:
        return Amount(row["total"], row["estimated"])
    return Amount(row["lowest" if combine is Combine.LOWEST else "highest"])


def _added_up(amounts: Iterable[dict[str, Amount]]) -> dict[str, Amount]:
    """The points' values made one, in the order of the indicators."""
    gathered: dict[str, list[Amount]] = defaultdict(list)
    for each in amounts:
        for code, amount in each.items():
            gathered[code].append(amount)
    joined = {}
    for code, indicator in indicators().items():
        if values := gathered.get(code):
            if indicator.combine is Combine.SUM:
                joined[code] = Amount(sum(each.value for each in values), sum(each.rough for each in values))
            else:
                pick = min if indicator.combine is Combine.LOWEST else max
                joined[code] = pick(values, key=lambda each: each.value)
    return joined


def _parts(facts: QuerySet[DailyFact], most: int) -> dict[tuple[str, str], list[tuple[str, Amount]]]:
    found: dict[tuple[str, str], list[tuple[str, Amount]]] = defaultdict(list)
    rows = facts.exclude(dimension="").values("indicator", "dimension", "key").annotate(**COMBINED)
    for row in rows:
        found[row["indicator"], row["dimension"]].append((row["key"], _amount(row)))
    return {
        which: sorted(values, key=lambda each: (-each[1].value, each[0]))[:most]
        for which, values in found.items()
    }


def _labelled(
    parts: dict[tuple[str, str], list[tuple[str, Amount]]], *, phrases: bool
) -> dict[tuple[str, str], list[Part]]:
    """The parts with readable names; each source is asked once for a dimension."""
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    known = indicators()
    for (code, dimension), values in parts.items():
        if code in known:
            wanted[source_of(code).name, dimension].update(key for key, _ in values)
    by_name = {source.name: source for source in sources()}
    labels = {which: by_name[which[0]].labels(which[1], keys) for which, keys in wanted.items()}
    forms = {which: by_name[which[0]].phrases(which[1], keys) for which, keys in wanted.items() if phrases}
    return {
        (code, dimension): [
            Part(
                key=key,
                label=labels[which].get(key) or key,
                amount=amount,
                phrase=forms.get(which, {}).get(key, ""),
            )
            for key, amount in values
        ]
        for (code, dimension), values in parts.items()
        if code in known
        for which in [(source_of(code).name, dimension)]
    }


def _steps(points: Where, period: Period) -> list[Step]:
    """Every day or month of the period with the sums of that time; empty ones stay, as zeros."""
    summed = [code for code, indicator in indicators().items() if indicator.combine is Combine.SUM]
    facts = _facts(points, period).filter(dimension="", indicator__in=summed)
    values: dict[date, Counter[str]] = defaultdict(Counter)
    # Days become months here: TruncMonth is Python called for every row on SQLite.
    for day, code, value in facts.values_list("day", "indicator").annotate(Sum("value")):
        values[day.replace(day=1) if period.by_month else day][code] += value
    return [Step(start, values.get(start, {})) for start in period.steps()]

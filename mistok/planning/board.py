"""What the dashboard draws, shaped from figures: numbers with their change, a chart, links deeper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from mistok.lib.indicators import Combine, Indicator
from mistok.network.history import PointThen
from mistok.planning.figures import Amount, Figures
from mistok.planning.periods import Named, shifted
from mistok.planning.scopes import Scope, open_within
from mistok.ui.charts import BarChart, LineChart, bar_chart, line_chart
from mistok.ukrainian.numbers import number, percent

ALWAYS = ("people", "e_services", "consultations", "learners")  # shown as zeros too, when they are declared
MOST_COLUMNS = 5
MOST_BARS = 8
DRAWN = ("people", "e_services")


@dataclass(frozen=True, slots=True)
class Stat:
    """One big number. `change` tells in words how it differs from the equal period before."""

    title: Any
    amount: Amount
    change: str
    value: int | Decimal
    is_money: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what it is of, its numbers, and where it leads."""

    name: str
    values: list[int | Decimal]
    url: str
    start: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    stats: list[Stat]
    heads: list[Any]
    chart: LineChart | None
    steps: list[Row]
    points: list[Row]
    silent: list[Row]
    services: BarChart
    categories: BarChart


def board(figures: Figures, scope: Scope, indicators: Mapping[str, Indicator]) -> Board:
    """Everything under the form of the dashboard."""
    columns = _columns(figures, indicators)
    points = scope.points_in(figures.period)
    return Board(
        stats=[
            Stat(
                each.title,
                figures.total(each.code),
                change(figures.total(each.code), figures.earlier(each.code), each),
                each.shown(figures.total(each.code).value),
                each.in_kopiykas,
            )
            for each in _summed(indicators)
            if each.code in ALWAYS or figures.total(each.code).value or figures.earlier(each.code).value
        ],
        heads=[each.title for each in columns],
        chart=_chart(figures, indicators),
        steps=_steps(figures, scope, columns),
        points=_busy(figures, points, scope, columns),
        silent=_silent(figures, points, scope),
        services=_bars(figures, "e_services", "service"),
        categories=_bars(figures, "people", "category"),
    )


def change(now: Amount, earlier: Amount, indicator: Indicator) -> str:
    """The difference in words; empty when there was nothing before to compare with."""
    difference = now.value - earlier.value
    if not earlier.value:
        return ""
    if not difference:
        return _("as many as before")
    words = {"n": number(indicator.shown(abs(difference))), "share": percent(abs(difference), earlier.value)}
    return (_("%(n)s more (%(share)s)") if difference > 0 else _("%(n)s fewer (%(share)s)")) % words


def address(scope: str, start: date, end: date) -> str:
    """The dashboard of the scope with this code for these days."""
    query = {"scope": scope, "from": start.isoformat(), "to": end.isoformat()}
    return f"{reverse('planning:dashboard')}?{urlencode(query)}"


def tabs(scope: Scope, current: Named | None) -> list[dict[str, object]]:
    """The named periods of the scope, for `ui/tabs.html`."""
    titles = {
        Named.TODAY: _("Today"),
        Named.WEEK: _("This week"),
        Named.MONTH: _("This month"),
        Named.QUARTER: _("This quarter"),
        Named.YEAR: _("This year"),
    }
    return [
        {
            "label": title,
            "url": f"?{urlencode({'scope': scope.code, 'period': name})}",
            "current": name is current,
            "name": name,
        }
        for name, title in titles.items()
    ]


def _summed(indicators: Mapping[str, Indicator]) -> list[Indicator]:
    return [each for each in indicators.values() if each.combine is Combine.SUM]


def _columns(figures: Figures, indicators: Mapping[str, Indicator]) -> list[Indicator]:
    return [each for each in _summed(indicators) if figures.total(each.code).value][:MOST_COLUMNS]


def _chart(figures: Figures, indicators: Mapping[str, Indicator]) -> LineChart | None:
    """People and e-services through time; a single day or month has no line."""
    drawn = [indicators[code] for code in DRAWN if code in indicators and figures.total(code).value]
    if len(figures.steps) < 2 or not drawn:
        return None
    form = "%m.%Y" if figures.period.by_month else "%d.%m"
    labels = [step.start.strftime(form) for step in figures.steps]
    return line_chart(
        labels, [(str(each.title), [step.of(each.code) for step in figures.steps]) for each in drawn]
    )


def _steps(figures: Figures, scope: Scope, columns: list[Indicator]) -> list[Row]:
    """Days or months with records, last first. Months lead to their days, days at a point to the diary."""
    return [
        Row(
            "",
            [each.shown(step.of(each.code)) for each in columns],
            _step_url(figures, scope, step.start),
            step.start,
        )
        for step in reversed(figures.steps)
        if any(step.values.values())
    ]


def _step_url(figures: Figures, scope: Scope, start: date) -> str:
    if figures.period.by_month:
        last = shifted(start, 1) - timedelta(days=1)
        return address(scope.code, max(start, figures.period.start), min(last, figures.period.end))
    if scope.point is not None:
        return diary(scope.point.slug, start)
    return "" if figures.period.days == 1 else address(scope.code, start, start)


def _busy(figures: Figures, points: list[PointThen], scope: Scope, columns: list[Indicator]) -> list[Row]:
    """The points with records beside each other, the busiest first."""
    rows = [
        Row(
            each.name,
            [column.shown(figures.at(each.point.pk, column.code).value) for column in columns],
            _point_url(figures, each, scope),
        )
        for each in points
        if each.point.pk in figures.by_point and len(points) > 1
    ]
    return sorted(rows, key=lambda row: [-value for value in row.values])


def _silent(figures: Figures, points: list[PointThen], scope: Scope) -> list[Row]:
    """The points that were open and recorded nothing."""
    then = open_within(points, figures.period.start, figures.period.end)
    return [
        Row(each.name, [], _figures_url(figures, each, scope))
        for each in then
        if each.point.pk not in figures.by_point
    ]


def _point_url(figures: Figures, each: PointThen, scope: Scope) -> str:
    """Deeper into a point; nowhere when it is another library's by now."""
    if figures.period.days == 1 and each.point in scope.points:
        return diary(each.slug, figures.period.start)
    return _figures_url(figures, each, scope)


def _figures_url(figures: Figures, each: PointThen, scope: Scope) -> str:
    if each.point not in scope.points:
        return ""
    return address(f"point:{each.slug}", figures.period.start, figures.period.end)


def _bars(figures: Figures, code: str, dimension: str) -> BarChart:
    return bar_chart([(part.label, part.amount.value) for part in figures.of(code, dimension)[:MOST_BARS]])


def diary(slug: str, day: date) -> str:
    """The desk diary of the day."""
    return reverse("desk:diary-day", args=[slug, day])

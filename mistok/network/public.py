"""The network as a resident sees it: which points are open this moment, and what is there."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from mistok.lib.kept import kept_until_change
from mistok.lib.opening_hours import KYIV, Closed, Open, Status, week
from mistok.lib.schedules import DayHours, Difference, Schedule
from mistok.network.hours import (
    Told,
    sanitary_text,
    schedule_of,
    status_text,
    tell,
    today_text,
    week_text,
    with_exceptions,
)
from mistok.network.models import ServicePoint, Territory, TerritoryCategory, TerritoryName
from mistok.network.queries import open_points
from mistok.ukrainian.text import normalise

# The codifier names these by an adjective alone.
PLACES: dict[str, Any] = {
    TerritoryCategory.OBLAST: gettext_lazy("%(name)s oblast"),
    TerritoryCategory.RAION: gettext_lazy("%(name)s raion"),
    TerritoryCategory.HROMADA: gettext_lazy("%(name)s hromada"),
}


@dataclass(frozen=True, slots=True)
class PointNow:
    """A point with what it does at this moment."""

    point: ServicePoint
    at: datetime
    status: Status
    schedule: Schedule

    @property
    def today(self) -> Difference | None:
        """Why this day is unlike the usual one; None when it is not."""
        return self.schedule.difference(self.at.date())

    @property
    def reason(self) -> str:
        """The reason of today's difference in words: «санітарний день»; mostly empty."""
        return tell(self.today, self.at.date()).reason if self.today else ""

    @property
    def notice(self) -> str:
        """Today’s difference as a headline: «Сьогодні зачинено»; empty on a usual day."""
        return today_text(self.today, self.at.date()) if self.today else ""

    @property
    def this_week(self) -> list[DayHours]:
        """Day by day, when some day of this week is unlike the usual one; otherwise empty."""
        days = self.schedule.week(self.at.date())
        return days if any(each.difference for each in days) else []

    @property
    def ahead(self) -> list[Told]:
        """What differs in the next 30 days, in words; today’s own difference is told apart."""
        today = self.at.date()
        coming = self.schedule.differences(today)
        return [tell(each, today) for each in coming if each != self.today]

    @property
    def sanitary_day(self) -> str:
        """«останній четвер місяця»; empty when there is none."""
        return sanitary_text(self.point)

    @property
    def next_sanitary_day(self) -> date | None:
        """The nearest one that is really kept."""
        return self.schedule.next_sanitary_day(self.at.date())

    @property
    def is_open(self) -> bool:
        return self.status.is_open is True

    @property
    def is_closed(self) -> bool:
        return self.status.is_open is False

    @property
    def status_text(self) -> str:
        """«Відчинено до 18:00», «Зачинено до понеділка, 09:00»."""
        return status_text(self.status, self.at, self.today)

    @property
    def equipment(self) -> list[str]:
        """What is there, in the order in which people ask."""
        return equipment(self.point)

    @property
    def hours_text(self) -> str:
        """The usual week in one line: «Пн–Пт 09:00–18:00, перерва 13:00–14:00; Сб, Нд вихідний»."""
        return week_text(week(self.point.opening_hours, self.at.date()))

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Numbers as written, each with the address that dials it."""
        return phones(self.point.phone)

    @property
    def order(self) -> tuple[int, float, int, str]:
        """Open ones first, the longest open before others; then those that open the soonest."""
        if isinstance(self.status, Open):
            left = self.status.until.timestamp() if self.status.until else float("inf")
            return 0, -left, -self.point.computers, self.point.name
        if isinstance(self.status, Closed) and self.status.opens_at:
            return 1, self.status.opens_at.timestamp(), -self.point.computers, self.point.name
        return 2, 0.0, -self.point.computers, self.point.name


def points_now(near: str = "", at: datetime | None = None) -> list[PointNow]:
    """Open points, those that receive people now first. Three queries at most, whatever their number.

    `near` is any place people name: a settlement, hromada or oblast, by its present or former name, a street.
    """
    at = at or timezone.now()
    day = at.astimezone(KYIV).date()
    found = _near(_points_on(day), near) if near.strip() else _kept_points_on(day)
    return sorted((now(point, at) for point in found), key=lambda each: each.order)


def _points_on(day: date) -> QuerySet[ServicePoint]:
    return with_exceptions(open_points(day).select_related("organisation", "territory"), day)


@kept_until_change(most=4)
def _kept_points_on(day: date) -> list[ServicePoint]:
    return list(_points_on(day))


def now(point: ServicePoint, at: datetime | None = None) -> PointNow:
    """The point at the moment (this one if none is given)."""
    at = (at or timezone.now()).astimezone(KYIV)
    schedule = schedule_of(point)
    return PointNow(point, at, schedule.status(at), schedule)


def equipment(point: ServicePoint) -> list[str]:
    """Computers first, then what stands at the point, then how one gets in."""
    counted = ngettext("%(number)s computer", "%(number)s computers", point.computers) % {
        "number": point.computers
    }
    said = [
        (point.computers > 0, counted),
        (point.has_scanner, gettext("scanner")),
        (point.has_printer, gettext("printer")),
        (point.has_wifi, gettext("free Wi-Fi")),
        (point.step_free, gettext("entrance without steps")),
        (point.works_in_blackout, gettext("works during power cuts")),
        (point.has_generator, gettext("generator or power station")),
        (point.has_shelter, gettext("shelter")),
    ]
    return [text for is_there, text in said if is_there]


def place_text(name: str, category: str) -> str:
    """A unit of the codifier as people call it: «Миколаївська громада», «Миколаїв»."""
    form = PLACES.get(category)
    return str(form) % {"name": name} if form else name


def phones(text: str) -> list[tuple[str, str]]:
    """The numbers of a phone field, parted by commas or semicolons, each with its `tel:` address (RFC 3966).

    >>> phones("(0512) 24-01-10; 0 800 505 201")
    [('(0512) 24-01-10', 'tel:+380512240110'), ('0 800 505 201', 'tel:0800505201')]
    """
    found = []
    for shown in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        digits = re.sub(r"\D", "", shown)
        if digits.startswith("0") and len(digits) == 10 and not digits.startswith("0800"):
            digits = f"+38{digits}"
        elif digits.startswith("380"):
            digits = f"+{digits}"
        if digits:
            found.append((shown, f"tel:{digits}"))
    return found


def _near(points: QuerySet[ServicePoint], near: str) -> list[ServicePoint]:
    """Those whose address, library or any territory around them, now or before, has the words asked for.

    In Python, not in SQL: SQLite compares Cyrillic letters with regard to case.
    """
    found = list(points.select_related("territory__parent__parent__parent"))
    around = {point.pk: list(_around(point.territory)) for point in found}
    codes = {place.pk for places in around.values() for place in places}
    former: dict[str, list[str]] = defaultdict(list)
    for code, name in TerritoryName.objects.filter(territory__in=codes).values_list("territory_id", "name"):
        former[code].append(name)
    wanted = normalise(near).lower().split()
    kept = []
    for point in found:
        said = [point.name, point.address, point.directions, point.organisation.name]
        for place in around[point.pk]:
            said += [place.name, *former[place.pk]]
        text = normalise(" ".join(said)).lower()
        if all(word in text for word in wanted):
            kept.append(point)
    return kept


def _around(territory: Territory) -> Iterator[Territory]:
    """The territory and what it lies in, up to the four that were fetched with it."""
    place: Territory | None = territory
    for _level in range(4):
        if place is None:
            return
        yield place
        place = place.parent

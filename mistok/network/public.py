"""The network as a resident sees it: which points are open this moment, and what is there."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from mistok.lib.kept import kept_until_change
from mistok.lib.opening_hours import KYIV, Closed, Open, Row, Status, status, week
from mistok.network.models import ServicePoint, Territory, TerritoryCategory, TerritoryName
from mistok.network.queries import open_points
from mistok.ukrainian.text import normalise

CLOSED_UNTIL = (
    gettext_lazy("Closed until Monday, %(time)s"),
    gettext_lazy("Closed until Tuesday, %(time)s"),
    gettext_lazy("Closed until Wednesday, %(time)s"),
    gettext_lazy("Closed until Thursday, %(time)s"),
    gettext_lazy("Closed until Friday, %(time)s"),
    gettext_lazy("Closed until Saturday, %(time)s"),
    gettext_lazy("Closed until Sunday, %(time)s"),
)


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

    @property
    def is_open(self) -> bool:
        return self.status.is_open is True

    @property
    def is_closed(self) -> bool:
        return self.status.is_open is False

    @property
    def status_text(self) -> str:
        """«Відчинено до 18:00», «Зачинено до понеділка, 09:00»."""
        return status_text(self.status, self.at)

    @property
    def equipment(self) -> list[str]:
        """What is there, in the order in which people ask."""
        return equipment(self.point)

    @property
    def hours_text(self) -> str:
        """The usual week in one line: «Пн–Пт 09:00–18:00, перерва 13:00–14:00; Сб, Нд вихідний»."""
        return "; ".join(_row_text(row) for row in week(self.point.opening_hours, self.at.date()))

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
    """Open points, those that receive people now first. Two queries at most, whatever their number.

    `near` is any place people name: a settlement, hromada or oblast, by its present or former name, a street.
    """
    at = at or timezone.now()
    day = at.astimezone(KYIV).date()
    found = _near(_points_on(day), near) if near.strip() else _kept_points_on(day)
    return sorted((now(point, at) for point in found), key=lambda each: each.order)


def _points_on(day: date) -> QuerySet[ServicePoint]:
    return open_points(day).select_related("organisation", "territory")


@kept_until_change(most=4)
def _kept_points_on(day: date) -> list[ServicePoint]:
    return list(_points_on(day))


def now(point: ServicePoint, at: datetime | None = None) -> PointNow:
    """The point at the moment (this one if none is given)."""
    at = (at or timezone.now()).astimezone(KYIV)
    return PointNow(point, at, status(point.opening_hours, at))


def status_text(found: Status, at: datetime) -> str:
    """What the status means to somebody who wants to come."""
    if isinstance(found, Open):
        return (
            gettext("Open until %(time)s") % {"time": _hm(found.until)}
            if found.until
            else gettext("Open round the clock")
        )
    if not isinstance(found, Closed):
        return gettext("Call to learn the opening hours")
    if found.opens_at is None:
        return gettext("Closed")
    when = {"time": _hm(found.opens_at)}
    days = (found.opens_at.date() - at.date()).days
    if days == 0:
        return gettext("Closed until %(time)s") % when
    if days == 1:
        return gettext("Closed until tomorrow, %(time)s") % when
    if days < 7:
        return str(CLOSED_UNTIL[found.opens_at.weekday()]) % when
    return gettext("Closed until %(day)s, %(time)s") % {**when, "day": day_text(found.opens_at.date())}


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


def day_text(day: date) -> str:
    """«24 листопада», in the reader's language."""
    return date_format(day, "j E")


def _row_text(row: Row) -> str:
    if not row.whole:
        return f"{row.days} {gettext('day off')}"
    pause = gettext("break %(breaks)s") % {"breaks": ", ".join(row.breaks)}
    return f"{row.days} {row.whole}, {pause}" if row.breaks else f"{row.days} {row.whole}"


def _hm(moment: datetime) -> str:
    return f"{moment.astimezone(KYIV):%H:%M}"


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

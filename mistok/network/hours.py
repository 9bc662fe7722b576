"""The schedule of a point or an office out of its rows, and what it says to somebody who wants to come.

Fetch `exceptions` beforehand (`with_exceptions`) where there is more than one place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Model, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from mistok.lib.opening_hours import KYIV, Closed, Open, Row, Status, day_hours, week
from mistok.lib.schedules import Difference, Exceptional, Schedule, Why, hours_text
from mistok.network.models import HoursException, Place, PlaceState, SanitaryDay, ServicePoint
from mistok.ukrainian.text import typographic

A_WEEK = timedelta(days=7)  # the week shown on a page begins before today

CLOSED_UNTIL = (
    gettext_lazy("Closed until Monday, %(time)s"),
    gettext_lazy("Closed until Tuesday, %(time)s"),
    gettext_lazy("Closed until Wednesday, %(time)s"),
    gettext_lazy("Closed until Thursday, %(time)s"),
    gettext_lazy("Closed until Friday, %(time)s"),
    gettext_lazy("Closed until Saturday, %(time)s"),
    gettext_lazy("Closed until Sunday, %(time)s"),
)


def with_exceptions[M: Model](places: QuerySet[M], day: date | None = None) -> QuerySet[M]:
    """The points or offices with the exceptions that still matter on the day: one query more."""
    return places.prefetch_related(Prefetch("exceptions", queryset=exceptions_still(day)))


def exceptions_still(day: date | None = None) -> QuerySet[HoursException]:
    """The exceptions that still matter on the day, in the order in which they were made."""
    since = (day or timezone.localdate()) - A_WEEK
    return HoursException.objects.filter(Q(until=None) | Q(until__gte=since)).order_by("pk")


def schedule_of(where: ServicePoint | Place) -> Schedule:
    """All that decides whether it is open. An office that its register calls closed is closed without end."""
    return schedule_with(where, [] if where._state.adding else where.exceptions.all())


def schedule_with(where: ServicePoint | Place, rows: Iterable[HoursException]) -> Schedule:
    """The same with its exceptions given, for who fetched those of thousands of offices at once."""
    rows = sorted(rows, key=lambda each: each.pk)
    exceptions = [Exceptional(each.since, each.until, each.opening_hours, each.reason) for each in rows]
    if isinstance(where, Place) and where.state != PlaceState.WORKS:
        exceptions.append(Exceptional(date(1991, 8, 24), None))
    return Schedule(where.opening_hours, where.holidays, where.sanitary_day, tuple(exceptions))


def status_of(where: ServicePoint | Place, at: datetime | None = None) -> Status:
    """Open, closed or unknown at the moment (this one if none is given)."""
    return schedule_of(where).status(at or timezone.now())


def status_text(found: Status, at: datetime, today: Difference | None = None) -> str:
    """What the status means to somebody who wants to come: «Відчинено до 18:00».

    `today` is the difference of the day, for closures in which no opening is in sight.
    """
    at = at.astimezone(KYIV)
    if isinstance(found, Open):
        return (
            gettext("Open until %(time)s") % {"time": f"{found.until:%H:%M}"}
            if found.until
            else gettext("Open round the clock")
        )
    if not isinstance(found, Closed):
        return gettext("Call to learn the opening hours")
    if found.opens_at is None:
        if not today or not today.is_closed:
            return gettext("Closed")
        if today.until is None:
            return gettext("Closed until further notice")
        return gettext("Closed up to %(day)s inclusive") % {"day": day_text(today.until, at.date())}
    return _closed_until(found.opens_at.astimezone(KYIV), at)


def _closed_until(opens_at: datetime, at: datetime) -> str:
    when = {"time": f"{opens_at:%H:%M}"}
    days = (opens_at.date() - at.date()).days
    if days == 0:
        return gettext("Closed until %(time)s") % when
    if days == 1:
        return gettext("Closed until tomorrow, %(time)s") % when
    if days < 7:
        return str(CLOSED_UNTIL[opens_at.weekday()]) % when
    return gettext("Closed until %(day)s, %(time)s") % {**when, "day": day_text(opens_at.date(), at.date())}


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in words: when, what and why."""

    when: str
    what: str
    reason: str
    difference: Difference

    def __str__(self) -> str:
        said = gettext("%(when)s – %(what)s") % {"when": self.when, "what": self.what}
        return f"{said}: {self.reason}" if self.reason else said


def differences(where: ServicePoint | Place, day: date | None = None, days: int = 30) -> list[Told]:
    """What differs from the usual week in the coming days, this one included, in words."""
    first = day or timezone.localdate()
    return [tell(each, first) for each in schedule_of(where).differences(first, days)]


def tell(difference: Difference, today: date) -> Told:
    """«Четвер, 26 листопада» – «зачинено» – «санітарний день»."""
    reason = difference.reason
    if difference.why is Why.SANITARY:
        reason = gettext("sanitary day")
    return Told(
        term_text(difference.since, difference.until, today), what_text(difference), reason, difference
    )


def told(exception: HoursException, today: date) -> Told:
    """An exception in words, as readers see it."""
    spec, since = exception.opening_hours.strip(), exception.since
    hours = day_hours(spec, since, False) if spec else ()
    return tell(Difference(Why.EXCEPTION, since, exception.until, exception.reason, spec, hours), today)


def what_text(difference: Difference) -> str:
    """«зачинено» or the hours: «10:00–14:00», «Пн–Пт 10:00–14:00; Сб, Нд вихідний»."""
    if difference.is_closed:
        return gettext("closed")
    if difference.why is Why.EXCEPTION and difference.since != difference.until:
        rows = week(difference.spec, difference.since)
        return hours_text(rows[0].hours) if len(rows) == 1 else week_text(rows)
    return hours_text(difference.hours) or gettext("closed")


def today_text(difference: Difference, today: date) -> str:
    """The notice of the day: «Сьогодні зачинено», «Зачинено до 30 листопада включно»."""
    closed = not difference.hours
    if closed and difference.until is None:
        return gettext("Closed until further notice")
    if closed and difference.until and difference.until > today and difference.is_closed:
        return gettext("Closed up to %(day)s inclusive") % {"day": day_text(difference.until, today)}
    if closed:
        return gettext("Closed today")
    return gettext("Other hours today: %(hours)s") % {"hours": hours_text(difference.hours)}


def week_text(rows: Sequence[Row]) -> str:
    """A week in one line: «Пн–Пт 09:00–18:00, перерва 13:00–14:00; Сб, Нд вихідний»."""
    return "; ".join(_row_text(row) for row in rows)


def term_text(since: date, until: date | None, today: date) -> str:
    """«Четвер, 26 листопада», «1–5 грудня», «28 листопада – 3 грудня», «З 1 грудня до подальшого …»."""
    if until is None:
        return gettext("From %(day)s until further notice") % {"day": day_text(since, today)}
    if since == until:
        weekday = typographic(date_format(since, "l"))  # Django writes п'ятниця
        return capfirst(f"{weekday}, {day_text(since, today)}")
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}–{day_text(until, today)}"
    return f"{day_text(since, today)} – {day_text(until, today)}"


def day_text(day: date, today: date | None = None) -> str:
    """«24 листопада», with the year when it is not this one."""
    return date_format(day, "j E" if today is None or day.year == today.year else "j E Y")


def sanitary_text(where: ServicePoint | Place) -> str:
    """«останній четвер місяця»; empty when there is none or the code is unknown."""
    return str(SanitaryDay(where.sanitary_day).label) if where.sanitary_day in SanitaryDay.values[1:] else ""


def _row_text(row: Row) -> str:
    if not row.whole:
        return f"{row.days} {gettext('day off')}"
    pause = gettext("break %(breaks)s") % {"breaks": ", ".join(row.breaks)}
    return f"{row.days} {row.whole}, {pause}" if row.breaks else f"{row.days} {row.whole}"

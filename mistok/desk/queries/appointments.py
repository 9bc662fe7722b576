"""Appointments as the staff see them: the day, the week, whom to call, whom a closure touches."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from mistok.desk.models import (
    Appointment,
    AppointmentState,
    BookingRules,
    Encounter,
    Origin,
    Subject,
    Topic,
)
from mistok.desk.models.appointments import AppointmentQuerySet
from mistok.desk.queries.appointments_times import days_from, is_within, spans
from mistok.desk.queries.encounters import current_topics, find_topics, main_topics, recordable
from mistok.directory.models import Service
from mistok.directory.queries import listed_services
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, open_points, points_for
from mistok.search.queries import search

RECENT = timedelta(hours=12)  # how long ago the help of an appointment may have been recorded
MOST_RECENT = 12
FOUND, LONGEST = 8, 200  # services and topics found for words, and characters of the words


def appointments_for(person: Person) -> AppointmentQuerySet:
    """Appointments of the points where the person helps."""
    points = points_for(person, Permission.RECORD_HELP)
    found: AppointmentQuerySet = Appointment.objects.filter(point__in=points)
    return found.select_related("point__organisation", "service", "topic", "staff", "encounter")


def bookable_points() -> QuerySet[BookingRules]:
    """Rules of the open points that receive by appointment on the site."""
    found = BookingRules.objects.filter(is_on=True, point__in=open_points())
    return found.select_related("point__organisation", "point__territory")


def subjects_of(rules: BookingRules) -> tuple[list[Subject], list[Subject], list[Subject]]:
    """What one may come for: what the point has lengths for, other services in lists, consultations."""
    own = [each.subject for each in rules.lengths.all()] if rules.pk else []
    usual = [each for each in own if _in_use(each)]
    services: list[Subject] = [each for each in listed_services() if each not in usual]
    topics: list[Subject] = [each for each in main_topics(current_topics()) if each not in usual]
    return usual, services, topics


def found_subjects(text: str, topics: list[Topic] | None = None) -> list[Subject]:
    """What the words may mean: services as the search finds them, then topics of consultations."""
    words = " ".join(text.replace("\0", "").split())[:LONGEST]
    if not words:
        return []
    slugs = [hit.slug for hit in search(words, kinds=["service"], limit=FOUND).hits]
    services = {each.slug: each for each in listed_services().filter(slug__in=slugs)}
    known = recordable(current_topics()) if topics is None else topics
    return [*(services[slug] for slug in slugs if slug in services), *find_topics(words, known)[:FOUND]]


def _in_use(subject: Subject) -> bool:
    return subject.retired_on is None and not (isinstance(subject, Service) and subject.is_draft)


@dataclass(slots=True)
class Board:
    """A day of appointments: who waits, who is helped, who is expected, what is over."""

    day: date
    rows: list[Appointment]
    grace: int
    now: datetime

    def _in(self, *states: str) -> list[Appointment]:
        return [each for each in self.rows if each.state in states]

    @property
    def waiting(self) -> list[Appointment]:
        """Those who have come, the longest waiting first by the time agreed or of coming."""
        return sorted(self._in(AppointmentState.ARRIVED), key=lambda each: each.starts_at)

    @property
    def served(self) -> list[Appointment]:
        return self._in(AppointmentState.SERVING)

    @property
    def late(self) -> list[Appointment]:
        """Expected ones for whom the point has waited long enough."""
        edge = self.now - timedelta(minutes=self.grace)
        return [each for each in self._in(AppointmentState.BOOKED) if each.starts_at <= edge]

    @property
    def expected(self) -> list[Appointment]:
        late = self.late
        return [each for each in self._in(AppointmentState.BOOKED) if each not in late]

    @property
    def over(self) -> list[Appointment]:
        return self._in(AppointmentState.DONE, AppointmentState.MISSED, AppointmentState.CANCELLED)

    @property
    def made(self) -> int:
        """Appointments of the day that were not cancelled; people of the line are not among them."""
        return sum(each.is_live and not each.in_line for each in self.rows)


def board(point: ServicePoint, day: date, rules: BookingRules, now: datetime) -> Board:
    """The day at the point, one query."""
    rows = Appointment.objects.filter(point=point, day=day)
    found = list(rows.select_related("service", "topic", "staff", "encounter"))
    return Board(day, found, rules.grace, now)


def week(point: ServicePoint, monday: date) -> list[tuple[date, list[Appointment]]]:
    """Seven days with their live appointments, one query."""
    rows = (
        Appointment.objects.filter(point=point, day__gte=monday, day__lt=monday + timedelta(days=7))
        .live()
        .select_related("service", "topic", "staff")
    )
    days: dict[date, list[Appointment]] = {monday + timedelta(days=number): [] for number in range(7)}
    for each in rows:
        days[each.day].append(each)
    return list(days.items())


def to_call(point: ServicePoint, day: date) -> list[Appointment]:
    """People expected on the day whom no e-mail reminds, those not called yet first."""
    rows = Appointment.objects.filter(point=point, day=day, state=AppointmentState.BOOKED, reminded_at=None)
    found = rows.exclude(origin=Origin.LINE).select_related("service", "topic", "called_by")
    return sorted(found, key=lambda each: (each.called_at is not None, not each.phone, each.starts_at))


def day_to_call(point: ServicePoint, today: date) -> date:
    """The next day on which the point works: on a Friday those who come on Monday are called.

    The point's exceptions are fetched beforehand. A point closed for the whole week gives tomorrow.
    """
    days = days_from(today + timedelta(days=1), 7)
    return next((day for day in days if spans(BookingRules(point=point), day)), days[0])


def uncalled(point: ServicePoint, day: date) -> int:
    """How many people with a phone come on the day and neither a letter nor a call has reminded them."""
    rows = Appointment.objects.filter(point=point, day=day, state=AppointmentState.BOOKED, email="")
    return rows.filter(called_at=None).exclude(phone="").exclude(origin=Origin.LINE).count()


def conflicts(point: ServicePoint, now: datetime) -> list[Appointment]:
    """Appointments ahead at times when the point is closed: a closure was announced after they were made."""
    ahead = list(
        Appointment.objects.filter(point=point, state=AppointmentState.BOOKED, starts_at__gt=now)
        .exclude(origin=Origin.LINE)
        .select_related("service", "topic", "called_by")
    )
    if not ahead:
        return []
    rules = BookingRules(point=with_exceptions(ServicePoint.objects.filter(pk=point.pk)).get())
    return [each for each in ahead if not is_within(rules, each)]


def waiting_count(point: ServicePoint) -> int:
    """How many have come and wait at this moment, and are still expected today; for the desk."""
    rows = Appointment.objects.filter(point=point, day=timezone.localdate())
    return rows.filter(state__in=(AppointmentState.BOOKED, AppointmentState.ARRIVED)).count()


def recent_records(appointment: Appointment) -> list[Encounter]:
    """Records of the day at the point that may be of this visit, the latest first."""
    rows = (
        Encounter.objects.counted()
        .filter(point=appointment.point_id, day=appointment.day, appointment=None)
        .prefetch_related("items__service", "items__topic", "categories")
        .order_by("-occurred_at", "-received_at")
    )
    since = appointment.served_at or appointment.arrived_at or appointment.starts_at
    found = list(rows.filter(occurred_at__gte=since - RECENT)[:MOST_RECENT])
    wanted = appointment.subject
    # a record of the same thing made since the help began is most likely the one
    return sorted(
        found,
        key=lambda each: (
            each.occurred_at < since,
            all(item.subject != wanted for item in each.items.all()),
        ),
    )


def likely_record(appointment: Appointment, records: list[Encounter]) -> Encounter | None:
    """The record that is of this visit by all signs: made since the help began, of the same thing."""
    since, wanted = appointment.served_at, appointment.subject
    if since is None or wanted is None:
        return None
    same = [
        each
        for each in records
        if each.occurred_at >= since and any(item.subject == wanted for item in each.items.all())
    ]
    return same[0] if len(same) == 1 else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What appointments of a term came to. Cancelled ones are apart; the line is counted by itself."""

    made: int
    came: int
    missed: int
    cancelled: int
    line: int
    wait: float | None  # minutes, on average, of those whose coming and beginning are known

    @property
    def missed_share(self) -> float | None:
        """Per cent of those that are over."""
        over = self.came + self.missed
        return 100 * self.missed / over if over else None


def figures(point: ServicePoint, since: date, until: date) -> Figures:
    """Figures of the days, both included; two queries."""
    rows = Appointment.objects.filter(point=point, day__gte=since, day__lte=until)
    booked = ~Q(origin=Origin.LINE)
    came = Q(state__in=(AppointmentState.ARRIVED, AppointmentState.SERVING, AppointmentState.DONE))
    found = rows.aggregate(
        made=Count("pk", filter=booked & ~Q(state=AppointmentState.CANCELLED)),
        came=Count("pk", filter=booked & came),
        missed=Count("pk", filter=booked & Q(state=AppointmentState.MISSED)),
        cancelled=Count("pk", filter=booked & Q(state=AppointmentState.CANCELLED)),
        line=Count("pk", filter=~booked & ~Q(state=AppointmentState.CANCELLED)),
    )
    waits = [
        each.waited
        for each in rows.live().exclude(arrived_at=None).exclude(served_at=None)
        if each.waited is not None
    ]
    return Figures(**found, wait=sum(waits) / len(waits) if waits else None)


def of_calendar(person: Person, since: date) -> list[Appointment]:
    """Appointments for a calendar: from the day on, cancelled ones too, so that calendars take them out."""
    rows = appointments_for(person).filter(day__gte=since).exclude(origin=Origin.LINE)
    return list(rows.order_by("starts_at", "uuid")[:2000])


def of_code(code: str) -> Appointment | None:
    """The appointment of a code however it was typed: with a dash, small letters, a Latin O for a nought."""
    known = "".join(each for each in code.upper() if each.isalnum())[:8]
    if len(known) != 8:
        return None
    rows = Appointment.objects.select_related("point__organisation", "point__territory", "service", "topic")
    return rows.filter(code=known).first()

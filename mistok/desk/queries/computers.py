"""The board of computers: who sits where, what is booked, who is next. The end of a session is computed here,
so that nothing depends on a program that runs in the background: a session whose time is over is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from mistok.desk.models.computers import (
    LIVE,
    SLOT,
    ComputerPlace,
    ComputerRule,
    ComputerSession,
    Ending,
    SessionState,
)
from mistok.desk.models.encounters import day_of
from mistok.desk.queries.encounters import may_at
from mistok.lib.identifiers import uuid7
from mistok.lib.opening_hours import Open
from mistok.network.hours import schedule_of
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, open_points, points_for

SHORTEST = timedelta(minutes=5)  # less is no session
DAYS_AHEAD = 1  # places are booked for today and tomorrow
JUST_OVER = timedelta(minutes=10)  # a session that time has ended may still be prolonged
CODE_LETTERS = "23456789"  # digits alone: read over the phone, typed on any keyboard; no 0 and no 1
CODE_LENGTH = 5


def sessions_for(person: Person, permission: Permission) -> QuerySet[ComputerSession]:
    """Sessions of the points where the person may do this."""
    return ComputerSession.objects.filter(point__in=points_for(person, permission))


def places_for(person: Person, permission: Permission) -> QuerySet[ComputerPlace]:
    """Places in use at the points where the person may do this."""
    return ComputerPlace.objects.filter(point__in=points_for(person, permission), retired_on=None)


def points_with_computers() -> QuerySet[ServicePoint]:
    """Open points that let visitors sit at computers, so that their board may be shown to everybody."""
    return open_points().filter(computer_places__retired_on=None, computer_places__isnull=False).distinct()


def may_revise_session(person: Person, session: ComputerSession) -> bool:
    """Whether the person may correct or void it: the author on the day of writing, or who corrects others."""
    wrote_today = session.staff_id == person.pk and session.is_from_today
    needed = Permission.RECORD_HELP if wrote_today else Permission.CORRECT_OTHERS
    return may_at(person, needed, session.point)


def rule_of(point: ServicePoint) -> ComputerRule:
    """The rule of the point; the usual one where nobody wrote any."""
    return ComputerRule.objects.filter(point=point).first() or ComputerRule(point=point)


def cleaned_code(said: str) -> str:
    """The code as it was typed: spaces and hyphens do not matter."""
    return "".join(each for each in said if each.isdigit())[:CODE_LENGTH]


def closing_at(point: ServicePoint, at: datetime) -> datetime | None:
    """When the point closes if it is open at the moment; None when it is not or nobody knows."""
    status = schedule_of(point).status(at)
    return status.until if isinstance(status, Open) else None


def midnight_after(at: datetime) -> datetime:
    """The end of the day in Kyiv."""
    zone = timezone.get_default_timezone()
    return datetime.combine(day_of(at) + timedelta(days=1), time(), tzinfo=zone)


def last_moment(point: ServicePoint, rule: ComputerRule, at: datetime) -> datetime:
    """Until when one may sit on the day: the closing less the quiet time, or the end of the day."""
    closes = closing_at(point, at)
    if closes is None:
        return midnight_after(at)
    return min(closes - timedelta(minutes=rule.quiet_minutes), midnight_after(at))


def over_at(session: ComputerSession, rule: ComputerRule) -> tuple[datetime, str]:
    """When a session that nobody ended is over, and how: by its time, or with the closing of the point.

    Where sessions do not end by themselves, one lasts until the point closes: then it was forgotten.
    """
    assert session.starts_at is not None
    assert session.ends_at is not None
    if rule.ends_by_itself:
        return session.ends_at, Ending.TIME
    closes = closing_at(session.point, session.starts_at) or midnight_after(session.starts_at)
    return max(closes, session.ends_at), Ending.CLOSING


def lapses_at(session: ComputerSession, rule: ComputerRule) -> datetime:
    """Until when a booked place waits for its person."""
    assert session.starts_at is not None
    assert session.ends_at is not None
    return min(session.starts_at + timedelta(minutes=rule.grace_minutes), session.ends_at)


def standing(session: ComputerSession, rule: ComputerRule, now: datetime) -> str:
    """The state at the moment, which may be another than the stored one: time went on."""
    match session.state:
        case SessionState.GOING if over_at(session, rule)[0] <= now:
            return SessionState.OVER
        case SessionState.BOOKED if lapses_at(session, rule) <= now:
            return SessionState.NO_SHOW
        case SessionState.WAITING if session.day < day_of(now):
            return SessionState.LEFT
    return session.state


def minutes_until(moment: datetime, now: datetime) -> int:
    """Whole minutes left, a begun one counted: shown to a person, nought would be an end."""
    return max(0, -int((now - moment).total_seconds() // 60))


@dataclass
class Seat:
    """A place as it is at the moment."""

    place: ComputerPlace
    now: datetime
    session: ComputerSession | None = None
    bookings: list[ComputerSession] = field(default_factory=list)  # still to come, in order
    called: ComputerSession | None = None  # first in the line: may sit down here
    just_over: ComputerSession | None = None  # time ended it a moment ago: the person may still sit here
    uuid: UUID = field(default_factory=uuid7)  # of the session that may begin here

    @property
    def is_out(self) -> bool:
        return bool(self.place.fault)

    @property
    def is_busy(self) -> bool:
        return self.session is not None

    @property
    def is_held(self) -> bool:
        """Whether it waits for the person who booked it."""
        first = self.booking
        return not self.is_busy and first is not None and self._starts(first) < self.now + SHORTEST

    @property
    def is_free(self) -> bool:
        return not (self.is_out or self.is_busy or self.is_held)

    @property
    def booking(self) -> ComputerSession | None:
        """The nearest one."""
        return self.bookings[0] if self.bookings else None

    @property
    def booking_today(self) -> ComputerSession | None:
        """The nearest one, if it is today."""
        return self.booking if self.booking and self.booking.day == day_of(self.now) else None

    @property
    def minutes_left(self) -> int:
        """Of the session; 0 when it is over its time but not ended."""
        ends = self.session.ends_at if self.session else None
        return minutes_until(ends, self.now) if ends else 0

    @property
    def minutes_over(self) -> int:
        """How long the session has been going on after its time."""
        ends = self.session.ends_at if self.session else None
        return int((self.now - ends).total_seconds() // 60) if ends and ends <= self.now else 0

    @property
    def state(self) -> str:
        """One word for styles and tests: out, busy, over, held, called, free."""
        if self.is_busy:
            return "over" if self.minutes_left == 0 else "busy"
        if self.is_out:
            return "out"
        if self.is_held:
            return "held"
        return "called" if self.called else "free"

    @staticmethod
    def _starts(session: ComputerSession) -> datetime:
        assert session.starts_at is not None
        return session.starts_at


@dataclass
class Board:
    """All places of a point at the moment, with the line and the bookings."""

    point: ServicePoint
    rule: ComputerRule
    now: datetime
    seats: list[Seat]
    line: list[ComputerSession]

    @property
    def free(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_free]

    @property
    def busy(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.is_busy]

    @property
    def working(self) -> int:
        """Places that work."""
        return sum(not seat.is_out for seat in self.seats)

    @property
    def bookings(self) -> list[ComputerSession]:
        """All that are still to come, in their order."""
        found = [each for seat in self.seats for each in seat.bookings]
        return sorted(found, key=lambda each: (each.starts_at, each.code))

    @property
    def called(self) -> list[Seat]:
        """Free places to which somebody of the line is called."""
        return [seat for seat in self.seats if seat.called]

    @property
    def waiting(self) -> list[ComputerSession]:
        """Those of the line for whom there is no place yet."""
        called = {seat.called.pk for seat in self.called if seat.called}
        return [each for each in self.line if each.pk not in called]

    @property
    def soonest(self) -> int | None:
        """In how many minutes the next place becomes free, as far as one can see; None when one is free."""
        if self.free:
            return None
        return min((seat.minutes_left for seat in self.busy), default=None)

    @cached_property
    def closes_at(self) -> datetime | None:
        """When the point closes today."""
        return closing_at(self.point, self.now)

    @property
    def is_quiet(self) -> bool:
        """Whether it is too late to begin: the quiet time before closing."""
        return last_moment(self.point, self.rule, self.now) - self.now < SHORTEST


def board_of(point: ServicePoint, now: datetime | None = None) -> Board:
    """The board at the moment: three queries and one for the exceptions of opening hours."""
    now = now or timezone.now()
    rule = rule_of(point)
    places = point.computer_places.filter(retired_on=None).select_related("equipment")
    seats = {place.pk: Seat(place, now) for place in places}
    line: list[ComputerSession] = []
    lately = Q(
        state=SessionState.OVER,
        ending=Ending.TIME,
        ended_at__gt=now - JUST_OVER,
        ended_at__lte=now,
        voided_at=None,
        superseded_by=None,
    )
    live = ComputerSession.objects.filter(Q(state__in=LIVE) | lately, point=point)
    for session in live.select_related("place").order_by("starts_at", "created_at", "pk"):
        session.point = point
        seat = seats.get(session.place_id) if session.place_id else None
        match standing(session, rule, now):
            case SessionState.OVER if seat and now - over_at(session, rule)[0] < JUST_OVER:
                seat.just_over = session
            case SessionState.WAITING:
                line.append(session)
            case SessionState.GOING if seat:
                seat.session = session
            case SessionState.BOOKED if seat:
                seat.bookings.append(session)
    board = Board(point, rule, now, list(seats.values()), line)
    # The longest free time is offered first, so that whoever waited longest sits longest.
    offered = sorted(board.free, key=lambda seat: -_free_minutes(seat))
    for seat, session in zip(offered, line, strict=False):
        seat.called = session
    return board


def _free_minutes(seat: Seat) -> int:
    starts = seat.booking.starts_at if seat.booking else None
    return minutes_until(starts, seat.now) if starts else 24 * 60


def wanting(point: ServicePoint) -> int:
    """How many wait in the line or ask for more time: the badge of the desk, one light query."""
    waits = Q(state=SessionState.WAITING, day=timezone.localdate())
    asks = Q(state=SessionState.GOING, asked_at__isnull=False, ends_at__gt=timezone.now())
    return ComputerSession.objects.filter(waits | asks, point=point).count()


def session_by_code(point: ServicePoint, code: str, now: datetime | None = None) -> ComputerSession | None:
    """The live session of the code, as it stands at the moment."""
    now = now or timezone.now()
    found = ComputerSession.objects.live().filter(point=point, code=cleaned_code(code)).first()
    if found is None:
        return None
    found.point = point
    return found if standing(found, rule_of(point), now) in LIVE else None


def place_in_line(board: Board, session: ComputerSession) -> int:
    """From one; 0 when the person is called or stands in no line."""
    keys = [each.pk for each in board.waiting]
    return keys.index(session.pk) + 1 if session.pk in keys else 0


@dataclass
class SessionDay:
    """Sessions of a day at a point with their totals."""

    counted: list[ComputerSession]
    withdrawn: list[ComputerSession]
    others: list[ComputerSession]  # did not come, gave it up

    @property
    def minutes(self) -> int:
        return sum(each.minutes or 0 for each in self.counted)

    @property
    def estimated(self) -> int:
        """Minutes of sessions whose end nobody saw."""
        return sum(each.minutes or 0 for each in self.counted if each.is_estimate)

    @property
    def forgotten(self) -> list[ComputerSession]:
        return [each for each in self.counted if each.is_forgotten]


def sessions_on(point: ServicePoint, day: date, now: datetime | None = None) -> SessionDay:
    """The day in order, with the ends that time itself brought (shown, not stored)."""
    now = now or timezone.now()
    rule = rule_of(point)
    found = ComputerSession.objects.filter(point=point, day=day)
    found = found.select_related("place", "staff", "superseded_by").order_by("starts_at", "created_at")
    result = SessionDay([], [], [])
    for each in as_they_stand(found, {point.pk: rule}, now, point):
        if each.voided_at or each.is_replaced:
            result.withdrawn.append(each)
        elif each.state in (SessionState.GOING, SessionState.OVER):
            result.counted.append(each)
        elif each.state in (SessionState.NO_SHOW, SessionState.LEFT):
            result.others.append(each)
    return result


def as_they_stand(
    sessions: Iterable[ComputerSession],
    rules: dict[int, ComputerRule],
    now: datetime,
    point: ServicePoint | None = None,
) -> Iterable[ComputerSession]:
    """The sessions with what time did to them meanwhile; nothing is stored."""
    for each in sessions:
        if point is not None:
            each.point = point
        rule = rules.get(each.point_id) or ComputerRule(point_id=each.point_id)
        state = standing(each, rule, now)
        if state == SessionState.OVER and each.state == SessionState.GOING:
            each.ended_at, each.ending = over_at(each, rule)
            each.is_estimate = True
        each.state = state
        yield each


def slots_of(starts_at: datetime, ends_at: datetime) -> list[datetime]:
    """The slots that a session takes, its first one cut down to the five minutes in which it begins."""
    seconds = int(SLOT.total_seconds())
    first = datetime.fromtimestamp(int(starts_at.timestamp()) // seconds * seconds, tz=starts_at.tzinfo)
    found = []
    while first < ends_at:
        found.append(first)
        first += SLOT
    return found

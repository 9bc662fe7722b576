"""Sitting down at a computer, staying longer, going; booking and the line.

Each action first writes down what time did meanwhile (`settle`), then holds the place until its transaction
ends. What two at once still could do is refused by the database: one session at a place, five minutes of a
place promised once.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.encounters import Refused
from mistok.desk.models.computers import (
    LIVE,
    ComputerPlace,
    ComputerRule,
    ComputerSession,
    Ending,
    PlaceSlot,
    SessionState,
)
from mistok.desk.models.encounters import day_of
from mistok.desk.queries.computers import (
    CODE_LENGTH,
    CODE_LETTERS,
    DAYS_AHEAD,
    JUST_OVER,
    SHORTEST,
    board_of,
    last_moment,
    over_at,
    rule_of,
    slots_of,
    standing,
)
from mistok.network.hours import schedule_of
from mistok.network.models import ServicePoint

TRIES = 20  # of a code that nobody holds at the point


def settle(point: ServicePoint, now: datetime | None = None) -> int:
    """Write down the ends that time brought: over, did not come, left with the day. Returns how many."""
    now = now or timezone.now()
    rule = rule_of(point)
    settled = 0
    live = ComputerSession.objects.select_for_update(of=("self",)).filter(point=point, state__in=LIVE)
    for session in live.order_by("pk"):
        session.point = point
        match standing(session, rule, now):
            case state if state == session.state:
                continue
            case SessionState.OVER:
                session.finish(*over_at(session, rule))
            case state:
                session.give_up(state)
        settled += 1
    return settled


@transaction.atomic
def start(
    *, by: User, place: ComputerPlace, uuid: UUID, waiting: ComputerSession | None = None,
    now: datetime | None = None,
) -> ComputerSession:  # fmt: skip
    """A person sits down; `waiting` is whoever of the line it is. The same identifier again changes nothing.

    The session lasts as the rule of the point says, shorter before closing and before a booking.
    Raises Refused when the place is taken, does not work, or there is no time.
    """
    now, place, rule = at_the_place(place, now)
    if (again := ComputerSession.objects.filter(pk=uuid).first()) is not None:
        if again.place_id == place.pk and again.state == SessionState.GOING:
            return again
        raise Refused(_("This was saved already. Reload the page."), code="again")
    starts_at = minute(now)
    if waiting is not None:
        waiting = _live(waiting, SessionState.WAITING)
        if waiting.point_id != place.point_id:
            raise Refused(_("This person waits at another point."), code="place")
    session = waiting or begun(by, place.point, uuid, SessionState.GOING)
    session.place, session.starts_at, session.day = place, starts_at, day_of(starts_at)
    session.ends_at = _latest_end(place, rule, starts_at, timedelta(minutes=rule.session_minutes), now)
    session.state = SessionState.GOING
    return _seated(session, by=by)


@transaction.atomic
def come(
    *, by: User, session: ComputerSession, place: ComputerPlace | None = None, now: datetime | None = None
) -> ComputerSession:
    """The person who booked is here. They may sit at another place than the booked one.

    They sit as long as whoever comes unbooked. Raises Refused.
    """
    now, chosen, rule = at_the_place(place or session.place, now)
    session = _live(session, SessionState.BOOKED)
    if session.point_id != chosen.point_id:
        raise Refused(_("This person waits at another point."), code="place")
    starts_at = minute(now)
    session.slots.all().delete()
    session.place, session.starts_at, session.day = chosen, starts_at, day_of(starts_at)
    length = timedelta(minutes=rule.session_minutes)
    session.ends_at = _latest_end(chosen, rule, starts_at, length, now, besides=session)
    session.state = SessionState.GOING
    return _seated(session, by=by)


@transaction.atomic
def extend(
    *, by: User, session: ComputerSession, seen: int | None = None, now: datetime | None = None
) -> ComputerSession:
    """More time by the rule, or as much as there is. Raises Refused when others wait or it is not allowed.

    `seen` is how many extensions the board showed: a second press of the same button adds nothing.
    """
    now, place, rule = at_the_place(session.place, now)
    session = locked(session)
    if seen is not None and session.extensions > seen and session.state == SessionState.GOING:
        return session
    if session.state == SessionState.OVER and session.ending == Ending.TIME and not session.voided_at:
        _go_on(session, now)
    if session.state != SessionState.GOING:
        raise Refused(_("This changed meanwhile. Look at the board again."), code="state")
    session.ends_at = more_time(session, rule, now)
    session.extensions += 1
    session.asked_at, session.revised_at = None, timezone.now()
    insert(session)
    _hold(session)
    note(Event.COMPUTER_EXTENDED, session, by=by, organisation=place.point.organisation)
    return session


def _go_on(session: ComputerSession, now: datetime) -> None:
    """Time ended the session a moment ago and the person still sits there: it was not the end."""
    assert session.ended_at is not None
    if now - session.ended_at < JUST_OVER:
        session.state, session.ended_at, session.ending = SessionState.GOING, None, ""
        session.is_estimate = False


def more_time(session: ComputerSession, rule: ComputerRule, now: datetime) -> datetime:
    """Until when the session could be extended now. Raises Refused with the reason why it cannot."""
    assert session.place is not None
    assert session.ends_at is not None
    if session.extensions >= rule.most_extensions:
        raise Refused(_("This session was extended as often as the rule allows."), code="extensions")
    if board_of(session.point, now).waiting:
        raise Refused(_("Somebody waits in the line, so the session cannot be longer."), code="waiting")
    begins = max(session.ends_at, minute(now))
    return _latest_end(session.place, rule, begins, timedelta(minutes=rule.extension_minutes), now)


@transaction.atomic
def end(
    *, by: User, session: ComputerSession, ending: str = Ending.HAND, now: datetime | None = None
) -> ComputerSession:
    """The person is gone. Ending twice is ending once. Raises Refused when nobody sat down yet."""
    now = now or timezone.now()
    session = locked(session)
    settle(session.point, now)
    session.refresh_from_db()
    if session.state == SessionState.OVER:
        return session
    session = _live(session, SessionState.GOING)
    session.finish(minute(now), Ending(ending))
    note(Event.COMPUTER_ENDED, session, by=by, organisation=session.point.organisation)
    return session


@transaction.atomic
def end_all(*, by: User, point: ServicePoint, at: datetime, now: datetime | None = None) -> int:
    """The power went off: all sessions of the point that went on at the moment end then. Returns how many.

    Also those that time has ended meanwhile: their minutes after the cut were in the dark.
    Raises Refused for a moment that has not come or is not of today.
    """
    now = now or timezone.now()
    if at > now:
        raise Refused(_("This moment has not come yet."), code="future")
    if day_of(at) != day_of(now):
        raise Refused(_("Correct sessions of a past day one by one."), code="day")
    settle(point, now)
    going = ComputerSession.objects.select_for_update(of=("self",)).filter(
        point=point, starts_at__lte=at, voided_at=None, superseded_by=None
    )
    ended = 0
    for session in going.filter(state=SessionState.GOING).order_by("pk"):
        session.finish(at, Ending.CUT)
        ended += 1
    for session in going.filter(
        state=SessionState.OVER, ending=Ending.TIME, ended_at__gt=at, day=day_of(now)
    ):
        session.finish(at, Ending.CUT)
        ended += 1
    if ended:
        note(Event.COMPUTER_ENDED, point, by=by, organisation=point.organisation, number=ended)
    return ended


@transaction.atomic
def join_line(*, by: User, point: ServicePoint, uuid: UUID, now: datetime | None = None) -> ComputerSession:
    """One more waits. Sending the same again changes nothing."""
    now = now or timezone.now()
    if (again := ComputerSession.objects.filter(pk=uuid, point=point).first()) is not None:
        return again
    settle(point, now)
    session = begun(by, point, uuid, SessionState.WAITING, day=day_of(now))
    insert(session)
    note(Event.COMPUTER_WAITED, session, by=by, organisation=point.organisation)
    return session


@transaction.atomic
def book(
    *, by: User, place: ComputerPlace, uuid: UUID, starts_at: datetime, minutes: int,
    now: datetime | None = None,
) -> ComputerSession:  # fmt: skip
    """Keep a place for later today or tomorrow. Raises Refused when it cannot be."""
    now, place, rule = at_the_place(place, now)
    if (again := ComputerSession.objects.filter(pk=uuid, place=place).first()) is not None:
        return again
    starts_at, length = minute(starts_at), timedelta(minutes=minutes)
    ends_at = starts_at + length
    if starts_at < now:
        raise Refused(
            _("This time is past. Let the person sit down now or choose a later time."), code="past"
        )
    if (day_of(starts_at) - day_of(now)).days > DAYS_AHEAD:
        raise Refused(_("Places are booked for today and tomorrow."), code="far")
    if not SHORTEST <= length <= timedelta(minutes=max(rule.session_minutes, 10)):
        raise Refused(_("A session lasts at most as long as the rule of the point says."), code="length")
    if schedule_of(place.point).status(starts_at).is_open is False:
        raise Refused(_("The point is closed at this time."), code="closed")
    if ends_at > last_moment(place.point, rule, starts_at):
        raise Refused(
            _("The point closes earlier. Choose an earlier time or a shorter session."), code="closing"
        )
    times = {"starts_at": starts_at, "ends_at": ends_at, "day": day_of(starts_at)}
    session = begun(by, place.point, uuid, SessionState.BOOKED, place=place, **times)
    insert(session)
    _hold(session)
    note(Event.COMPUTER_BOOKED, session, by=by, organisation=place.point.organisation)
    return session


@transaction.atomic
def give_up(*, by: User, session: ComputerSession, now: datetime | None = None) -> ComputerSession:
    """The person left the line, cancelled the booking or did not come when called. Twice is once."""
    session = locked(session)
    settle(session.point, now)
    session.refresh_from_db()
    if session.state in (SessionState.LEFT, SessionState.NO_SHOW):
        return session
    if session.state not in (SessionState.WAITING, SessionState.BOOKED):
        raise Refused(_("This person sat down already. End the session instead."), code="state")
    session.give_up(SessionState.LEFT)
    note(Event.COMPUTER_GIVEN_UP, session, by=by, organisation=session.point.organisation)
    return session


@transaction.atomic
def ask_for_more(session: ComputerSession, *, now: datetime | None = None) -> ComputerSession:
    """A visitor asks for more time, and the librarian sees it. Raises Refused with the reason why not."""
    now = now or timezone.now()
    session = locked(session)
    rule = rule_of(session.point)
    if standing(session, rule, now) != SessionState.GOING:
        raise Refused(_("Your time is over. Ask the librarian."), code="state")
    more_time(session, rule, now)
    if session.asked_at is None:
        session.asked_at = now
        session.save(update_fields=["asked_at"])
    return session


def at_the_place(
    place: ComputerPlace | None, now: datetime | None, *, must_work: bool = True
) -> tuple[datetime, ComputerPlace, ComputerRule]:
    """The place, held until the end of the transaction, after what time did there is written down."""
    assert place is not None
    now = now or timezone.now()
    held = ComputerPlace.objects.select_for_update(of=("self",)).select_related(
        "equipment", "point__organisation"
    )
    found = held.get(pk=place.pk)
    settle(found.point, now)
    if must_work and (found.retired_on or found.fault):
        raise Refused(_("This computer does not work."), code="fault")
    return now, found, rule_of(found.point)


def _latest_end(
    place: ComputerPlace, rule: ComputerRule, starts_at: datetime, length: timedelta, now: datetime,
    besides: ComputerSession | None = None,
) -> datetime:  # fmt: skip
    """The end by the rule, or earlier: before closing, before the next booking. Raises Refused."""
    closing = last_moment(place.point, rule, now)
    if closing - starts_at < SHORTEST:
        raise Refused(_("The point closes soon: there is no time left for a session."), code="closing")
    ends_at = min(starts_at + length, closing)
    booked = place.sessions.filter(state=SessionState.BOOKED, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if besides is not None:
        booked = booked.exclude(pk=besides.pk)
    first = booked.order_by("starts_at").first()
    if first is not None and first.starts_at is not None:
        if first.starts_at - starts_at < SHORTEST:
            raise Refused(_("The place is kept for somebody who booked it."), code="booked")
        ends_at = min(ends_at, first.starts_at)
    return ends_at


def _seated(session: ComputerSession, *, by: User) -> ComputerSession:
    assert session.place is not None
    session.revised_at = timezone.now()
    insert(session)
    _hold(session)
    note(Event.COMPUTER_STARTED, session, by=by, organisation=session.point.organisation)
    return session


def insert(session: ComputerSession) -> None:
    """Store it; that somebody was quicker is told in words."""
    try:
        with transaction.atomic():
            session.save(force_insert=session._state.adding)
    except IntegrityError as error:
        raise Refused(_("Somebody else sits here already. Look at the board again."), code="taken") from error


def _hold(session: ComputerSession) -> None:
    """Promise the time of the place to the session, anew."""
    assert session.place is not None
    assert session.starts_at is not None
    assert session.ends_at is not None
    session.slots.all().delete()
    wanted = slots_of(session.starts_at, session.ends_at)
    try:
        with transaction.atomic():
            PlaceSlot.objects.bulk_create(
                PlaceSlot(place=session.place, starts_at=each, session=session) for each in wanted
            )
    except IntegrityError as error:
        raise Refused(_("This time is taken already. Look at the board again."), code="taken") from error


def begun(by: User, point: ServicePoint, uuid: UUID, state: str, **facts: Any) -> ComputerSession:
    """A session, not yet stored, with a code that nobody at the point holds now. Raises Refused."""
    return ComputerSession(uuid=uuid, point=point, code=_new_code(point), staff=by, state=state, **facts)


def _new_code(point: ServicePoint) -> str:
    """A code that nobody at the point holds now."""
    held = set(ComputerSession.objects.live().filter(point=point).values_list("code", flat=True))
    for _number in range(TRIES):
        code = "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))
        if code not in held:
            return code
    raise Refused(_("Too many wait at this point."), code="codes")


def _live(session: ComputerSession, state: str) -> ComputerSession:
    """The session as it stands, held. Raises Refused when it is in another state by now."""
    found = locked(session)
    if found.state != state:
        raise Refused(_("This changed meanwhile. Look at the board again."), code="state")
    return found


def locked(session: ComputerSession) -> ComputerSession:
    return (
        ComputerSession.objects.select_for_update(of=("self",))
        .select_related("point__organisation", "staff")
        .get(pk=session.pk)
    )


def minute(moment: datetime) -> datetime:
    """The minute in which the moment is: people are told minutes."""
    return moment.replace(second=0, microsecond=0)

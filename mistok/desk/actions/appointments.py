"""Appointments: made, moved, cancelled, and what becomes of them on the day.

Whoever takes a time first waits for the point's row, so that two at once stand in one line. Should anybody
come past it, the unique keys of the database refuse the second: then the next free place is tried.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.desk import appointments_letters as letters
from mistok.desk.actions.encounters import record
from mistok.desk.actions.periods import check_open
from mistok.desk.actions.storing import Item, Refused
from mistok.desk.models import (
    Appointment,
    AppointmentState,
    BookingRules,
    CancelReason,
    Encounter,
    Origin,
    Subject,
    TakenTime,
    Topic,
    day_of,
)
from mistok.desk.queries.appointments_times import (
    GRID,
    STAFF_AHEAD,
    Time,
    days_from,
    free_days,
    length_of,
    rules_of,
    site_days,
    site_since,
)
from mistok.lib.identifiers import uuid7
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint


class TakenError(ValidationError):
    """The time is not free, or the point does not receive then. Nothing was written."""


class WrongStepError(ValidationError):
    """The appointment stands where this step does not lead from: a colleague was faster."""


@transaction.atomic
def book(
    *,
    point: ServicePoint,
    subject: Subject | None,
    at: datetime,
    name: str = "",
    phone: str = "",
    email: str = "",
    by: User | None = None,
    uuid: UUID | None = None,
) -> Appointment:
    """Keep a time. `by` is the colleague who writes it down, None when the person books on the site.

    `uuid` is made by the page, once for each form: the same form sent twice keeps one time. Raises TakenError
    when the time is not free, is past or outside the hours; on the site also too early or too late.
    """
    rules = _in_line(point)
    if uuid is not None and (stored := Appointment.objects.filter(pk=uuid).first()) is not None:
        if stored.point_id != point.pk or stored.starts_at != at:
            raise TakenError(_("This page was used already. Open it again."), code="used")
        return stored
    time = _offered(rules, subject, at, on_site=by is None)
    appointment = Appointment(
        uuid=uuid or uuid7(),
        point=point,
        starts_at=time.at,
        ends_at=time.until,
        day=day_of(time.at),
        origin=Origin.SITE if by is None else Origin.STAFF,
        name=name,
        phone=phone,
        email=email,
        booked_by=by,
    )
    _about(appointment, subject)
    _take(appointment, time.places)
    audit.record(Event.APPOINTMENT_BOOKED, appointment, by=by, organisation=point.organisation)
    if email:
        transaction.on_commit(partial(letters.send_made, appointment), robust=True)
    return appointment


@transaction.atomic
def move(appointment: Appointment, *, at: datetime, by: User | None = None) -> Appointment:
    """Another time for the same person and thing; the code stays, calendars follow by the edition.

    Who did not come stays counted as missed and gets a new appointment with a new code. Raises TakenError as
    `book` does, and WrongStepError for one that is over or cancelled.
    """
    rules = _in_line(appointment.point)
    stored = _locked(appointment)
    movable = (AppointmentState.BOOKED, AppointmentState.MISSED)
    if stored.state not in movable or stored.in_line or (by is None and not stored.is_ahead):
        raise WrongStepError(_("This appointment can no longer be moved."), code="over")
    if stored.state == AppointmentState.MISSED:
        return book(
            point=stored.point,
            subject=stored.subject,
            at=at,
            name=stored.name,
            phone=stored.phone,
            email=stored.email,
            by=by,
            uuid=_successor(stored, at),
        )
    if stored.starts_at == at:
        return stored
    time = _offered(rules, stored.subject, at, on_site=by is None, moving=stored)
    stored.taken.all().delete()
    left = stored.day.isoformat()
    stored.starts_at, stored.ends_at, stored.day = time.at, time.until, day_of(time.at)
    stored.left_days = sorted({*stored.left_days, left})
    stored.called_at = stored.called_by = stored.reminded_at = None
    stored.sequence += 1
    stored.revised_at = timezone.now()
    _take(stored, time.places)
    audit.record(Event.APPOINTMENT_MOVED, stored, by=by, organisation=stored.point.organisation)
    if stored.email:
        transaction.on_commit(partial(letters.send_moved, stored), robust=True)
    return stored


@transaction.atomic
def cancel(appointment: Appointment, *, reason: str, by: User | None = None) -> Appointment:
    """Give the time back. Twice is once. The person is told by e-mail when it was not their own wish."""
    stored = _locked(appointment)
    if stored.state == AppointmentState.CANCELLED:
        return stored
    if stored.state in (AppointmentState.DONE, AppointmentState.SERVING):
        raise WrongStepError(_("The person was helped already: it cannot be cancelled."), code="over")
    if by is None and not stored.is_ahead:
        raise WrongStepError(_("The time has come already: it cannot be cancelled here."), code="over")
    if reason not in CancelReason:
        raise WrongStepError(_("Choose why it is cancelled."), code="reason")
    stored.state, stored.cancel_reason = AppointmentState.CANCELLED, reason
    stored.ended_at = timezone.now()
    stored.sequence += 1
    _save(stored, "state", "cancel_reason", "ended_at", "sequence")
    stored.taken.all().delete()
    audit.record(
        Event.APPOINTMENT_CANCELLED, stored, by=by, organisation=stored.point.organisation, why=reason
    )
    if stored.email and by is not None:
        transaction.on_commit(partial(letters.send_cancelled, stored), robust=True)
    return stored


@transaction.atomic
def join_line(
    *, point: ServicePoint, subject: Subject | None, by: User, name: str = "", uuid: UUID | None = None
) -> Appointment:
    """Somebody came without an appointment and waits. Takes no time from those who booked."""
    rules = _in_line(point)
    if uuid is not None and (stored := Appointment.objects.filter(pk=uuid).first()) is not None:
        return stored
    now = timezone.now().replace(microsecond=0)
    appointment = Appointment(
        uuid=uuid or uuid7(),
        point=point,
        starts_at=now,
        ends_at=now + timedelta(minutes=length_of(rules, subject)),
        day=day_of(now),
        origin=Origin.LINE,
        state=AppointmentState.ARRIVED,
        arrived_at=now,
        name=name,
        booked_by=by,
    )
    _about(appointment, subject)
    _insert(appointment)
    return appointment


@transaction.atomic
def arrive(appointment: Appointment, *, by: User) -> Appointment:
    """The person has come; late ones too."""
    stored = _step(appointment, AppointmentState.BOOKED, AppointmentState.MISSED, AppointmentState.ARRIVED)
    if stored.state == AppointmentState.ARRIVED:
        return stored
    stored.state, stored.arrived_at, stored.ended_at = AppointmentState.ARRIVED, timezone.now(), None
    return _save(stored, "state", "arrived_at", "ended_at")


@transaction.atomic
def serve(appointment: Appointment, *, by: User) -> Appointment:
    """The help begins; who did not say that they had come is here now."""
    stored = _locked(appointment)
    if stored.state == AppointmentState.SERVING and stored.staff_id == by.pk:
        return stored
    _check(stored, AppointmentState.BOOKED, AppointmentState.ARRIVED, AppointmentState.MISSED)
    now = timezone.now()
    stored.state, stored.served_at, stored.staff, stored.ended_at = AppointmentState.SERVING, now, by, None
    stored.arrived_at = stored.arrived_at or now
    return _save(stored, "state", "served_at", "staff", "arrived_at", "ended_at")


@transaction.atomic
def finish(
    appointment: Appointment,
    *,
    by: User,
    encounter: Encounter | None = None,
    item: Item | None = None,
    uuid: UUID | None = None,
) -> Appointment:
    """The help is over, and counted once: in `encounter`, a record of the desk, or in a new one with `item`.

    Both are written or neither. `uuid` of the new record is made by the page. Raises WrongStepError, and
    Refused and Conflict as `record` does.
    """
    stored = _locked(appointment)
    if stored.state == AppointmentState.DONE and uuid is not None and stored.encounter_id == uuid:
        return stored
    _check(stored, AppointmentState.SERVING, AppointmentState.ARRIVED, AppointmentState.BOOKED)
    if item is not None:
        recorded = record(by=by, point=stored.point, uuid=uuid or uuid7(), items=[item])
        encounter = recorded.encounter
    if (
        encounter is not None
        and Appointment.objects.filter(encounter=encounter).exclude(pk=stored.pk).exists()
    ):
        raise WrongStepError(_("This record belongs to another appointment already."), code="linked")
    now = timezone.now()
    stored.state, stored.ended_at = AppointmentState.DONE, now
    stored.served_at, stored.arrived_at = stored.served_at or now, stored.arrived_at or now
    stored.staff, stored.encounter = stored.staff or by, encounter or stored.encounter
    return _save(stored, "state", "ended_at", "served_at", "arrived_at", "staff", "encounter")


@transaction.atomic
def miss(appointment: Appointment, *, by: User) -> Appointment:
    """The person did not come. Only after the time has begun."""
    stored = _step(appointment, AppointmentState.BOOKED, AppointmentState.MISSED)
    if stored.state == AppointmentState.MISSED:
        return stored
    if stored.starts_at > timezone.now():
        raise WrongStepError(_("The time has not come yet."), code="early")
    stored.state, stored.ended_at = AppointmentState.MISSED, timezone.now()
    return _save(stored, "state", "ended_at")


@transaction.atomic
def put_back(appointment: Appointment, *, by: User, seen: str = "") -> Appointment:
    """Take back the last step: a wrong button was pressed. A linked desk record stays as it is.

    `seen` is the state that was on the screen: pressed twice, it is one step.
    """
    stored = _locked(appointment)
    if seen and stored.state != seen:
        return stored
    match stored.state:
        case AppointmentState.MISSED:
            stored.state, stored.ended_at = AppointmentState.BOOKED, None
        case AppointmentState.DONE:
            stored.state, stored.ended_at = AppointmentState.SERVING, None
        case AppointmentState.SERVING:
            stored.state, stored.served_at, stored.staff = AppointmentState.ARRIVED, None, None
        case AppointmentState.ARRIVED if not stored.in_line:
            stored.state, stored.arrived_at = AppointmentState.BOOKED, None
        case _:
            raise WrongStepError(_("There is no step to take back."), code="first")
    return _save(stored, "state", "ended_at", "served_at", "staff", "arrived_at")


@transaction.atomic
def mark_called(appointment: Appointment, *, by: User, called: bool = True) -> Appointment:
    """The person was called and knows; or the mark was a mistake."""
    stored = _locked(appointment)
    stored.called_at, stored.called_by = (timezone.now(), by) if called else (None, None)
    return _save(stored, "called_at", "called_by")


def _in_line(point: ServicePoint) -> BookingRules:
    """The rules of the point after waiting for whoever takes a time there at this moment."""
    held = ServicePoint.objects.select_for_update(no_key=True).filter(pk=point.pk)
    rules = rules_of(with_exceptions(held).get())
    rules.point.organisation = point.organisation
    return rules


def _offered(
    rules: BookingRules,
    subject: Subject | None,
    at: datetime,
    *,
    on_site: bool,
    moving: Appointment | None = None,
) -> Time:
    """The free time at the moment. Raises TakenError, each reason in words."""
    now = timezone.now()
    if at.second or at.microsecond or at.minute % GRID:
        raise TakenError(_("There is no such time."), code="time")
    if at < now - timedelta(minutes=rules.step if not on_site else 0):
        raise TakenError(_("This time is past already."), code="past")
    days = site_days(rules, now) if on_site else days_from(timezone.localdate(now), STAFF_AHEAD + 1)
    since = site_since(rules, now) if on_site else at
    if on_site and not rules.is_on:
        raise TakenError(_("This point does not receive by appointment now."), code="off")
    if day_of(at) not in days or at < since:
        raise TakenError(_("This time can no longer be booked, or not yet."), code="term")
    minutes = moving.minutes if moving is not None else length_of(rules, subject)
    found = free_days(rules, [day_of(at)], minutes, since=since, moving=moving)
    for time in found[0].times:
        if time.at == at:
            return time
    raise TakenError(_("This time has just been taken. Choose another one."), code="taken")


def _about(appointment: Appointment, subject: Subject | None) -> None:
    if isinstance(subject, Topic):
        appointment.topic = subject
    else:
        appointment.service = subject


def _take(appointment: Appointment, places: Iterable[int]) -> None:
    """Store it at the first of the places that the database gives. Raises TakenError when it gives none."""
    for place in places:
        appointment.place = place
        try:
            with transaction.atomic():
                _insert(appointment)
                TakenTime.objects.bulk_create(
                    TakenTime(appointment=appointment, point=appointment.point, at=at, place=place)
                    for at in appointment.pieces()
                )
        except IntegrityError:
            continue
        return
    raise TakenError(_("This time has just been taken. Choose another one."), code="taken")


def _successor(missed: Appointment, at: datetime) -> UUID:
    """The identifier of the new appointment of somebody who did not come: pressed twice, it is one."""
    key = uuid5(missed.pk, at.isoformat())
    is_gone = Appointment.objects.filter(pk=key, state=AppointmentState.CANCELLED).exists()
    return uuid7() if is_gone else key


def _insert(appointment: Appointment) -> None:
    appointment.save()


def _locked(appointment: Appointment) -> Appointment:
    """The appointment as it stands now, held until the end of the transaction."""
    return (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("point__organisation", "service", "topic")
        .get(pk=appointment.pk)
    )


def _step(appointment: Appointment, *since: str) -> Appointment:
    """The appointment, when it stands at one of these states."""
    stored = _locked(appointment)
    _check(stored, *since)
    return stored


def _check(stored: Appointment, *since: str) -> None:
    if stored.state not in since:
        raise WrongStepError(
            _("A colleague has changed this appointment already. Look at it again."), code="state"
        )


def _save(stored: Appointment, *fields: str) -> Appointment:
    """Write a step; none is made on a day whose figures are in a report already. Raises WrongStepError."""
    if "state" in fields:
        try:
            check_open(stored.point, stored.day)
        except Refused as refusal:
            raise WrongStepError(refusal.message, code="locked") from refusal
    stored.revised_at = timezone.now()
    stored.save(update_fields=[*fields, "revised_at"])
    return stored

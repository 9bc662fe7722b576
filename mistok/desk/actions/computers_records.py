"""Sessions from paper, corrected and withdrawn; the computers of a point and their rule."""

from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.computers import at_the_place, begun, insert, locked, minute
from mistok.desk.actions.encounters import Refused
from mistok.desk.actions.periods import check_open
from mistok.desk.models.computers import (
    LIVE,
    ComputerPlace,
    ComputerRule,
    ComputerSession,
    Ending,
    SessionReason,
    SessionState,
)
from mistok.desk.models.encounters import VoidReason, day_of
from mistok.desk.queries.computers import may_revise_session
from mistok.search.actions import changed

LONGEST = timedelta(hours=24)


@transaction.atomic
def record_past(
    *, by: User, place: ComputerPlace, uuid: UUID, starts_at: datetime, minutes: int, is_estimate: bool,
    now: datetime | None = None,
) -> ComputerSession:  # fmt: skip
    """Write down a session from paper: the connection or the power was away. Raises Refused."""
    now, place, _rule = at_the_place(place, now, must_work=False)
    if (again := ComputerSession.objects.filter(pk=uuid, place=place).first()) is not None:
        return again
    starts_at = minute(starts_at)
    ended_at = starts_at + timedelta(minutes=minutes)
    _check_past(place, starts_at, ended_at, now)
    session = begun(
        by,
        place.point,
        uuid,
        SessionState.OVER,
        place=place,
        starts_at=starts_at,
        ends_at=ended_at,
        ended_at=ended_at,
        ending=Ending.AFTERWARDS,
        is_estimate=is_estimate,
        day=day_of(starts_at),
    )
    insert(session)
    note(Event.COMPUTER_RECORDED, session, by=by, organisation=place.point.organisation)
    return session


@transaction.atomic
def correct(
    session: ComputerSession, *, by: User, uuid: UUID, reason: str, place: ComputerPlace,
    starts_at: datetime, ended_at: datetime, now: datetime | None = None,
) -> ComputerSession:  # fmt: skip
    """Put a right record in the place of a wrong one; the old stays and no longer counts.

    Raises PermissionDenied, Refused.
    """
    now, place, _rule = at_the_place(place, now, must_work=False)
    old = locked(session)
    if (again := ComputerSession.objects.filter(pk=uuid, supersedes=old).first()) is not None:
        return again
    _revisable(old, by)
    if old.state != SessionState.OVER:
        raise Refused(_("The session goes on: end it first."), code="state")
    if reason not in SessionReason:
        raise Refused(_("Choose why it is corrected."), code="reason")
    if place.point_id != old.point_id:
        raise Refused(_("This place is at another point."), code="place")
    _check_past(place, starts_at, ended_at, now, besides=old)
    new = ComputerSession(
        uuid=uuid,
        point=old.point,
        place=place,
        code=old.code,
        staff=old.staff,
        state=SessionState.OVER,
        created_at=old.created_at,
        starts_at=starts_at,
        ends_at=max(ended_at, starts_at),
        ended_at=ended_at,
        ending=Ending.AFTERWARDS,
        extensions=old.extensions,
        day=day_of(starts_at),
        supersedes=old,
        correction_reason=reason,
    )
    insert(new)
    old.revised_at = new.revised_at
    old.save(update_fields=["revised_at"])
    note(Event.COMPUTER_CORRECTED, new, by=by, organisation=old.point.organisation)
    return new


@transaction.atomic
def void(session: ComputerSession, *, by: User, reason: str, now: datetime | None = None) -> ComputerSession:
    """Take a session out of all counts; one that goes on ends with it. Raises PermissionDenied, Refused."""
    old = locked(session)
    if old.voided_at:
        return old
    _revisable(old, by)
    if reason not in VoidReason:
        raise Refused(_("Choose why the record is withdrawn."), code="reason")
    if old.state == SessionState.GOING:
        old.finish(minute(now or timezone.now()), Ending.HAND)
    if old.state != SessionState.OVER:
        raise Refused(_("Nobody sat down: cancel it instead."), code="state")
    old.voided_at = old.revised_at = timezone.now()
    old.void_reason = reason
    old.save(update_fields=["voided_at", "void_reason", "revised_at"])
    note(Event.COMPUTER_VOIDED, old, by=by, organisation=old.point.organisation)
    return old


@transaction.atomic
def save_rule(rule: ComputerRule, *, by: User) -> ComputerRule:
    """Store the rule of a point. Sessions that go on keep the end they were promised."""
    rule.save()
    note(Event.COMPUTERS_CHANGED, rule.point, by=by, organisation=rule.point.organisation)
    return rule


@transaction.atomic
def save_place(place: ComputerPlace, *, by: User) -> ComputerPlace:
    """Store a new or changed place; the public page of the point leads to free places."""
    place.save()
    changed("point", place.point.slug)
    note(Event.COMPUTERS_CHANGED, place.point, by=by, organisation=place.point.organisation)
    return place


@transaction.atomic
def mark_out(place: ComputerPlace, *, by: User, reason: str) -> ComputerPlace:
    """The computer does not work, and why; an empty reason puts it back. What is booked stays to be moved."""
    place.out_of_order = reason.strip()[:120]
    return save_place(place, by=by)


@transaction.atomic
def retire_place(place: ComputerPlace, *, by: User, now: datetime | None = None) -> ComputerPlace:
    """The place is no more; its sessions stay counted. Raises Refused while somebody sits or booked it."""
    _now, held, _rule = at_the_place(place, now, must_work=False)
    if held.sessions.filter(state__in=LIVE).exists():
        raise Refused(_("Somebody sits here or booked the place. End or cancel that first."), code="live")
    held.retired_on = held.retired_on or timezone.localdate()
    return save_place(held, by=by)


def _revisable(old: ComputerSession, by: User) -> None:
    if not may_revise_session(by, old):
        raise PermissionDenied
    if old.voided_at or ComputerSession.objects.filter(supersedes=old).exists():
        raise Refused(_("This record was already replaced or voided."), code="replaced")
    check_open(old.point, old.day)


def _check_past(
    place: ComputerPlace, starts_at: datetime, ended_at: datetime, now: datetime,
    besides: ComputerSession | None = None,
) -> None:  # fmt: skip
    """A past session must be past, in order, of one day, in the life of the point, and alone at its place."""
    point = place.point
    if ended_at > now:
        raise Refused(_("This time has not come yet. Check the date."), code="future")
    if not starts_at <= ended_at < starts_at + LONGEST:
        raise Refused(_("The end is before the beginning."), code="order")
    day = day_of(starts_at)
    if day < point.opened_on or (point.closed_on and day >= point.closed_on):
        raise Refused(_("The point was not open on this day. Check the date."), code="closed")
    check_open(point, day)
    others = ComputerSession.objects.counted().filter(place=place, starts_at__lt=ended_at)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if (
        others.filter(ended_at__gt=starts_at).exists()
        or others.filter(state=SessionState.GOING, ends_at__gt=starts_at).exists()
    ):
        raise Refused(_("Somebody else sat at this place at that time."), code="taken")

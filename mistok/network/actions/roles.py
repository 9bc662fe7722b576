"""Roles with their days ahead: given from a day, moved and ended with a library."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.actions.editions import DAY
from mistok.network.actions.people import NotAllowed
from mistok.network.models import Membership, Organisation, Role
from mistok.network.queries import may_give, today


@transaction.atomic
def give_role(
    *, person: User, organisation: Organisation, role: str, since: date, until: date | None = None, by: User
) -> Membership:
    """A role of somebody who works in the network already, from a day on, until another day if one is named.

    Raises NotAllowed for what the giving person may not give, ValidationError when the person has the role on
    some of these days.
    """
    if not may_give(by, role, organisation):
        raise NotAllowed
    if until is not None and until < since:
        raise ValidationError({"until": _("The last day is before the first one.")})
    if organisation.closed_on and organisation.closed_on <= (until or organisation.closed_on):
        raise ValidationError(_("The organisation is closed by then."))
    held = Membership.objects.filter(
        Q(until=None) | Q(until__gte=since), person=person, organisation=organisation, role=role
    )
    if until is not None:
        held = held.filter(Q(since=None) | Q(since__lte=until))
    if held.exists():
        raise ValidationError({"person": _("This person has the role here on these days already.")})
    given = Membership.objects.create(
        person=person, organisation=organisation, role=role, since=since, until=until
    )
    audit.record(Event.ROLE_GIVEN, given, by=by, organisation=organisation, role=role, day=since.isoformat())
    return given


@transaction.atomic
def withdraw_role(*, membership: Membership, by: User) -> None:
    """A role that has not begun does not begin. Raises NotAllowed, ValidationError for one that has."""
    if not may_give(by, membership.role, membership.organisation):
        raise NotAllowed
    if membership.since is None or membership.since <= today():
        raise ValidationError(_("This role has begun. End it with a last day."))
    _never_began(membership, by)


def end_roles(*, library: Organisation, day: date, by: User) -> None:
    """All roles at the library end with the day before; part of its closing.

    Raises ValidationError where the acting person may not end one, for one's own, and for the last
    administrator's.
    """
    for held in _roles_from(library, day):
        _may_end(held, by)
        if held.person_id == by.pk:
            raise ValidationError(_("Your own role is here. Let another person close this library."))
        _end(held, day, by)
    _somebody_is_left(day)


def move_roles(*, library: Organisation, into: Organisation, day: date, by: User) -> None:
    """All roles at the library end with the day before and begin at another; part of its joining."""
    for held in _roles_from(library, day):
        _may_end(held, by)
        if not may_give(by, held.role, into):
            raise ValidationError({"roles": _("You cannot give such roles at “%(name)s”.") % {"name": into}})
        since, until = max(day, held.since or day), held.until
        taken = Membership.objects.filter(
            Q(until=None) | Q(until__gte=since), person=held.person, organisation=into, role=held.role
        )
        _end(held, day, by)
        if not taken.exists():
            given = Membership.objects.create(
                person=held.person, organisation=into, role=held.role, since=since, until=until
            )
            audit.record(
                Event.ROLE_GIVEN, given, by=by, organisation=into, role=held.role, day=since.isoformat()
            )


def _roles_from(library: Organisation, day: date) -> list[Membership]:
    found = library.memberships.filter(Q(until=None) | Q(until__gte=day))
    return list(found.select_related("person", "organisation"))


def _may_end(held: Membership, by: User) -> None:
    if not may_give(by, held.role, held.organisation):
        raise ValidationError(
            {
                "roles": _("You cannot end the role of %(name)s (%(role)s). Ask an administrator.")
                % {"name": held.person, "role": held.get_role_display()}
            }
        )


def _end(held: Membership, day: date, by: User) -> None:
    if held.since and held.since >= day:
        _never_began(held, by)
        return
    held.end(day - DAY)
    audit.record(
        Event.ROLE_ENDED,
        held,
        by=by,
        organisation=held.organisation,
        last_day=(day - DAY).isoformat(),
    )


def _never_began(held: Membership, by: User) -> None:
    audit.record(Event.ROLE_ENDED, held, by=by, organisation=held.organisation, role=held.role)
    held.delete()


def _somebody_is_left(day: date) -> None:
    held = Membership.objects.filter(
        Q(until=None) | Q(until__gte=day), role=Role.ADMINISTRATOR, person__is_active=True
    )
    if not held.exists():
        raise ValidationError(_("The only administrator of the network works here. Name another one first."))

"""Closing reported periods, and opening them again."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as journal
from mistok.audit.models import Event
from mistok.desk.actions.storing import Refused, hold, is_locked
from mistok.desk.models import PeriodLock
from mistok.network.models import Organisation, ServicePoint


def last_of_month(day: date) -> date:
    """The last day of the month of the day."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def check_open(point: ServicePoint, day: date) -> None:
    """Raises Refused for a day whose figures went out in a report: nothing of it is changed or added.

    Must run in the transaction of the change: till its end nobody closes the day.
    """
    hold([point.pk])
    if is_locked(point, day):
        raise Refused(
            _("The figures of this day are in a report already. The head of the library may lift the lock."),
            code="locked",
        )


@transaction.atomic
def lock(*, by: User, organisation: Organisation, first: date, last: date) -> PeriodLock:
    """Close the days of a library: late facts about them count on the day they come. Twice is once.

    Raises Refused for a period that is not over, and for one that shares days with another closed one.
    Whether the person may do it is checked where the organisation is fetched.
    """
    if not first <= last < timezone.localdate():
        raise Refused(_("Only a period that is over can be closed."), code="not_over")
    hold(ServicePoint.objects.filter(organisation=organisation).values_list("pk", flat=True))
    in_force = PeriodLock.objects.in_force().filter(organisation=organisation)
    for held in in_force.over(first, last):
        if (held.first, held.last) == (first, last):
            return held
        raise Refused(_("Some of these days are closed already."), code="overlap")
    try:
        with transaction.atomic():
            made = PeriodLock.objects.create(organisation=organisation, first=first, last=last, locked_by=by)
    except IntegrityError:  # somebody closed it at the same moment
        return in_force.get(first=first)
    journal(Event.PERIOD_LOCKED, made, by=by, organisation=organisation, first=str(first), last=str(last))
    return made


@transaction.atomic
def lift(held: PeriodLock, *, by: User) -> PeriodLock:
    """Open the days again: what is written for them from now on counts there. Twice is once."""
    held = PeriodLock.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=held.pk)
    if held.lifted_at is None:
        held.lifted_at, held.lifted_by = timezone.now(), by
        held.save(update_fields=["lifted_at", "lifted_by"])
        days = {"first": str(held.first), "last": str(held.last)}
        journal(Event.PERIOD_LIFTED, held, by=by, organisation=held.organisation, **days)
    return held

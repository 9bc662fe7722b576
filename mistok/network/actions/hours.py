"""Days unlike the usual week: added, changed and removed, with readers and the index told at once."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import HoursException, ServicePoint
from mistok.search.actions import changed


@transaction.atomic
def except_hours(
    *, point: ServicePoint, since: date, until: date | None, hours: str, reason: str, by: User
) -> HoursException:
    """Other hours on these days, or none at all; no last day means until further notice."""
    exception = HoursException.objects.create(
        point=point, since=since, until=until, opening_hours=hours, reason=reason
    )
    _record(exception, "added", by)
    return exception


@transaction.atomic
def change_exception(
    *, exception: HoursException, since: date, until: date | None, hours: str, reason: str, by: User
) -> HoursException:
    """Mend an exception of a point. Nothing is written when nothing changed."""
    given = {"since": since, "until": until, "opening_hours": hours, "reason": reason}
    if any(getattr(exception, name) != value for name, value in given.items()):
        for name, value in given.items():
            setattr(exception, name, value)
        exception.save()
        _record(exception, "changed", by)
    return exception


@transaction.atomic
def remove_exception(*, exception: HoursException, by: User) -> None:
    """The usual week is true on these days again."""
    _record(exception, "removed", by)
    exception.delete()


@transaction.atomic
def close_for_days(
    *, points: Iterable[ServicePoint], since: date, until: date | None, reason: str, by: User
) -> list[HoursException]:
    """The same closure for several points at once: all or none."""
    return [
        except_hours(point=point, since=since, until=until, hours="", reason=reason, by=by)
        for point in points
    ]


def _record(exception: HoursException, act: str, by: User) -> None:
    point = exception.point
    assert point is not None, "exceptions of offices belong to the register of offices"
    audit.record(
        Event.HOURS_EXCEPTED,
        point,
        by=by,
        organisation=point.organisation,
        act=act,
        since=exception.since.isoformat(),
        until=exception.until.isoformat() if exception.until else "",
        hours=exception.opening_hours,
    )
    changed("point", str(point.uuid))

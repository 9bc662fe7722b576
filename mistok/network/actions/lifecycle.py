"""Turns in the life of a point: opened, renamed, moved, passed on, joined to another, closed, opened again.

Each act is dated, has its order, and leaves what was counted where it was counted. An impossible order raises
ValidationError with words for the form: by the name of the field, or for the whole form.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.actions.editions import DAY, EDITED, apply_due, editions_of, tell_readers
from mistok.network.models import (
    ActKind,
    NetworkAct,
    Organisation,
    PointEdition,
    ServicePoint,
)
from mistok.network.queries import today
from mistok.ui.templatetags.mistok import date_long


def note_opening(*, point: ServicePoint, by: User | None) -> None:
    """A point just saved begins its history. Part of `open_point`."""
    editions_of(point)
    NetworkAct.objects.create(kind=ActKind.OPENED, on=point.opened_on, point=point, by=by)


@transaction.atomic
def reorganise_point(
    *, point: ServicePoint, day: date, values: dict[str, Any], order: str = "", note: str = "", by: User
) -> NetworkAct:
    """Another name, kind, place or library of a point from the day on, past or still to come.

    `values` are by name of the field of the edition; those left out stay as they are. Raises ValidationError
    when nothing would change, for a day before the last change, and for a library closed by then.
    """
    point = _locked(point)
    last = editions_of(point)[-1]
    _refuse_if_closed(point)
    _refuse_before(last, day)
    fresh = {name: values[name] for name in EDITED if name in values and values[name] != getattr(last, name)}
    if not fresh:
        raise ValidationError(_("Nothing would change. Write what is different from that day on."))
    library = fresh.get("organisation")
    if library and library.closed_on and library.closed_on <= day:
        raise ValidationError({"organisation": _("This library is closed by then.")})
    last.until = day - DAY
    last.save(update_fields=["until"])
    PointEdition.objects.create(
        point=point, since=day, **{name: fresh.get(name, getattr(last, name)) for name in EDITED}
    )
    act = _act(_kind_of(set(fresh)), day, point, order, note, by)
    audit.record(
        Event.POINT_REORGANISED,
        point,
        by=by,
        organisation=point.organisation,
        day=day.isoformat(),
        fields=sorted(fresh),
    )
    _come_true(day)
    tell_readers([point])
    return act


@transaction.atomic
def merge_point(
    *, point: ServicePoint, into: ServicePoint, day: date, order: str = "", note: str = "", by: User
) -> NetworkAct:
    """Close the point from the day on and send people to another one. What was counted stays its own."""
    if point.pk == into.pk:
        raise ValidationError({"into": _("A point cannot be joined to itself.")})
    if (into.closed_on and into.closed_on <= day) or into.opened_on > day:
        raise ValidationError({"into": _("That point does not receive people on this day.")})
    point = _closed(point, day)
    act = _act(ActKind.MERGED, day, point, order, note, by, successor_point=into)
    audit.record(
        Event.POINT_CLOSED,
        point,
        by=by,
        organisation=point.organisation,
        day=day.isoformat(),
        reason=note,
        into=into.slug,
    )
    tell_readers([point, into])
    return act


@transaction.atomic
def close_point(*, point: ServicePoint, day: date, reason: str, order: str = "", by: User) -> ServicePoint:
    """Close a point from this day on. What was counted stays; the reason stands in the journal."""
    stored = _closed(point, day)
    point.closed_on = stored.closed_on
    _act(ActKind.CLOSED, day, point, order, reason, by)
    audit.record(
        Event.POINT_CLOSED, point, by=by, organisation=point.organisation, day=day.isoformat(), reason=reason
    )
    tell_readers([point])
    return point


@transaction.atomic
def reopen_point(
    *,
    point: ServicePoint,
    day: date,
    organisation: Organisation | None = None,
    order: str = "",
    note: str = "",
    by: User,
) -> NetworkAct:
    """A closed point receives people again from the day on, at another library if one is named.

    The time between stays closed.
    """
    point = _locked(point)
    if point.closed_on is None:
        raise ValidationError(_("This point is open."))
    if day < point.closed_on:
        raise ValidationError(
            {"day": _("The point closed on %(day)s.") % {"day": date_long(point.closed_on)}}
        )
    if day > today():
        raise ValidationError({"day": _("Open it again on the day itself or later.")})
    library = organisation or point.organisation
    if library.closed_on:
        raise ValidationError({"organisation": _("This library is closed. Choose another one.")})
    last = editions_of(point)[-1]
    _refuse_before(last, day)
    values = {name: getattr(last, name) for name in EDITED} | {"organisation": library}
    PointEdition.objects.create(point=point, since=day, **values)
    point.organisation, point.closed_on = library, None
    point.save(update_fields=["organisation", "closed_on"])
    act = _act(ActKind.REOPENED, day, point, order, note, by)
    audit.record(
        Event.POINT_REOPENED, point, by=by, organisation=point.organisation, day=day.isoformat(), reason=note
    )
    tell_readers([point])
    return act


@transaction.atomic
def cancel_planned(*, act: NetworkAct, by: User) -> None:
    """An act of a point that was to come does not come. Raises ValidationError for one whose day has come."""
    point = act.point
    if point is None or not may_be_cancelled(act):
        raise ValidationError(_("Only a change whose day has not come can be called off."))
    point = _locked(point)
    found = editions_of(point)
    if act.kind in (ActKind.CLOSED, ActKind.MERGED):
        point.closed_on = None
        point.save(update_fields=["closed_on"])
    elif len(found) > 1 and found[-1].since == act.on:
        found.pop().delete()
    found[-1].until = None
    found[-1].save(update_fields=["until"])
    audit.record(
        Event.POINT_REORGANISED,
        point,
        by=by,
        organisation=point.organisation,
        day=act.on.isoformat(),
        act="called off",
    )
    successor = act.successor_point
    act.delete()
    tell_readers([point, *([successor] if successor else [])])


def may_be_cancelled(act: NetworkAct) -> bool:
    """Whether the act is of a point, still to come, and the last one ordered for it."""
    if act.point_id is None or act.on <= today() or act.kind in (ActKind.OPENED, ActKind.REOPENED):
        return False
    return not NetworkAct.objects.filter(point=act.point_id, on__gt=act.on).exists()


def _closed(point: ServicePoint, day: date) -> ServicePoint:
    """The point, locked and closed from the day on."""
    point = _locked(point)
    _refuse_if_closed(point)
    if day < point.opened_on:
        raise ValidationError({"day": _("The point opened later than this day.")})
    last = editions_of(point)[-1]
    if last.since and last.since > day:
        raise ValidationError(
            {"day": _("A later change is written already: from %(day)s.") % {"day": date_long(last.since)}}
        )
    last.until = max(day - DAY, last.since or day - DAY)
    last.save(update_fields=["until"])
    point.close(day)
    return point


def _locked(point: ServicePoint) -> ServicePoint:
    found = ServicePoint.objects.select_for_update(of=("self",)).select_related("organisation", "territory")
    return found.get(pk=point.pk)


def _refuse_if_closed(point: ServicePoint) -> None:
    if point.closed_on is not None:
        raise ValidationError(
            _("The point is closed from %(day)s. Open it again first.") % {"day": date_long(point.closed_on)}
        )


def _refuse_before(last: PointEdition, day: date) -> None:
    if last.since and day <= last.since:
        raise ValidationError(
            {
                "day": _("The last change is from %(day)s. Choose a later day, or mend the card.")
                % {"day": date_long(last.since)}
            }
        )


def _come_true(day: date) -> None:
    if day <= today():
        apply_due()


def _kind_of(fields: set[str]) -> ActKind:
    if fields == {"name"}:
        return ActKind.RENAMED
    return ActKind.MOVED if fields <= {"territory", "address"} else ActKind.REORGANISED


def _act(
    kind: ActKind, day: date, point: ServicePoint, order: str, note: str, by: User, **more: Any
) -> NetworkAct:
    return NetworkAct.objects.create(kind=kind, on=day, point=point, order=order, note=note, by=by, **more)

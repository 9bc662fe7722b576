"""Turns in the life of a library: added, renamed, placed under another, joined to another, closed.

A closed library keeps its place in the tree, so that those above go on counting what it did.
Impossible orders raise ValidationError, as in `lifecycle`.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.alphabet import Alphabetical
from mistok.network.actions.editions import DAY, apply_due, names_of, tell_readers
from mistok.network.actions.lifecycle import close_point, reorganise_point
from mistok.network.actions.roles import end_roles, move_roles
from mistok.network.models import (
    ActKind,
    NetworkAct,
    Organisation,
    OrganisationKind,
    OrganisationName,
    ServicePoint,
    Subordination,
)
from mistok.network.queries import subtree, today
from mistok.network.slugs import free_slug
from mistok.ui.templatetags.mistok import date_long


@transaction.atomic
def add_library(*, library: Organisation, parent: Organisation, by: User) -> Organisation:
    """A new library under another one, filled in by a form and not saved yet."""
    library.kind = OrganisationKind.LIBRARY
    library.slug = library.slug or free_slug(Organisation, library.name, "library")
    library.save()
    names_of(library)
    Subordination.objects.create(organisation=library, parent=parent, since=library.opened_on)
    _act(ActKind.OPENED, library.opened_on or today(), library, "", "", by)
    audit.record(Event.ORGANISATION_ADDED, library, by=by, organisation=library)
    return library


@transaction.atomic
def change_library(*, library: Organisation, fields: Iterable[str], by: User) -> None:
    """Save what a form changed on the card. A name mended here is a mistake mended, not a new name."""
    changed = sorted(fields)
    if not changed:
        return
    library.save()
    row = library.names.on(today()).first()
    if row is not None:
        row.name, row.short_name = library.name, library.short_name
        row.save(update_fields=["name", "short_name"])
    audit.record(Event.ORGANISATION_CHANGED, library, by=by, organisation=library, fields=changed)
    tell_readers(library.points.all())


@transaction.atomic
def rename_library(
    *,
    library: Organisation,
    day: date,
    name: str,
    short_name: str = "",
    order: str = "",
    note: str = "",
    by: User,
) -> NetworkAct:
    """Another name from the day on, past or still to come; reports of earlier days keep the old one."""
    library = _locked(library)
    last = names_of(library)[-1]
    if (last.name, last.short_name) == (name, short_name):
        raise ValidationError({"name": _("The library is called so already.")})
    _refuse_before(last.since, library, day)
    last.until = day - DAY
    last.save(update_fields=["until"])
    OrganisationName.objects.create(organisation=library, name=name, short_name=short_name, since=day)
    act = _act(ActKind.RENAMED, day, library, order, note, by)
    _record(Event.ORGANISATION_REORGANISED, library, by, day, fields=["name"])
    if day <= today():
        apply_due()
    return act


@transaction.atomic
def resubordinate(
    *,
    library: Organisation,
    parent: Organisation,
    day: date,
    order: str = "",
    note: str = "",
    by: User,
) -> NetworkAct:
    """Another superior from the day on, past or still to come. What was done before counts for the former."""
    library = _locked(library)
    _refuse_closed_parent(parent, day, "parent")
    _refuse_circle(library, parent, day)
    _place_under(library, parent, day)
    act = _act(ActKind.REORGANISED, day, library, order, note, by, successor=parent)
    _record(Event.ORGANISATION_REORGANISED, library, by, day, parent=parent.slug)
    tell_readers(library.points.all())
    return act


@transaction.atomic
def merge_library(
    *,
    library: Organisation,
    into: Organisation,
    day: date,
    points: Literal["pass", "close"],
    roles: Literal["move", "end"],
    order: str = "",
    note: str = "",
    by: User,
) -> NetworkAct:
    """Close the library from the day on and join it to another one.

    Its points pass to that one or close, its people move there or their roles end, the libraries under
    it stand under that one. The closed library itself stands there too, so its past stays in sight.
    """
    if library.pk == into.pk:
        raise ValidationError({"into": _("A library cannot be joined to itself.")})
    library = _locked(library)
    _refuse_closed_parent(into, day, "into")
    _refuse_circle(library, into, day)
    _refuse_impossible_end(library, day)
    for below in _subordinates(library, day):
        _place_under(below, into, day)
    if _superior(library, day) != into.pk:
        _place_under(library, into, day)
    for point in _open_points(library, day):
        if points == "pass":
            reorganise_point(
                point=point, day=day, values={"organisation": into}, order=order, note=note, by=by
            )
        else:
            close_point(point=point, day=day, reason=note, order=order, by=by)
    if roles == "move":
        move_roles(library=library, into=into, day=day, by=by)
    else:
        end_roles(library=library, day=day, by=by)
    library.closed_on = day
    library.save(update_fields=["closed_on"])
    act = _act(ActKind.MERGED, day, library, order, note, by, successor=into)
    _record(Event.ORGANISATION_CLOSED, library, by, day, into=into.slug, reason=note)
    return act


@transaction.atomic
def close_library(*, library: Organisation, day: date, reason: str, order: str = "", by: User) -> NetworkAct:
    """Close the library with its points from the day on; roles in it end. Its place in the tree stays.

    Raises ValidationError while libraries stand under it.
    """
    library = _locked(library)
    _refuse_impossible_end(library, day)
    if below := _subordinates(library, day):
        names = ", ".join(str(each) for each in below[:5])
        raise ValidationError(
            _("Libraries stand under this one: %(names)s. Place them under another first.") % {"names": names}
        )
    for point in _open_points(library, day):
        close_point(point=point, day=day, reason=reason, order=order, by=by)
    end_roles(library=library, day=day, by=by)
    library.closed_on = day
    library.save(update_fields=["closed_on"])
    act = _act(ActKind.CLOSED, day, library, order, reason, by)
    _record(Event.ORGANISATION_CLOSED, library, by, day, reason=reason)
    return act


@transaction.atomic
def reopen_library(
    *,
    library: Organisation,
    day: date,
    parent: Organisation | None = None,
    order: str = "",
    note: str = "",
    by: User,
) -> NetworkAct:
    """A closed library works again from the day on, under another superior if one is named.

    The time between stays closed. Points and roles do not come back by themselves.
    """
    library = Organisation.objects.select_for_update().get(pk=library.pk)
    if library.closed_on is None:
        raise ValidationError(_("This library is open."))
    if day < library.closed_on:
        raise ValidationError(
            {"day": _("The library is closed from %(day)s.") % {"day": date_long(library.closed_on)}}
        )
    if day > today():
        raise ValidationError({"day": _("Open it again on the day itself or later.")})
    above = parent or Organisation.objects.filter(pk=_superior(library, day)).first()
    if above is not None:
        _refuse_closed_parent(above, day, "parent")
        if above.pk != _superior(library, day):
            _refuse_circle(library, above, day)
            _place_under(library, above, day)
    library.closed_on = None
    library.save(update_fields=["closed_on"])
    act = _act(ActKind.REOPENED, day, library, order, note, by)
    _record(Event.ORGANISATION_REORGANISED, library, by, day, reason=note)
    return act


def _locked(library: Organisation) -> Organisation:
    library = Organisation.objects.select_for_update().get(pk=library.pk)
    if library.closed_on is not None:
        raise ValidationError(
            _("The library is closed from %(day)s.") % {"day": date_long(library.closed_on)}
        )
    return library


def _place_under(library: Organisation, parent: Organisation, day: date) -> None:
    last = library.superiors.order_by(F("since").desc(nulls_last=True)).first()
    if last is not None and last.until is None and last.parent_id == parent.pk:
        raise ValidationError(
            {"parent": _("%(library)s stands under this one already.") % {"library": library}}
        )
    _refuse_before(last.since if last else None, library, day)
    if last is not None and (last.until is None or last.until >= day):
        last.until = day - DAY
        last.save(update_fields=["until"])
    Subordination.objects.create(organisation=library, parent=parent, since=day)


def _refuse_before(since: date | None, library: Organisation, day: date) -> None:
    since = since or library.opened_on
    if since and day <= since:
        raise ValidationError(
            {
                "day": _("The last change of %(library)s is from %(day)s. Choose a later day.")
                % {"library": library, "day": date_long(since)}
            }
        )


def _refuse_closed_parent(parent: Organisation, day: date, field: str) -> None:
    if parent.closed_on or (parent.opened_on and parent.opened_on > day):
        raise ValidationError({field: _("That library does not work on this day.")})


def _refuse_circle(library: Organisation, parent: Organisation, day: date) -> None:
    """The tree stays a tree on the day and after every later change that is written already."""
    later = Subordination.objects.filter(since__gt=day).values_list("since", flat=True)
    for each in {day, *filter(None, later)}:
        if parent.pk in subtree([library.pk], each):
            raise ValidationError(
                _("%(parent)s itself stands under %(library)s. Place it under another library first.")
                % {"parent": parent, "library": library}
            )


def _refuse_impossible_end(library: Organisation, day: date) -> None:
    if library.opened_on and day < library.opened_on:
        raise ValidationError({"day": _("The library opened later than this day.")})
    last = library.names.order_by(F("since").desc(nulls_last=True)).first()
    if last is not None and last.since and last.since > day:
        raise ValidationError(
            {"day": _("A later change is written already: from %(day)s.") % {"day": date_long(last.since)}}
        )


def _superior(library: Organisation, day: date) -> Any:
    return library.superiors.on(day).values_list("parent_id", flat=True).first()


def _subordinates(library: Organisation, day: date) -> list[Organisation]:
    below = Subordination.objects.filter(Q(until=None) | Q(until__gte=day), parent=library)
    still = Q(closed_on=None) | Q(closed_on__gt=day)
    return list(
        Organisation.objects.filter(still, pk__in=below.values("organisation")).order_by(Alphabetical("name"))
    )


def _open_points(library: Organisation, day: date) -> list[ServicePoint]:
    """Points of the library on the day that are not closed by an order already written."""
    mine = ServicePoint.objects.filter(closed_on=None).select_related("organisation", "territory")
    ahead = mine.filter(editions__organisation=library, editions__until=None)
    return list((mine.filter(organisation=library, editions=None) | ahead).distinct())


def _act(
    kind: ActKind, day: date, library: Organisation, order: str, note: str, by: User, **more: Any
) -> NetworkAct:
    return NetworkAct.objects.create(
        kind=kind, on=day, organisation=library, order=order, note=note, by=by, **more
    )


def _record(event: Event, library: Organisation, by: User, day: date, **details: object) -> None:
    audit.record(event, library, by=by, organisation=library, day=day.isoformat(), **details)

"""What changed in the network between two days, told by dated editions; orders come from the acts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q

from mistok.network.history import DAY, PointThen, lives_of
from mistok.network.models import (
    ActKind,
    NetworkAct,
    Organisation,
    OrganisationKind,
    OrganisationName,
    PointKind,
    ServicePoint,
    Subordination,
)
from mistok.ukrainian.text import sort_key


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that changed in the network on a day."""

    on: date
    kind: ActKind
    name: str
    library: str
    before: str = ""
    after: str = ""
    order: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        return str(ActKind(self.kind).label)


def turns_between(keys: Iterable[UUID], start: date, end: date) -> list[Turn]:
    """What changed with these libraries and their points after the first day, up to the last. Six queries."""
    keys = set(keys)
    points = list(
        ServicePoint.objects.filter(Q(organisation__in=keys) | Q(editions__organisation__in=keys))
        .select_related("organisation", "territory")
        .distinct()
    )
    acts = _acts(keys, points)
    found = [turn for point, life in lives_of(points) for turn in _of_point(point, life, acts, keys)]
    by_time = F("since").asc(nulls_first=True)
    names: Prefetch[Any] = Prefetch("names", OrganisationName.objects.order_by(by_time))
    superiors: Prefetch[Any] = Prefetch("superiors", Subordination.objects.select_related("parent"))
    libraries = Organisation.objects.filter(pk__in=keys, kind=OrganisationKind.LIBRARY)
    libraries = libraries.prefetch_related(names, superiors)
    for library in libraries:
        found += _of_library(library, acts)
    within = [turn for turn in found if start < turn.on <= end]
    return sorted(within, key=lambda turn: (turn.on, sort_key(turn.name)))


type Acts = dict[tuple[object, date], NetworkAct]


def _acts(keys: set[UUID], points: list[ServicePoint]) -> Acts:
    found = NetworkAct.objects.filter(Q(point__in=points) | Q(organisation__in=keys))
    return {
        (each.point_id or each.organisation_id, each.on): each
        for each in found.select_related("successor", "successor_point")
    }


def _of_point(point: ServicePoint, life: list[PointThen], acts: Acts, keys: set[UUID]) -> Iterator[Turn]:
    for earlier, now in zip([None, *life[:-1]], life, strict=True):
        gone = point.closed_on if now is life[-1] else None
        if earlier and (earlier.organisation.pk in keys or now.organisation.pk in keys):
            yield from _between(earlier, now, acts)
        if now.organisation.pk not in keys:
            continue
        if earlier is None:
            yield _turn(ActKind.OPENED, now.since, now, acts)
        if gone is not None:
            yield _ended(gone, now, acts)


def _between(earlier: PointThen, now: PointThen, acts: Acts) -> Iterator[Turn]:
    """One edition after another: what is different, or the closing and the opening with a gap between."""
    if earlier.until and earlier.until + DAY < now.since:
        yield _ended(earlier.until + DAY, earlier, acts)
        yield _turn(ActKind.REOPENED, now.since, now, acts)
    elif (act := acts.get((now.point.pk, now.since))) and act.kind == ActKind.REOPENED:
        yield _turn(ActKind.REOPENED, now.since, now, acts)
    if earlier.name != now.name:
        yield _turn(ActKind.RENAMED, now.since, now, acts, earlier.name, now.name)
    places = [(str(each.territory), each.address) for each in (earlier, now)]
    if places[0] != places[1]:
        yield _turn(ActKind.MOVED, now.since, now, acts, *(", ".join(each) for each in places))
    if earlier.organisation != now.organisation:
        yield _turn(
            ActKind.REORGANISED, now.since, now, acts, str(earlier.organisation), str(now.organisation)
        )
    if earlier.kind != now.kind:
        kinds = [str(PointKind(each.kind).label) for each in (earlier, now)]
        yield _turn(ActKind.REORGANISED, now.since, now, acts, *kinds)


def _ended(day: date, last: PointThen, acts: Acts) -> Turn:
    act = acts.get((last.point.pk, day))
    if act and act.successor_point:
        return _turn(ActKind.MERGED, day, last, acts, "", act.successor_point.name)
    return _turn(ActKind.CLOSED, day, last, acts)


def _turn(kind: ActKind, day: date, then: PointThen, acts: Acts, before: str = "", after: str = "") -> Turn:
    act = acts.get((then.point.pk, day))
    return Turn(day, kind, then.name, str(then.organisation), before, after, act.order if act else "")


def _of_library(library: Organisation, acts: Acts) -> Iterator[Turn]:
    def turn(kind: ActKind, day: date, before: str = "", after: str = "") -> Turn:
        act = acts.get((library.pk, day))
        return Turn(day, kind, str(library), str(library), before, after, act.order if act else "")

    if library.opened_on:
        yield turn(ActKind.OPENED, library.opened_on)
    names = list(library.names.all())
    for earlier, now in pairwise(names):
        if now.since:
            yield turn(ActKind.RENAMED, now.since, earlier.name, now.name)
    above = sorted(library.superiors.all(), key=lambda row: row.since or date.min)
    for before, after in pairwise(above):
        if after.since and before.parent_id != after.parent_id and after.since != library.closed_on:
            yield turn(ActKind.REORGANISED, after.since, str(before.parent), str(after.parent))
    mine = [act for (key, _on), act in acts.items() if key == library.pk]
    ends = {act.on for act in mine if act.kind in (ActKind.CLOSED, ActKind.MERGED)}
    for day in sorted(ends | ({library.closed_on} if library.closed_on else set())):
        act = acts.get((library.pk, day))
        if act and act.successor:
            yield turn(ActKind.MERGED, day, "", str(act.successor))
        else:
            yield turn(ActKind.CLOSED, day)
    yield from (turn(ActKind.REOPENED, act.on) for act in mine if act.kind == ActKind.REOPENED)


def acts_of(*, point: ServicePoint | None = None, library: Organisation | None = None) -> list[NetworkAct]:
    """The acts of a point, or of a library and those that joined others to it; the last first."""
    if point is not None:
        found = NetworkAct.objects.filter(Q(point=point) | Q(successor_point=point))
    else:
        found = NetworkAct.objects.filter(Q(organisation=library) | Q(successor=library))
    rows = found.select_related("point", "organisation", "successor", "successor_point", "by")
    return sorted(rows, key=attrgetter("on", "created_at"), reverse=True)

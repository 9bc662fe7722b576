"""Actions outdoors: what a person may see of them, what was handed out before."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from mistok.accounts.models import User
from mistok.desk.models import Encounter, HandedOut, StreetAction, day_of
from mistok.desk.models.street import StreetActionQuerySet
from mistok.desk.queries.encounters import may_at
from mistok.directory.printing.shelf import SHELF
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import Membership, Role, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, points_for, today

SUGGESTED = 30  # names of leaflets offered when typing


def actions_for(person: Person) -> StreetActionQuerySet:
    """Actions of the points whose figures the person may see."""
    mine: StreetActionQuerySet = StreetAction.objects.filter(
        point__in=points_for(person, Permission.SEE_FIGURES)
    )
    return mine.select_related("point__organisation", "encounter").prefetch_related("handed_out", "staff")


def may_revise_action(person: Person, action: StreetAction) -> bool:
    """The author on the day of writing, later whoever corrects others; as with any record of the desk."""
    wrote_today = action.written_by_id == person.pk and day_of(action.received_at) == timezone.localdate()
    return may_at(person, Permission.RECORD_HELP if wrote_today else Permission.CORRECT_OTHERS, action.point)


def newest(encounter: Encounter) -> Encounter:
    """The record as it stands now, after all its corrections."""
    while (later := Encounter.objects.filter(supersedes=encounter).first()) is not None:
        encounter = later
    return encounter


def actions_of(points: Iterable[int], start: date, end: date) -> list[StreetAction]:
    """Actions of these points that count on these days, the latest first."""
    found = StreetAction.objects.counted().filter(point__in=points, encounter__day__range=(start, end))
    return list(found.select_related("encounter").prefetch_related("handed_out"))


def colleagues(point: ServicePoint) -> QuerySet[User]:
    """Who may have taken part: librarians and heads of the library today."""
    held = Membership.objects.on(today()).filter(
        organisation=point.organisation, role__in=(Role.LIBRARIAN, Role.HEAD)
    )
    return User.objects.filter(pk__in=held.values("person"), is_active=True).order_by(
        Alphabetical("name"), "pk"
    )


def materials(point: ServicePoint) -> list[str]:
    """Names of leaflets to choose from: what the library handed out most, then what the print shop makes."""
    used = (
        HandedOut.objects.filter(action__point__organisation=point.organisation)
        .order_by()
        .values("material")
        .annotate(times=Count("pk"))
        .order_by("-times", "material")[:SUGGESTED]
    )
    names = [row["material"] for row in used]
    return list(dict.fromkeys([*names, *(str(each.name) for each in SHELF.values())]))

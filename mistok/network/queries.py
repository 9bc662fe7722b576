"""The network as it was on a day, and what a person may see of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import Invitation, Membership, Organisation, Role, ServicePoint, Subordination
from mistok.network.permissions import ALLOWED, REACHES_BELOW, Permission
from mistok.network.trees import descendants

Person = User | AnonymousUser


def today() -> date:
    """The day it is in Kyiv."""
    return timezone.localdate()


def subtree(roots: Iterable[UUID], day: date) -> set[UUID]:
    """The organisations and all that stood under them on the day, themselves included."""
    return descendants(roots, Subordination.objects.on(day).values_list("organisation_id", "parent_id"))


def memberships(person: Person) -> list[Membership]:
    """The roles a person holds today; looked up once for each request."""
    if not isinstance(person, User) or not person.is_active:
        return []
    held: list[Membership] | None = getattr(person, "_held_memberships", None)
    if held is None:
        held = list(
            person.memberships.on(today())
            .select_related("organisation")
            .order_by(Alphabetical("organisation__name"))
        )
        person._held_memberships = held  # type: ignore[attr-defined]
    return held


def is_staff(person: Person) -> bool:
    """Whether the person works in the network, in whatever role."""
    return bool(memberships(person))


def may(person: Person, permission: Permission) -> bool:
    """Whether the person may do this anywhere at all (for menus); objects are fetched through `…_for`."""
    return any(permission in ALLOWED[each.role] for each in memberships(person))


def organisations_for(person: Person, permission: Permission, day: date | None = None) -> set[UUID]:
    """Keys of the organisations where the person may do this; roles that reach below bring those too."""
    own = {each.organisation_id for each in memberships(person) if permission in ALLOWED[each.role]}
    return own | organisations_below(person, permission, day)


def organisations_below(person: Person, permission: Permission, day: date | None = None) -> set[UUID]:
    """Keys of the organisations where the person may do this together with all that stands under them."""
    held = [each for each in memberships(person) if permission in ALLOWED[each.role]]
    reaching = {each.organisation_id for each in held if each.role in REACHES_BELOW}
    return _reached(person, frozenset(reaching), day or today()) if reaching else set()


def _reached(person: Person, roots: frozenset[UUID], day: date) -> set[UUID]:
    """The organisations below the person's own on the day; looked up once for each request, as roles are."""
    known: dict[tuple[frozenset[UUID], date], set[UUID]] = person.__dict__.setdefault("_reached_below", {})
    if (roots, day) not in known:
        known[roots, day] = subtree(roots, day)
    return known[roots, day]


def points_for(person: Person, permission: Permission) -> QuerySet[ServicePoint]:
    """The points, open or closed, where the person may do this."""
    return ServicePoint.objects.filter(organisation__in=organisations_for(person, permission))


def open_points(day: date | None = None) -> QuerySet[ServicePoint]:
    """Points open to the public on the day."""
    day = day or today()
    return ServicePoint.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


def permissions_at(person: Person, organisation: Organisation) -> frozenset[Permission]:
    """All that the person may do today at this one organisation."""
    held = memberships(person)
    reaching = {each.organisation_id for each in held if each.role in REACHES_BELOW}
    above = superiors(organisation, today()) & reaching if reaching else set()
    covering = [each for each in held if each.organisation_id == organisation.pk]
    covering += [each for each in held if each.role in REACHES_BELOW and each.organisation_id in above]
    return frozenset(permission for each in covering for permission in ALLOWED[each.role])


def superiors(organisation: Organisation, day: date) -> set[UUID]:
    """Keys of all organisations above this one on the day."""
    above = dict(Subordination.objects.on(day).values_list("organisation_id", "parent_id"))
    found: set[UUID] = set()
    current = above.get(organisation.pk)
    while current is not None and current not in found:
        found.add(current)
        current = above.get(current)
    return found


def may_give(person: Person, role: str, organisation: Organisation) -> bool:
    """Whether the person may give or end this role there: nobody hands out what they lack themselves."""
    held = permissions_at(person, organisation)
    return Permission.MANAGE_PEOPLE in held and ALLOWED[role] <= held


def memberships_for(person: Person) -> QuerySet[Membership]:
    """Today's roles at the organisations whose people the person manages."""
    places = organisations_for(person, Permission.MANAGE_PEOPLE)
    return (
        Membership.objects.on(today())
        .filter(organisation__in=places)
        .select_related("person", "organisation")
        .order_by(Alphabetical("organisation__name"), Alphabetical("person__name"), "pk")
    )


def invitations_for(person: Person) -> QuerySet[Invitation]:
    """Invitations to those organisations that wait for an answer, expired ones too."""
    places = organisations_for(person, Permission.MANAGE_PEOPLE)
    return Invitation.objects.filter(
        organisation__in=places, accepted_at=None, withdrawn_at=None
    ).select_related("organisation", "invited_by")


def is_last_administrator(person: User) -> bool:
    """Whether the network would be left without anybody who can give roles."""
    held = Membership.objects.on(today()).filter(role=Role.ADMINISTRATOR, person__is_active=True)
    return held.filter(person=person).exists() and not held.exclude(person=person).exists()

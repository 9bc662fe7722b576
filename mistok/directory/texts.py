"""Which texts of cards a person may read and write, and a text beside the card it wants to change."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mistok.directory.differences import Change, difference, labels, merge, shown
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.queries import cards
from mistok.directory.snapshots import digest, snapshot
from mistok.network.permissions import Permission
from mistok.network.queries import Person, may

OPEN = (RevisionState.DRAFT, RevisionState.WAITING)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as its readers see it: what it changes, where it meets another's change, or the whole of it."""

    changes: list[Change]
    conflicts: tuple[str, ...]
    by_others: list[str]
    whole: list[tuple[str, list[str], bool]]
    seen: str


@dataclass(frozen=True, slots=True)
class Version:
    """An approved text in the history, with the names of the fields that it changed."""

    revision: Revision
    fields: list[str]
    is_first: bool


def visible_cards(person: Person) -> QuerySet[Service]:
    """The cards a person may open: the approvers all, an author also the drafts with a text of theirs."""
    found = cards(with_retired=True)
    if may(person, Permission.EDIT_DIRECTORY):
        return found
    public = Q(is_draft=False, retired_on=None)
    if not may(person, Permission.PROPOSE_SERVICES):
        return found.filter(public)
    own = Revision.objects.filter(author=person.pk).values("service")
    return found.filter(public | Q(is_draft=True, pk__in=own))


def writable_cards(person: Person) -> QuerySet[Service]:
    """The cards for which a person may write: what they may open, for those who write at all."""
    return visible_cards(person) if may(person, Permission.PROPOSE_SERVICES) else Service.objects.none()


def texts_for(person: Person) -> QuerySet[Revision]:
    """The texts a person may read: their own; for approvers all that were sent."""
    found = Revision.objects.select_related("service", "author", "decided_by", "based_on")
    own = Q(author=person.pk)
    if may(person, Permission.EDIT_DIRECTORY):
        return found.filter(own | ~Q(state=RevisionState.DRAFT))
    return found.filter(own) if may(person, Permission.PROPOSE_SERVICES) else found.none()


def waiting() -> QuerySet[Revision]:
    """Texts that wait for approval, the longest waiting first."""
    found = Revision.objects.filter(state=RevisionState.WAITING)
    return found.select_related("service__provider", "author").order_by("created_at", "pk")


def waiting_count() -> int:
    """How many texts wait for approval."""
    return Revision.objects.filter(state=RevisionState.WAITING).count()


def texts_of(person: Person) -> QuerySet[Revision]:
    """A person's own texts, what moved last first."""
    found = Revision.objects.filter(author=person.pk).select_related("service", "decided_by")
    return found.order_by("-updated_at", "-pk")


def sent_back_count(person: Person) -> int:
    """How many of the person's texts came back and were not taken up again."""
    later = Revision.objects.filter(
        author=person.pk, service=OuterRef("service"), created_at__gt=OuterRef("created_at")
    )
    own = Revision.objects.filter(author=person.pk, state=RevisionState.DECLINED)
    return own.exclude(Exists(later)).count()


def open_text(service: Service, person: Person) -> Revision | None:
    """The person's own text of the card that nobody has decided on."""
    return service.revisions.filter(author=person.pk, state__in=OPEN).select_related("based_on").first()


def rewriting(revision: Revision) -> dict[str, Any]:
    """A text that was sent back, put over the card of today: the author’s changes, the rest as it is."""
    current = snapshot(revision.service)
    if revision.service.is_draft or revision.based_on is None:
        return {**current, **revision.fields}
    found = merge(revision.based_on.fields, revision.fields, current)
    return current | {name: revision.fields[name] for name in (*found.mine, *found.both)}


def reading(revision: Revision) -> Reading:
    """The text beside what it was written over; an open one also beside the card of today."""
    service = revision.service
    current = snapshot(service)
    seen = digest(revision.fields, current)
    if revision.based_on is None:
        return Reading([], (), [], shown(revision.fields), seen)
    base = revision.based_on.fields
    if revision.state not in OPEN:
        return Reading(difference(base, revision.fields), (), [], [], seen)
    found = merge(base, revision.fields, current)
    changes = difference(base, revision.fields, only=(*found.mine, *found.both), now=current)
    return Reading(changes, found.both, labels(found.theirs), [], seen)


def approved(service: Service) -> QuerySet[Revision]:
    """The history of a card: every approved text, the newest first."""
    found = service.revisions.filter(state=RevisionState.APPROVED)
    return found.select_related("author", "decided_by").order_by("-decided_at", "-pk")


def versions(page: list[Revision], before: Revision | None) -> list[Version]:
    """A page of the history; `before` is the text that stood before the oldest of it."""
    found = []
    for revision, older in zip(page, [*page[1:], before][: len(page)], strict=True):
        fields = older.fields if older is not None else {}
        differing = [name for name, value in revision.fields.items() if fields.get(name) != value]
        found.append(Version(revision, labels(differing) if older is not None else [], older is None))
    return found

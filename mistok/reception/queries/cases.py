"""Questions that a person may see, and what the person may do with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.lib.lookups import has_word
from mistok.network.models import Membership, Organisation, Role, ServicePoint, Subordination
from mistok.network.permissions import ALLOWED, Permission
from mistok.network.queries import (
    Person,
    memberships,
    open_points,
    organisations_for,
    points_for,
    subtree,
    superiors,
    today,
)
from mistok.reception.models import FINAL, AnswerBy, Case, CaseKind, CaseQuerySet, CaseState, Message
from mistok.ukrainian.text import sort_key

WORDS = 6  # of a search in the queue


@dataclass(frozen=True, slots=True)
class Asked:
    """How the queue is narrowed."""

    show: str = "open"
    point: str = ""
    text: str = ""


SHOWS = ("open", "mine", "free", "late", "asked", "call", "done", "all")


def cases_for(person: Person) -> CaseQuerySet:
    """Questions at the desks where the person helps people."""
    found: CaseQuerySet = Case.objects.filter(desk__in=points_for(person, Permission.RECORD_HELP))
    return found


def with_places(found: CaseQuerySet) -> CaseQuerySet:
    """The same with what each line of a list shows, in one query."""
    return found.select_related("point", "desk", "desk__organisation", "from_point", "claimed_by", "service")


def queue(person: User, asked: Asked) -> QuerySet[Case]:
    """The queue as it was narrowed: what is due first stands first; what is done, the latest first."""
    found = _shown(cases_for(person), asked.show, person)
    if asked.point:
        found = found.filter(desk__slug=asked.point)
    for word in asked.text.split()[:WORDS]:
        found = found.filter(_word(word))
    if asked.show in ("done", "all"):
        return with_places(found).order_by("-created_at", "-uuid")
    return with_places(found).order_by("due_at", "uuid")


def _shown(found: CaseQuerySet, show: str, person: User) -> CaseQuerySet:
    match show:
        case "mine":
            return found.open().filter(claimed_by=person)
        case "free":
            return found.filter(state=CaseState.NEW)
        case "late":
            return found.overdue()
        case "asked":
            return found.filter(state=CaseState.ASKED_BACK)
        case "call":
            return found.filter(pk__in=calls().values("case"))
        case "done":
            return found.exclude(finished_at=None)
        case "all":
            return found
    return found.open()


def _word(word: str) -> Q:
    """A word of the question, or its number («12/2026»)."""
    serial, _slash, year = word.partition("/")
    if serial.isascii() and serial.isdigit() and len(serial) < 8 and (not year or year.isascii()):
        condition = Q(serial=int(serial))
        return condition & Q(year=int(year)) if year.isdigit() and len(year) == 4 else condition
    return has_word(word, "text")


def counts(person: User) -> dict[str, int]:
    """How many wait, by the way the queue may be narrowed; for the tabs. Three queries."""
    found = cases_for(person)
    rows = found.open().values_list("state", "claimed_by")
    states = [(state, holder) for state, holder in rows]
    return {
        "open": len(states),
        "mine": sum(holder == person.pk for _state, holder in states),
        "free": sum(state == CaseState.NEW for state, _holder in states),
        "asked": sum(state == CaseState.ASKED_BACK for state, _holder in states),
        "late": found.overdue().count(),
        "call": found.filter(pk__in=calls().values("case")).count(),
    }


def calls() -> QuerySet[Message]:
    """What has to be told by phone and was not yet."""
    return Message.objects.filter(way=AnswerBy.PHONE, delivered_at=None)


def calls_of(person: Person) -> int:
    """How many questions of the person’s desks have something to be told by phone."""
    return cases_for(person).filter(pk__in=calls().values("case")).count()


@dataclass(frozen=True, slots=True)
class Waits:
    """How many open questions are late, how many new ones are not, on how many the centre waits for us."""

    late: int
    new: int
    asked: int


def waiting_of(person: Person) -> Waits:
    """What waits at the person’s desks and for the person’s points; two queries."""
    open_ones = cases_for(person).exclude(state__in=FINAL).values_list("state", "due_at")
    now = timezone.now()
    states = [(state, due < now) for state, due in open_ones]
    asked = asked_by_branch(person).filter(state=CaseState.ASKED_BACK)
    return Waits(
        late=sum(late and state != CaseState.ASKED_BACK for state, late in states),
        new=sum(state == CaseState.NEW and not late for state, late in states),
        asked=asked.count(),
    )


def whole(found: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with all that their page shows: letters in order, their authors and sources. Two queries more."""
    letters = Message.objects.select_related("author", "referred_to", "delivered_by").order_by(
        "created_at", "uuid"
    )
    return found.select_related(
        "point", "desk__organisation", "from_point", "claimed_by", "entered_by", "service"
    ).prefetch_related(Prefetch("messages", letters), "messages__sources", "answers")


def is_head(person: Person, case: Case) -> bool:
    """Whether the person leads the library that answers."""
    return case.desk.organisation_id in organisations_for(person, Permission.CORRECT_OTHERS)


def holds(person: Person, case: Case) -> bool:
    """Whether the question is in the person’s hands now, or was when it was answered."""
    return case.claimed_by_id is not None and case.claimed_by_id == person.pk


def may_work(person: Person, case: Case) -> bool:
    """Whether the person may write to the asker: the holder, the head, and anybody while it is free."""
    return case.state == CaseState.NEW or holds(person, case) or is_head(person, case)


def may_see_contact(person: Person, case: Case) -> bool:
    """The contact is for who holds the question and for the head alone."""
    return holds(person, case) or is_head(person, case)


def earlier(case: Case, person: Person) -> QuerySet[Case]:
    """Other questions of the same asker in the same network, the latest first; nothing without a contact.

    Whoever is not of the network sees none. Their words are shown only where the person may open them.
    """
    if not case.asker_digest or not may_see_contact(person, case):
        return Case.objects.none()
    libraries = network_of([each.organisation_id for each in memberships(person)])
    return (
        Case.objects.filter(asker_digest=case.asker_digest, desk__organisation__in=libraries)
        .exclude(pk=case.pk)
        .select_related("point", "desk")
        .order_by("-created_at")
    )


def network_of(organisations: Iterable[UUID]) -> set[UUID]:
    """All organisations of the trees in which these stand today."""
    above = dict(Subordination.objects.on(today()).values_list("organisation_id", "parent_id"))
    roots = set()
    for each in organisations:
        seen = {each}
        at = each
        while (parent := above.get(at)) is not None and parent not in seen:
            seen.add(parent)
            at = parent
        roots.add(at)
    return subtree(roots, today())


def colleagues(case: Case) -> list[User]:
    """Who works at the desk of the question today and may take it, by name."""
    roles = [role for role in Role.values if Permission.RECORD_HELP in ALLOWED[role]]
    libraries = {case.desk.organisation_id}
    found = Membership.objects.on(today()).filter(
        organisation__in=libraries, role__in=roles, person__is_active=True
    )
    people = {each.person_id: each.person for each in found.select_related("person")}
    return sorted(people.values(), key=lambda each: (sort_key(each.name), each.email))


def told_of(case: Case) -> list[User]:
    """Who learns of a question at the desk: whoever works there, else the heads of the libraries above."""
    here = colleagues(case)
    if here:
        return here
    above = superiors(case.desk.organisation, today())
    found = Membership.objects.on(today()).filter(
        organisation__in=above, role=Role.HEAD, person__is_active=True
    )
    people = {each.person_id: each.person for each in found.select_related("person")}
    return sorted(people.values(), key=lambda each: each.email)


def desks_beside(case: Case) -> QuerySet[ServicePoint]:
    """Open points of the same network to which the question may be handed over."""
    libraries = network_of([case.desk.organisation_id])
    return (
        open_points()
        .filter(organisation__in=libraries)
        .exclude(pk=case.desk_id)
        .order_by(Alphabetical("name"))
    )


def own_points(person: Person) -> QuerySet[ServicePoint]:
    """Open points at which the person may write a question down."""
    working = points_for(person, Permission.RECORD_HELP)
    return open_points().filter(pk__in=working.values("pk")).order_by(Alphabetical("name"))


def centres_above(person: Person) -> QuerySet[ServicePoint]:
    """Open points of the libraries above those where the person works: whom a branch may ask."""
    libraries: set[UUID] = set()
    for each in memberships(person):
        if Permission.RECORD_HELP in ALLOWED[each.role]:
            libraries |= superiors(each.organisation, today())
    return open_points().filter(organisation__in=libraries).order_by(Alphabetical("name"))


def asked_by_branch(person: Person) -> QuerySet[Case]:
    """Questions that the person’s own points asked the centre, the latest first."""
    found = Case.objects.filter(
        kind=CaseKind.STAFF, from_point__in=points_for(person, Permission.RECORD_HELP)
    )
    return found.select_related("desk", "entered_by", "from_point").order_by("-created_at")


def bodies() -> QuerySet[Organisation]:
    """Authorities and providers to which a question may be referred."""
    return Organisation.objects.filter(kind__in=["authority", "provider"], closed_on=None).order_by(
        Alphabetical("name")
    )

"""Published answers, and those on their way."""

from typing import Any

from django.db.models import Q, QuerySet

from mistok.lib.alphabet import Alphabetical
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, open_points, organisations_for, points_for, today
from mistok.reception.models import Answer, AnswerState
from mistok.search.queries import Hit, search

SIMILAR = 6
LONGEST = 400  # characters of a question that are looked for
KINDS = ("answer", "service", "guide")


def public_answers() -> QuerySet[Answer]:
    """What everybody reads, by question."""
    return Answer.objects.filter(state=AnswerState.PUBLISHED).order_by(Alphabetical("question"), "pk")


def answers_for(person: Person) -> QuerySet[Answer]:
    """Answers of the libraries where the person helps people, whatever their state."""
    libraries = organisations_for(person, Permission.RECORD_HELP)
    return Answer.objects.filter(point__organisation__in=libraries).select_related("point", "author")


def may_approve(person: Person, answer: Answer) -> bool:
    """Whether the person answers for the library whose answer it is."""
    return answer.point.organisation_id in organisations_for(person, Permission.EDIT_DIRECTORY)


def may_edit(person: Person, answer: Answer) -> bool:
    """A proposed answer is its author’s and the head’s; what everybody reads is the head’s alone."""
    if may_approve(person, answer):
        return True
    return answer.state in (AnswerState.PROPOSED, AnswerState.RETURNED) and answer.author_id == person.pk


def own_point(person: Person) -> ServicePoint | None:
    """The first open point at which the person helps people: whose answer one without a question is."""
    working = points_for(person, Permission.RECORD_HELP)
    return open_points().filter(pk__in=working.values("pk")).order_by("opened_on", "pk").first()


def to_approve(person: Person) -> QuerySet[Answer]:
    """Proposed answers that wait for this head."""
    libraries = organisations_for(person, Permission.EDIT_DIRECTORY)
    return Answer.objects.filter(state=AnswerState.PROPOSED, point__organisation__in=libraries)


def to_review(person: Person) -> QuerySet[Answer]:
    """Published answers of the person’s libraries whose review is due."""
    found = answers_for(person).filter(state=AnswerState.PUBLISHED, review_due_on__lte=today())
    return found.order_by("review_due_on", Alphabetical("question"))


def similar(text: str, kinds: Any = KINDS) -> list[Hit]:
    """What the search has on the question: answers first, then services and guides. Never raises."""
    asked = " ".join(text.split())[:LONGEST]
    if not asked:
        return []
    hits = search(asked, kinds=kinds, limit=SIMILAR * 2).hits
    return sorted(hits, key=lambda hit: hit.kind != "answer")[:SIMILAR]


def narrowed(found: QuerySet[Answer], state: str) -> QuerySet[Answer]:
    """By state; «open» is what waits for somebody."""
    if state == "open":
        waits = Q(state__in=[AnswerState.PROPOSED, AnswerState.RETURNED])
        return found.filter(waits | Q(state=AnswerState.PUBLISHED, review_due_on__lte=today()))
    return found.filter(state=state) if state in AnswerState.values else found

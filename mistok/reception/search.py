"""Published answers in the index: found by the question, its answer and what it leans on."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.reception.models import Answer
from mistok.reception.queries.answers import public_answers
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best

WEIGHT = 0.4  # below a card that fits as well
SUMMARY = 200


def answers(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Published answers by uuid or slug."""
    found = public_answers().select_related("point").prefetch_related("sources")
    if keys is not None:
        found = found.filter(Q(pk__in=uuids(keys)) | Q(slug__in=list(keys)))
    for answer in found:
        yield _document(answer)


def without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Answers whose question or text have words of what is asked."""
    found = {each.pk: each for each in public_answers().select_related("point").prefetch_related("sources")}
    rows = ((pk, f"{each.question}\n{each.text}") for pk, each in found.items())
    return [_document(found[key]) for key in best(text, rows, limit)]


def _document(answer: Answer) -> SearchDocument:
    first = " ".join(answer.text.split())
    summary = first if len(first) <= SUMMARY else first[:SUMMARY].rsplit(" ", 1)[0] + "…"
    return SearchDocument(
        kind="answer",
        key=str(answer.pk),
        slug=answer.slug,
        title=answer.question,
        summary=summary,
        keywords=tuple(each.title for each in answer.sources.all() if each.document_kind == "service"),
        body=answer.text,
        day=answer.reviewed_on,
        weight=WEIGHT,
        confirmed=True,
        extra={"library": str(answer.point)},
    )


declare(
    "answer",
    Source(
        label=_("Answers to questions"),
        singular=pgettext_lazy("search", "Answer"),
        documents=answers,
        fallback=without_index,
        address=lambda slug: reverse("reception:answer-detail", args=[slug]),
    ),
)

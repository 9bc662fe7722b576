"""Answers to questions that others asked: for everybody."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.lib.lookups import has_word
from mistok.reception.models import Answer, AnswerState
from mistok.reception.queries.answers import public_answers

ON_PAGE = 30
WORDS, LONGEST = 6, 100


@shared
@require_safe
def answer_list(request: HttpRequest) -> HttpResponse:
    """All published answers, or those that have the words."""
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    found = public_answers()
    for word in asked.split()[:WORDS]:
        found = found.filter(has_word(word, "question", "text"))
    page = Paginator(found.only("question", "slug", "text"), ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "reception/public/answers.html", {"page": page, "asked": asked})


@shared
@require_safe
def answer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One answer; a withdrawn one says why and shows nothing more."""
    read = Answer.objects.filter(state__in=[AnswerState.PUBLISHED, AnswerState.RETIRED])
    found = read.select_related("point").prefetch_related("sources")
    answer = get_object_or_404(found, slug=slug)
    if answer.is_retired:
        return render(request, "reception/public/answer_gone.html", {"answer": answer}, status=410)
    return render(request, "reception/public/answer.html", {"answer": answer})

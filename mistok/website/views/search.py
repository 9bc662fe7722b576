"""The search page: one ranked list of everything, filtered by kind."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.search.actions import note_question
from mistok.search.declarations import sources
from mistok.search.queries import Hit, Results
from mistok.search.queries import search as find
from mistok.search.snippets import Parts

PAGE = 15
LAST_PAGE = 50  # nobody reads so far; robots do
LONGEST_QUESTION = 200


@shared
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found for `q`, of `kind` when one is chosen. Complete without JavaScript."""
    question = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUESTION]
    kind = request.GET.get("kind", "")
    if kind not in sources():
        kind = ""
    page = _page(request.GET.get("page", "1"))
    results = find(question, kinds=[kind] if kind else None, limit=PAGE, offset=(page - 1) * PAGE)
    if page > 1 and not results.hits:
        raise Http404
    context = {
        "question": question,
        "kind": kind,
        "results": results,
        "rows": [_row(hit) for hit in results.hits],
        "facets": _facets(results, question, kind),
        "correction_url": _address(results.did_you_mean),
        "page": Paginator(range(min(results.total, PAGE * LAST_PAGE)), PAGE).page(page),
    }
    response = render(request, "website/search.html", context)
    if question and page == 1 and not kind:
        count = partial(note_question, question, found=results.total)
        count()
        response.when_shared = count  # type: ignore[attr-defined]
    return response


def _page(given: str) -> int:
    """The page asked for. Raises Http404 for what is no page number."""
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= LAST_PAGE:
        raise Http404
    return int(given[:6])


def _address(question: str, kind: str = "") -> str:
    asked = {"q": question, "kind": kind} if kind else {"q": question}
    return f"{reverse('website:search')}?{urlencode(asked)}"


def _row(hit: Hit) -> dict[str, Any]:
    """Everything worked out before the template, which is the dearest part of a page."""
    return {
        "title": hit.title,
        "url": hit.url,
        "tag": hit.tag,
        "provider": hit.extra.get("provider") or hit.extra.get("library") or "",
        "text": _marked(hit.snippet),
    }


def _marked(parts: Parts) -> SafeString:
    """The parts one after another, escaped, found words in <mark>; a loop in the template costs more."""
    pieces = (format_html("<mark>{}</mark>", text) if marked else text for text, marked in parts)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _facets(results: Results, question: str, chosen: str) -> list[dict[str, Any]]:
    """Everything and each kind, with what it has; nothing when there is nothing to choose between."""
    declared = sources()
    if len(results.kinds) < 2 and not chosen:
        return []
    every = {
        "label": _("Everything"),
        "count": sum(results.kinds.values()),
        "url": _address(question),
        "current": not chosen,
    }
    return [every] + [
        {
            "label": declared[kind].label,
            "count": count,
            "url": _address(question, kind),
            "current": kind == chosen,
        }
        for kind, count in results.kinds.items()
        if kind in declared
    ]

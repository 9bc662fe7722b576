"""The search page: one ranked list of everything, narrowed by kind, place, date and what is in force."""

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from mistok.lib.access import shared
from mistok.network.models import Territory
from mistok.network.places.ground import ground
from mistok.network.places.names import Named, find, meant
from mistok.network.public import place_text
from mistok.network.queries import today
from mistok.search.actions import note_question
from mistok.search.demand import LITTLE
from mistok.website import results as shaped
from mistok.website.wanted import LONGEST_QUESTION, Wanted

LAST_PAGE = shaped.MOST_READ // shaped.PAGE
LONGEST_PLACE = 80


@shared
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found for `q`, narrowed as `Wanted` reads it. Complete without JavaScript.

    `near` is a place in words: a single one leads to its code, of several the reader chooses. `was` is the
    question asked just before, when it found little: the pair is counted, nobody's name with it.
    """
    wanted = Wanted.of(request.GET)
    near = " ".join(request.GET.get("near", "").replace("\0", "").split())[:LONGEST_PLACE]
    named = find(near, ground(today())) if near else []
    if place := meant(named):
        return redirect(wanted.address(area=place.unit.code))
    number = _page(request.GET.get("page", "1"))
    results, places, known = shaped.page_of(wanted, number)
    if number > 1 and not places:
        raise Http404
    context = {
        "question": wanted.question,
        "wanted": wanted,
        "query": wanted.query(),
        "near": near,
        "named": [_offered(wanted, each) for each in named],
        "results": results,
        "rows": [shaped.row(place, wanted.question) for place in places],
        "facets": shaped.facets(results, wanted),
        "options": shaped.options(results, wanted),
        "chosen": shaped.chosen_filters(wanted, _place(wanted.area)),
        "was": wanted.question if results.total < LITTLE else "",
        "correction_url": wanted.address(question=results.did_you_mean),
        "page": Paginator(range(known), shaped.PAGE).page(number),
    }
    response = render(request, "website/search.html", context)
    if wanted.question and number == 1 and not wanted.kinds:
        was = request.GET.get("was", "")[:LONGEST_QUESTION]
        count = partial(note_question, wanted.question, found=results.total, territory=wanted.area, was=was)
        count()
        response.when_shared = count  # type: ignore[attr-defined]
    return response


def _page(given: str) -> int:
    """The page asked for. Raises Http404 for what is no page number."""
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:6]) <= LAST_PAGE:
        raise Http404
    return int(given[:6])


def _place(code: str) -> str:
    territory = Territory.objects.filter(pk=code).first() if code else None
    return place_text(territory.name, territory.category) if territory else ""


def _offered(wanted: Wanted, named: Named) -> dict[str, str]:
    """One of several places that bear the name: its address, and what it lies in."""
    around = ", ".join(unit.text for unit in named.around)
    return {"url": wanted.address(area=named.unit.code), "name": named.text, "around": around}

"""Results shaped before the template, which is the dearest part of a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import Kind, Level
from mistok.search.declarations import sources
from mistok.search.queries import Hit, Results
from mistok.search.snippets import Parts
from mistok.website.wanted import Wanted

PAGE = 15  # places
PARTS_SHOWN = 3  # articles under their act
MOST_READ = 750  # documents of the list; nobody reads so far, robots do
NOT_WORKING = frozenset({"repealed", "not_applied"})


@dataclass(slots=True)
class Together:
    """A found document with the articles of the same act that stand under it, the best first."""

    hit: Hit
    parts: list[Hit] = field(default_factory=list)


def together(hits: Iterable[Hit]) -> list[Together]:
    """One place for an act and its articles: the place of the best of them, under the act if it was found."""
    found: list[Together] = []
    acts: dict[str, Together] = {}
    for hit in hits:
        act = hit.slug if hit.kind == "act" else hit.extra.get("act_slug", "")
        place = acts.get(act) if act and not hit.why else None
        if place is None:
            found.append(place := Together(hit))
        elif hit.kind == "article":
            place.parts.append(hit)
        elif place.hit.why:  # the article that was asked for stays by itself
            found.append(place := Together(hit))
        else:
            place.parts.insert(0, place.hit)
            place.hit = hit
        if act:
            acts[act] = place
    return found


def page_of(wanted: Wanted, number: int) -> tuple[Results, list[Together], int]:
    """A page of places: the results, its places, and how many places there are – so far, if more may come.

    Where articles of few acts fill the list, more of it is read, so that a page has its fifteen places.
    """
    last = PAGE * number
    limit = last
    while True:
        results = wanted.find(limit)
        places = together(results.hits)
        is_all = limit >= min(results.total, MOST_READ)
        if is_all or len(places) >= last:
            break
        limit = min(4 * limit, MOST_READ)
    known = len(places) if is_all else max(len(places), last + 1)
    return results, places[last - PAGE : last], known


def row(place: Together, question: str) -> dict[str, Any]:
    """A place as the page shows it."""
    hit, extra = place.hit, place.hit.extra
    act = hit.slug if hit.kind == "act" else extra.get("act_slug", "")
    declared = sources().get("act")
    return {
        "title": hit.title,
        "url": hit.url,
        "tag": hit.tag,
        "note": extra.get("provider") or extra.get("library") or extra.get("named") or "",
        "within": extra.get("act", ""),
        "is_over": extra.get("status") in NOT_WORKING,
        "why": hit.why,
        "text": "" if hit.summary and hit.summary == extra.get("named") else _marked(hit.snippet),
        "parts": [{"url": part.url, "title": part.title} for part in place.parts[:PARTS_SHOWN]],
        "all_url": f"{declared.address(act)}?{urlencode({'q': question})}"
        if declared and len(place.parts) > PARTS_SHOWN
        else "",
    }


def _marked(parts: Parts) -> SafeString:
    """The parts one after another, escaped, found words in <mark>; a loop in the template costs more."""
    pieces = (format_html("<mark>{}</mark>", text) if marked else text for text, marked in parts)
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def facets(results: Results, wanted: Wanted) -> list[dict[str, Any]]:
    """Everything and each kind, with what it has; nothing when there is nothing to choose between."""
    declared = sources()
    if len(results.kinds) < 2 and not wanted.kinds:
        return []
    every = {
        "label": _("Everything"),
        "count": sum(results.kinds.values()),
        "url": wanted.address(kinds=()),
        "current": not wanted.kinds,
    }
    return [every] + [
        {
            "label": declared[kind].label,
            "count": count,
            "url": wanted.address(kinds=(kind,)),
            "current": kind in wanted.kinds,
        }
        for kind, count in results.kinds.items()
        if kind in declared
    ]


def options(results: Results, wanted: Wanted) -> dict[str, list[tuple[str, Any, int, bool]]]:
    """What the acts among the results can be narrowed by: (value, label, how many, is chosen)."""
    offered: dict[str, Any] = {"level": Level.choices, "act": Kind.choices}
    chosen = {"level": wanted.level, "act": wanted.act}
    found: dict[str, list[tuple[str, Any, int, bool]]] = {}
    for name, choices in offered.items():
        found[name] = [
            (value, capfirst(label), results.tags.get(f"{name}:{value}", 0), value == chosen[name])
            for value, label in choices
            if f"{name}:{value}" in results.tags or value == chosen[name]
        ]
    return {name: each for name, each in found.items() if each}


def chosen_filters(wanted: Wanted, place: str) -> list[dict[str, Any]]:
    """The filters that are on, each with the address without it."""
    found: list[tuple[Any, dict[str, Any]]] = []
    if wanted.area:
        found.append((place or wanted.area, {"area": ""}))
    if wanted.since:
        found.append((_("from %(day)s") % {"day": _short(wanted.since)}, {"since": None}))
    if wanted.until:
        found.append((_("till %(day)s") % {"day": _short(wanted.until)}, {"until": None}))
    if wanted.in_force:
        found.append((_("without acts that lost their force"), {"in_force": False}))
    if wanted.level:
        found.append((dict(Level.choices).get(wanted.level, wanted.level), {"level": ""}))
    if wanted.act:
        found.append((dict(Kind.choices).get(wanted.act, wanted.act), {"act": ""}))
    return [{"label": label, "url": wanted.address(**without)} for label, without in found]


def _short(day: Any) -> str:
    return f"{day:%d.%m.%Y}"

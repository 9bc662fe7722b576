"""Results shaped before the template, which is the dearest part of a page."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mistok.acts.models import Kind, Level
from mistok.search.declarations import sources
from mistok.search.queries import Hit, Results
from mistok.search.snippets import Parts
from mistok.website.wanted import Wanted

PARTS_SHOWN = 3  # articles under their act
NOT_WORKING = frozenset({"repealed", "not_applied"})


def rows(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """A row for each hit; articles stand under the act they are of when it, or another of them, is above."""
    shaped: list[dict[str, Any]] = []
    acts: dict[str, dict[str, Any]] = {}
    for hit in hits:
        act = hit.slug if hit.kind == "act" else hit.extra.get("act_slug", "")
        if hit.kind == "article" and act in acts and not hit.why:
            parts = acts[act]["parts"]
            if len(parts) < PARTS_SHOWN:
                parts.append({"url": hit.url, "title": hit.title})
            continue
        row = _row(hit)
        shaped.append(row)
        if act:
            acts.setdefault(act, row)
    return shaped


def _row(hit: Hit) -> dict[str, Any]:
    extra = hit.extra
    return {
        "title": hit.title,
        "url": hit.url,
        "tag": hit.tag,
        "note": extra.get("provider") or extra.get("library") or extra.get("named") or "",
        "within": extra.get("act", ""),
        "is_over": extra.get("status") in NOT_WORKING,
        "why": hit.why,
        "text": "" if hit.summary and hit.summary == extra.get("named") else _marked(hit.snippet),
        "parts": [],
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

"""What we are, how accessible the pages are, and what we keep about people."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from mistok.accounts.personal import registry, terms
from mistok.lib.access import shared


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept about people: where, which data, what for and how long."""

    thing: str
    data: list[str]
    purpose: Any
    keep: Any


@shared
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Mistok is and for whom."""
    return render(request, "website/about.html")


@shared
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "website/accessibility.html")


@shared
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why and how long: read from the register, so it cannot fall behind."""
    return render(request, "website/privacy.html", {"kept": _kept(), "terms": terms()})


def _kept() -> list[Kept]:
    found: dict[tuple[str, str, str], Kept] = {}
    for said in registry().values():
        thing = capfirst(str(said.model._meta.verbose_name))
        for name, personal in said.personal.items():
            key = thing, str(personal.purpose), str(personal.keep)
            kept = found.setdefault(key, Kept(thing, [], personal.purpose, personal.keep))
            kept.data.append(str(getattr(said.model._meta.get_field(name), "verbose_name", name)))
    return list(found.values())

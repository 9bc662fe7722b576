"""What we are, how accessible the pages are, and what we keep about people."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mistok.accounts.personal import registry, terms
from mistok.lib.access import shared
from mistok.ukrainian.text import sort_key

# What other people's parts of the system call by programmers' names.
THINGS: dict[str, Any] = {
    "account.EmailAddress": _("Address for signing in"),
    "account.EmailConfirmation": _("Confirmation of an address"),
    "admin.LogEntry": _("Changes of reference lists"),
    "django_tasks_database.DBTaskResult": _("Work in the background"),
    "mfa.Authenticator": _("Second factor"),
    "sessions.Session": _("Being signed in"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept about people: where, which data, what for and how long."""

    thing: str
    keep: str
    data: list[str] = field(default_factory=list)
    purposes: list[str] = field(default_factory=list)


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
    found: dict[tuple[str, str], Kept] = {}
    for label, said in registry().items():
        thing = capfirst(str(THINGS.get(label, said.model._meta.verbose_name)))
        for name, personal in said.personal.items():
            keep = str(personal.keep)
            kept = found.setdefault((thing, keep), Kept(thing, keep))
            if (purpose := str(personal.purpose)) not in kept.purposes:
                kept.purposes.append(purpose)
            words = str(getattr(said.model._meta.get_field(name), "verbose_name", ""))
            named = words != name.replace("_", " ") and label not in THINGS  # for people, not for programmers
            if named:
                kept.data.append(words)
    return sorted(found.values(), key=lambda each: sort_key(each.thing))

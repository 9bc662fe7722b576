"""Offices of registers that wait for a person: the queue, one office, and the decisions."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.opening_hours import is_readable, week
from mistok.network.actions import places
from mistok.network.forms.places_review import AbsenceForm, HoursForm, HromadaForm, WebsiteForm
from mistok.network.models import Match, Place
from mistok.network.places_review import (
    Waiting,
    candidates,
    conditions,
    first_guess,
    from_registers,
    may_review,
    waiting,
    waiting_counts,
)

OFFICES_ON_PAGE = 30
TABS = {
    Waiting.HROMADA: gettext_lazy("hromada not found"),
    Waiting.HOURS: gettext_lazy("timetable not read"),
    Waiting.WEBSITE: gettext_lazy("web address in doubt"),
    Waiting.ABSENT: gettext_lazy("not in the last edition"),
}


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Offices that wait, a tab for each reason."""
    _reviewer(request)
    counts = waiting_counts()
    first = next((why for why, number in counts.items() if number), Waiting.HROMADA)
    asked = request.GET.get("q", "")[:100]
    why = request.GET.get("why", first)
    if why not in TABS:
        raise Http404
    page = Paginator(waiting(Waiting(why), asked), OFFICES_ON_PAGE).get_page(request.GET.get("page"))
    tabs = [
        {
            "label": label,
            "url": reverse("network:places-review", query={"why": each}),
            "current": each == why,
            "count": counts[each],
        }
        for each, label in TABS.items()
    ]
    context = {"tabs": tabs, "why": why, "asked": asked, "page": page, "everything": sum(counts.values())}
    return render(request, "network/places_review/queue.html", context)


@require_safe
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """One office: what the register gives beside what was made of it, and what may be decided."""
    _reviewer(request)
    return _page(request, _place(slug))


@require_POST
def hromada(request: HttpRequest, slug: str) -> HttpResponse:
    """Tie the office to the chosen hromada."""
    user, place = _reviewer(request), _place(slug)
    form = HromadaForm(request.POST)
    if not form.is_valid():
        return _page(request, place, hromada_form=form)
    places.set_hromada(place=place, territory=form.cleaned_data["territory"], by=user)
    return _saved(request, place, Waiting.HROMADA)


@require_POST
def hours(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the hours, or only show how they read."""
    user, place = _reviewer(request), _place(slug)
    form = HoursForm(request.POST, instance=_place(slug))
    if not form.is_valid() or "look" in request.POST:
        return _page(request, place, hours_form=form)
    places.set_hours(place=place, **form.cleaned_data, by=user)
    return _saved(request, place, Waiting.HOURS)


@require_POST
def website(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the web address, or that there is none."""
    user, place = _reviewer(request), _place(slug)
    form = WebsiteForm(request.POST)
    if not form.is_valid():
        return _page(request, place, website_form=form)
    places.set_website(place=place, website=form.cleaned_data["website"], by=user)
    return _saved(request, place, Waiting.WEBSITE)


@require_POST
def absence(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what became of an office that the register no longer has."""
    user, place = _reviewer(request), _place(slug)
    if not _waits(place, Waiting.ABSENT):
        raise Http404
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _page(request, place, absence_form=form)
    places.settle_absence(place=place, state=form.cleaned_data["state"], by=user)
    return _saved(request, place, Waiting.ABSENT)


def _page(request: HttpRequest, place: Place, **bound: Any) -> HttpResponse:
    hours_form = bound.get("hours_form") or HoursForm(instance=place)
    spec = str(hours_form["opening_hours"].value() or "")
    asked = request.GET.get("hromada", "")[:60] or first_guess(place)
    context = {
        "place": place,
        "asked": asked,
        "candidates": candidates(asked, place),
        "is_matched": place.match != Match.NONE,
        "hours_form": hours_form,
        "week": week(spec) if is_readable(spec) else [],
        "website_form": bound.get("website_form") or WebsiteForm(initial={"website": place.website}),
        "absence_form": bound.get("absence_form") or AbsenceForm(initial={"state": place.state}),
        "hromada_form": bound.get("hromada_form"),
        "is_absent": _waits(place, Waiting.ABSENT),
    }
    wrong = any(form.errors for form in bound.values())
    return render(request, "network/places_review/office.html", context, status=422 if wrong else 200)


def _waits(place: Place, why: Waiting) -> bool:
    return from_registers().filter(conditions()[why], pk=place.pk).exists()


def _saved(request: HttpRequest, place: Place, why: Waiting) -> HttpResponse:
    """Back to the queue, where the next one waits."""
    messages.success(request, _("“%(office)s” is saved.") % {"office": place})
    return redirect(reverse("network:places-review", query={"why": why}))


def _place(slug: str) -> Place:
    offices = from_registers().select_related("organisation", "territory__parent__parent")
    return get_object_or_404(offices, slug=slug)


def _reviewer(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not may_review(user):
        raise Http404
    return user

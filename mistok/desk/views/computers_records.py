"""Sessions of a day, from paper, corrected; the power cut; the places of a point and their rule."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import computers_records as actions
from mistok.desk.actions.computers import end_all
from mistok.desk.actions.encounters import Refused
from mistok.desk.forms.computers import CutForm, PastForm, PlaceForm, RuleForm, SessionForm
from mistok.desk.models import ComputerPlace, VoidReason
from mistok.desk.queries.computers import (
    board_of,
    may_revise_session,
    places_for,
    points_with_computers,
    rule_of,
    sessions_for,
    sessions_on,
)
from mistok.desk.queries.encounters import may_at
from mistok.desk.views.computers import FORM, here
from mistok.lib.identifiers import uuid7
from mistok.network.permissions import Permission


@require_safe
def day(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """Sessions of a day with their minutes; forgotten ones stand first."""
    point = here(request, slug, Permission.SEE_FIGURES)
    today = timezone.localdate()
    day = day or today
    context = {
        "point": point,
        "day": day,
        "found": sessions_on(point, day),
        "before": day - timedelta(days=1) if day > point.opened_on else None,
        "after": day + timedelta(days=1) if day < today else None,
        "records_here": may_at(request.user, Permission.RECORD_HELP, point),
        "corrects_others": may_at(request.user, Permission.CORRECT_OTHERS, point),
    }
    return render(request, "desk/computers/day.html", context)


@require_http_methods(FORM)
def session_past(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down a session from paper."""
    point = here(request, slug)
    sent = request.POST if request.method == "POST" else None
    form = PastForm(sent, point=point, initial={"uuid": uuid7()})
    if sent is not None and form.is_valid():
        try:
            written = actions.record_past(by=_me(request), **form.facts())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The session is written down."))
            if "more" in sent:
                return redirect("desk:computer-session-past", slug)
            return redirect("desk:computers-past-day", slug, written.day)
    context = {"point": point, "form": form}
    return render(request, "desk/computers/past.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def session_correction(request: HttpRequest, key: UUID) -> HttpResponse:
    """Set the place or the times right; the old record stays in the list of the day."""
    mine = sessions_for(request.user, Permission.SEE_FIGURES)
    session = get_object_or_404(
        mine.select_related("point__organisation", "place", "staff", "superseded_by"), pk=key
    )
    if session.starts_at is None or not may_revise_session(request.user, session):
        raise PermissionDenied(_("A record is set right by its author on the same day, later by the head."))
    sent = request.POST if request.method == "POST" else None
    form = SessionForm(sent, session=session)
    form.initial["uuid"] = uuid7()
    if sent is not None and form.is_valid():
        try:
            new = actions.correct(session, by=_me(request), **form.facts())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The session is corrected."))
            return redirect("desk:computers-past-day", session.point.slug, new.day)
    context = {
        "session": session,
        "point": session.point,
        "form": form,
        "reasons": [choice for choice in VoidReason.choices if choice[0] != VoidReason.UNDO],
    }
    return render(request, "desk/computers/correction.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def power_cut(request: HttpRequest, slug: str) -> HttpResponse:
    """All sessions ended at one moment: the power went off."""
    point = here(request, slug)
    sent = request.POST if request.method == "POST" else None
    form = CutForm(sent, initial={"at": timezone.localtime().time()})
    if sent is not None and form.is_valid():
        try:
            ended = end_all(by=_me(request), point=point, at=form.moment())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Sessions ended by the power cut: %(number)s.") % {"number": ended})
            return redirect("desk:computers", slug)
    context = {"point": point, "form": form, "board": board_of(point)}
    return render(request, "desk/computers/power_cut.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def settings(request: HttpRequest, slug: str) -> HttpResponse:
    """The rule of the point and its places."""
    point = here(request, slug, Permission.MANAGE_POINTS)
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule_of(point))
    if request.method == "POST" and form.is_valid():
        actions.save_rule(form.save(commit=False), by=_me(request))
        messages.success(request, _("The rule is saved. Sessions that go on keep their time."))
        return redirect("desk:computers-settings", slug)
    context = {
        "point": point,
        "form": form,
        "places": point.computer_places.filter(retired_on=None).select_related("equipment"),
        "is_public": points_with_computers().filter(pk=point.pk).exists(),
    }
    return render(request, "desk/computers/settings.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def place_add(request: HttpRequest, slug: str) -> HttpResponse:
    """One more computer."""
    point = here(request, slug, Permission.MANAGE_POINTS)
    count = point.computer_places.filter(retired_on=None).count()
    place = ComputerPlace(point=point, order=(count + 1) * 10)
    return _place_page(request, place, {"name": _("Computer %(number)s") % {"number": count + 1}})


@require_http_methods(FORM)
def place_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Its name, what is special, the thing of the inventory."""
    return _place_page(request, _managed(request, key), {})


@require_POST
def place_retire(request: HttpRequest, key: UUID) -> HttpResponse:
    """The place is no more."""
    place = _managed(request, key)
    try:
        actions.retire_place(place, by=_me(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The place is taken off; its sessions stay counted."))
    return redirect("desk:computers-settings", place.point.slug)


def _place_page(request: HttpRequest, place: ComputerPlace, initial: dict[str, object]) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = PlaceForm(sent, instance=place, point=place.point, initial=initial)
    if sent is not None and form.is_valid():
        actions.save_place(form.save(commit=False), by=_me(request))
        messages.success(request, _("Saved."))
        return redirect("desk:computers-settings", place.point.slug)
    context = {"point": place.point, "place": place, "form": form, "is_new": place._state.adding}
    return render(request, "desk/computers/place.html", context, status=422 if form.errors else 200)


def _managed(request: HttpRequest, key: UUID) -> ComputerPlace:
    mine = places_for(request.user, Permission.MANAGE_POINTS).select_related("point__organisation")
    return get_object_or_404(mine, pk=key)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

"""The board of computers: sit down, stay longer, go; the line and bookings. Each act is one tap."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import computers as actions
from mistok.desk.actions import computers_records as records
from mistok.desk.actions.encounters import Refused
from mistok.desk.computer_papers import slip
from mistok.desk.forms.computers import BookingForm, FaultForm, SessionVoidForm
from mistok.desk.models import ComputerPlace, ComputerSession, SessionState
from mistok.desk.queries.computers import (
    Board,
    board_of,
    may_revise_session,
    minutes_until,
    places_for,
    rule_of,
    sessions_for,
)
from mistok.desk.queries.encounters import may_at
from mistok.desk.views.slips import HtmxRequest
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_safe
def board(request: HtmxRequest, slug: str) -> HttpResponse:
    """Who sits where; asked anew every twenty seconds, or by hand without scripts."""
    point = here(request, slug)
    context = _board_context(request, board_of(point))
    template = "desk/computers/board.html"
    return render(request, f"{template}#board" if request.htmx else template, context)


@require_POST
def session_start(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody sits down at the place: the first of the line when one is named."""
    place = _place(request, key)
    waiting = None
    if named := request.POST.get("waiting"):
        line = ComputerSession.objects.filter(point=place.point, state=SessionState.WAITING)
        waiting = get_object_or_404(line, pk=_uuid(named))
    uuid = _uuid(request.POST.get("uuid", "")) or uuid7()
    started = _try(request, lambda: actions.start(by=_me(request), place=place, uuid=uuid, waiting=waiting))
    return _to_board(place.point, started)


@require_POST
def session_come(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever booked is here, perhaps for another place than the booked one."""
    session = _session(request, key)
    place = None
    if named := request.POST.get("place"):
        place = get_object_or_404(session.point.computer_places.filter(retired_on=None), pk=_uuid(named))
    came = _try(request, lambda: actions.come(by=_me(request), session=session, place=place))
    return _to_board(session.point, came)


@require_POST
def session_extend(request: HttpRequest, key: UUID) -> HttpResponse:
    """More time by the rule."""
    session = _session(request, key)
    told = request.POST.get("seen", "")
    seen = int(told) if told.isdecimal() and len(told) < 4 else None
    longer = _try(request, lambda: actions.extend(by=_me(request), session=session, seen=seen))
    if longer is not None and longer.ends_at is not None:
        until = timezone.localtime(longer.ends_at)
        messages.success(
            request,
            _("%(place)s: until %(time)s.") % {"place": longer.place, "time": f"{until:%H:%M}"},
        )
    return redirect("desk:computers", session.point.slug)


@require_POST
def session_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The person is gone."""
    session = _session(request, key)
    if (ended := _try(request, lambda: actions.end(by=_me(request), session=session))) is not None:
        messages.success(
            request,
            _("%(place)s is free. The session lasted %(minutes)s min.")
            % {"place": session.place, "minutes": ended.minutes},
        )
    return redirect("desk:computers", session.point.slug)


@require_POST
def session_give_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Out of the line, or the booking is cancelled."""
    session = _session(request, key)
    if _try(request, lambda: actions.give_up(by=_me(request), session=session)) is not None:
        messages.success(request, _("Crossed off: %(code)s.") % {"code": session.spoken_code})
    return redirect("desk:computers", session.point.slug)


@require_POST
def session_void(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a session out of all counts."""
    session = _session(request, key, Permission.SEE_FIGURES)
    if not may_revise_session(request.user, session):
        messages.error(request, _("A record is set right by its author on the same day, later by the head."))
        return redirect("desk:computers-past-day", session.point.slug, session.day)
    form = SessionVoidForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose why the record is withdrawn."))
        return redirect("desk:computer-session-correction", session.pk)
    reason = form.cleaned_data["reason"]
    if _try(request, lambda: records.void(session, by=_me(request), reason=reason)) is not None:
        messages.success(request, _("The session is withdrawn and no longer counts."))
    if request.POST.get("back") == "board":
        return redirect("desk:computers", session.point.slug)
    return redirect("desk:computers-past-day", session.point.slug, session.day)


@require_POST
def line_join(request: HttpRequest, slug: str) -> HttpResponse:
    """One more waits and gets a code."""
    point = here(request, slug)
    uuid = _uuid(request.POST.get("uuid", "")) or uuid7()
    return _to_board(point, _try(request, lambda: actions.join_line(by=_me(request), point=point, uuid=uuid)))


@require_http_methods(FORM)
def booking_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a place for later; under the form what is kept already."""
    point = here(request, slug)
    sent = request.POST if request.method == "POST" else None
    form = BookingForm(
        sent,
        point=point,
        rule=rule_of(point),
        initial={"uuid": uuid7(), "place": request.GET.get("place")},
    )
    if sent is not None and form.is_valid():
        try:
            booked = actions.book(by=_me(request), **form.facts())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _to_board(point, booked)
    context = {"point": point, "form": form, "board": board_of(point)}
    return render(request, "desk/computers/booking.html", context, status=422 if form.errors else 200)


@require_POST
def place_fault(request: HttpRequest, key: UUID) -> HttpResponse:
    """A computer does not work, or works again."""
    place = _place(request, key)
    form = FaultForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"] or ("" if "works" in request.POST else _("does not work"))
        records.mark_out(place, by=_me(request), reason=reason)
    return redirect("desk:computers", place.point.slug)


@require_safe
def session_slip(request: HttpRequest, key: UUID) -> HttpResponse:
    """The slip with the code, for printing."""
    response = HttpResponse(slip(_session(request, key)), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="talon.pdf"'
    return response


def here(request: HttpRequest, slug: str, permission: Permission = Permission.RECORD_HELP) -> ServicePoint:
    """The point, when the person may do this there; else 404."""
    return get_object_or_404(points_for(request.user, permission).select_related("organisation"), slug=slug)


def _board_context(request: HttpRequest, found: Board) -> dict[str, Any]:
    point = found.point
    context: dict[str, Any] = {
        "point": point,
        "board": found,
        "uuid": uuid7(),
        "now": found.now,
        "may_manage": may_at(request.user, Permission.MANAGE_POINTS, point),
    }
    if (told := _uuid(request.GET.get("told", ""))) is not None:
        session = ComputerSession.objects.filter(point=point, pk=told).select_related("place").first()
        if session is not None and session.state in (
            SessionState.GOING,
            SessionState.WAITING,
            SessionState.BOOKED,
        ):
            context["told"] = session
            context["told_minutes"] = minutes_until(session.ends_at, found.now) if session.ends_at else None
    return context


def _to_board(point: ServicePoint, told: ComputerSession | None) -> HttpResponse:
    """The board, with the code of whoever just got one."""
    address = reverse("desk:computers", args=[point.slug])
    return redirect(f"{address}?told={told.pk}" if told else address)


def _try[T](request: HttpRequest, act: Callable[[], T]) -> T | None:
    """What the act gave, or None when it was refused: the reason is told."""
    try:
        return act()
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
        return None


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _place(request: HttpRequest, key: UUID) -> ComputerPlace:
    mine = places_for(request.user, Permission.RECORD_HELP).select_related("point__organisation")
    return get_object_or_404(mine, pk=key)


def _session(
    request: HttpRequest, key: UUID, permission: Permission = Permission.RECORD_HELP
) -> ComputerSession:
    mine = sessions_for(request.user, permission).select_related("point__organisation", "place", "staff")
    return get_object_or_404(mine, pk=key)

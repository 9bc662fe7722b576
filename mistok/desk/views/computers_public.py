"""Free and busy computers for everybody, and one’s own time by the code on the slip."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from mistok.desk.actions import computers as actions
from mistok.desk.actions.encounters import Refused
from mistok.desk.models import ComputerSession, SessionState
from mistok.desk.queries.computers import (
    Board,
    board_of,
    cleaned_code,
    minutes_until,
    place_in_line,
    points_with_computers,
    session_by_code,
)
from mistok.desk.views.slips import HtmxRequest
from mistok.lib.access import public
from mistok.lib.pacing import is_over, may_do
from mistok.network.models import ServicePoint

TIME = "desk/computers/time.html"
LOOKS, LOOK_SECONDS = 60, 600  # wrong codes from one address: a whole library may stand behind one


@public
@never_cache
@require_safe
def free(request: HtmxRequest, slug: str) -> HttpResponse:
    """Which computers of a point are free, and when the next one will be."""
    context = {"board": board_of(_point(slug))}
    template = "desk/computers/free.html"
    return render(request, f"{template}#seats" if request.htmx else template, context)


@public
@never_cache
@require_safe
def screen(request: HtmxRequest, slug: str) -> HttpResponse:
    """The same for a large screen in the hall, with the codes that are called."""
    context = {"board": board_of(_point(slug))}
    template = "desk/computers/screen.html"
    return render(request, f"{template}#screen" if request.htmx else template, context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def time_left(request: HtmxRequest, slug: str) -> HttpResponse:
    """Minutes left for the code; more time may be asked for. Nobody’s name is asked or known."""
    point = _point(slug)
    sent = request.POST if request.method == "POST" else request.GET
    code = cleaned_code(sent.get("code", ""))
    context: dict[str, object] = {"point": point, "code": code}
    status = 200
    if code and is_over(request, "computer-code", most=LOOKS):
        context["problem"] = _("Too many codes were tried from your network. Wait ten minutes.")
        status = 429
    elif code:
        session = session_by_code(point, code)
        if session is None:
            may_do(request, "computer-code", most=LOOKS, seconds=LOOK_SECONDS)
            context["problem"] = _("There is no such code now. Look at your slip or ask the librarian.")
            status = 404 if request.method == "POST" else 200
        elif request.method == "POST":
            return _asked(request, point, session)
        else:
            context |= _told(session, board_of(point))
    elif request.method == "POST":
        context["problem"] = _("Type the code from your slip.")
        status = 422
    if request.htmx and status == 200 and "session" not in context:  # it ended: the page shows it whole
        return HttpResponseClientRefresh()
    template = "desk/computers/time.html#left" if request.htmx and "session" in context else TIME
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked(request: HttpRequest, point: ServicePoint, session: ComputerSession) -> HttpResponse:
    try:
        actions.ask_for_more(session)
    except Refused as refusal:
        context: dict[str, object] = {"point": point, "code": session.code}
        context["problem"] = " ".join(refusal.messages)
        context |= _told(session, board_of(point))
        return render(request, TIME, context, status=422)
    return redirect(f"{reverse('desk:computers-time', args=[point.slug])}?code={session.code}")


def _told(session: ComputerSession, board: Board) -> dict[str, object]:
    told: dict[str, object] = {"session": session, "board": board}
    if session.state == SessionState.GOING and session.ends_at is not None:
        told["minutes"] = minutes_until(session.ends_at, board.now)
        try:
            actions.more_time(session, board.rule, board.now)
        except Refused:
            told["may_ask"] = False
        else:
            told["may_ask"] = True
    if session.state == SessionState.WAITING:
        told["number"] = place_in_line(board, session)
        told["called_to"] = next(
            (seat.place for seat in board.called if seat.called and seat.called.pk == session.pk), None
        )
    return told


def _point(slug: str) -> ServicePoint:
    return get_object_or_404(points_with_computers(), slug=slug)

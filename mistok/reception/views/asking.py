"""A resident leaves a question: the form, a look at it before sending, and then the page under the code."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mistok.directory.models import Service
from mistok.lib.access import public
from mistok.lib.identifiers import uuid7
from mistok.lib.pacing import may_do
from mistok.network.models import ServicePoint
from mistok.reception.actions import asking as actions
from mistok.reception.forms.asking import AskForm
from mistok.reception.models import AnswerBy, Channel, Matter
from mistok.reception.queries.answers import similar
from mistok.reception.queries.places import main_point, nearest

FORM = ["GET", "HEAD", "POST"]
MOST, SECONDS = 10, 3600  # questions from one address in an hour: a whole library may stand behind one
LONGEST = 300
SUGGESTED = 3  # the question itself must stay in sight


@dataclass(frozen=True, slots=True)
class Way:
    """Where the question goes: the point, how far it is, and others that are near."""

    point: ServicePoint | None
    distance: str = ""
    others: tuple[tuple[ServicePoint, str], ...] = ()
    is_place_unknown: bool = False


@public
@never_cache
@require_http_methods(FORM)
def ask(request: HttpRequest) -> HttpResponse:
    """The question is written, looked at together with what is answered already, and sent."""
    if request.method != "POST":
        return _page(request, AskForm(initial=_initial(request)))
    form = AskForm(request.POST)
    if "change" in request.POST:
        return _page(request, AskForm(initial=request.POST.dict()))
    if not form.is_valid():
        return _page(request, form, 422)
    way = _way(form.cleaned_data)
    if way.point is None:
        form.add_error(None, _("No library of the network answers questions now. Try again later."))
        return _page(request, form, 422)
    if "send" not in request.POST:
        return _check(request, form, way)
    return _send(request, form, way.point)


def _send(request: HttpRequest, form: AskForm, point: ServicePoint) -> HttpResponse:
    if not may_do(request, "question", most=MOST, seconds=SECONDS):
        form.add_error(None, _("Too many questions came from your network. Try again in an hour."))
        return _page(request, form, 429)
    said = form.cleaned_data
    try:
        received = actions.receive(
            uuid=said["uuid"],
            point=point,
            text=said["text"],
            matter=Matter(said["matter"]),
            channel=Channel.WEB,
            contact=form.contact(),
            service=_service(said["service"]),
        )
    except actions.Conflict:  # the page was opened once and sent with two different questions
        again = request.POST.copy()
        again["uuid"] = str(uuid7())
        return _check(request, form, _way(said), again)
    if received.created:
        messages.success(request, _("We have your question."))
    return redirect("reception:question-track", received.case.code)


def _page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    service = _service(str(form["service"].value() or ""))
    return render(request, "reception/public/ask.html", {"form": form, "service": service}, status=status)


def _check(request: HttpRequest, form: AskForm, way: Way, kept: Any = None) -> HttpResponse:
    """What will be sent, where to, and what is answered already."""
    skipped = {"csrfmiddlewaretoken", "send", "change", "check", "point"}
    data = kept or request.POST
    context = {
        "said": form.cleaned_data,
        "matter": Matter(form.cleaned_data["matter"]).label,
        "answer_by": AnswerBy(form.cleaned_data["answer_by"]).label,
        "way": way,
        "kept": [(name, value) for name, value in data.items() if name not in skipped],
        "similar": similar(form.cleaned_data["text"])[:SUGGESTED],
        "service": _service(form.cleaned_data["service"]),
    }
    return render(request, "reception/public/check.html", context)


def _way(said: dict[str, Any]) -> Way:
    """The point chosen; else the nearest to the place; else the one that answers for the network."""
    if said["point"] is not None:
        return Way(said["point"])
    if said["place"]:
        near = nearest(said["place"])
        if near.points:
            (point, distance), *others = near.points
            return Way(point, distance, tuple(others))
        return Way(main_point(), is_place_unknown=True)
    return Way(main_point())


def _service(slug: str) -> Service | None:
    slug = slug.replace("\0", "")[:80]
    if not slug:
        return None
    return Service.objects.filter(slug=slug, is_draft=False, retired_on=None).first()


def _initial(request: HttpRequest) -> dict[str, Any]:
    """What a link to this page may fill in: the point, the service, words that the search did not find."""
    asked = {name: request.GET.get(name, "").replace("\0", "")[:LONGEST] for name in ("point", "service")}
    text = request.GET.get("text", "").replace("\0", "")[:LONGEST]
    return {**asked, "text": text, "uuid": uuid7()}

"""Something is wrong: a reader says it, a colleague takes it and answers, the reader sees the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory.actions import suggestions as actions
from mistok.directory.forms.suggestions import SuggestionAnswerForm, SuggestionForm
from mistok.directory.models import Service, Suggestion, SuggestionKind, SuggestionState
from mistok.lib.access import public
from mistok.lib.pacing import may_do
from mistok.network.models import Place, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import is_staff, may

FORM = ["GET", "HEAD", "POST"]
ON_PAGE = 30
MOST, SECONDS = 10, 3600  # messages from one address in an hour: a whole library may stand behind one
LOOKS, LOOK_SECONDS = 60, 600
ABOUT: dict[str, Any] = {
    "service": Service.objects.filter(is_draft=False),
    "point": ServicePoint.objects.all(),
    "place": Place.objects.all(),
}
SHOWS = ("open", "answered", "all")


@public
@never_cache
@require_http_methods(FORM)
def suggest(request: HttpRequest) -> HttpResponse:
    """The form of a reader, or of a colleague. What was typed stays when something has to be corrected."""
    about = _about(request)
    form = SuggestionForm(request.POST if request.method == "POST" else None, initial=_initial(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_do(request, "suggest", most=MOST, seconds=SECONDS):
            said = form.cleaned_data
            person = request.user if isinstance(request.user, User) and is_staff(request.user) else None
            suggestion = actions.send_suggestion(
                kind=SuggestionKind(said["kind"]),
                text=said["text"],
                email=said["email"],
                about=about,
                by=person,
            )
            return redirect("directory:suggestion-detail", suggestion.code)
        form.add_error(None, _("Too many messages came from your network. Try again in an hour."))
        status = 429
    elif form.errors:
        status = 422
    context = {"form": form, "about": about, "back": about.get_absolute_url() if about else None}
    return render(request, "directory/suggest.html", context, status=status)


@public
@never_cache
@require_safe
def suggestion_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a message, for whoever holds its code."""
    if not may_do(request, "suggestion", most=LOOKS, seconds=LOOK_SECONDS):
        return render(request, "directory/suggestion_detail.html", {"is_too_often": True}, status=429)
    known = "".join(each for each in code.upper() if each.isalnum())
    suggestion = get_object_or_404(_with_things(), code=known)
    about = suggestion.service or suggestion.point or suggestion.place
    response = render(request, "directory/suggestion_detail.html", {"suggestion": suggestion, "about": about})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def suggestion_list(request: HttpRequest) -> HttpResponse:
    """What readers wrote, the oldest without an answer first."""
    _colleague(request)
    show = request.GET.get("show", "open")
    show = show if show in SHOWS else "open"
    found = _with_things().select_related("taken_by", "from_staff")
    if show == "answered":
        found = found.filter(state=SuggestionState.ANSWERED).order_by("-answered_at")
    elif show == "open":
        found = found.exclude(state=SuggestionState.ANSWERED).order_by("created_at")
    else:
        found = found.order_by("-created_at")
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/suggestions.html", {"page": page, "show": show})


@require_http_methods(FORM)
def suggestion_answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """One message: mend the card, then answer."""
    person = _colleague(request)
    suggestion = get_object_or_404(_with_things().select_related("taken_by"), pk=key)
    form = SuggestionAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_suggestion(suggestion=suggestion, by=person, answer=form.cleaned_data["answer"])
        except actions.AnsweredError:
            messages.warning(request, _("A colleague has answered already."))
        else:
            messages.success(request, _("The answer is given."))
        return redirect("directory:suggestion-list")
    context = {
        "form": form,
        "suggestion": suggestion,
        "about": suggestion.service or suggestion.point or suggestion.place,
        "mend": _where_to_mend(person, suggestion),
    }
    return render(request, "directory/suggestion_answer.html", context, status=422 if form.errors else 200)


@require_POST
def suggestion_take(request: HttpRequest, key: UUID) -> HttpResponse:
    """“I work on it.”"""
    person = _colleague(request)
    suggestion = get_object_or_404(Suggestion, pk=key)
    if not actions.take_suggestion(suggestion=suggestion, by=person):
        messages.warning(request, _("A colleague works on it already."))
    return redirect("directory:suggestion-answer", suggestion.pk)


def _about(request: HttpRequest) -> Any:
    """The card, point or office that the address names; 404 for one that there is not."""
    for name, things in ABOUT.items():
        if slug := request.GET.get(name, ""):
            return get_object_or_404(things, slug=slug[:100])
    return None


def _initial(request: HttpRequest) -> dict[str, str]:
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in SuggestionKind.values else {}


def _where_to_mend(person: User, suggestion: Suggestion) -> str:
    service = suggestion.service
    if service is not None and not service.retired_on and may(person, Permission.PROPOSE_SERVICES):
        return reverse("directory:service-edit", args=[service.slug])
    return ""


def _with_things() -> Any:
    return Suggestion.objects.select_related("service", "point", "place")


def _colleague(request: HttpRequest) -> User:
    """Whoever keeps or confirms cards; 404 for others."""
    wanted = (Permission.EDIT_DIRECTORY, Permission.CONFIRM_SERVICES)
    if not isinstance(request.user, User) or not any(may(request.user, each) for each in wanted):
        raise Http404
    return request.user

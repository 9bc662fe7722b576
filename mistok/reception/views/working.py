"""Acts on one question: take, put back, hand over, note, contact, phone call, close."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mistok.accounts.models import User
from mistok.network.permissions import Permission
from mistok.network.views import staff
from mistok.reception.actions import working as actions
from mistok.reception.forms.working import CloseForm, HandOverForm, NoteForm
from mistok.reception.models import AnswerBy, Case, Matter
from mistok.reception.queries.cases import cases_for, may_work, whole
from mistok.reception.views.queue import FORM, case_page

HANDED_OVER = "handed_over"  # in the session: the question that the person gave away last


@require_POST
def claim(request: HttpRequest, key: UUID) -> HttpResponse:
    """“I will answer it.”"""
    person, case = here(request, key)
    try:
        actions.claim(case=case, by=person)
    except actions.Moved:
        messages.warning(request, _("A colleague was first: the question is taken."))
    return redirect(case)


@require_POST
def release(request: HttpRequest, key: UUID) -> HttpResponse:
    """Back into the queue."""
    person, case = here(request, key)
    return _done(request, case, lambda: actions.release(case=case, by=person), _("Back in the queue."))


@require_http_methods(FORM)
def hand_over(request: HttpRequest, key: UUID) -> HttpResponse:
    """To a colleague or to another point. Pressed twice, the second finds it in other hands already."""
    if request.method == "POST" and request.session.get(HANDED_OVER) == str(key):
        return redirect("reception:case-list")
    person, case = workable(request, key)
    form = HandOverForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        to, desk = form.chosen()
        note = form.cleaned_data["note"]
        response = _done(
            request,
            case,
            lambda: actions.hand_over(case=case, by=person, to=to, desk=desk, note=note),
            _("The question is handed over."),
            "reception:case-list",
        )
        request.session[HANDED_OVER] = str(key)
        return response
    request.session.pop(HANDED_OVER, None)
    return one_form(request, case, form, _("Hand over the question"), _("Hand over"))


@require_POST
def matter(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is asked, and so the term."""
    person, case = workable(request, key)
    wanted = request.POST.get("matter", "")
    if wanted not in Matter.values:
        return redirect(case)
    return _done(
        request,
        case,
        lambda: actions.set_matter(case=case, by=person, matter=wanted),
        _("The term is changed."),
    )


@require_POST
def note(request: HttpRequest, key: UUID) -> HttpResponse:
    """A word for colleagues."""
    person, case = here(request, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return case_page(request, person, get_object_or_404(whole(cases_for(person)), pk=key), note_form=form)
    actions.add_note(case=case, by=person, text=form.cleaned_data["text"])
    return redirect(case)


@never_cache
@require_POST
def contact(request: HttpRequest, key: UUID) -> HttpResponse:
    """The name and the contact of whoever asked; the look is written into the journal."""
    person, case = here(request, key)
    try:
        actions.see_contact(case=case, by=person)
    except PermissionDenied:
        raise Http404 from None
    return case_page(request, person, get_object_or_404(whole(cases_for(person)), pk=key), shows_contact=True)


@require_POST
def tell(request: HttpRequest, key: UUID, letter: UUID) -> HttpResponse:
    """“I phoned and told it.”"""
    person, case = here(request, key)
    message = get_object_or_404(case.messages, pk=letter, way=AnswerBy.PHONE)
    return _done(
        request,
        case,
        lambda: actions.tell(message=message, by=person),
        _("Noted: the person knows the answer."),
    )


@require_http_methods(FORM)
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """End it without an answer."""
    person, case = workable(request, key)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _done(
            request,
            case,
            lambda: actions.close(case=case, by=person, reason=reason),
            _("The question is closed."),
            "reception:case-list",
        )
    return one_form(request, case, form, _("Close without an answer"), _("Close the question"))


def here(request: HttpRequest, key: UUID) -> tuple[User, Case]:
    """The person and a question at one of the person’s desks; 404 for others."""
    person = staff.person(request, Permission.RECORD_HELP)
    found = cases_for(person).select_related("desk__organisation", "point", "claimed_by", "service")
    return person, get_object_or_404(found, pk=key)


def workable(request: HttpRequest, key: UUID) -> tuple[User, Case]:
    """The same, for whoever may work on the question; 404 for colleagues who do not hold it."""
    person, case = here(request, key)
    if not may_work(person, case):
        raise Http404
    return person, case


def one_form(request: HttpRequest, case: Case, form: Any, title: str, button: str) -> HttpResponse:
    """A page of one form about the question."""
    context = {"case": case, "form": form, "title": title, "button": button}
    return render(request, "reception/staff/one_form.html", context, status=422 if form.errors else 200)


def _done(
    request: HttpRequest, case: Case, act: Callable[[], object], said: str, then: str = ""
) -> HttpResponse:
    """Do it and say so; what changed meanwhile is said too."""
    try:
        act()
    except PermissionDenied:
        raise Http404 from None
    except actions.Moved:
        messages.warning(request, _("The question has changed meanwhile: look at it again."))
        return redirect(case)
    messages.success(request, said)
    return redirect(then or case)

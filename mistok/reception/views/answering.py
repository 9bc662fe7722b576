"""Letters to whoever asked: a question back, the answer, where to turn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mistok.lib.identifiers import uuid7
from mistok.reception import choosing
from mistok.reception.actions import answering as actions
from mistok.reception.actions.working import Moved
from mistok.reception.forms.answering import AnswerForm, AskBackForm, ReferralForm, SourcesForm
from mistok.reception.models import AnswerBy, Case
from mistok.reception.queries.answers import public_answers, similar
from mistok.reception.queries.cases import bodies
from mistok.reception.views.queue import FORM
from mistok.reception.views.working import one_form, workable


@require_http_methods(FORM)
def ask_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """What has to be known first; the term stands still until the reply."""
    person, case = workable(request, key)
    form = AskBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.ask_back(case=case, by=person, uuid=said["uuid"], text=said["text"])
        except Moved:
            messages.warning(request, _("The question has changed meanwhile: look at it again."))
        else:
            messages.success(request, _told(case))
        return redirect(case)
    return one_form(request, case, form, _("Ask the person"), _("Send"))


@require_http_methods(FORM)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The answer, with its sources."""
    return _letter(request, key, AnswerForm)


@require_http_methods(FORM)
def refer(request: HttpRequest, key: UUID) -> HttpResponse:
    """“Not ours”: which body decides, and how to reach it."""
    return _letter(request, key, ReferralForm)


def _letter(request: HttpRequest, key: UUID, kind: type[SourcesForm]) -> HttpResponse:
    person, case = workable(request, key)
    posted = request.POST if request.method == "POST" else None
    looked_for = posted.get("find", "") if posted is not None else ""
    chosen = posted.getlist("sources") if posted is not None else []
    found = choosing.choices(looked_for or case.text, chosen)
    if posted is None or "look" in posted:  # nothing is checked yet, and nothing typed is lost
        typed: dict[str, Any] = {"uuid": uuid7(), "text": _begun(request)}
        if posted is not None:
            typed = {name: posted.get(name, "") for name in ("uuid", "text", "find", "body")}
            typed["sources"] = chosen
        return _page(request, case, kind(initial=typed, found=found))
    form = kind(posted, found=found)
    if not form.is_valid():
        return _page(request, case, form)
    said = form.cleaned_data
    try:
        actions.answer(
            case=case,
            by=person,
            uuid=said["uuid"],
            text=said["text"],
            sources=form.documents(),
            referred_to=said.get("body"),
        )
    except Moved:
        messages.warning(request, _("The question has changed meanwhile: look at it again."))
    else:
        messages.success(request, _told(case))
    return redirect(case)


def _page(request: HttpRequest, case: Case, form: SourcesForm) -> HttpResponse:
    is_referral = isinstance(form, ReferralForm)
    context = {
        "case": case,
        "form": form,
        "is_referral": is_referral,
        "bodies": bodies() if is_referral else [],
        "similar": similar(case.text, ("answer",)),
    }
    return render(request, "reception/staff/answer.html", context, status=422 if form.errors else 200)


def _begun(request: HttpRequest) -> str:
    """The words of a published answer taken over as a beginning."""
    slug = request.GET.get("from", "").replace("\0", "")[:80]
    taken = public_answers().filter(slug=slug).values_list("text", flat=True).first() if slug else None
    return taken or ""


def _told(case: Case) -> str:
    if case.answer_by == AnswerBy.EMAIL and case.email:
        return _("The letter is on its way by e-mail.")
    if case.answer_by == AnswerBy.PHONE and case.phone:
        return _("Now phone the person and tell it: the question stands in the list “To phone”.")
    return _("The person will read it by the code.")

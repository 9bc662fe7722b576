"""Answers for everybody: proposed, approved, looked at anew, withdrawn, made a guide of."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.network.permissions import Permission
from mistok.network.queries import today
from mistok.network.views import staff
from mistok.reception import choosing
from mistok.reception.actions import publishing as actions
from mistok.reception.actions.working import Moved
from mistok.reception.forms.publishing import AnswerTextForm, PublishForm, RetireForm, SendBackForm
from mistok.reception.models import Answer, AnswerState, Case, MessageKind
from mistok.reception.queries import answers as queries
from mistok.reception.queries.cases import cases_for, whole
from mistok.reception.views.queue import FORM

ON_PAGE = 30
SHOWS = ("open", "published", "proposed", "returned", "retired", "all")


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Answers of our libraries; what waits for somebody first."""
    person = staff.person(request, Permission.RECORD_HELP)
    show = request.GET.get("show", "")
    show = show if show in SHOWS else SHOWS[0]
    found = queries.narrowed(queries.answers_for(person), show).order_by(
        "review_due_on", Alphabetical("question")
    )
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    rows = [(each, each.is_due(today())) for each in page.object_list]
    context = {"page": page, "rows": rows, "show": show, "states": AnswerState.choices}
    return render(request, "reception/staff/answers.html", context)


@require_http_methods(FORM)
def propose(request: HttpRequest, key: UUID) -> HttpResponse:
    """Out of an answered question an answer for everybody."""
    person = staff.person(request, Permission.RECORD_HELP)
    case = get_object_or_404(whole(cases_for(person)), pk=key)
    given = [each for each in case.messages.all() if each.kind in (MessageKind.ANSWER, MessageKind.REFERRAL)]
    if not given:
        raise Http404
    last = given[-1]
    sources = [f"{each.document_kind}:{each.key}" for each in last.sources.all()]
    initial = {"text": last.text, "sources": sources}
    return _write(request, person, None, case, initial)


@require_http_methods(FORM)
def add(request: HttpRequest) -> HttpResponse:
    """An answer for everybody that nobody has asked here yet."""
    person = staff.person(request, Permission.RECORD_HELP)
    return _write(request, person, None, None, {})


@require_http_methods(FORM)
def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Other words."""
    person, answer = _here(request, key)
    if answer.is_retired or not queries.may_edit(person, answer):
        raise Http404
    sources = [f"{each.document_kind}:{each.key}" for each in answer.sources.all()]
    initial = {"question": answer.question, "text": answer.text, "sources": sources}
    return _write(request, person, answer, answer.case, initial)


@require_safe
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One answer as it stands, and what may be done with it."""
    person, answer = _here(request, key)
    return _page(request, person, answer)


@require_POST
def publish(request: HttpRequest, key: UUID) -> HttpResponse:
    """Everybody reads it from now on."""
    person, answer = _approved(request, key)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _page(request, person, answer, publish_form=form)
    months = form.cleaned_data["months"]
    return _done(
        request,
        answer,
        lambda: actions.publish(answer=answer, by=person, review_months=months),
        _("Everybody reads the answer now, and the search finds it."),
    )


@require_POST
def send_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """To the author, with words."""
    person, answer = _approved(request, key)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _page(request, person, answer, back_form=form)
    note = form.cleaned_data["note"]
    return _done(
        request,
        answer,
        lambda: actions.send_back(answer=answer, by=person, note=note),
        _("The answer is sent back to its author."),
    )


@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Looked at anew: it is true."""
    person, answer = _approved(request, key)
    return _done(
        request,
        answer,
        lambda: actions.confirm(answer=answer, by=person),
        _("Noted: the answer is still true."),
    )


@require_POST
def retire(request: HttpRequest, key: UUID) -> HttpResponse:
    """Nobody reads it any more."""
    person, answer = _approved(request, key)
    form = RetireForm(request.POST)
    if not form.is_valid():
        return _page(request, person, answer, retire_form=form)
    why = form.cleaned_data["why"]
    return _done(
        request,
        answer,
        lambda: actions.retire(answer=answer, by=person, why=why),
        _("The answer is withdrawn."),
    )


@require_POST
def guide(request: HttpRequest, key: UUID) -> HttpResponse:
    """A draft of a guide, to be finished in the catalogue."""
    person, answer = _here(request, key)
    made, is_new = actions.make_guide(answer=answer, by=person)
    if is_new:
        messages.success(request, _("A draft of a guide is made. Check its steps and add pictures."))
    else:
        messages.info(request, _("There is such a guide already: this is it."))
    return redirect("directory:guide-edit", made.slug)


def _write(
    request: HttpRequest, person: User, answer: Answer | None, case: Case | None, initial: dict[str, Any]
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    chosen = posted.getlist("sources") if posted is not None else initial.get("sources", [])
    looked_for = posted.get("find", "") if posted is not None else ""
    found = choosing.choices(looked_for or initial.get("question", ""), chosen)
    if posted is None or "look" in posted:
        typed = dict(initial)
        if posted is not None:
            typed = {name: posted.get(name, "") for name in ("uuid", "question", "text", "find")} | {
                "sources": chosen
            }
        form = AnswerTextForm(initial=typed, found=found, case=case)
    else:
        form = AnswerTextForm(posted, found=found, case=case)
        if form.is_valid():
            return _saved(request, person, answer, case, form)
    context = {"form": form, "answer": answer, "case": case}
    status = 422 if form.errors else 200
    return render(request, "reception/staff/answer_form.html", context, status=status)


def _saved(
    request: HttpRequest, person: User, answer: Answer | None, case: Case | None, form: AnswerTextForm
) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("question", "text")}
    sources = form.documents()
    if answer is not None:
        act = partial(actions.edit, answer=answer, by=person, sources=sources, **said)
        return _done(request, answer, act, _("The answer is saved."))
    point = case.desk if case is not None else queries.own_point(person)
    if point is None:
        raise Http404
    uuid = form.cleaned_data["uuid"] or uuid7()
    try:
        made = actions.propose(uuid=uuid, by=person, point=point, case=case, sources=sources, **said)
    except Moved:
        raise Http404 from None
    messages.success(request, _("The answer waits for the head’s approval."))
    return redirect("reception:answer-manage", made.pk)


def _page(request: HttpRequest, person: User, answer: Answer, **forms: Any) -> HttpResponse:
    context = {
        "answer": answer,
        "is_due": answer.is_due(today()),
        "may_edit": queries.may_edit(person, answer) and not answer.is_retired,
        "may_approve": queries.may_approve(person, answer),
        "publish_form": PublishForm(initial={"months": answer.review_months}),
        "back_form": SendBackForm(),
        "retire_form": RetireForm(),
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "reception/staff/answer_manage.html", context, status=status)


def _here(request: HttpRequest, key: UUID) -> tuple[User, Answer]:
    person = staff.person(request, Permission.RECORD_HELP)
    found = queries.answers_for(person).select_related("point", "author", "approved_by", "case")
    return person, get_object_or_404(found.prefetch_related("sources"), pk=key)


def _approved(request: HttpRequest, key: UUID) -> tuple[User, Answer]:
    """For whoever answers for the library; 404 for others."""
    person, answer = _here(request, key)
    if not queries.may_approve(person, answer):
        raise Http404
    return person, answer


def _done(request: HttpRequest, answer: Answer, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except PermissionDenied:
        raise Http404 from None
    except Moved:
        messages.warning(request, _("The answer has changed meanwhile: look at it again."))
    else:
        messages.success(request, said)
    return redirect("reception:answer-manage", answer.pk)

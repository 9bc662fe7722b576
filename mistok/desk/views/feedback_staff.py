"""What visitors answered; the box of a point, its papers and counted cards; the network’s question."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions import feedback as actions
from mistok.desk.actions.encounters import Refused
from mistok.desk.feedback_papers import PAPERS, paper
from mistok.desk.forms.feedback import QuestionForm, TallyForm, TallyVoidForm
from mistok.desk.kiosk import TURNED
from mistok.desk.models import FeedbackBox, FeedbackQuestion, VoidReason
from mistok.desk.queries.encounters import may_at
from mistok.desk.queries.feedback import SMALLEST, answers_for, current_question, results, tallies_for
from mistok.desk.views.computers import FORM, here
from mistok.lib.identifiers import uuid7
from mistok.network.permissions import Permission
from mistok.network.queries import may

VERSIONS = 10


@require_safe
def feedback(request: HttpRequest, slug: str) -> HttpResponse:
    """The answers of a month at a point; how to gather more."""
    point = here(request, slug, Permission.SEE_FIGURES)
    first = _month(request.GET.get("month", ""))
    last = _next(first) - timedelta(days=1)
    found = results(point, first, last)
    tallies = list(
        tallies_for(request.user, Permission.SEE_FIGURES)
        .filter(point=point, day__range=(first, last))
        .select_related("staff")
        .prefetch_related("reasons__reason")
    )
    for tally in tallies:
        tally.point = point
    me = _me(request)
    today = timezone.localdate()
    context = {
        "point": point,
        "first": first,
        "before": _before(first) if first > point.opened_on else None,
        "after": _next(first) if _next(first) <= today else None,
        "found": found,
        "question": current_question(),
        "box": FeedbackBox.objects.filter(point=point).first(),
        "tallies": [(each, actions.may_void_tally(me, each)) for each in tallies],
        "reasons": [choice for choice in VoidReason.choices if choice[0] != VoidReason.UNDO],
        "records_here": may_at(request.user, Permission.RECORD_HELP, point),
        "may_ask": may(request.user, Permission.EDIT_DIRECTORY),
        "smallest": SMALLEST,
    }
    return render(request, "desk/feedback/results.html", context)


@require_POST
def box_open(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin to gather answers, or stop."""
    point = here(request, slug)
    if "close" in request.POST:
        actions.close_point_box(by=_me(request), point=point)
        messages.success(request, _("Answers are no longer taken. Those given stay."))
    else:
        actions.open_point_box(by=_me(request), point=point)
        messages.success(request, _("Answers are taken now. Print the poster or turn the screen."))
    return redirect("desk:feedback", slug)


@require_POST
def screen_turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Lock this browser to the question until the password is given."""
    point = here(request, slug)
    box = get_object_or_404(FeedbackBox, point=point, is_open=True)
    note(Event.SCREEN_TURNED, point, by=_me(request), organisation=point.organisation)
    request.session[TURNED] = box.code
    response = redirect("desk:feedback-screen", box.code)
    # The button «back» finds no page of the desk that the browser kept; what waits to be sent stays.
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def box_paper(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A poster with the code, small cards with the code, or cards to tick, as PDF."""
    point = here(request, slug)
    box = get_object_or_404(FeedbackBox.objects.select_related("point__organisation"), point=point)
    question = current_question()
    if kind not in PAPERS or question is None:
        raise Http404
    response = HttpResponse(paper(kind, box, question), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{PAPERS[kind]}.pdf"'
    return response


@require_http_methods(FORM)
def tally_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down the cards of a box."""
    point = here(request, slug)
    question = current_question()
    if question is None or not FeedbackBox.objects.filter(point=point).exists():
        messages.error(request, _("Begin to gather answers at the point first."))
        return redirect("desk:feedback", slug)
    sent = request.POST if request.method == "POST" else None
    form = TallyForm(sent, question=question, initial={"uuid": uuid7()})
    if sent is not None and form.is_valid():
        try:
            counted = actions.tally(by=_me(request), point=point, **form.facts())
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Cards counted: %(number)s.") % {"number": counted.number})
            return redirect("desk:feedback", slug)
    context = {"point": point, "form": form, "question": question}
    return render(request, "desk/feedback/tally.html", context, status=422 if form.errors else 200)


@require_POST
def tally_void(request: HttpRequest, key: UUID) -> HttpResponse:
    """Withdraw a count of cards."""
    mine = tallies_for(request.user, Permission.RECORD_HELP).select_related("point__organisation")
    counted = get_object_or_404(mine, pk=key)
    form = TallyVoidForm(request.POST)
    if form.is_valid():
        try:
            actions.void_tally(counted, by=_me(request), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The count is withdrawn and no longer counts."))
    else:
        messages.error(request, _("Choose why the record is withdrawn."))
    return redirect("desk:feedback", counted.point.slug)


@require_POST
def words_remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Erase words with somebody’s data; the answer goes on counting."""
    mine = answers_for(request.user, Permission.RECORD_HELP).select_related("point__organisation")
    given = get_object_or_404(mine, pk=key)
    actions.take_words_away(given, by=_me(request))
    messages.success(request, _("The words are erased; the answer goes on counting."))
    return redirect("desk:feedback", given.point.slug)


@require_http_methods(FORM)
def question_edit(request: HttpRequest) -> HttpResponse:
    """The one question of the network; a change makes a new version."""
    me = _me(request)
    if not may(me, Permission.EDIT_DIRECTORY):
        raise Http404
    current = current_question()
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, current=current)
    if sent is not None and form.is_valid():
        made = actions.change_question(by=me, **form.facts())
        if current is not None and made.pk == current.pk:
            messages.info(request, _("Nothing was changed."))
        else:
            messages.success(request, _("The new question is asked from now on. Print the papers anew."))
        return redirect("desk:feedback-question")
    context = {"form": form, "versions": FeedbackQuestion.objects.select_related("made_by")[:VERSIONS]}
    return render(request, "desk/feedback/edit.html", context, status=422 if form.errors else 200)


def _month(said: str) -> date:
    """The first day of «2026-11»; of this month for anything else or a month to come."""
    today = timezone.localdate()
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        return today.replace(day=1)
    return first if date(2000, 1, 1) <= first <= today else today.replace(day=1)


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

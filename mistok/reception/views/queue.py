"""The queue, one question, and questions that a librarian writes down."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mistok.accounts.models import User
from mistok.network.permissions import Permission
from mistok.network.views import staff
from mistok.reception.actions import asking as actions
from mistok.reception.forms.asking import CentreForm, EnterForm
from mistok.reception.forms.working import NoteForm
from mistok.reception.models import Case, Channel, Matter
from mistok.reception.queries import cases as queries
from mistok.reception.queries.answers import similar

FORM = ["GET", "HEAD", "POST"]
ON_PAGE = 30
EARLIER = 10
SHOWS: tuple[tuple[str, Any], ...] = (
    ("open", gettext_lazy("All that wait")),
    ("mine", gettext_lazy("Mine")),
    ("free", gettext_lazy("Nobody’s yet")),
    ("late", gettext_lazy("Late")),
    ("asked", gettext_lazy("Asked back")),
    ("call", gettext_lazy("To phone")),
    ("done", pgettext_lazy("questions", "Finished")),
    ("all", pgettext_lazy("questions", "All")),
)


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """What waits at the desks of the person, what is due first on top."""
    person = staff.person(request, Permission.RECORD_HELP)
    asked = queries.Asked(
        show=_one_of(request.GET.get("show", ""), queries.SHOWS),
        point=request.GET.get("point", "").replace("\0", "")[:80],
        text=" ".join(request.GET.get("q", "").replace("\0", "").split())[:100],
    )
    page = Paginator(queries.queue(person, asked), ON_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts(person)
    rest = {name: value for name, value in (("point", asked.point), ("q", asked.text)) if value}
    context = {
        "page": page,
        "asked": asked,
        "shows": [
            {
                "label": label,
                "url": f"?{urlencode({'show': show, **rest})}",
                "current": show == asked.show,
                "count": counts.get(show) or None,
            }
            for show, label in SHOWS
        ],
        "points": list(queries.own_points(person)),
        "is_narrowed": bool(rest),
    }
    return render(request, "reception/staff/queue.html", context)


@require_safe
def case_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One question with all that was said, and what may be done next."""
    person = staff.person(request, Permission.RECORD_HELP)
    return case_page(request, person, _case(person, key))


def case_page(request: HttpRequest, person: User, case: Case, **more: Any) -> HttpResponse:
    """The page of a question; `more` adds what one act has to show."""
    letters = list(case.messages.all())
    to_call = [each for each in letters if each.way == "phone" and each.delivered_at is None]
    sees_contact = queries.may_see_contact(person, case)
    earlier = list(queries.earlier(case, person)[:EARLIER])
    known = queries.cases_for(person).filter(pk__in=[each.pk for each in earlier])
    reachable = set(known.values_list("pk", flat=True)) if earlier else set()
    context = {
        "case": case,
        "letters": letters,
        "to_call": to_call,
        "holds": queries.holds(person, case),
        "is_head": queries.is_head(person, case),
        "may_work": queries.may_work(person, case) and not case.is_final,
        "may_see_contact": sees_contact,
        "shows_code": not case.is_final and (more.get("shows_contact") or case.entered_by_id == person.pk),
        "earlier": [(each, each.pk in reachable) for each in earlier],
        "similar": similar(case.text) if not case.is_final else [],
        "note_form": NoteForm(),
        "matters": Matter.choices,
        **more,
    }
    status = 422 if getattr(more.get("note_form"), "errors", None) else 200
    response = render(request, "reception/staff/case.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(FORM)
def case_add(request: HttpRequest) -> HttpResponse:
    """A question that came by phone or on a note."""
    person = staff.person(request, Permission.RECORD_HELP)
    points = queries.own_points(person)
    form = EnterForm(request.POST if request.method == "POST" else None, points=points)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            received = actions.receive(
                uuid=said["uuid"],
                point=said["point"],
                text=said["text"],
                matter=said["matter"],
                channel=Channel(said["channel"]),
                contact=form.contact(),
                by=person,
            )
        except actions.Conflict:
            return _sent_twice(request, form, "reception/staff/case_form.html")
        if received.created:
            number = received.case.number
            messages.success(request, _("The question is written down as № %(number)s.") % {"number": number})
        return redirect(received.case)
    context = {"form": form, "has_points": points.exists()}
    return render(request, "reception/staff/case_form.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def case_ask(request: HttpRequest) -> HttpResponse:
    """A branch asks the centre."""
    person = staff.person(request, Permission.RECORD_HELP)
    points, centres = queries.own_points(person), queries.centres_above(person)
    if not centres.exists() or not points.exists():
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = CentreForm(data, points=points, centres=centres)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            received = actions.receive(
                uuid=said["uuid"],
                point=said["point"],
                text=said["text"],
                matter=said["matter"],
                from_point=said["from_point"],
                by=person,
            )
        except actions.Conflict:
            return _sent_twice(request, form, "reception/staff/centre_form.html")
        if received.created:
            messages.success(request, _("The centre has your question."))
        return redirect("reception:case-ours")
    context = {"form": form}
    return render(request, "reception/staff/centre_form.html", context, status=422 if form.errors else 200)


@require_safe
def case_ours(request: HttpRequest) -> HttpResponse:
    """What our points asked the centre, and what was answered."""
    person = staff.person(request, Permission.RECORD_HELP)
    page = Paginator(queries.asked_by_branch(person), ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_ask": queries.centres_above(person).exists()}
    return render(request, "reception/staff/ours.html", context)


def _case(person: User, key: UUID) -> Case:
    return get_object_or_404(queries.whole(queries.cases_for(person)), pk=key)


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else known[0]


def _sent_twice(request: HttpRequest, form: Any, template: str) -> HttpResponse:
    """The page was opened once and sent with two different questions: the second needs a page of its own."""
    form.add_error(None, _("This page was sent already with another question. Open it anew and write again."))
    return render(request, template, {"form": form, "has_points": True}, status=409)

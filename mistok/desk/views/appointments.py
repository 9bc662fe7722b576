"""Appointments at the desk: the board of a day, the week, people by phone and in the line, each step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import Conflict, Item, Refused
from mistok.desk.actions import appointments as actions
from mistok.desk.forms.about import act_named
from mistok.desk.forms.appointments import (
    NOTHING,
    RECORD,
    AboutForm,
    CancelForm,
    FinishForm,
    LineForm,
    StaffPersonForm,
)
from mistok.desk.models import Appointment, AppointmentState, BookingRules, Topic, act_of
from mistok.desk.queries import may_at
from mistok.desk.queries.appointments import (
    appointments_for,
    board,
    conflicts,
    day_to_call,
    figures,
    likely_record,
    recent_records,
    to_call,
    uncalled,
    week,
)
from mistok.desk.queries.appointments_times import (
    STAFF_AHEAD,
    YEARS,
    days_from,
    free_days,
    length_of,
    moment_of,
    rules_of,
)
from mistok.lib.identifiers import uuid7
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.phones import phones
from mistok.network.queries import points_for
from mistok.network.views.staff import form_page

FORM = ["GET", "HEAD", "POST"]
DAYS = 14  # shown at once where a time is chosen
TERM = 30  # days of the figures


@require_safe
def appointment_board(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """The day: who waits, who is helped, who is expected, who is late, what is over."""
    point = _point(request, slug)
    rules = _rules(point)
    today = timezone.localdate()
    shown = _near(day or today)
    now = timezone.now()
    context = {
        **_around(request, point, "board"),
        "board": board(point, shown, rules, now),
        "rules": rules,
        "day": shown,
        "today": today,
        "is_today": shown == today,
        "is_past": shown < today,
        "before": shown - timedelta(days=1),
        "after": shown + timedelta(days=1),
        "line_form": LineForm(initial={"uuid": uuid7()}),
        "conflicts": len(conflicts(point, now)),
        "uncalled": uncalled(point, day_to_call(point, today)) if shown == today else 0,
    }
    return render(request, "desk/appointments/board.html", context)


@require_safe
def appointment_week(request: HttpRequest, slug: str, day: date | None = None) -> HttpResponse:
    """Seven days in a list for the screen and for paper."""
    point = _point(request, slug)
    shown = _near(day or timezone.localdate())
    monday = shown - timedelta(days=shown.weekday())
    today = timezone.localdate()
    context = {
        **_around(request, point, "week"),
        "days": week(point, monday),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "today": today,
        "figures": figures(point, today - timedelta(days=TERM - 1), today),
        "term": TERM,
    }
    return render(request, "desk/appointments/week.html", context)


@require_safe
def appointment_calls(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom to call: those whom a closure touches, then those who come next, or on the day asked for."""
    point = _point(request, slug)
    now = timezone.now()
    day = day_to_call(point, timezone.localdate())
    with suppress(ValueError):
        day = date.fromisoformat(request.GET.get("day", ""))
    context = {
        **_around(request, point, "calls"),
        "touched": [(each, phones(each.phone)) for each in conflicts(point, now)],
        "calls": [(each, phones(each.phone)) for each in to_call(point, day)],
        "day": day,
        "back": f"{reverse('desk:appointment-calls', args=[slug])}?day={day.isoformat()}",
    }
    return render(request, "desk/appointments/calls.html", context)


@require_http_methods(FORM)
def appointment_new(request: HttpRequest, slug: str) -> HttpResponse:
    """For somebody on the phone or at the desk: what for, a time, a name."""
    point = _point(request, slug)
    rules = _rules(point)
    is_asked = "about" in request.GET or "about-words" in request.GET
    chooser = AboutForm(request.GET if is_asked else None)
    is_chosen = is_asked and chooser.is_valid()
    subject = chooser.cleaned_data["about"] if is_chosen else None
    at = None
    with suppress(ValueError):
        at = moment_of(request.GET.get("at", "")) if is_chosen else None
    form = StaffPersonForm(request.POST if request.method == "POST" else None, initial={"uuid": uuid7()})
    if request.method == "POST" and at is not None and form.is_valid():
        try:
            made = actions.book(point=point, subject=subject, at=at, by=_person(request), **form.facts)
        except actions.TakenError as refusal:
            form.add_error(None, refusal)
        else:
            said = _("Written down. Tell the code: %(code)s.") % {"code": made.shown_code}
            messages.success(request, said)
            return redirect("desk:appointment-board-day", slug, made.day)
    base = f"?{urlencode({'about': act_named(subject)})}"
    context = {
        **_around(request, point, "new"),
        "rules": rules,
        "chooser": chooser,
        "about": act_named(subject),
        "subject": subject,
        "is_chosen": is_chosen,
        "form": form if at is not None else None,
        "at": at,
        "minutes": length_of(rules, subject),
        **_times(request, rules, length_of(rules, subject), f"{base}&at="),
    }
    return render(request, "desk/appointments/book.html", context, status=422 if form.errors else 200)


@require_POST
def appointment_line(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody came without an appointment."""
    point = _point(request, slug)
    form = LineForm(request.POST)
    back = reverse("desk:appointment-board", args=[slug])
    if not form.is_valid():
        return form_page(request, form, _("Came without an appointment"), back)
    said = form.cleaned_data
    actions.join_line(
        point=point, subject=said["about"], name=said["name"], uuid=said["uuid"], by=_person(request)
    )
    return redirect(back)


@require_http_methods(FORM)
def appointment_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another time for the same person."""
    found = _appointment(request, uuid)
    rules = _rules(found.point)
    problem, at = "", None
    if key := request.POST.get("at", "") or request.GET.get("at", ""):
        try:
            at = moment_of(key)
        except ValueError:
            problem = _("There is no such time.")
    if request.method == "POST" and at is not None:
        try:
            moved = actions.move(found, at=at, by=_person(request))
        except (actions.TakenError, actions.WrongStepError) as refusal:
            problem, at = str(refusal.message), None
        else:
            messages.success(request, _("The appointment has another time now."))
            return redirect("desk:appointment-board-day", moved.point.slug, moved.day)
    context = {
        **_around(request, found.point, "board"),
        "appointment": found,
        "phones": phones(found.phone),
        "at": at,
        "problem": problem,
        **_times(request, rules, found.minutes, "?at=", found),
    }
    return render(request, "desk/appointments/rebook.html", context, status=409 if problem else 200)


@require_http_methods(FORM)
def appointment_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the time back, saying why."""
    found = _appointment(request, uuid)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(found, reason=form.cleaned_data["reason"], by=_person(request))
        except actions.WrongStepError as refusal:
            messages.warning(request, str(refusal.message))
        else:
            messages.success(request, _("Cancelled. The time is free again."))
        return redirect("desk:appointment-board-day", found.point.slug, found.day)
    context = {
        **_around(request, found.point, "board"),
        "appointment": found,
        "phones": phones(found.phone),
        "form": form,
    }
    return render(request, "desk/appointments/call_off.html", context, status=422 if form.errors else 200)


@require_http_methods(FORM)
def appointment_finish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The help is over: counted once, by a record made here or at the desk."""
    found = _appointment(request, uuid)
    if request.method == "POST" and _is_finished(found, request.POST):  # pressed twice
        return redirect("desk:appointment-board-day", found.point.slug, found.day)
    records = recent_records(found)
    likely = likely_record(found, records)
    initial = {
        "how": str(likely.pk) if likely else RECORD,
        "about": act_of(found.subject) if found.subject else "",
        "uuid": uuid7(),
    }
    form = FinishForm(request.POST if request.method == "POST" else None, initial=initial, records=records)
    if request.method == "POST" and form.is_valid() and _finished(request, found, form):
        messages.success(request, _("The visit is over."))
        return redirect("desk:appointment-board-day", found.point.slug, found.day)
    context = {**_around(request, found.point, "board"), "appointment": found, "form": form}
    return render(request, "desk/appointments/finish.html", context, status=422 if form.errors else 200)


def _is_finished(found: Appointment, sent: QueryDict) -> bool:
    """Whether the visit ended already in the way that was sent."""
    if found.state != AppointmentState.DONE:
        return False
    if found.encounter_id is None:
        return sent.get("how") == NOTHING
    return str(found.encounter_id) in (sent.get("how"), sent.get("uuid"))


def _finished(request: HttpRequest, found: Appointment, form: FinishForm) -> bool:
    """End the visit; the reason stands in the form when it cannot be."""
    item = None
    if form.cleaned_data["how"] == RECORD:
        subject = form.cleaned_data["about"]
        item = Item(
            service=None if isinstance(subject, Topic) else subject,
            topic=subject if isinstance(subject, Topic) else None,
            outcome=form.cleaned_data["outcome"],
        )
    try:
        actions.finish(
            found, by=_person(request), encounter=form.record, item=item, uuid=form.cleaned_data["uuid"]
        )
    except (Refused, actions.WrongStepError) as refusal:
        form.add_error(None, refusal)
    except Conflict:
        form.add_error(None, _("Something else was saved from this page already. Open it again."))
    else:
        return True
    return False


@require_POST
def appointment_arrive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person has come."""
    return _stepped(request, uuid, actions.arrive)


@require_POST
def appointment_serve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The help begins: to the desk with the thing chosen, when asked so."""
    response = _stepped(request, uuid, actions.serve)
    if "desk" not in request.POST:
        return response
    found = _appointment(request, uuid)
    opened = {"open": act_of(found.subject)} if found.subject else {}
    return redirect(f"{reverse('desk:point', args=[found.point.slug])}?{urlencode(opened)}")


@require_POST
def appointment_miss(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person did not come."""
    return _stepped(request, uuid, actions.miss)


@require_POST
def appointment_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A wrong button was pressed."""
    return _stepped(request, uuid, partial(actions.put_back, seen=request.POST.get("seen", "")))


@require_POST
def appointment_called(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person was called; `called=0` takes the mark back."""
    found = _appointment(request, uuid)
    actions.mark_called(found, by=_person(request), called=request.POST.get("called") != "0")
    day = request.POST.get("day", "")
    query = f"?{urlencode({'day': day})}" if day else ""
    return redirect(f"{reverse('desk:appointment-calls', args=[found.point.slug])}{query}")


def _stepped(request: HttpRequest, uuid: UUID, step: Callable[..., Appointment]) -> HttpResponse:
    """Take the step and go back to the board of its day; a colleague may have been faster."""
    found = _appointment(request, uuid)
    try:
        step(found, by=_person(request))
    except actions.WrongStepError as refusal:
        messages.warning(request, str(refusal.message))
    return redirect(
        reverse("desk:appointment-board-day", args=[found.point.slug, found.day]) + f"#a-{found.pk}"
    )


def _near(day: date) -> date:
    """The day, if it is one of our time; else 404."""
    if day.year not in YEARS:
        raise Http404
    return day


def _appointment(request: HttpRequest, uuid: UUID) -> Appointment:
    return get_object_or_404(appointments_for(_person(request)), pk=uuid)


def _point(request: HttpRequest, slug: str) -> ServicePoint:
    mine = points_for(request.user, Permission.RECORD_HELP)
    return get_object_or_404(with_exceptions(mine.select_related("organisation")), slug=slug)


def _rules(point: ServicePoint) -> BookingRules:
    """The rules with the point whose exceptions are known."""
    rules = rules_of(point)
    rules.point = point
    return rules


def _around(request: HttpRequest, point: ServicePoint, current: str) -> dict[str, Any]:
    manages = may_at(request.user, Permission.MANAGE_POINTS, point)
    return {"point": point, "current": current, "manages": manages}


def _times(
    request: HttpRequest, rules: BookingRules, minutes: int, base: str, moving: Appointment | None = None
) -> dict[str, Any]:
    """Two weeks of free times from the day asked for; the staff may go far ahead."""
    today = timezone.localdate()
    last = today + timedelta(days=STAFF_AHEAD)
    try:
        first = date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        first = today
    first = min(max(first, today), last)
    days = [day for day in days_from(first, DAYS) if day <= last]
    since = timezone.now() - timedelta(minutes=rules.step)  # somebody stands here now
    found = free_days(rules, days, minutes, since=since, moving=moving)
    shown = [
        (day, [time for time in day.times if moving is None or time.at != moving.starts_at], number < 2)
        for number, day in enumerate(each for each in found if each.works or each.difference)
    ]
    later = first + timedelta(days=DAYS)
    query = base.rpartition("at=")[0]
    return {
        "days": shown,
        "base": base,
        "earlier_url": f"{query}since={max(today, first - timedelta(days=DAYS))}" if first > today else "",
        "later_url": f"{query}since={later}" if later <= last else "",
    }


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user

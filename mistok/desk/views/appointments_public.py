"""Booking a time without an account: point, what for, day and time, a name; then a code for all the rest."""

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mistok.desk import appointments_calendar as calendar
from mistok.desk.actions import appointments as actions
from mistok.desk.appointments_slip import slip_pdf
from mistok.desk.forms.about import act_named, subject_named
from mistok.desk.forms.appointments import PersonForm
from mistok.desk.models import Appointment, BookingRules, CancelReason, Subject
from mistok.desk.queries import current_topics, main_topics
from mistok.desk.queries.appointments import LONGEST, bookable_points, found_subjects, of_code, subjects_of
from mistok.desk.queries.appointments_times import (
    FreeDay,
    elsewhere,
    free_days,
    length_of,
    moment_of,
    rules_of,
    site_days,
    site_since,
)
from mistok.lib.access import public, shared
from mistok.lib.alphabet import Alphabetical
from mistok.lib.identifiers import uuid7
from mistok.lib.pacing import may_do
from mistok.network.hours import with_exceptions
from mistok.network.models import ServicePoint
from mistok.network.phones import phones
from mistok.network.queries import open_points

FORM = ["GET", "HEAD", "POST"]
MOST, SECONDS = 10, 3600  # appointments from one address in an hour: a whole library may stand behind one
LOOKS, LOOK_SECONDS = 60, 600  # of codes, so that they cannot be guessed
OPENED = 3  # days shown unfolded


@shared
@require_safe
def booking_start(request: HttpRequest) -> HttpResponse:
    """Points where one may book a time, and the door for those who have a code."""
    rules = bookable_points().order_by(Alphabetical("point__name"))
    context = {"rules": rules, "about": _carried(request)}
    return render(request, "desk/appointments/start.html", context)


@shared
@require_safe
def booking_service(request: HttpRequest, slug: str) -> HttpResponse:
    """What for: the usual, the other services, consultations, another question."""
    rules = _rules(slug)
    usual, services, topics = subjects_of(rules)
    asked = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    groups = [
        (_("Most often here"), usual),
        (_("Services"), services),
        (_("Consultations and lessons"), topics),
    ]
    if asked:
        groups = [(_("What was found"), found_subjects(asked, main_topics(current_topics())))]
    context = {
        "point": rules.point,
        "rules": rules,
        "asked": asked,
        "groups": [
            (title, [(act_named(each), each, length_of(rules, each)) for each in found])
            for title, found in groups
            if found
        ],
    }
    return render(request, "desk/appointments/service.html", context)


@public
@never_cache
@require_safe
def booking_times(request: HttpRequest, slug: str) -> HttpResponse:
    """Free times of the coming days; when there are none, the nearest ones of points around."""
    rules = _rules(slug)
    subject = _subject(request)
    context = {
        "point": rules.point,
        "rules": rules,
        "subject": subject,
        "about": act_named(subject),
        "minutes": length_of(rules, subject),
        "base": f"{reverse('desk:booking-new', args=[slug])}?{urlencode({'about': act_named(subject)})}&at=",
        "taken": "taken" in request.GET,
        **_offered(rules, subject),
    }
    return render(request, "desk/appointments/times.html", context)


@public
@never_cache
@require_http_methods(FORM)
def booking_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Who comes. When the time was taken meanwhile, the nearest free ones stand there and nothing is lost."""
    rules = _rules(slug)
    subject = _subject(request)
    try:
        at = moment_of(request.GET.get("at", ""))
    except ValueError:
        return redirect(_times_of(slug, subject))
    form = PersonForm(request.POST if request.method == "POST" else None, initial={"uuid": uuid7()})
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        if not may_do(request, "appointment", most=MOST, seconds=SECONDS):
            form.add_error(None, _("Too many appointments came from your network. Try again in an hour."))
            status = 429
        else:
            try:
                booked = actions.book(point=rules.point, subject=subject, at=at, **form.facts)
            except actions.TakenError as refusal:
                form.add_error(None, refusal)
                status = 409
            else:
                return redirect("desk:booking-detail", booked.shown_code)
    minutes = length_of(rules, subject)
    context = {
        "form": form,
        "point": rules.point,
        "rules": rules,
        "subject": subject,
        "at": at,
        "minutes": minutes,
        "times_url": _times_of(slug, subject),
        "nearest": _nearest(rules, subject) if status == 409 else [],
        "base": f"{reverse('desk:booking-new', args=[slug])}?{urlencode({'about': act_named(subject)})}&at=",
    }
    return render(request, "desk/appointments/new.html", context, status=status)


@public
@never_cache
@require_safe
def booking_find(request: HttpRequest) -> HttpResponseBase:
    """From the code on a slip to the page of the appointment."""
    code = request.GET.get("code", "")
    found = _looked_up(request, code) if code else None
    if isinstance(found, HttpResponseBase):
        return found
    if found is not None:
        return redirect("desk:booking-detail", found.shown_code)
    context = {"code": code, "is_unknown": bool(code)}
    return render(request, "desk/appointments/find.html", context, status=404 if code else 200)


@public
@never_cache
@require_safe
def booking_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The appointment, for whoever holds its code."""
    return _page(request, code, "desk/appointments/detail.html")


@public
@never_cache
@require_safe
def booking_slip(request: HttpRequest, code: str) -> HttpResponse:
    """A slip for paper: when, where, the code, what to bring."""
    return _page(request, code, "desk/appointments/slip.html")


@public
@never_cache
@require_safe
def booking_pdf(request: HttpRequest, code: str) -> HttpResponseBase:
    """The same slip as PDF/UA."""
    found = _of(request, code)
    if isinstance(found, HttpResponseBase):
        return found
    return _file(slip_pdf(found), "application/pdf", f"{found.shown_code}.pdf")


@public
@never_cache
@require_safe
def booking_calendar(request: HttpRequest, code: str) -> HttpResponseBase:
    """The appointment for a calendar of the phone."""
    found = _of(request, code)
    if isinstance(found, HttpResponseBase):
        return found
    return _file(calendar.for_person(found).encode(), calendar.TYPE, f"{found.shown_code}.ics")


@public
@never_cache
@require_http_methods(FORM)
def booking_move(request: HttpRequest, code: str) -> HttpResponseBase:
    """Another time: choose, then say yes."""
    found = _of(request, code)
    if isinstance(found, HttpResponseBase):
        return found
    rules = _with_hours(found.point)
    if not found.is_ahead or not rules.is_on:
        return redirect("desk:booking-detail", found.shown_code)
    problem = ""
    at = None
    if key := request.POST.get("at", "") or request.GET.get("at", ""):
        try:
            at = moment_of(key)
        except ValueError:
            problem = _("There is no such time.")
    if request.method == "POST" and at is not None:
        try:
            actions.move(found, at=at)
        except (actions.TakenError, actions.WrongStepError) as refusal:
            problem, at = str(refusal.message), None
        else:
            return redirect(f"{reverse('desk:booking-detail', args=[found.shown_code])}?moved=1")
    since = site_since(rules, timezone.now())
    days = free_days(rules, site_days(rules, timezone.now()), found.minutes, since=since, moving=found)
    context = {
        "appointment": found,
        "point": found.point,
        "at": at,
        "problem": problem,
        "days": _unfolded(days, found),
        "base": "?at=",
    }
    return _private(render(request, "desk/appointments/move.html", context, status=409 if problem else 200))


@public
@never_cache
@require_http_methods(FORM)
def booking_cancel(request: HttpRequest, code: str) -> HttpResponseBase:
    """I cannot come: the time goes to somebody else."""
    found = _of(request, code)
    if isinstance(found, HttpResponseBase):
        return found
    if request.method == "POST":
        with suppress(actions.WrongStepError):  # its page says what it is now
            actions.cancel(found, reason=CancelReason.PERSON)
        return redirect("desk:booking-detail", found.shown_code)
    if not found.is_ahead:
        return redirect("desk:booking-detail", found.shown_code)
    return _private(render(request, "desk/appointments/cancel.html", {"appointment": found}))


def _rules(slug: str) -> BookingRules:
    """The rules of an open point that receives by appointment on the site, else 404."""
    point = get_object_or_404(
        with_exceptions(open_points().select_related("organisation", "territory")), slug=slug
    )
    rules = rules_of(point)
    if not rules.is_on:
        raise Http404
    rules.point = point
    return rules


def _with_hours(point: ServicePoint) -> BookingRules:
    rules = rules_of(point)
    rules.point = with_exceptions(ServicePoint.objects.filter(pk=point.pk)).get()
    return rules


def _carried(request: HttpRequest) -> str:
    """What for, chosen on a card of the catalogue before the point."""
    act = request.GET.get("about", "")[:100]
    try:
        subject = subject_named(act)
    except LookupError:
        return ""
    return act_named(subject) if act else ""


def _subject(request: HttpRequest) -> Subject | None:
    try:
        return subject_named(request.GET.get("about", "")[:100])
    except LookupError as error:
        raise Http404 from error


def _times_of(slug: str, subject: Subject | None) -> str:
    return f"{reverse('desk:booking-times', args=[slug])}?{urlencode({'about': act_named(subject)})}"


def _offered(rules: BookingRules, subject: Subject | None) -> dict[str, Any]:
    now = timezone.now()
    minutes = length_of(rules, subject)
    days = free_days(rules, site_days(rules, now), minutes, since=site_since(rules, now))
    free = any(day.times for day in days)
    return {
        "days": _unfolded(days),
        "is_free": free,
        "elsewhere": [] if free else elsewhere(rules.point, subject, now),
        "phones": phones(rules.point.phone),
    }


def _nearest(rules: BookingRules, subject: Subject | None) -> list[Any]:
    now = timezone.now()
    days = free_days(
        rules, site_days(rules, now), length_of(rules, subject), since=site_since(rules, now)
    )  # fmt: skip
    return [time for day in days for time in day.times][:6]


def _unfolded(days: list[FreeDay], but: Appointment | None = None) -> list[tuple[FreeDay, list[Any], bool]]:
    """Days on which the point receives, each with its times (not that of `but`); the first ones open."""
    found: list[tuple[FreeDay, list[Any], bool]] = []
    for day in days:
        times = [time for time in day.times if but is None or time.at != but.starts_at]
        if day.works or day.difference:
            found.append((day, times, bool(times) and sum(each[2] for each in found) < OPENED))
    return found


def _looked_up(request: HttpRequest, code: str) -> Appointment | HttpResponseBase | None:
    """The appointment of a code; None when there is none; a page when there were too many tries."""
    if not may_do(request, "appointment-code", most=LOOKS, seconds=LOOK_SECONDS):
        return render(request, "desk/appointments/find.html", {"is_too_often": True}, status=429)
    return of_code(code)


def _of(request: HttpRequest, code: str) -> Appointment | HttpResponseBase:
    found = _looked_up(request, code)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, code: str, template: str) -> HttpResponse:
    found = _of(request, code)
    if isinstance(found, HttpResponse):
        return found
    assert isinstance(found, Appointment)
    context = {
        "appointment": found,
        "point": found.point,
        "phones": phones(found.point.phone),
        "moved": "moved" in request.GET,
        "may_move": found.is_ahead and rules_of(found.point).is_on,
        "back_url": reverse("desk:booking-detail", args=[found.shown_code]),
    }
    return _private(render(request, template, context))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _private(response)

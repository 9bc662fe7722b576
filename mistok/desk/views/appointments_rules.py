"""The rules of a point, with the next two weeks as they will be; and a colleague's own calendar address."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk import appointments_calendar as calendar
from mistok.desk.actions.appointments_calendar import make_key, person_of, withdraw_key
from mistok.desk.actions.appointments_rules import change_rules
from mistok.desk.forms.appointments_rules import RulesForm, lengths_form
from mistok.desk.models import BookingRules, CalendarKey
from mistok.desk.queries.appointments import of_calendar
from mistok.desk.queries.appointments_times import FreeDay, beginnings, days_from, free_days, rules_of
from mistok.lib.access import public
from mistok.lib.pacing import may_do
from mistok.network.hours import with_exceptions
from mistok.network.permissions import Permission
from mistok.network.queries import may, points_for

FORM = ["GET", "HEAD", "POST"]
PREVIEW = 14  # days
BEHIND = timedelta(days=30)  # how far back a calendar reaches
SHOWN_ONCE = "desk_calendar"  # in the session until it was shown once
MOST, SECONDS = 120, 600  # readings from one address: several calendars of one library


@require_http_methods(FORM)
def appointment_rules(request: HttpRequest, slug: str) -> HttpResponse:
    """How the point receives by appointment. «Preview» stores nothing."""
    mine = points_for(request.user, Permission.MANAGE_POINTS).select_related("organisation")
    point = get_object_or_404(with_exceptions(mine), slug=slug)
    rules = rules_of(point)
    rules.point = point
    sent = request.POST if request.method == "POST" else None
    form, lengths = RulesForm(sent, instance=rules), lengths_form(rules, sent)
    fits = sent is not None and all([form.is_valid(), lengths.is_valid()])
    if fits and "preview" not in request.POST:
        assert isinstance(request.user, User)
        change_rules(rules=form.instance, lengths=lengths.lengths, by=request.user)
        messages.success(request, _("Saved. People see it at once."))
        return redirect("desk:appointment-rules", slug)
    is_wrong = sent is not None and not fits
    context = {
        "point": point,
        "current": "rules",
        "manages": True,
        "form": form,
        "lengths": lengths,
        "is_preview": fits,
        "days": None if is_wrong else _preview(form.instance),
    }
    return render(request, "desk/appointments/rules.html", context, status=422 if is_wrong else 200)


@never_cache
@require_http_methods(FORM)
def calendar_key(request: HttpRequest) -> HttpResponse:
    """One's own calendar address: made or made anew by a POST, and shown once."""
    person = _helper(request)
    if request.method == "POST":
        request.session[SHOWN_ONCE] = make_key(by=person)
        return redirect("desk:appointment-calendar")
    secret = request.session.pop(SHOWN_ONCE, "")
    address = settings.SITE_URL + reverse("desk:calendar-feed", args=[secret]) if secret else ""
    context = {"address": address, "key": CalendarKey.objects.filter(person=person).first()}
    return render(request, "desk/appointments/calendar.html", context)


@require_POST
def calendar_withdraw(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    withdraw_key(by=_helper(request))
    messages.success(request, _("The address no longer works."))
    return redirect("desk:appointment-calendar")


@public
@never_cache
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Appointments of the points where the holder of the secret helps, while they help there."""
    if not may_do(request, "calendar", most=MOST, seconds=SECONDS):
        return HttpResponse(status=429)
    person = person_of(secret)
    if person is None or not may(person, Permission.RECORD_HELP):
        raise Http404
    rows = of_calendar(person, timezone.localdate() - BEHIND)
    response = HttpResponse(calendar.for_staff(rows), content_type=calendar.TYPE)
    response["X-Robots-Tag"] = "noindex"
    return response


def _preview(rules: BookingRules) -> list[tuple[FreeDay, int, int]]:
    """The coming days: free times, how many times there are in all, how many people in all."""
    now = timezone.now()
    days = free_days(rules, days_from(timezone.localdate(now), PREVIEW), rules.minutes, since=now)
    counted = [(day, len(beginnings(rules, day.day, rules.minutes))) for day in days]
    return [(day, times, times * rules.places) for day, times in counted]


def _helper(request: HttpRequest) -> User:
    """Whoever works at some desk; 404 for others."""
    if not isinstance(request.user, User) or not may(request.user, Permission.RECORD_HELP):
        raise Http404
    return request.user

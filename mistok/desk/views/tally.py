"""Counting a crowded hour: a grid of acts and plain numbers."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mistok.desk.actions import Conflict, Refused
from mistok.desk.actions.storing import is_locked
from mistok.desk.actions.tally import record_tally, undo_tally
from mistok.desk.forms.tally import TallyForm
from mistok.desk.models import VoidReason
from mistok.desk.queries.tally import all_subjects, offered, tallies_for, tallies_of
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint, VisitorCategory
from mistok.network.permissions import Permission
from mistok.network.queries import points_for


@require_http_methods(["GET", "HEAD", "POST"])
def tally(request: HttpRequest, slug: str) -> HttpResponse:
    """Count an hour of today or of a past day; the tallies of that day stand beside."""
    here = here_to_record(request, slug)
    assert request.user.is_authenticated
    day = asked_day(request, here)
    sent = request.POST if request.method == "POST" else None
    now = timezone.localtime()
    form = TallyForm(
        sent,
        acts=offered(here, day),
        categories=list(VisitorCategory.objects.all()),
        initial={"uuid": uuid7(), "day": day, "hour": str(now.hour) if day == now.date() else ""},
    )
    if sent is not None and form.is_valid():
        try:
            written = record_tally(
                by=request.user, point=here, uuid=form.cleaned_data["uuid"], counted=form.counted()
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        except Conflict:
            form.add_error(
                None, _("Something else was saved from this page already. Reload it and record again.")
            )
        else:
            saved = f"?day={written.tally.day}&saved={written.tally.pk}"
            return redirect(reverse("desk:tally", args=[slug]) + saved)
    told = tallies_of(here, day)
    context: dict[str, Any] = {
        "point": here,
        "form": form,
        "day": day,
        "today": now.date(),
        "closed": is_locked(here, day),
        "tallies": told,
        "saved": next((each for each in told if str(each.tally.pk) == request.GET.get("saved")), None),
        "names": all_subjects(),
    }
    return render(request, "desk/tally/tally.html", context, status=422 if form.errors else 200)


@require_POST
def tally_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a whole tally back."""
    mine = tallies_for(request.user).select_related("point__organisation")
    found = get_object_or_404(mine, pk=uuid)
    assert request.user.is_authenticated
    is_fresh = found.created_at.astimezone(timezone.get_default_timezone()).date() == timezone.localdate()
    try:
        undo_tally(found, by=request.user, reason=VoidReason.UNDO if is_fresh else VoidReason.MISTAKE)
    except PermissionDenied:
        raise PermissionDenied(
            _("A tally is taken back by its author on the same day, later by the head.")
        ) from None
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The tally was taken back: none of its records counts."))
    return redirect(reverse("desk:tally", args=[found.point.slug]) + f"?day={found.day}")


def here_to_record(request: HttpRequest, slug: str) -> ServicePoint:
    """The point, when the person records there; else 404."""
    mine = points_for(request.user, Permission.RECORD_HELP).select_related("organisation")
    return get_object_or_404(mine, slug=slug)


def asked_day(request: HttpRequest, here: ServicePoint) -> date:
    """The day in the address, or today; never a day on which the point was not there."""
    today = timezone.localdate()
    try:
        day = parse_date(request.POST.get("day") or request.GET.get("day", "")) or today
    except ValueError:
        day = today
    return min(max(day, here.opened_on), today)

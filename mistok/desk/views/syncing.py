"""Where devices send what they recorded without a connection, and the list of what was not taken in."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mistok.desk.actions.problems import dismiss, settle_put_away
from mistok.desk.actions.syncing import take_in
from mistok.desk.queries.syncing import problems_at, said_of
from mistok.lib.access import asked_by_program
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import points_for

MOST_BYTES = 1024 * 1024
SHOWN = 30


@asked_by_program
@require_POST
def sync_create(request: HttpRequest) -> HttpResponse:
    """Take in a batch: JSON `{"device", "sent_at", "records"}` in, an answer for each record out, in order.

    `settled` may name records that were not taken in and were put away on the device: they leave the list.
    Status 200 with answers; 400 for what is no batch, 413 for more than a mebibyte, 401 signed out, 403
    without the second factor: then nothing was written and everything stays on the device.
    """
    assert request.user.is_authenticated
    try:
        size = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        size = 0
    if size > MOST_BYTES:
        return _refused(413, "too_large", _("Too much at once: send fewer records."))
    batch = _batch(request.body)
    if batch is None:
        return _refused(400, "unreadable", _("This is not a batch of records."))
    settle_put_away(batch.get("settled"), by=request.user)
    answered = take_in(
        by=request.user,
        device=batch.get("device"),
        sent_at=batch.get("sent_at"),
        records=batch["records"],
    )
    return JsonResponse(
        {
            "server_time": timezone.now().isoformat(),
            "skew_seconds": answered.skew_seconds,
            "answers": [answer.as_json() for answer in answered.answers],
        }
    )


@require_safe
def sync_log(request: HttpRequest, slug: str) -> HttpResponse:
    """What devices sent to the point and was not taken in: first what waits, then what is settled."""
    point = _point(request, slug)
    settled = "settled" in request.GET
    found = problems_at(point, request.user, settled=settled)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    context = {"point": point, "page": page, "settled": settled, "said": said_of(page.object_list)}
    return render(request, "desk/syncing/log.html", context)


@require_POST
def sync_problem_settle(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Somebody dealt with the record in another way: it leaves the list of what waits."""
    point = _point(request, slug)
    assert request.user.is_authenticated
    problem = get_object_or_404(problems_at(point, request.user, settled=None), pk=key)
    dismiss(problem, by=request.user)
    return redirect("desk:sync-log", slug)


def _batch(body: bytes) -> dict[str, Any] | None:
    """The batch, when it is one at all."""
    try:
        found = json.loads(body, parse_int=_whole, parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("records"), list):
        return None
    return found


def _whole(digits: str) -> int | str:
    """A number; one too long to be a number of anything stays text and is refused with its record."""
    return int(digits) if len(digits) <= 18 else digits


def _refused(status: int, code: str, text: str) -> JsonResponse:
    return JsonResponse(
        {"server_time": timezone.now().isoformat(), "code": code, "text": text, "answers": []}, status=status
    )


def _point(request: HttpRequest, slug: str) -> ServicePoint:
    return get_object_or_404(points_for(request.user, Permission.RECORD_HELP), slug=slug)

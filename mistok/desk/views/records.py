"""Setting a record right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from mistok.desk import actions
from mistok.desk.actions.storing import is_locked
from mistok.desk.forms import CorrectionForm, VoidForm
from mistok.desk.models import Encounter, VoidReason
from mistok.desk.queries import chips, choices_of_help, may_revise, visible_to
from mistok.desk.views.slips import address
from mistok.lib.identifiers import uuid7


@require_http_methods(["GET", "HEAD", "POST"])
def encounter_correction(request: HttpRequest, uuid: str) -> HttpResponse:
    """Write the record anew; the old one stays in the diary's history."""
    encounter = _revisable(request, uuid)
    assert request.user.is_authenticated
    sent = request.POST if request.method == "POST" else None
    form = CorrectionForm(sent, encounter=encounter)
    if sent is not None and form.is_valid():
        try:
            new = actions.correct(encounter, by=request.user, **form.facts()).encounter
        except actions.Refused as refusal:
            form.add_error(None, refusal)
        except actions.Conflict:
            form.add_error(
                None, _("Something else was saved from this page already. Reload it and record again.")
            )
        else:
            return redirect(_back(request, new) or address(new))
    context = {
        "encounter": encounter,
        "closed": is_locked(encounter.point, encounter.day),
        "point": encounter.point,
        "form": form,
        "chips": chips(form.chosen),
        "groups": choices_of_help(),
        "reasons": [choice for choice in VoidReason.choices if choice[0] != VoidReason.UNDO],
        "back": request.GET.get("back", "") or (request.POST.get("back", "")),
        "uuid": sent.get("uuid") if sent else uuid7(),
    }
    return render(request, "desk/correction.html", context, status=200 if sent is None else 422)


@require_POST
def encounter_void(request: HttpRequest, uuid: str) -> HttpResponse:
    """Withdraw the record; «undo» right after recording also brings back what it replaced."""
    encounter = _revisable(request, uuid)
    assert request.user.is_authenticated
    form = VoidForm(request.POST)
    if not form.is_valid():
        return redirect("desk:encounter-correction", uuid)
    reason = form.cleaned_data["reason"]
    try:
        if reason == VoidReason.UNDO:
            left = actions.undo(encounter, by=request.user)
        else:
            left = actions.void(encounter, by=request.user, reason=reason)
    except actions.Refused as refusal:  # pressed twice, set right by somebody meanwhile, or reported
        messages.error(request, refusal.messages[0])
        return redirect(_back(request, encounter) or address(encounter))
    return redirect(_back(request, left) or address(left, undone="1"))


def _revisable(request: HttpRequest, uuid: str) -> Encounter:
    """The record, when the person may see it (else 404) and set it right (else 403)."""
    mine = visible_to(request.user).select_related(
        "point__organisation", "staff", "superseded_by", "supersedes"
    )
    encounter = get_object_or_404(
        mine.prefetch_related("items__service", "items__topic", "categories"), pk=uuid
    )
    if not may_revise(request.user, encounter):
        raise PermissionDenied(_("A record is set right by its author on the same day, later by the head."))
    return encounter


def _back(request: HttpRequest, encounter: Encounter) -> str:
    """The diary, for whoever came from there."""
    if request.POST.get("back") != "diary":
        return ""
    return reverse("desk:diary-day", args=[encounter.point.slug, encounter.day])

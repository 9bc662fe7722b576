"""Counting at an action outdoors, and the actions of a point."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.desk.actions import Conflict, Refused
from mistok.desk.actions.street import correct_action, record_action, void_action
from mistok.desk.forms.street import StreetForm, WithdrawForm
from mistok.desk.models import StreetAction
from mistok.desk.queries import may_at
from mistok.desk.queries.street import actions_for, materials, may_revise_action
from mistok.desk.views.tally import here_to_record
from mistok.lib.access import public
from mistok.lib.identifiers import uuid7
from mistok.network.permissions import Permission
from mistok.network.queries import points_for
from mistok.ui.offline import counting_worker

COUNTING = r"/desk/[^/]+/(street|tally)/$"
SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
def street(request: HttpRequest, slug: str) -> HttpResponse:
    """Count people and leaflets outdoors, then save the action."""
    here = here_to_record(request, slug)
    user = _person(request)
    sent = request.POST if request.method == "POST" else None
    form = StreetForm(sent, point=here, initial={"uuid": uuid7(), "staff": [user.pk]})
    if sent is not None and form.is_valid():
        try:
            found = record_action(
                by=user,
                point=here,
                uuid=form.cleaned_data["uuid"],
                facts=form.facts(),
                staff=form.cleaned_data["staff"],
            )
        except Refused as refusal:
            form.add_error(None, refusal)
        except Conflict:
            form.add_error(
                None, _("Something else was saved from this page already. Reload it and record again.")
            )
        else:
            if found.created:
                messages.success(request, _("The action is saved and counted."))
            return redirect("desk:street-action", found.action.pk)
    context = {"point": here, "form": form, "materials": materials(here)}
    return render(request, "desk/street/street.html", context, status=422 if form.errors else 200)


@require_safe
def street_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """All actions of a point, the latest first."""
    mine = points_for(request.user, Permission.SEE_FIGURES).select_related("organisation")
    here = get_object_or_404(mine, slug=slug)
    found = actions_for(request.user).filter(point=here).counted()
    context = {
        "point": here,
        "page": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "records_here": may_at(request.user, Permission.RECORD_HELP, here),
    }
    return render(request, "desk/street/actions.html", context)


@require_safe
def street_action(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One action with everything told of it."""
    action = get_object_or_404(actions_for(request.user), pk=uuid)
    context: dict[str, Any] = {
        "action": action,
        "point": action.point,
        "newer": StreetAction.objects.filter(supersedes=action).first(),
        "may_revise": action.voided_at is None and may_revise_action(request.user, action),
        "records_here": may_at(request.user, Permission.RECORD_HELP, action.point),
        "form": WithdrawForm(),
    }
    return render(request, "desk/street/action.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def street_correction(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write the action anew; the old one stays in the history."""
    action = _revisable(request, uuid)
    user = _person(request)
    sent = request.POST if request.method == "POST" else None
    form = StreetForm(sent, point=action.point, action=action, initial={"uuid": uuid7()})
    if sent is not None and form.is_valid():
        told = {"uuid": form.cleaned_data["uuid"], "facts": form.facts(), "staff": form.cleaned_data["staff"]}
        try:
            found = correct_action(action, by=user, **told)
        except Refused as refusal:
            form.add_error(None, refusal)
        except Conflict:
            form.add_error(
                None, _("Something else was saved from this page already. Reload it and record again.")
            )
        else:
            return redirect("desk:street-action", found.action.pk)
    context = {"point": action.point, "form": form, "materials": materials(action.point), "action": action}
    return render(request, "desk/street/street.html", context, status=422 if form.errors else 200)


@require_POST
def street_void(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Withdraw the action and the people met at it."""
    action = _revisable(request, uuid)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose why the record is withdrawn."))
        return redirect("desk:street-action", uuid)
    try:
        void_action(action, by=_person(request), reason=form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The action is withdrawn and does not count."))
    return redirect("desk:street-action", uuid)


@public
@require_safe
def street_worker(request: HttpRequest) -> HttpResponse:
    """The script that opens the counting page without a connection; it must come from above that page."""
    return counting_worker(COUNTING)


def _revisable(request: HttpRequest, uuid: UUID) -> StreetAction:
    """The action, when the person may see it (else 404) and set it right (else 403)."""
    action = get_object_or_404(actions_for(request.user), pk=uuid)
    if not may_revise_action(request.user, action):
        raise PermissionDenied(_("A record is set right by its author on the same day, later by the head."))
    return action


def _person(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user

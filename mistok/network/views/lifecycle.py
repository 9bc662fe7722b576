"""Turns in the life of points: orders, the history of a point, what changed between two days."""

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.tables.writing import inert
from mistok.network.actions import lifecycle as actions
from mistok.network.actions.lifecycle import may_be_cancelled
from mistok.network.forms.lifecycle import (
    ClosePointForm,
    DaysForm,
    MergePointForm,
    ReopenPointForm,
    ReorganisePointForm,
)
from mistok.network.history import life_of, tree
from mistok.network.models import ActKind, NetworkAct, ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import may, organisations_for, points_for, today
from mistok.network.turns import Turn, acts_of, turns_between

METHODS = ["GET", "HEAD", "POST"]
YEAR = timedelta(days=365)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All that happened to a point, and what is ordered for it."""
    user = cast(User, request.user)
    found = points_for(user, Permission.SEE_FIGURES).select_related("organisation", "territory")
    point = get_object_or_404(found, slug=slug)
    day = today()
    managed = organisations_for(user, Permission.MANAGE_POINTS)
    context = {
        "point": point,
        "day": day,
        "life": [(each, each.since > day) for each in reversed(life_of(point))],
        "acts": acts_of(point=point),
        "planned": {each.pk for each in acts_of(point=point) if may_be_cancelled(each)},
        "manages": point.organisation_id in managed,
        "works": point.organisation_id in managed | organisations_for(user, Permission.RECORD_HELP),
    }
    return render(request, "network/lifecycle_history.html", context)


@require_http_methods(METHODS)
def point_reorganise(request: HttpRequest, slug: str) -> HttpResponse:
    """Rename, move, pass to another library from a day on."""
    user, point = _managed(request, slug)
    then = life_of(point)[-1]
    form = ReorganisePointForm(request.POST or None, then=then, by=user)

    def act() -> None:
        cleaned = form.cleaned_data
        actions.reorganise_point(
            point=point, day=cleaned["day"], values=form.values, order=cleaned["order"], note=cleaned["note"],
            by=user,
        )  # fmt: skip

    return ordered(
        request, form, act,
        title=_("Rename, move or pass on: %(point)s") % {"point": point},
        lead=_("Change what will be different from that day. The day may be ahead."),
        button=_("Write down"),
        back=reverse("network:point-history", args=[slug]),
        done=_("Written down."),
    )  # fmt: skip


@require_http_methods(METHODS)
def point_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a point and send people to another one."""
    user, point = _managed(request, slug, is_open=True)
    form = MergePointForm(request.POST or None, point=point, by=user)
    return ordered(
        request, form, lambda: actions.merge_point(point=point, by=user, **form.cleaned_data),
        title=_("Join to another point: %(point)s") % {"point": point},
        lead=_("The point closes; its page sends people to the other one. What was counted stays."),
        button=_("Join"),
        back=reverse("network:point-history", args=[slug]),
        done=_("Joined. What was counted stays."),
        danger=True,
    )  # fmt: skip


@require_http_methods(METHODS)
def point_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an open point from a day on. Nothing that was counted there is lost."""
    user, point = _managed(request, slug, is_open=True)
    form = ClosePointForm(request.POST or None)
    return ordered(
        request, form, lambda: actions.close_point(point=point, by=user, **form.cleaned_data),
        title=_("Close the point “%(point)s”") % {"point": point},
        lead=_("Residents will no longer see it from that day. Everything recorded here stays in reports."),
        button=_("Close the point"),
        back=reverse("network:point-history", args=[slug]),
        done=_("“%(point)s” is closed. What was counted there stays.") % {"point": point},
        danger=True,
    )  # fmt: skip


@require_http_methods(METHODS)
def point_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed point again."""
    user, point = _managed(request, slug, is_open=False)
    form = ReopenPointForm(request.POST or None, point=point, by=user)
    return ordered(
        request, form, lambda: actions.reopen_point(point=point, by=user, **form.cleaned_data),
        title=_("Open again: %(point)s") % {"point": point},
        lead=_("People will see the point again. The time in which it was closed stays in its history."),
        button=_("Open again"),
        back=reverse("network:point-history", args=[slug]),
        done=_("“%(point)s” is open again.") % {"point": point},
    )  # fmt: skip


@require_POST
def act_cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """Call off a change whose day has not come."""
    user = cast(User, request.user)
    act = get_object_or_404(
        NetworkAct.objects.select_related("point", "successor_point"),
        pk=key,
        point__organisation__in=organisations_for(user, Permission.MANAGE_POINTS),
    )
    point = cast(ServicePoint, act.point)
    try:
        actions.cancel_planned(act=act, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Called off."))
    return redirect("network:point-history", point.slug)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the network between two days, as a table and in words for a report."""
    form, turns = _turns(request)
    context: dict[str, Any] = {"form": form, "turns": turns, "query": request.GET.urlencode()}
    if form.is_valid():
        user = cast(User, request.user)
        days = [form.cleaned_data["start"], form.cleaned_data["end"]]
        trees = [tree(organisations_for(user, Permission.SEE_FIGURES, day), day) for day in days]
        context |= {
            "start": days[0],
            "end": days[1],
            "before": (len(trees[0]), sum(len(each.points) for each in trees[0])),
            "after": (len(trees[1]), sum(len(each.points) for each in trees[1])),
            "by_kind": [(label, found) for kind, label in ActKind.choices
                        if (found := [each for each in turns if each.kind == kind])],
        }  # fmt: skip
    return render(request, "network/tree_changes.html", context, status=422 if form.errors else 200)


@require_safe
def changes_table(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    _form, turns = _turns(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="network-changes.csv"'
    response.write("\ufeff")
    table = csv.writer(response, delimiter=";")
    head = _("Since"), _("What happened"), _("Name"), _("Library"), _("Before"), _("After"), _("Order")
    table.writerow(head)
    for each in turns:
        row = [each.on.isoformat(), each.label, each.name, each.library, each.before, each.after, each.order]
        table.writerow([inert(cell) for cell in row])
    return response


def ordered(
    request: HttpRequest,
    form: Form | ModelForm[Any],
    act: Callable[[], object],
    *,
    title: str,
    lead: str,
    button: str,
    back: str,
    done: str,
    danger: bool = False,
) -> HttpResponse:
    """The page of an order: its form, what is impossible said in it, and back when it is written down."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "lead": lead, "button": button, "back": back, "danger": danger}
    return render(request, "network/lifecycle_form.html", context, status=422 if form.errors else 200)


def _show(form: Form | ModelForm[Any], error: ValidationError) -> None:
    """Put what an action refused beside its field; above the form where there is no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


def _turns(request: HttpRequest) -> tuple[DaysForm, list[Turn]]:
    user = cast(User, request.user)
    if not may(user, Permission.SEE_FIGURES):
        raise Http404
    day = today()
    form = DaysForm(request.GET if "from" in request.GET else {"from": day - YEAR, "to": day})
    if not form.is_valid():
        return form, []
    start, end = form.cleaned_data["start"], form.cleaned_data["end"]
    keys = organisations_for(user, Permission.SEE_FIGURES, start)
    keys |= organisations_for(user, Permission.SEE_FIGURES, end)
    return form, turns_between(keys, start, end)


def _managed(request: HttpRequest, slug: str, is_open: bool | None = None) -> tuple[User, ServicePoint]:
    user = cast(User, request.user)
    found = points_for(user, Permission.MANAGE_POINTS).select_related("organisation", "territory")
    if is_open is not None:
        found = found.filter(closed_on__isnull=is_open)
    return user, get_object_or_404(found, slug=slug)

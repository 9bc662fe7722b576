"""The inventory for staff: things, what happened to them, printed lists and labels."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mistok.accounts.models import User
from mistok.network.actions import equipment as actions
from mistok.network.equipment import SHOWN, Asked, equipment_for, stock_takings_for, totals
from mistok.network.forms.equipment import (
    STEP_LABELS,
    EquipmentForm,
    FaultForm,
    LabelsForm,
    MoveForm,
    StepForm,
)
from mistok.network.models import Equipment, EquipmentKind, EquipmentState
from mistok.network.permissions import Permission
from mistok.network.queries import may, organisations_for, points_for, today
from mistok.network.stock_act import equipment_labels, equipment_list
from mistok.network.views.staff import form_page, person

METHODS = ["GET", "HEAD", "POST"]
MOST_PRINTED = 2000


@require_safe
def equipment(request: HttpRequest) -> HttpResponse:
    """What the libraries have, narrowed and counted; stock-takings that go on."""
    user = person(request, Permission.COUNT_EQUIPMENT)
    asked = _asked(request)
    found = equipment_for(user, Permission.COUNT_EQUIPMENT).filter(asked.conditions())
    count, price = totals(found)
    going_on = stock_takings_for(user, Permission.COUNT_EQUIPMENT).filter(closed_at=None)
    parameters = request.GET.copy()
    parameters.pop("page", None)
    context = {
        "page": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "asked": asked,
        "count": count,
        "price": price,
        "going_on": going_on,
        "points": points_for(user, Permission.COUNT_EQUIPMENT),
        "kinds": EquipmentKind.choices,
        "states": EquipmentState.choices,
        "narrowed": parameters.urlencode(),
        "labels": LabelsForm(),
        "may_manage": may(user, Permission.MANAGE_EQUIPMENT),
    }
    return render(request, "network/equipment/list.html", context)


@require_safe
def equipment_pdf(request: HttpRequest) -> HttpResponse:
    """The narrowed list on paper."""
    user = person(request, Permission.COUNT_EQUIPMENT)
    asked = _asked(request)
    found = equipment_for(user, Permission.COUNT_EQUIPMENT).filter(asked.conditions())[:MOST_PRINTED]
    point = points_for(user, Permission.COUNT_EQUIPMENT).filter(slug=asked.point).first()
    names = sorted({thing.organisation.name for thing in found})
    library = names[0] if len(names) == 1 else ""
    return _pdf(equipment_list(found, organisation=library, subtitle=str(point or "")), "obladnannia.pdf")


@require_safe
def equipment_labels_pdf(request: HttpRequest) -> HttpResponse:
    """Labels for the narrowed list."""
    user = person(request, Permission.MANAGE_EQUIPMENT)
    form = LabelsForm(request.GET if "sheet" in request.GET else {"sheet": "70x36", "skip": 0})
    if not form.is_valid():
        raise Http404
    found = equipment_for(user, Permission.MANAGE_EQUIPMENT).filter(_asked(request).conditions())
    sheet, skip = form.cleaned_data["sheet"], form.cleaned_data["skip"] or 0
    return _pdf(equipment_labels(found[:MOST_PRINTED], sheet=sheet, skip=skip), "etyketky.pdf")


@require_http_methods(METHODS)
def equipment_add(request: HttpRequest) -> HttpResponse:
    """Enter a thing."""
    user = person(request, Permission.MANAGE_EQUIPMENT)
    form = EquipmentForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        thing = form.save(commit=False)
        actions.add_equipment(thing=thing, on=thing.acquired_on or today(), by=user)
        messages.success(request, _("%(thing)s is in the inventory.") % {"thing": thing})
        return redirect("network:equipment-detail", thing.pk)
    return form_page(request, form, _("Add equipment"), reverse("network:equipment"))


@require_safe
def equipment_detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """A thing and its history; this is where the code on its label leads."""
    user = person(request, Permission.COUNT_EQUIPMENT)
    thing = get_object_or_404(equipment_for(user, Permission.COUNT_EQUIPMENT), pk=key)
    managed = thing.organisation_id in organisations_for(user, Permission.MANAGE_EQUIPMENT)
    context = {
        "thing": thing,
        "events": thing.events.select_related("from_point", "to_point", "by"),
        "is_managed": managed,
        "is_over": thing.state == EquipmentState.WRITTEN_OFF,
        "steps": _steps(thing) if managed else [],
        "may_report": thing.state in (EquipmentState.IN_USE, EquipmentState.FAULTY, EquipmentState.STORED),
    }
    return render(request, "network/equipment/detail.html", context)


@require_http_methods(METHODS)
def equipment_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is known of a thing."""
    user, thing = _managed(request, key)
    form = EquipmentForm(request.POST or None, instance=thing, by=user)
    if request.method == "POST" and form.is_valid():
        actions.change_equipment(thing=form.save(commit=False), fields=form.changed_data, by=user)
        messages.success(request, _("%(thing)s is saved.") % {"thing": thing})
        return redirect("network:equipment-detail", key)
    return form_page(request, form, str(thing), reverse("network:equipment-detail", args=[key]))


@require_http_methods(METHODS)
def equipment_move(request: HttpRequest, key: UUID) -> HttpResponse:
    """Move a thing to another point or to the store."""
    user, thing = _managed(request, key)
    form = MoveForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_equipment(thing=thing, by=user, **form.cleaned_data)
        except actions.WrongStateError:
            form.add_error(None, _("A thing that is written off is not moved."))
        else:
            messages.success(request, _("%(thing)s is moved.") % {"thing": thing})
            return redirect("network:equipment-detail", key)
    title = _("Move %(thing)s") % {"thing": thing}
    return form_page(request, form, title, reverse("network:equipment-detail", args=[key]))


@require_http_methods(METHODS)
def equipment_step(request: HttpRequest, key: UUID, kind: str) -> HttpResponse:
    """Send to repair, take back, find again, write off."""
    if kind not in actions.STEPS:
        raise Http404
    user, thing = _managed(request, key)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.step(thing=thing, kind=kind, by=user, **form.cleaned_data)
        except actions.WrongStateError:
            form.add_error(None, _("This cannot happen to the thing now: somebody changed its state."))
        else:
            messages.success(request, _("%(thing)s is saved.") % {"thing": thing})
            return redirect("network:equipment-detail", key)
    title = f"{STEP_LABELS[kind]}: {thing}"
    return form_page(request, form, title, reverse("network:equipment-detail", args=[key]))


@require_http_methods(METHODS)
def equipment_fault(request: HttpRequest, key: UUID) -> HttpResponse:
    """Say that a thing does not work."""
    user = person(request, Permission.COUNT_EQUIPMENT)
    thing = get_object_or_404(equipment_for(user, Permission.COUNT_EQUIPMENT), pk=key)
    form = FaultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_fault(thing=thing, on=today(), by=user, **form.cleaned_data)
        except actions.WrongStateError:
            form.add_error(None, _("This cannot happen to the thing now: somebody changed its state."))
        else:
            messages.success(request, _("Noted as faulty. Whoever manages the equipment sees it."))
            return redirect("network:equipment-detail", key)
    title = _("%(thing)s does not work") % {"thing": thing}
    return form_page(request, form, title, reverse("network:equipment-detail", args=[key]))


def _steps(thing: Equipment) -> list[tuple[str, str]]:
    """What can happen to the thing now: code and words."""
    return [
        (str(kind), str(STEP_LABELS[kind]))
        for kind, (_state, from_states) in actions.STEPS.items()
        if thing.state in from_states
    ]


def _asked(request: HttpRequest) -> Asked:
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("point", "kind", "state")}
    return Asked(text=request.GET.get("q", "").strip()[:100], **asked)


def _managed(request: HttpRequest, key: UUID) -> tuple[User, Equipment]:
    user = person(request, Permission.MANAGE_EQUIPMENT)
    return user, get_object_or_404(equipment_for(user, Permission.MANAGE_EQUIPMENT), pk=key)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response

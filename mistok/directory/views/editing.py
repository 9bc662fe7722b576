"""Writing a card: at once by those who keep the catalogue, as a text for approval by those who help."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mistok.accounts.models import User
from mistok.directory import actions, queries, texts
from mistok.directory.differences import difference
from mistok.directory.forms import ConfirmationForm, RetirementForm, ServiceForm
from mistok.directory.models import Revision, Service
from mistok.directory.snapshots import digest, dump, snapshot
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.network.views import staff

FORM = ["GET", "HEAD", "POST"]
DRAFT, SEND = "draft", "send"


@require_http_methods(FORM)
def service_add(request: HttpRequest) -> HttpResponse:
    """A new card: in the catalogue at once, or a text for approval. The address may begin it with a name."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    publishes = may(person, Permission.EDIT_DIRECTORY)
    named = {"name": request.GET.get("name", "").replace("\0", "")[:200]}
    form = ServiceForm(request.POST if request.method == "POST" else None, fields_of=named, cares=publishes)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _at_once(request, publishes):
            service = actions.add_service(by=person, values=values, note=values["note"])
            messages.success(request, _("The card is in the catalogue. Confirm it once you made sure of it."))
            return redirect(service)
        send = request.POST.get("act") != DRAFT
        revision = actions.propose_service(by=person, values=values, note=values["note"], send=send)
        return _written(request, revision, send)
    return _form_page(request, form, publishes=publishes)


@require_http_methods(FORM)
def service_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """All fields of a card, or of one’s own text that is on its way into it."""
    person = staff.person(request, Permission.PROPOSE_SERVICES)
    service = get_object_or_404(texts.writable_cards(person), slug=slug)
    revision = texts.open_text(service, person)
    publishes = may(person, Permission.EDIT_DIRECTORY) and revision is None
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        instance=service,
        fields_of=_begin_with(request, person, service, revision),
        cares=publishes,
    )
    seen = request.POST.get("seen") or digest(snapshot(service))
    page: dict[str, Any] = {"service": service, "revision": revision, "publishes": publishes, "seen": seen}
    if request.method == "POST" and form.is_valid():
        try:
            return _save(request, service, person, form.cleaned_data, at_once=_at_once(request, publishes))
        except actions.MovedError:
            return _moved_page(request, form, page)
    return _form_page(request, form, **page)


@require_http_methods(FORM)
def service_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a person made sure the card is true."""
    person = staff.person(request, Permission.CONFIRM_SERVICES)
    service = get_object_or_404(queries.public_services().select_related("provider"), slug=slug)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.confirm_service(service=service, by=person, **form.cleaned_data)
        messages.success(request, _("Thank you: everybody sees now that the card was confirmed."))
        to_list = "due" in (request.POST.get("next"), request.GET.get("next"))
        return redirect("directory:due-list") if to_list else redirect(service)
    return render(
        request, "directory/service_confirm.html", {"form": form, "service": service}, status=_status(form)
    )


@require_http_methods(FORM)
def service_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a card into the archive."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    service = get_object_or_404(queries.public_services().select_related("provider"), slug=slug)
    form = RetirementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["replaced_by"] == service:
            form.add_error("replaced_by", _("A card does not replace itself."))
        else:
            actions.retire_service(service=service, by=person, **form.cleaned_data)
            messages.success(request, _("The card is in the archive. What was counted with it stays."))
            return redirect("directory:catalogue")
    return render(
        request, "directory/service_retire.html", {"form": form, "service": service}, status=_status(form)
    )


@require_POST
def service_return(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a card out of the archive."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    service = get_object_or_404(Service, slug=slug, is_draft=False)
    actions.return_service(service=service, by=person)
    messages.success(request, _("The card is in the catalogue again. Make sure that it is still true."))
    return redirect(service)


def _begin_with(
    request: HttpRequest, person: User, service: Service, revision: Revision | None
) -> dict[str, Any]:
    """What the form is filled with: one’s open text, one sent back (`?text=`), or the card as it is."""
    if revision is not None:
        return {**revision.fields, "note": revision.note}
    key = request.GET.get("text", "")
    if key and request.method != "POST":
        sent_back = texts.texts_of(person).filter(service=service)
        for each in sent_back:
            if str(each.pk) == key:
                return {**texts.rewriting(each), "note": each.note}
    return {}


def _at_once(request: HttpRequest, publishes: bool) -> bool:
    return publishes and request.POST.get("act") not in (DRAFT, SEND)


def _save(
    request: HttpRequest, service: Service, person: User, values: dict[str, Any], *, at_once: bool
) -> HttpResponse:
    note, seen = values["note"], request.POST.get("seen", "")
    if at_once:
        fields = actions.edit_service(service=service, by=person, values=values, seen=seen, note=note)
        messages.success(request, _("The card is changed.") if fields else _("Nothing was different."))
        return redirect(service)
    send = request.POST.get("act") != DRAFT
    revision = actions.propose_change(
        service=service, by=person, values=values, seen=seen, note=note, send=send
    )
    return _written(request, revision, send)


def _written(request: HttpRequest, revision: Revision, send: bool) -> HttpResponse:
    said = _("Your text waits for approval. You will find the answer here.")
    messages.success(request, said if send else _("The draft is kept. Nobody else sees it."))
    return redirect("directory:revision-detail", revision.pk)


def _moved_page(request: HttpRequest, form: ServiceForm, page: dict[str, Any]) -> HttpResponse:
    """Somebody changed the card while the form was open: what differs, before anything is written over."""
    service = get_object_or_404(Service, pk=page["service"].pk)
    current = snapshot(service)
    moved = difference(current, dump(form.cleaned_data))
    return _form_page(request, form, status=409, **page | {"moved": moved, "seen": digest(current)})


def _form_page(request: HttpRequest, form: ServiceForm, status: int = 0, **page: Any) -> HttpResponse:
    return render(
        request, "directory/service_form.html", {"form": form, **page}, status=status or _status(form)
    )


def _status(form: ConfirmationForm | RetirementForm | ServiceForm) -> int:
    return 422 if form.errors else 200

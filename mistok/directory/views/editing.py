"""Keeping the catalogue true: adding, editing, confirming and retiring a card."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mistok.accounts.models import User
from mistok.directory import actions, queries
from mistok.directory.forms import ConfirmationForm, RetirementForm, ServiceForm
from mistok.network.permissions import Permission
from mistok.network.queries import may

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def service_add(request: HttpRequest) -> HttpResponse:
    """A new card."""
    person = _who_may(request, Permission.EDIT_DIRECTORY)
    form = ServiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        service = actions.add_service(by=person, values=form.cleaned_data)
        messages.success(request, _("The card is in the catalogue. Confirm it once you made sure of it."))
        return redirect(service)
    return render(request, "directory/service_form.html", {"form": form}, status=_status(form))


@require_http_methods(FORM)
def service_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """All fields of a card."""
    person = _who_may(request, Permission.EDIT_DIRECTORY)
    service = get_object_or_404(queries.editable_services(), slug=slug)
    form = ServiceForm(request.POST if request.method == "POST" else None, instance=service)
    if request.method == "POST" and form.is_valid():
        fields = actions.edit_service(service=service, by=person, values=form.cleaned_data)
        messages.success(request, _("The card is changed.") if fields else _("Nothing was different."))
        return redirect(service)
    return render(
        request, "directory/service_form.html", {"form": form, "service": service}, status=_status(form)
    )


@require_http_methods(FORM)
def service_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a person made sure the card is true."""
    person = _who_may(request, Permission.CONFIRM_SERVICES)
    service = get_object_or_404(queries.public_services().select_related("provider"), slug=slug)
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.confirm_service(service=service, by=person, **form.cleaned_data)
        messages.success(request, _("Thank you: everybody sees now that the card was confirmed."))
        return redirect(service)
    return render(
        request, "directory/service_confirm.html", {"form": form, "service": service}, status=_status(form)
    )


@require_http_methods(FORM)
def service_retire(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a card out of the catalogue."""
    person = _who_may(request, Permission.EDIT_DIRECTORY)
    service = get_object_or_404(queries.public_services().select_related("provider"), slug=slug)
    form = RetirementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.retire_service(service=service, by=person, **form.cleaned_data)
        messages.success(request, _("The card left the catalogue. What was counted with it stays."))
        return redirect("directory:service-list")
    return render(
        request, "directory/service_retire.html", {"form": form, "service": service}, status=_status(form)
    )


def _who_may(request: HttpRequest, permission: Permission) -> User:
    """The person, or 404: the catalogue is common, so one right covers all cards."""
    if not may(request.user, permission):
        raise Http404
    return cast(User, request.user)


def _status(form: ConfirmationForm | RetirementForm | ServiceForm) -> int:
    return 422 if form.errors else 200

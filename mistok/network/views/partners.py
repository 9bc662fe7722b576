"""The registry of partners and authorities for staff."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.files.actions import give
from mistok.network.actions import partners as actions
from mistok.network.forms.partners import (
    KIND_LABELS,
    AgreementForm,
    ContactForm,
    InteractionForm,
    LastDayForm,
    PartnerForm,
)
from mistok.network.models import Agreement, Contact, Interaction, Organisation
from mistok.network.partners import (
    SHOWN,
    Asked,
    agreements_of,
    contacts_of,
    ending_soon,
    interactions_of,
    next_steps,
    own_libraries,
    partner_organisations,
    partners,
)
from mistok.network.permissions import Permission
from mistok.network.queries import may, organisations_for, today
from mistok.network.views.staff import form_page, person

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Everybody the network works with, and what waits to be done."""
    user = person(request, Permission.SEE_PARTNERS)
    kind = request.GET.get("kind", "")
    asked = Asked(request.GET.get("q", "").strip()[:100], kind if kind in dict(KIND_LABELS) else "")
    context = {
        "page": Paginator(partners(asked), SHOWN).get_page(request.GET.get("page")),
        "asked": asked,
        "kinds": KIND_LABELS,
        "steps": next_steps(user)[:SHOWN],
        "ending": ending_soon(user)[:SHOWN],
        "today": today(),
        "may_manage": may(user, Permission.MANAGE_PARTNERS),
    }
    return render(request, "network/partners/list.html", context)


@require_http_methods(METHODS)
def partner_add(request: HttpRequest) -> HttpResponse:
    """Put an organisation into the registry."""
    user = person(request, Permission.MANAGE_PARTNERS)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        partner = actions.save_partner(partner=form.save(commit=False), by=user)
        messages.success(request, _("“%(name)s” is in the registry.") % {"name": partner})
        return redirect("network:partner-detail", partner.slug)
    return form_page(request, form, _("Add a partner"), reverse("network:partner-list"))


@require_http_methods(METHODS)
def partner_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The partner's page; a talk is noted right on it."""
    user = person(request, Permission.SEE_PARTNERS)
    partner = _partner(slug)
    form = InteractionForm(request.POST or None, by=user, partner=partner)
    if request.method == "POST" and form.is_valid():
        interaction = form.save(commit=False)
        interaction.organisation = partner
        actions.note_interaction(interaction=interaction, by=user)
        messages.success(request, _("Noted."))
        return redirect("network:partner-detail", slug)
    present, former = contacts_of(partner)
    managed = organisations_for(user, Permission.MANAGE_PARTNERS)
    context = {
        "partner": partner,
        "present": present,
        "former": former,
        "agreements": agreements_of(partner),
        "page": Paginator(interactions_of(partner), SHOWN).get_page(request.GET.get("page")),
        "form": form,
        "may_note": own_libraries(user, Permission.SEE_PARTNERS).exists(),
        "may_manage": bool(managed),
        "managed": managed,
        "own": organisations_for(user, Permission.SEE_PARTNERS),
    }
    return render(request, "network/partners/detail.html", context, status=422 if form.errors else 200)


@require_http_methods(METHODS)
def partner_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is known of the organisation."""
    user = person(request, Permission.MANAGE_PARTNERS)
    partner = _partner(slug)
    form = PartnerForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        actions.save_partner(partner=form.save(commit=False), by=user, fields=form.changed_data)
        messages.success(request, _("“%(name)s” is saved.") % {"name": partner})
        return redirect("network:partner-detail", slug)
    return form_page(request, form, _("Change the partner"), reverse("network:partner-detail", args=[slug]))


@require_http_methods(METHODS)
def contact_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a person of the partner."""
    return _contact(request, Contact(organisation=_partner(slug)), _("Add a contact person"))


@require_http_methods(METHODS)
def contact_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change a person of the partner, their ways to be reached, and whether they speak for it."""
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=key)
    return _contact(request, contact, _("Change the contact person"))


@require_http_methods(METHODS)
def contact_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """The person is no longer the contact."""
    user = person(request, Permission.MANAGE_PARTNERS)
    contact = get_object_or_404(Contact.objects.select_related("organisation"), pk=key, until=None)
    back = reverse("network:partner-detail", args=[contact.organisation.slug])
    form = LastDayForm(request.POST or None, since=contact.since)
    if request.method == "POST" and form.is_valid():
        actions.end_contact(contact=contact, last_day=form.cleaned_data["day"], by=user)
        messages.success(request, _("%(name)s is no longer a contact person.") % {"name": contact})
        return redirect(back)
    title = _("%(name)s is no longer the contact") % {"name": contact}
    return form_page(request, form, title, back)


@require_http_methods(METHODS)
def agreement_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an agreement with its files."""
    return _agreement(request, Agreement(organisation=_partner(slug)), _("Add an agreement"))


@require_http_methods(METHODS)
def agreement_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change an agreement of one's own library, or add files to it."""
    return _agreement(request, _own_agreement(request, key), _("Change the agreement"))


@require_http_methods(METHODS)
def agreement_end(request: HttpRequest, key: UUID) -> HttpResponse:
    """End an agreement before its term."""
    agreement = _own_agreement(request, key)
    user = cast(User, request.user)
    back = reverse("network:partner-detail", args=[agreement.organisation.slug])
    form = LastDayForm(request.POST or None, since=agreement.signed_on)
    if request.method == "POST" and form.is_valid():
        actions.end_agreement(agreement=agreement, day=form.cleaned_data["day"], by=user)
        messages.success(request, _("The agreement is ended. It stays in the registry."))
        return redirect(back)
    return form_page(request, form, _("End the agreement “%(title)s”") % {"title": agreement}, back)


@require_safe
def agreement_file(request: HttpRequest, key: UUID, file: UUID) -> FileResponse:
    """A file of an agreement."""
    user = person(request, Permission.SEE_PARTNERS)
    libraries = organisations_for(user, Permission.SEE_PARTNERS)
    agreement = get_object_or_404(Agreement, pk=key, library__in=libraries)
    return give(get_object_or_404(agreement.files, pk=file), inline=True)


@require_POST
def step_done(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next step was made."""
    user = person(request, Permission.SEE_PARTNERS)
    libraries = organisations_for(user, Permission.SEE_PARTNERS)
    interaction = get_object_or_404(
        Interaction.objects.select_related("organisation").exclude(next_step=""),
        pk=key,
        library__in=libraries,
    )
    actions.do_next_step(interaction=interaction, by=user)
    messages.success(request, _("Done: %(step)s") % {"step": interaction.next_step})
    return redirect("network:partner-detail", interaction.organisation.slug)


def _contact(request: HttpRequest, contact: Contact, title: str) -> HttpResponse:
    user = person(request, Permission.MANAGE_PARTNERS)
    back = reverse("network:partner-detail", args=[contact.organisation.slug])
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        actions.save_contact(contact=form.save(commit=False), channels=form.channels(), by=user)
        messages.success(request, _("%(name)s is saved.") % {"name": contact})
        return redirect(back)
    return form_page(request, form, title, back)


def _agreement(request: HttpRequest, agreement: Agreement, title: str) -> HttpResponse:
    user = person(request, Permission.MANAGE_PARTNERS)
    back = reverse("network:partner-detail", args=[agreement.organisation.slug])
    form = AgreementForm(request.POST or None, request.FILES or None, instance=agreement, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_agreement(
                agreement=form.save(commit=False), files=form.cleaned_data["papers"], by=user
            )
        except ValidationError as error:
            form.add_error("papers", error)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": agreement})
            return redirect(back)
    return form_page(request, form, title, back)


def _own_agreement(request: HttpRequest, key: UUID) -> Agreement:
    user = person(request, Permission.MANAGE_PARTNERS)
    libraries = organisations_for(user, Permission.MANAGE_PARTNERS)
    found = Agreement.objects.select_related("organisation", "library")
    return get_object_or_404(found, pk=key, library__in=libraries)


def _partner(slug: str) -> Organisation:
    return get_object_or_404(partner_organisations(), slug=slug)

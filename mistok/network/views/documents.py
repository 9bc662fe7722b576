"""The shelf of documents of a library and of a point, and the documents that everybody may read."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.access import public
from mistok.lib.files.actions import give
from mistok.network.actions import documents as actions
from mistok.network.forms.documents import DocumentForm, NewDocumentForm
from mistok.network.models import Organisation, OrganisationKind, PointDocument
from mistok.network.permissions import Permission
from mistok.network.queries import organisations_for, points_for
from mistok.network.shelf import documents_for, newest, public_documents, shelf, withdrawn
from mistok.network.views.lifecycle import METHODS, ordered


@require_safe
def point_shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of a point."""
    user = cast(User, request.user)
    found = points_for(user, Permission.SEE_FIGURES).select_related("organisation")
    point = get_object_or_404(found, slug=slug)
    managed = organisations_for(user, Permission.MANAGE_POINTS)
    context = {
        "point": point,
        "shelf": shelf(point=point),
        "withdrawn": withdrawn(point=point),
        "manages": point.organisation_id in managed,
        "works": point.organisation_id in managed | organisations_for(user, Permission.RECORD_HELP),
    }
    return render(request, "network/documents_point.html", context)


@require_http_methods(METHODS)
def point_document_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a document on the shelf of a point."""
    user = cast(User, request.user)
    found = points_for(user, Permission.MANAGE_POINTS).select_related("organisation")
    point = get_object_or_404(found, slug=slug)
    return _add(request, PointDocument(organisation=point.organisation, point=point))


@require_http_methods(METHODS)
def document_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a document on the shelf of a library."""
    user = cast(User, request.user)
    library = get_object_or_404(
        Organisation,
        slug=slug,
        kind=OrganisationKind.LIBRARY,
        pk__in=organisations_for(user, Permission.MANAGE_POINTS),
    )
    return _add(request, PointDocument(organisation=library))


@require_http_methods(METHODS)
def document_edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is known of a document, and who may read it."""
    user, document = _managed(request, key)
    form = DocumentForm(request.POST or None, instance=document)
    return ordered(
        request, form,
        lambda: actions.change_document(document=form.save(commit=False), fields=form.changed_data, by=user),
        title=_("Edit: %(document)s") % {"document": document},
        lead="",
        button=_("Save"),
        back=_back(document),
        done=_("Saved."),
    )  # fmt: skip


@require_http_methods(METHODS)
def document_replace(request: HttpRequest, key: UUID) -> HttpResponse:
    """Put a newer edition on the shelf in the place of a document."""
    _user, old = _managed(request, key)
    fresh = PointDocument(
        organisation=old.organisation,
        point=old.point,
        kind=old.kind,
        title=old.title,
        is_public=old.is_public,
    )
    return _add(request, fresh, instead=old)


@require_POST
def document_withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a document off the shelf."""
    user, document = _managed(request, key)
    actions.withdraw_document(document=document, by=user)
    said = _("“%(document)s” is off the shelf. Staff can still read it.")
    messages.success(request, said % {"document": document})
    return redirect(_back(document))


@require_safe
def document_file(request: HttpRequest, key: UUID) -> FileResponse:
    """The file, whatever its state, for staff of the library and those above."""
    user = cast(User, request.user)
    document = get_object_or_404(documents_for(user, Permission.SEE_FIGURES), pk=key)
    return give(document.file, inline=True)


@public
@require_safe
def document_public(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A document that everybody may read; an old address leads to the newest edition."""
    asked = get_object_or_404(PointDocument, pk=key, is_public=True)
    document = get_object_or_404(public_documents().select_related("file"), pk=newest(asked).pk)
    if document.pk != asked.pk:
        return redirect("network:document-public", document.pk)
    return give(document.file, inline=True)


def _add(
    request: HttpRequest, document: PointDocument, *, instead: PointDocument | None = None
) -> HttpResponse:
    user = cast(User, request.user)
    form = NewDocumentForm(request.POST or None, request.FILES or None, instance=document)
    return ordered(
        request, form,
        lambda: actions.shelve(
            document=form.save(commit=False), paper=form.cleaned_data["paper"], instead=instead, by=user
        ),
        title=(
            _("A newer edition: %(document)s") % {"document": instead} if instead
            else _("Put a document on the shelf")
        ),
        lead=_("The former edition stays readable to staff.") if instead else "",
        button=_("Put on the shelf"),
        back=_back(document),
        done=_("The document is on the shelf."),
    )  # fmt: skip


def _managed(request: HttpRequest, key: UUID) -> tuple[User, PointDocument]:
    user = cast(User, request.user)
    found = documents_for(user, Permission.MANAGE_POINTS).filter(withdrawn_on=None, replaced_by=None)
    return user, get_object_or_404(found, pk=key)


def _back(document: PointDocument) -> str:
    if document.point:
        return reverse("network:point-documents", args=[document.point.slug])
    return reverse("network:organisation-detail", args=[document.organisation.slug])

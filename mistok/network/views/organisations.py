"""Libraries for staff: the list, the page of each, and orders in their life."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.lib.alphabet import Alphabetical
from mistok.lib.lookups import has_word
from mistok.network.actions import libraries as actions
from mistok.network.actions.roles import give_role, withdraw_role
from mistok.network.forms.lifecycle import ReopenLibraryForm
from mistok.network.forms.organisations import (
    CloseLibraryForm,
    GiveRoleForm,
    LibraryForm,
    MergeLibraryForm,
    NewLibraryForm,
    RenameForm,
    SuperiorForm,
)
from mistok.network.history import points_on
from mistok.network.models import Membership, Organisation, OrganisationKind, ServicePoint, Subordination
from mistok.network.permissions import Permission
from mistok.network.queries import may, may_give, memberships_for, organisations_for, today
from mistok.network.shelf import shelf, withdrawn
from mistok.network.turns import acts_of
from mistok.network.views.lifecycle import METHODS, ordered

SHOWN = 50


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Libraries that the person sees, and the partners of the network, by name and kind."""
    user = cast(User, request.user)
    if not may(user, Permission.SEE_FIGURES):
        raise Http404
    text, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    seen = Q(kind=OrganisationKind.LIBRARY, pk__in=organisations_for(user, Permission.SEE_FIGURES))
    if may(user, Permission.SEE_PARTNERS):
        seen |= ~Q(kind=OrganisationKind.LIBRARY)
    found = (
        Organisation.objects.filter(seen).select_related("territory").order_by("kind", Alphabetical("name"))
    )
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    for word in text.split():
        found = found.filter(has_word(word, "name", "short_name"))
    context = {
        "page": Paginator(found, SHOWN).get_page(request.GET.get("page")),
        "asked": text,
        "kind": kind,
        "kinds": OrganisationKind.choices,
        "manages": may(user, Permission.MANAGE_POINTS),
    }
    return render(request, "network/organisation_list.html", context)


@require_safe
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """All about a library: its card, place in the tree, points, people, documents and acts."""
    user = cast(User, request.user)
    library = get_object_or_404(_libraries(user, Permission.SEE_FIGURES), slug=slug)
    day = today()
    manages = library.pk in organisations_for(user, Permission.MANAGE_POINTS)
    leads = library.pk in organisations_for(user, Permission.MANAGE_PEOPLE)
    roles = library.memberships.select_related("person").order_by(Alphabetical("person__name"), "since")
    latest = F("since").desc(nulls_last=True)
    below = Subordination.objects.on(day).filter(parent=library).select_related("organisation")
    context = {
        "library": library,
        "names": list(library.names.order_by(latest)),
        "superiors": list(library.superiors.select_related("parent").order_by(latest)),
        "branches": [row.organisation for row in below.order_by(Alphabetical("organisation__name"))],
        "points": points_on([library.pk], day),
        "former_points": ServicePoint.objects.filter(
            Q(editions__organisation=library) | Q(organisation=library)
        ).exclude(organisation=library, closed_on=None).distinct(),
        "present": [each for each in roles if each.is_on(day)],
        "coming": [each for each in roles if each.since and each.since > day] if leads else [],
        "former": [each for each in roles if each.until and each.until < day] if leads else [],
        "shelf": shelf(library=library),
        "withdrawn": withdrawn(library=library),
        "acts": acts_of(library=library),
        "day": day,
        "manages": manages,
        "leads": leads,
    }  # fmt: skip
    return render(request, "network/organisation_detail.html", context)


@require_http_methods(METHODS)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """A new library under one that the person manages."""
    user = cast(User, request.user)
    if not may(user, Permission.MANAGE_POINTS):
        raise Http404
    form = NewLibraryForm(request.POST or None, by=user)
    return ordered(
        request, form,
        lambda: actions.add_library(
            library=form.save(commit=False), parent=form.cleaned_data["parent"], by=user
        ),
        title=_("Add a library"),
        lead=_("It stands in the tree from the day of its opening. Its points are opened separately."),
        button=_("Add"),
        back=reverse("network:organisation-list"),
        done=_("The library is in the network."),
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Mend the card of a library."""
    user, library = _managed(request, slug)
    form = LibraryForm(request.POST or None, instance=library)
    return ordered(
        request, form,
        lambda: actions.change_library(library=form.save(commit=False), fields=form.changed_data, by=user),
        title=_("Edit: %(library)s") % {"library": library},
        lead="",
        button=_("Save"),
        back=_page(library),
        done=_("Saved."),
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_rename(request: HttpRequest, slug: str) -> HttpResponse:
    """Another name from a day on."""
    user, library = _managed(request, slug, is_open=True)
    form = RenameForm(request.POST or None, library=library)
    return ordered(
        request, form, lambda: actions.rename_library(library=library, by=user, **form.cleaned_data),
        title=_("Rename: %(library)s") % {"library": library},
        lead=_("Before that day the library keeps its old name in the tree and in reports."),
        button=_("Write down"),
        back=_page(library),
        done=_("Written down."),
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_superior(request: HttpRequest, slug: str) -> HttpResponse:
    """Another superior from a day on."""
    user, library = _managed(request, slug, is_open=True)
    form = SuperiorForm(request.POST or None, library=library, by=user)
    return ordered(
        request, form, lambda: actions.resubordinate(library=library, by=user, **form.cleaned_data),
        title=_("Place under another library: %(library)s") % {"library": library},
        lead=_("What was done before that day counts for the former superior."),
        button=_("Write down"),
        back=_page(library),
        done=_("Written down."),
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Join a library to another one."""
    user, library = _managed(request, slug, is_open=True)
    form = MergeLibraryForm(request.POST or None, library=library, by=user)
    return ordered(
        request, form, lambda: actions.merge_library(library=library, by=user, **form.cleaned_data),
        title=_("Join to another library: %(library)s") % {"library": library},
        lead=_("The library closes; those under it stand under the other one. Its past stays in reports."),
        button=_("Join"),
        back=reverse("network:organisation-list"),
        done=_("Joined. What was counted stays."),
        danger=True,
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a library with its points."""
    user, library = _managed(request, slug, is_open=True)
    form = CloseLibraryForm(request.POST or None)
    return ordered(
        request, form, lambda: actions.close_library(library=library, by=user, **form.cleaned_data),
        title=_("Close the library: %(library)s") % {"library": library},
        lead=_("Its points close and the roles in it end on the same day. Everything recorded stays."),
        button=_("Close the library"),
        back=reverse("network:organisation-list"),
        done=_("Closed. What was counted stays."),
        danger=True,
    )  # fmt: skip


@require_http_methods(METHODS)
def organisation_reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed library again."""
    user, library = _managed(request, slug)
    if library.closed_on is None:
        raise Http404
    form = ReopenLibraryForm(request.POST or None, library=library, by=user)
    return ordered(
        request, form, lambda: actions.reopen_library(library=library, by=user, **form.cleaned_data),
        title=_("Open again: %(library)s") % {"library": library},
        lead=_("The time between stays closed in the history. Its points are opened again one by one."),
        button=_("Open again"),
        back=_page(library),
        done=_("The library works again."),
    )  # fmt: skip


@require_http_methods(METHODS)
def role_give(request: HttpRequest, slug: str) -> HttpResponse:
    """A role with its days for somebody who works in the network already."""
    user = cast(User, request.user)
    library = get_object_or_404(_libraries(user, Permission.MANAGE_PEOPLE), slug=slug)
    people = User.objects.filter(
        pk__in=memberships_for(user).order_by().values("person"), is_active=True
    ).order_by(Alphabetical("name"))
    form = GiveRoleForm(request.POST or None, library=library, people=people, by=user)
    return ordered(
        request, form, lambda: give_role(organisation=library, by=user, **form.cleaned_data),
        title=_("Give a role: %(library)s") % {"library": library},
        lead=_("For people who work in the network already. New ones are invited on the page “People”."),
        button=_("Give"),
        back=_page(library),
        done=_("The role is given."),
    )  # fmt: skip


@require_POST
def role_withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """A role that was to begin does not begin."""
    user = cast(User, request.user)
    membership = get_object_or_404(
        Membership.objects.select_related("organisation"),
        pk=key,
        since__gt=today(),
        organisation__in=organisations_for(user, Permission.MANAGE_PEOPLE),
    )
    if not may_give(user, membership.role, membership.organisation):
        raise Http404
    try:
        withdraw_role(membership=membership, by=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Called off."))
    return redirect(_page(membership.organisation))


def _libraries(user: User, permission: Permission) -> QuerySet[Organisation]:
    return Organisation.objects.filter(
        pk__in=organisations_for(user, permission), kind=OrganisationKind.LIBRARY
    ).select_related("territory")


def _managed(request: HttpRequest, slug: str, is_open: bool = False) -> tuple[User, Organisation]:
    user = cast(User, request.user)
    found = _libraries(user, Permission.MANAGE_POINTS)
    return user, get_object_or_404(found.filter(closed_on=None) if is_open else found, slug=slug)


def _page(library: Organisation) -> str:
    return reverse("network:organisation-detail", args=[library.slug])

"""Who works where: invitations and roles."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.network import actions
from mistok.network.forms.people import EndRoleForm, InvitationForm
from mistok.network.models import Invitation
from mistok.network.permissions import Permission
from mistok.network.queries import invitations_for, may_give, memberships_for
from mistok.network.views.staff import person

PEOPLE_ON_PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who works where the reader manages people, and invitations without an answer."""
    user = person(request, Permission.MANAGE_PEOPLE)
    asked = request.GET.get("q", "").strip()[:100]
    found = memberships_for(user)
    if asked:
        found = found.filter(
            Q(person__name__icontains=asked)
            | Q(person__email__icontains=asked)
            | Q(organisation__name__icontains=asked)
        )
    page = Paginator(found, PEOPLE_ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "invitations": invitations_for(user)[:PEOPLE_ON_PAGE], "asked": asked}
    return render(request, "network/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite one person."""
    user = person(request, Permission.MANAGE_PEOPLE)
    form = InvitationForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        invitation, link = actions.invite(**form.cleaned_data, by=user)
        _tell(request, invitation, link)
        return redirect("network:people")
    return render(request, "network/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def resend(request: HttpRequest, key: UUID) -> HttpResponse:
    """Send a fresh link."""
    user = person(request, Permission.MANAGE_PEOPLE)
    invitation = get_object_or_404(invitations_for(user), pk=key)
    _tell(request, invitation, actions.send_again(invitation=invitation, by=user))
    return redirect("network:people")


@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """End the link of an invitation."""
    user = person(request, Permission.MANAGE_PEOPLE)
    invitation = get_object_or_404(invitations_for(user), pk=key)
    actions.withdraw(invitation=invitation, by=user)
    messages.success(request, _("The invitation for %(name)s is withdrawn.") % {"name": invitation.name})
    return redirect("network:people")


@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, key: int) -> HttpResponse:
    """End a role with a last day; the person’s records stay."""
    user = person(request, Permission.MANAGE_PEOPLE)
    membership = get_object_or_404(memberships_for(user), pk=key)
    if membership.person_id == user.pk or not may_give(user, membership.role, membership.organisation):
        raise Http404
    form = EndRoleForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        actions.end_role(membership=membership, last_day=form.cleaned_data["last_day"], by=user)
        messages.success(request, _("The role is ended. Everything recorded stays."))
        return redirect("network:people")
    context = {"form": form, "membership": membership}
    return render(request, "network/role_end.html", context, status=422 if form.errors else 200)


def _tell(request: HttpRequest, invitation: Invitation, link: str) -> None:
    """Say whether the letter left; if not, the link is shown once, to be handed over in another way."""
    if invitation.mailed_at:
        messages.success(request, _("The invitation is sent to %(email)s.") % {"email": invitation.email})
    else:
        messages.error(  # stays on the screen until it is closed
            request,
            _("The letter to %(email)s could not be sent. Hand over this link yourself: %(link)s")
            % {"email": invitation.email, "link": link},
        )

"""The public page behind the link of an invitation."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mistok.accounts.models import User
from mistok.lib.access import public
from mistok.network import actions
from mistok.network.forms.people import JoinForm
from mistok.network.models import Invitation


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites, where and to what; then a name and a password, or one button for who has an account."""
    invitation = get_object_or_404(
        Invitation.objects.select_related("organisation", "invited_by"),
        secret_hash=Invitation.hash_of(secret),
    )
    context: dict[str, object] = {"invitation": invitation}
    if not invitation.is_open:
        return render(request, "network/invitation_over.html", context, status=410)
    known = User.objects.filter(email__iexact=invitation.email, is_active=True).first()
    if request.user.is_authenticated or known:
        return _join_known(request, invitation, known)
    form = JoinForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if request.method == "POST" and form.is_valid():
        user = actions.accept(invitation=invitation, **form.cleaned_data)
        welcome = _("Welcome to %(organisation)s.") % {"organisation": invitation.organisation}
        messages.success(request, welcome)
        return perform_login(request, user, email_verification="none")  # type: ignore[no-any-return]
    context["form"] = form
    return render(request, "network/invitation.html", context, status=422 if form.errors else 200)


def _join_known(request: HttpRequest, invitation: Invitation, known: User | None) -> HttpResponse:
    """Whoever has an account joins with it: signed in already, or after signing in."""
    is_same = known is not None and request.user == known
    if request.method == "POST" and known is not None and is_same:
        actions.accept(invitation=invitation, user=known)
        messages.success(request, _("You now also work in %(place)s.") % {"place": invitation.organisation})
        return redirect("website:start")
    context = {"invitation": invitation, "is_same": is_same}
    return render(
        request, "network/invitation_known.html", context, status=403 if request.method == "POST" else 200
    )

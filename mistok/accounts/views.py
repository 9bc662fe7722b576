"""My account: what the house knows of me, my copy of it, and its end."""

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.actions import erase_person, export_person
from mistok.accounts.forms import ErasureForm
from mistok.accounts.models import User
from mistok.accounts.personal import ErasureRefusedError, sections_for
from mistok.accounts.queries import access_to, names_of
from mistok.lib.access import signed_in

LAST_ENTRIES = 20


@signed_in
@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, and who touched my data."""
    user = cast(User, request.user)
    entries = list(access_to(user)[:LAST_ENTRIES])
    names = names_of({entry.actor for entry in entries})
    return render(
        request,
        "accounts/me.html",
        {
            "sections": sections_for(user),
            "entries": [(entry, names.get(entry.actor, "")) for entry in entries],
            "has_second_factor": is_mfa_enabled(user),
        },
    )


@signed_in
@require_POST
def my_data(request: HttpRequest) -> HttpResponse:
    """A file with all that is kept of me. A POST, for taking a copy is noted in the journal."""
    user = cast(User, request.user)
    response = JsonResponse(
        export_person(user=user, by=user), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def my_erasure(request: HttpRequest) -> HttpResponse:
    """Erase my account, after the password once more."""
    user = cast(User, request.user)
    form = ErasureForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(user=user, by=user)
        except ErasureRefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(
                request, _("Your data is erased. What you counted stays counted, without your name.")
            )
            return redirect("account_login")
    return render(request, "accounts/erasure.html", {"form": form}, status=422 if form.errors else 200)

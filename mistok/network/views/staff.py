"""What many staff pages begin and end with: who may be here, and a page of one form."""

from typing import cast

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from mistok.accounts.models import User
from mistok.network.permissions import Permission
from mistok.network.queries import may


def person(request: HttpRequest, permission: Permission) -> User:
    """The signed-in person, when they may do this anywhere; 404 otherwise."""
    user = cast(User, request.user)
    if not may(user, permission):
        raise Http404
    return user


def form_page(request: HttpRequest, form: BaseForm, title: str, back: str) -> HttpResponse:
    """A page with this one form; `back` is where a person goes who does not want to save."""
    context = {"form": form, "title": title, "back": back}
    return render(request, "network/one_form.html", context, status=422 if form.errors else 200)

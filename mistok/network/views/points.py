"""The tree of the network as of a day; opening and changing points."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mistok.accounts.models import User
from mistok.network import actions
from mistok.network.forms.points import DayForm, PointForm
from mistok.network.history import tree
from mistok.network.permissions import Permission
from mistok.network.places_review import may_review
from mistok.network.queries import may, organisations_for, points_for, today

METHODS = ["GET", "HEAD", "POST"]


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Libraries and their points as they were on a day, today unless asked otherwise."""
    user = cast(User, request.user)
    if not may(user, Permission.SEE_FIGURES):
        raise Http404
    form = DayForm(request.GET or None, initial={"on": today()})
    day = form.cleaned_data["on"] or today() if form.is_valid() else today()
    branches = tree(organisations_for(user, Permission.SEE_FIGURES, day), day)
    managed = organisations_for(user, Permission.MANAGE_POINTS)
    context = {
        "form": form,
        "day": day,
        "branches": branches,
        "managed": managed,
        "may_review": may_review(user),
        "worked": managed | organisations_for(user, Permission.RECORD_HELP),
        "points_count": sum(len(each.points) for each in branches),
    }
    return render(request, "network/tree.html", context)


@require_http_methods(METHODS)
def point_open(request: HttpRequest) -> HttpResponse:
    """Open a point at one of the libraries whose points the person manages."""
    user = cast(User, request.user)
    if not may(user, Permission.MANAGE_POINTS):
        raise Http404
    form = PointForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        point = actions.open_point(point=form.save(commit=False), by=user)
        messages.success(request, _("“%(point)s” is open.") % {"point": point})
        return redirect(point)
    return render(request, "network/point_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(METHODS)
def point_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is known of a point."""
    user = cast(User, request.user)
    point = get_object_or_404(
        points_for(user, Permission.MANAGE_POINTS).select_related("organisation"), slug=slug
    )
    form = PointForm(request.POST or None, instance=point, by=user)
    if request.method == "POST" and form.is_valid():
        actions.change_point(point=form.save(commit=False), fields=form.changed_fields, by=user)
        messages.success(request, _("“%(point)s” is saved.") % {"point": point})
        return redirect(point)
    context = {"form": form, "point": point}
    return render(request, "network/point_form.html", context, status=422 if form.errors else 200)

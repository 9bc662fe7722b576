"""Acts as staff edit them."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.acts import queries
from mistok.acts.actions import acts as actions
from mistok.acts.forms.acts import ActForm, TextForm
from mistok.acts.models import Act
from mistok.audit.models import Entry
from mistok.network.permissions import Permission
from mistok.network.views import staff

METHODS = ["GET", "HEAD", "POST"]
ENTRIES = 100


@require_http_methods(METHODS)
def act_add(request: HttpRequest) -> HttpResponse:
    """Write down what is known of an act; its text comes next."""
    staff.person(request, Permission.EDIT_ACTS)
    return _write(request, Act())


@require_http_methods(METHODS)
def act_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is known of an act."""
    return _write(request, _editable(request, slug))


@require_http_methods(METHODS)
def act_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Paste the words of the act as a new edition."""
    act = _editable(request, slug)
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = actions.save_text(act=act, by=cast(User, request.user), **form.cleaned_data)
        said = {"n": version.provisions.count()}
        messages.success(request, _("The text is stored; provisions found: %(n)s.") % said)
        return redirect(act)
    context = {"form": form, "act": act}
    return render(request, "acts/act_text.html", context, status=422 if form.errors else 200)


@require_safe
def act_history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what with the act."""
    act = _editable(request, slug)
    found = Entry.objects.filter(object_type=Act._meta.label_lower, object_key=str(act.pk))
    entries = list(found.order_by("-at", "-pk")[:ENTRIES])
    people = {
        str(person.pk): person
        for person in User.objects.filter(pk__in={each.actor for each in entries if each.actor})
    }
    rows = [{"entry": each, "person": people.get(each.actor)} for each in entries]
    return render(request, "acts/act_history.html", {"act": act, "rows": rows})


@require_POST
def act_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the act to everybody."""
    act = _editable(request, slug)
    actions.publish_act(act=act, by=cast(User, request.user))
    messages.success(request, _("Everybody sees the act now."))
    return redirect(act)


@require_POST
def act_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Hide the act."""
    act = _editable(request, slug)
    actions.withdraw_act(act=act, by=cast(User, request.user))
    messages.success(request, _("Only those who edit acts see it now. It can be published again."))
    return redirect(act)


def _editable(request: HttpRequest, slug: str) -> Act:
    user = staff.person(request, Permission.EDIT_ACTS)
    return get_object_or_404(queries.editable_acts(user), slug=slug)


def _write(request: HttpRequest, act: Act) -> HttpResponse:
    form = ActForm(request.POST or None, instance=act)
    is_new = act.pk is None
    if request.method == "POST" and form.is_valid():
        saved = actions.save_act(
            act=form.save(commit=False),
            relations=form.relations(),
            by=cast(User, request.user),
            fields=form.changed_data,
        )
        messages.success(request, _("“%(name)s” is saved.") % {"name": str(saved)[:100]})
        return redirect("acts:act-text", saved.slug) if is_new else redirect(saved)
    slug = act.slug
    context = {"form": form, "act": act, "slug": slug}
    return render(request, "acts/act_form.html", context, status=422 if form.errors else 200)

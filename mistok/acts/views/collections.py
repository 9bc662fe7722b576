"""Collections of acts: for everybody to read, for the staff to put together."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.accounts.models import User
from mistok.acts import queries
from mistok.acts.actions.collections import put_into, save_collection
from mistok.acts.forms.collections import CollectionForm
from mistok.acts.listing import row
from mistok.acts.models import Act, ActCollection, ActCollectionItem
from mistok.acts.naming import part_name
from mistok.lib.access import shared
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.network.views import staff
from mistok.search.declarations import uuids
from mistok.search.queries import search

METHODS = ["GET", "HEAD", "POST"]
OFFERED = 20


@shared
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """All published collections; those who edit acts see the others too."""
    may_edit = may(request.user, Permission.EDIT_ACTS)
    held = Count("items", filter=Q(items__act__is_published=True))
    hidden = ActCollection.objects.filter(is_published=False) if may_edit else ActCollection.objects.none()
    context = {
        "collections": queries.public_collections().annotate(held=held),
        "hidden": hidden,
        "may_edit": may_edit,
    }
    return render(request, "acts/collection_list.html", context)


@shared
@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection in its order, with why each act is here and whether it is in force."""
    may_edit = may(request.user, Permission.EDIT_ACTS)
    visible = ActCollection.objects.all() if may_edit else queries.public_collections()
    collection = get_object_or_404(visible, slug=slug)
    items = queries.items_of(collection, everything=may_edit)
    context = {"collection": collection, "items": [_item(each) for each in items], "may_edit": may_edit}
    return render(request, "acts/collection_detail.html", context)


@require_http_methods(METHODS)
def collection_add(request: HttpRequest) -> HttpResponse:
    """Put a collection together."""
    staff.person(request, Permission.EDIT_ACTS)
    return _write(request, ActCollection())


@require_http_methods(METHODS)
def collection_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is in a collection, its order and whether everybody sees it; look for acts to add."""
    staff.person(request, Permission.EDIT_ACTS)
    return _write(request, get_object_or_404(ActCollection, slug=slug))


@require_POST
def collection_put(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an act that was found at the end of the collection."""
    user = staff.person(request, Permission.EDIT_ACTS)
    collection = get_object_or_404(ActCollection, slug=slug)
    act = queries.editable_acts(user).filter(slug=request.POST.get("act", "")[:80]).first()
    if act is None:
        messages.error(request, _("This act is not in the store any more. Look for it again."))
    else:
        put_into(collection=collection, act=act, by=user)
        messages.success(request, _("“%(name)s” is in the collection.") % {"name": str(act)[:100]})
    return redirect("acts:collection-edit", collection.slug)


def _item(item: ActCollectionItem) -> dict[str, Any]:
    found = row(item.act) | {"note": item.note}
    if item.anchor:
        found["url"] = reverse("acts:provision-detail", args=[item.act.slug, item.anchor])
        found["title"] = f"{part_name(item.anchor)} – {item.act.title}"
    return found


def _write(request: HttpRequest, collection: ActCollection) -> HttpResponse:
    user = cast(User, request.user)
    items = queries.items_of(collection, everything=True) if collection.pk else []
    things = [(each.act, each.anchor, each.note) for each in items]
    form = CollectionForm(request.POST or None, instance=collection, initial={"things": things})
    if request.method == "POST" and form.is_valid():
        saved = save_collection(
            collection=form.save(commit=False), items=form.cleaned_data["things"], by=user
        )
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(saved)
    asked = " ".join(request.GET.get("q", "").split())[:200]
    there = {act.pk for act, _anchor, _note in things}
    context = {
        "form": form,
        "collection": collection,
        "q": asked,
        "offered": [each for each in _offered(asked) if each.pk not in there] if collection.pk else [],
    }
    return render(request, "acts/collection_form.html", context, status=422 if form.errors else 200)


def _offered(asked: str) -> list[Act]:
    """The acts that the words find, in the order of the search; a number leads straight to its act."""
    if not asked:
        return []
    if named := queries.acts_named(asked, Act.objects.all()):
        return named
    keys = [hit.key for hit in search(asked, kinds=["act"], limit=OFFERED).hits]
    known = {str(act.uuid): act for act in Act.objects.filter(uuid__in=uuids(keys))}
    return [known[key] for key in keys if key in known]

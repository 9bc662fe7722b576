"""Collections: cards and guides chosen for an occasion."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mistok.accounts.models import User
from mistok.directory.actions.guides import save_collection
from mistok.directory.forms.guides import CollectionForm
from mistok.directory.guides import items_of, public_collections
from mistok.directory.models import Collection
from mistok.lib.access import shared
from mistok.network.permissions import Permission
from mistok.network.queries import may

METHODS = ["GET", "HEAD", "POST"]


@shared
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """All published collections; those who keep the catalogue see the others too."""
    may_edit = may(request.user, Permission.EDIT_DIRECTORY)
    hidden = Collection.objects.filter(is_published=False) if may_edit else Collection.objects.none()
    context = {"collections": public_collections(), "hidden": hidden, "may_edit": may_edit}
    return render(request, "directory/collection_list.html", context)


@shared
@require_safe
def collection_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A collection in its order; its cards can be taken along as a list."""
    may_edit = may(request.user, Permission.EDIT_DIRECTORY)
    visible = Collection.objects.all() if may_edit else Collection.objects.filter(is_published=True)
    collection = get_object_or_404(visible, slug=slug)
    items = items_of(collection)
    keys = "-".join(str(each.service_id) for each in items if each.service_id)
    context = {
        "collection": collection,
        "items": items,
        "keys": keys,
        "may_edit": may_edit,
        "may_print": may(request.user, Permission.SEE_FIGURES),
    }
    return render(request, "directory/collection_detail.html", context)


@require_http_methods(METHODS)
def collection_add(request: HttpRequest) -> HttpResponse:
    """Put a collection together."""
    return _write(request, Collection())


@require_http_methods(METHODS)
def collection_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what is in a collection, its order and whether everybody sees it."""
    return _write(request, get_object_or_404(Collection, slug=slug))


def _write(request: HttpRequest, collection: Collection) -> HttpResponse:
    user = cast(User, request.user)
    if not may(user, Permission.EDIT_DIRECTORY):
        raise Http404
    items = collection.items.select_related("service", "guide") if collection.pk else []
    things = [(each.service or each.guide, each.note) for each in items]
    form = CollectionForm(request.POST or None, instance=collection, initial={"things": things})
    if request.method == "POST" and form.is_valid():
        saved = save_collection(
            collection=form.save(commit=False), items=form.cleaned_data["things"], by=user
        )
        messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
        return redirect(saved)
    context = {"form": form, "collection": collection}
    return render(request, "directory/collection_form.html", context, status=422 if form.errors else 200)

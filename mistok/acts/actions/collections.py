"""Putting collections of acts together."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from mistok.accounts.models import User
from mistok.acts.models import Act, ActCollection, ActCollectionItem
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.slugs import free_slug
from mistok.search.actions import changed


@transaction.atomic
def save_collection(
    *, collection: ActCollection, items: Iterable[tuple[Act, str, str]], by: User
) -> ActCollection:
    """Add or change a collection with its acts in order: the act, an anchor or nothing, why it is here."""
    if collection._state.adding:
        collection.slug = free_slug(ActCollection, collection.name, "dobirka")
    collection.edited_at = timezone.now()
    collection.save()
    collection.items.all().delete()
    once = {(act.pk, anchor): (act, anchor, note) for act, anchor, note in items}
    ActCollectionItem.objects.bulk_create(
        ActCollectionItem(collection=collection, act=act, anchor=anchor, note=note, order=order)
        for order, (act, anchor, note) in enumerate(once.values(), start=1)
    )
    audit.record(Event.ACT_COLLECTION_CHANGED, collection, by=by)
    changed("act-collection", collection.slug)
    return collection


@transaction.atomic
def put_into(*, collection: ActCollection, act: Act, by: User) -> None:
    """Put an act at the end of a collection; one that is there stays where it is."""
    last = collection.items.aggregate(last=Max("order"))["last"] or 0
    _item, is_new = collection.items.get_or_create(act=act, anchor="", defaults={"order": last + 1})
    if is_new:
        audit.record(Event.ACT_COLLECTION_CHANGED, collection, by=by, act=act.pk)
        changed("act-collection", collection.slug)

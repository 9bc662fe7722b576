"""Writing guides and collections."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.models import Collection, CollectionItem, Guide, GuideStep, Service
from mistok.network.slugs import free_slug
from mistok.search.actions import changed


@transaction.atomic
def save_guide(
    *, guide: Guide, services: Iterable[Service], steps: Iterable[Mapping[str, Any]], by: User
) -> Guide:
    """Add or change a guide with all its steps, in their order. A change takes the confirmation away.

    A step: text, hint, picture (StoredFile or None), alt.
    """
    is_new = guide._state.adding
    if is_new:
        guide.slug, guide.author = free_slug(Guide, guide.name, "instruktsiia"), by
    guide.edited_at, guide.confirmed_on, guide.confirmed_by = timezone.now(), None, None
    guide.save()
    before = set(guide.services.values_list("uuid", flat=True))
    guide.services.set(services)
    guide.steps.all().delete()
    GuideStep.objects.bulk_create(
        GuideStep(guide=guide, order=order, **step) for order, step in enumerate(steps, start=1)
    )
    audit.record(Event.GUIDE_ADDED if is_new else Event.GUIDE_CHANGED, guide, by=by)
    _tell(guide, before)
    return guide


@transaction.atomic
def publish_guide(*, guide: Guide, by: User) -> None:
    """Everybody sees the guide from now on."""
    guide.is_published, guide.archived_on = True, None
    guide.save(update_fields=["is_published", "archived_on"])
    audit.record(Event.GUIDE_CHANGED, guide, by=by, published=True)
    _tell(guide)


@transaction.atomic
def archive_guide(*, guide: Guide, by: User) -> None:
    """Put the guide away: nobody sees it, it is kept."""
    guide.archived_on = timezone.localdate()
    guide.save(update_fields=["archived_on"])
    audit.record(Event.GUIDE_ARCHIVED, guide, by=by)
    _tell(guide)


@transaction.atomic
def confirm_guide(*, guide: Guide, by: User) -> None:
    """A person went through all the steps, and they are true."""
    guide.confirmed_on, guide.confirmed_by = timezone.localdate(), by
    guide.save(update_fields=["confirmed_on", "confirmed_by"])
    audit.record(Event.GUIDE_CHANGED, guide, by=by, confirmed=True)
    _tell(guide)


@transaction.atomic
def save_collection(
    *, collection: Collection, items: Iterable[tuple[Service | Guide, str]], by: User
) -> Collection:
    """Add or change a collection with what is in it, in order: a card or a guide, and why it is here."""
    if collection._state.adding:
        collection.slug = free_slug(Collection, collection.name, "dobirka")
    collection.edited_at = timezone.now()
    collection.save()
    collection.items.all().delete()
    CollectionItem.objects.bulk_create(
        CollectionItem(
            collection=collection,
            order=order,
            note=note,
            service=thing if isinstance(thing, Service) else None,
            guide=thing if isinstance(thing, Guide) else None,
        )
        for order, (thing, note) in enumerate(items, start=1)
    )
    audit.record(Event.COLLECTION_CHANGED, collection, by=by)
    changed("collection", collection.slug)
    return collection


def _tell(guide: Guide, before: Iterable[Any] = ()) -> None:
    """The guide, and the cards that lead or led to it, are public anew."""
    changed("guide", str(guide.uuid))
    keys = {*before, *guide.services.values_list("uuid", flat=True)}
    changed("service", *sorted(str(key) for key in keys))

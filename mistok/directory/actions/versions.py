"""The approved texts of a card, one after another: its history, and the way back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.telling import providers_changed
from mistok.directory.links.sources import keep_in_step
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.snapshots import Fields, apply, digest, snapshot
from mistok.search.actions import changed

# What is said for the time being: a warning of last year must not come back with the rest of a text.
NOT_RESTORED = frozenset({"alert"})


class MovedError(Exception):
    """The card is no longer what the person saw when deciding; nothing was written."""


def locked(service: Service) -> Service:
    """The card as stored, held until the end of the transaction, so that writers come one by one."""
    return Service.objects.select_for_update().get(pk=service.pk)


def check_seen(seen: str | None, *texts: Fields) -> None:
    """Raise MovedError unless the person saw these very texts; None asks nothing."""
    if seen is not None and seen != digest(*texts):
        raise MovedError


def last_version(service: Service) -> Revision | None:
    """The newest approved text."""
    return approved_texts(service).first()


def approved_texts(service: Service) -> QuerySet[Revision]:
    """All approved texts of the card, the newest first."""
    return service.revisions.filter(state=RevisionState.APPROVED).order_by("-decided_at", "-pk")


def remember(service: Service) -> Revision:
    """The approved text that equals the card now. Call it before a change, with the card locked.

    The first edit of a card writes down what stood before; so does an edit after a change that passed by the
    history, as a load of the catalogue does. Such texts have no author.
    """
    last, current = last_version(service), snapshot(service)
    if last is not None and last.fields == current:
        return last
    return _written(service, current, by=None, last=last)


def note_version(*, service: Service, by: User | None, note: str = "") -> Revision:
    """Write the card as it stands into its history, approved by this person; the same text twice is one."""
    last, current = last_version(service), snapshot(service)
    if last is not None and last.fields == current:
        return last
    return _written(service, current, by=by, last=last, note=note)


@transaction.atomic
def restore_version(*, revision: Revision, by: User, seen: str | None = None) -> list[str]:
    """Bring a former text back as a new one; returns the fields that changed, none if it stands already.

    Raises MovedError when the card is no longer as seen, UnknownReferenceError when its provider or territory
    is gone, ValueError for a text that never was approved.
    """
    if revision.state != RevisionState.APPROVED:
        raise ValueError("only an approved text is restored")
    service = locked(revision.service)
    check_seen(seen, snapshot(service))
    remember(service)
    before = {each.pk for each in service.situations.all()}
    fields = apply(service, restorable(revision))
    if fields:
        service.edited_at = timezone.now()
        service.save(update_fields=["edited_at"])
        note_version(service=service, by=by, note=revision.note)
        audit.record(Event.SERVICE_RESTORED, service, by=by, fields=fields, revision=str(revision.pk))
        tell_search(service, before)
    return fields


def restorable(revision: Revision) -> Fields:
    """What of a former text comes back: all but what was said for the time being."""
    return {name: value for name, value in revision.fields.items() if name not in NOT_RESTORED}


def tell_search(service: Service, situations_before: set[str] | frozenset[str] = frozenset()) -> None:
    """Readers’ pages and the search learn of the card; a draft is nobody’s business yet."""
    if not service.is_draft:
        keep_in_step(service)
        changed("service", str(service.uuid))
        providers_changed([service])
        changed("situation", *sorted({each.pk for each in service.situations.all()} | situations_before))


def _written(
    service: Service, fields: Fields, *, by: User | None, last: Revision | None, note: str = ""
) -> Revision:
    now = timezone.now()
    if last is not None and last.decided_at is not None and last.decided_at >= now:
        now = last.decided_at + timedelta(microseconds=1)
    return Revision.objects.create(
        service=service, state=RevisionState.APPROVED, fields=fields, based_on=last, note=note, author=by,
        created_at=now, decided_by=by, decided_at=now,
    )  # fmt: skip

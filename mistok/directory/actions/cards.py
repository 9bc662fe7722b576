"""What those who keep the catalogue do with a card at once, without a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.versions import (
    check_seen,
    locked,
    note_version,
    remember,
    tell_search,
)
from mistok.directory.freshness import set_term
from mistok.directory.models import Confirmation, RevisionState, Service
from mistok.directory.snapshots import apply, dump, snapshot

# What is no text of the card: it is never proposed, compared or restored.
CARE = ("keeper", "review_months")


@transaction.atomic
def add_service(*, by: User, values: Mapping[str, Any], note: str = "") -> Service:
    """A new card of fields that a form has checked. It is not confirmed by being written."""
    now = timezone.now()
    service = Service(slug=values["slug"], created_at=now, edited_at=now)
    _take_care(service, values)
    apply(service, dump(values))
    note_version(service=service, by=by, note=note)
    audit.record(Event.SERVICE_ADDED, service, by=by)
    tell_search(service)
    return service


@transaction.atomic
def edit_service(
    *, service: Service, by: User, values: Mapping[str, Any], seen: str | None = None, note: str = ""
) -> list[str]:
    """Change a card and return the names of the fields that differ now; no difference is no edit.

    An edit is not a confirmation, nor does it take one away: the card shows both dates. A draft is published
    by it, and what waited with it is settled. `seen` is the digest of the text that the form was filled with:
    raises MovedError when the card is no longer that, and writes nothing.
    """
    stored = locked(service)
    check_seen(seen, snapshot(stored))
    was_draft = stored.is_draft
    if not was_draft:
        remember(stored)
    before = {each.pk for each in stored.situations.all()}
    stored.is_draft = False
    fields = _take_care(stored, values) + apply(stored, dump(values))
    if fields or was_draft:
        stored.edited_at = timezone.now()
        if was_draft:
            stored.created_at = stored.edited_at
            _settle(stored, by)
        stored.save()
        note_version(service=stored, by=by, note=note)
        audit.record(
            Event.SERVICE_ADDED if was_draft else Event.SERVICE_CHANGED, stored, by=by, fields=sorted(fields)
        )
        tell_search(stored, before)
    service.refresh_from_db()
    return sorted(fields)


@transaction.atomic
def confirm_service(*, service: Service, by: User, how: Confirmation, on: date, note: str = "") -> None:
    """Note that a person made sure the card is true, when and how. Raises ValueError for a day ahead."""
    if on > timezone.localdate():
        raise ValueError("nobody can have confirmed it on a day that has not come")
    service.confirmed_on, service.confirmed_by, service.confirmed_how = on, by, how
    service.confirmed_note = note
    set_term(service)
    service.save(
        update_fields=["confirmed_on", "confirmed_by", "confirmed_how", "confirmed_note", "review_due_on"]
    )
    audit.record(Event.SERVICE_CONFIRMED, service, by=by, how=str(how), on=on.isoformat())
    tell_search(service)


@transaction.atomic
def retire_service(*, service: Service, by: User, reason: str, replaced_by: Service | None = None) -> None:
    """Put a card into the archive from today on; what was counted stays. Twice changes nothing."""
    if service.retired_on is not None:
        return
    service.retired_on, service.replaced_by = timezone.localdate(), replaced_by
    service.save(update_fields=["retired_on", "replaced_by"])
    audit.record(Event.SERVICE_RETIRED, service, by=by, reason=reason)
    tell_search(service)


@transaction.atomic
def return_service(*, service: Service, by: User) -> None:
    """Take a card out of the archive as it was. One that is in use stays as it is."""
    if service.retired_on is None:
        return
    service.retired_on = service.replaced_by = None
    service.save(update_fields=["retired_on", "replaced_by"])
    audit.record(Event.SERVICE_RESTORED, service, by=by, fields=[])
    tell_search(service)


def _take_care(service: Service, values: Mapping[str, Any]) -> list[str]:
    differing = [name for name in CARE if name in values and getattr(service, name) != values[name]]
    for name in differing:
        setattr(service, name, values[name])
    set_term(service)
    if differing and service.pk:
        service.save(update_fields=[*differing, "review_due_on"])
    return differing


def _settle(service: Service, by: User) -> None:
    """The card is published: the text that waited with it is approved, in the words of its author."""
    waiting = service.revisions.filter(state__in=[RevisionState.DRAFT, RevisionState.WAITING])
    waiting.update(state=RevisionState.APPROVED, decided_by=by, decided_at=timezone.now())

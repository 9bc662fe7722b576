"""Texts on their way into the catalogue: written by one, approved or sent back by another."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.versions import check_seen, locked, remember, tell_search
from mistok.directory.differences import merge
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.snapshots import apply, dump, snapshot

MINE, NOW = "mine", "now"  # what may be chosen for a field that two people changed
OPEN = (RevisionState.DRAFT, RevisionState.WAITING)


class DecidedError(Exception):
    """The text is no longer open: somebody decided on it, or its author took it back."""


class ConflictError(Exception):
    """Two people changed the same fields, and nobody has chosen yet; `fields` names them."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


@transaction.atomic
def propose_service(*, by: User, values: Mapping[str, Any], note: str = "", send: bool = True) -> Revision:
    """A new card that nobody but its author and the approvers sees, with its text."""
    now = timezone.now()
    service = Service(slug=values["slug"], is_draft=True, created_at=now, edited_at=now)
    apply(service, dump(values))
    revision = Revision(service=service, author=by, fields=snapshot(service), note=note)
    return _stored(revision, by, send)


@transaction.atomic
def propose_change(
    *,
    service: Service,
    by: User,
    values: Mapping[str, Any],
    seen: str | None = None,
    note: str = "",
    send: bool = True,
) -> Revision:
    """A text for a card that is in the catalogue; the card stays as it is until somebody approves.

    A person has one open text of a card: the second time is a rewriting of it. `seen` is the digest of the
    text that the form was filled with; raises MovedError when the card is no longer that.
    """
    service = locked(service)
    known = service.revisions.filter(author=by, state__in=OPEN).first()
    if known is not None:
        return rewrite_revision(revision=known, by=by, values=values, note=note, send=send)
    check_seen(seen, snapshot(service))
    revision = Revision(service=service, author=by, note=note)
    if service.is_draft:
        apply(service, dump(values))
    else:
        revision.based_on = remember(service)
    revision.fields = snapshot(service) | dump(values)
    return _stored(revision, by, send)


@transaction.atomic
def rewrite_revision(
    *, revision: Revision, by: User, values: Mapping[str, Any], note: str = "", send: bool = True
) -> Revision:
    """New words in an open text of one’s own. Raises DecidedError when it is no longer open."""
    service = locked(revision.service)
    revision = _open(revision)
    revision.fields = revision.fields | dump(values)
    revision.note = note
    if service.is_draft:
        apply(service, revision.fields)  # lists name the draft as its author does
    return _stored(revision, by, send)


@transaction.atomic
def send_revision(*, revision: Revision, by: User) -> Revision:
    """Ask for approval. Raises DecidedError when the text is no longer open."""
    locked(revision.service)
    return _stored(_open(revision), by, send=True)


@transaction.atomic
def withdraw_revision(*, revision: Revision, by: User) -> None:
    """The author takes an open text back; a card that was nothing but this text goes with it.

    Raises DecidedError when the text is no longer open.
    """
    service = locked(revision.service)
    _open(revision).delete()
    if service.is_draft and not service.revisions.exclude(author=by).exists():
        service.delete()


@transaction.atomic
def approve_revision(
    *,
    revision: Revision,
    by: User,
    seen: str | None = None,
    chosen: Mapping[str, str] | None = None,
    answer: str = "",
) -> list[str]:
    """Put into the card what the author changed, and nothing else; returns the fields that differ now.

    Where somebody else has changed the same field since, `chosen` says for it MINE (the author’s words) or
    NOW (the card’s). `seen` is the digest of the two texts that the approver had before the eyes. Raises
    DecidedError when the text is not waiting, MovedError when either text is no longer as seen, ConflictError
    when a choice is missing, UnknownReferenceError when its provider or territory is gone.
    """
    service = locked(revision.service)
    revision = _open(revision, RevisionState.WAITING)
    current = snapshot(service)
    check_seen(seen, revision.fields, current)
    fields = dict(revision.fields)
    if not service.is_draft:
        fields = _authors_own(revision, current, chosen or {})
        revision.based_on = remember(service)
    before = {each.pk for each in service.situations.all()}
    was_draft, service.is_draft = service.is_draft, False
    differing = apply(service, fields)
    if differing or was_draft:
        service.edited_at = timezone.now()
        if was_draft:
            service.created_at = service.edited_at
        service.save()
    revision.fields = snapshot(service)
    _decide(revision, RevisionState.APPROVED, by, answer)
    audit.record(Event.SERVICE_APPROVED, service, by=by, fields=differing, revision=str(revision.pk))
    tell_search(service, before)
    return differing


@transaction.atomic
def decline_revision(*, revision: Revision, by: User, answer: str) -> None:
    """Send a text back with words; the author may write anew. Raises DecidedError when it is not waiting."""
    service = locked(revision.service)
    _decide(_open(revision, RevisionState.WAITING), RevisionState.DECLINED, by, answer)
    audit.record(Event.SERVICE_DECLINED, service, by=by, revision=str(revision.pk))


def _authors_own(revision: Revision, current: dict[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    base = revision.based_on.fields if revision.based_on else current
    found = merge(base, revision.fields, current)
    if missing := tuple(name for name in found.both if chosen.get(name) not in (MINE, NOW)):
        raise ConflictError(missing)
    names = [*found.mine, *(name for name in found.both if chosen[name] == MINE)]
    return {name: revision.fields[name] for name in names}


def _open(revision: Revision, *states: RevisionState) -> Revision:
    """The text as stored, if it is in one of the states (any open one, if none is given)."""
    found = Revision.objects.select_for_update(of=("self",)).select_related("based_on", "service")
    try:
        return found.get(pk=revision.pk, state__in=states or OPEN)
    except Revision.DoesNotExist:
        raise DecidedError from None


def _stored(revision: Revision, by: User, send: bool) -> Revision:
    is_new = revision.state != RevisionState.WAITING
    revision.state = RevisionState.WAITING if send else RevisionState.DRAFT
    revision.save()
    if send and is_new:
        audit.record(Event.SERVICE_PROPOSED, revision.service, by=by, revision=str(revision.pk))
    return revision


def _decide(revision: Revision, state: RevisionState, by: User, answer: str) -> None:
    revision.state, revision.answer = state, answer
    revision.decided_by, revision.decided_at = by, timezone.now()
    revision.save()

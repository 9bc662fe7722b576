"""What staff do with an act by hand."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.acts.models import Act, ActVersion, Provision, Relation
from mistok.acts.records import Piece, text_fingerprint
from mistok.acts.structure import provisions
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.slugs import free_slug
from mistok.search.actions import changed
from mistok.ukrainian import act_numbers

BY_HAND = "hand"


@transaction.atomic
def save_act(*, act: Act, relations: Iterable[Relation], by: User, fields: Iterable[str] = ()) -> Act:
    """Add or change what is known of an act, and the relations written by hand; `fields`: those changed."""
    is_new = act._state.adding
    if is_new:
        act.slug = free_slug(Act, act.registration or f"{act.number} {act.title}", "act")
        act.source, act.is_published = act.source or BY_HAND, False
    act.keys = act_numbers.spellings(act.number, act.registration or "")
    act.edited_at = timezone.now()
    act.save()
    act.relations.filter(is_by_hand=True).delete()
    for relation in relations:
        # What a source told too becomes a person's word and outlives the next import.
        Relation.objects.update_or_create(
            act=act,
            kind=relation.kind,
            reference=relation.reference,
            defaults={"other": relation.other, "is_by_hand": True},
        )
    audit.record(Event.ACT_ADDED if is_new else Event.ACT_CHANGED, act, by=by, fields=sorted(fields))
    _tell(act)
    return act


@transaction.atomic
def save_text(
    *, act: Act, text: str, since: date | None, reason: str, text_problem: str, by: User
) -> ActVersion:
    """The words of the act as its valid edition; the former ones are kept. Words that an edition has already
    make that edition the valid one.
    """
    pieces = tuple(Piece(part.anchor, part.heading, part.text, part.level) for part in provisions(text))
    fingerprint = text_fingerprint(pieces)
    version = act.versions.filter(fingerprint=fingerprint).first()
    is_new = version is None
    act.versions.filter(is_current=True).update(is_current=False)
    version = version or ActVersion(act=act, fingerprint=fingerprint)
    version.since, version.reason, version.text_problem = since, reason, text_problem
    version.characters = sum(len(piece.heading) + len(piece.text) for piece in pieces)
    version.is_current = True
    version.save()
    if is_new:
        Provision.objects.bulk_create(
            [
                Provision(
                    version=version, position=position, anchor=piece.anchor, level=piece.level,
                    heading=piece.heading, text=piece.text,
                )
                for position, piece in enumerate(pieces, start=1)
            ],
            batch_size=2000,
        )  # fmt: skip
    Act.objects.filter(pk=act.pk).update(edited_at=timezone.now())
    audit.record(Event.ACT_CHANGED, act, by=by, edition=version.pk, provisions=len(pieces))
    _tell(act)
    return version


@transaction.atomic
def publish_act(*, act: Act, by: User) -> None:
    """Everybody sees the act from now on."""
    _set_published(act, True, by)


@transaction.atomic
def withdraw_act(*, act: Act, by: User) -> None:
    """Nobody but those who edit acts sees it; nothing of it is deleted."""
    _set_published(act, False, by)


def _set_published(act: Act, published: bool, by: User) -> None:
    if act.is_published == published:
        return
    act.is_published, act.edited_at = published, timezone.now()
    act.save(update_fields=["is_published", "edited_at"])
    audit.record(Event.ACT_CHANGED, act, by=by, published=published)
    _tell(act)


def _tell(act: Act) -> None:
    changed("act", str(act.uuid))
    changed("article", str(act.uuid))

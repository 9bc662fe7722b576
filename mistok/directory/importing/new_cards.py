"""Cards that an import adds, many in a few queries."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from mistok.accounts.models import User
from mistok.directory.importing.examining import NOT_SLUGS, Verdict
from mistok.directory.models import Revision, RevisionState, Service
from mistok.directory.snapshots import MANY_TO_MANY, Fields
from mistok.ukrainian.translit import slug as address_of

LONGEST_SLUG = 80
TRIED = 20  # numbers behind an address that is taken


def add_cards(
    verdicts: Sequence[Verdict], *, publish: bool, by: User | None, note: str
) -> list[tuple[Verdict, Service, Fields]]:
    """Write the cards; each comes back with its verdict and its text. Call it in a transaction.

    A published one begins its history with this text; nothing is confirmed by it.
    """
    if not verdicts:
        return []
    now = timezone.now()
    slugs = _slugs(verdicts)
    cards = []
    for each, slug in zip(verdicts, slugs, strict=True):
        card = Service(slug=slug, is_draft=not publish, created_at=now, edited_at=now)
        for name, value in each.after.items():
            if name in ("provider", "territory"):
                setattr(card, f"{name}_id", value)
            elif name == "cost_amount":
                card.cost_amount = None if value is None else Decimal(value)
            elif name not in MANY_TO_MANY:
                setattr(card, name, value)
        cards.append(card)
    Service.objects.bulk_create(cards)
    for name in MANY_TO_MANY:
        _link(name, cards, verdicts)
    if publish:
        Revision.objects.bulk_create(
            Revision(
                service=card, state=RevisionState.APPROVED, fields=each.after, note=note, author=by,
                created_at=now, decided_by=by, decided_at=now,
            )
            for card, each in zip(cards, verdicts, strict=True)
        )  # fmt: skip
    return [(each, card, each.after) for card, each in zip(cards, verdicts, strict=True)]


def _link(name: str, cards: Sequence[Service], verdicts: Sequence[Verdict]) -> None:
    field: Any = Service._meta.get_field(name)
    through, target = field.remote_field.through, field.m2m_reverse_field_name()
    through._default_manager.bulk_create(
        through(service_id=card.pk, **{f"{target}_id": key})
        for card, each in zip(cards, verdicts, strict=True)
        for key in each.after[name]
    )


def _slugs(verdicts: Sequence[Verdict]) -> list[str]:
    """An address for each card that no other has."""
    bases = [
        each.slug or address_of(each.after["name"], longest=LONGEST_SLUG - 3) or "service"
        for each in verdicts
    ]
    tried = set(bases) | {f"{base[:77]}-{n}" for base in bases for n in range(2, TRIED)}
    taken = set(Service.objects.filter(slug__in=tried).values_list("slug", flat=True)) | NOT_SLUGS
    found = []
    for base in bases:
        choices = [base, *(f"{base[:77]}-{n}" for n in range(2, TRIED))]
        slug = next((slug for slug in choices if slug not in taken), "")
        slug = slug or f"{base[:60]}-{Service().uuid.hex[-12:]}"
        taken.add(slug)
        found.append(slug)
    return found

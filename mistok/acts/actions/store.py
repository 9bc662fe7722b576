"""Putting acts into the store: once each, however often they come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from mistok.acts.models import Act, ActVersion, Provision, Relation
from mistok.acts.records import ActRecord, Link, Piece, text_fingerprint
from mistok.search.actions import changed
from mistok.ukrainian import act_numbers
from mistok.ukrainian.translit import slug

BATCH = 100
LONGEST_SLUG = 76
BEGINNING = 700  # characters of a text that say what the act does
TOLD = (
    "title", "kind", "kind_name", "level", "title_source", "number", "registration", "adopted_on",
    "in_force_on", "issuer", "status", "status_source", "status_on", "url", "source", "source_key",
)  # fmt: skip
CREATED, CHANGED, SAME = "created", "changed", "same"


@dataclass(slots=True)
class Stored:
    """What became of the records: the acts in their order, and how many were created, changed, the same."""

    acts: list[Act] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(self.outcomes)


def store_all(records: Iterable[ActRecord]) -> Counter[str]:
    """Store any number of records, a transaction a hundred. Returns how many were created, changed, same."""
    counts: Counter[str] = Counter()
    for some in batched(records, BATCH):
        counts += store(some).counts
    return counts


@transaction.atomic
def store(records: Sequence[ActRecord]) -> Stored:
    """Store the records: an act known by its registration number, or by its source and key, is brought up
    to date; the same record again changes nothing. Other words become a new edition, the former is kept.
    """
    known = _known(records)
    stored = Stored()
    fresh: list[Act] = []
    works: list[tuple[Act, ActRecord]] = []
    for record in records:
        act = known.get(_key(record))
        fingerprint = record.fingerprint()
        if act is not None and act.fingerprint == fingerprint:
            stored.acts.append(act)
            stored.outcomes.append(SAME)
            continue
        is_new = act is None
        act = act or Act(slug=_slug(record))
        _tell(act, record, fingerprint)
        if is_new:
            fresh.append(act)
            known[_key(record)] = act
        elif act.pk:
            act.save()
        works.append((act, record))
        stored.acts.append(act)
        stored.outcomes.append(CREATED if is_new else CHANGED)
    _free_slugs(fresh)
    Act.objects.bulk_create(fresh)
    _put_texts(works)
    _put_links(works)
    keys = [str(act.uuid) for act, _record in works]
    changed("act", *keys)
    changed("article", *keys)
    return stored


def as_act(record: ActRecord) -> Act:
    """The act as the store would hold it, not saved."""
    act = Act(slug=_slug(record))
    _tell(act, record, "")
    return act


def _key(record: ActRecord) -> tuple[str, str]:
    return ("", record.registration) if record.registration else (record.source, record.source_key)


def _known(records: Sequence[ActRecord]) -> dict[tuple[str, str], Act]:
    wanted = Q(registration__in=[each.registration for each in records if each.registration])
    for source in {each.source for each in records if each.source_key}:
        keys = [each.source_key for each in records if each.source == source and each.source_key]
        wanted |= Q(source=source, source_key__in=keys)
    found: dict[tuple[str, str], Act] = {}
    for act in Act.objects.filter(wanted).select_for_update():
        if act.registration:
            found["", act.registration] = act
        if act.source_key:
            found.setdefault((act.source, act.source_key), act)
    return found


def _tell(act: Act, record: ActRecord, fingerprint: str) -> None:
    """Write down what the record tells; what it leaves open stays."""
    for name in TOLD:
        value = getattr(record, name)
        if value is not None and (value != "" or not getattr(act, name)):
            setattr(act, name, value)
    if record.territory is not None:
        act.territory_id = record.territory
    if record.subjects is not None:
        act.subjects = list(record.subjects)
    act.keys = act_numbers.spellings(act.number, act.registration or "")
    act.is_amending = act_numbers.only_changes(act.title) or _begins_with_changes(record)
    act.fingerprint = fingerprint
    act.edited_at = timezone.now()


def _begins_with_changes(record: ActRecord) -> bool:
    """Whether the first words of the text order changes: titles of old acts are often not known."""
    beginning = " ".join(f"{piece.heading} {piece.text}" for piece in (record.pieces or ())[:2])[:BEGINNING]
    return act_numbers.orders_changes(beginning)


def _slug(record: ActRecord) -> str:
    name = record.registration or f"{record.number} {record.title}"
    return slug(name, longest=LONGEST_SLUG) or "act"


def _free_slugs(fresh: list[Act]) -> None:
    """Give each a short address that no other has; a few questions to the database for the whole batch."""
    taken = set(Act.objects.filter(slug__in=[act.slug for act in fresh]).values_list("slug", flat=True))
    for act in fresh:
        base, number = act.slug, 1
        while act.slug in taken:
            number += 1
            act.slug = f"{base}-{number}"
            if number > 2 or Act.objects.filter(slug=act.slug).exists():
                taken |= set(Act.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        taken.add(act.slug)


def _put_texts(works: list[tuple[Act, ActRecord]]) -> None:
    """A new edition for each act whose words are not those of the valid one."""
    told = [(act, record, record.pieces) for act, record in works if record.pieces]
    before = {
        (version.act_id, version.fingerprint): version
        for version in ActVersion.objects.filter(act__in=[act for act, _record, _pieces in told])
    }
    fresh: list[tuple[ActVersion, tuple[Piece, ...]]] = []
    for act, record, pieces in told:
        fingerprint = text_fingerprint(pieces)
        same = before.get((act.pk, fingerprint))
        values: dict[str, Any] = {
            "since": record.since, "reason": record.reason, "text_problem": record.text_problem[:300],
        }  # fmt: skip
        if same is not None:
            if not same.is_current:  # the words of a former edition are valid again
                act.versions.update(is_current=False)
            ActVersion.objects.filter(pk=same.pk).update(is_current=True, **values)
            continue
        characters = sum(len(piece.heading) + len(piece.text) for piece in pieces)
        fresh.append((ActVersion(act=act, fingerprint=fingerprint, characters=characters, **values), pieces))
    ActVersion.objects.filter(act__in=[version.act for version, _ in fresh], is_current=True).update(
        is_current=False
    )
    ActVersion.objects.bulk_create([version for version, _pieces in fresh])
    Provision.objects.bulk_create(
        [
            Provision(
                version=version, position=position, anchor=piece.anchor, level=piece.level,
                heading=piece.heading, text=piece.text,
            )
            for version, pieces in fresh
            for position, piece in enumerate(pieces, start=1)
        ],
        batch_size=2000,
    )  # fmt: skip


def _put_links(works: list[tuple[Act, ActRecord]]) -> None:
    """The relations the records tell of; those written by a person stay."""
    acts = [act for act, _record in works]
    Relation.objects.filter(act__in=acts, is_by_hand=False).delete()
    rows = [
        Relation(act=act, kind=link.kind, reference=link.reference[:300], anchor=link.anchor)
        for act, record in works
        for link in dict.fromkeys(record.links)
        if isinstance(link, Link)
    ]
    Relation.objects.bulk_create(rows, ignore_conflicts=True)

"""Writing at the desk. A record is a fact: it is added, replaced by a newer one or voided, never changed."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as journal
from mistok.audit.models import Event
from mistok.desk.actions.periods import check_open
from mistok.desk.actions.storing import (
    MOST_PEOPLE,
    Capture,
    Conflict,
    Draft,
    Item,
    Recorded,
    Refused,
    items_of,
    prepared,
    store,
)
from mistok.desk.cards import mark_of
from mistok.desk.models import (
    Certainty,
    Channel,
    Encounter,
    Topic,
    TopicKind,
    VoidReason,
    place_of,
)
from mistok.desk.queries import may_revise
from mistok.directory.actions.links import count_uses
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint, VisitorCategory

__all__ = [
    "MOST_PEOPLE",
    "Conflict",
    "Item",
    "Recorded",
    "Refused",
    "add_item",
    "ages_of",
    "correct",
    "count_links",
    "items_of",
    "load_topics",
    "record",
    "undo",
    "void",
]


@transaction.atomic
def record(
    *,
    by: User,
    point: ServicePoint,
    uuid: UUID,
    items: Iterable[Item],
    number: int = 1,
    categories: Iterable[VisitorCategory] = (),
    occurred_at: datetime | date | None = None,
    certainty: str = Certainty.EXACT,
    channel: str = Channel.DESK,
    ages: tuple[int, int] | None = None,
    note: str = "",
    card: str = "",
    people_only: bool = False,
    capture: Capture | None = None,
) -> Recorded:
    """Write down help given at a point; sending the same again changes nothing.

    `uuid` is made by the client, once for each save. `occurred_at` is a moment, a plain day when the hour is
    not known, or None for now. `ages` are the youngest and the oldest of a lesson. `card` is the code of the
    reader's card: its mark is kept, the code is not. `people_only`: a tally counts who came apart from what
    was done, so there need be no items. `capture` is what a device tells that made the record by itself.
    A day of a locked period is remembered, and the record counts today. Whether the person may
    record at the point is checked where the point is fetched (`points_for(by, RECORD_HELP)`).
    Raises Refused when the facts cannot be so, Conflict when other content stands under the identifier.
    """
    helped = list(items)
    wanted = prepared(
        staff=by,
        point=point,
        uuid=uuid,
        number=number,
        occurred_at=occurred_at,
        certainty=certainty,
        channel=channel,
        ages=ages,
        note=note,
        card_hash=mark_of(card, point.organisation_id),
        capture=capture,
    )
    draft = Draft(wanted, helped, {each.pk for each in categories}, people_only)
    stored = store(draft, by=by, event=Event.ENCOUNTER_RECORDED)
    if stored.created:
        count_links([draft])
    return stored


def count_links(drafts: Iterable[Draft]) -> None:
    """What is used most is mended first; only the help of today tells of it.

    The last thing of a transaction: other desks wait for the rows that it holds.
    """
    today = timezone.localdate()
    urls = {
        item.service.url
        for draft in drafts
        if draft.encounter.day == draft.encounter.true_day == today
        for item in draft.items
        if item.service
    }
    if urls:
        count_uses(*sorted(urls))


@transaction.atomic
def correct(
    encounter: Encounter,
    *,
    by: User,
    uuid: UUID,
    items: Iterable[Item],
    number: int,
    categories: Iterable[VisitorCategory],
    occurred_at: datetime | date | None = None,
    certainty: str,
    channel: str,
    ages: tuple[int, int] | None = None,
    note: str | None = None,
    card: str | None = None,
    card_hash: str | None = None,
    capture: Capture | None = None,
) -> Recorded:
    """Replace a record by a newer one; the old stays and no longer counts. Whoever helped stays the same.

    `occurred_at=None` keeps the moment, `note=None` the note, `card=None` the card; `card_hash` is a mark
    known already. Raises PermissionDenied, Refused (also when the record was voided or replaced meanwhile,
    or its period is locked) and Conflict as `record` does.
    """
    old = _locked(encounter)
    if not may_revise(by, old, capture.at if capture else None):
        raise PermissionDenied
    if card_hash is None:
        card_hash = old.card_hash if card is None else mark_of(card, old.point.organisation_id)
    wanted = prepared(
        staff=old.staff,
        point=old.point,
        uuid=uuid,
        number=number,
        occurred_at=occurred_at or old.occurred_at,
        certainty=certainty,
        channel=channel,
        ages=ages,
        note=old.note if note is None else note,
        card_hash=card_hash,
        capture=capture,
    )
    wanted.supersedes = old
    # What the clock of a device showed belongs to the moment that it told, not to the one written now.
    wanted.said_at = None if occurred_at else old.said_at
    if occurred_at is None:
        wanted.time_known = old.time_known
    if wanted.day == old.true_day:  # it counts where the old one did
        wanted.day, wanted.adjusted_from = old.day, old.adjusted_from
    if not Encounter.objects.filter(pk=uuid, supersedes=old).exists():
        _still_counts(old)
    people_only = not old.items.exists()
    stored = store(
        Draft(wanted, list(items), {each.pk for each in categories}, people_only),
        by=by,
        event=Event.ENCOUNTER_CORRECTED,
    )
    if stored.created:
        old.revised_at = stored.encounter.revised_at
        old.save(update_fields=["revised_at"])
    return stored


@transaction.atomic
def void(encounter: Encounter, *, by: User, reason: str, at: datetime | None = None) -> Encounter:
    """Take a record out of all counts. Doing it twice is doing it once. Raises PermissionDenied, Refused.

    `at` is the moment when a device did it, None for now.
    """
    old = _locked(encounter)
    if not may_revise(by, old, at):
        raise PermissionDenied
    if old.voided_at:
        return old
    _still_counts(old)
    if reason not in VoidReason:
        raise Refused(_("Choose why the record is withdrawn."), code="reason")
    old.void(reason)
    journal(Event.ENCOUNTER_VOIDED, old, by=by, organisation=old.point.organisation)
    return old


@transaction.atomic
def undo(
    encounter: Encounter, *, by: User, uuid: UUID | None = None, capture: Capture | None = None
) -> Encounter:
    """Take back the last act: a new record is voided; after a correction the earlier content comes back.

    `uuid` is for the record that brings it back, so that a device may say it twice.
    """
    earlier = encounter.supersedes
    if earlier is None:
        return void(encounter, by=by, reason=VoidReason.UNDO, at=capture.at if capture else None)
    return correct(
        encounter,
        by=by,
        uuid=uuid or uuid7(),
        items=items_of(earlier),
        number=earlier.number,
        categories=list(earlier.categories.all()),
        occurred_at=earlier.occurred_at if earlier.time_known else earlier.true_day,
        certainty=earlier.certainty,
        channel=earlier.channel,
        ages=ages_of(earlier),
        note=earlier.note,
        card_hash=earlier.card_hash,
        capture=capture,
    ).encounter


@transaction.atomic
def add_item(
    encounter: Encounter,
    *,
    by: User,
    uuid: UUID,
    item: Item,
    note: str = "",
    card: str = "",
    capture: Capture | None = None,
) -> Recorded:
    """The same person was helped with one thing more: the visit stays one, its help grows.

    The same thing with the same outcome is once more of it. A note is added to the note that there is, a card
    stays unless another is told.
    """
    if (again := Encounter.objects.filter(pk=uuid, supersedes=encounter).first()) is not None:
        return Recorded(again, created=False)
    notes = [each for each in (encounter.note, note) if each]
    return correct(
        encounter,
        by=by,
        uuid=uuid,
        items=joined(items_of(encounter), [item]),
        number=encounter.number,
        categories=list(encounter.categories.all()),
        certainty=encounter.certainty,
        channel=encounter.channel,
        ages=ages_of(encounter),
        note="; ".join(dict.fromkeys(notes)),
        card=card or None,
        capture=capture,
    )


def joined(known: Iterable[Item], more: Iterable[Item]) -> list[Item]:
    """The help of a visit grown by more: a thing done again stands once, with its times added up."""
    found = list(known)
    for item in more:
        what = (item.service, item.topic, item.outcome)
        place = next(
            (n for n, old in enumerate(found) if (old.service, old.topic, old.outcome) == what), None
        )
        if place is None:
            found.append(item)
            continue
        old = found[place]
        found[place] = replace(
            item,
            times=old.times + item.times,
            independence=old.independence if item.independence is None else item.independence,
            why=item.why or old.why,
            minutes=item.minutes or old.minutes,
        )
    return found


def ages_of(encounter: Encounter) -> tuple[int, int] | None:
    """The youngest and the oldest, when they were noted."""
    if encounter.age_from is None or encounter.age_to is None:
        return None
    return encounter.age_from, encounter.age_to


@transaction.atomic
def load_topics() -> int:
    """Bring in the starting topics of the directory (Sarny regulation, §3.1.1–3.1.6); returns how many.

    Runs any number of times: names are renewed, a retired topic stays retired, and what the network worded
    or placed its own way stays so.
    """
    text = resources.files("mistok.directory.catalogue").joinpath("topics.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["topic"]
    own = set(Topic.objects.filter(edited_at__isnull=False).values_list("pk", flat=True))
    for row in sorted(rows, key=lambda each: str(each["code"]).count(".")):
        if row["code"] in own:
            continue
        Topic.objects.update_or_create(
            code=row["code"],
            defaults={
                "parent_id": row.get("parent") or None,
                "kind": TopicKind(row["kind"]),
                "name": row["name"],
                "short_name": row["short"],
                "report_phrase": row.get("phrase", ""),
                "place": place_of(str(row["code"])),
            },
        )
    return len(rows)


def _locked(encounter: Encounter) -> Encounter:
    """The record as it stands now, held until the end of the transaction."""
    return (
        Encounter.objects.select_for_update(of=("self",))
        .select_related("point__organisation", "staff")
        .get(pk=encounter.pk)
    )


def _still_counts(old: Encounter) -> None:
    """Raises Refused for what counts no more, and for what is in a report already."""
    if old.voided_at or Encounter.objects.filter(supersedes=old).exists():
        raise Refused(
            _("This record was already replaced or voided. Open the diary to see it."), code="replaced"
        )
    check_open(old.point, old.day)

"""What an act that is here already keeps when a source of lesser weight tells of it again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from mistok.acts.importing import laws_json, local_rows, parliament
from mistok.acts.models import Act, ActVersion, Status
from mistok.acts.records import ActRecord, text_fingerprint

HINT = laws_json.STATUS_SAID.split("{", 1)[0]
type Key = tuple[str, str]


def key_of(record: ActRecord) -> Key:
    """What the store knows the act by: the registration number, else the source and its key."""
    return ("", record.registration) if record.registration else (record.source, record.source_key)


def known(records: Sequence[ActRecord]) -> dict[Key, Act]:
    """Acts of these records that are in the store."""
    wanted = Q(registration__in=[each.registration for each in records if each.registration])
    for source in {each.source for each in records if not each.registration}:
        keys = [each.source_key for each in records if each.source == source and not each.registration]
        wanted |= Q(source=source, source_key__in=keys)
    found: dict[Key, Act] = {}
    for act in Act.objects.filter(wanted):
        if act.registration:
            found["", act.registration] = act
        if act.source_key:
            found.setdefault((act.source, act.source_key), act)
    return found


def settled(records: Sequence[ActRecord], acts: dict[Key, Act]) -> list[ActRecord | None]:
    """The records as they may be stored; None for one that has nothing to say of an act that is here.

    A text stays when the state's cards bring another; a status that somebody vouches for stays when a mark
    that nobody checked comes; a real title stays when a made one comes; acts of the state that a local set
    only mentions stay as they are.
    """
    texts = _texts([act for each in records if each.pieces and (act := acts.get(key_of(each)))])
    found: list[ActRecord | None] = []
    for record in records:
        act = acts.get(key_of(record))
        found.append(_settled(record, act, texts) if act is not None else record)
    return found


def _settled(record: ActRecord, act: Act, texts: dict[int, str]) -> ActRecord | None:
    changes: dict[str, Any] = {}
    if record.source == local_rows.STATUS_SOURCE and act.source != record.source:
        return None
    is_hint = record.status_source.startswith(HINT)
    if is_hint and act.status != Status.UNKNOWN and not act.status_source.startswith(HINT):
        changes |= {"status": None, "status_source": ""}
    if record.title_source == laws_json.TITLE_MADE and act.title_source != laws_json.TITLE_MADE:
        changes |= {"title": act.title, "title_source": act.title_source}
    if record.source == parliament.SOURCE and record.pieces:
        text = texts.get(act.pk)
        if text is not None and text != text_fingerprint(record.pieces):
            changes |= {"pieces": None, "since": None, "reason": ""}
    return replace(record, **changes) if changes else record


def _texts(acts: Sequence[Act]) -> dict[int, str]:
    rows = ActVersion.objects.filter(act__in=acts, is_current=True).values_list("act", "fingerprint")
    return dict(rows)

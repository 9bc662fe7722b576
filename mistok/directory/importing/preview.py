"""What a person sees before anything is written: rows by their kind, each with what it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mistok.directory.differences import Words
from mistok.directory.importing.batches import examiner_of, table_of
from mistok.directory.importing.columns import heading
from mistok.directory.importing.examining import CHANGED, NEW, SAME, Verdict
from mistok.directory.importing.lookups import NEW as NEW_PROVIDER
from mistok.directory.models import Batch, Service
from mistok.directory.snapshots import FIELDS
from mistok.lib.jobs.models import Job

KINDS = {NEW: "added", CHANGED: "changed", SAME: "unchanged"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: its name, what stands in the card, what would."""

    label: str
    old: list[str]
    new: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number, the card’s name, and field by field what it would do."""

    number: int
    name: str
    service: Service | None
    differences: list[Difference]


def numbers_of(job: Job, kind: str) -> list[int]:
    """The places, from 0, of the rows of this kind among all that are not blank."""
    return [place for place, letter in enumerate(job.result.get("letters", "")) if letter == kind]


def rows(batch: Batch, places: Sequence[int]) -> list[Row]:
    """These rows judged once more, as the database stands now. The file is read up to the last of them."""
    wanted = set(places)
    found = []
    with table_of(batch) as table:
        examiner = examiner_of(batch)
        for place, row in enumerate(table.rows()):
            if place in wanted:
                found.append(row)
            if len(found) == len(wanted):
                break
        verdicts = examiner.judge(found)
    words = Words([_sayable(each) for verdict in verdicts for each in (verdict.before, verdict.after)])
    return [_row(each, words) for each in verdicts]


def _row(verdict: Verdict, words: Words) -> Row:
    before, after = verdict.before, verdict.after
    names = verdict.changed if verdict.before else [name for name in FIELDS if after.get(name)]
    differences = [
        Difference(heading(name), _said(words, name, before.get(name)), _said(words, name, after[name]))
        for name in names
    ]
    name = str(after.get("name") or (verdict.service.name if verdict.service else ""))
    return Row(verdict.number, name, verdict.service, differences)


def _said(words: Words, name: str, value: Any) -> list[str]:
    if name == "provider" and str(value or "").startswith(NEW_PROVIDER):
        return [str(value).removeprefix(NEW_PROVIDER)]
    return words.of(name, value)


def _sayable(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The text without a provider that has no key yet."""
    if str(fields.get("provider") or "").startswith(NEW_PROVIDER):
        return {name: value for name, value in fields.items() if name != "provider"}
    return fields

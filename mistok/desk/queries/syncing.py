"""What devices sent that was not taken in, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mistok.desk.answers import text_of
from mistok.desk.facts import moment_of, uuid_of
from mistok.desk.models import Encounter, NotTaken, SyncProblem, Topic
from mistok.desk.redaction import REMOVED
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.network.queries import Person

# What the rules of the desk say of a record (`actions.storing`, `actions.periods`), without its particulars.
RULES: dict[str, Any] = {
    "closed": _("The point was not open on this day. Check the date."),
    "empty": _("Choose what you helped with."),
    "item": _("Each line needs one service or topic, at least once."),
    "twice": _("The same thing stands twice. Join the lines and raise the number."),
    "note": _("Take the numbers of documents out of the note: they are not kept here."),
    "note_long": _("The note is too long: 280 characters at most."),
    "replaced": _("This record was already replaced or voided. Open the diary to see it."),
    "locked": _(
        "The figures of this day are in a report already. The head of the library may lift the lock."
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A record that was not taken in, as far as it can be read."""

    problem: SyncProblem
    text: str
    moment: datetime | None
    day: date | None
    number: str
    help: list[str]
    note: str
    stored_on: date | None  # the day of the record that it is about, or that stands under its identifier

    @property
    def kind(self) -> str:
        kind = self.problem.record.get("kind")
        return kind if kind in ("correction", "void") else "encounter"

    @property
    def is_conflict(self) -> bool:
        return self.problem.answer == NotTaken.CONFLICT


def problems_at(point: ServicePoint, person: Person, *, settled: bool | None) -> QuerySet[SyncProblem]:
    """Records not taken in at the point, and the person's own ones whose point is not known."""
    own = Q(point=None, person_id=person.pk)
    found = SyncProblem.objects.filter(Q(point=point) | own).select_related("person")
    return found if settled is None else found.filter(settled_at__isnull=not settled)


def waiting_at(point: ServicePoint) -> int:
    """How many records of the point wait to be mended."""
    return SyncProblem.objects.filter(point=point, settled_at=None).count()


def said_of(problems: Iterable[SyncProblem]) -> list[Said]:
    """The records in words; three queries, however many there are."""
    found = [(problem, _facts(problem)) for problem in problems]
    acts = {act for _problem, facts in found for act in _acts(facts)}
    names = _names(acts)
    stored = _stored({_about(problem, facts) for problem, facts in found})
    return [
        Said(
            problem=problem,
            text=str(RULES[problem.code]) if problem.code in RULES else text_of(problem.code),
            moment=moment_of(problem.record.get("occurred_at")),
            day=_day(facts.get("day")),
            number=_text(facts.get("number")),
            help=[names[act] for act in _acts(facts) if act in names],
            note=_text(facts.get("note")).replace(REMOVED, "").strip(),
            stored_on=stored.get((_about(problem, facts), problem.point_id)),
        )
        for problem, facts in found
    ]


def _about(problem: SyncProblem, facts: dict[str, Any]) -> UUID | None:
    """The stored record that it corrects, withdraws or adds to; else its own identifier."""
    return uuid_of(facts.get("encounter") or facts.get("same")) or problem.uuid


def _stored(uuids: Iterable[UUID | None]) -> dict[tuple[UUID | None, int | None], date]:
    """The days of records by identifier and point."""
    found = Encounter.objects.filter(pk__in=[each for each in uuids if each]).order_by()
    return {(uuid, point): day for uuid, point, day in found.values_list("pk", "point", "day")}


def _facts(problem: SyncProblem) -> dict[str, Any]:
    facts = problem.record.get("facts") if isinstance(problem.record, dict) else None
    return facts if isinstance(facts, dict) else {}


def _acts(facts: dict[str, Any]) -> list[str]:
    """The acts without what came of them: "service:subsydiia"."""
    items = facts.get("items")
    lines = items if isinstance(items, list) else [facts]
    acts = [line.get("act") for line in lines if isinstance(line, dict)]
    return [act.partition(":")[2] for act in acts if isinstance(act, str)]


def _names(acts: set[str]) -> dict[str, str]:
    services = [act.partition(":")[2] for act in acts if act.startswith("service:")]
    topics = [act.partition(":")[2] for act in acts if act.startswith("topic:")]
    found = {
        f"service:{slug}": name
        for slug, name in Service.objects.filter(slug__in=services).values_list("slug", "name")
    }
    found |= {
        f"topic:{code}": name for code, name in Topic.objects.filter(pk__in=topics).values_list("pk", "name")
    }
    return found


def _text(value: Any) -> str:
    return str(value)[:280] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None

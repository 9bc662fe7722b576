"""What devices sent that was not taken in, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from mistok.desk.answers import text_of
from mistok.desk.facts import moment_of
from mistok.desk.models import NotTaken, SyncProblem, Topic
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.network.queries import Person


@dataclass(frozen=True, slots=True)
class Said:
    """A record that was not taken in, as far as it can be read."""

    problem: SyncProblem
    text: str
    moment: datetime | None
    day: str
    number: str
    help: list[str]
    note: str

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
    """The records in words; two queries, however many there are."""
    found = [(problem, _facts(problem)) for problem in problems]
    acts = {act for _problem, facts in found for act in _acts(facts)}
    names = _names(acts)
    return [
        Said(
            problem=problem,
            text=text_of(problem.code),
            moment=moment_of(problem.record.get("occurred_at")),
            day=_text(facts.get("day")),
            number=_text(facts.get("number")),
            help=[names[act] for act in _acts(facts) if act in names],
            note=_text(facts.get("note")),
        )
        for problem, facts in found
    ]


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

"""A tiny source of facts, kept in memory: a verified stand-in for an app that lets things be counted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from mistok.lib.indicators import Combine, Indicator, Row, Source

PEOPLE = Indicator(
    "people", "People served", "once for each visit", ("людина", "людини", "людей"), ("category",), order=1
)
E_SERVICES = Indicator(
    "e_services", "E-services", "", ("е-послуга", "е-послуги", "е-послуг"), ("service",), order=2
)
CONSULTATIONS = Indicator(
    "consultations",
    "Consultations",
    "",
    ("консультація", "консультації", "консультацій"),
    ("topic",),
    order=3,
)
LEARNERS = Indicator("learners", "People taught", "", ("людина", "людини", "людей"), ("theme",), order=4)
YOUNGEST = Indicator(
    "youngest", "Youngest", "", ("рік", "роки", "років"), ("theme",), combine=Combine.LOWEST, order=5
)
OLDEST = Indicator(
    "oldest", "Oldest", "", ("рік", "роки", "років"), ("theme",), combine=Combine.HIGHEST, order=6
)
INDICATORS = (PEOPLE, E_SERVICES, CONSULTATIONS, LEARNERS, YOUNGEST, OLDEST)
NAMES = {
    "service": {"subsidy": "Субсидія", "utility": "Комунальні платежі"},
    "category": {"pensioner": "Пенсіонери", "student": "Студенти"},
    "theme": {"3.1.4.3": "Комп’ютерна грамотність"},
}


@dataclass
class Fact:
    """So many people at a point on a day; the rest is told only when it is there."""

    point: int
    day: date
    people: int = 1
    rough: bool = False
    service: str = ""
    category: str = ""
    learnt: str = ""
    ages: tuple[int, int] | None = None
    changed_at: datetime = field(default_factory=timezone.now)
    void: bool = False


class Facts:
    """Facts that can be added, corrected and voided, declared as the only source."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.asked = 0

    def add(self, point: int, day: date, **details: Any) -> Fact:
        fact = Fact(point, day, **details)
        self.facts.append(fact)
        return fact

    def change(self, fact: Fact, **details: Any) -> None:
        for name, value in details.items():
            setattr(fact, name, value)
        fact.changed_at = timezone.now()

    def age(self, by: timedelta) -> None:
        """Let it be later: nothing is news any more."""
        for fact in self.facts:
            fact.changed_at -= by

    def touched(self, since: datetime | None) -> set[tuple[int, date]]:
        return {(fact.point, fact.day) for fact in self.facts if since is None or fact.changed_at >= since}

    def rows(self, days: set[tuple[int, date]]) -> Iterator[Row]:
        self.asked += 1
        sums: dict[tuple[Any, ...], list[int]] = {}
        for fact in self.facts:
            if fact.void or (fact.point, fact.day) not in days:
                continue
            for code, dimension, key, value, low in self._said(fact):
                total = sums.setdefault((code, fact.day, fact.point, dimension, key), [])
                total.append(value)
                if low:
                    total[:] = [min(total) if code == "youngest" else max(total)]
                elif fact.rough:
                    sums.setdefault((code, fact.day, fact.point, dimension, key, "rough"), []).append(value)
        for identity, values in list(sums.items()):
            if len(identity) == 5:
                code, day, point, dimension, key = identity
                yield Row(
                    code, day, point, sum(values), sum(sums.get((*identity, "rough"), [])), dimension, key
                )

    @staticmethod
    def _said(fact: Fact) -> Iterator[tuple[str, str, str, int, bool]]:
        yield "people", "", "", fact.people, False
        if fact.category:
            yield "people", "category", fact.category, fact.people, False
        if fact.service:
            yield "e_services", "", "", fact.people, False
            yield "e_services", "service", fact.service, fact.people, False
        if fact.learnt:
            yield "learners", "", "", fact.people, False
            yield "learners", "theme", fact.learnt, fact.people, False
            for code, age in zip(("youngest", "oldest"), fact.ages or (), strict=False):
                yield code, "", "", age, True
                yield code, "theme", fact.learnt, age, True

    def labels(self, dimension: str, keys: Iterable[str]) -> dict[str, str]:
        return {key: NAMES.get(dimension, {}).get(key, key) for key in keys}

    def phrases(self, dimension: str, keys: Iterable[str]) -> dict[str, str]:
        return {"3.1.4.3": "комп’ютерній грамотності"} if dimension == "theme" else {}

    def source(self) -> Source:
        return Source("fake", INDICATORS, self.rows, self.touched, self.labels, self.phrases)

"""A search as its address says it: the question and what the results are narrowed to."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_date

from mistok.search.declarations import sources
from mistok.search.filters import Filters
from mistok.search.queries import Results, search

LONGEST_QUESTION = 200
AREA = re.compile(r"UA\d{2,17}")
TAG = re.compile(r"[a-z_]{1,20}")
NOT_IN_FORCE = ("force:no",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. What the address says wrongly narrows nothing."""

    question: str = ""
    kinds: tuple[str, ...] = ()
    area: str = ""
    since: date | None = None
    until: date | None = None
    in_force: bool = False
    level: str = ""
    act: str = ""

    @classmethod
    def of(cls, given: QueryDict) -> "Wanted":
        """Out of the parameters of the search page: q, kind (several), in, from, to, force, level, act."""
        area = given.get("in", "")
        return cls(
            question=" ".join(given.get("q", "").replace("\0", "").split())[:LONGEST_QUESTION],
            kinds=tuple(kind for kind in sources() if kind in given.getlist("kind")),
            area=area if AREA.fullmatch(area) else "",
            since=_day(given.get("from", "")),
            until=_day(given.get("to", "")),
            in_force=given.get("force") == "1",
            level=_tag(given.get("level", "")),
            act=_tag(given.get("act", "")),
        )

    @classmethod
    def stored(cls, parameters: dict[str, Any]) -> "Wanted":
        """Out of what `parameters()` gave."""
        given = QueryDict(mutable=True)
        for name, value in parameters.items():
            given.setlist(name, value if isinstance(value, list) else [str(value)])
        return cls.of(given)

    def parameters(self) -> dict[str, Any]:
        """The same as parameters of the search page, without the empty ones."""
        every = {
            "q": self.question,
            "kind": list(self.kinds),
            "in": self.area,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "force": "1" if self.in_force else "",
            "level": self.level,
            "act": self.act,
        }
        return {name: value for name, value in every.items() if value}

    def query(self) -> str:
        """The same as the end of an address."""
        return urlencode(self.parameters(), doseq=True)

    def filters(self) -> Filters:
        """What the index is asked for besides the words."""
        return Filters(
            kinds=self.kinds or None,
            tags=tuple(f"{sort}:{tag}" for sort, tag in (("level", self.level), ("act", self.act)) if tag),
            without=NOT_IN_FORCE if self.in_force else (),
            area=self.area,
            since=self.since,
            until=self.until,
        )

    def find(self, limit: int, offset: int = 0) -> Results:
        """The documents, the best first."""
        return search(self.question, filters=self.filters(), limit=limit, offset=offset)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the words says what is looked for."""
        return self != Wanted(question=self.question)

    def address(self, **changed: Any) -> str:
        """The search page with these parts changed: `address(kinds=())`."""
        return f"{reverse('website:search')}?{replace(self, **changed).query()}"


def _tag(given: str) -> str:
    return given if TAG.fullmatch(given) else ""


def _day(given: str) -> date | None:
    try:
        return parse_date(given)
    except ValueError:
        return None

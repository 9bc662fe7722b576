"""The history of acts from doc-dates.txt, held on disk while the cards are read: the memory stays flat."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import batched
from tempfile import NamedTemporaryFile

from mistok.acts.importing.registers import ADOPTION, EDITION, NEW_EDITION
from mistok.acts.models import RelationKind

BATCH = 5_000
MOST_GROUNDS = 20  # acts that one event names
MOST_LINKS = 300  # of one act
_GROUND = re.compile(r"[0-9a-zа-яґєії][\w/.-]{2,40}", re.IGNORECASE)


@dataclass(slots=True)
class Told:
    """What the history tells of one act: days are None where it is silent. `edition` is the last that has
    begun, `ground` the act that brought it; `does` says what the act does to others."""

    adopted_on: date | None = None
    in_force_on: date | None = None
    edition: date | None = None
    ground: str = ""
    does: list[tuple[RelationKind, str]] = field(default_factory=list)


class History:
    """Events by the act they befell and by the act that caused them."""

    def __init__(self, rows: Iterable[Sequence[str]], names: Mapping[int, str], today: date) -> None:
        self._file = NamedTemporaryFile(suffix=".sqlite3")  # noqa: SIM115 - it lives as long as the history
        self._store = sqlite3.connect(self._file.name)
        self._store.execute("PRAGMA journal_mode = OFF")
        self._store.execute("PRAGMA synchronous = OFF")
        self._store.execute("CREATE TABLE events (nreg TEXT, day TEXT, event INTEGER, ground TEXT)")
        self._store.execute("CREATE TABLE grounds (ground TEXT, event INTEGER, nreg TEXT)")
        self._today = today
        begins = {code for code, name in names.items() if name.lower().startswith("набра")}
        ends = {code for code, name in names.items() if name.lower().startswith("втрата чинності")}
        self._in_force, self._lost = begins, ends
        self.bad = 0
        for some in batched(self._read(rows), BATCH):
            self._store.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", some)
            self._store.executemany(
                "INSERT INTO grounds VALUES (?, ?, ?)",
                [
                    (ground, event, nreg)
                    for nreg, _day, event, said in some
                    if event in (EDITION, NEW_EDITION) or event in ends
                    for ground in _acts_in(said)
                    if ground != nreg
                ],
            )
        self._store.execute("CREATE INDEX by_act ON events (nreg)")
        self._store.execute("CREATE INDEX by_ground ON grounds (ground)")

    def of(self, numbers: Sequence[str]) -> dict[str, Told]:
        """What is told of these acts (registration numbers in small letters)."""
        found: dict[str, Told] = defaultdict(Told)
        marks = ", ".join("?" * len(numbers))
        events = self._store.execute(
            f"SELECT nreg, day, event, ground FROM events WHERE nreg IN ({marks}) ORDER BY day, rowid",  # noqa: S608
            numbers,
        )
        for nreg, said, event, ground in events:
            self._note(found[nreg], date.fromisoformat(said), event, ground)
        grounds = self._store.execute(
            f"SELECT DISTINCT ground, event, nreg FROM grounds WHERE ground IN ({marks}) ORDER BY rowid",  # noqa: S608
            numbers,
        )
        for ground, event, nreg in grounds:
            kind = RelationKind.REPEALS if event in self._lost else RelationKind.AMENDS
            if len(found[ground].does) < MOST_LINKS and (kind, nreg) not in found[ground].does:
                found[ground].does.append((kind, nreg))
        return found

    def close(self) -> None:
        """Let the file go."""
        self._store.close()
        self._file.close()

    def _note(self, told: Told, day: date, event: int, ground: str) -> None:
        if event == ADOPTION:
            told.adopted_on = told.adopted_on or day
        if event in self._in_force:
            told.in_force_on = told.in_force_on or day
        if event in (ADOPTION, EDITION, NEW_EDITION) and day <= self._today:
            told.edition = day
            told.ground = "" if event == ADOPTION else ground

    def _read(self, rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str, int, str]]:
        for cells in rows:
            day = day_of(cells[0]) if len(cells) > 2 else None
            code, nreg = (cells[2].strip(), cells[1].strip()) if day else ("", "")
            if day is None or not code.isdigit() or not nreg:
                self.bad += 1
                continue
            ground = cells[3].strip() if len(cells) > 3 else ""
            yield nreg.lower(), day.isoformat(), int(code), ground[:300]


@lru_cache(65_536)
def day_of(said: str) -> date | None:
    """A day as the open data have it: 20101202, or 2010-12-02.

    >>> day_of("20101202"), day_of("0"), day_of("20101399")
    (datetime.date(2010, 12, 2), None, None)
    """
    digits = said.strip()[:10].replace("-", "")
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        found = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return found if found.year >= 1800 else None


def _acts_in(said: str) -> list[str]:
    """Registration numbers in the ground of an event."""
    found = [each.lower() for each in _GROUND.findall(said) if any(char.isdigit() for char in each)]
    return list(dict.fromkeys(found))[:MOST_GROUNDS]

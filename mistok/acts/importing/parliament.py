"""The parliament's open data: cards of acts (doc.txt), their history (doc-dates.txt), dictionaries, texts.

Windows-1251, parted by tabs, with a row of names or without; types of an act are parted by bars.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched, chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.acts.importing.history import History, Told, day_of
from mistok.acts.importing.kinds import PARLIAMENT, kind_of
from mistok.acts.importing.laws_json import cut
from mistok.acts.importing.parts import CARDS, DATES, EVENTS, ISSUES, STATUSES, TYPES, Parts
from mistok.acts.importing.registers import EVENT_NAMES, STATUS_NAMES, TYPE_NAMES, status_named
from mistok.acts.importing.rows import LONGEST_NUMBER, LONGEST_TITLE, Row, clean, line, shortened
from mistok.acts.importing.titles import links_of
from mistok.acts.models import Kind, Status
from mistok.acts.records import ActRecord, Link, Piece
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.reading import plain, web
from mistok.lib.reading.cleaning import clean as tidied
from mistok.lib.reading.reading import NotRead
from mistok.ukrainian.act_numbers import number_of

SOURCE = "data.rada.gov.ua"
PAGE = "https://zakon.rada.gov.ua/laws/show/"
CABINET, PRESIDENT = "Кабінет Міністрів України", "Президент України"
BATCH = 500
MOST_TYPES = 6
COLUMNS = ("dokid", "nreg", "nazva", "status", "types")
HISTORY = ("poddat", "nreg", "podid", "pidstava")
ADOPTED = ("orgdat", "datpryin", "datpr", "dat", "date", "adopted")
NUMBERS = ("orgnum", "numb", "num", "number", "nomer")
# What such a registration number says of who adopted the act.
_CABINET = re.compile(r"\d+[а-яґєії]?-(?:\d{4}|\d{2})-[прн]")
_PRESIDENT = re.compile(r"\d+/\d{4}(?:-рп)?")
_OWN_NUMBER = re.compile(r"[a-zа]{1,2}\d{4,8}-\d{2}|\d{3}_\w+(?:-\d{2})?")
_NREG = re.compile(r"[\w/.-]{2,80}")


@dataclass(frozen=True, slots=True)
class _Card:
    """A line of doc.txt taken apart."""

    number: int
    cells: Sequence[str]
    nreg: str


class Parliament:
    """One file of open data, ready to be read any number of times. Close it after use.

    `notes` say in words what was found; `status_on` is the day for which the statuses hold.
    """

    def __init__(self, path: Path, name: str = "", day: date | None = None) -> None:
        self.parts = Parts(path, name or path.name)
        self._history: History | None = None
        try:
            self._begin(day)
        except BaseException:
            self.close()
            raise

    def _begin(self, day: date | None) -> None:
        if CARDS not in self.parts:
            raise ImportProblem(_("There is no doc.txt here: the cards of acts stand in it."))
        self.status_on = day or self.parts.day_of(CARDS) or timezone.localdate()
        self.types = self._dictionary(TYPES, TYPE_NAMES)
        self.statuses = self._dictionary(STATUSES, STATUS_NAMES)
        self.columns, self._has_header = self._columns()
        self.total = self.parts.count(CARDS)
        self.notes = list(self._notes())

    def is_empty(self) -> bool:
        """Whether there is not a single card."""
        return next(self._cards(), None) is None

    def rows(self) -> Iterator[Row]:
        """Every card in the order of the file. The memory does not grow with it."""
        if DATES in self.parts and self._history is None:
            names = self._dictionary(EVENTS, EVENT_NAMES)
            self._history = History(self._events(), names, timezone.localdate())
            if self._history.bad:
                self.notes.append(
                    _("%(n)d events of doc-dates.txt could not be read.") % {"n": self._history.bad}
                )
        for some in batched(self._cards(), BATCH):
            cards = [each for each in some if isinstance(each, _Card)]
            told = self._history.of([each.nreg for each in cards]) if self._history else {}
            for each in some:
                yield each if isinstance(each, Row) else self._row(each, told.get(each.nreg) or Told())

    def close(self) -> None:
        """Let the files go."""
        self.parts.close()
        if self._history is not None:
            self._history.close()

    def _cards(self) -> Iterator[_Card | Row]:
        place = self.columns["nreg"]
        for index, (number, cells) in enumerate(self.parts.rows(CARDS)):
            if index == 0 and self._has_header:
                continue
            nreg = line(cells[place]).lower() if place < len(cells) else ""
            content = "\t".join(cells)[:2000]
            if not nreg or not _NREG.fullmatch(nreg) or not any(char.isdigit() for char in nreg):
                reason = _("There is no registration number (nreg).")
                yield Row(number, reason=reason, content=content)
            elif not self._said(cells, "nazva"):
                yield Row(number, reason=_("There is no title."), content=content, name=nreg)
            else:
                yield _Card(number, cells, nreg)

    def _row(self, card: _Card, told: Told) -> Row:
        cells, nreg = card.cells, card.nreg
        title = shortened(self._said(cells, "nazva"), LONGEST_TITLE)
        kind, kind_name = self._kind(self._said(cells, "types"))
        does = tuple(Link(each, other) for each, other in told.does)
        settled = {each.kind for each in does}
        pieces = self._pieces(nreg)
        record = ActRecord(
            title=title,
            kind=kind,
            kind_name=kind_name,
            title_source=SOURCE,
            number=self._number(cells, nreg),
            registration=nreg,
            adopted_on=told.adopted_on or self._adopted(cells),
            in_force_on=told.in_force_on,
            issuer=_issuer(kind, nreg),
            status=self._status(self._said(cells, "status")),
            status_source=SOURCE,
            url=PAGE + quote(nreg, safe="/-"),
            pieces=pieces,
            since=told.edition if pieces else None,
            reason=told.ground if pieces else "",
            links=does + tuple(each for each in links_of(title) if each.kind not in settled),
            source=SOURCE,
            source_key=nreg,
        )
        return Row(card.number, record, name=title)

    def _said(self, cells: Sequence[str], column: str) -> str:
        place = self.columns.get(column, -1)
        return line(cells[place]) if 0 <= place < len(cells) else ""

    def _number(self, cells: Sequence[str], nreg: str) -> str:
        said = next((self._said(cells, each) for each in NUMBERS if each in self.columns), "")
        if said and len(said) <= LONGEST_NUMBER:
            return said
        return "" if _OWN_NUMBER.fullmatch(nreg) else shortened(number_of(nreg), LONGEST_NUMBER)

    def _adopted(self, cells: Sequence[str]) -> date | None:
        for each in ADOPTED:
            if day := day_of(self._said(cells, each)):
                return day
        more = [] if self._has_header else cells[len(COLUMNS) :]
        return next((day for each in more if (day := day_of(each))), None)

    def _kind(self, said: str) -> tuple[Kind, str]:
        """The kind by the first of the types that is known; several are kept in their own words."""
        codes = [int(each) for each in said.split("|")[:MOST_TYPES] if each.strip().isdigit()]
        names = [self.types[each] for each in codes if each in self.types]
        if not names:
            return Kind.OTHER, ""
        kind, kind_name = kind_of(names[0])
        return (kind, kind_name) if len(names) == 1 else (kind, shortened(", ".join(names), 200))

    def _status(self, said: str) -> Status:
        name = self.statuses.get(int(said), "") if said.isdigit() else said
        return status_named(name) or Status.UNKNOWN

    def _pieces(self, nreg: str) -> tuple[Piece, ...] | None:
        if not self.parts.text_count or (found := self.parts.text(nreg)) is None:
            return None
        text = clean(_words_of(*found))
        return tuple(cut(text)) if text.strip() else None

    def _columns(self) -> tuple[dict[str, int], bool]:
        """The place of each column, by the row of names where there is one."""
        _number, first = next(self.parts.rows(CARDS), (0, []))
        names = [each.strip().strip('"').lower() for each in first]
        if "nreg" in names:
            found: dict[str, int] = {}
            for index, name in enumerate(names):
                found.setdefault(name, index)
            found.setdefault("types", found.get("typ", -1))
            return found, True
        if len(first) < 3:
            raise ImportProblem(
                _("Columns of doc.txt should be parted by tabs: dokid, nreg, nazva, status, types.")
            )
        return {name: index for index, name in enumerate(COLUMNS)}, False

    def _events(self) -> Iterator[list[str]]:
        """Events in the order of columns that `History` takes."""
        rows = (cells for _number, cells in self.parts.rows(DATES))
        first = next(rows, [])
        names = [each.strip().lower() for each in first]
        if not {"poddat", "nreg", "podid"} <= set(names):
            yield from chain([first], rows)
            return
        order = [names.index(each) if each in names else len(names) for each in HISTORY]
        is_usual = order == list(range(len(HISTORY)))
        for cells in rows:
            yield cells if is_usual else [cells[place] if place < len(cells) else "" for place in order]

    def _dictionary(self, table: str, built_in: Mapping[int, str]) -> Mapping[int, str]:
        """Names by code: of the file, and ours for what it lacks."""
        if table not in self.parts:
            return built_in
        found = dict(built_in)
        for _number, cells in self.parts.rows(table):
            if len(cells) > 1 and cells[0].strip().isdigit() and (name := line(cells[1])):
                found[int(cells[0])] = name
        return found

    def _notes(self) -> Iterator[Any]:
        yield _("The statuses are those of %(day)s.") % {"day": f"{self.status_on:%d.%m.%Y}"}
        if DATES in self.parts:
            yield _("Days of adoption and changes are taken from doc-dates.txt.")
        elif ISSUES in self.parts:
            yield _("The packed history in ist.txt is not read: doc-dates.txt has the same events.")
        if self.parts.text_count:
            yield _("Texts of single acts in the archive: %(n)d.") % {"n": self.parts.text_count}


def _words_of(content: bytes, ending: str) -> str:
    """The words of a page or a plain text; both are read by our own code, which does no harm to anybody."""
    with NamedTemporaryFile(suffix=ending) as file:
        file.write(content)
        file.flush()
        reader = plain.read if ending == ".txt" else web.read
        try:
            return "\n".join(each.text for each in tidied(reader(Path(file.name)).paragraphs))
        except NotRead:
            return ""


def _issuer(kind: Kind, nreg: str) -> str | None:
    if kind in (Kind.CONSTITUTION, Kind.CODE, Kind.LAW):
        return PARLIAMENT
    if _CABINET.fullmatch(nreg):
        return CABINET
    return PRESIDENT if _PRESIDENT.fullmatch(nreg) else None

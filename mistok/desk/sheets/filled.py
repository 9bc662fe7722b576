"""Reading a filled sheet: our own, or any table with things, days and numbers. Knows nothing of storing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.desk.counting import Counted
from mistok.desk.models import Subject, short_category
from mistok.desk.queries import subject_of
from mistok.desk.queries.tally import all_subjects, named
from mistok.desk.sheets.blank import CATEGORY, NUMBER, PEOPLE
from mistok.desk.sheets.cells import NotANumber, day_of_heading, number_of
from mistok.lib.tables import Reading, TableProblem, open_table
from mistok.network.models import ServicePoint, VisitorCategory

LOOK_AT = 60  # rows among which the names of the columns stand
MOST_BAD = 500
CODES = {"код", "коди", "шифр", "code"}
THINGS = {
    "що рахуємо", "що", "назва", "послуга", "послуги", "тема", "послуга чи тема", "послуга або тема",
    "послуга/тема", "звернення", "показник", "з чим допомогли", "service", "topic", "what", "what is counted",
}  # fmt: skip
DAYS = {"день", "дата", "число", "day", "date"}
TIMES = {
    "разів",
    "скільки",
    "скільки разів",
    "кількість",
    "к-сть",
    "число звернень",
    "times",
    "number",
    "count",
}
EVERYBODY = {
    "усього людей", "всього людей", "людей", "люди", "осіб", "усього осіб", "всього осіб", "відвідувачів",
    "відвідувачі", "усього відвідувачів", "всього відвідувачів", "прийшло", "people in all", "people",
}  # fmt: skip
SLUG = re.compile(r"(?:Пункт|Point):\s*([-\w]+)")

type Thing = Subject | VisitorCategory | str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row, or a cell of it, that counts nothing: its number in the file, what stands there, why."""

    number: int
    content: str
    reason: str


@dataclass(slots=True)
class Filled:
    """What a sheet says: the number of the sheet if it has one, its days, and what could not be read."""

    number: str = ""
    days: list[Counted] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


@dataclass(slots=True)
class _Columns:
    """Which column is what; `days` only in a wide table, `day` and `times` in a long one."""

    row: int
    code: int | None = None
    thing: int | None = None
    day: int | None = None
    times: int | None = None
    days: dict[int, date] = field(default_factory=dict)


@dataclass(slots=True)
class _Day:
    acts: dict[str, tuple[Subject, int]] = field(default_factory=dict)
    categories: dict[str, tuple[VisitorCategory, int]] = field(default_factory=dict)
    people: int | None = None
    rough: bool = False


def read(path: Path, point: ServicePoint, today: date) -> Filled:
    """The filled sheet. Raises TableProblem when the file is no such sheet, saying what to do."""
    with open_table(path, reading=Reading(header=0)) as table:
        rows = list(table.rows())
    columns = _columns(rows, today)
    above = [cell for number, cells in rows if number < columns.row for cell in cells]
    if (
        slug := next((found[1] for cell in above if (found := SLUG.search(cell))), "")
    ) and slug != point.slug:
        raise TableProblem(
            _("This sheet is of another point: %(slug)s. Bring it in at that point.") % {"slug": slug}
        )
    reader = _Reader(point, today)
    for number, cells in rows:
        if number > columns.row:
            for day, text in _cells(columns, cells, today):
                reader.take(number, cells, columns, day, text)
    numbers = (found[0] for cell in above if (found := NUMBER.search(cell)))
    return Filled(next(numbers, ""), reader.counted(), reader.bad[:MOST_BAD])


def _columns(rows: Sequence[tuple[int, list[str]]], today: date) -> _Columns:
    """The first row that names things and days. Raises TableProblem."""
    for number, cells in rows[:LOOK_AT]:
        found = _Columns(number)
        for index, cell in enumerate(cells):
            said = _plain(cell)
            if said in CODES and found.code is None:
                found.code = index
            elif said in THINGS and found.thing is None:
                found.thing = index
            elif said in DAYS and found.day is None:
                found.day = index
            elif said in TIMES and found.times is None:
                found.times = index
            elif (day := day_of_heading(cell, today)) is not None:
                found.days[index] = day
        is_known = found.thing is not None or found.code is not None
        if is_known and (found.days or (found.day is not None and found.times is not None)):
            return found
    raise TableProblem(
        _(
            "No row with “What is counted” and days was found. Take a blank sheet here, fill it in and bring "
            "it back; in a table of your own name the columns “What”, “Day” and “Times”."
        )
    )


def _cells(columns: _Columns, cells: list[str], today: date) -> Iterator[tuple[date | None, str]]:
    """The filled cells of a row with their days; the day is None when it cannot be read."""
    if columns.days:
        for index, day in columns.days.items():
            if _cell(cells, index):
                yield day, _cell(cells, index)
    elif _cell(cells, columns.times):
        yield day_of_heading(_cell(cells, columns.day), today), _cell(cells, columns.times)


class _Reader:
    """Takes cell after cell, and keeps what is wrong with each."""

    def __init__(self, point: ServicePoint, today: date) -> None:
        self.point, self.today = point, today
        self.bad: list[BadRow] = []
        self._days: dict[date, _Day] = defaultdict(_Day)
        self._seen: dict[tuple[str, date], int] = {}
        self._subjects: dict[str, Subject] | None = None
        self._categories = {each.pk: each for each in VisitorCategory.objects.all()}
        self._known: dict[tuple[str, str], Thing | None] = {}

    def take(self, number: int, cells: list[str], columns: _Columns, day: date | None, text: str) -> None:
        content = " · ".join(cell for cell in cells if cell.strip())[:300]
        try:
            value, rough = number_of(text)
        except NotANumber:
            self._refuse(
                number,
                content,
                _("“%(text)s”: a whole number up to 100,000 is needed.") % {"text": text[:40]},
            )
            return
        if value is None:
            return
        thing = self._thing(_cell(cells, columns.code), _cell(cells, columns.thing))
        if thing is None:
            self._refuse(number, content, _("There is no such service, topic or category in the directory."))
        elif day is None:
            self._refuse(number, content, _("The day cannot be read. Write it as 16.11.2026."))
        elif reason := self._wrong_day(day):
            self._refuse(number, content, reason)
        else:
            self._count(number, content, day, thing, value, rough)

    def counted(self) -> list[Counted]:
        """The days in their order, each as a tally. Noughts alone say that nobody came."""
        for each in self._days.values():
            if each.people is None and not any(
                n for _thing, n in (*each.acts.values(), *each.categories.values())
            ):
                each.people = 0
        return [
            Counted(
                day=day,
                acts=tuple(each.acts.values()),
                categories=tuple(each.categories.values()),
                people=each.people,
                rough=each.rough,
            )
            for day, each in sorted(self._days.items())
        ]

    def _count(self, number: int, content: str, day: date, thing: Thing, value: int, rough: bool) -> None:
        key = thing if isinstance(thing, str) else f"{thing._meta.model_name}:{thing.pk}"
        if (first := self._seen.setdefault((key, day), number)) != number:
            said = _("The same stands in row %(n)d for this day already.") % {"n": first}
            self._refuse(number, content, said)
            return
        facts = self._days[day]
        facts.rough = facts.rough or rough
        if isinstance(thing, str):
            facts.people = value
        elif isinstance(thing, VisitorCategory):
            facts.categories[key] = thing, value
        else:
            facts.acts[key] = thing, value

    def _thing(self, code: str, name: str) -> Thing | None:
        """What the row counts: by its code, else by its name; None when there is no such thing."""
        if (code, name) not in self._known:
            self._known[code, name] = self._by_code(code) or self._by_name(name)
        return self._known[code, name]

    def _by_code(self, code: str) -> Thing | None:
        if code.casefold() == PEOPLE:
            return PEOPLE
        if code.startswith(CATEGORY):
            return self._categories.get(code.removeprefix(CATEGORY))
        if code in self._categories:
            return self._categories[code]
        tries = (code,) if ":" in code else (f"topic:{code}", f"service:{code}")
        for each in tries if code else ():
            try:
                return subject_of(each)
            except LookupError:
                continue
        return None

    def _by_name(self, name: str) -> Thing | None:
        wanted = _plain(name)
        if not wanted:
            return None
        if wanted in EVERYBODY:
            return PEOPLE
        for category in self._categories.values():
            if wanted in (_plain(category.name), _plain(short_category(category.name))):
                return category
        if self._subjects is None:
            self._subjects = all_subjects()
        return named(name, self._subjects)

    def _wrong_day(self, day: date) -> str:
        if day > self.today:
            return _("This day has not come yet: %(day)s.") % {"day": f"{day:%d.%m.%Y}"}
        closed = self.point.closed_on
        if day < self.point.opened_on or (closed and day >= closed):
            return _("The point was not open on this day: %(day)s.") % {"day": f"{day:%d.%m.%Y}"}
        return ""

    def _refuse(self, number: int, content: str, reason: str) -> None:
        self.bad.append(BadRow(number, content, reason))


def _cell(cells: Sequence[str], index: int | None) -> str:
    return cells[index].strip() if index is not None and index < len(cells) else ""


def _plain(text: str) -> str:
    return " ".join(text.replace("'", "’").casefold().split()).strip(" :.*")

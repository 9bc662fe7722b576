"""Rows of a set of local acts (постанова 835) as records."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import unquote

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mistok.acts.importing import values
from mistok.acts.importing.columns import TITLE
from mistok.acts.importing.kinds import adopter_of, kind_of
from mistok.acts.importing.laws_json import cut
from mistok.acts.importing.registers import status_named
from mistok.acts.importing.rows import (
    LONGEST_CONTENT,
    LONGEST_NUMBER,
    LONGEST_TITLE,
    Row,
    address,
    clean,
    line,
    shortened,
)
from mistok.acts.importing.titles import links_of
from mistok.acts.models import Kind, Level
from mistok.acts.places import Places
from mistok.acts.records import ActRecord, Piece
from mistok.ukrainian.act_numbers import canonical, registration_of
from mistok.ukrainian.translit import slug

STATUS_SOURCE = "набір відкритих даних"
TITLE_SOURCE, TITLE_OF_TEXT = "набір відкритих даних", "з початку тексту"
STATE_SOURCE = "835:state"
HEAD_LINES = 30
MOST_OF_NOTHING = 12  # characters: what is shorter is no title
MOST_SUBJECTS, MOST_GROUPS = 30, 100_000
STATE_PAGE = re.compile(r"https?://zakon\d?\.rada\.gov\.ua/(?:laws|go)/(?:show/)?(?P<nreg>[^?#\s]{2,60})")
STATE_BODY = re.compile(
    r"верховна рада україни|кабінет міністрів україни|президент україни|міністерств|національний банк|"
    r"державн\w+ (?:служб|комітет|агентств|регуляторн)|фонд державного майна",
    re.IGNORECASE,
)
CABINET = "кабінет міністрів україни"
CABINET_LETTERS = {Kind.RESOLUTION: "п", Kind.INSTRUCTION: "р"}
FOUR_DIGITS_SINCE = 2000  # earlier numbers of the cabinet have two digits of the year
OF_STATE = (Kind.CONSTITUTION, Kind.CODE, Kind.LAW)
ADDRESS = re.compile(r"https?://\S+")


class AnyTable(Protocol):
    """What is asked of a table, whatever it came from."""

    header: list[str]

    def rows(self) -> Iterator[tuple[int, list[str]]]: ...


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: the column of each field, and values for what no column says.

    `territory` is a code of the codifier, `organisation` the key of an organisation of the network.
    """

    columns: Mapping[str, int]
    territory: str = ""
    organisation: str = ""
    adopter: str = ""
    kind: str = Kind.DECISION


@dataclass(slots=True)
class _Fields:
    """The cells of one row by their fields, and what was made of them."""

    told: dict[str, str]
    kind: Kind = Kind.DECISION
    kind_name: str = ""
    number: str = ""
    issuer: str = ""
    territory: str | None = None
    registration: str | None = None
    is_state: bool = False


class LocalSet:
    """The rows of a table as records. Rows of one act (norms it sets) are joined into its first."""

    def __init__(self, table: AnyTable, decided: Decided) -> None:
        self._table, self._decided = table, decided
        self._places = Places()
        self._groups: dict[str, tuple[int, list[str]]] = {}
        if "subject" in decided.columns:
            self._join()

    def rows(self) -> Iterator[Row]:
        """Every row of the table, in order."""
        for number, cells in self._table.rows():
            yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> Row:
        told = self._told(cells)
        content = clean("; ".join(cell for cell in cells if cell.strip()))[:LONGEST_CONTENT]
        title = _title(told)
        if not title:
            return Row(number, reason=_("There is no title."), content=content)
        if not values.is_adopted(told.get("result", "")):
            is_draft = values.is_draft(told["result"])
            reason = _("This is a draft.") if is_draft else _("It was not adopted.")
            said = f"{reason} ({values.said(told['result'])[:80]})"
            return Row(number, reason=said, is_skipped=True, content=content, name=title)
        adopted_on = values.day(told.get("date", ""))
        if values.said(told.get("date", "")) and adopted_on is None and not _only_number(told["date"]):
            return Row(
                number, reason=_("The day “%(day)s” is not a day.") % {"day": told["date"][:60]},
                content=content, name=title,
            )  # fmt: skip
        fields = self._fields(told, title)
        key = self._key(told, fields, title)
        first, subjects = self._groups.get(key, (number, []))
        if first != number:
            reason = _("It is told of the same act as row %(n)d and joined to it.") % {"n": first}
            return Row(number, reason=reason, is_skipped=True, content=content, name=title)
        return Row(number, self._record(told, fields, title, key, subjects), name=title)

    def _record(
        self, told: Mapping[str, str], fields: _Fields, title: str, key: str, subjects: list[str]
    ) -> ActRecord:
        is_local = not fields.is_state
        status = status_named(values.said(told.get("status", "")))
        pieces, problem = self._text(told)
        return ActRecord(
            title=shortened(title, LONGEST_TITLE),
            kind=fields.kind,
            kind_name=fields.kind_name,
            level=Level.LOCAL if is_local else Level.STATE,
            title_source=TITLE_SOURCE if values.said(told.get(TITLE, "")) else TITLE_OF_TEXT,
            number=shortened(fields.number, LONGEST_NUMBER),
            registration=fields.registration,
            adopted_on=values.day(told.get("date", "")),
            in_force_on=values.day(told.get("since", "")),
            issuer=shortened(fields.issuer, 300) or adopter_of(fields.kind),
            territory=fields.territory if is_local else None,
            status=status,
            status_source=STATUS_SOURCE if status else "",
            subjects=tuple(shortened(each, 200) for each in subjects) or None,
            url=self._url(told),
            pieces=pieces,
            text_problem=problem,
            links=links_of(title),
            source=STATUS_SOURCE if fields.registration else self._source(told, fields),
            source_key=key,
        )

    def _told(self, cells: list[str]) -> dict[str, str]:
        return {
            name: clean(cells[place]) for name, place in self._decided.columns.items() if place < len(cells)
        }

    def _fields(self, told: Mapping[str, str], title: str) -> _Fields:
        found = _Fields(dict(told))
        kind_said = values.said(told.get("type", ""))
        found.kind, found.kind_name = kind_of(kind_said) if kind_said else (Kind(self._decided.kind), "")
        number = values.number(told.get("number", "")) or values.number_in_date(told.get("date", ""))
        found.number = shortened(number, LONGEST_NUMBER)
        found.registration = _registration(told, found.kind, number)
        adopter = values.said(told.get("adopter", "")) or self._decided.adopter
        found.is_state = found.registration is not None or bool(STATE_BODY.search(adopter))
        found.issuer = self._issuer(told)
        place = values.said(told.get("place", ""))
        named = " ".join(values.said(told.get(each, "")) for each in ("adopter", "body"))
        found.territory = (
            (self._places.territory(place) if place else None)
            or self._decided.territory
            or (self._places.territory(named) if named.strip() else None)
            or None
        )
        return found

    def _issuer(self, told: Mapping[str, str]) -> str:
        """Who adopted it, with the sitting: «Драбівська селищна рада, 3 сесія, VIII скликання»."""
        adopter = values.said(told.get("adopter", "")) or self._decided.adopter
        body, place = values.said(told.get("body", "")), values.said(told.get("place", ""))
        if not adopter:
            adopter = ", ".join(each for each in (body, place) if each and not each.upper().startswith("UA"))
        elif body and body.casefold() not in adopter.casefold():
            adopter = f"{adopter}, {body}"
        parts = [adopter]
        for name, word in (("session", "сесія"), ("convocation", "скликання")):
            if said := values.said(told.get(name, "")):
                parts.append(said if word[:4] in said.casefold() else f"{said} {word}")
        return capfirst(", ".join(each for each in parts if each))

    def _source(self, told: Mapping[str, str], fields: _Fields) -> str:
        """Whose set it is: numbers and keys are its own within it. The words of the set come first, so that
        it stays the same when the territory is recognised later. Acts of the state are nobody's own."""
        if fields.is_state:
            return STATE_SOURCE
        said = (values.said(told.get(each, "")) for each in ("adopter_code", "place", "adopter"))
        owner = next((each for each in said if each), "") or self._decided.adopter
        name = owner if owner.isascii() and " " not in owner else slug(owner, longest=50)
        return shortened(f"835:{name or self._decided.territory or 'local'}", 60)

    def _key(self, told: Mapping[str, str], fields: _Fields, title: str) -> str:
        if fields.registration:
            return fields.registration
        own = values.said(told.get("key", ""))
        if own and not fields.is_state and "subject" not in self._decided.columns:
            return shortened(own, 120)
        adopted_on = values.day(told.get("date", ""))
        adopter = values.said(told.get("adopter", "")) + values.said(told.get("body", ""))
        if fields.number and adopted_on:
            told_by = f"{fields.kind}|{adopter.casefold()}"
            return f"{canonical(fields.number)[:60]}|{adopted_on}|{_digest(told_by)[:10]}"
        return f"{adopted_on or '-'}|{_digest(f'{adopter}|{title}'.casefold())[:32]}"

    def _url(self, told: Mapping[str, str]) -> str | None:
        said = address(values.said(told.get("url", "")))
        if said is None and ADDRESS.fullmatch(values.said(told.get("text", ""))):
            return address(values.said(told["text"]))
        return said

    def _text(self, told: Mapping[str, str]) -> tuple[tuple[Piece, ...] | None, str]:
        text = told.get("text", "").strip()
        if not values.said(text) or ADDRESS.fullmatch(text):
            return None, ""
        return tuple(cut(text)), ""

    def _join(self) -> None:
        """Norms set by one act: what each row adds to the act that its first row makes."""
        found: dict[str, tuple[int, list[str]]] = {}
        seen: dict[str, set[str]] = defaultdict(set)
        for number, cells in self._table.rows():
            told = self._told(cells)
            title = _title(told)
            if not title or len(found) >= MOST_GROUPS:
                continue
            key = self._key(told, self._fields(told, title), title)
            _first, subjects = found.setdefault(key, (number, []))
            subject = values.said(told.get("subject", ""))
            if subject and subject not in seen[key] and len(subjects) < MOST_SUBJECTS:
                seen[key].add(subject)
                subjects.append(subject)
        self._groups = found


def _title(told: Mapping[str, str]) -> str:
    """The title, or the line at the head of the text that begins as titles do."""
    if title := values.said(told.get(TITLE, "")):
        return title
    head = (line(each) for each in told.get("text", "").split("\n", HEAD_LINES)[:HEAD_LINES])
    return next((each for each in head if each.startswith("Про ") and len(each) > MOST_OF_NOTHING), "")


def _registration(told: Mapping[str, str], kind: Kind, number: str) -> str | None:
    """The number of the state site, when the row speaks of an act of the state."""
    if match := STATE_PAGE.match(values.said(told.get("url", ""))):
        return unquote(match["nreg"]).strip("/").split("/ed")[0].lower()[:LONGEST_NUMBER] or None
    key = canonical(number) if number else ""
    if kind in OF_STATE and key:
        return key if key.endswith("-вр") else registration_of(number)
    adopted_on = values.day(told.get("date", ""))
    is_cabinet = values.said(told.get("adopter", "")).casefold().startswith(CABINET)
    if is_cabinet and kind in CABINET_LETTERS and adopted_on and adopted_on.year >= FOUR_DIGITS_SINCE:
        letter = CABINET_LETTERS[kind]
        digits = key.removesuffix(f"-{letter}")
        return f"{digits}-{adopted_on.year}-{letter}" if digits.isdigit() else None
    return None


def _only_number(cell: str) -> bool:
    """«Рішення № 12 від»: the day was not filled in, the number was."""
    return bool(values.number_in_date(cell)) and not re.search(r"\d{4}", values.said(cell))


def _digest(text: str) -> str:
    return sha256(" ".join(text.split()).encode()).hexdigest()


def decided_from(mapping: Mapping[str, int], defaults: Mapping[str, Any]) -> Decided:
    """The decisions as they are kept with an import."""
    names = ("territory", "organisation", "adopter", "kind")
    return Decided(columns=dict(mapping), **{each: defaults[each] for each in names if defaults.get(each)})

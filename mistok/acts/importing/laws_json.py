"""Acts as JSON, an act a line, each with its articles: `.jsonl`, `.jsonl.gz`, `.json`.

Known names: nreg, number, type, title, title_source, date, status_hint, url, provisions (ref, title, text).
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from mistok.acts.importing.kinds import adopter_of, kind_of
from mistok.acts.importing.rows import (
    LONGEST_CONTENT,
    LONGEST_NUMBER,
    LONGEST_TITLE,
    Row,
    address,
    clean,
    line,
    records_of,
    shortened,
)
from mistok.acts.importing.titles import links_of
from mistok.acts.models import Kind, Status
from mistok.acts.records import ActRecord, Piece
from mistok.acts.structure import provisions
from mistok.lib.jobs.runners import ImportProblem
from mistok.ukrainian.act_numbers import canonical, number_of

SOURCE = "json"
LONGEST_LINE = 64_000_000  # bytes: the longest act known is a fifth of it
LARGEST_LIST = 64_000_000  # bytes of a .json that is one list
LONGEST_ANCHOR = 60
HEAD = 200
BEGINNING = 65_536
BLOCK_ANCHOR = "b-1"
GZIP = b"\x1f\x8b"

# How a title came to be known. Kept with the act in the words of its readers.
TITLE_SOURCES = {
    "upstream": "за джерелом даних",
    "head": "з початку тексту",
    "citation": "з посилання в іншому акті",
    "citation2": "з посилання в іншому акті",
    "curated": "вписано вручну",
}
TITLE_MADE = "складено з виду, номера й дати: у джерелі назви немає"
STATUS_SAID = "позначка в наборі даних «{hint}», не перевірено"
STATUSES = {"in_force": Status.IN_FORCE, "not_yet_in_force": Status.NOT_YET, "repealed": Status.REPEALED}
_UPSTREAM = re.compile(r"upstream: (\w+)")
_REF = re.compile(r"art(?:icle)?[ _-]?(\d{1,4}(?:-\d{1,3})*)")
_REGISTER_ONLY = re.compile(r"[a-zа]{1,2}\d{4,8}-\d{2}|\d{3}_\w+(?:-\d{2})?")


def records(path: Path) -> Iterator[ActRecord]:
    """All acts of the file. Lines that are no act are left out; `rows` says why.

    Raises ImportProblem, with a text for a person, when the file as a whole cannot be read.
    """
    return records_of(rows(path))


def rows(path: Path) -> Iterator[Row]:
    """Every line of the file that is not blank, in order. The memory does not grow with the file."""
    for number, told in objects(path):
        if isinstance(told, str):
            yield Row(number, reason=_("This is not JSON."), content=told[:LONGEST_CONTENT])
        elif not isinstance(told, dict):
            yield Row(number, reason=_("A line should be one act: {…}."), content=_dump(told))
        else:
            yield _row(number, told)


def count(path: Path) -> int:
    """How many lines the file has; for a damaged archive, as many as come out of it."""
    found = 0
    with path.open("rb") as file:
        is_packed = file.read(2) == GZIP
    try:
        with _opened(path, is_packed) as file:
            while block := file.read(BEGINNING):
                found += block.count(b"\n")
    except (ImportProblem, OSError):
        return found
    return found


def _row(number: int, told: dict[str, Any]) -> Row:
    registration = line(told.get("nreg") or told.get("id")).lower()
    if not registration or len(registration) > LONGEST_NUMBER:
        return Row(number, reason=_("There is no registration number (nreg)."), content=_dump(told))
    try:
        record = record_of(registration, told)
    except (TypeError, ValueError, AttributeError):
        return Row(
            number, reason=_("The fields of the act are not what they should be."),
            content=_dump(told), name=registration,
        )  # fmt: skip
    return Row(number, record, name=record.title)


def record_of(registration: str, told: dict[str, Any]) -> ActRecord:
    """The record of one act; `registration` is its number at the state site, in small letters."""
    kind, kind_name = kind_of(told.get("type"))
    adopted_on = _day(told.get("date"))
    number = line(told.get("number"))
    if not number or (number.lower() == registration and _REGISTER_ONLY.fullmatch(canonical(number))):
        number = "" if _REGISTER_ONLY.fullmatch(canonical(registration)) else number_of(registration)
    title = line(told.get("title"))
    said = line(told.get("title_source"))
    title_source = TITLE_SOURCES.get(said, said) if title else TITLE_MADE
    status, status_source = _status(line(told.get("status_hint")))
    title = title or _made_title(kind, kind_name, number or registration, adopted_on)
    return ActRecord(
        title=shortened(title, LONGEST_TITLE),
        kind=kind,
        kind_name=kind_name,
        title_source=shortened(title_source, 200),
        number=shortened(number, LONGEST_NUMBER),
        registration=registration,
        adopted_on=adopted_on,
        issuer=adopter_of(kind),
        status=status,
        status_source=status_source,
        url=address(told.get("url")),
        pieces=pieces_of(told.get("provisions") or ()),
        links=links_of(title),
        source=SOURCE,
        source_key=shortened(registration, 120),
    )


def pieces_of(articles: Iterable[dict[str, Any]]) -> tuple[Piece, ...] | None:
    """The provisions as pieces, each with its own anchor; a block that was not cut is cut into parts."""
    found: list[Piece] = []
    for told in articles:
        ref = line(told.get("ref")).lower()
        heading, text = line(told.get("title")), clean(told.get("text")).strip()
        match = _REF.fullmatch(ref)
        if match and match[1] != "0":
            found.append(Piece(f"art-{match[1]}", heading, text))
        elif text:
            found += cut(text)
    taken: set[str] = set()
    return tuple(_own_anchor(each, taken) for each in found) or None


def cut(text: str) -> list[Piece]:
    """A whole text in its parts. Should a single word of its head get lost, it stays one block."""
    parts = list(provisions(text))
    head = "".join("".join(f"{each.heading}{each.text}" for each in parts[:8]).split())[: HEAD * 2]
    if parts and "".join(text[:HEAD].split()) in head:
        return [Piece(each.anchor, each.heading, each.text, each.level) for each in parts]
    return [Piece(BLOCK_ANCHOR, "", text)]


def _own_anchor(piece: Piece, taken: set[str]) -> Piece:
    base = anchor = piece.anchor[:LONGEST_ANCHOR]
    times = 1
    while anchor in taken:
        times += 1
        anchor = f"{base[: LONGEST_ANCHOR - 6]}--{times}"
    taken.add(anchor)
    return piece if anchor == piece.anchor else Piece(anchor, piece.heading, piece.text, piece.level)


def _status(hint: str) -> tuple[Status | None, str]:
    """A mark of the source that nobody checked: its own words stand beside the status."""
    if not hint:
        return None, ""
    source = shortened(STATUS_SAID.format(hint=hint), 200)
    if hint.startswith("не визначено"):
        return Status.UNKNOWN, source
    if "втратив" in hint:
        return Status.REPEALED, source
    match = _UPSTREAM.search(hint)
    return STATUSES.get(match[1] if match else hint, Status.UNKNOWN), source


def _made_title(kind: Kind, kind_name: str, number: str, adopted_on: date | None) -> str:
    names = {Kind.LAW: "Закон України", Kind.CODE: "Кодекс України", Kind.CONSTITUTION: "Конституція України"}
    name = kind_name or names.get(kind) or "Акт"
    day = f" від {adopted_on:%d.%m.%Y}" if adopted_on else ""
    return f"{name} № {number}{day}"


def _day(said: object) -> date | None:
    try:
        return date.fromisoformat(line(said)[:10])
    except ValueError:
        return None


def _dump(told: object) -> str:
    return clean(json.dumps(told, ensure_ascii=False)[:LONGEST_CONTENT])


def objects(path: Path) -> Iterator[tuple[int, Any]]:
    """What each line holds, with its number, or the line itself where it is no JSON; items of a list."""
    with path.open("rb") as file:
        is_packed = file.read(2) == GZIP
    with _opened(path, is_packed) as file:
        start = file.read(BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"["):
        yield from enumerate(_list(path, is_packed), start=1)
        return
    with _opened(path, is_packed) as file:
        for number, raw in _lines(file):
            try:
                yield number, json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
            except (ValueError, RecursionError):
                yield number, clean(raw[: LONGEST_CONTENT * 2].decode("utf-8", errors="replace"))


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 0
    while True:
        try:
            raw = file.readline(LONGEST_LINE)
        except (OSError, EOFError, zlib.error) as error:
            raise ImportProblem(
                _("The archive is damaged after line %(n)d. What stood before it is imported.")
                % {"n": number}
            ) from error
        if not raw:
            return
        number += 1
        if len(raw) >= LONGEST_LINE:
            raise ImportProblem(_("Line %(n)d has no end: this is not a file of acts.") % {"n": number})
        if raw.strip():
            yield number, raw


def _list(path: Path, is_packed: bool) -> list[Any]:
    with _opened(path, is_packed) as file:
        raw = file.read(LARGEST_LIST + 1)
    if len(raw) > LARGEST_LIST:
        raise ImportProblem(_("The list is too long for one file. Give an act a line (.jsonl)."))
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportProblem(_("This is not a file of acts in JSON.")) from error
    return list(told)


@contextmanager
def _opened(path: Path, is_packed: bool) -> Iterator[IO[bytes]]:
    """The bytes of the file, unpacked as they are read."""
    try:
        with gzip.open(path) if is_packed else path.open("rb") as file:
            yield file  # type: ignore[misc]
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportProblem(_("The archive is damaged. Pack the file anew.")) from error

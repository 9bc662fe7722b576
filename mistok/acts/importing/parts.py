"""The files of the parliament's open data, alone or in a ZIP, read line by line."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

from mistok.lib.archives import LOCKED, NOT_OPENED, NOT_UNPACKED, name_of
from mistok.lib.jobs.runners import ImportProblem

CARDS, DATES, ISSUES = "doc.txt", "doc-dates.txt", "ist.txt"
TYPES, STATUSES, EVENTS = "typ.txt", "stan.txt", "podia.txt"
TABLES = (CARDS, DATES, ISSUES, TYPES, STATUSES, EVENTS)
TEXTS = (".html", ".htm", ".txt")
ENCODING = "cp1251"
LARGEST_TABLE = 1_000_000_000  # bytes unpacked: the whole set is a tenth of it
LARGEST_TEXT = 20_000_000
MOST_PARTS = 500_000
LONGEST_LINE = 1_000_000  # characters
SAMPLE = 65_536


class Parts:
    """What a file of open data holds: its tables by name, and texts of single acts. Close it after use."""

    def __init__(self, path: Path, name: str = "") -> None:
        self._path = path
        self._archive = _archive(path) if zipfile.is_zipfile(path) else None
        self._tables: dict[str, Any] = {}
        self._texts: dict[str, zipfile.ZipInfo] = {}
        if self._archive is None:
            self._tables[_table_named(name) or CARDS] = path
            return
        try:
            self._list(self._archive)
        except BaseException:
            self.close()
            raise

    def _list(self, archive: zipfile.ZipFile) -> None:
        infos = archive.infolist()
        if len(infos) > MOST_PARTS:
            raise ImportProblem(_("There are too many files in the archive."))
        for info in infos:
            if info.is_dir() or info.filename.startswith("__MACOSX/"):
                continue
            name = PurePosixPath(name_of(info))
            if table := _table_named(name.name):
                self._tables.setdefault(table, info)
            elif name.suffix.lower() in TEXTS:
                self._texts.setdefault(text_key(name.stem), info)

    def __contains__(self, table: str) -> bool:
        return table in self._tables

    @property
    def text_count(self) -> int:
        """How many single texts the archive has."""
        return len(self._texts)

    def day_of(self, table: str) -> date | None:
        """The day that the archive notes for a table."""
        info = self._tables.get(table)
        return date(*info.date_time[:3]) if isinstance(info, zipfile.ZipInfo) else None

    def rows(self, table: str) -> Iterator[tuple[int, list[str]]]:
        """The lines of a table that are not blank, each with its number and parted by tabs."""
        with self._opened(table) as file:
            encoding = _encoding(file.read(SAMPLE))
        with self._opened(table) as file:
            text = TextIOWrapper(file, encoding=encoding, errors="replace", newline="\n")
            number = 0
            try:
                while line := text.readline(LONGEST_LINE):
                    number += 1
                    if len(line) >= LONGEST_LINE:
                        raise ImportProblem(
                            _("Line %(n)d has no end: this is not a file of acts.") % {"n": number}
                        )
                    if line.strip():
                        yield number, line.rstrip("\r\n").replace("\0", "").split("\t")
            except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
                raise ImportProblem(
                    _("The archive is damaged after line %(n)d. What stood before it is imported.")
                    % {"n": number}
                ) from error

    def count(self, table: str) -> int:
        """How many lines the table has."""
        found = 0
        with self._opened(table) as file:
            try:
                while block := file.read(1_048_576):
                    found += block.count(b"\n")
            except (OSError, EOFError, zipfile.BadZipFile, zlib.error):
                return found
        return found

    def text(self, registration: str) -> tuple[bytes, str] | None:
        """The text of the act as it came and the ending of its name; None where there is none."""
        info = self._texts.get(text_key(registration))
        if info is None or self._archive is None:
            return None
        if info.flag_bits & LOCKED:
            return None
        try:
            with self._archive.open(info) as file:
                content = file.read(LARGEST_TEXT + 1)
        except NOT_UNPACKED:
            return None
        ending = PurePosixPath(info.filename).suffix.lower()
        return (content, ending) if len(content) <= LARGEST_TEXT else None

    def close(self) -> None:
        """Let the file go."""
        if self._archive is not None:
            self._archive.close()

    @contextmanager
    def _opened(self, table: str) -> Iterator[Any]:
        place = self._tables[table]
        if self._archive is None or isinstance(place, Path):
            with place.open("rb") as file:
                yield file
            return
        if place.flag_bits & LOCKED:
            raise ImportProblem(_("The file is locked with a password. Take the password off and try again."))
        try:
            with self._archive.open(place) as file:
                yield _Limited(file)
        except NOT_OPENED as error:
            raise _damaged() from error


class _Limited:
    """A packed file that is not let grow beyond any real table."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, LARGEST_TABLE
        self.closed, self.readable, self.writable, self.seekable = False, _yes, _no, _no

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self._left -= len(block)
        if self._left < 0:
            raise ImportProblem(_("What is packed in the archive is larger than any table of acts."))
        return block

    read1 = read

    def flush(self) -> None:
        """There is nothing to flush."""

    def close(self) -> None:
        self.closed = True


def text_key(name: str) -> str:
    """A registration number as the name of a file says it: what cannot stand in a name is a bar.

    >>> text_key("254к/96-ВР") == text_key("254к_96-вр") == text_key("254%D0%BA%2F96-%D0%B2%D1%80")
    True
    """
    return unquote(name).strip().lower().replace("/", "_").replace("\\", "_")


def _table_named(name: str) -> str | None:
    low = PurePosixPath(name).name.lower()
    if low in TABLES:
        return low
    stem = low.removesuffix(".csv").removesuffix(".tsv").removesuffix(".txt")
    return next((table for table in TABLES if table.removesuffix(".txt") == stem), None)


def _encoding(sample: bytes) -> str:
    """UTF-8 where the beginning is such, else Windows-1251, in which the parliament publishes."""
    try:
        sample.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        is_cut_off = len(sample) >= SAMPLE and error.start > len(sample) - 4  # in the middle of a letter
        if not is_cut_off:
            return ENCODING
    return "utf-8-sig"


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except NOT_OPENED as error:
        raise _damaged() from error


def _damaged() -> ImportProblem:
    return ImportProblem(_("The archive is damaged. Pack the file anew."))


def _yes() -> bool:
    return True


def _no() -> bool:
    return False

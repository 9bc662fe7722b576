"""A table packed into .gz or .zip, taken out into a temporary file."""

import gzip
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils.translation import gettext as _

from mistok.lib.archives import LOCKED, NOT_OPENED, NOT_UNPACKED, name_of
from mistok.lib.tables.problems import TableProblem

BLOCK = 1_048_576
SPREADSHEET_PARTS = ("[Content_Types].xml", "mimetype", "xl/workbook.xml", "content.xml")
TABLES = (".csv", ".txt", ".tsv", ".tab", ".xlsx", ".xls", ".ods", ".html", ".htm")


def is_gzip(start: bytes) -> bool:
    """Whether the file begins as gzip does."""
    return start.startswith(b"\x1f\x8b\x08")


def is_spreadsheet(path: Path) -> bool:
    """Whether a zip is itself a spreadsheet. Raises TableProblem for a damaged zip."""
    with _archive(path) as archive:
        parts = set(archive.namelist())
    return any(part in parts for part in SPREADSHEET_PARTS)


def unpack_gzip(path: Path, most: int) -> Any:
    """The content as a temporary file that is gone when closed."""
    try:
        with gzip.open(path) as packed:
            return _copy(packed, most)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged() from error


def unpack_zip(path: Path, most: int) -> tuple[Any, str]:
    """The only table of the archive as a temporary file, and its name."""
    with _archive(path) as archive:
        parts = [
            each for each in archive.infolist()
            if not each.is_dir() and not each.filename.startswith("__MACOSX/")
        ]  # fmt: skip
        tables = [each for each in parts if each.filename.lower().endswith(TABLES)] or parts
        if len(tables) != 1:
            shown = ", ".join(name_of(each) for each in tables[:5]) or "–"
            raise TableProblem(
                _("There should be one table in the archive; in this one: %(names)s.") % {"names": shown}
            )
        if tables[0].flag_bits & LOCKED:
            raise TableProblem(_("The file is locked with a password. Take the password off and try again."))
        try:
            with archive.open(tables[0]) as packed:
                return _copy(packed, most), tables[0].filename
        except NOT_UNPACKED as error:
            raise _damaged() from error


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except NOT_OPENED as error:
        raise _damaged() from error


def _copy(packed: Any, most: int) -> Any:
    copy = NamedTemporaryFile()  # noqa: SIM115 - it lives as long as its table
    try:
        size = 0
        while block := packed.read(BLOCK):
            size += len(block)
            if size > most:
                raise too_large(most)
            copy.write(block)
        copy.flush()
    except BaseException:
        with suppress(OSError):
            copy.close()
        raise
    return copy


def too_large(most: int) -> TableProblem:
    """The file is larger than anybody's table."""
    return TableProblem(
        _("The file is larger than %(limit)d MB. Part it into several.") % {"limit": most // 1024 // 1024}
    )


def _damaged() -> TableProblem:
    return TableProblem(_("The archive is damaged. Pack the table anew, or give it without an archive."))

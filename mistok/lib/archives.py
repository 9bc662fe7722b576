"""ZIP archives that people bring: what may go wrong with one, and what its files are called."""

import zipfile
import zlib
from pathlib import Path

NOT_OPENED = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError)
NOT_UNPACKED = (*NOT_OPENED, RuntimeError, EOFError, zlib.error)
UTF8_NAMES = 0x800  # the flag of a file whose name is in UTF-8
LOCKED = 0x1  # the flag of a file with a password


def names_in(path: Path) -> set[str]:
    """The names of the files as the archive has them. Raises one of NOT_OPENED."""
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as it was: Windows packs Ukrainian names in CP866 and does not say so."""
    if info.flag_bits & UTF8_NAMES or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return info.filename

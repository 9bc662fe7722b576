"""How a table is read; a person may overrule any part of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

TEXT, SHEET, HTML = "text", "sheet", "html"

# What a person may choose from, with the name that a librarian knows; lookup is by the codec's name.
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "cp1251": "Windows-1251",
    "koi8-u": "KOI8-U",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp1125": "DOS (CP866)",
    "iso8859-5": "ISO 8859-5",
    "mac-cyrillic": "Mac Cyrillic",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
}
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read the file. None: look and decide. `header` is a row number from 1; 0: there is no header."""

    kind: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None

    def dump(self) -> dict[str, Any]:
        """The reading as JSON can hold it."""
        return asdict(self)

    @classmethod
    def load(cls, dumped: Mapping[str, Any]) -> "Reading":
        """What `dump` gave; unknown names are left out."""
        return cls(**{name: dumped[name] for name in cls.__dataclass_fields__ if name in dumped})

"""What came out of a file. Knows no Django: the process that reads the file has none."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_CHARACTERS = 20_000_000  # of text; the Tax Code has 5 million
MOST_PAGES = 5_000


class Kind(StrEnum):
    """What the content of a file is, whatever its name says."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    HTML = "html"
    TEXT = "text"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text; `level` of a heading from 1 on, 0 for what is none."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person should know: the name of a problem and the numbers in it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a file and what is known of it.

    `pages`: how many, None where the format has none. `page_characters`: letters and digits on each page of
    a PDF. `is_scan`: there are pages and (almost) no text on them. `encoding`: of a text, a web page.
    `problems`: in the order they were met; a reading without paragraphs always has one.
    """

    kind: Kind = Kind.UNKNOWN
    paragraphs: tuple[Paragraph, ...] = ()
    pages: int | None = None
    page_characters: tuple[int, ...] = ()
    is_scan: bool = False
    encoding: str = ""
    problems: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs with a blank line between."""
        return "\n\n".join(each.text for each in self.paragraphs)

    @property
    def is_read(self) -> bool:
        """Whether there is any text."""
        return bool(self.paragraphs)

    def as_json(self) -> dict[str, Any]:
        """For the way between the processes."""
        return {
            "kind": str(self.kind),
            "paragraphs": [[each.text, each.level] for each in self.paragraphs],
            "pages": self.pages,
            "page_characters": list(self.page_characters),
            "is_scan": self.is_scan,
            "encoding": self.encoding,
            "problems": [[each.code, each.values] for each in self.problems],
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Reading":
        """Back from `as_json`."""
        return cls(
            kind=Kind(told["kind"]),
            paragraphs=tuple(Paragraph(text, level) for text, level in told["paragraphs"]),
            pages=told["pages"],
            page_characters=tuple(told["page_characters"]),
            is_scan=told["is_scan"],
            encoding=told["encoding"],
            problems=tuple(Finding(code, values) for code, values in told["problems"]),
        )


class NotRead(Exception):
    """The file gives no text; `finding` says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, values)

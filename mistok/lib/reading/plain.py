"""Plain text in any encoding that Ukrainian files come in."""

import codecs
from pathlib import Path

from mistok.lib.reading.paragraphs import of_lines
from mistok.lib.reading.reading import Finding, Kind, NotRead, Paragraph, Reading
from mistok.lib.tables import encodings


def read(path: Path) -> Reading:
    """The text by paragraphs. Raises NotRead."""
    text, encoding, broken = decoded(path)
    if not text.strip():
        raise NotRead("no_text")
    lines = text.replace("\f", "\n\n").splitlines()
    problems = (Finding("damaged_letters", {"count": broken}),) if broken else ()
    return Reading(
        kind=Kind.TEXT,
        paragraphs=tuple(Paragraph(each) for each in of_lines(lines)),
        encoding=encoding,
        problems=problems,
    )


def decoded(path: Path, claimed: str = "") -> tuple[str, str, int]:
    """The text, its encoding, how many characters did not fit. `claimed`: what the file says of itself."""
    content = path.read_bytes()
    if claimed and not content.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode(claimed), codecs.lookup(claimed).name, 0
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    encoding, broken = encodings.detect(path)
    return content.decode(encoding, errors="replace"), encoding.removesuffix("-sig"), broken


def is_wide(start: bytes) -> bool:
    """Whether the bytes look like UTF-16 without its mark."""
    return b"\0" in start and bool(encodings.wide(start))

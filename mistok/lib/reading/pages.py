"""PDF: text by lines with their places, pages that are pictures."""

import logging
import re
from pathlib import Path
from time import process_time
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from mistok.lib.reading.paragraphs import Line, of_pages
from mistok.lib.reading.reading import MOST_CHARACTERS, MOST_PAGES, Finding, Kind, NotRead, Paragraph, Reading

SECONDS = 40  # of the processor, of which a page takes a thirtieth; under the limit of the whole process
FEWEST = 25  # letters and digits of a page that has text
SCAN = 0.1  # of pages: with fewer that have text, the paper is a scan
HIGHER = 0.1  # of its own size: how much above the line it stands
RAISED = 0.8  # of the size of other letters: a smaller number behind a number is raised, as in 20¹
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WORDS = re.compile(r"[^\W_]")


def read(path: Path) -> Reading:
    """All pages. Raises NotRead for a locked or broken file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with path.open("rb") as file:
        try:
            reader = PdfReader(file)
            if reader.is_encrypted and not reader.decrypt(""):
                raise NotRead("locked")
            return _read(reader)
        except (FileNotDecryptedError, DependencyError) as error:
            raise NotRead("locked") from error
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
            raise NotRead("broken") from error


def _read(reader: PdfReader) -> Reading:
    total = len(reader.pages)
    if not total:
        raise NotRead("broken")
    pages: list[list[Line]] = []
    counts: list[int] = []
    damaged = pictures = size = 0
    for number in range(min(total, MOST_PAGES)):
        lines, has_picture = _page(reader, number)
        count = sum(len(WORDS.findall(line.text)) for line in lines or ())
        damaged += lines is None
        pictures += has_picture and count < FEWEST
        pages.append(lines or [])
        counts.append(count)
        size += sum(len(line.text) for line in pages[-1])
        if size > MOST_CHARACTERS or process_time() > SECONDS:
            break
    filled = sum(count >= FEWEST for count in counts)
    is_scan = filled <= len(counts) * SCAN and (pictures > 0 or not any(counts)) and damaged < len(counts)
    lost = sum(line.text.count("\ufffd") for page in pages for line in page)
    problems = (
        (is_scan, Finding("scan", {"pages": total})),
        (pictures and not is_scan, Finding("some_pictures", {"pages": pictures, "total": total})),
        (damaged, Finding("damaged_pages", {"pages": damaged})),
        (len(pages) < total, Finding("first_pages", {"pages": len(pages), "total": total})),
        (lost, Finding("damaged_letters", {"count": lost})),
    )
    return Reading(
        kind=Kind.PDF,
        paragraphs=tuple(Paragraph(text) for text in of_pages(pages)),
        pages=total,
        page_characters=tuple(counts),
        is_scan=is_scan,
        problems=tuple(finding for is_so, finding in problems if is_so),
    )


def _page(reader: PdfReader, number: int) -> tuple[list[Line] | None, bool]:
    """The lines of a page, None of a damaged one, and whether there is a picture on it."""
    try:
        page = reader.pages[number]
        return _lines(page), _has_picture(page)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # a page of a strange file may break anything; the others are read
        return None, False


def _lines(page: PageObject) -> list[Line]:
    """The lines of a page in the order they are read."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], _font: Any, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = abs(inner[3] * outer[3]) or 1.0
        pieces.append((text, x, y, size * scale))

    page.extract_text(visitor_text=visit)
    lines: list[Line] = []
    text, place = "", (0.0, 0.0, 0.0)
    for piece, x, y, size in pieces:
        for part in re.split(r"(\n)", piece):
            if part == "\n":
                lines.append(Line(text, *place))
                text = ""
            elif part:
                if not text.strip() and part.strip():
                    place = (x, y, size)
                elif part.strip().isdecimal() and text[-1:].isalnum() and _is_raised(y, size, place):
                    part = part.translate(RAISED_DIGITS)
                text += part
    if text.strip():
        lines.append(Line(text, *place))
    return lines


def _is_raised(y: float, size: float, line: tuple[float, float, float]) -> bool:
    return size < line[2] * RAISED and y > line[1] + size * HIGHER


def _has_picture(page: PageObject) -> bool:
    try:
        inside = page["/Resources"]["/XObject"].get_object()  # type: ignore[index]
        return any(inside[name].get("/Subtype") == "/Image" for name in list(inside)[:50])
    except (PyPdfError, KeyError, TypeError, AttributeError, ValueError):
        return False

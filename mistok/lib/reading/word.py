"""DOCX: paragraphs with the numbers that Word makes itself, tables, notes, text boxes in reading order."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from mistok.lib.archives import NOT_UNPACKED
from mistok.lib.reading.numbering import Numbering
from mistok.lib.reading.reading import Kind, NotRead, Paragraph, Reading

LARGEST_PART, LARGEST_UNPACKED = 64 * 1024 * 1024, 400 * 1024 * 1024  # bytes
MOST_PARTS = 5_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BETWEEN_CELLS = " | "
# What stands in the file and not on the page: deleted and moved text, properties, codes of fields.
DROPPED = frozenset(
    (f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delText", FALLBACK)
)
SIGNS = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
BOX = f"{W}txbxContent"
DEEPEST = 200


def read(path: Path) -> Reading:
    """The document by paragraphs. Raises NotRead."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(each.file_size for each in parts) > LARGEST_UNPACKED:
                raise NotRead("too_much")
            document = _Document(archive)
            found = document.paragraphs()
    except (*NOT_UNPACKED, KeyError) as error:
        raise NotRead("broken") from error
    except etree.XMLSyntaxError as error:
        raise NotRead("broken") from error
    if not found:
        raise NotRead("no_text")
    return Reading(kind=Kind.DOCX, paragraphs=tuple(found))


def parsed(content: bytes) -> Any:
    """The XML of a part; a document type is refused: only an attack needs one here."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    tree = etree.fromstring(content.replace(STRICT.encode(), W[1:-1].encode()), parser)
    if tree.getroottree().docinfo.doctype:
        raise NotRead("broken")
    return tree


class _Document:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        self.body = self._part("word/document.xml")
        if self.body is None:
            raise NotRead("broken")
        styles = self._part("word/styles.xml")
        self.numbering = Numbering(self._part("word/numbering.xml"), styles)
        self.notes = self._notes("word/footnotes.xml", "footnote") | self._notes(
            "word/endnotes.xml", "endnote"
        )
        self.noted: list[str] = []  # notes of the paragraph that is being read
        self.count = 0

    def paragraphs(self) -> list[Paragraph]:
        """The body from top to bottom."""
        return [each for each in self._walk(self.body, 0) if each.text.strip()]

    def _part(self, name: str) -> Any:
        if name not in self.names:
            return None
        with self.archive.open(name) as file:
            content = file.read(LARGEST_PART + 1)
        if len(content) > LARGEST_PART:
            raise NotRead("too_much")
        return parsed(content)

    def _notes(self, name: str, tag: str) -> dict[tuple[str, str], Any]:
        part = self._part(name)
        if part is None:
            return {}
        return {
            (tag, each.get(f"{W}id", "")): each
            for each in part.iter(f"{W}{tag}")
            if each.get(f"{W}type") is None
        }

    def _walk(self, parent: Any, depth: int) -> Iterator[Paragraph]:
        if depth > DEEPEST:
            raise NotRead("broken")
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                for row in child.iter(f"{W}tr"):
                    if next(row.iterancestors(f"{W}tbl")) is child:
                        yield from self._row(row, depth)
            elif isinstance(child.tag, str) and child.tag not in DROPPED:
                yield from self._walk(child, depth + 1)

    def _row(self, row: Any, depth: int) -> Iterator[Paragraph]:
        """A row is one paragraph; a row with a single filled cell is what stands in it."""
        cells = [
            [each for each in self._walk(cell, depth + 1) if each.text.strip()]
            for cell in row.iter(f"{W}tc")
            if next(cell.iterancestors(f"{W}tr")) is row
        ]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:
            yield from filled[0]
        elif filled:
            yield Paragraph(
                BETWEEN_CELLS.join(" ".join(" ".join(p.text for p in cell).split()) for cell in filled)
            )

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Paragraph]:
        boxes: list[Any] = []
        outer, self.noted = self.noted, []
        text = "".join(self._words(paragraph, boxes, 0))
        notes, self.noted = self.noted, outer
        label = self.numbering.label(paragraph) if text.strip() else ""
        yield Paragraph(f"{label} {text}" if label else text, self.numbering.level(paragraph))
        for each in notes:
            yield Paragraph(each)
        for box in boxes:
            yield from self._walk(box, depth + 1)

    def _words(self, parent: Any, boxes: list[Any], depth: int) -> Iterator[str]:
        if depth > DEEPEST:
            raise NotRead("broken")
        for child in parent:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in SIGNS:
                yield SIGNS[tag]
            elif tag == BOX:
                boxes.append(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                yield self._reference(child, tag.removeprefix(W).removesuffix("Reference"))
            elif tag == f"{W}r" and _is_raised(child):
                words = "".join(self._words(child, boxes, depth + 1))
                yield words.translate(RAISED) if words.strip().isdecimal() else words
            elif isinstance(tag, str) and tag not in DROPPED:
                yield from self._words(child, boxes, depth + 1)

    def _reference(self, reference: Any, tag: str) -> str:
        note = self.notes.get((tag, reference.get(f"{W}id", "")))
        if note is None:
            return ""
        self.count += 1
        mark = f"[{self.count}]"
        words = " ".join("".join(each.itertext(f"{W}t")) for each in note.iter(f"{W}p"))
        self.noted.append(f"{mark} {' '.join(words.split())}")
        return mark


def _is_raised(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vertAlign")
    return mark is not None and mark.get(f"{W}val") == "superscript"

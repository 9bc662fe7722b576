"""A web page: paragraphs, headings and tables, without menus and programs."""

import re
from html.parser import HTMLParser
from pathlib import Path

from mistok.lib.reading.plain import decoded
from mistok.lib.reading.reading import Finding, Kind, NotRead, Paragraph, Reading

CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
DROPPED = frozenset(
    ("script", "style", "nav", "noscript", "template", "svg", "iframe", "select", "button", "object", "title")
)
BLOCKS = frozenset(
    ("div", "section", "article", "main", "header", "footer", "aside", "ul", "ol", "li", "dl", "dt", "dd",
     "p", "pre", "table", "thead", "tbody", "tfoot", "caption", "form", "fieldset", "hr", "figure",
     "figcaption", "address", "body", "center", "details", "summary", "blockquote")
)  # fmt: skip
EMPTY = frozenset(
    ("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "wbr")
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BETWEEN_CELLS = " | "
DEEPEST = 10_000


def read(path: Path) -> Reading:
    """The page by paragraphs. Raises NotRead."""
    with path.open("rb") as file:
        claimed = CHARSET.search(file.read(4096))
    text, encoding, broken = decoded(path, claimed[1].decode("ascii") if claimed else "")
    page = _Page()
    page.feed(text)
    page.close()
    if not page.found:
        raise NotRead("no_text")
    problems = (Finding("damaged_letters", {"count": broken}),) if broken else ()
    return Reading(kind=Kind.HTML, paragraphs=tuple(page.found), encoding=encoding, problems=problems)


class _Page(HTMLParser):
    """What a reader of the page would read, from top to bottom."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Paragraph] = []
        self.words: list[str] = []
        self.level = 0
        self.label = ""  # the number of the point that has begun
        self.dropped: list[str] = []
        self.rows: list[list[str]] = []  # of the tables that are open
        self.raised = 0
        self.is_exact = 0
        self.lists: list[int | None] = []  # how far each open list is; None where it has no numbers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_hidden = tag not in EMPTY and any(name == "hidden" for name, _value in attrs)
        if self.dropped:
            if tag == self.dropped[-1] and tag not in EMPTY and len(self.dropped) < DEEPEST:
                self.dropped.append(tag)
        elif tag in DROPPED or is_hidden:
            self.dropped.append(tag)
        else:
            self._open(tag, dict(attrs))

    def _open(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag in HEADINGS:
            self._end()
            self.level = HEADINGS[tag]
        elif tag == "tr":
            self._end_row()
            if len(self.rows) < DEEPEST:
                self.rows.append([])
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "sup":
            self.raised += 1
        elif tag in BLOCKS:
            self._end()
            self.is_exact += tag == "pre"
            self._number(tag, given)

    def _number(self, tag: str, given: dict[str, str | None]) -> None:
        """Points that a browser numbers itself."""
        if tag in ("ol", "ul") and len(self.lists) < DEEPEST:
            start = given.get("start") or "1"
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            self.lists.append(first - 1 if tag == "ol" else None)
        elif tag == "li" and self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1
            self.label = f"{self.lists[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if self.dropped:
            if tag == self.dropped[-1]:
                self.dropped.pop()
        else:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag in HEADINGS:
            self._end()
            self.level = 0
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._end()
        elif tag == "sup":
            self.raised = max(0, self.raised - 1)
        elif tag in BLOCKS:
            self._end()
            if tag == "pre":
                self.is_exact = max(0, self.is_exact - 1)
            elif tag in ("ol", "ul", "li"):
                self.label = ""
                if tag != "li" and self.lists:
                    self.lists.pop()

    def handle_data(self, data: str) -> None:
        if self.dropped:
            return
        if self.raised and data.strip().isdecimal() and "".join(self.words[-1:])[-1:].isalnum():
            data = data.strip().translate(RAISED)
        self.words.append(data if self.is_exact else re.sub(r"\s+", " ", data))

    def close(self) -> None:
        super().close()
        while self.rows:
            self._end_row()
        self._end()

    def _text(self) -> str:
        text = re.sub(r" *\n *", "\n", "".join(self.words)).strip()
        self.words = []
        return re.sub(r"\n{2,}", "\n\n", text) if self.is_exact else re.sub(r"\n{2,}", "\n", text)

    def _end(self) -> None:
        text = self._text()
        if not text:
            return
        text, self.label = self.label + text, ""
        if self.rows:
            row = self.rows[-1]
            row.append(text)
        else:
            self.found.append(Paragraph(text, self.level))

    def _end_cell(self) -> None:
        if self.rows:
            text = self._text()
            if text:
                self.rows[-1].append(text)
            if self.rows[-1]:
                self.rows[-1][:] = [*self.rows[-1], "\0"] if self.rows[-1][-1] != "\0" else self.rows[-1]

    def _end_row(self) -> None:
        """A row is one paragraph; a row with a single filled cell is what stands in it."""
        if not self.rows:
            return
        self._end_cell()
        cells: list[list[str]] = [[]]
        for piece in self.rows.pop():
            if piece == "\0":
                cells.append([])
            else:
                cells[-1].append(piece)
        filled = [cell for cell in cells if cell]
        if self.rows:  # a table inside a cell
            self.rows[-1] += [BETWEEN_CELLS.join(" ".join(cell) for cell in filled)] if filled else []
        elif len(filled) == 1:
            self.found += [Paragraph(text, self.level) for text in filled[0]]
        elif filled:
            said = BETWEEN_CELLS.join(" ".join(" ".join(cell).split()) for cell in filled)
            self.found.append(Paragraph(said))

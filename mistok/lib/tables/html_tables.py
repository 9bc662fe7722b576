"""A table of a web page, also one that was saved as .xls."""

from html.parser import HTMLParser

from django.utils.translation import gettext as _

from mistok.lib.tables.problems import TableProblem

LARGEST = 10 * 1024 * 1024  # bytes
MOST_SPAN, MOST_CELLS = 200, 2_000_000


class _Cells(HTMLParser):
    """All tables of a page as rows of text; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.stack: list[tuple[list[list[str]], dict[int, tuple[str, int]]]] = []
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.hidden = 0
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag == "table":
            self._end_cell()
            rows: list[list[str]] = []
            self.tables.append(rows)
            self.stack.append((rows, {}))
        elif tag == "tr" and self.stack:
            self._end_cell()
            self._begin_row()
        elif tag in ("td", "th") and self.stack:
            self._end_cell()
            given = dict(attrs)
            self.span = _span(given.get("colspan")), _span(given.get("rowspan"))
            self.cell = []
        elif tag in ("br", "p", "li", "div") and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.hidden = max(0, self.hidden - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self.stack:
            self._end_cell()
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.hidden:
            self.cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _begin_row(self) -> None:
        rows = self.stack[-1][0]
        rows.append([])
        self._fill_down()

    def _fill_down(self) -> None:
        rows, down = self.stack[-1]
        while (held := down.get(len(rows[-1]))) is not None:
            text, left = held
            if left > 1:
                down[len(rows[-1])] = (text, left - 1)
            else:
                del down[len(rows[-1])]
            rows[-1].append(text)

    def _end_cell(self) -> None:
        if self.cell is None or not self.stack:
            self.cell = None
            return
        lines = (" ".join(line.split()) for line in "".join(self.cell).split("\n"))
        text = "\n".join(line for line in lines if line)
        self.cell = None
        rows, down = self.stack[-1]
        if not rows:
            self._begin_row()
        across, deep = self.span
        self.count += across
        if self.count > MOST_CELLS:
            raise TableProblem(_("There is too much in this file. Part it into several."))
        for index in range(across):
            said = text if index == 0 else ""
            if deep > 1:
                down[len(rows[-1])] = (said, deep - 1)
            rows[-1].append(said)
        self._fill_down()


def largest_table(text: str) -> list[list[str]]:
    """The rows of the table with most cells. Raises TableProblem when the page has none."""
    cells = _Cells()
    cells.feed(text)
    cells.close()
    best = max(cells.tables, key=lambda rows: sum(map(len, rows)), default=[])
    if not any(any(row) for row in best):
        raise TableProblem(_("There is no table on this page."))
    return best


def _span(value: str | None) -> int:
    digits = "".join(letter for letter in value or "" if letter.isascii() and letter.isdigit())
    return min(max(int(digits[:4] or 1), 1), MOST_SPAN)

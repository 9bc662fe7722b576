"""A set of open data in JSON – a list of flat objects, alone or an object a line – as a table."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from mistok.acts.importing.laws_json import objects
from mistok.acts.importing.rows import line
from mistok.lib.tables import Reading, TableProblem
from mistok.lib.tables.table import MOST_COLUMNS, MOST_ROWS

KIND = "json"
LOOK_AT = 500  # objects whose names make the header


class JsonTable:
    """The same face as `mistok.lib.tables.Table`: header, rows with numbers, notes."""

    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self._path = path
        self.reading = Reading(kind=KIND)
        self.notes: list[str] = []
        names: dict[str, None] = {}
        for number, told in objects(path):
            if isinstance(told, dict):
                names.update(dict.fromkeys(line(each) for each in told))
            if number >= LOOK_AT or len(names) > MOST_COLUMNS:
                break
        if not names:
            raise TableProblem(_("There is no list of acts in this file."))
        if len(names) > MOST_COLUMNS:
            raise TableProblem(_("There are too many columns: this is not a table."))
        self.header = list(names)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every object as the cells of the header's columns."""
        for number, told in objects(self._path):
            if number > MOST_ROWS:
                raise TableProblem(
                    _("There are more than %(most)d rows in the table. Part it into several.")
                    % {"most": MOST_ROWS}
                )
            if isinstance(told, dict):
                cells = {line(name): _cell(value) for name, value in told.items()}
                yield number, [cells.get(name, "") for name in self.header]
            else:
                yield number, [_cell(told)] + [""] * (len(self.header) - 1)

    def close(self) -> None:
        """There is nothing to let go."""

    def __enter__(self) -> "JsonTable":
        return self

    def __exit__(self, *_args: object) -> None:
        self.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

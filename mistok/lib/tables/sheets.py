"""Spreadsheets: XLSX, XLS, XLSB and ODS through calamine, a sheet at a time."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import python_calamine as calamine
from django.utils.translation import gettext as _

from mistok.lib.tables.problems import TableProblem
from mistok.lib.tables.traps import broken, refuse_traps


class Workbook:
    """An opened file; `sheets` are the names of its sheets, visible ones first."""

    def __init__(self, path: Path) -> None:
        refuse_traps(path)
        self._book = _guarded(calamine.load_workbook, path)
        kinds = self._book.sheets_metadata
        sheets = [each for each in kinds if each.typ == calamine.SheetTypeEnum.WorkSheet]
        sheets.sort(key=lambda each: each.visible != calamine.SheetVisibleEnum.Visible)
        self.sheets: list[str] = [each.name for each in sheets]
        if not self.sheets:
            raise TableProblem(_("There is no sheet in this file."))

    def first_filled(self) -> str:
        """The first sheet with cells. Raises TableProblem when all are empty."""
        for name in self.sheets:
            if self._sheet(name).height:
                return name
        raise TableProblem(_("There is not a single filled cell in this file."))

    def rows(self, name: str) -> Iterator[list[str]]:
        """Every row of the sheet, as text; a cell merged downwards stands in each of its rows."""
        sheet = self._sheet(name)
        merged = _downwards(sheet)
        held: dict[int, tuple[str, int]] = {}
        rows = _guarded(sheet.iter_rows)
        for index, values in enumerate(rows):
            cells = [_said(each) for each in values]
            for column, last in merged.get(index, ()):
                if column < len(cells):
                    held[column] = (cells[column], last)
            for column in list(held):
                text, last = held[column]
                if index > last:
                    del held[column]
                elif column < len(cells) and not cells[column]:
                    cells[column] = text
            yield cells

    def close(self) -> None:
        """Let the file go."""
        self._book.close()

    def _sheet(self, name: str) -> Any:
        if name not in self.sheets:
            raise TableProblem(_("There is no sheet “%(name)s” in this file.") % {"name": name})
        return _guarded(self._book.get_sheet_by_name, name)


def locked() -> TableProblem:
    """The file has a password."""
    return TableProblem(_("The file is locked with a password. Take the password off and try again."))


def _guarded(act: Any, *arguments: Any) -> Any:
    try:
        return act(*arguments)
    except calamine.PasswordError as error:
        raise locked() from error
    except (calamine.CalamineError, OSError, ValueError, KeyError, IndexError) as error:
        raise broken() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's own, no subclass of Exception
            raise broken() from error
        raise


def _downwards(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Cells merged downwards: by their first row, the column and the last row."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
        if bottom > top:
            found.setdefault(top, []).append((left, bottom))
    return found


def _said(value: Any) -> str:
    """A cell as a person reads it: whole numbers without a fraction, days as 2026-11-20, yes and no."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)

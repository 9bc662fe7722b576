"""Tables that people bring and take away: any CSV, Excel, OpenDocument or HTML table in; CSV and XLSX out."""

from mistok.lib.tables.problems import TableProblem
from mistok.lib.tables.reading import Reading
from mistok.lib.tables.table import LARGEST, MOST_ROWS, Table, open_table

__all__ = ["LARGEST", "MOST_ROWS", "Reading", "Table", "TableProblem", "open_table"]

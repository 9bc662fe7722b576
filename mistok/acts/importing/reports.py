"""What became of each row, and the rows left out, as tables to take away."""

from collections.abc import Iterator
from itertools import chain, repeat

from django.utils.translation import gettext as _

from mistok.acts.importing.batches import path_of, reading_of, rows_of
from mistok.acts.importing.files import table_at
from mistok.acts.importing.outcomes import BAD, CHANGED, NEW, SAME, SKIPPED, unpacked
from mistok.acts.models import ActImport, ImportKind
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import TableProblem


def words() -> dict[str, str]:
    """The outcomes in words, in the order to show them."""
    return {
        NEW: _("Added"), CHANGED: _("Changed"), SAME: _("Without changes"), SKIPPED: _("Left aside"),
        BAD: _("Left out"),
    }  # fmt: skip


def every_row(batch: ActImport, job: Job) -> tuple[list[str], Iterator[list[str]]]:
    """The header and the rows: number, what became of it, the act, and why nothing did. Reads the file anew.

    Raises TableProblem when the file is no longer kept.
    """
    header = [_("Row"), _("What became of it"), _("Registration number"), _("Number"), _("Act"), _("Why")]
    with path_of(batch):  # say at once that the file is gone, not in the middle of the answer
        pass
    return header, _every_row(batch, job)


def _every_row(batch: ActImport, job: Job) -> Iterator[list[str]]:
    said = words()
    kept = str(job.result.get("runs") or job.cursor.get("runs") or "")
    letters = chain(unpacked(kept), repeat(""))
    reasons = dict(job.bad_rows.values_list("number", "reason"))
    try:
        with path_of(batch) as path, rows_of(batch, path) as found:
            for row in found.rows:
                letter = next(letters)
                record = row.record
                yield [
                    str(row.number),
                    said.get(letter, "–"),
                    (record.registration or "") if record else "",
                    record.number if record else "",
                    record.title if record else row.name,
                    reasons.get(row.number, row.reason),
                ]
    except (ImportProblem, TableProblem) as problem:
        yield ["", "", "", "", "", str(problem)]


def left_out(batch: ActImport, job: Job) -> tuple[list[str], Iterator[list[str]]]:
    """The rows left out, of a table as they stood in it, each with its reason: to be mended."""
    bad = job.bad_rows.order_by("number")
    if batch.kind == ImportKind.LOCAL:
        header = list(batch.reading.get("columns", []))
        return [*header, _("Reason")], _cells(batch, dict(bad.values_list("number", "reason")), len(header))
    rows = ([str(each.number), each.reason, each.content] for each in bad.iterator(chunk_size=500))
    return [_("Row"), _("Reason"), _("Content")], rows


def _cells(batch: ActImport, reasons: dict[int, str], width: int) -> Iterator[list[str]]:
    try:
        with path_of(batch) as path, table_at(path, reading_of(batch)) as table:
            for number, cells in table.rows():
                if number in reasons:
                    yield [*(cells + [""] * width)[:width], reasons[number]]
    except TableProblem as problem:
        yield [*[""] * width, str(problem)]

"""Rows that were left out: listed with the job, and given back as a table to mend and bring again."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO

from django.utils.translation import gettext as _

from mistok.directory.importing.examining import Verdict
from mistok.lib.jobs.models import BadRow, Job
from mistok.lib.jobs.runners import ImportProblem


def note_bad(job: Job, verdicts: Sequence[Verdict], most: int) -> None:
    """List the rows with the job. Raises ImportProblem when there are more than anybody would mend."""
    if verdicts and job.bad_rows.count() + len(verdicts) > most:
        raise ImportProblem(
            _("More than %(most)d rows are bad. Look whether the columns are matched rightly.")
            % {"most": most}
        )
    BadRow.objects.bulk_create(
        [
            BadRow(job=job, number=each.number, content=_line(each.cells), reason=each.reason)
            for each in verdicts
        ]
    )


def table_of_bad(job: Job, header: Sequence[str]) -> tuple[list[str], Iterator[list[str]]]:
    """The header and rows of a table of the same shape with the reason in a last column."""
    width = len(header)
    rows = (
        [*(cells_of(bad) + [""] * width)[:width], bad.reason]
        for bad in job.bad_rows.order_by("number").iterator(chunk_size=500)
    )
    return [*header, _("Reason")], rows


def cells_of(bad: BadRow) -> list[str]:
    """The cells of the row as they stood in the file."""
    return next(csv.reader(StringIO(bad.content, newline=""), delimiter=";"), [])


def _line(cells: Sequence[str]) -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=";", lineterminator="").writerow(cells)
    return text.getvalue().replace("\0", "\ufffd")

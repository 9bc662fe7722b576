"""What all imports of registers share: bad rows listed, chunks in transactions, a cursor to go on from."""

from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import file_digest
from itertools import batched, islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mistok.lib.jobs.models import BadRow, Job
from mistok.lib.jobs.runners import ImportProblem
from mistok.network.imports import Fault

MOST_FAULTS = 20_000


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def bring_in[Good](
    job: Job,
    path: Path,
    read: Callable[[Path], Iterator[Good | Fault]],
    apply: Callable[[tuple[Good, ...]], tuple[Counter[str], list[Fault]]],
    *,
    chunk: int,
) -> tuple[Counter[str], int]:
    """Read the file twice, first for its bad rows and length, then chunk by chunk into the database.

    So memory does not grow with the file. `apply` writes one chunk and returns its counts and the rows it
    could not place. A job stopped in between goes on behind its last whole chunk. Returns the counts of all
    chunks and the number of bad rows. Raises ImportProblem when most rows are bad.
    """
    digest = digest_of(path)
    total, faults = 0, list[Fault]()
    for row in read(path):
        if isinstance(row, Fault):
            faults.append(row)
            if len(faults) > MOST_FAULTS:
                raise ImportProblem(_too_many(MOST_FAULTS))
        else:
            total += 1
    kept: dict[str, Any] = job.cursor if job.cursor.get("file") == digest else {"done": 0, "counts": {}}
    done, counts = int(kept["done"]), Counter[str](kept["counts"])
    with transaction.atomic():
        if not done:
            job.bad_rows.all().delete()
            _list(job, faults)
        job.advance(done, total=total)
    good = (row for row in read(path) if not isinstance(row, Fault))
    for rows in batched(islice(good, done, None), chunk):
        with transaction.atomic():
            found, unplaced = apply(rows)
            _list(job, unplaced)
            counts.update(found)
            done += len(rows)
            job.advance(done, cursor={"file": digest, "done": done, "counts": dict(counts)})
    return counts, job.bad_rows.count()


def _list(job: Job, faults: list[Fault]) -> None:
    BadRow.objects.bulk_create(
        [BadRow(job=job, number=each.row, content=each.content, reason=each.reason[:300]) for each in faults],
        batch_size=500,
    )


def _too_many(most: int) -> str:
    return _("More than %(most)d rows are bad: this file is damaged. Take it from its source again.") % {
        "most": most
    }

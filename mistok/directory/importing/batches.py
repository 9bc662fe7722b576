"""One import as a person prepares it: the file, how it is read, which column is which field."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.directory.importing import columns, examining
from mistok.directory.importing.examining import Choices, Examiner
from mistok.directory.importing.lookups import Lookups
from mistok.directory.importing.values import Cells
from mistok.directory.models import Batch, BatchState
from mistok.lib.jobs.actions import copied
from mistok.lib.jobs.models import Job
from mistok.lib.tables import Reading, Table, TableProblem, open_table

SAMPLE = 10  # rows that a person sees
LOOK_AT = 100  # rows whose contents tell what a column is


def begin(*, file: File[bytes], by: User) -> Batch:
    """Keep the file and find out how to read it. Raises TableProblem, and keeps nothing, for no table."""
    batch = Batch(name=Path(str(file.name)).name[-200:], by=str(by.pk))
    with NamedTemporaryFile() as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        with open_table(Path(copy.name)) as table:
            note_table(batch, table)
        file.seek(0)
        batch.stored = default_storage.save(f"uploads/{batch.pk}", file)
    batch.save()
    return batch


@contextmanager
def path_of(batch: Batch, job: Job | None = None) -> Iterator[Path]:
    """The file on this machine. Raises TableProblem when it is no longer kept."""
    if job is not None and "path" in job.parameters:
        yield Path(job.parameters["path"])
        return
    if not batch.stored or not default_storage.exists(batch.stored):
        raise TableProblem(_("The file is no longer kept. Give it again."))
    with copied(batch.stored) as path:
        yield path


@contextmanager
def table_of(batch: Batch, job: Job | None = None) -> Iterator[Table]:
    """The batch’s table as it was decided to read it."""
    with path_of(batch, job) as path, open_table(path, reading=Reading.load(batch.reading)) as table:
        yield table


@transaction.atomic
def set_reading(*, batch: Batch, reading: Reading) -> None:
    """Read the file another way; columns that were chosen for another header are guessed anew."""
    with path_of(batch) as path, open_table(path, reading=reading) as table:
        note_table(batch, table)
    batch.job = None
    batch.save()


@transaction.atomic
def set_choices(*, batch: Batch, choices: Choices) -> None:
    """What a person decided about the columns; an earlier preview is void."""
    batch.mapping = dict(choices.columns)
    batch.defaults = {
        "values": dict(choices.values),
        "key": choices.key,
        "clear": choices.clear,
        "publish": choices.publish,
        "shorten": choices.shorten,
    }
    batch.job = None
    batch.save()


@transaction.atomic
def discard(*, batch: Batch) -> bool:
    """Forget an import that changed nothing, and its file. False when it has begun."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.MAPPING:
        return False
    drop_file(batch)
    batch.delete()
    return True


def drop_file(batch: Batch) -> None:
    """The file is no longer needed."""
    if batch.stored:
        default_storage.delete(batch.stored)
        batch.stored = ""


def choices_of(batch: Batch) -> Choices:
    """What was decided so far."""
    return Choices(columns=batch.mapping, **batch.defaults)


def header_of(batch: Batch) -> list[str]:
    """The names of the columns as the file was read last."""
    return list(batch.reading.get("columns", []))


def examiner_of(batch: Batch) -> Examiner:
    """One that judges the rows of this batch."""
    return Examiner(choices_of(batch), len(header_of(batch)))


def samples(table: Table, most: int = SAMPLE) -> list[tuple[int, list[str]]]:
    """The first rows."""
    return list(islice(table.rows(), most))


def note_table(batch: Batch, table: Table) -> None:
    """Write down how the table is read; the columns as last time for the same header, else guessed."""
    header = table.header
    batch.reading = table.reading.dump() | {
        "columns": header,
        "notes": list(table.notes),
        "sheets": list(table.sheets),
        "signature": _signature(header),
    }
    known = _last_with(batch)
    if known is not None:
        batch.mapping, batch.defaults = known.mapping, known.defaults
        batch.reading["from_last_time"] = True
        return
    rows = [cells for _number, cells in samples(table, LOOK_AT)]
    batch.mapping = columns.guess(header, rows, Cells(Lookups()).fits)
    batch.defaults = {
        "values": {}, "key": key_for(batch.mapping), "clear": False, "publish": False, "shorten": True,
    }  # fmt: skip


def key_for(mapping: dict[str, int]) -> str:
    """What best says which card a row is."""
    return keys_in(mapping)[0]


def keys_in(mapping: dict[str, int]) -> list[str]:
    """What may say which card a row is, the surest first."""
    order = (columns.KEY, examining.BY_STATE_ID, examining.BY_LOCAL_NUMBER)
    return [key for key in order if key in mapping] + [examining.BY_NAME]


def _last_with(batch: Batch) -> Batch | None:
    """The last import of a table with the same header that was carried out."""
    done = Batch.objects.exclude(pk=batch.pk).exclude(state=BatchState.MAPPING)
    return done.filter(reading__signature=batch.reading["signature"]).order_by("-created_at").first()


def _signature(header: Sequence[str]) -> str:
    text: Any = "\n".join(" ".join(each.casefold().split()) for each in header)
    return sha256(text.encode()).hexdigest()[:32]

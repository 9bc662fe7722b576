"""One import as a person prepares it: the file, how it is read, which column is which field."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.acts.importing import columns
from mistok.acts.importing.files import Opened, kind_of_file, opened, table_at
from mistok.acts.importing.json_table import JsonTable
from mistok.acts.importing.local_rows import Decided, decided_from
from mistok.acts.models import Kind
from mistok.acts.models.importing import ActImport, ImportKind, ImportState
from mistok.lib.jobs.actions import DATE_IN_NAME, copied, edition_of
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import ImportProblem
from mistok.lib.tables import Reading, Table, TableProblem

SAMPLE = 10  # rows that a person sees


def begin(*, file: File[bytes], by: User) -> ActImport:
    """Keep the file and find out what it is. Raises TableProblem, and keeps nothing, for no file of acts."""
    batch = ActImport(name=Path(str(file.name)).name[-200:], by=str(by.pk))
    with NamedTemporaryFile() as copy:
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        note(batch, Path(copy.name))
        file.seek(0)
        batch.stored = default_storage.save(f"uploads/{batch.pk}", file)
    batch.save()
    return batch


def note(batch: ActImport, path: Path) -> None:
    """Write down what the file is and how it is read; columns are guessed by their names."""
    batch.kind = kind_of_file(path, batch.name)
    if batch.kind == ImportKind.LOCAL:
        with table_at(path, {}) as table:
            note_table(batch, table)
        return
    try:
        with opened(batch.kind, path, name=batch.name) as found:
            is_empty = found.is_empty()
            batch.reading = {"notes": found.notes}
    except ImportProblem as problem:
        raise TableProblem(str(problem)) from problem
    if is_empty:
        raise TableProblem(_("There is not a single act in this file."))


def note_table(batch: ActImport, table: Table | JsonTable) -> None:
    """How the table is read and what its columns are taken for."""
    batch.reading = table.reading.dump() | {
        "columns": table.header, "notes": [str(each) for each in table.notes], "sheets": list(table.sheets),
    }  # fmt: skip
    found = columns.guesses(table.header)
    batch.mapping = {each.field: index for index, each in found.items()}
    batch.reading["mended"] = [index for index, each in found.items() if each.is_mended]
    batch.defaults = {"kind": str(Kind.DECISION)} | batch.defaults


@transaction.atomic
def set_reading(*, batch: ActImport, reading: Reading) -> None:
    """Read the table another way; the columns are guessed anew."""
    with path_of(batch) as path, table_at(path, reading.dump()) as table:
        note_table(batch, table)
    batch.job = None
    batch.save()


@transaction.atomic
def set_choices(*, batch: ActImport, mapping: dict[str, int], defaults: dict[str, Any]) -> None:
    """What a person decided about the columns; an earlier look-through is void."""
    batch.mapping, batch.defaults, batch.job = mapping, defaults, None
    batch.save()


@transaction.atomic
def discard(*, batch: ActImport) -> bool:
    """Forget an import that changed nothing, and its file. False when it has begun."""
    batch = ActImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.PREPARED:
        return False
    if batch.stored:
        default_storage.delete(batch.stored)
    batch.delete()
    return True


def decided_of(batch: ActImport) -> Decided:
    """What was decided so far."""
    return decided_from(batch.mapping, batch.defaults)


@contextmanager
def path_of(batch: ActImport, job: Job | None = None) -> Iterator[Path]:
    """The file on this machine. Raises TableProblem when it is no longer kept."""
    if job is not None and "path" in job.parameters:
        yield Path(job.parameters["path"])
        return
    if not batch.stored or not default_storage.exists(batch.stored):
        raise TableProblem(_("The file is no longer kept. Give it again."))
    with copied(batch.stored) as path:
        yield path


@contextmanager
def rows_of(batch: ActImport, path: Path) -> Iterator[Opened]:
    """The rows of the import as it was decided to read them."""
    day = edition_of(batch.name, None) if DATE_IN_NAME.search(batch.name) else None
    with opened(
        batch.kind, path, name=batch.name, reading=reading_of(batch), decided=decided_of(batch), day=day
    ) as found:
        yield found


def samples(batch: ActImport, most: int = SAMPLE) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header and the first rows of a set of local acts."""
    with path_of(batch) as path, table_at(path, reading_of(batch)) as table:
        return table.header, list(islice(table.rows(), most))


def reading_of(batch: ActImport) -> dict[str, Any]:
    """How the table is read, as it was found out or decided."""
    return Reading.load(batch.reading).dump()

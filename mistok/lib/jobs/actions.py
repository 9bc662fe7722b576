"""Starting long work and taking it up again."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from hashlib import file_digest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.tasks import run_job

SILENT_AFTER = timedelta(minutes=2)  # a chunk takes under a second: whoever says nothing so long is gone
DATE_IN_NAME = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")


class Person(Protocol):
    """Anybody who starts work: only the key is kept."""

    pk: Any


@transaction.atomic
def start_import(*, kind: str, file: File[bytes], edition: date | None, by: Person) -> Job:
    """Keep the uploaded file and hand the work to the worker after the commit."""
    name = Path(str(file.name)).name
    job = Job(kind=kind, started_by=str(by.pk))
    stored = default_storage.save(f"uploads/{job.pk}", file)
    job.parameters = {"stored": stored, "name": name, "edition": edition_of(name, edition).isoformat()}
    job.save()
    _enqueue(job)
    return job


@transaction.atomic
def start_work(*, kind: str, parameters: Mapping[str, Any], by: Person) -> Job:
    """Begin long work that needs no file of its own; the worker takes it after the commit."""
    job = Job.objects.create(kind=kind, parameters=dict(parameters), started_by=str(by.pk))
    _enqueue(job)
    return job


@transaction.atomic
def take_up_again(*, job: Job) -> bool:
    """Hand a failed or silent job to the worker once more, to go on from its cursor. False when it runs."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.state == State.DONE or (job.state != State.FAILED and not is_silent(job)):
        return False
    job.state, job.problem, job.finished_at = State.WAITING, "", None
    job.save()
    _enqueue(job)
    return True


def is_silent(job: Job) -> bool:
    """Whether the job should be running but nothing was heard of it for a while."""
    return not job.is_over and timezone.now() - job.updated_at > SILENT_AFTER


def edition_of(name: str, chosen: date | None) -> date:
    """The day of an edition: the chosen one, else the date in the file's name, else today."""
    if chosen:
        return chosen
    if found := DATE_IN_NAME.search(name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            pass
    return timezone.localdate()


@contextmanager
def file_of(job: Job) -> Iterator[Path]:
    """The job's file on this machine, wherever it is stored; a copy is removed afterwards."""
    if "path" in job.parameters:
        yield Path(job.parameters["path"])
        return
    with copied(job.parameters["stored"]) as path:
        yield path


@contextmanager
def copied(stored: str) -> Iterator[Path]:
    """A kept file on this machine, wherever the storage is; the copy is removed afterwards."""
    with default_storage.open(stored) as kept, NamedTemporaryFile() as copy:
        shutil.copyfileobj(kept, copy)
        copy.flush()
        yield Path(copy.name)


def digest_of(path: Path) -> str:
    """A mark of the very file, so that a job taken up again knows it."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def drop_file(job: Job) -> None:
    """Remove the uploaded file of a job that is done."""
    if stored := job.parameters.get("stored"):
        default_storage.delete(stored)


def _enqueue(job: Job) -> None:
    transaction.on_commit(partial(run_job.enqueue, str(job.pk)))

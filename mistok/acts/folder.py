"""A folder of files, or a ZIP of one, brought in by the worker: file by file, each once."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.core.files.base import File
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mistok.accounts.models import User
from mistok.acts.actions.files import ADDED, SAME, NotAnAct, bring_in
from mistok.acts.models import Level
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.archives import NOT_UNPACKED, name_of
from mistok.lib.jobs.actions import drop_file, file_of, start_import
from mistok.lib.jobs.models import BadRow, Job
from mistok.lib.jobs.runners import ImportProblem, declare_work
from mistok.lib.reading import LARGEST

FOLDER = "acts-folder"
MOST_FILES = 5_000
NOT_FILES = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini", "~$")
LONGEST_REASON = 300
COUNTED: dict[str, Any] = {
    ADDED: gettext_lazy("added"),
    SAME: gettext_lazy("unchanged"),
    "drafts": gettext_lazy("wait for a check"),
    "scans": gettext_lazy("without text"),
}


@dataclass(frozen=True, slots=True)
class Each:
    """A file of the folder: its name with the folders above it, and its bytes when they are asked for."""

    name: str
    content: Callable[[], bytes]


@transaction.atomic
def start(*, file: File[bytes], given: Mapping[str, Any], by: User) -> Job:
    """Keep the ZIP and hand the work to the worker. `given`: level, issuer, publish."""
    job = start_import(kind=FOLDER, file=file, edition=None, by=by)
    job.parameters |= given
    job.save(update_fields=["parameters"])
    return job


def run(job: Job) -> None:
    """Bring in every file from where an earlier run stopped; bad ones are listed with the reason."""
    by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    with _files(job) as files:
        done = int(job.cursor.get("done", 0))
        counts = Counter[str](job.cursor.get("counts", {}))
        if not done:
            job.bad_rows.all().delete()
        job.advance(done, total=len(files))
        for number, each in enumerate(files[done:], start=done + 1):
            _bring(job, number, each, counts)
            job.advance(number, cursor={"done": number, "counts": dict(counts)})
    result: dict[str, object] = {name: counts[name] for name in COUNTED}
    job.finish(result | {"bad": job.bad_rows.count()})
    drop_file(job)
    audit.record(Event.ACTS_FILED, job, by=by, added=counts[ADDED], bad=job.bad_rows.count())


def _bring(job: Job, number: int, each: Each, counts: Counter[str]) -> None:
    given = job.parameters
    try:
        outcome = bring_in(
            name=PurePath(each.name).name,
            content=each.content(),
            issuer=str(given.get("issuer", "")),
            level=str(given.get("level", Level.LOCAL)),
            publish=bool(given.get("publish", True)),
        )
    except (NotAnAct, DatabaseError) as problem:
        said = str(problem) if isinstance(problem, NotAnAct) else _("The act could not be stored.")
        BadRow.objects.create(job=job, number=number, content=each.name, reason=said[:LONGEST_REASON])
        return
    counts[outcome.kind] += 1
    if outcome.kind == ADDED:
        counts["scans"] += outcome.is_scan
        counts["drafts"] += not outcome.act.is_published


@contextmanager
def _files(job: Job) -> Iterator[list[Each]]:
    """The files in the order of their names. Raises ImportProblem for no folder and for too many files."""
    with file_of(job) as path:
        if path.is_dir():
            found = [
                Each(_writable(str(each.relative_to(path))), _from_disk(each))
                for each in path.rglob("*")
                if each.is_file()
            ]
            yield _checked(found)
            return
        try:
            with zipfile.ZipFile(path) as archive:
                yield _checked(
                    [
                        Each(name_of(each), _from_archive(archive, each))
                        for each in archive.infolist()
                        if not each.is_dir()
                    ]
                )
        except (zipfile.BadZipFile, FileNotFoundError, NotImplementedError) as error:
            raise ImportProblem(
                _("This is not a ZIP of files, or it is damaged. Pack the folder anew.")
            ) from error


def _checked(files: list[Each]) -> list[Each]:
    kept = sorted(
        (each for each in files if not any(mark in each.name for mark in NOT_FILES)),
        key=lambda each: each.name,
    )
    if not kept:
        raise ImportProblem(_("There is not a single file in it."))
    if len(kept) > MOST_FILES:
        raise ImportProblem(
            _("There are more than %(most)d files. Part them into several.") % {"most": MOST_FILES}
        )
    return kept


def _writable(name: str) -> str:
    """A name in an unknown encoding of the disk, with a mark for what cannot be written down."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _from_disk(path: Path) -> Callable[[], bytes]:
    def content() -> bytes:
        try:
            with path.open("rb") as file:
                return _limited(file.read(LARGEST + 1))
        except OSError as error:
            raise NotAnAct(_("The file could not be opened.")) from error

    return content


def _from_archive(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def content() -> bytes:
        try:
            with archive.open(info) as file:
                return _limited(file.read(LARGEST + 1))
        except NOT_UNPACKED as error:
            raise NotAnAct(_("The file could not be unpacked: it is damaged or locked.")) from error

    return content


def _limited(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise NotAnAct(_("The file is too large to read."))
    return content


declare_work(FOLDER, run)

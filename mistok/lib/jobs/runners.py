"""Which code does which kind of job, and which files a person may import.

Apps declare at start; the worker, the commands and the import page know only this register.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mistok.lib.jobs.models import Job, State


class ImportProblem(Exception):
    """The file as a whole cannot be imported; the text says, in the reader's language, why and what to do."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something more that the console may say of a file; it comes to the job as a parameter of this name."""

    name: str
    help: str
    flag: str = ""
    is_switch: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that can be imported. `run(job)` does the work from `job.cursor` on, or fails with
    ImportProblem. `title` and `description` are lazily translated; `dated` files have an edition day.
    `counted` names, in the order to show them, the numbers in `job.result`, lazily translated too."""

    kind: str
    title: Any
    description: Any
    run: Callable[[Job], None]
    dated: bool = False
    counted: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""  # the name of the address where such a file is brought in, if it has pages of its own
    options: tuple[Option, ...] = ()


_sources: dict[str, Source] = {}
_work: dict[str, Callable[[Job], None]] = {}


def declare_source(source: Source) -> None:
    """Register a file that can be imported. Declaring a kind twice replaces it, as on a reload."""
    _sources[source.kind] = source


def declare_work(kind: str, do: Callable[[Job], None]) -> None:
    """Register long work that is no import of a file; `do(job)` is like a source's `run`."""
    _work[kind] = do


def import_sources() -> dict[str, Source]:
    """All files that can be imported, by their kind, as they were declared: what others need comes first."""
    return dict(_sources)


def run(job: Job) -> None:
    """Do a job to its end. What can be explained to a person ends in `job.problem`; the rest is raised too,
    so that the log has the trace. Whatever happens, what was committed stays and the job may be run again."""
    if job.state == State.DONE:
        return
    try:
        do = _work[job.kind] if job.kind in _work else _sources[job.kind].run
        do(job)
    except ImportProblem as problem:
        job.fail(str(problem))
    except Exception as error:
        job.fail(type(error).__name__)
        raise

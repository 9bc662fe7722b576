"""The jobs of imports made known to the worker, and their files to the import page and the console."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mistok.acts.importing.batches import note
from mistok.acts.importing.columns import FIELDS
from mistok.acts.importing.work import CHECK, check, run_apply
from mistok.acts.models.importing import ActImport, ImportKind, ImportState
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import ImportProblem, Option, Source, declare_source, declare_work
from mistok.lib.tables import TableProblem
from mistok.lib.tables.headers import columns_said

COUNTED: dict[str, Any] = {
    "added": gettext_lazy("added"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("unchanged"),
    "skipped": gettext_lazy("left aside"),
    "linked": gettext_lazy("relations found"),
}
PAGE = "acts:import-list"


def _runner(kind: ImportKind) -> Callable[[Job], None]:
    def run(job: Job) -> None:
        """An import prepared on the pages; from the console, one with columns guessed or given."""
        known = job.parameters.get("batch")
        if not known or not ActImport.objects.filter(pk=known).exists():
            job.parameters["batch"] = str(from_console(job, kind).pk)
            job.save(update_fields=["parameters"])
        run_apply(job)

    return run


def from_console(job: Job, kind: str) -> ActImport:
    """The import of a file that lies on this machine. Raises ImportProblem for no file of this kind."""
    given = job.parameters
    batch = ActImport(name=given["name"][-200:], by=job.started_by, job=job.pk, state=ImportState.APPLYING)
    try:
        note(batch, Path(given["path"]))
        if batch.kind != kind:
            raise ImportProblem(
                _("This file is of another kind: %(kind)s.") % {"kind": ImportKind(batch.kind).label}
            )
        if given.get("mapping"):
            batch.mapping = columns_said(given["mapping"], batch.reading["columns"], FIELDS)
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    values = {name: given[name] for name in ("territory", "adopter") if given.get(name)}
    batch.defaults = batch.defaults | values
    batch.save()
    return batch


declare_work(CHECK, check)
declare_source(
    Source(
        kind=ImportKind.PARLIAMENT,
        title=gettext_lazy("Acts: open data of the parliament"),
        description=gettext_lazy(
            "doc.txt of data.rada.gov.ua, alone or in a ZIP with doc-dates.txt, the dictionaries and texts "
            "of single acts. Statuses bear the day of the file; texts that are here already stay."
        ),
        run=_runner(ImportKind.PARLIAMENT),
        counted=COUNTED,
        page=PAGE,
    )
)
declare_source(
    Source(
        kind=ImportKind.LOCAL,
        title=gettext_lazy("Acts: sets of local acts"),
        description=gettext_lazy(
            "CSV, Excel or JSON by resolution 835: regulatory ground, decisions of councils, norms. Misspelt "
            "names of columns are recognised and shown before anything is written."
        ),
        run=_runner(ImportKind.LOCAL),
        counted=COUNTED,
        page=PAGE,
        options=(
            Option("mapping", 'columns as JSON: {"title": "header"}'),
            Option("territory", "code of the codifier"),
            Option("adopter", "who adopted the acts"),
        ),
    )
)
declare_source(
    Source(
        kind=ImportKind.JSON,
        title=gettext_lazy("Acts in JSON"),
        description=gettext_lazy(
            "An act a line (.jsonl, also .gz) or a list, with articles. Brought in twice, it changes nothing."
        ),
        run=_runner(ImportKind.JSON),
        counted=COUNTED,
        page=PAGE,
    )
)

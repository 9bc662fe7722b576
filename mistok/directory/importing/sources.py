"""The jobs of an import made known to the worker, and the file to the import page and the console."""

from pathlib import Path

from django.utils.translation import gettext_lazy

from mistok.directory.importing.batches import key_for, note_table
from mistok.directory.importing.columns import COLUMNS
from mistok.directory.importing.undoing import UNDO, undo
from mistok.directory.importing.work import APPLY, CHECK, check, run_apply
from mistok.directory.models import Batch, BatchState
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import ImportProblem, Option, Source, declare_source, declare_work
from mistok.lib.tables import TableProblem, open_table
from mistok.lib.tables.headers import columns_said


def run(job: Job) -> None:
    """An import prepared on the pages; from the console, one with columns guessed or given."""
    if "batch" not in job.parameters or not Batch.objects.filter(pk=job.parameters["batch"]).exists():
        job.parameters["batch"] = str(_from_console(job).pk)
        job.save(update_fields=["parameters"])
    run_apply(job)


def _from_console(job: Job) -> Batch:
    given = job.parameters
    batch = Batch(name=given["name"][-200:], by=job.started_by, job=job.pk, state=BatchState.APPLYING)
    try:
        with open_table(Path(given["path"])) as table:
            note_table(batch, table)
        if given.get("mapping"):
            batch.mapping = columns_said(given["mapping"], batch.reading["columns"], COLUMNS)
            batch.defaults["key"] = key_for(batch.mapping)
    except TableProblem as problem:
        raise ImportProblem(str(problem)) from problem
    values = {name: given[name] for name in ("provider", "level", "territory", "kind") if given.get(name)}
    batch.defaults["values"] = batch.defaults["values"] | values
    batch.defaults["publish"] = bool(given.get("publish"))
    batch.defaults["shorten"] = bool(given.get("shorten"))
    batch.save()
    return batch


declare_work(CHECK, check)
declare_work(UNDO, undo)
declare_source(
    Source(
        kind=APPLY,
        title=gettext_lazy("Services from a table"),
        description=gettext_lazy(
            "CSV, Excel or LibreOffice: columns are matched to the fields of a card, every change is shown "
            "before it is made and can be undone."
        ),
        run=run,
        counted={
            "added": gettext_lazy("added"),
            "changed": gettext_lazy("changed"),
            "unchanged": gettext_lazy("unchanged"),
        },
        page="directory:batch-list",
        options=(
            Option("mapping", 'columns as JSON: {"name": "header"}'),
            Option("provider", "provider of rows without one"),
            Option("level", "national, regional or local"),
            Option("territory", "code or name"),
            Option("kind", "e-service or resource", flag="card-kind"),
            Option("publish", "new cards are published, not drafts", is_switch=True),
            Option("shorten", "names that are too long are cut", is_switch=True),
        ),
    )
)

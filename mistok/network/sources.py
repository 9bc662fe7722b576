"""Files of the network that a person may import."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.lib.jobs.actions import drop_file, file_of
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import Source, declare_source
from mistok.network.actions import import_territory
from mistok.network.actions.territory import KIND


def _run(job: Job) -> None:
    by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
    with file_of(job) as path:
        import_territory(
            job=job, path=path, edition_date=date.fromisoformat(job.parameters["edition"]), by=by
        )
    drop_file(job)


declare_source(
    Source(
        kind=KIND,
        title=_("Codifier of territories (KATOTTG)"),
        description=_(
            "The CSV file of the ministry, or one with the columns code, parent, level, category, name. "
            "Old names are kept with their dates; run twice, it changes nothing."
        ),
        run=_run,
        dated=True,
    )
)

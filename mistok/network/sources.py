"""Files of the network that a person may import."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.lib.jobs.actions import drop_file, file_of
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import Source, declare_source
from mistok.network.actions import geodata, import_territory, places, territory
from mistok.network.registers.packed import refuse_packed

CHANGES: dict[str, Any] = {"added": _("added"), "changed": _("changed"), "unchanged": _("unchanged")}


def _edition(job: Job) -> date:
    return date.fromisoformat(job.parameters["edition"])


def _codifier(*, job: Job, path: Path, by: User | None) -> None:
    import_territory(job=job, path=path, edition_date=_edition(job), by=by)


def _offices(*, job: Job, path: Path, by: User | None) -> None:
    places.import_cnap(job=job, path=path, edition_date=_edition(job), by=by)


def _runner(bring_in: Callable[..., None]) -> Callable[[Job], None]:
    def run(job: Job) -> None:
        by = User.objects.filter(pk=job.started_by).first() if job.started_by else None
        with file_of(job) as path:
            refuse_packed(path)
            bring_in(job=job, path=path, by=by)
        drop_file(job)

    return run


declare_source(
    Source(
        kind=territory.KIND,
        title=_("Codifier of territories (KATOTTG)"),
        description=_(
            "The CSV file of the ministry, or one with the columns code, parent, level, category, name. "
            "Old names are kept with their dates; run twice, it changes nothing."
        ),
        run=_runner(_codifier),
        dated=True,
        counted={
            "added": _("added"),
            "renamed": _("renamed"),
            "changed": _("changed"),
            "closed": _("closed"),
            "unchanged": _("unchanged"),
        },
    )
)
declare_source(
    Source(
        kind=geodata.HROMADAS,
        title=_("Centres and population of hromadas"),
        description=_(
            "CSV with the columns hromada_code, hromada_center_code, lat_center, lon_center and "
            "total_population_YEAR. Population of raions and oblasts is summed up from it."
        ),
        run=_runner(geodata.import_hromadas),
        counted=CHANGES | {"summed": _("raions and oblasts summed up")},
    )
)
declare_source(
    Source(
        kind=geodata.OUTLINES,
        title=_("Borders of oblasts or raions, for maps"),
        description=_(
            "GeoJSON with simplified borders; each feature has the code of the codifier in katottg. "
            "Data of OpenStreetMap; the map names them."
        ),
        run=_runner(geodata.import_outlines),
        counted=CHANGES,
    )
)
declare_source(
    Source(
        kind=places.CNAP,
        title=_("Register of administrative service centres (ЦНАП)"),
        description=_(
            "CSV or XLSX of the state register. Bring in the codifier and the centres of hromadas first. "
            "What people corrected here stays; an office that is no longer in the register waits for "
            "a person."
        ),
        run=_runner(_offices),
        dated=True,
        counted=CHANGES
        | {
            "matched": _("hromada found"),
            "unmatched": _("hromada for a person"),
            "hours_read": _("hours read"),
            "hours_review": _("hours for a person"),
            "mended": _("web addresses mended"),
            "absent": _("absent from this edition"),
        },
    )
)

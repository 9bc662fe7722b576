"""Where the demonstration's hromadas lie, a map drawn by hand, and a few true offices of the oblast.

The offices are facts of the state register of ЦНАП (numbers, names, addresses, hours, phones), brought in the
way any edition is; the borders are a few strokes of our own.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from mistok.lib.jobs.models import Job
from mistok.network.actions import geodata, places

HERE = Path(__file__).parent
EDITION = date(2025, 3, 1)
DRAWN = "Mistok, schematic"


def fill() -> None:
    """Centres and population, borders, offices. The codifier must be there already. Twice is once."""

    def run(kind: str, bring_in: Callable[..., None], file: str, **more: object) -> None:
        bring_in(job=Job.objects.create(kind=kind), path=HERE / file, by=None, **more)

    run(geodata.HROMADAS, geodata.import_hromadas, "hromadas.csv")
    run(geodata.OUTLINES, geodata.import_outlines, "outlines.geojson", source=DRAWN)
    run(places.CNAP, places.import_cnap, "offices.csv", edition_date=EDITION)

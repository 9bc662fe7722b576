"""Where territories lie, how many people live there and what their borders are: two imports."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.lib.jobs.models import Job
from mistok.network.actions.chunks import bring_in
from mistok.network.imports import Fault
from mistok.network.models import Outline, Territory
from mistok.network.registers.hromadas import Centre, read_hromadas
from mistok.network.registers.outlines import Border, read_outlines
from mistok.search.actions import changed

HROMADAS, OUTLINES = "hromadas", "outlines"
CHUNK = 500
OSM = "© OpenStreetMap contributors, ODbL 1.0"
WHERE = ("latitude", "longitude")
PEOPLE = ("population", "population_year")


def import_hromadas(*, job: Job, path: Path, by: User | None) -> None:
    """Coordinates, population and centre of each hromada; then sums for raions and oblasts.

    A hromada or centre that the codifier does not know is listed as a bad row. Run twice, it changes
    nothing. Raises ImportProblem for another file.
    """
    counts, bad = bring_in(job, path, read_hromadas, _place_centres, chunk=CHUNK)
    with transaction.atomic():
        counts["summed"] += sum_up()
        _finish(job, HROMADAS, counts, bad, by)


def _place_centres(rows: Sequence[Centre]) -> tuple[Counter[str], list[Fault]]:
    known = Territory.objects.in_bulk({each.hromada for each in rows} | {each.settlement for each in rows})
    counts: Counter[str] = Counter()
    faults, touched = [], []
    for row in rows:
        hromada, settlement = known.get(row.hromada), known.get(row.settlement)
        if hromada is None or settlement is None:
            code = row.settlement if hromada else row.hromada
            reason = _("The codifier has no unit %(code)s. Bring in its newest edition first.") % {
                "code": code
            }
            faults.append(Fault(row.row, row.content, reason))
            continue
        place = {"latitude": row.latitude, "longitude": row.longitude}
        people = {"population": row.population, "population_year": row.year} if row.population else {}
        is_new = hromada.latitude is None
        differs = _set(hromada, place | people | {"centre_id": settlement.pk})
        differs_there = _set(settlement, place)
        counts.update(["unchanged" if not (differs or differs_there) else "added" if is_new else "changed"])
        touched += [hromada] * differs + [settlement] * differs_there
    _write(touched)
    return counts, faults


def sum_up() -> int:
    """Population and a middle for raions and oblasts, from their hromadas. Returns how many changed.

    Population is the sum, when all of it is of one year and every hromada still standing has it: a sum with
    gaps would be a false figure. The middle is the centre of the hromada that bears the same name
    (Миколаївський raion – Миколаївська hromada), which is then the unit's own centre too; where none does,
    the centre of the most populous hromada, as a spot for the map only.
    """
    units = list(Territory.objects.filter(level__lte=3, closed_on=None))
    above = {each.pk: each for each in units if each.level <= 2}
    below: dict[str, list[Territory]] = defaultdict(list)
    for each in units:
        if each.level == 3 and each.category == "H" and (raion := above.get(each.parent_id or "")):
            below[raion.pk].append(each)
            if raion.parent_id:
                below[raion.parent_id].append(each)
    touched = []
    for key, hromadas in below.items():
        placed = [each for each in hromadas if each.latitude is not None]
        if not placed:
            continue
        unit = above[key]
        values: dict[str, Any] = {}
        if len({each.population_year for each in hromadas}) == 1 and hromadas[0].population_year:
            values["population"] = sum(each.population or 0 for each in hromadas)
            values["population_year"] = hromadas[0].population_year
        namesakes = [each for each in placed if _stem(each) == _stem(unit)]
        middle = max(namesakes or placed, key=lambda each: (each.population or 0, each.pk))
        values |= {"latitude": middle.latitude, "longitude": middle.longitude}
        if namesakes:
            values["centre_id"] = middle.centre_id
        if _set(unit, values):
            touched.append(unit)
    _write(touched)
    return len(touched)


def _stem(unit: Territory) -> str:
    """«Миколаївський», «Миколаївська» → «миколаївськ»."""
    return unit.name.lower().removesuffix("ий").removesuffix("а")


def _set(unit: Territory, values: dict[str, Any]) -> bool:
    """Give the unit these values; whether any of them was another."""
    differs = [name for name, value in values.items() if getattr(unit, name) != value]
    for name in differs:
        setattr(unit, name, values[name])
    return bool(differs)


def _write(units: Sequence[Territory]) -> None:
    Territory.objects.bulk_update(units, [*WHERE, *PEOPLE, "centre"], batch_size=100)
    changed("territory", *[each.pk for each in units])


def import_outlines(*, job: Job, path: Path, by: User | None, source: str = OSM) -> None:
    """Simplified borders from GeoJSON, one for each unit that the codifier knows.

    A unit without a middle of its own (Kyiv has no hromadas) gets the spot of the label, if the file has it.
    Run twice, it changes nothing. Raises ImportProblem for another file.
    """
    counts, bad = bring_in(job, path, read_outlines, partial(_draw, source), chunk=CHUNK)
    with transaction.atomic():
        _finish(job, OUTLINES, counts, bad, by)


def _draw(source: str, borders: Iterable[Border]) -> tuple[Counter[str], list[Fault]]:
    borders = list(borders)
    codes = [each.code for each in borders]
    known = Territory.objects.in_bulk(codes)
    there = Outline.objects.in_bulk(codes)
    counts: Counter[str] = Counter()
    faults, written = [], []
    for border in borders:
        old = there.get(border.code)
        if border.code not in known:
            reason = _("The codifier has no unit %(code)s. Bring in its newest edition first.") % {
                "code": border.code
            }
            faults.append(Fault(border.row, border.content, reason))
        elif old and (old.rings, old.source) == (border.rings, source):
            counts["unchanged"] += 1
        else:
            counts["changed" if old else "added"] += 1
            written.append(Outline(territory_id=border.code, rings=border.rings, source=source))
    Outline.objects.bulk_create(
        written,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["territory"],
        update_fields=["rings", "source"],
    )
    changed("territory", *[each.territory_id for each in written])
    lost = []
    for border in borders:
        unit = known.get(border.code)
        if unit and border.spot and unit.latitude is None:
            unit.longitude, unit.latitude = border.spot
            lost.append(unit)
    _write(lost)
    return counts, faults


def _finish(job: Job, kind: str, counts: Counter[str], bad: int, by: User | None) -> None:
    names = ("added", "changed", "unchanged", *(("summed",) if kind == HROMADAS else ()))
    result: dict[str, Any] = {name: counts[name] for name in names} | {"bad": bad}
    job.finish(result)
    audit.record(Event.IMPORT_RUN, job, by=by, kind=kind, **result)

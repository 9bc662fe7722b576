"""Centres of hromadas: coordinates, population and the settlement that is the centre."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem
from mistok.network.imports import CODE, Fault
from mistok.network.registers.tables import Row, read_table

COLUMNS = ("hromada_code", "hromada_center_code", "lat_center", "lon_center")
POPULATION = re.compile(r"total_population_(20\d\d)")
# A box around Ukraine, degrees: what lies outside is a slip (latitude and longitude changed places).
LATITUDES, LONGITUDES = (44.0, 52.6), (22.0, 40.4)


@dataclass(frozen=True, slots=True)
class Centre:
    """A good row. No population is None, never zero."""

    row: int
    content: str
    hromada: str
    settlement: str
    latitude: float
    longitude: float
    population: int | None
    year: int | None


def read_hromadas(path: Path) -> Iterator[Centre | Fault]:
    """Every hromada and every bad row. Raises ImportProblem when the file is something else."""
    seen: dict[str, int] = {}
    for row in read_table(path, COLUMNS, _("the list of centres of hromadas")):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            centre = _centre(row)
            if centre.hromada in seen:
                raise ValueError(
                    _("The code %(code)s already stands in row %(row)d.")
                    % {"code": centre.hromada, "row": seen[centre.hromada]}
                )
        except ValueError as error:
            yield row.fault(str(error))
        else:
            seen[centre.hromada] = row.number
            yield centre
    if not seen:
        raise ImportProblem(_("There is not a single good row in the file."))


def _centre(row: Row) -> Centre:
    hromada, settlement = row.cells["hromada_code"].upper(), row.cells["hromada_center_code"].upper()
    for code in (hromada, settlement):
        if not CODE.fullmatch(code):
            raise ValueError(
                _("The code “%(code)s” is wrong: it should be UA and 17 digits.") % {"code": code[:40]}
            )
    if settlement[:9] != hromada[:9]:
        raise ValueError(
            _("The centre %(code)s does not lie in its hromada, as its code shows.") % {"code": settlement}
        )
    latitude = _degrees(row.cells["lat_center"], LATITUDES)
    longitude = _degrees(row.cells["lon_center"], LONGITUDES)
    population, year = _population(row)
    return Centre(row.number, row.content, hromada, settlement, latitude, longitude, population, year)


def _degrees(text: str, within: tuple[float, float]) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if not within[0] <= found <= within[1]:
        raise ValueError(_("The coordinate “%(text)s” is not in Ukraine.") % {"text": text[:40]})
    return found


def _population(row: Row) -> tuple[int | None, int | None]:
    """People and the year; the newest column that has something."""
    columns = sorted(
        ((int(found[1]), name) for name in row.cells if (found := POPULATION.fullmatch(name))), reverse=True
    )
    for year, name in columns:
        if text := row.cells[name].replace(" ", "").removesuffix(".0"):
            if not text.isascii() or not text.isdigit() or len(text) > 8:
                raise ValueError(_("The population “%(text)s” is not a number.") % {"text": text[:40]})
            return int(text), year
    return None, None

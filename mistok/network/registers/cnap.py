"""The state register of administrative service centres (ЦНАП), read row by row without a database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from mistok.lib.jobs.runners import ImportProblem
from mistok.network.imports import Fault
from mistok.network.models import Facility, PlaceState
from mistok.network.registers.tables import Row, read_table

COLUMNS = ("code", "name", "address", "state", "web", "timetable")
FACILITIES = {
    "bus_100": Facility.STOP,
    "free_parking": Facility.PARKING,
    "e_registr": Facility.E_QUEUE,
    "bank_branc": Facility.BANK,
    "pay_card": Facility.CARD,
    "pay_terminal": Facility.TERMINAL,
    "add_serv": Facility.EXTRA,
    "free_wifi": Facility.WIFI,
    "self_serv": Facility.SELF_SERVICE,
    "sanit_room": Facility.SANITARY_ROOM,
    "disability": Facility.STEP_FREE,
    "pandus": Facility.RAMP,
    "dis_sanit": Facility.ACCESSIBLE_TOILET,
    "braille_mat": Facility.BRAILLE,
    "pram_place": Facility.PRAM,
}
# Kept beside the office as they were given.
GIVEN = (
    "name", "address", "formation_form", "workers_total", "square_total", "web", "timetable", "tel_consul",
    "onl_consul", "feedback_url",
)  # fmt: skip
STATES = (("діюч", PlaceState.WORKS), ("назавжди", PlaceState.CLOSED), ("тимчасов", PlaceState.SUSPENDED))
LONGEST = {"name": 300, "address": 200, "code": 40}


@dataclass(frozen=True, slots=True)
class Office:
    """A good row; texts are as the register gives them, spaces made single."""

    row: int
    code: str
    name: str
    address: str
    state: PlaceState
    facilities: tuple[str, ...]
    given: dict[str, str]


def read_cnap(path: Path) -> Iterator[Office | Fault]:
    """Every office and every bad row, from CSV or XLSX. Raises ImportProblem when the file is another."""
    seen: dict[str, int] = {}
    for row in read_table(path, COLUMNS, _("the register of administrative service centres")):
        if isinstance(row, Fault):
            yield row
            continue
        try:
            office = _office(row)
            if office.code in seen:
                raise ValueError(
                    _("The number %(code)s already stands in row %(row)d.")
                    % {"code": office.code, "row": seen[office.code]}
                )
        except ValueError as error:
            yield row.fault(str(error))
        else:
            seen[office.code] = row.number
            yield office
    if not seen:
        raise ImportProblem(_("There is not a single good row in the file."))


def _office(row: Row) -> Office:
    cells = row.cells
    for name, longest in LONGEST.items():
        if not cells[name]:
            raise ValueError(_("The column “%(column)s” is empty.") % {"column": name})
        if len(cells[name]) > longest:
            raise ValueError(
                _("The column “%(column)s” is longer than %(limit)d characters.")
                % {"column": name, "limit": longest}
            )
    if not (cells["code"].isascii() and cells["code"].isdigit()):
        raise ValueError(_("The number of the office “%(code)s” is wrong.") % {"code": cells["code"][:40]})
    said = cells["state"].lower()
    state = next((state for word, state in STATES if word in said), None)
    if state is None:
        raise ValueError(_("The state “%(state)s” is unknown.") % {"state": cells["state"][:60]})
    facilities = [str(code) for name, code in FACILITIES.items() if cells.get(name, "").lower() == "true"]
    given = {name: cells[name] for name in GIVEN if cells.get(name)}
    return Office(
        row.number, cells["code"], cells["name"], cells["address"], state, tuple(sorted(facilities)), given
    )

"""One office of the register as the house keeps it: hours read, address mended, nothing guessed."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from mistok.lib import timetables, web_addresses
from mistok.lib.opening_hours import is_readable
from mistok.network.models import HoursReading, Match
from mistok.network.registers.cnap import Office
from mistok.network.registers.matching import Found
from mistok.ukrainian.text import quoted, typographic

LONGEST_HOURS, LONGEST_NOTE, LONGEST_PHONE = 250, 200, 120
# «пн: -; вт: -»: the form was sent without hours.
_NO_HOURS = re.compile(r"(?:(?:пн|вт|ср|чт|пт|сб|нд)\b|[\W_])*", re.IGNORECASE)
_MAIL = re.compile(r"[^\s,;:<>()]+@[^\s,;:<>()]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """Values of an office as its register gives them, by the names of the fields, and what was counted."""

    hromada: str
    settlement: str
    values: dict[str, Any] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Hours:
    """What became of a timetable; `problems` say why a person must read it."""

    reading: HoursReading
    opening_hours: str = ""
    note: str = ""
    problems: tuple[str, ...] = ()


def drafted(office: Office, found: Found) -> Draft:
    """All that can be made of the office for sure; the texts as they were are in `given`."""
    given: dict[str, Any] = dict(office.given)
    hours = read_hours(given.get("timetable", ""))
    site = web_addresses.clean(given.get("web", ""))
    if hours.problems:
        given["problems"] = list(hours.problems)
    if found.settlement:
        given["settlement"] = found.settlement
    is_doubtful = site.is_doubtful and bool(given.get("web"))
    if is_doubtful:
        given["website_doubtful"] = True
    address = office.address.removesuffix(", None").removesuffix("None") or office.address
    values = {
        "name": quoted(typographic(office.name)),
        "address": quoted(address),
        "state": office.state,
        "facilities": list(office.facilities),
        "phone": _phone(given.get("tel_consul", "")),
        "email": _mail(given.get("onl_consul", "")) or _mail(site.email),
        "website": site.url,
        "website_note": site.note[:LONGEST_NOTE] if given.get("web") else "",
        "opening_hours": hours.opening_hours,
        "hours_note": hours.note,
        "hours_reading": hours.reading,
        "match": Match.CERTAIN if found.hromada else Match.NONE,
        "given": given,
    }
    counted = Counter({"matched" if found.hromada else "unmatched": 1})
    if hours.reading in (HoursReading.READ, HoursReading.APPOINTMENT):
        counted["hours_read"] = 1
    elif hours.reading == HoursReading.REVIEW:
        counted["hours_review"] = 1
    counted["mended"] = int(bool(site.url and site.changes))
    return Draft(found.hromada, found.settlement, values, counted)


@lru_cache(4096)
def read_hours(text: str) -> Hours:
    """The hours of a timetable when they are certain; many offices share one text."""
    if _NO_HOURS.fullmatch(text):
        return Hours(HoursReading.NONE)
    timetable = timetables.read(text)
    note = "; ".join(timetable.notes)[:LONGEST_NOTE]
    spec = timetable.opening_hours or ""
    if timetable.certain and not any(timetable.days):
        if timetable.by_appointment or timetable.rules:
            return Hours(HoursReading.APPOINTMENT, "", text[:LONGEST_NOTE])
        spec = ""
    if not spec or len(spec) > LONGEST_HOURS or not is_readable(spec):
        return Hours(HoursReading.REVIEW, problems=tuple(str(each) for each in timetable.problems))
    return Hours(HoursReading.READ, spec, note)


def _phone(text: str) -> str:
    """The numbers as they were given; a dash or a word is no number."""
    return text[:LONGEST_PHONE] if sum(letter.isdigit() for letter in text) >= 5 else ""


def _mail(text: str) -> str:
    """The first e-mail in the text, if any."""
    for found in _MAIL.findall(text):
        mail: str = found.strip(".").lower()
        try:
            validate_email(mail)
        except ValidationError:
            continue
        return mail
    return ""

"""Appointments as a calendar of RFC 5545: for the person who comes, and for the staff of a point.

Calendars of phones lie at other companies: what the staff gets names the service and the code, nobody else.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mistok.desk.models import Appointment, AppointmentState

WIDTH = 75  # octets in a line, RFC 5545 §3.1
TYPE = "text/calendar; charset=utf-8"


def for_person(appointment: Appointment) -> str:
    """One appointment for whoever comes, with an alarm the day before and an hour before."""
    point = appointment.point
    summary = _("%(subject)s – %(point)s") % {"subject": appointment.subject_name, "point": point.name}
    page = settings.SITE_URL + reverse("desk:booking-detail", args=[appointment.shown_code])
    about = [_("Code: %(code)s") % {"code": appointment.shown_code}]
    if appointment.service and appointment.service.bring:
        about.append(_("Bring: %(things)s") % {"things": ", ".join(appointment.service.bring)})
    if point.phone:
        about.append(_("Phone of the point: %(phone)s") % {"phone": point.phone})
    lines = [*_event(appointment, summary, "\n".join(about), page)]
    if appointment.is_live:
        for before in ("-P1D", "-PT1H"):
            lines[-1:-1] = [
                "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(summary)}", f"TRIGGER:{before}",
                "END:VALARM",
            ]  # fmt: skip
    return _calendar(lines, str(point))


def for_staff(appointments: Iterable[Appointment]) -> str:
    """All of them without names; cancelled ones say so, that calendars take them out."""
    lines: list[str] = []
    for each in appointments:
        summary = f"{each.subject_name} · {each.shown_code}"
        page = settings.SITE_URL + reverse("desk:appointment-board-day", args=[each.point.slug, each.day])
        lines += _event(each, summary, str(each.get_state_display()), page)
    return _calendar(lines, _("Appointments"), refresh=True)


def _calendar(lines: Iterable[str], name: str, *, refresh: bool = False) -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mistok//Appointments//UK", "CALSCALE:GREGORIAN"]
    head += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", "X-WR-TIMEZONE:Europe/Kyiv"]
    if refresh:
        head += ["REFRESH-INTERVAL;VALUE=DURATION:PT15M", "X-PUBLISHED-TTL:PT15M"]
    return "".join(f"{each}\r\n" for line in (*head, *lines, "END:VCALENDAR") for each in _folded(line))


def _event(appointment: Appointment, summary: str, about: str, page: str) -> list[str]:
    gone = appointment.state == AppointmentState.CANCELLED
    place = ", ".join(filter(None, [appointment.point.name, appointment.point.address]))
    return [
        "BEGIN:VEVENT",
        f"UID:{appointment.pk}@{urlsplit(settings.SITE_URL).hostname or 'mistok'}",
        f"DTSTAMP:{_moment(appointment.revised_at)}",
        f"LAST-MODIFIED:{_moment(appointment.revised_at)}",
        f"SEQUENCE:{appointment.sequence}",
        f"DTSTART:{_moment(appointment.starts_at)}",
        f"DTEND:{_moment(appointment.ends_at)}",
        f"STATUS:{'CANCELLED' if gone else 'CONFIRMED'}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(about)}",
        f"LOCATION:{_text(place)}",
        f"URL:{page}",
        "END:VEVENT",
    ]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(said: str) -> str:
    """RFC 5545 §3.3.11: what would end a value or a line is written otherwise."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        said = said.replace(sign, f"\\{sign}")
    return said.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets; a letter is never cut in two."""
    piece, size, room = "", 0, WIDTH
    for letter in line:
        octets = len(letter.encode())
        if size + octets > room:
            yield piece
            piece, size, room = " ", 1, WIDTH
        piece += letter
        size += octets
    yield piece

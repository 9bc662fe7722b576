"""What stands on every printed thing: the point with its hours, services with codes, fixed words."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext

from mistok.directory import words
from mistok.directory.models import Service
from mistok.lib.opening_hours import week
from mistok.lib.typesetting.codes import code
from mistok.network.models import ServicePoint

# An initial, an abbreviation before a name, a word of one letter: none of them ends a line.
TIED = re.compile(r"\b(ім\.|м\.|с\.|вул\.|просп\.|№|[А-ЯІЇЄҐ]\.|[аоуівйзАОУІВЙЗ]) +(?=\S)")
BRIEF = 90  # characters: three lines of a business card in its smallest letters


def address_of(thing: Any) -> str:
    """The full address of a page of this site: what a code on paper says."""
    return f"{settings.SITE_URL}{thing.get_absolute_url()}"


def site() -> str:
    """The site as people type it."""
    return urlsplit(settings.SITE_URL).netloc


def tied(text: str) -> str:
    """Short words stay with the next one: «ім. М. Л. Кропивницького» is never parted after a dot."""
    return TIED.sub("\\1\u00a0", text)


def point_data(point: ServicePoint | None) -> dict[str, Any]:
    """The keys `point`, `hours`, `hours_notes`, `code` and `site` of the templates."""
    if point is None:
        return {"point": None, "hours": [], "hours_notes": [], "site": site()}
    notes = [point.hours_note] if point.hours_note else []
    if point.sanitary_day:
        sanitary = {"day": point.get_sanitary_day_display()}
        notes.append(gettext("Sanitary day: %(day)s") % sanitary)
    return {
        "point": {
            "library": tied(point.organisation.name),
            "name": tied(point.name),
            "address": tied(point.address),
            "brief": _brief(point),
            "phone": point.phone,
            "email": point.email,
        },
        "hours": [_hours(row) for row in week(point.opening_hours)],
        "hours_notes": notes,
        "site": site(),
        "code": code(address_of(point), gettext("QR code: %(name)s") % {"name": point.name}),
    }


def _brief(point: ServicePoint) -> dict[str, str]:
    """The same, shortened: for what would otherwise push the hours off a small card."""
    library = point.organisation.short_name or point.organisation.name
    return {
        "library": Truncator(tied(library)).chars(BRIEF),
        "name": "",
        "address": Truncator(tied(point.address)).chars(BRIEF),
    }


def _hours(row: Any) -> dict[str, str]:
    pause = gettext("break %(breaks)s") % {"breaks": ", ".join(row.breaks)} if row.breaks else ""
    return {"days": row.days, "hours": row.whole or gettext("day off"), "pause": pause}


def service_data(service: Service) -> dict[str, Any]:
    """A service as the templates read it."""
    return {
        "name": tied(service.name),
        "short": service.short_name,
        "summary": tied(service.summary),
        "bring": service.bring,
        "steps": service.steps,
        "cost": service.cost,
        "term": service.term,
        "provider": service.provider.name,
        "signing": str(words.SIGNING[service.signature]),
        "help_phone": service.help_phone,
        "code": code(address_of(service), gettext("QR code: %(name)s") % {"name": service.name}),
    }


def groups(services: list[Service]) -> list[dict[str, Any]]:
    """Numbers of the services by life situation; a service stands once, under its first situation."""
    found: dict[str, list[int]] = {}
    order: dict[str, tuple[int, str]] = {}
    for number, service in enumerate(services):
        situations = sorted(service.situations.all(), key=lambda each: (each.order, each.name))
        name = situations[0].name if situations else gettext("Other services")
        order.setdefault(name, (situations[0].order, name) if situations else (1_000_000, name))
        found.setdefault(name, []).append(number)
    return [{"name": name, "services": found[name]} for name in sorted(found, key=order.__getitem__)]


def fixed_words() -> dict[str, Any]:
    """The words printed on every product, in the language of the moment."""
    return {
        name: [tied(each) for each in said] if isinstance(said, list) else tied(said)
        for name, said in _fixed_words().items()
    }


def _fixed_words() -> dict[str, Any]:
    return {
        "any_point": gettext("At any point of the network you are helped free of charge."),
        "booklet_lead": gettext("What can be done, what to take with you and where they help."),
        "booklet_title": gettext("Services online – with a librarian’s help"),
        "bring": gettext("Take with you:"),
        "bring_always": gettext(
            "A passport or an ID card, and your phone. "
            "Tell nobody your passwords and codes, not even the librarian."
        ),
        "call_first": gettext("Ask for the opening hours by phone"),
        "come": gettext("Come to us"),
        "cost": gettext("Cost"),
        "free_for_all": gettext(
            "We help everybody free of charge: to find a service, to apply, to get an appointment."
        ),
        "free_short": gettext("Help in the library is free"),
        "good_to_know": gettext("Good to know"),
        "help_line": gettext("Help line"),
        "help_steps": [
            gettext("Come in opening hours. No appointment is needed."),
            gettext("Say in your own words what you need to do."),
            gettext("The librarian shows every step; passwords and the signature stay with you."),
        ],
        "how_help_works": gettext("How we help"),
        "nothing": gettext("There is nothing to print here."),
        "notes": gettext("For notes"),
        "poster_lead": gettext("Free, for everybody. Point your phone’s camera at a code, or come to us."),
        "poster_title": gettext("Services online – with a librarian’s help"),
        "provider": gettext("Who provides it"),
        "scan": gettext("Point your phone’s camera"),
        "scan_hours": gettext("Point your phone’s camera: today’s opening hours."),
        "sheet": gettext("Sheet"),
        "signature": gettext("Signature"),
        "term": gettext("How long it takes"),
        "what_to_bring": gettext("What to take with you"),
        "what_to_do": gettext("What to do"),
        "what_we_help": gettext("We help online"),
        "where_they_help": gettext("Where they help"),
    }

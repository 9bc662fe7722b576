"""A reader's own list of services, carried in the address alone: nothing of it stays with us or in a cookie.

The address may be printed as a QR code, sent in a letter or opened on another device.
"""

from dataclasses import dataclass

from mistok.directory.models import Service
from mistok.directory.queries import cards

MOST = 30
SEPARATOR = "-"


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The chosen services in their order, and the things to take along for all of them together."""

    services: list[Service]

    @property
    def keys(self) -> str:
        """How the list stands in an address: «12-45-78»."""
        return SEPARATOR.join(str(service.pk) for service in self.services)

    def without(self, service: Service) -> str:
        return SEPARATOR.join(str(each.pk) for each in self.services if each.pk != service.pk)

    @property
    def bring(self) -> list[tuple[str, int]]:
        """Each thing once, with how many of the services ask for it; the most wanted first."""
        wanted: dict[str, tuple[str, int]] = {}
        for service in self.services:
            for thing in dict.fromkeys(str(each) for each in service.bring):
                first, times = wanted.get(thing.casefold(), (thing, 0))
                wanted[thing.casefold()] = first, times + 1
        return sorted(wanted.values(), key=lambda each: -each[1])


def shortlist(parts: list[str]) -> Shortlist:
    """The services named in an address, thirty at most; what is no key of a public service is left out."""
    keys = [int(key) for part in parts for key in part.split(SEPARATOR) if _is_key(key)]
    wanted = list(dict.fromkeys(keys))[:MOST]
    found = {service.pk: service for service in cards().filter(pk__in=wanted)}
    return Shortlist([found[key] for key in wanted if key in found])


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10

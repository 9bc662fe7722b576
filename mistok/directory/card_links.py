"""What apps above offer a reader beside a card of the catalogue: to ask about the service, to book a time.

The directory knows none of them; apps declare to this register when the house starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mistok.directory.models import Service


@dataclass(frozen=True, slots=True)
class CardLink:
    """Words and an address."""

    label: Any
    url: str


_links: dict[str, tuple[int, Callable[[Service], CardLink | None]]] = {}


def declare(name: str, order: int, link: Callable[[Service], CardLink | None]) -> None:
    """Register what an app offers for a service, without a query of its own; the same name replaces."""
    _links[name] = order, link


def links_of(service: Service) -> list[CardLink]:
    """All that apps offer for a service that everybody sees, in order."""
    if service.is_draft or service.retired_on:
        return []
    ordered = sorted(_links.items(), key=lambda each: (each[1][0], each[0]))
    found = (link(service) for _name, (_order, link) in ordered)
    return [each for each in found if each is not None]

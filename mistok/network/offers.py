"""What apps above have to say on the page of a point or an office ("people ask here for …").

The network knows no app; apps declare to this register when the house starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mistok.network.models import Place, ServicePoint


@dataclass(frozen=True, slots=True)
class Offer:
    """A titled list of links, each a name and an address, perhaps with one more link to all of them."""

    title: Any
    links: list[tuple[str, str]]
    more: tuple[Any, str] | None = None


_offers: dict[str, Callable[[ServicePoint], Offer]] = {}
_at_offices: dict[str, Callable[[Place], Offer]] = {}


def declare(name: str, offer: Callable[[ServicePoint], Offer]) -> None:
    """Register what an app says of a point; at most one query. The same name replaces, as on a reload."""
    _offers[name] = offer


def offers(point: ServicePoint) -> list[Offer]:
    """All that apps say of the point and is not empty, by name of the app."""
    found = (_offers[name](point) for name in sorted(_offers))
    return [offer for offer in found if offer.links]


def declare_at_offices(name: str, offer: Callable[[Place], Offer]) -> None:
    """Register what an app says of an office; at most one query. The same name replaces."""
    _at_offices[name] = offer


def offers_at(place: Place) -> list[Offer]:
    """All that apps say of the office and is not empty, by name of the app."""
    found = (_at_offices[name](place) for name in sorted(_at_offices))
    return [offer for offer in found if offer.links]

"""What a product is, and what all of them share."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from mistok.directory.models import Service
from mistok.directory.printing.content import fixed_words, point_data, service_data
from mistok.lib.typesetting import engine
from mistok.network.models import ServicePoint

MOST_SERVICES = 60
FOLDER = "directory/printing"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the one who prints; the first value is what one gets without choosing."""

    name: str
    label: Any
    choices: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class Order:
    """What is to be printed: for which point (None: for any), which services, how."""

    point: ServicePoint | None
    services: Sequence[Service] = ()
    options: Mapping[str, str] = field(default_factory=dict)


type Compose = Callable[[Order, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of printed thing. `compose` adds to the common data what this one needs besides."""

    code: str
    name: Any
    about: Any
    paper: Any  # what to put into the printer, and how to cut or fold
    compose: Compose
    template: str
    options: tuple[Option, ...] = ()
    most: int = MOST_SERVICES
    suggested: int = 8  # services offered to begin with

    def data(self, order: Order) -> dict[str, Any]:
        """What the template reads; paper speaks Ukrainian, whatever language the screen is in."""
        options = {each.name: order.options.get(each.name) or each.choices[0][0] for each in self.options}
        with override("uk"):
            common = {
                "title": f"{self.name}: {order.point.name}" if order.point else str(self.name),
                "words": fixed_words(),
                "services": [service_data(each) for each in order.services],
                **point_data(order.point),
            }
            return common | self.compose(order, options)


@dataclass(frozen=True, slots=True)
class Layout:
    """What came of an order: pages of the file, names left out, pieces on a sheet, sheets of one copy."""

    pages: int
    left_out: list[str]
    pieces: int
    sheets: int

    def sheets_for(self, copies: int) -> int:
        """Sheets of paper for so many copies."""
        return math.ceil(copies / self.pieces) if self.pieces > 1 else copies * self.sheets


@dataclass(frozen=True)
class Printed:
    """An order composed once, asked for its file, its pictures and its layout."""

    template: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, product: Product, order: Order) -> "Printed":
        return cls(product.template, product.data(order))

    def pdf(self) -> bytes:
        """The file, PDF/UA-1."""
        return engine.pdf(self.template, self.data)

    def pictures(self, ppi: float = engine.SCREEN_PPI) -> list[bytes]:
        """The pages as PNG."""
        return engine.pictures(self.template, self.data, ppi)

    def layout(self) -> Layout:
        """What fitted, and how much paper it takes."""
        found = engine.told(self.template, self.data)
        pieces = found["per_sheet"]
        return Layout(found["pages"], found["left"], pieces, found.get("sheets", found["pages"]))

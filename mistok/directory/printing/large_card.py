"""A service in large letters, for who sees badly: what to bring, the steps, where somebody helps."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.models import Service
from mistok.directory.printing.products import FOLDER, Option, Order, Printed, Product


def _large(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    named = {"title": order.services[0].name} if len(order.services) == 1 else {}
    return {"size": int(options["size"]), **named}


LARGE_CARD = Product(
    code="large-card",
    name=_("Card in large letters"),
    about=_("One service: what to bring as boxes to tick, the steps, your hours."),
    paper=_("A4, each service on pages of its own."),
    compose=_large,
    template=f"{FOLDER}/large_card.typ",
    options=(
        Option(
            "size", _("Letters"), (("20", _("20 points")), ("18", _("18 points")), ("24", _("24 points")))
        ),
    ),
    most=20,
    suggested=1,
)


def public_card(service: Service) -> bytes:
    """The card in large letters for any reader, without a point, as PDF/UA."""
    return Printed.of(LARGE_CARD, Order(point=None, services=[service])).pdf()

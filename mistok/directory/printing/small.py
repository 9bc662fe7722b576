"""Small things to hand out, cut from a sheet: business cards and bookmarks."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.printing.products import FOLDER, Option, Order, Product

SIDES = Option("sides", _("Sides"), (("one", _("one side")), ("two", _("both sides"))))
CARD_SIZES = {"90x50": (90, 50), "85x55": (85, 55)}


def _card(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    width, height = CARD_SIZES[options["size"]]
    return {"width": width, "height": height, "duplex": options["sides"] == "two"}


def _bookmark(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    return {"duplex": options["sides"] == "two"}


CARDS = Product(
    code="business-cards",
    name=_("Business cards"),
    about=_("Where you are, when you are open, what you help with."),
    paper=_("Ten on A4, thick paper. Cut along the marks at the edges."),
    compose=_card,
    template=f"{FOLDER}/business_cards.typ",
    options=(
        Option("size", _("Size"), (("90x50", _("90 × 50 mm")), ("85x55", _("85 × 55 mm")))),
        SIDES,
    ),
    suggested=5,
)

BOOKMARKS = Product(
    code="bookmarks",
    name=_("Bookmarks"),
    about=_("For every book that goes out: services, a code, your hours."),
    paper=_("Four on A4, thick paper. Cut along the marks at the edges."),
    compose=_bookmark,
    template=f"{FOLDER}/bookmarks.typ",
    options=(SIDES,),
    suggested=8,
)

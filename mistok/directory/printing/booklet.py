"""A booklet to take home: services by life situation, each with its code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.printing.content import groups
from mistok.directory.printing.products import FOLDER, Option, Order, Product


def _booklet(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    return {"imposed": options["pages"] == "fold", "groups": groups(list(order.services))}


BOOKLET = Product(
    code="booklet",
    name=_("Booklet"),
    about=_("Services by life situation, how you help, where and when."),
    paper=_("A4 on both sides, flipped on the short edge. Fold in the middle."),
    compose=_booklet,
    template=f"{FOLDER}/booklet.typ",
    options=(
        Option(
            "pages",
            _("Order of pages"),
            (("fold", _("for folding: two on a side")), ("read", _("as one reads, for the screen"))),
        ),
    ),
    suggested=24,
)

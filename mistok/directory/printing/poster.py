"""A poster for the wall: services in large letters, each with its code."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.printing.products import FOLDER, Option, Order, Product


def _poster(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    return {"paper": options["paper"], "more": options["more"] == "yes"}


POSTER = Product(
    code="poster",
    name=_("Poster of services"),
    about=_("For the hall, the post office, the village council."),
    paper=_("One sheet of the size chosen, in colour, without margins if the printer can."),
    compose=_poster,
    template=f"{FOLDER}/poster.typ",
    options=(
        Option("paper", _("Paper"), (("a4", "A4"), ("a3", "A3"))),
        Option(
            "more",
            _("When there are many services"),
            (("no", _("one sheet, smaller letters")), ("yes", _("several sheets, large letters"))),
        ),
    ),
    suggested=8,
)

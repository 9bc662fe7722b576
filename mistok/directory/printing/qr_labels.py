"""Labels with a code of a service, for shelves, folders and computers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.printing.content import address_of, site, tied
from mistok.directory.printing.products import Option, Order, Product
from mistok.lib.typesetting import labels

MOST_SKIPPED = 20


def _labels(order: Order, options: Mapping[str, str]) -> dict[str, Any]:
    sheet = labels.SHEETS[options["sheet"]]
    rows = [labels.Label(tied(each.name), site(), address_of(each)) for each in order.services]
    footer = order.point.organisation.short_name or order.point.organisation.name if order.point else ""
    skip = min(int(options["skip"]), sheet.holds - 1)
    made = labels.label_data(sheet, rows, title="", footer=footer, skip=skip)
    del made["title"], made["words"]
    return made


QR_LABELS = Product(
    code="qr-labels",
    name=_("Labels with QR codes"),
    about=_("One label a service: on a shelf, a folder, a computer."),
    paper=_("Sheets of sticky labels A4. Print at actual size, without fitting to the page."),
    compose=_labels,
    template=labels.TEMPLATE,
    options=(
        Option("sheet", _("Labels"), tuple(labels.SHEET_NAMES.items())),
        Option(
            "skip",
            _("Labels of the first sheet already used"),
            tuple((str(number), str(number)) for number in range(MOST_SKIPPED + 1)),
        ),
    ),
    suggested=24,
)

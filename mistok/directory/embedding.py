"""What other libraries put on their own sites: a widget with a search field and services, and a banner.

Neither sets a cookie, runs a script or learns who looks at it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.guides import services_of
from mistok.directory.listing import Filters, listing
from mistok.directory.queries import public_services, rows

MOST = 12
USUAL = 5
THEMES = [("", _("as the reader’s system")), ("light", _("light")), ("dark", _("dark"))]


@dataclass(frozen=True, slots=True)
class Banner:
    """A picture of a size that sites have room for, in CSS pixels."""

    code: str
    label: Any
    width: int
    height: int


BANNERS = {
    each.code: each
    for each in (
        Banner("wide", _("wide, 728 × 90"), 728, 90),
        Banner("box", _("square, 300 × 250"), 300, 250),
        Banner("narrow", _("narrow, 240 × 120"), 240, 120),
    )
}


def widget_rows(situation: str, territory: str, collection: str, count: int) -> list[dict[str, Any]]:
    """Services for the widget: of a collection in its order, or the most demanded, narrowed as asked."""
    if collection:
        keys = services_of(collection)[: min(max(count, 0), MOST)]
        found = {row["pk"]: row for row in rows(public_services().filter(pk__in=keys))}
        return [found[key] for key in keys if key in found]
    return listing(Filters(situation=situation, territory=territory)).found[0 : min(max(count, 0), MOST)]

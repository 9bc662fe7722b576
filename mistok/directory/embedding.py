"""What other libraries put on their own sites: a widget with a search field and services, and a banner.

Neither sets a cookie, runs a script or learns who looks at it.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.directory.listing import Filters, listing

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


def widget_rows(situation: str, territory: str, count: int) -> list[dict[str, Any]]:
    """The most demanded services for the widget, narrowed as its owner chose."""
    return listing(Filters(situation=situation, territory=territory)).found[0 : min(max(count, 0), MOST)]

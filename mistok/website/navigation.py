"""The staff bar’s entry of what people look for, and the tabs under it."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item

TABS = (
    (_("What people look for"), "website:demand", Permission.SEE_FIGURES),
    (_("Synonyms"), "website:synonym-list", Permission.EDIT_DIRECTORY),
    (_("Best bets"), "website:bet-list", Permission.EDIT_DIRECTORY),
    (_("Try a question"), "website:word-trial", Permission.EDIT_DIRECTORY),
)


def tabs_for(user: Any, current: str) -> list[dict[str, Any]]:
    """The tabs the person may open, as `ui/tabs.html` draws them."""
    return [
        {"label": label, "url": reverse(name), "current": name == current}
        for label, name, permission in TABS
        if may(user, permission)
    ]


_may_see = partial(may, permission=Permission.SEE_FIGURES)
register_staff_item(NavItem("demand", _("What people look for"), "website:demand", 45, _may_see, True))

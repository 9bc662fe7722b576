"""The keepers' entry in the staff bar, and the tabs under it: another room adds a line to TABS."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mistok.directory import counts, texts
from mistok.network import places_review
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item
from mistok.ui.waiting import Waiting, declare


@dataclass(frozen=True, slots=True)
class Tab:
    """A room of the catalogue for staff: who holds any of the permissions sees it."""

    label: Any
    url_name: str
    permissions: tuple[Permission, ...]
    count: Callable[[], int] | None = None


KEEPERS = (Permission.EDIT_DIRECTORY, Permission.CONFIRM_SERVICES)
TABS = (
    Tab(_("Cards"), "directory:catalogue", (Permission.PROPOSE_SERVICES, Permission.EDIT_DIRECTORY)),
    Tab(_("Time to look"), "directory:due-list", (Permission.CONFIRM_SERVICES,), counts.overdue),
    Tab(_("Links"), "directory:link-queue", KEEPERS, counts.links),
    Tab(_("What readers say"), "directory:suggestion-list", KEEPERS, counts.suggestions),
    Tab(
        _("Waits for approval"),
        "directory:revision-list",
        (Permission.EDIT_DIRECTORY,),
        texts.waiting_count,
    ),
    Tab(_("My texts"), "directory:revision-mine", (Permission.PROPOSE_SERVICES,)),
    Tab(_("Guides"), "directory:guides", (Permission.PROPOSE_SERVICES,)),
    Tab(_("Topics"), "desk:topic-list", (Permission.EDIT_DIRECTORY,)),
    Tab(_("Import"), "directory:batch-list", (Permission.EDIT_DIRECTORY,)),
    Tab(_("Export"), "directory:export", (Permission.PROPOSE_SERVICES,)),
    Tab(_("Print shop"), "directory:print-shop", (Permission.SEE_FIGURES,)),
)


def tabs_for(user: Any, path: str) -> list[dict[str, Any]]:
    """The tabs the person may open, as `ui/tabs.html` draws them; the nearest above the path is current."""
    found = []
    for tab in TABS:
        if any(may(user, permission) for permission in tab.permissions):
            try:
                found.append(
                    {
                        "label": tab.label,
                        "url": reverse(tab.url_name),
                        # None rather than nought: the eye stops only where there is something.
                        "count": (tab.count() or None) if tab.count else None,
                    }
                )
            except NoReverseMatch:  # a room that this installation leaves out
                continue
    above = [each["url"] for each in found if path.startswith(each["url"])]
    nearest = max(above, key=len, default="")
    return [{**each, "current": each["url"] == nearest} for each in found]


def waits_for(user: Any) -> list[Waiting]:
    """The rooms of the catalogue where something waits for the person."""
    rooms = (tab for tab in tabs_for(user, "") if tab["count"])
    waits = [Waiting(tab["label"], tab["url"], tab["count"]) for tab in rooms]
    if may(user, Permission.PROPOSE_SERVICES) and (sent_back := texts.sent_back_count(user)):
        waits.append(Waiting(_("Texts sent back"), reverse("directory:revision-mine"), sent_back))
    if places_review.may_review(user) and (offices := places_review.waiting_count()):
        waits.append(Waiting(_("Offices of the registers"), reverse("network:places-review"), offices))
    return waits


_may_propose = partial(may, permission=Permission.PROPOSE_SERVICES)
register_staff_item(NavItem("catalogue", _("Catalogue"), "directory:catalogue", 40, _may_propose))
declare("directory", 30, waits_for)

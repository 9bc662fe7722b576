"""What stands in the staff bar, and the row of tools on the desk of a point."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.queries.appointments import waiting_count
from mistok.desk.queries.computers import wanting
from mistok.desk.queries.syncing import waiting_at
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, may, organisations_for
from mistok.ui.navigation import NavItem, register_staff_item

register_staff_item(
    NavItem(
        code="desk",
        label=_("Desk"),
        url_name="desk:start",
        order=10,
        allowed=lambda person: may(person, Permission.RECORD_HELP),
    )
)
register_staff_item(
    NavItem(
        code="diary",
        label=_("Diary"),
        url_name="desk:diary-start",
        order=20,
        allowed=lambda person: may(person, Permission.SEE_FIGURES),
    )
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A page of a point that is reached from its desk; the address takes the slug of the point."""

    label: Any
    url_name: str
    permission: Permission
    badge: Callable[[ServicePoint], int | str] | None = None  # "3", "14:00", "4/6"; nothing when empty or 0


@dataclass(frozen=True, slots=True)
class ToolLink:
    """A tool ready to be drawn for one person at one point."""

    label: Any
    url: str
    badge: int | str


# The order is the order on the desk. A badge is asked on every opening of the desk: one light query at most.
TOOLS: list[Tool] = [
    Tool(_("Records of the day"), "desk:diary", Permission.SEE_FIGURES),
    Tool(_("Appointments"), "desk:appointment-board", Permission.RECORD_HELP, waiting_count),
    Tool(_("Month"), "desk:summary", Permission.SEE_FIGURES),
    Tool(_("A crowded hour"), "desk:tally", Permission.RECORD_HELP),
    Tool(_("Paper sheet"), "desk:paper", Permission.RECORD_HELP),
    Tool(_("Street action"), "desk:street", Permission.RECORD_HELP),
    Tool(_("Computers"), "desk:computers", Permission.RECORD_HELP, wanting),
    Tool(_("Feedback"), "desk:feedback", Permission.SEE_FIGURES),
    Tool(_("Paid services"), "desk:sales", Permission.RECORD_HELP),
    Tool(_("Not taken in"), "desk:sync-log", Permission.RECORD_HELP, waiting_at),
    Tool(_("Closed months"), "desk:period-list", Permission.CORRECT_OTHERS),
]

# For who looks after points and does not record there: the desk is closed, so the diary leads to these.
READING: list[Tool] = [
    Tool(_("Month"), "desk:summary", Permission.SEE_FIGURES),
    Tool(_("Cash of the day"), "desk:cash", Permission.SEE_FIGURES),
    Tool(_("Street actions"), "desk:street-actions", Permission.SEE_FIGURES),
    Tool(_("Computers"), "desk:computers-day", Permission.SEE_FIGURES),
    Tool(_("Feedback"), "desk:feedback", Permission.SEE_FIGURES),
]


def tools_for(person: Person, point: ServicePoint, tools: list[Tool] | None = None) -> list[ToolLink]:
    """The tools of this point that the person may open; an address that is not there is skipped."""
    held: dict[Permission, bool] = {}
    found = []
    for tool in TOOLS if tools is None else tools:
        if tool.permission not in held:
            held[tool.permission] = point.organisation_id in organisations_for(person, tool.permission)
        try:
            url = reverse(tool.url_name, args=[point.slug])
        except NoReverseMatch:
            continue
        if held[tool.permission]:
            found.append(ToolLink(tool.label, url, tool.badge(point) if tool.badge else ""))
    return found

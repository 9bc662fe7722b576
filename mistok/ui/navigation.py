"""What the bars link to: apps declare their items for staff, residents' links are few and listed here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

RESIDENT = (
    (_("Services"), "directory:service-list"),
    (_("Life situations"), "directory:situation-list"),
    (_("Where we are"), "network:point-list"),
)
FOOTER = (
    (_("Guides"), "directory:guide-list"),
    (_("Acts"), "acts:act-list"),
    (_("Collections"), "directory:collection-list"),
    (_("Ask a librarian"), "reception:question-ask"),
    (_("Answers to questions"), "reception:answer-list"),
    (_("For your site"), "directory:embed"),
    (_("Accessibility"), "website:accessibility"),
    (_("Privacy"), "website:privacy"),
    (_("About Mistok"), "website:about"),
    (_("For librarians"), "account_login"),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the staff bar."""

    code: str
    label: Any
    url_name: str
    order: int
    allowed: Callable[[Any], bool]
    seldom: bool = False  # stands in the person’s menu, so that the bar keeps to one line


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to be drawn."""

    label: Any
    url: str
    current: bool


_items: dict[str, NavItem] = {}


def register_staff_item(item: NavItem) -> None:
    """Add an entry; the same code replaces, as on a reload."""
    _items[item.code] = item


def staff_items(user: Any, *, seldom: bool = False) -> list[NavItem]:
    """The entries of the bar (of the menu when `seldom`) this person may open, in order."""
    wanted = (item for item in _items.values() if item.seldom == seldom and item.allowed(user))
    return sorted(wanted, key=lambda item: (item.order, item.code))


def staff_links(request: HttpRequest, *, seldom: bool = False) -> list[Link]:
    """The staff bar of this person on this page, or what stands in the menu; empty for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return links(request, [(item.label, item.url_name) for item in staff_items(user, seldom=seldom)])


def links(request: HttpRequest, entries: Any) -> list[Link]:
    """The entries whose address exists, the one the reader stands under marked as current."""
    found = []
    for label, name in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:  # an app left out of this installation
            continue
        found.append(
            Link(label, url, request.path == url or (url.count("/") > 1 and request.path.startswith(url)))
        )
    return found

"""The print shop in the staff bar of those who have no catalogue tabs to find it under."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item


def _prints_only(user: Any) -> bool:
    return may(user, Permission.SEE_FIGURES) and not may(user, Permission.PROPOSE_SERVICES)


register_staff_item(NavItem("print-shop", _("Print shop"), "directory:print-shop", 45, _prints_only))

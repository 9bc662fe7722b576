"""What stands in the staff bar."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item


def _sees_figures(user: Any) -> bool:
    return may(user, Permission.SEE_FIGURES)


register_staff_item(NavItem("dashboard", _("Dashboard"), "planning:dashboard", 40, _sees_figures))
register_staff_item(NavItem("reports", _("Reports"), "planning:report-form", 50, _sees_figures))

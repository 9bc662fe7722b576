"""What stands in the staff bar."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item


def _may(permission: Permission, user: Any) -> bool:
    return may(user, permission)


SELDOM = ("partners", "equipment", "people", "imports", "journal")
for code, label, url_name, order, permission in (
    ("network", _("Network"), "network:tree", 50, Permission.SEE_FIGURES),
    ("partners", _("Partners"), "network:partner-list", 55, Permission.SEE_PARTNERS),
    ("equipment", _("Equipment"), "network:equipment", 57, Permission.COUNT_EQUIPMENT),
    ("people", _("People"), "network:people", 60, Permission.MANAGE_PEOPLE),
    ("imports", _("Imports"), "network:imports", 70, Permission.RUN_IMPORTS),
    ("journal", _("Journal"), "network:journal", 80, Permission.SEE_JOURNAL),
):
    register_staff_item(NavItem(code, label, url_name, order, partial(_may, permission), code in SELDOM))

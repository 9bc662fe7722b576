"""The store of acts in the menu of who edits acts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.navigation import NavItem, register_staff_item


def _may_edit(user: Any) -> bool:
    return may(user, Permission.EDIT_ACTS)


register_staff_item(NavItem("acts", _("Acts"), "acts:act-list", 72, _may_edit, seldom=True))

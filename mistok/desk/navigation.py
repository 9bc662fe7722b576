"""What stands in the staff bar."""

from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
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

"""The entry in the staff bar, and the tabs under it."""

from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mistok.accounts.models import User
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.reception.queries.answers import to_approve, to_review
from mistok.reception.queries.cases import centres_above
from mistok.ui.navigation import NavItem, register_staff_item

_may_answer = partial(may, permission=Permission.RECORD_HELP)
register_staff_item(
    NavItem("questions", pgettext_lazy("reception", "Questions"), "reception:case-list", 30, _may_answer)
)


def tabs_for(person: User, current: str) -> list[dict[str, Any]]:
    """The rooms of the reception, as `ui/tabs.html` draws them; a count only where something waits."""
    waiting = to_approve(person).count() + to_review(person).count()
    found: list[tuple[Any, str, int | None]] = [
        (_("Queue"), "reception:case-list", None),
        (_("Answers for everybody"), "reception:answer-desk", waiting or None),
    ]
    if centres_above(person).exists():
        found.append((_("We ask the centre"), "reception:case-ours", None))
    found.append((_("Figures"), "reception:figures", None))
    return [
        {"label": label, "url": reverse(name), "current": name == current, "count": count}
        for label, name, count in found
    ]

"""What of the paid services waits for the head: days of the cash to close, price lists to approve."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.desk.queries.cash import days_to_close
from mistok.desk.queries.prices import price_lists_for
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.ui.waiting import Waiting, declare


def waits_for(user: Any) -> list[Waiting]:
    """Counted days that nobody has closed, drafts of prices that nobody has approved."""
    waits = []
    if may(user, Permission.CORRECT_OTHERS):
        days = days_to_close(user).count()
        waits.append(Waiting(_("Days of the cash to close"), reverse("desk:cash-waiting"), days))
    if may(user, Permission.MANAGE_POINTS):
        drafts = price_lists_for(user, Permission.MANAGE_POINTS).filter(approved_at=None).count()
        waits.append(Waiting(_("Price lists to approve"), reverse("desk:prices"), drafts))
    return waits


declare("desk-money", 20, waits_for)

"""What waits in the reception for a person: on her first page, beside what waits in other rooms."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.reception.queries.answers import to_approve
from mistok.reception.queries.cases import calls_of, waiting_of
from mistok.ui.waiting import Waiting, declare


def waits_for(user: Any) -> list[Waiting]:
    """Questions late and new, answers to tell by phone, replies the centre waits for, answers to approve."""
    if not may(user, Permission.RECORD_HELP):
        return []
    queue = reverse("reception:case-list")
    open_ones = waiting_of(user)
    waits = [
        Waiting(_("Late questions"), f"{queue}?show=late", open_ones.late),
        Waiting(_("New questions"), f"{queue}?show=free", open_ones.new),
        Waiting(_("Answers to tell by phone"), f"{queue}?show=call", calls_of(user)),
        Waiting(_("The centre asks you"), reverse("reception:case-ours"), open_ones.asked),
    ]
    if may(user, Permission.EDIT_DIRECTORY):
        proposed = to_approve(user).count()
        waits.append(Waiting(_("Answers to approve"), reverse("reception:answer-desk"), proposed))
    return waits


declare("reception", 10, waits_for)

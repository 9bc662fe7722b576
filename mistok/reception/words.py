"""Terms and states in words of whoever reads them."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from mistok.lib.opening_hours import KYIV
from mistok.lib.personal_numbers import personal_numbers
from mistok.lib.workdays import last_day_of
from mistok.network.hours import day_text


def due_text(due: datetime) -> str:
    """«до кінця 24 листопада», «до 15:00 24 листопада»."""
    day = day_text(last_day_of(due), timezone.localdate())
    local = due.astimezone(KYIV)
    if local.time() == time():
        return _("by the end of %(day)s") % {"day": day}
    return _("by %(time)s on %(day)s") % {"time": f"{local:%H:%M}", "day": day}


def numbers_text(text: str) -> str:
    """What kinds of personal numbers the text seems to have, for a warning; empty for none."""
    return ", ".join(str(each.label) for each in personal_numbers(text))

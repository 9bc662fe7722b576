"""Days and moments of appointments in words."""

from datetime import date, datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import get_language

from mistok.ukrainian.dates import WEEKDAYS, day_month

register = template.Library()


@register.filter
def named_day(day: date | datetime) -> str:
    """«п’ятниця, 27 листопада»; in English «Friday, 27 November»."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date()
    if (get_language() or "uk").startswith("uk"):
        return f"{WEEKDAYS[day.weekday()]}, {day_month(day)}"
    return formats.date_format(day, "l, j F")


@register.filter
def named_moment(moment: datetime) -> str:
    """«п’ятниця, 27 листопада, 10:00»."""
    return f"{named_day(moment)}, {timezone.localtime(moment):%H:%M}"

"""Words of the reception in templates: `{% load reception %}`."""

from datetime import datetime
from typing import Any

from django import template

from mistok.reception import words
from mistok.reception.navigation import tabs_for

register = template.Library()


@register.filter(is_safe=True)
def due_text(due: datetime) -> str:
    """Until when the answer is promised."""
    return words.due_text(due)


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def reception_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """The rooms of the reception, the one with this address marked."""
    return {"tabs": tabs_for(context["request"].user, current), "label": context.get("tabs_label", "")}

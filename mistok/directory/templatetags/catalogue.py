"""The tabs of the catalogue's staff pages: `{% load catalogue %}{% catalogue_tabs %}` under the heading."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from mistok.directory.navigation import tabs_for

register = template.Library()


@register.inclusion_tag("directory/parts/catalogue_tabs.html", takes_context=True)
def catalogue_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """The rooms of the catalogue that the reader may open."""
    request = context["request"]
    return {"label": _("Catalogue"), "tabs": tabs_for(request.user, request.path)}

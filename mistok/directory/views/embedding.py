"""The widget and the banner for other sites, and the page that gives the lines to copy."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mistok.directory.embedding import BANNERS, MOST, THEMES, USUAL, widget_rows
from mistok.directory.guides import public_collections
from mistok.directory.models import Collection, LifeSituation
from mistok.lib.access import public, shared

ONE_DAY = 24 * 3600
HEADING, FIELD, LINE = 150, 60, 48  # CSS pixels: about what the widget's parts take
PREVIEW_POLICY: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": [CSP.SELF]}
WIDGET_POLICY: dict[str, Any] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
}


class WidgetForm(forms.Form):
    """What the owner of a site wants to show."""

    situation = forms.ModelChoiceField(
        LifeSituation.objects.all(), label=_("Life situation"), required=False, empty_label=_("all services")
    )
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("or a collection"),
        required=False,
        to_field_name="slug",
        empty_label=_("no collection"),
    )
    count = forms.IntegerField(
        label=_("How many services"), min_value=0, max_value=MOST, required=False, initial=USUAL
    )
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        collections = public_collections()
        if collections:
            self.fields["collection"].queryset = collections  # type: ignore[attr-defined]
        else:
            del self.fields["collection"]


@public
@csp_override(PREVIEW_POLICY)
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """Choose what the widget shows, see it and copy the line for one's own site."""
    form = WidgetForm(request.GET or None, initial={"count": USUAL})
    chosen = form.cleaned_data if form.is_valid() else {}
    count = USUAL if chosen.get("count") is None else chosen["count"]
    situation = chosen.get("situation")
    collection = chosen.get("collection")
    asked = {
        "situation": situation.pk if situation and not collection else "",
        "collection": collection.slug if collection else "",
        "n": count,
        "theme": chosen.get("theme", ""),
    }
    path = f"{reverse('directory:embed-widget')}?{urlencode({k: v for k, v in asked.items() if v != ''})}"
    context = {
        "form": form,
        "path": path,
        "address": settings.SITE_URL + path,
        "height": HEADING + FIELD + LINE * count,
        "banners": [
            {
                "banner": each,
                "path": (picture := reverse("directory:embed-banner", args=[each.code])),
                "address": settings.SITE_URL + picture,
            }
            for each in BANNERS.values()
        ],
        "home": f"{settings.SITE_URL}/",
        "site": settings.SITE_NAME,
    }
    return render(request, "directory/embed.html", context, status=422 if form.errors else 200)


@shared
@xframe_options_exempt
@csp_override(WIDGET_POLICY)
@require_safe
def embed_widget(request: HttpRequest) -> HttpResponse:
    """The widget itself: a page of its own for a frame on any site."""
    given = request.GET.get("n", "")
    count = int(given) if given.isascii() and given.isdigit() and len(given) < 3 else USUAL
    situation, collection = request.GET.get("situation", "")[:40], request.GET.get("collection", "")[:80]
    title, more = _what(situation, collection)
    theme = request.GET.get("theme", "")
    context = {
        "title": title,
        "rows": widget_rows(
            situation if title else "",
            request.GET.get("territory", "")[:19],
            collection if title else "",
            count,
        ),
        "theme": theme if theme in dict(THEMES) else "",
        "site": settings.SITE_NAME,
        "more": more,
    }
    return render(request, "directory/embed_widget.html", context)


def _what(situation: str, collection: str) -> tuple[str, str]:
    """The title of what was chosen and the address of all of it; no title for all services."""
    if collection:
        name = public_collections().filter(slug=collection).values_list("name", flat=True).first()
        address = reverse("directory:collection-detail", args=[collection]) if name else ""
    else:
        name = LifeSituation.objects.filter(pk=situation).values_list("name", flat=True).first()
        address = reverse("directory:situation-detail", args=[situation]) if name else ""
    return name or "", address or reverse("directory:service-list")


@shared
@require_safe
def embed_banner(request: HttpRequest, code: str) -> HttpResponse:
    """The banner as an SVG picture: sharp on any screen, readable aloud by its title."""
    banner = BANNERS.get(code)
    if banner is None:
        raise Http404
    picture = render_to_string(
        f"directory/banner_{'wide' if banner.width > 2 * banner.height else 'box'}.svg",
        {"banner": banner, "site": settings.SITE_NAME},
    )
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={ONE_DAY}"
    return response

"""The second door of the catalogue: what happened in somebody's life."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from mistok.directory import queries
from mistok.directory.models import LifeSituation
from mistok.lib.access import shared


@shared
@require_safe
def situation_list(request: HttpRequest) -> HttpResponse:
    """All life situations with the number of services for each."""
    return render(request, "directory/situation_list.html", {"situations": queries.situations_with_counts()})


@shared
@require_safe
def situation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The services for one situation, the most demanded first."""
    situation = get_object_or_404(LifeSituation, pk=slug)
    services = queries.listed_services().filter(situations=situation)
    context = {
        "situation": situation,
        "rows": queries.rows(services),
        "others": queries.situations_with_counts().exclude(pk=situation.pk),
    }
    return render(request, "directory/situation_detail.html", context)

"""The front door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mistok.desk.offers_appointments import points_that_receive
from mistok.directory.queries import situations_for_home
from mistok.lib.access import shared
from mistok.network.public import points_now

# What people ask most, in their own words, and the question it leads to: the catalogue is in Ukrainian.
EXAMPLES = (
    (_("check my length of service"), "перевірити стаж"),
    (_("see a doctor"), "запис до лікаря"),
    (_("displaced person’s certificate"), "довідка ВПО"),
)

SITUATIONS_SHOWN = 12  # the first four rows of three; the rest are one link away


@shared
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One question, life situations under it, and where somebody helps."""
    points = points_now()
    context = {
        "examples": EXAMPLES,
        "situations": situations_for_home(SITUATIONS_SHOWN),
        "best": points[0] if points else None,
        "caller": None
        if points and points[0].phones
        else next((each for each in points if each.phones), None),
        "points": len(points),
        "may_book": bool(points_that_receive()),
    }
    return render(request, "website/home.html", context)

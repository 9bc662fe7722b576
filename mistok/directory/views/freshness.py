"""The list of cards that wait for a look."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mistok.accounts.models import User
from mistok.directory import freshness
from mistok.directory.catalogue_list import keepers
from mistok.directory.models import Confirmation
from mistok.network.permissions import Permission
from mistok.network.queries import may

ON_PAGE = 100
MONTH = timedelta(days=31)


@require_safe
def due_list(request: HttpRequest) -> HttpResponse:
    """Overdue cards, then those of the coming month, all or of one keeper; made for paper too."""
    if not may(request.user, Permission.CONFIRM_SERVICES):
        raise Http404
    today = timezone.localdate()
    asked = request.GET.get("keeper", "")
    found = freshness.due_cards(today, within=MONTH)
    if asked == "me":
        found = found.filter(keeper=request.user.pk)
    elif asked == "none":
        found = found.filter(keeper=None)
    elif asked.isascii() and asked.isdigit() and len(asked) < 10:
        found = found.filter(keeper=int(asked))
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"service": each, "band": freshness.band(each, today), "late": (today - each.review_due_on).days}
        for each in page.object_list
    ]
    context = {
        "page": page,
        "overdue": [row for row in rows if row["late"] > 0],
        "coming": [row for row in rows if row["late"] <= 0],
        "keepers": keepers(),
        "asked": asked,
        "is_mine": isinstance(request.user, User) and asked == "me",
        "today": today,
        "ways": Confirmation.choices,
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/due_list.html", context)

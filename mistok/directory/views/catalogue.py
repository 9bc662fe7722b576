"""The keepers' side of the catalogue: all cards at a glance."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mistok.directory.catalogue_list import NEEDS, STATES, Asked, all_cards, keepers
from mistok.network.permissions import Permission
from mistok.network.queries import may

ON_PAGE = 50
LONGEST = 100


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every card, drafts and archived ones too, for those who write and keep them."""
    if not may(request.user, Permission.PROPOSE_SERVICES):
        raise Http404
    asked = _asked(request)
    page = Paginator(all_cards(asked), ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "is_narrowed": asked != Asked(),
        "states": STATES,
        "needs": NEEDS,
        "keepers": keepers(),
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    }
    return render(request, "directory/catalogue.html", context)


def _asked(request: HttpRequest) -> Asked:
    try:
        keeper = UUID(request.GET.get("keeper", ""))
    except ValueError:
        keeper = None
    return Asked(
        q=" ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST],
        state=request.GET.get("state", "")[:20],
        needs=request.GET.get("needs", "")[:20],
        keeper=keeper,
    )

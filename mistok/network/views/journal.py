"""The journal, for those who answer for the network."""

from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mistok.accounts.models import User
from mistok.accounts.queries import names_of
from mistok.audit.models import Entry
from mistok.audit.queries import entries, names_of_things
from mistok.network.forms.journal import JournalForm
from mistok.network.journal import details_of
from mistok.network.models import Organisation
from mistok.network.permissions import Permission
from mistok.network.queries import may, organisations_for

ENTRIES_ON_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in words: who did it, to what, where."""

    entry: Entry
    who: str
    thing: str
    where: str
    details: list[tuple[object, object]]


@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what, when: all that happened where the reader answers for it, and to the network itself.

    Acts without an organisation (sign-ins, imports) belong to the whole network.
    """
    user = cast(User, request.user)
    if not may(user, Permission.SEE_JOURNAL):
        raise Http404
    places = organisations_for(user, Permission.SEE_JOURNAL)
    form = JournalForm(request.GET or None, places=places)
    wanted = form.cleaned_data if form.is_valid() else {}
    place = wanted.get("organisation")
    found = entries(
        organisations=[str(place.pk)] if place else ["", *map(str, places)],
        event=wanted.get("event", ""),
        day=wanted.get("day"),
    )
    page = Paginator(found, ENTRIES_ON_PAGE).get_page(request.GET.get("page"))
    people = names_of({entry.actor for entry in page})
    known = Organisation.objects.filter(pk__in={each.organisation for each in page if each.organisation})
    places_by_key = {str(key): name for key, name in known.values_list("pk", "name")}
    things = names_of_things(page)
    rows = [
        Row(
            each,
            who=people.get(each.actor, ""),
            thing=""
            if each.object_key == each.actor
            else things.get((each.object_type, each.object_key), ""),
            where=places_by_key.get(each.organisation, ""),
            details=details_of(each),
        )
        for each in page
    ]
    return render(request, "network/journal.html", {"form": form, "page": page, "rows": rows})

"""What people look for: by month and territory, with one step from a question to an answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.views.exporting import attached
from mistok.lib.tables.writing import csv_pieces
from mistok.network.models import Territory
from mistok.network.permissions import Permission
from mistok.network.public import place_text
from mistok.network.queries import may
from mistok.network.views import staff
from mistok.search import demand
from mistok.search.models import HiddenQuestion
from mistok.search.queries import search as find
from mistok.ui.charts import line_chart
from mistok.ukrainian.dates import month_year
from mistok.website.actions import words as actions
from mistok.website.navigation import tabs_for

ON_PAGE = 30
MOST, NOTHING, AGAIN, GREW, HIDDEN = "most", "nothing", "again", "grew", "hidden"
SHOWS: dict[str, Any] = {
    MOST: gettext_lazy("Most asked"),
    NOTHING: gettext_lazy("Found nothing"),
    AGAIN: gettext_lazy("Asked anew"),
    GREW: gettext_lazy("Growing"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a colleague chose to see."""

    month: date
    territory: str = ""
    show: str = MOST

    def url(self, name: str = "website:demand", **changed: str) -> str:
        """The page (or the file) with this choice, some of it changed."""
        chosen = {"month": f"{self.month:%Y-%m}", "in": self.territory, "show": self.show, **changed}
        return f"{reverse(name)}?{urlencode({key: value for key, value in chosen.items() if value})}"


@require_safe
def demand_page(request: HttpRequest) -> HttpResponse:
    """Questions of a month: the most frequent, those in vain, those asked anew, those that grow."""
    person = staff.person(request, Permission.SEE_FIGURES)
    months = demand.months()
    wanted = _wanted(request, months)
    page = Paginator(_rows(wanted), ON_PAGE).get_page(request.GET.get("page"))
    if wanted.show == NOTHING:
        page.object_list = [(row, find(row.query, limit=1).total) for row in page.object_list]
    season = demand.season(territory=wanted.territory, last=wanted.month)
    territories = _named(demand.territories())
    context = {
        "wanted": wanted,
        "page": page,
        "list_name": SHOWS[wanted.show],
        "territory_name": dict(territories).get(wanted.territory, ""),
        "sums": demand.sums(wanted.month, wanted.territory),
        "shows": [
            {"label": label, "url": wanted.url(show=show), "current": show == wanted.show}
            for show, label in SHOWS.items()
        ],
        "months": [(f"{month:%Y-%m}", month_words(month)) for month in months],
        "month": f"{wanted.month:%Y-%m}",
        "month_name": month_words(wanted.month),
        "territories": territories,
        "chart": _chart(season) if any(times for _day, times in season) else None,
        "export_url": wanted.url("website:demand-export"),
        "hidden": HiddenQuestion.objects.count(),
        "tabs": tabs_for(person, "website:demand"),
        **_rights(person),
    }
    return render(request, "website/demand/page.html", context)


@require_safe
def demand_question(request: HttpRequest) -> HttpResponse:
    """One question through the year, where it was asked for, and what was asked after it."""
    person = staff.person(request, Permission.SEE_FIGURES)
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:120]
    wanted = _wanted(request, demand.months())
    if not query:
        return redirect(wanted.url())
    season = demand.season(query)
    if sum(times for _day, times in season) < demand.SHOWN_FROM:
        raise Http404
    names = dict(_named([code for code, _n in demand.by_territory(query, wanted.month)]))
    context = {
        "query": query,
        "wanted": wanted,
        "month_name": month_words(wanted.month),
        "chart": _chart(season),
        "territories": [
            (names.get(code, code), times) for code, times in demand.by_territory(query, wanted.month)
        ],
        "followers": demand.followers(query, wanted.month),
        "found": find(query, limit=5),
        "back": wanted.url(),
        **_rights(person),
    }
    return render(request, "website/demand/question.html", context)


@require_safe
def demand_export(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen list as a table for Excel."""
    person = staff.person(request, Permission.SEE_FIGURES)
    wanted = _wanted(request, demand.months())
    header, rows = _table(wanted)
    audit.record(Event.DEMAND_EXPORTED, person, by=person, form="csv", on=f"{wanted.month:%Y-%m-%d}")
    pieces = csv_pieces(header, rows)
    name = f"{_('questions')}-{wanted.month:%Y-%m}-{wanted.show}.csv"
    return attached(StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8"), name)


@require_safe
def hidden_list(request: HttpRequest) -> HttpResponse:
    """Questions that were put out of sight, to bring one back."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    page = Paginator(HiddenQuestion.objects.order_by("-at"), ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "tabs": tabs_for(person, "website:demand")}
    return render(request, "website/demand/hidden.html", context)


@require_POST
def demand_hide(request: HttpRequest) -> HttpResponse:
    """“Not needed”: the question leaves the lists."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    hidden = actions.hide_question(question=request.POST.get("q", "").replace("\0", "")[:240], by=person)
    if hidden is not None:
        messages.success(
            request, _("“%(question)s” stands in the lists no more.") % {"question": hidden.query}
        )
    return redirect(_back(request))


@require_POST
def demand_show(request: HttpRequest, pk: int) -> HttpResponse:
    """A hidden question stands in the lists again."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    hidden = get_object_or_404(HiddenQuestion, pk=pk)
    actions.show_question(hidden=hidden, by=person)
    messages.success(request, _("“%(question)s” stands in the lists again.") % {"question": hidden.query})
    return redirect("website:demand-hidden")


def month_words(month: date) -> str:
    """“November 2026”, in the language of the reader."""
    if (get_language() or "uk").startswith("uk"):
        return month_year(month)
    return f"{month:%B %Y}"


def _rows(wanted: Wanted) -> Sequence[Any]:
    if wanted.show == AGAIN:
        return demand.reformulated(wanted.month)
    lists = {MOST: demand.most_asked, NOTHING: demand.found_nothing, GREW: demand.grew}
    return lists[wanted.show](wanted.month, wanted.territory)


def _table(wanted: Wanted) -> tuple[list[str], Iterable[list[str]]]:
    if wanted.show == AGAIN:
        header = [_("Asked first"), _("Asked then"), _("Times")]
        return header, (
            [pair.first, pair.then, str(pair.times)] for pair in demand.reformulated(wanted.month)
        )
    header = [_("Question"), _("Times"), _("In vain"), _("Month before"), _("Growth")]
    rows: Sequence[demand.Row] = _rows(wanted)
    return header, (
        [row.query, str(row.times), str(row.in_vain), str(row.before), str(row.growth)] for row in rows
    )


def _wanted(request: HttpRequest, months: Sequence[date]) -> Wanted:
    """The choice of the address; what cannot be read is this month, everywhere, most asked."""
    given = request.GET.get("month", "")
    month = next((each for each in months if f"{each:%Y-%m}" == given), None)
    latest = months[0] if months else demand.first_of(timezone.localdate())
    show = request.GET.get("show", MOST)
    return Wanted(month or latest, request.GET.get("in", "")[:19], show if show in SHOWS else MOST)


def _named(codes: Sequence[str]) -> list[tuple[str, str]]:
    """The codes with names of their units, by name; a code that the codifier does not have names itself."""
    units = Territory.objects.filter(pk__in=codes).values_list("pk", "name", "category")
    names = {code: place_text(name, category) for code, name, category in units}
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _chart(season: Sequence[tuple[date, int]]) -> Any:
    labels = [f"{day:%m.%Y}" for day, _times in season]
    return line_chart(labels, [(_("Questions"), [times for _day, times in season])])


def _rights(person: Any) -> dict[str, bool]:
    return {
        "may_word": may(person, Permission.EDIT_DIRECTORY),
        "may_propose": may(person, Permission.PROPOSE_SERVICES),
    }


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if safe else reverse("website:demand")

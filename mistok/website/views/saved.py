"""A search to follow: its feed for readers of news, and letters about what is new."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.lib.access import public, shared
from mistok.lib.pacing import may_do
from mistok.search.models import SavedSearch
from mistok.search.queries import Hit
from mistok.website.actions import saved as actions
from mistok.website.forms.saved import SavedSearchForm
from mistok.website.wanted import Wanted

FORM = ["GET", "HEAD", "POST"]
IN_FEED = 30
LOOKED_THROUGH = 200
MOST, SECONDS = 10, 3600  # requests from one address in an hour: a whole library may stand behind one
LONG_AGO = date.min


@shared
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """RSS of what the search page finds for these parameters, the newest first; empty without a question."""
    wanted = Wanted.of(request.GET)
    site = settings.SITE_URL
    page = f"{site}{reverse('website:search')}?{wanted.query()}"
    written = Rss201rev2Feed(
        title=_("%(site)s: “%(question)s”") % {"site": settings.SITE_NAME, "question": wanted.question},
        link=page,
        description=_("What is found for this question, the newest first."),
        language=get_language() or "uk",
        feed_url=f"{site}{request.get_full_path()}",
    )
    for hit in _newest(wanted):
        written.add_item(
            title=hit.title,
            link=site + hit.url,
            description=hit.summary or hit.tag,
            unique_id=f"{hit.kind}:{hit.key}",
            unique_id_is_permalink=False,
            pubdate=datetime.combine(hit.day, time(12), UTC) if hit.day else None,
            categories=[hit.tag],
        )
    return HttpResponse(written.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


@public
@never_cache
@require_http_methods(FORM)
def saved_add(request: HttpRequest) -> HttpResponse:
    """Ask for letters about a search. Whatever the address, the answer is the same: look into your mail."""
    wanted = Wanted.of(request.GET)
    if not wanted.question:
        return redirect("website:search")
    form = SavedSearchForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        if may_do(request, "saved-search", most=MOST, seconds=SECONDS):
            said = form.cleaned_data
            actions.ask_for_letters(email=said["email"], wanted=wanted, frequency=said["frequency"])
            context = {"wanted": wanted, "email": said["email"]}
            return render(request, "website/saved/asked.html", context)
        form.add_error(None, _("Too many requests came from your network. Try again in an hour."))
        status = 429
    return render(request, "website/saved/form.html", {"form": form, "wanted": wanted}, status=status)


@public
@never_cache
@require_safe
def saved_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A saved search for whoever has its code: confirm it, go on with it, end it."""
    saved = _of_code(code)
    wanted = Wanted.stored(saved.parameters)
    response = render(request, "website/saved/detail.html", {"saved": saved, "wanted": wanted})
    response["X-Robots-Tag"] = "noindex"
    return response


@public
@never_cache
@require_POST
def saved_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """The address is mine, write to me. By a button: programs that look through letters open links too."""
    saved = _of_code(code)
    actions.confirm(saved=saved)
    return redirect("website:saved-detail", saved.code)


@csrf_exempt  # mail programs press it for the person (RFC 8058); the code is the secret
@public
@never_cache
@require_http_methods(FORM)
def saved_end(request: HttpRequest, code: str) -> HttpResponse:
    """No more letters, and nothing is kept. A link from a letter leads to the page with the button."""
    if request.method != "POST":
        return redirect("website:saved-detail", _of_code(code).code)
    saved = SavedSearch.objects.filter(code=code).first()
    if saved is not None:
        actions.end(saved=saved)
    return render(request, "website/saved/ended.html")


def _newest(wanted: Wanted) -> list[Hit]:
    """Dated documents, the newest first, then the others, the best first."""
    if not wanted.question:
        return []
    hits = [hit for hit in wanted.find(LOOKED_THROUGH).hits if hit.url]
    return sorted(hits, key=lambda hit: hit.day or LONG_AGO, reverse=True)[:IN_FEED]


def _of_code(code: str) -> SavedSearch:
    return get_object_or_404(SavedSearch, code=code)

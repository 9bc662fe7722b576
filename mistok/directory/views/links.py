"""Links that people follow, and the colleagues’ queue of those that need a person."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mistok.accounts.models import User
from mistok.directory.actions import links as actions
from mistok.directory.forms.links import ArchivedCopyForm, ReplacementForm, TrustForm
from mistok.directory.links import queue, sources
from mistok.directory.models import Link
from mistok.lib.access import public
from mistok.network.permissions import Permission
from mistok.network.queries import may

ON_PAGE = 30
LONGEST = 100
HISTORY = 60
ROBOT = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget|python|headless", re.IGNORECASE)


@public
@require_safe
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """To a page of the catalogue’s links, counting that it is used. Only addresses of the catalogue."""
    link = get_object_or_404(Link.objects.filter(left_on=None), pk=pk)
    if not link.url.lower().startswith(("http://", "https://")):
        raise Http404
    if request.method == "GET" and not _is_robot(request):
        actions.count_uses(link.url)
    response = HttpResponseRedirect(link.url)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def link_queue(request: HttpRequest) -> HttpResponse:
    """Links that need a person, the most used first."""
    _colleague(request)
    show = request.GET.get("show", queue.NEEDS_A_PERSON)[:20]
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    page = Paginator(queue.found(show, text), ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queue.rows(list(page.object_list)),
        "show": show,
        "shows": queue.SHOWS,
        "asked": text,
        "is_narrowed": bool(text) or show != queue.NEEDS_A_PERSON,
    }
    return render(request, "directory/links.html", context)


@require_safe
def link_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One link: what is wrong, what was seen, what can be done."""
    _colleague(request)
    return _page(request, get_object_or_404(Link, pk=pk))


@require_POST
def link_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a look at once."""
    _colleague(request)
    link = get_object_or_404(Link.objects.filter(left_on=None), pk=pk)
    if actions.check_soon(link=link):
        messages.success(request, _("It will be tried in a moment: open this page again in a minute."))
    else:
        messages.info(request, _("It was tried just now. Wait two minutes."))
    return redirect("directory:link-detail", pk)


@require_POST
def link_trust(request: HttpRequest, pk: int) -> HttpResponse:
    """“I looked, it works”, until a day."""
    person = _colleague(request)
    link = get_object_or_404(Link, pk=pk)
    form = TrustForm(request.POST, prefix="trust")
    if not form.is_valid():
        return _page(request, link, trust=form)
    actions.trust_link(link=link, by=person, **form.cleaned_data)
    messages.success(request, _("Noted: readers are not warned of this link until that day."))
    return redirect("directory:link-detail", pk)


@require_POST
def link_distrust(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the word back."""
    person = _colleague(request)
    actions.end_trust(link=get_object_or_404(Link, pk=pk), by=person)
    messages.success(request, _("The checks decide again."))
    return redirect("directory:link-detail", pk)


@require_POST
def link_replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Write another address wherever this one stands."""
    person = _colleague(request, Permission.EDIT_DIRECTORY)
    link = get_object_or_404(Link, pk=pk)
    form = ReplacementForm(request.POST, prefix="new")
    if not form.is_valid():
        return _page(request, link, replacement=form)
    cards = actions.replace_link(
        link=link, by=person, new=form.cleaned_data["new"], note=form.cleaned_data["note"]
    )
    said = ngettext(
        "The address is replaced on %(n)s card.", "The address is replaced on %(n)s cards.", cards
    )
    messages.success(request, said % {"n": cards})
    return redirect("directory:link-queue")


@require_POST
def link_archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an archived copy is."""
    person = _colleague(request, Permission.EDIT_DIRECTORY)
    link = get_object_or_404(Link, pk=pk)
    form = ArchivedCopyForm(request.POST, prefix="archive")
    if not form.is_valid():
        return _page(request, link, archive=form)
    actions.set_archived_copy(link=link, by=person, url=form.cleaned_data["url"])
    messages.success(request, _("Saved."))
    return redirect("directory:link-detail", pk)


def _page(request: HttpRequest, link: Link, **forms: Any) -> HttpResponse:
    archived = link.archived_url or actions.archive_address(link.url)
    note = _("The old address did not work.")
    context = {
        "row": queue.row(link, sources.stands_of([link])[link.url], queue.tries_of([link], HISTORY)[link.pk]),
        "trust": TrustForm(prefix="trust"),
        "replacement": ReplacementForm(prefix="new", initial={"new": link.final_url[:300], "note": note}),
        "archive": ArchivedCopyForm(prefix="archive", initial={"url": archived}),
        "may_edit": may(request.user, Permission.EDIT_DIRECTORY),
    } | forms
    return render(request, "directory/link_detail.html", context, status=422 if forms else 200)


def _colleague(request: HttpRequest, permission: Permission | None = None) -> User:
    """Whoever keeps or confirms cards; 404 for others."""
    wanted = (permission,) if permission else (Permission.EDIT_DIRECTORY, Permission.CONFIRM_SERVICES)
    if not isinstance(request.user, User) or not any(may(request.user, each) for each in wanted):
        raise Http404
    return request.user


def _is_robot(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    agent = request.headers.get("User-Agent", "")
    return "prefetch" in purpose.lower() or not agent or ROBOT.search(agent) is not None

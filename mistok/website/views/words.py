"""Synonyms and best bets for staff: lists, forms, and what would be found now."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mistok.network.permissions import Permission
from mistok.network.views import staff
from mistok.search.bets import best_bets
from mistok.search.declarations import SearchDocument, source
from mistok.search.models import BestBet, SynonymGroup
from mistok.search.queries import search as find
from mistok.website.actions import words as actions
from mistok.website.forms.words import LONGEST, BetForm, SynonymForm
from mistok.website.navigation import tabs_for

FORM = ["GET", "HEAD", "POST"]
ON_PAGE = 30
LONGEST_QUESTION = 200
FOUND = 10


@require_safe
def synonym_list(request: HttpRequest) -> HttpResponse:
    """Groups that staff wrote, the latest first."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    asked = _question(request)
    groups = list(SynonymGroup.objects.all())
    if asked:
        groups = [each for each in groups if asked.lower() in str(each).lower()]
    page = Paginator(groups, ON_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "asked": asked, "tabs": tabs_for(person, "website:synonym-list")}
    return render(request, "website/words/synonyms.html", context)


@require_http_methods(FORM)
def synonym_add(request: HttpRequest) -> HttpResponse:
    """A new group, begun with the phrases of the address."""
    return _synonyms(request, SynonymGroup(), {"phrases": _phrases(request)})


@require_http_methods(FORM)
def synonym_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A group, changed."""
    return _synonyms(request, get_object_or_404(SynonymGroup, pk=pk), {})


@require_POST
def synonym_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Into use or out of it."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    group = get_object_or_404(SynonymGroup, pk=pk)
    on = request.POST.get("on") == "1"
    actions.switch_synonyms(group=group, on=on, by=person)
    messages.success(request, _("The synonyms work again.") if on else _("The synonyms are switched off."))
    return redirect("website:synonym-list")


@require_safe
def bet_list(request: HttpRequest) -> HttpResponse:
    """Best bets, the latest first; those whose document is gone are said to be so."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    asked = _question(request)
    bets = list(BestBet.objects.all())
    if asked:
        bets = [each for each in bets if asked.lower() in str(each).lower()]
    page = Paginator(bets, ON_PAGE).get_page(request.GET.get("page"))
    known = _documents([(each.kind, each.key) for each in page.object_list])
    rows = [{"bet": each, "url": _url(known.get((each.kind, each.key)))} for each in page.object_list]
    tabs = tabs_for(person, "website:bet-list")
    return render(
        request, "website/words/bets.html", {"page": page, "rows": rows, "asked": asked, "tabs": tabs}
    )


@require_http_methods(FORM)
def bet_add(request: HttpRequest) -> HttpResponse:
    """A new best bet, begun with the phrases of the address."""
    phrases = _phrases(request)
    return _bet(request, BestBet(), {"phrases": phrases, "find": phrases[0] if phrases else ""})


@require_http_methods(FORM)
def bet_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A best bet, changed."""
    bet = get_object_or_404(BestBet, pk=pk)
    return _bet(request, bet, {"document": f"{bet.kind}:{bet.key}"})


@require_POST
def bet_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Into use or out of it."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    bet = get_object_or_404(BestBet, pk=pk)
    on = request.POST.get("on") == "1"
    actions.switch_bet(bet=bet, on=on, by=person)
    messages.success(request, _("The best bet works again.") if on else _("The best bet is switched off."))
    return redirect("website:bet-list")


@require_safe
def trial(request: HttpRequest) -> HttpResponse:
    """What would be found now, and how the question is understood; counted nowhere."""
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    question = _question(request)
    first = best_bets(question) if question else []
    known = _documents(first)
    context = {
        "question": question,
        "results": find(question, limit=FOUND) if question else None,
        "first": [(known[each].title, _url(known[each])) for each in first if each in known],
        "tabs": tabs_for(person, "website:word-trial"),
    }
    return render(request, "website/words/trial.html", context)


def _synonyms(request: HttpRequest, group: SynonymGroup, initial: dict[str, Any]) -> HttpResponse:
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    form = SynonymForm(request.POST if request.method == "POST" else None, instance=group, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_synonyms(group=form.save(commit=False), by=person)
        messages.success(request, _("Saved: the search uses these words already."))
        return redirect(_trial_of(group.phrases))
    context = {"form": form, "group": group}
    return render(request, "website/words/synonym_form.html", context, status=422 if form.errors else 200)


def _bet(request: HttpRequest, bet: BestBet, initial: dict[str, Any]) -> HttpResponse:
    person = staff.person(request, Permission.EDIT_DIRECTORY)
    posted = request.POST if request.method == "POST" else None
    looked_for = (posted.get("find", "") if posted else initial.get("find", "")).replace("\0", "")
    documents = _choices(looked_for[:LONGEST_QUESTION], bet, posted.get("document", "") if posted else "")
    if posted is not None and "look" in posted:  # nothing is checked yet, and nothing typed is lost
        typed = {name: value for name, value in posted.items() if name != "csrfmiddlewaretoken"}
        form = BetForm(instance=bet, initial=typed, documents=documents)
        return _bet_page(request, form, bet, looked_for)
    form = BetForm(posted, instance=bet, initial=initial, documents=documents)
    if posted is not None and form.is_valid():
        saved = form.save(commit=False)
        saved.kind, _colon, saved.key = form.cleaned_data["document"].partition(":")
        saved.title = _documents([(saved.kind, saved.key)])[saved.kind, saved.key].title[:300]
        actions.save_bet(bet=saved, by=person)
        messages.success(request, _("Saved: the document stands first already."))
        return redirect(_trial_of(saved.phrases))
    return _bet_page(request, form, bet, looked_for)


def _bet_page(request: HttpRequest, form: BetForm, bet: BestBet, looked_for: str) -> HttpResponse:
    context = {"form": form, "bet": bet, "looked_for": looked_for}
    return render(request, "website/words/bet_form.html", context, status=422 if form.errors else 200)


def _choices(looked_for: str, bet: BestBet, chosen: str) -> list[tuple[str, str]]:
    """What was found, with the document that stands there now and the one that was chosen."""
    hits = find(looked_for, limit=FOUND).hits if looked_for.strip() else []
    found = {f"{hit.kind}:{hit.key}": f"{hit.title} · {hit.tag}" for hit in hits}
    pairs = [(bet.kind, bet.key)] if bet.pk else []
    kind, _colon, key = chosen.partition(":")
    known = _documents([*pairs, (kind, key)] if key else pairs)
    for (of, name), document in known.items():
        declared = source(of)
        found.setdefault(f"{of}:{name}", f"{document.title} · {declared.singular if declared else ''}")
    return list(found.items())


def _documents(wanted: list[tuple[str, str]]) -> dict[tuple[str, str], SearchDocument]:
    """The public documents of these kinds and keys."""
    keys: dict[str, set[str]] = defaultdict(set)
    for kind, key in wanted:
        keys[kind].add(key)
    return {
        (kind, document.key): document
        for kind, some in keys.items()
        if (declared := source(kind))
        for document in declared.documents(some)
    }


def _url(document: SearchDocument | None) -> str:
    declared = source(document.kind) if document else None
    return declared.address(document.slug) if document and declared else ""


def _phrases(request: HttpRequest) -> list[str]:
    """What the address begins a form with."""
    given = (each.replace("\0", "").strip()[:LONGEST] for each in request.GET.getlist("phrase")[:5])
    return [each for each in given if each]


def _trial_of(phrases: list[str]) -> str:
    return f"{reverse('website:word-trial')}?{urlencode({'q': phrases[0]})}"


def _question(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUESTION]

"""The desk itself: find, help, record. What is found, the card and the day are also answered alone.

With JavaScript a record goes to the device first and from there to `views/syncing.py`; without it, here.
"""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from mistok.desk import actions
from mistok.desk.actions.storing import is_locked
from mistok.desk.forms import RecordForm, SlipForm
from mistok.desk.models import Channel, Encounter, Outcome, Subject, Topic, VoidReason, act_of
from mistok.desk.navigation import tools_for
from mistok.desk.pack import guides_for, kind_of
from mistok.desk.queries import (
    Day,
    by_kind,
    chips,
    current_topics,
    day_at,
    find_topics,
    main_topics,
    may_at,
    recordable,
    subject_of,
    usual_acts,
    visible_to,
)
from mistok.desk.queries.libraries import libraries_for
from mistok.desk.wording import words
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, open_points, points_for
from mistok.search.queries import search
from mistok.ui.waiting import waits_for

LAST_POINT = "desk_point"  # in the session: the point where the person worked last
SAME_PERSON = timedelta(minutes=20)  # how long a further thing may still belong to the same visit
SERVICES_FOUND, TOPICS_FOUND = 8, 4
LATEST = 6  # records in the strip; the diary has them all
PARTICULARS = ("minutes", "independence", "why")  # chosen from lists, besides the card and the note
# Not the card: addresses stand in logs.
CARRIED = (
    "q", "open", "number", "rough", "channel", "day", "same", "age_from", "age_to", "note", *PARTICULARS,
)  # fmt: skip
LINKED = ("number", "age_from", "age_to", "card", "note")  # fields whose errors lead to them


class HtmxRequest(HttpRequest):
    """A request as the middleware leaves it."""

    htmx: HtmxDetails


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """To the desk: the only one, the last one, or the choice."""
    points = points_for(request.user, Permission.RECORD_HELP) & open_points()
    last = request.session.get(LAST_POINT)
    found = list(points.select_related("organisation", "territory"))
    choosing = "choose" in request.GET
    for point in found:
        if len(found) == 1 or (point.slug == last and not choosing):
            return redirect("desk:point", point.slug)
    libraries = libraries_for(request.user) if len(found) > 1 else []
    context = {"points": found, "waits": waits_for(request.user), "libraries": libraries}
    return render(request, "desk/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HtmxRequest, slug: str) -> HttpResponse:
    """The desk of a point. A slip sent without an act (no JavaScript) comes back searched or opened."""
    here = point_of(request, slug)
    if request.method == "POST":
        return redirect(f"{reverse('desk:point', args=[slug])}?{_carried(request.POST).urlencode()}")
    form = SlipForm(request.GET)
    part = request.htmx.target if request.htmx else None
    if part == "found":
        return render(request, "desk/point.html#found", {"point": here, **_found(request.GET.get("q", ""))})
    if part == "card":
        return render(request, "desk/point.html#card", _card(here, form, request.GET.get("open", "")))
    if request.GET.get("part") == "today":
        day = day_at(here, form.past_day or timezone.localdate())
        context = {**_around(request, here, form, day), "past": form.past_day}
        return render(request, "desk/point.html#today", context)
    if request.session.get(LAST_POINT) != slug:
        request.session[LAST_POINT] = slug
    return render(request, "desk/point.html", _screen(request, here, form))


@require_POST
def encounter_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Record what was done, once for each identifier, however often it is sent."""
    here = point_of(request, slug)
    form = RecordForm(request.POST)
    saved = _record(request, here, form) if form.is_valid() else None
    if saved is None:
        return render(request, "desk/point.html", _screen(request, here, form), status=422)
    return redirect(address(saved, channel=form.cleaned_data["channel"]))


def address(saved: Encounter, *, channel: str = Channel.DESK, **more: str) -> str:
    """The desk after a record, which is told of; a past day and a street action go on until they are left."""
    query = QueryDict(mutable=True)
    if saved.day != timezone.localdate():
        query["day"] = saved.day.isoformat()
    if channel != Channel.DESK:
        query["channel"] = channel
    query.update(more or {"saved": str(saved.pk)})
    return f"{reverse('desk:point', args=[saved.point.slug])}?{query.urlencode()}"


def _record(request: HttpRequest, here: ServicePoint, form: RecordForm) -> Encounter | None:
    """The stored record, or None with the reason in the form."""
    assert request.user.is_authenticated
    try:
        if visit := form.cleaned_data["same"]:
            known = (
                visible_to(request.user).filter(point=here).select_related("point", "staff").filter(pk=visit)
            )
            if (encounter := known.first()) is not None:
                more = {"uuid": form.cleaned_data["uuid"], "item": form.item()}
                return actions.add_item(encounter, by=request.user, **more).encounter
        return actions.record(by=request.user, point=here, **form.facts()).encounter
    except actions.Refused as refusal:
        form.add_error(None, refusal)
    except actions.Conflict:
        form.add_error(
            None, _("Something else was saved from this page already. Reload it and record again.")
        )
    return None


def point_of(request: HttpRequest, slug: str) -> ServicePoint:
    """The point where the person records help; 404 for everybody else."""
    mine = points_for(request.user, Permission.RECORD_HELP).select_related("organisation")
    return get_object_or_404(mine, slug=slug)


def _carried(sent: QueryDict) -> QueryDict:
    """The slip as an address: what differs from a fresh one."""
    kept = QueryDict(mutable=True)
    for name in CARRIED:
        value = sent.get(name, "")
        if value and value != SlipForm.DEFAULTS.get(name):
            kept[name] = value
    kept.setlist("category", sent.getlist("category"))
    if "open" in kept:
        kept.pop("q", None)
    return kept


def _screen(request: HttpRequest, here: ServicePoint, form: SlipForm) -> dict[str, Any]:
    """All of the page."""
    past = form.past_day
    topics = current_topics()
    day = day_at(here, past or timezone.localdate())
    opened = form["act"].value() if isinstance(form, RecordForm) else form["open"].value()
    return {
        **_around(request, here, form, day),
        **_found(form["q"].value() or ""),
        **_card(here, form, (opened or "").removeprefix("done:")),
        "chips": chips(form.chosen),
        "acts": [(act_of(each), each, kind_of(each)) for each in usual_acts(here, day.day, topics)],
        "topics": by_kind(main_topics(topics)),
        "channels": Channel.choices,
        "past": past,
        "closed": past and is_locked(here, past),
        "today": timezone.localdate(),
        "saved": _in(day, request.GET.get("saved")),
        "undone": "undone" in request.GET,
        "waits": waits_for(request.user),
        "tools": tools_for(request.user, here),
        "particulars": [form[name] for name in PARTICULARS],
        "has_particulars": any(form[name].value() for name in (*PARTICULARS, "card", "note")),
        "linked": LINKED,
        "outcomes": Outcome.choices,
        "reasons": [choice for choice in VoidReason.choices if choice[0] != VoidReason.UNDO],
        "words": words(),
        "uuid": uuid7(),
    }


def _around(request: HttpRequest, here: ServicePoint, form: SlipForm, day: Day) -> dict[str, Any]:
    """The point, the slip and the strip, with the visit that the next thing may still belong to."""
    latest = day.records[0] if day.records else None
    fresh = (
        latest and latest.staff_id == request.user.pk and timezone.now() - latest.received_at < SAME_PERSON
    )
    return {
        "point": here,
        "form": form,
        "day": day,
        "latest": [(each, json.dumps(_facts(each), ensure_ascii=False)) for each in _strip(day)],
        "counted": _own(day.records, request.user),
        "gone": _own(day.withdrawn, request.user),
        "as_of": timezone.now().isoformat(),
        "same": latest if fresh and day.day == timezone.localdate() else None,
        "corrects_others": may_at(request.user, Permission.CORRECT_OTHERS, here),
    }


def _own(records: list[Encounter], person: Person) -> str:
    """Ends of the identifiers of the person's own records, which a device does not count once more."""
    return " ".join(each.pk.hex[-12:] for each in records if each.staff_id == person.pk)


def _strip(day: Day) -> list[Encounter]:
    """The last records of the day; of a past day those written last, for they have mostly no time."""
    if day.day == timezone.localdate():
        return day.records[:LATEST]
    return sorted(day.records, key=lambda each: each.received_at, reverse=True)[:LATEST]


def _facts(record: Encounter) -> dict[str, Any]:
    """What the device needs to know of a record in the strip: to add to it, to set it right, to sum up."""
    items = list(record.items.all())
    first = items[0] if items else None
    facts = {
        "category": [category.pk for category in record.categories.all()],
        "rough": "on" if record.is_rough else "",
        "channel": record.channel,
        "age_from": record.age_from,
        "age_to": record.age_to,
        "note": record.note,
        **{name: getattr(first, name) for name in PARTICULARS if first},
    }
    return {
        "uuid": str(record.pk),
        "number": record.number,
        "time": f"{timezone.localtime(record.occurred_at):%H:%M}" if record.time_known else "",
        "who": record.who,
        "items": [
            {
                "act": each.act,
                "name": each.subject.short_name,
                "kind": kind_of(each.subject),
                "outcome": each.outcome,
                "times": each.times,
            }
            for each in items
        ],
        "facts": {name: value for name, value in facts.items() if value not in (None, "", [])},
    }


def _found(text: str) -> dict[str, Any]:
    """Services of the directory and topics for what was typed."""
    text = text.strip()[:200]
    if not text:
        return {"q": "", "hits": [], "found_topics": [], "found_count": 0}
    hits = search(text, kinds=["service"], limit=SERVICES_FOUND, typing=True).hits
    topics = find_topics(text, recordable(current_topics()))[:TOPICS_FOUND]
    return {"q": text, "hits": hits, "found_topics": topics, "found_count": len(hits) + len(topics)}


def _card(here: ServicePoint, form: SlipForm, act: str) -> dict[str, Any]:
    """The opened service or topic; nothing when it is gone meanwhile."""
    subject: Subject | None = None
    if act:
        try:
            subject = subject_of(act)
        except LookupError:
            subject = None
    return {
        "point": here,
        "form": form,
        "subject": subject,
        "kind": kind_of(subject) if subject else "",
        "guides": guides_for(subject) if subject and not isinstance(subject, Topic) else [],
        "act": act,
        "asked": act,
        "autofocus": "open" in form.data,
    }


def _in(day: Day, pk: Any) -> Encounter | None:
    """The record among those of the day."""
    key = str(getattr(pk, "pk", pk))
    return next((each for each in day.records if str(each.pk) == key), None)

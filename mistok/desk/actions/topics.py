"""The topics of help: the network adds, rewords, moves and retires them. None is ever deleted."""

import re

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.audit.actions import record as note
from mistok.audit.models import Event
from mistok.desk.actions.encounters import Refused
from mistok.desk.models import Topic, place_of
from mistok.search.actions import changed

LEVELS = 3
OWN = "9"  # topics of the first level that the network adds: 9.1, 9.2 …; the regulation has 3.1.1–3.1.6
LAST_NUMBER = re.compile(r"(\d+)$")


@transaction.atomic
def add_topic(
    *, by: User, parent: Topic | None, kind: str, name: str, short_name: str, report_phrase: str = ""
) -> Topic:
    """Add a topic as the last one under `parent`, whose kind it takes; without one, as a group of its own.

    Raises Refused when the parent is of the last level or retired, or the name stands there already.
    """
    if parent is not None:
        parent = Topic.objects.select_for_update().get(pk=parent.pk)
        if parent.retired_on:
            raise Refused(_("This topic is retired. Bring it back first."), code="retired")
        if level_of(parent) >= LEVELS:
            raise Refused(_("Topics have three levels. Choose another place."), code="level")
    _check_name(parent, name)
    code = _next_code(parent)
    topic = Topic(
        code=code,
        parent=parent,
        kind=parent.kind if parent else kind,
        name=name,
        short_name=short_name,
        report_phrase=report_phrase,
        place=_last_place(parent, code),
        edited_at=timezone.now(),
    )
    topic.save(force_insert=True)
    note(Event.TOPIC_ADDED, topic, by=by)
    changed("topic", topic.pk)
    return topic


@transaction.atomic
def reword_topic(topic: Topic, *, by: User, name: str, short_name: str, report_phrase: str = "") -> Topic:
    """Call a topic otherwise; its records keep it under the new name. Raises Refused for a taken name."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("parent").get(pk=topic.pk)
    wanted = (name, short_name, report_phrase)
    if (topic.name, topic.short_name, topic.report_phrase) == wanted:
        return topic
    _check_name(topic.parent, name, besides=topic)
    topic.name, topic.short_name, topic.report_phrase = wanted
    topic.edited_at = timezone.now()
    topic.save()
    note(Event.TOPIC_CHANGED, topic, by=by, what="name")
    changed("topic", topic.pk)
    return topic


@transaction.atomic
def move_topic(topic: Topic, *, by: User, up: bool) -> bool:
    """Let a topic change places with its neighbour, each with all under it. False when there is none."""
    siblings = list(Topic.objects.select_for_update().filter(parent=topic.parent_id, retired_on=None))
    found = [each.pk for each in siblings].index(topic.pk) if topic in siblings else -1
    other = found - 1 if up else found + 1
    if found < 0 or not 0 <= other < len(siblings):
        return False
    first, second = siblings[found], siblings[other]
    moved = [*_with_all_under(first, second.place), *_with_all_under(second, first.place)]
    Topic.objects.bulk_update(moved, ["place", "edited_at"])
    note(Event.TOPIC_CHANGED, topic, by=by, what="place")
    changed("topic", topic.pk)
    return True


@transaction.atomic
def retire_topic(topic: Topic, *, by: User) -> int:
    """Take a topic and all under it out of use; returns how many. Records keep them."""
    under = Q(pk=topic.pk) | Q(parent=topic.pk) | Q(parent__parent=topic.pk)
    taken = Topic.objects.filter(under, retired_on=None).update(retired_on=timezone.localdate())
    if taken:
        note(Event.TOPIC_CHANGED, topic, by=by, what="retired", topics=taken)
        changed("topic", topic.pk)
    return taken


@transaction.atomic
def restore_topic(topic: Topic, *, by: User) -> bool:
    """Bring a retired topic back into use. False when it is in use. Raises Refused under a retired one."""
    topic = Topic.objects.select_for_update(of=("self",)).select_related("parent").get(pk=topic.pk)
    if topic.retired_on is None:
        return False
    if topic.parent and topic.parent.retired_on:
        raise Refused(_("The topic above it is retired. Bring that one back first."), code="retired")
    _check_name(topic.parent, topic.name, besides=topic)
    topic.retired_on = None
    topic.save(update_fields=["retired_on"])
    note(Event.TOPIC_CHANGED, topic, by=by, what="restored")
    changed("topic", topic.pk)
    return True


def level_of(topic: Topic) -> int:
    """1 for a group, 2 and 3 for what help is recorded under."""
    level, parent = 1, topic.parent
    while parent is not None:
        level, parent = level + 1, parent.parent
    return level


def _check_name(parent: Topic | None, name: str, besides: Topic | None = None) -> None:
    """No two topics in use under one are called the same."""
    others = Topic.objects.filter(parent=parent, retired_on=None)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if name.casefold() in {each.casefold() for each in others.values_list("name", flat=True)}:
        raise Refused(_("There is such a topic here already."), code="name")


def _next_code(parent: Topic | None) -> str:
    """A code that was never used: codes of retired topics are not given again."""
    base = parent.pk if parent else OWN
    used = Topic.objects.filter(parent=parent).values_list("pk", flat=True)
    if parent is None:
        used = used.filter(pk__startswith=f"{OWN}.")
    numbers = [int(found[1]) for code in used if (found := LAST_NUMBER.search(code))]
    return f"{base}.{max(numbers, default=0) + 1}"


def _last_place(parent: Topic | None, code: str) -> str:
    """Behind all its siblings, whatever places they were moved to."""
    places = list(Topic.objects.filter(parent=parent).values_list("place", flat=True))
    wanted = f"{parent.place}.{place_of(code.rpartition('.')[2])}" if parent else place_of(code)
    if not places or wanted > max(places):
        return wanted
    head, _dot, tail = max(places).rpartition(".")
    return f"{head}.{int(tail) + 1:04d}"


def _with_all_under(topic: Topic, place: str) -> list[Topic]:
    """The topic and all under it, with the places they get when it stands at `place`."""
    found = Topic.objects.filter(Q(pk=topic.pk) | Q(parent=topic.pk) | Q(parent__parent=topic.pk))
    moved = []
    for each in found:
        each.place = place + each.place.removeprefix(topic.place)
        each.edited_at = timezone.now()
        moved.append(each)
    return moved

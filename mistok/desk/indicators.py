"""What the desk lets be counted. Each meaning is written once, here, and printed wherever the figure stands.

A record counts when it is neither voided nor replaced. Its people count once, however many things they were
helped with. Help that was not possible counts as refused and in no other indicator but the people who came.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from mistok.desk.models import (
    CONSULTING,
    ROUGH,
    Encounter,
    EncounterItem,
    Outcome,
    Topic,
    TopicKind,
    WhyNot,
)
from mistok.directory.models import Service
from mistok.lib.indicators import Combine, Indicator, Row, Source, declare
from mistok.network.models import VisitorCategory

# SQLite allows 999 parameters in a query where it was built sparingly; the rest is for the query's own.
POINTS_AT_ONCE = 450
DAYS_AT_ONCE = 450

PEOPLE = Indicator(
    code="people",
    title=_("People served"),
    meaning=_("People who came to the desk or were met elsewhere, once for each visit, whatever came of it."),
    forms=("людина", "людини", "людей"),
    dimensions=("category",),
    order=10,
)
E_SERVICES = Indicator(
    code="e_services",
    title=_("E-services"),
    meaning=_(
        "How many times people were helped with a service of the directory: done together, shown or referred."
    ),
    forms=("е-послуга", "е-послуги", "е-послуг"),
    dimensions=("service",),
    order=20,
)
CONSULTATIONS = Indicator(
    code="consultations",
    title=_("Consultations"),
    meaning=_(
        "How many times people were consulted: access, search, consultation and dialogue with authorities."
    ),
    forms=("консультація", "консультації", "консультацій"),
    dimensions=("topic",),
    order=30,
)
LESSONS = Indicator(
    code="lessons",
    title=_("Lessons of practical skills"),
    meaning=_("How many times a practical skill was taught, to one person or to a group."),
    forms=("заняття", "заняття", "занять"),
    dimensions=("topic",),
    order=40,
)
LEARNERS = Indicator(
    code="learners",
    title=_("People taught"),
    meaning=_("People who were taught a practical skill, once for each visit."),
    forms=("людина", "людини", "людей"),
    dimensions=("topic", "theme"),
    order=41,
)
YOUNGEST = Indicator(
    code="youngest",
    title=_("Youngest learner"),
    meaning=_("Age in full years of the youngest person taught, where ages were noted."),
    forms=("рік", "роки", "років"),
    dimensions=("topic", "theme"),
    combine=Combine.LOWEST,
    order=42,
)
OLDEST = Indicator(
    code="oldest",
    title=_("Oldest learner"),
    meaning=_("Age in full years of the oldest person taught, where ages were noted."),
    forms=("рік", "роки", "років"),
    dimensions=("topic", "theme"),
    combine=Combine.HIGHEST,
    order=43,
)
STAFF_HELP = Indicator(
    code="staff_help",
    title=_("Help to branch staff"),
    meaning=_("How many times workers of other libraries were helped."),
    forms=("консультація", "консультації", "консультацій"),
    dimensions=("topic",),
    order=50,
)
REFUSED = Indicator(
    code="refused",
    title=_("Not possible"),
    meaning=_("How many times the help a person asked for could not be given."),
    forms=("відмова", "відмови", "відмов"),
    dimensions=("service", "topic", "why"),
    order=60,
)

type Pair = tuple[int, date]

_rough = Q(encounter__certainty__in=ROUGH)
_given = ~Q(outcome=Outcome.NOT_POSSIBLE)


def rows(days: set[Pair]) -> Iterator[Row]:
    """All rows of the (point, day) pairs, computed from the records: six queries for each block of both.

    A block is asked for by its points and its days; what lies between them unasked is dropped here.
    """
    for points in batched(sorted({point for point, _day in days}), POINTS_AT_ONCE):
        chosen = set(points)
        wanted = {day for point, day in days if point in chosen}
        for some in batched(sorted(wanted), DAYS_AT_ONCE):
            records = Encounter.objects.counted().filter(point__in=points, day__in=some)
            items = EncounterItem.objects.filter(
                encounter__voided_at=None,
                encounter__superseded_by=None,
                encounter__point__in=points,
                encounter__day__in=some,
            )
            for row in (*_people(records), *_times(items), *_taught(records, items)):
                if (row.point_id, row.day) in days:
                    yield row


def _people(records: QuerySet[Encounter]) -> Iterator[Row]:
    """People of each day, and by category."""
    counted = {"value": Sum("number"), "part": Sum("number", filter=Q(certainty__in=ROUGH), default=0)}
    for point, day, value, part in grouped(records, "point", "day", **counted):
        yield Row(PEOPLE.code, day, point, value, part)
    categories = records.filter(categories__isnull=False)
    for point, day, code, value, part in grouped(categories, "point", "day", "categories", **counted):
        yield Row(PEOPLE.code, day, point, value, part, "category", code)


def _times(items: QuerySet[EncounterItem]) -> Iterator[Row]:
    """How many times each thing was helped with, taught or refused."""
    found = grouped(
        items,
        "encounter__point",
        "encounter__day",
        "outcome",
        "topic__kind",
        "topic",
        "service__uuid",
        "why",
        value=Sum("times"),
        part=Sum("times", filter=_rough, default=0),
    )
    sums: dict[tuple[str, date, int, str, str], list[int]] = {}
    for point, day, outcome, kind, topic, service, why, value, part in found:
        code = REFUSED.code if outcome == Outcome.NOT_POSSIBLE else _code_of(kind)
        keys = [("", ""), ("service", str(service)) if service else ("topic", topic)]
        if why:
            keys.append(("why", why))
        for row in ((code, day, point, dimension, key) for dimension, key in keys):
            total = sums.setdefault(row, [0, 0])
            total[0] += value
            total[1] += part
    for (code, day, point, dimension, key), (value, part) in sums.items():
        yield Row(code, day, point, value, part, dimension, key)


def _code_of(kind: str | None) -> str:
    """The indicator of a thing helped with: by the kind of its topic, or none for a service."""
    if kind is None:
        return E_SERVICES.code
    if kind in CONSULTING:
        return CONSULTATIONS.code
    return LESSONS.code if kind == TopicKind.SKILL else STAFF_HELP.code


def _taught(records: QuerySet[Encounter], items: QuerySet[EncounterItem]) -> Iterator[Row]:
    """Learners and their ages, on the whole (each visit once) and by topic."""
    lessons = EncounterItem.objects.filter(_given, encounter=OuterRef("pk"), topic__kind=TopicKind.SKILL)
    whole = grouped(
        records.filter(Exists(lessons)),
        "point",
        "day",
        value=Sum("number"),
        part=Sum("number", filter=Q(certainty__in=ROUGH), default=0),
        lowest=Min("age_from"),
        highest=Max("age_to"),
    )
    for point, day, value, part, lowest, highest in whole:
        yield from _learners(point, day, value, part, lowest, highest)
    by_topic = grouped(
        items.filter(_given, topic__kind=TopicKind.SKILL),
        "encounter__point",
        "encounter__day",
        "topic",
        value=Sum("encounter__number"),
        part=Sum("encounter__number", filter=_rough, default=0),
        lowest=Min("encounter__age_from"),
        highest=Max("encounter__age_to"),
    )
    for point, day, topic, value, part, lowest, highest in by_topic:
        yield from _learners(point, day, value, part, lowest, highest, "topic", topic)
    yield from _taught_by_theme(items)


def _taught_by_theme(items: QuerySet[EncounterItem]) -> Iterator[Row]:
    """Learners by the theme that the topic belongs to (its second level), each visit once.

    "E-mail" and "first steps" are both computer literacy: a visit to both is one learner of it.
    """
    visits = (
        items.filter(_given, topic__kind=TopicKind.SKILL)
        .annotate(
            theme=Case(When(topic__parent__parent__isnull=False, then="topic__parent"), default="topic"),
            part=Case(When(_rough, then="encounter__number"), default=Value(0)),
        )
        .order_by()
        .values_list(
            "encounter__point",
            "encounter__day",
            "theme",
            "encounter",
            "encounter__number",
            "part",
            "encounter__age_from",
            "encounter__age_to",
        )
        .distinct()
    )
    themes: dict[tuple[int, date, str], list[tuple[int, int, int | None, int | None]]] = defaultdict(list)
    for point, day, theme, _visit, number, part, age_from, age_to in visits:
        themes[point, day, theme].append((number, part, age_from, age_to))
    for (point, day, theme), found in themes.items():
        lowest = min((each[2] for each in found if each[2] is not None), default=None)
        highest = max((each[3] for each in found if each[3] is not None), default=None)
        value, rough = sum(each[0] for each in found), sum(each[1] for each in found)
        yield from _learners(point, day, value, rough, lowest, highest, "theme", theme)


def _learners(
    point: int, day: date, value: int, part: int, lowest: int | None, highest: int | None, *key: str
) -> Iterator[Row]:
    yield Row(LEARNERS.code, day, point, value, part, *key)
    if lowest is not None and highest is not None:
        yield Row(YOUNGEST.code, day, point, lowest, 0, *key)
        yield Row(OLDEST.code, day, point, highest, 0, *key)


def grouped(queryset: QuerySet[Any], *fields: str, **sums: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Sums for each combination of the fields, as tuples in that order."""
    found: QuerySet[Any, tuple[Any, ...]] = queryset.order_by().values_list(*fields).annotate(**sums)
    return found


def touched(since: datetime | None) -> set[Pair]:
    """The pairs whose records were written, corrected or voided since the moment; all of them for None."""
    records = Encounter.objects.order_by()
    if since is not None:
        records = records.filter(revised_at__gte=since)
    return set(records.values_list("point", "day").distinct())


def labels(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """Names of services (by uuid), topics and categories (by code)."""
    match dimension:
        case "service":
            return {str(uuid): name for uuid, name in _services(keys, F("name"))}
        case "topic" | "theme":
            return dict(Topic.objects.filter(pk__in=list(keys)).values_list("code", "name"))
        case "category":
            return dict(VisitorCategory.objects.filter(pk__in=list(keys)).values_list("code", "name"))
        case "why":
            return {key: str(WhyNot(key).label) for key in keys if key in WhyNot}
    return {}


def phrases(dimension: str, keys: Iterable[str]) -> dict[str, str]:
    """The words for a sentence, in the genitive; where nobody wrote them, the name is not in the answer."""
    match dimension:
        case "service":
            return {str(uuid): phrase for uuid, phrase in _services(keys, F("report_phrase")) if phrase}
        case "topic" | "theme":
            found = Topic.objects.filter(pk__in=list(keys)).exclude(report_phrase="")
            return dict(found.values_list("code", "report_phrase"))
        case "category":
            named = VisitorCategory.objects.filter(pk__in=list(keys)).exclude(plural="")
            return dict(named.values_list("code", "plural"))
    return {}


def _services(keys: Iterable[str], said: F) -> QuerySet[Service, tuple[Any, str]]:
    return Service.objects.filter(uuid__in=list(keys)).order_by().values_list("uuid", said)


declare(
    Source(
        name="desk",
        indicators=(
            PEOPLE,
            E_SERVICES,
            CONSULTATIONS,
            LESSONS,
            LEARNERS,
            YOUNGEST,
            OLDEST,
            STAFF_HELP,
            REFUSED,
        ),
        rows=rows,
        touched=touched,
        labels=labels,
        phrases=phrases,
    )
)

"""What stands at the desk: usual acts, today, the diary of a day, and who may see and revise a record."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext_lazy as _

from mistok.accounts.models import User
from mistok.desk.models import (
    CONSULTING,
    Encounter,
    EncounterItem,
    Outcome,
    Subject,
    Topic,
    TopicKind,
    act_of,
    day_of,
    short_category,
)
from mistok.desk.queries.capture import RolesThen
from mistok.directory.models import Service
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import ServicePoint, VisitorCategory
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for, points_for
from mistok.ukrainian.text import sort_key, words

USUAL_ACTS = 9  # as many as there are digit keys
FIRST_CHIPS = 7
# How much an act weighs by its age in days: last week thrice, then fading out over eight weeks.
RECENCY = ((7, 3), (21, 2), (56, 1))


def visible_to(person: Person) -> QuerySet[Encounter]:
    """Records of the points whose figures the person may see."""
    return Encounter.objects.filter(point__in=points_for(person, Permission.SEE_FIGURES))


def may_at(person: Person, permission: Permission, point: ServicePoint) -> bool:
    """Whether the person may do this at the point."""
    return point.organisation_id in organisations_for(person, permission)


def may_revise(person: Person, encounter: Encounter, at: datetime | None = None) -> bool:
    """Whether the person may correct or void it: the author on the day of writing, or who corrects others.

    `at` is the moment when a device did it, None for now: what was set right in time may be sent later, and
    is judged by the roles of that day.
    """
    in_time = encounter.is_from_today if at is None else day_of(at) <= day_of(encounter.received_at)
    wrote_today = encounter.staff_id == person.pk and in_time
    needed = Permission.RECORD_HELP if wrote_today else Permission.CORRECT_OTHERS
    if at is None or not isinstance(person, User):
        return may_at(person, needed, encounter.point)
    return RolesThen(person).allowed(needed, encounter.point.organisation_id, day_of(at))


def current_topics() -> list[Topic]:
    """Topics in use, in the order of their codes."""
    return list(Topic.objects.filter(retired_on=None))


def recordable(topics: list[Topic]) -> list[Topic]:
    """The topics that help is recorded under: the second and third levels; the first only groups them."""
    return [topic for topic in topics if topic.parent_id]


def main_topics(topics: list[Topic]) -> list[Topic]:
    """The second level: few enough to choose from at a glance."""
    tops = {topic.code for topic in topics if not topic.parent_id}
    return [topic for topic in topics if topic.parent_id in tops]


def subject_of(act: str, *, retired: bool = False) -> Subject:
    """The service or topic that a form names ("service:subsydiia"), with `retired` also those out of use.

    Raises LookupError when there is no such thing.
    """
    kind, _colon, key = act.replace("\0", "").partition(":")
    found: Subject | None = None
    if kind == "service":
        found = Service.objects.select_related("provider").filter(slug=key, is_draft=False).first()
    elif kind == "topic":
        found = Topic.objects.filter(pk=key).first()
    if found is None or (found.retired_on and not retired):
        raise LookupError(act)
    return found


def find_topics(text: str, topics: list[Topic]) -> list[Topic]:
    """Topics with every word of the text in their name; endings may differ («пошуку» finds «Пошук …»)."""
    asked = [word[: max(3, len(word) - 2)] for word in _plain_words(text)]
    if not asked:
        return []
    return [
        topic
        for topic in topics
        if all(
            any(word.startswith(start) for word in _plain_words(f"{topic.name} {topic.short_name}"))
            for start in asked
        )
    ]


def _plain_words(text: str) -> list[str]:
    return [token.text.casefold() for token in words(text)]


def by_kind(topics: list[Topic]) -> list[tuple[str, list[Topic]]]:
    """Topics under the names of their kinds, in the order of codes."""
    return [
        (str(TopicKind(kind).label), list(found))
        for kind, found in groupby(topics, key=lambda each: each.kind)
    ]


def choices_of_help() -> list[tuple[str, list[tuple[str, Subject]]]]:
    """All services and topics in use with their names in a form, grouped for a list to choose from."""
    in_use = Service.objects.filter(retired_on=None, is_draft=False)
    services: list[Subject] = list(in_use.only("slug", "name"))
    topics = [(kind, list[Subject](found)) for kind, found in by_kind(recordable(current_topics()))]
    groups = [(str(_("services")), services), *topics]
    return [(name, [(act_of(each), each) for each in subjects]) for name, subjects in groups if subjects]


def usual_acts(point: ServicePoint, day: date, topics: list[Topic]) -> list[Subject]:
    """What this point helps with most, the recent weighing more; at most as many as there are digit keys.

    Learnt from the days before `day`, so that no key moves under the fingers during a day. A new point gets
    the most expected services of the directory, with the first consultation topics in between.
    """
    by_code = {topic.code: topic for topic in topics}
    oldest = day - timedelta(days=RECENCY[-1][0])
    weight = Case(
        *(
            When(encounter__day__gte=day - timedelta(days=days), then=Value(points))
            for days, points in RECENCY
        ),
        default=Value(0),
        output_field=IntegerField(),
    )
    learnt = (
        EncounterItem.objects.filter(
            Q(service__retired_on=None) | Q(topic__isnull=False),
            encounter__point=point,
            encounter__day__gte=oldest,
            encounter__day__lt=day,
            encounter__voided_at=None,
            encounter__superseded_by=None,
        )
        .values_list("service_id", "topic_id")
        .annotate(weight=Sum(weight))
        .order_by("-weight", "topic_id", "service_id")[:USUAL_ACTS]
    )
    known = [(service, topic) for service, topic, _weight in learnt if service or topic in by_code]
    wanted = [service for service, _topic in known if service]
    in_use = Service.objects.filter(retired_on=None, is_draft=False)
    expected = in_use.order_by("-demand", Alphabetical("name"))[: 2 * USUAL_ACTS]
    services = {
        each.pk: each for each in Service.objects.filter(Q(pk__in=wanted) | Q(pk__in=expected.values("pk")))
    }
    acts: list[Subject] = [services[service] if service else by_code[topic] for service, topic in known]
    return padded(acts, list(services.values()), topics)


def padded(acts: list[Subject], services: list[Service], topics: list[Topic]) -> list[Subject]:
    """The acts filled up with the most expected services, every third place with a topic."""
    common = sorted(services, key=lambda each: (-each.demand, sort_key(each.name)))
    spare_services = [each for each in common if each not in acts]
    spare_topics = [
        each
        for each in main_topics(topics)
        if each not in acts and each.kind in (TopicKind.CONSULTATION, TopicKind.SEARCH)
    ]
    acts = list(acts)
    while len(acts) < USUAL_ACTS and (spare_services or spare_topics):
        take_topic = spare_topics and (len(acts) % 3 == 2 or not spare_services)
        acts.append(spare_topics.pop(0) if take_topic else spare_services.pop(0))
    return acts


@dataclass(frozen=True, slots=True)
class Chip:
    """A category of visitors on a button."""

    code: str
    name: str

    @property
    def short(self) -> str:
        return short_category(self.name)


@dataclass(frozen=True, slots=True)
class Chips:
    """The categories to choose from; the usual ones stand first, with keys."""

    all: list[Chip]
    chosen: list[str]

    @property
    def first(self) -> list[Chip]:
        return self.all[:FIRST_CHIPS]

    @property
    def rest(self) -> list[Chip]:
        return self.all[FIRST_CHIPS:]

    @property
    def rest_chosen(self) -> bool:
        """Whether one of those that stand apart is chosen, so that they must be seen."""
        return any(chip.code in self.chosen for chip in self.rest)


def chips(chosen: list[str]) -> Chips:
    """All categories of visitors, with those that are chosen."""
    return Chips([Chip(*row) for row in VisitorCategory.objects.values_list("code", "name")], chosen)


@dataclass(slots=True)
class Line:
    """One line of the tables under a diary."""

    name: str
    value: int


@dataclass(slots=True)
class Day:
    """The records of a day at a point, and what they come to, by the definitions of `indicators`."""

    day: date
    records: list[Encounter]
    withdrawn: list[Encounter] = field(default_factory=list)

    @property
    def in_order(self) -> list[Encounter]:
        """The records as the day went, those without a time first."""
        return sorted(self.records, key=lambda each: (each.time_known, each.occurred_at))

    @property
    def people(self) -> int:
        return sum(each.number for each in self.records)

    @property
    def rough(self) -> int:
        """How many of the people were estimated."""
        return sum(each.number for each in self.records if each.is_rough)

    def items(self) -> list[EncounterItem]:
        """All help of the day that was given, not refused."""
        return [
            item for each in self.records for item in each.items.all() if item.outcome != Outcome.NOT_POSSIBLE
        ]

    @property
    def e_services(self) -> int:
        return sum(item.times for item in self.items() if item.service_id)

    @property
    def consultations(self) -> int:
        return sum(item.times for item in self.items() if item.topic and item.topic.kind in CONSULTING)

    @property
    def lessons(self) -> int:
        return sum(item.times for item in self.items() if item.topic and item.topic.is_skill)

    @property
    def learners(self) -> int:
        taught = {item.encounter_id for item in self.items() if item.topic and item.topic.is_skill}
        return sum(each.number for each in self.records if each.pk in taught)

    def by_subject(self) -> list[Line]:
        """How many times each service and topic was helped with, the most frequent first."""
        counts: dict[str, int] = {}
        for item in self.items():
            counts[str(item.subject)] = counts.get(str(item.subject), 0) + item.times
        return _lines(counts)

    def by_category(self) -> list[Line]:
        """How many people of each category came; a person may be of several."""
        counts: dict[str, int] = {}
        for each in self.records:
            for category in each.categories.all():
                counts[category.name] = counts.get(category.name, 0) + each.number
        return _lines(counts)


def day_at(point: ServicePoint, day: date) -> Day:
    """The day at the point in a constant number of queries: the latest record first, withdrawn ones apart."""
    return days_at([point.pk], day)[point.pk]


def days_at(points: Iterable[int], day: date) -> dict[int, Day]:
    """The day at each of the points, as `day_at` has it, in as many queries as for one."""
    days = {point: Day(day, []) for point in points}
    found = (
        Encounter.objects.filter(point__in=days, day=day)
        .select_related("superseded_by", "staff")
        .prefetch_related(
            Prefetch("items", EncounterItem.objects.select_related("service", "topic")), "categories"
        )
        .order_by("-occurred_at", "-received_at", "-uuid")
    )
    for each in found:
        there = days[each.point_id]
        (there.withdrawn if each.voided_at or each.is_replaced else there.records).append(each)
    return days


def _lines(counts: dict[str, int]) -> list[Line]:
    """The largest first, equal ones in the order of the Ukrainian alphabet."""
    lines = [Line(name, value) for name, value in counts.items()]
    return sorted(lines, key=lambda line: (-line.value, sort_key(line.name)))

"""What stands at the desk: usual acts, today, the diary of a day, and who may see and revise a record."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from operator import attrgetter

from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from mistok.desk.models import (
    CONSULTING,
    Encounter,
    EncounterItem,
    Outcome,
    Subject,
    Topic,
    TopicKind,
    day_of,
)
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, points_for

USUAL_ACTS = 9  # as many as there are digit keys
# How much an act weighs by its age in days: last week thrice, then fading out over eight weeks.
RECENCY = ((7, 3), (21, 2), (56, 1))


def visible_to(person: Person) -> QuerySet[Encounter]:
    """Records of the points whose figures the person may see."""
    return Encounter.objects.filter(point__in=points_for(person, Permission.SEE_FIGURES))


def may_revise(person: Person, encounter: Encounter) -> bool:
    """Whether the person may correct or void it: the author on the day of writing, or who corrects others."""
    if encounter.staff_id == person.pk and day_of(encounter.received_at) == timezone.localdate():
        return points_for(person, Permission.RECORD_HELP).filter(pk=encounter.point_id).exists()
    return points_for(person, Permission.CORRECT_OTHERS).filter(pk=encounter.point_id).exists()


def current_topics() -> list[Topic]:
    """Topics in use, in the order of their codes."""
    return list(Topic.objects.filter(retired_on=None))


def leaves(topics: list[Topic]) -> list[Topic]:
    """The topics that are recorded: those nothing else stands under."""
    parents = {topic.parent_id for topic in topics}
    return [topic for topic in topics if topic.code not in parents]


def subject_of(act: str) -> Subject:
    """The service or topic that a form names ("service:subsydiia"). Raises LookupError for no such thing."""
    kind, _colon, key = act.partition(":")
    found: Subject | None = None
    if kind == "service":
        found = Service.objects.select_related("provider").filter(slug=key, retired_on=None).first()
    elif kind == "topic":
        found = Topic.objects.filter(pk=key, retired_on=None).first()
    if found is None:
        raise LookupError(act)
    return found


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
    expected = Service.objects.filter(retired_on=None).order_by("-demand", "name")[: 2 * USUAL_ACTS]
    services = {
        each.pk: each for each in Service.objects.filter(Q(pk__in=wanted) | Q(pk__in=expected.values("pk")))
    }
    acts: list[Subject] = [services[service] if service else by_code[topic] for service, topic in known]
    return padded(acts, list(services.values()), topics)


def padded(acts: list[Subject], services: list[Service], topics: list[Topic]) -> list[Subject]:
    """The acts filled up with the most expected services, every third place with a topic."""
    common = sorted(services, key=lambda each: (-each.demand, each.name))
    spare_services = [each for each in common if each not in acts]
    spare_topics = [
        each
        for each in leaves(topics)
        if each not in acts and each.kind in (TopicKind.CONSULTATION, TopicKind.SEARCH)
    ]
    acts = list(acts)
    while len(acts) < USUAL_ACTS and (spare_services or spare_topics):
        take_topic = spare_topics and (len(acts) % 3 == 2 or not spare_services)
        acts.append(spare_topics.pop(0) if take_topic else spare_services.pop(0))
    return acts


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
    found = (
        Encounter.objects.filter(point=point, day=day)
        .select_related("superseded_by", "staff")
        .prefetch_related(
            Prefetch("items", EncounterItem.objects.select_related("service", "topic")), "categories"
        )
        .order_by("-occurred_at", "-received_at", "-uuid")
    )
    counted: list[Encounter] = []
    withdrawn: list[Encounter] = []
    for each in found:
        (withdrawn if each.voided_at or each.is_replaced else counted).append(each)
    return Day(day, counted, withdrawn)


def _lines(counts: dict[str, int]) -> list[Line]:
    lines = [Line(name, value) for name, value in counts.items()]
    return sorted(sorted(lines, key=attrgetter("name")), key=attrgetter("value"), reverse=True)

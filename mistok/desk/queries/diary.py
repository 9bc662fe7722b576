"""The four parts of «Щоденник роботи бібліотеки», as far as the desk knows them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from mistok.desk.models import Encounter, EncounterItem, Outcome, StreetAction, TopicKind
from mistok.desk.queries.encounters import Day, Line
from mistok.desk.queries.street import actions_of
from mistok.network.models import ServicePoint
from mistok.ukrainian.text import sort_key


@dataclass(frozen=True, slots=True)
class Lesson:
    """A skill taught on the day: how many lessons, how many people."""

    name: str
    lessons: int
    learners: int


@dataclass(frozen=True, slots=True)
class Later:
    """Records of the day that came after its figures were reported: they count on the day they came."""

    day: date
    records: int
    people: int


@dataclass(frozen=True, slots=True)
class DiaryParts:
    """A day by the parts of the diary. Loans, the second part, are kept by the library elsewhere."""

    day: Day
    composition: list[Line]
    unknown: int  # people of no category
    lessons: list[Lesson]
    actions: list[StreetAction]
    reference: list[Line]
    refused: list[Line]
    staff_help: int
    counted_later: list[Later]

    @property
    def has_mass_work(self) -> bool:
        return bool(self.lessons or self.actions)


def diary_parts(point: ServicePoint, day: Day) -> DiaryParts:
    """The parts of a day at a point: three queries more than the day itself."""
    return parts_of({point.pk: day}, day.day)[point.pk]


def parts_of(days: Mapping[int, Day], day: date) -> dict[int, DiaryParts]:
    """The parts of the day at each of the points: three queries for all of them."""
    actions: dict[int, list[StreetAction]] = {point: [] for point in days}
    for action in actions_of(days, day, day):
        actions[action.point_id].append(action)
    later: dict[int, list[Later]] = {point: [] for point in days}
    moved = Encounter.objects.counted().filter(point__in=days, adjusted_from=day).order_by("day")
    for point, *counted in moved.values_list("point", "day").annotate(Count("pk"), Sum("number")):
        later[point].append(Later(*counted))
    return {point: parts(each, actions[point], later[point]) for point, each in days.items()}


def parts(day: Day, actions: list[StreetAction], later: list[Later]) -> DiaryParts:
    """The records of a day by the parts of the diary."""
    items = [item for each in day.records for item in each.items.all()]
    given = [item for item in items if item.outcome != Outcome.NOT_POSSIBLE]
    return DiaryParts(
        day=day,
        composition=day.by_category(),
        unknown=sum(each.number for each in day.records if not each.categories.all()),
        lessons=_lessons(day),
        actions=actions,
        reference=_summed(given, lambda item: not (item.topic and item.topic.is_skill)),
        refused=_summed(items, lambda item: item.outcome == Outcome.NOT_POSSIBLE),
        staff_help=sum(
            item.times for item in given if item.topic is not None and item.topic.kind == TopicKind.STAFF
        ),
        counted_later=later,
    )


def _lessons(day: Day) -> list[Lesson]:
    """Skills by their names; a visit to two lessons is a learner of both."""
    found: dict[str, tuple[int, int]] = {}
    for record in day.records:
        for item in record.items.all():
            if item.topic and item.topic.is_skill and item.outcome != Outcome.NOT_POSSIBLE:
                lessons, learners = found.get(item.topic.name, (0, 0))
                found[item.topic.name] = lessons + item.times, learners + record.number
    lines = [Lesson(name, *counts) for name, counts in found.items()]
    return sorted(lines, key=lambda line: (-line.learners, sort_key(line.name)))


def _summed(items: list[EncounterItem], wanted: Callable[[EncounterItem], bool]) -> list[Line]:
    counts: dict[str, int] = {}
    for item in items:
        if wanted(item):
            counts[str(item.subject)] = counts.get(str(item.subject), 0) + item.times
    lines = [Line(name, value) for name, value in counts.items()]
    return sorted(lines, key=lambda line: (-line.value, sort_key(line.name)))

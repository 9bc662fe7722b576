"""What a tally may count at a point, and the tallies of a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from mistok.desk.models import EncounterItem, Subject, Tally, TallyRecord, Topic
from mistok.desk.queries.encounters import current_topics, recordable, usual_acts
from mistok.directory.models import Service
from mistok.network.models import ServicePoint
from mistok.network.permissions import Permission
from mistok.network.queries import Person, points_for


@dataclass(frozen=True, slots=True)
class Told:
    """A tally in words as it was counted: acts, who came, how many in all. What was withdrawn is left out."""

    tally: Tally
    acts: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    people: int
    is_corrected: bool  # a part of it was set right later, in the diary


def tallies_for(person: Person) -> QuerySet[Tally]:
    """Tallies of the points where the person records."""
    return Tally.objects.filter(point__in=points_for(person, Permission.RECORD_HELP))


def tallies_of(point: ServicePoint, day: date) -> list[Told]:
    """The tallies of a day that count, the last written first."""
    found = (
        Tally.objects.filter(point=point, day=day, undone_at=None)
        .select_related("staff", "sheet")
        .prefetch_related(
            Prefetch(
                "records",
                TallyRecord.objects.select_related("encounter__superseded_by").prefetch_related(
                    "encounter__categories",
                    Prefetch("encounter__items", EncounterItem.objects.select_related("service", "topic")),
                ),
            )
        )
    )
    return [told for each in found if (told := _told(each))]


def _told(tally: Tally) -> Told | None:
    records = [each.encounter for each in tally.records.all() if each.encounter.voided_at is None]
    if not records:
        return None
    return Told(
        tally,
        [
            (
                item.subject.short_name,
                each.number if item.topic and item.topic.is_skill else item.times,
            )
            for each in records
            for item in each.items.all()
        ],
        [(category.name, each.number) for each in records for category in each.categories.all()],
        sum(each.number for each in records),
        any(each.is_replaced for each in records),
    )


def offered(point: ServicePoint, day: date) -> list[Subject]:
    """The usual acts of the point, which stand in the grid."""
    return usual_acts(point, day, current_topics())


def all_subjects() -> dict[str, Subject]:
    """Every service and topic in use by its name, to be typed; a name that two share leads to the first."""
    found: dict[str, Subject] = {}
    in_use = Service.objects.filter(retired_on=None, is_draft=False)
    for service in in_use.only("slug", "name", "short_name", "url"):
        found.setdefault(service.name, service)
    for topic in recordable(current_topics()):
        found.setdefault(topic.name, topic)
    return found


def named(text: str, subjects: dict[str, Subject]) -> Subject | None:
    """The thing that the text names in full or by the name on its button; None when there is none, or two."""
    wanted = plain(text)
    full = [each for name, each in subjects.items() if plain(name) == wanted]
    if full:
        return full[0]
    short = [each for each in subjects.values() if plain(each.short_name) == wanted]
    codes = [each for each in subjects.values() if isinstance(each, Topic) and each.code == wanted]
    return (codes or short)[0] if len(codes or short) == 1 else None


def plain(text: str) -> str:
    """A name as it is compared: whatever its case, spaces and apostrophes."""
    return " ".join(text.replace("'", "’").replace("`", "’").casefold().split())

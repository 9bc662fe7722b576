"""Desk records of the demonstration: July 2012 – February 2013 to the figure, and the last weeks."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from mistok.accounts.models import User
from mistok.desk.cards import mark_of
from mistok.desk.models import Certainty, Channel, Encounter, EncounterItem, Independence, Outcome, Topic
from mistok.directory.models import Service
from mistok.lib.identifiers import uuid7
from mistok.network.models import ServicePoint, VisitorCategory

# How often each e-service was given, July 2012 – February 2013. The sum, 1607, the three most demanded and
# the 124 appeals to the mayor are the network's published figures; how the rest splits is made up.
E_SERVICES = {
    "utility-payments": 342,
    "oschadbank-soviet-deposits": 281,
    "shchodennyk-ua": 236,
}
MAYOR_APPEALS = 124
E_SERVICES_IN_ALL = 1607
LEARNERS, YOUNGEST, OLDEST = 340, 22, 70
COMPUTER_LITERACY = "3.1.4.3"
# Visits for consultations were counted by estimate on crowded days: hence "over 2000 people".
ESTIMATED_VISITS = 96
REPORT_START, REPORT_END = date(2012, 7, 1), date(2013, 2, 28)
WEEKS_OF_PRESENT = 9


class Records:
    """Collects encounters and writes them in bulk; the same seed gives the same records."""

    def __init__(self, staff: User, seed: int) -> None:
        self.staff = staff
        self.chance = random.Random(seed)  # noqa: S311 - a demonstration, not a secret
        self.cards = random.Random(seed)  # noqa: S311 - apart, so that it changes nothing else
        self.encounters: list[Encounter] = []
        self.items: list[EncounterItem] = []
        self.categories: list[tuple[Encounter, VisitorCategory]] = []

    def add(
        self,
        point: ServicePoint,
        at: datetime,
        *,
        number: int = 1,
        service: Service | None = None,
        topic: Topic | None = None,
        category: VisitorCategory | None = None,
        certainty: Certainty = Certainty.EXACT,
        ages: tuple[int, int] | None = None,
        times: int = 1,
        card_hash: str = "",
    ) -> None:
        encounter = Encounter(
            uuid=uuid7(int(at.timestamp() * 1000)),
            point=point,
            staff=self.staff,
            occurred_at=at,
            received_at=at,
            day=timezone.localdate(at),
            number=number,
            certainty=certainty,
            channel=Channel.DESK,
            age_from=ages[0] if ages else None,
            age_to=ages[1] if ages else None,
            card_hash=card_hash,
        )
        self.encounters.append(encounter)
        if category is not None:
            self.categories.append((encounter, category))
        self.items.append(
            EncounterItem(
                encounter=encounter,
                service=service,
                topic=topic,
                times=times,
                outcome=self.chance.choices(
                    [Outcome.DONE, Outcome.SHOWN, Outcome.REFERRED],
                    weights=[7, 3, 1] if service else [5, 5, 0],
                )[0],
                independence=self.chance.choice(Independence.values) if topic else None,
            )
        )

    @transaction.atomic
    def write(self) -> int:
        Encounter.objects.bulk_create(self.encounters, batch_size=500)
        EncounterItem.objects.bulk_create(self.items, batch_size=500)
        through = Encounter.categories.through
        through.objects.bulk_create(
            [through(encounter_id=e.pk, visitorcategory_id=c.pk) for e, c in self.categories], batch_size=500
        )
        return len(self.encounters)

    def moment(self, day: date) -> datetime:
        """A moment of a working day in Kyiv."""
        minute = self.chance.randrange(10 * 60, 17 * 60 + 30)
        return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))


def build_history(staff: User) -> int:
    """The published eight months. Returns how many records were written."""
    records = Records(staff, seed=2012)
    points = list(ServicePoint.objects.order_by("opened_on", "slug"))
    days = [REPORT_START + timedelta(days=n) for n in range((REPORT_END - REPORT_START).days + 1)]
    days = [day for day in days if day.weekday() < 5]
    categories = list(VisitorCategory.objects.exclude(code="librarian"))

    def somewhere() -> tuple[ServicePoint, datetime]:
        day = records.chance.choice(days)
        open_then = [
            point
            for point in points
            if point.opened_on <= day and (point.closed_on is None or day < point.closed_on)
        ]
        # the central library serves more than any branch
        weights = [4 if point.slug == "kropyvnytskoho" else 1 for point in open_then]
        return records.chance.choices(open_then, weights)[0], records.moment(day)

    for service, times in _shares(records.chance):
        for _ in range(times):
            point, at = somewhere()
            records.add(point, at, service=service, category=records.chance.choice(categories))
    literacy = Topic.objects.get(code=COMPUTER_LITERACY)
    for number, ages in _groups(records.chance):
        point, at = somewhere()
        records.add(point, at, topic=literacy, number=number, certainty=Certainty.TALLY, ages=ages)
    topics = list(Topic.objects.filter(code__in=["3.1.2.1", "3.1.3.1", "3.1.3.4"]))
    left = ESTIMATED_VISITS
    while left > 0:
        number = min(left, records.chance.randint(4, 12))
        point, at = somewhere()
        topic = records.chance.choice(topics)
        records.add(point, at, topic=topic, number=number, certainty=Certainty.ESTIMATE, times=number)
        left -= number
    return records.write()


def _shares(chance: random.Random) -> Iterator[tuple[Service, int]]:
    """How many times each service was given; the named three, the mayor's reception, then a falling rest."""
    named = {**E_SERVICES, "mykolaiv-mayor-appeal": MAYOR_APPEALS}
    services = {service.slug: service for service in Service.objects.filter(slug__in=named)}
    for slug, times in named.items():
        yield services[slug], times
    rest = list(
        Service.objects.filter(kind="e-service", level="national")
        .exclude(slug__in=named)
        .order_by("-demand", "slug")[:18]
    )
    left = E_SERVICES_IN_ALL - sum(named.values())
    for position, service in enumerate(rest, 1):
        share = left if position == len(rest) else min(left, max(1, left * 2 // (len(rest) - position + 6)))
        left -= share
        yield service, share


def _groups(chance: random.Random) -> Iterator[tuple[int, tuple[int, int]]]:
    """Groups of learners that make 340 in all, from 22 to 70 years old."""
    left, first = LEARNERS, True
    while left > 0:
        number = min(left, chance.randint(5, 10))
        youngest = YOUNGEST if first else chance.randint(24, 48)
        yield number, (youngest, OLDEST if first else chance.randint(youngest + 5, 69))
        left, first = left - number, False


def build_present(staff: dict[str, User], now: datetime) -> int:
    """The last weeks up to this hour, so that the desk, the dashboard and the report are alive."""
    written = 0
    services = list(
        Service.objects.filter(kind="e-service", retired_on=None).order_by("-demand", "slug")[:24]
    )
    topics = list(Topic.objects.filter(code__in=["3.1.2.1", "3.1.3.1", "3.1.4.1", "3.1.4.3"]))
    categories = list(VisitorCategory.objects.order_by("order")[:9])
    today = timezone.localdate(now)
    for position, point in enumerate(ServicePoint.objects.order_by("-computers", "slug")):
        if point.closed_on:
            continue
        person = (
            staff["librarian"]
            if point.slug == "kropyvnytskoho"
            else staff["branch" if point.slug == "filiia-5" else "head"]
        )
        records = Records(person, seed=2026 + position)
        busy = 9 if point.slug == "kropyvnytskoho" else 2 + position % 3
        for back in range(WEEKS_OF_PRESENT * 7):
            day = today - timedelta(days=back)
            if day.weekday() == 5 and back:
                continue
            for _ in range(records.chance.randint(busy - 2, busy + 3)):
                at = records.moment(day)
                if at >= now:
                    # early in the day: what the newcomer sees first must not be an empty table
                    midnight = timezone.make_aware(datetime.combine(today, time()))
                    at = max(midnight, now - timedelta(minutes=records.chance.randint(1, 50)))
                _one(records, point, at, services, topics, categories)
        written += records.write()
    return written


def _one(
    records: Records,
    point: ServicePoint,
    at: datetime,
    services: list[Service],
    topics: list[Topic],
    categories: list[VisitorCategory],
) -> None:
    category = records.chance.choice(categories)
    if records.chance.random() < 0.8:
        # Zipf-like: a few services make most of the day
        weights = [1 / (rank + 1) for rank in range(len(services))]
        service = records.chance.choices(services, weights)[0]
        # Some show their card; there are a few dozen of them, so they are seen again.
        code = f"Ч-{records.cards.randrange(100, 140)}" if records.cards.random() < 0.2 else ""
        card = mark_of(code, point.organisation_id)
        records.add(point, at, service=service, category=category, card_hash=card)
    else:
        topic = records.chance.choice(topics)
        if topic.code == COMPUTER_LITERACY:
            number = records.chance.randint(3, 7)
            records.add(point, at, topic=topic, number=number, certainty=Certainty.TALLY, ages=(34, 71))
        else:
            records.add(point, at, topic=topic, category=category)

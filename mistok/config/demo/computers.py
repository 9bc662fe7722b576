"""Computers of two points: last weeks, a board on which something goes on, a booking for tomorrow."""

from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from mistok.accounts.models import User
from mistok.desk.models import (
    ComputerPlace,
    ComputerRule,
    ComputerSession,
    Ending,
    PlaceSlot,
    SessionState,
    day_of,
)
from mistok.desk.queries.computers import slots_of
from mistok.lib.identifiers import uuid7
from mistok.network.models import Equipment, ServicePoint

PLACES = (("Комп’ютер 1", "великий екран"), ("Комп’ютер 2", "зі сканером"), ("Комп’ютер 3", ""))
POINTS = (("kropyvnytskoho", "librarian"), ("filiia-5", "branch"))
DAYS = 28
BEGINS = (time(9, 20), time(10, 35), time(12, 0), time(14, 10), time(15, 30))


def fill(staff: dict[str, User], now: datetime) -> None:
    """Give two points computers with a month of sessions. A second time nothing is added."""
    chance = Random(2026)  # noqa: S311 - a show, not a secret
    for slug, key in POINTS:
        point, person = ServicePoint.objects.get(slug=slug), staff[key]
        if point.computer_places.exists():
            continue
        things = Equipment.objects.filter(point=point, kind="computer", state="in-use").order_by("pk")
        linked = [*things[: len(PLACES)], *[None] * len(PLACES)]
        places = [
            ComputerPlace.objects.create(
                point=point, name=name, about=about, order=10 * number, equipment=linked[number - 1]
            )
            for number, (name, about) in enumerate(PLACES, 1)
        ]
        ComputerRule.objects.create(point=point)
        _weeks(point, places, person, chance, now)
        _now(point, places, person, now)


def _weeks(
    point: ServicePoint, places: list[ComputerPlace], staff: User, chance: Random, now: datetime
) -> None:
    sessions = []
    for days in range(1, DAYS + 1):
        day = day_of(now) - timedelta(days=days)
        if day.weekday() > 4:
            continue
        for place in places:
            for begins in BEGINS:
                if chance.random() < 0.45:
                    continue
                at = datetime.combine(day, begins, tzinfo=timezone.get_default_timezone())
                is_seen = chance.random() < 0.7
                length = timedelta(minutes=chance.randint(12, 60) if is_seen else 60)
                sessions.append(
                    ComputerSession(
                        uuid=uuid7(int((at + length).timestamp() * 1000)),
                        point=point,
                        place=place,
                        code=f"{chance.randint(22222, 99999)}",
                        state=SessionState.OVER,
                        staff=staff,
                        created_at=at,
                        starts_at=at,
                        ends_at=at + timedelta(minutes=60),
                        ended_at=at + length,
                        ending=Ending.HAND if is_seen else Ending.TIME,
                        is_estimate=not is_seen,
                        day=day,
                        revised_at=at + length,
                    )
                )
    ComputerSession.objects.bulk_create(sessions)


def _now(point: ServicePoint, places: list[ComputerPlace], staff: User, now: datetime) -> None:
    """Somebody sits at the first computer; the second is booked for tomorrow."""
    minute = now.replace(second=0, microsecond=0)
    tomorrow = datetime.combine(
        day_of(now) + timedelta(days=1), time(11), tzinfo=timezone.get_default_timezone()
    )
    for place, state, starts_at, code in (
        (places[0], SessionState.GOING, minute - timedelta(minutes=15), "23748"),
        (places[1], SessionState.BOOKED, tomorrow, "56293"),
    ):
        session = ComputerSession.objects.create(
            uuid=uuid7(),
            point=point,
            place=place,
            code=code,
            state=state,
            staff=staff,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=60),
            day=day_of(starts_at),
        )
        PlaceSlot.objects.bulk_create(
            PlaceSlot(place=place, starts_at=each, session=session)
            for each in slots_of(starts_at, starts_at + timedelta(minutes=60))
        )

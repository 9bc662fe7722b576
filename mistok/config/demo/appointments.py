"""Appointments of two points: the last weeks, a day that goes on, people who come tomorrow. All made up."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from mistok.accounts.models import User
from mistok.desk.actions.appointments_rules import change_rules
from mistok.desk.models import (
    Appointment,
    AppointmentState,
    BookingRules,
    CancelReason,
    Origin,
    Subject,
    TakenTime,
    Topic,
    day_of,
)
from mistok.desk.queries.appointments_times import beginnings, rules_of
from mistok.directory.models import Service
from mistok.network.models import ServicePoint

POINTS = (("kropyvnytskoho", "librarian", 2), ("filiia-5", "branch", 1))
NAMES = ("Оля", "пані Марія", "Іван", "Світлана Петрівна", "Тарас", "Надія", "пан Олексій", "Галина")
PAST, AHEAD = 28, 5  # days
SHARE = 0.3  # of the times that somebody has booked


def fill(people: Mapping[str, User], now: datetime) -> None:
    """Rules and appointments of two points. A second time nothing is added."""
    chance = Random(1812)  # noqa: S311 - a show, not a secret
    today = timezone.localdate(now)
    for slug, key, places in POINTS:
        point, person = ServicePoint.objects.select_related("organisation").get(slug=slug), people[key]
        if BookingRules.objects.filter(point=point).exists():
            continue
        services = list(
            Service.objects.filter(retired_on=None, is_draft=False).order_by("-demand", "name")[:6]
        )
        topics = list(Topic.objects.filter(kind="skill", parent__isnull=False, retired_on=None)[:1])
        subjects: list[Subject] = [*services, *topics]
        rules = BookingRules(
            point=point, is_on=True, places=places, note="Приходьте на п’ять хвилин раніше."
        )  # fmt: skip
        lengths = [(subjects[0], 20), *((each, 60) for each in topics)]
        change_rules(rules=rules, lengths=lengths, by=people["head"])
        for number in range(-PAST, AHEAD + 1):
            _day(rules_of(point), today + timedelta(days=number), subjects, person, chance, now)


def _day(
    rules: BookingRules, day: date, subjects: list[Subject], person: User, chance: Random, now: datetime
) -> None:
    for at, until in beginnings(rules, day, rules.minutes):
        if chance.random() > SHARE:
            continue
        subject = chance.choice(subjects)
        made = Appointment(
            point=rules.point,
            starts_at=at,
            ends_at=until,
            day=day_of(at),
            place=1,
            name=chance.choice(NAMES),
            phone="067 000 00 00" if chance.random() < 0.5 else "",
            origin=Origin.SITE if chance.random() < 0.6 else Origin.STAFF,
            booked_at=min(now, at) - timedelta(days=chance.randint(1, 6), hours=3),
        )
        if isinstance(subject, Topic):
            made.topic = subject
        else:
            made.service = subject
        made.booked_by = person if made.origin == Origin.STAFF else None
        if until < now:
            _over(made, person, chance)
        made.save()
        if made.is_live:
            TakenTime.objects.bulk_create(
                TakenTime(appointment=made, point=rules.point, at=piece, place=1) for piece in made.pieces()
            )


def _over(made: Appointment, person: User, chance: Random) -> None:
    """What became of one that is past: mostly help, sometimes nobody came."""
    luck = chance.random()
    if luck < 0.12:
        made.state, made.ended_at = AppointmentState.MISSED, made.ends_at
    elif luck < 0.2:
        made.state, made.cancel_reason = AppointmentState.CANCELLED, CancelReason.PERSON
        made.ended_at = made.starts_at - timedelta(hours=20)
    else:
        made.state, made.staff = AppointmentState.DONE, person
        made.arrived_at = made.starts_at - timedelta(minutes=chance.randint(0, 9))
        made.served_at = made.starts_at + timedelta(minutes=chance.randint(0, 14))
        made.ended_at = made.served_at + timedelta(minutes=chance.randint(10, 30))

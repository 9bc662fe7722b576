from datetime import UTC, datetime

import factory

from mistok.accounts.tests.factories import UserFactory
from mistok.desk.models import ComputerPlace, ComputerRule, ComputerSession, Ending, SessionState, day_of
from mistok.network.tests.factories import ServicePointFactory


class ComputerPlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ComputerPlace

    point = factory.SubFactory(ServicePointFactory)
    name = factory.Sequence(lambda n: f"Місце {n}")
    order = factory.Sequence(lambda n: n)


class ComputerRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ComputerRule

    point = factory.SubFactory(ServicePointFactory)


class ComputerSessionFactory(factory.django.DjangoModelFactory):
    """A session that is over, on 19 November 2026 from 11:30 to 12:00 in Kyiv."""

    class Meta:
        model = ComputerSession

    point = factory.SelfAttribute("place.point")
    place = factory.SubFactory(ComputerPlaceFactory)
    staff = factory.SubFactory(UserFactory)
    code = factory.Sequence(lambda n: f"{n:05d}")
    state = SessionState.OVER
    starts_at = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
    ends_at = datetime(2026, 11, 19, 10, 30, tzinfo=UTC)
    ended_at = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    ending = Ending.HAND
    day = factory.LazyAttribute(lambda o: day_of(o.starts_at))

from datetime import timedelta

import factory
from django.utils import timezone

from mistok.desk.models import Appointment, day_of
from mistok.network.tests.factories import ServicePointFactory


class AppointmentFactory(factory.django.DjangoModelFactory):
    """For somebody who comes in three days."""

    class Meta:
        model = Appointment

    point = factory.SubFactory(ServicePointFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now().replace(minute=0, second=0) + timedelta(days=3))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(minutes=30))
    day = factory.LazyAttribute(lambda o: day_of(o.starts_at))
    place = 1
    name = "Оля"

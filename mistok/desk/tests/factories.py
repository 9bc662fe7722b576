from datetime import UTC, date, datetime

import factory

from mistok.accounts.tests.factories import UserFactory
from mistok.desk.models import (
    Encounter,
    EncounterItem,
    SheetImport,
    StreetAction,
    Tally,
    Topic,
    TopicKind,
    day_of,
)
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import ServicePointFactory


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"3.1.3.{n}")
    kind = TopicKind.CONSULTATION
    name = factory.Sequence(lambda n: f"Пошук в інтернеті {n}")
    short_name = factory.Sequence(lambda n: f"Пошук {n}")


class EncounterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Encounter
        skip_postgeneration_save = True

    point = factory.SubFactory(ServicePointFactory)
    staff = factory.SubFactory(UserFactory)
    occurred_at = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
    day = factory.LazyAttribute(lambda o: day_of(o.occurred_at))

    @factory.post_generation
    def categories(self, create, extracted, **kwargs):
        if create and extracted:
            self.categories.set(extracted)


class EncounterItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EncounterItem

    encounter = factory.SubFactory(EncounterFactory)
    service = factory.SubFactory(ServiceFactory)


class SheetImportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetImport

    point = factory.SubFactory(ServicePointFactory)
    staff = factory.SubFactory(UserFactory)
    name = "аркуш.xlsx"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class TallyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tally

    point = factory.SubFactory(ServicePointFactory)
    staff = factory.SubFactory(UserFactory)
    day = date(2026, 11, 19)


class StreetActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StreetAction

    point = factory.SubFactory(ServicePointFactory)
    written_by = factory.SubFactory(UserFactory)
    title = factory.Sequence(lambda n: f"Акція {n}")
    place = "Площа"
    day = date(2026, 11, 19)
    encounter = factory.SubFactory(
        EncounterFactory,
        point=factory.SelfAttribute("..point"),
        staff=factory.SelfAttribute("..written_by"),
        channel="street",
    )

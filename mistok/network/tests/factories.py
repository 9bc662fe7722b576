from datetime import date

import factory
from django.core.files.base import ContentFile

from mistok.accounts.tests.factories import UserFactory
from mistok.lib.files.models import StoredFile
from mistok.network.models import (
    Agreement,
    Contact,
    Equipment,
    EquipmentKind,
    Interaction,
    InteractionKind,
    Membership,
    Organisation,
    OrganisationKind,
    Place,
    PointDocument,
    Role,
    ServicePoint,
    StockTaking,
    Subordination,
    Territory,
    TerritoryCategory,
    VisitorCategory,
)


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"UA{n:017d}")
    level = 4
    category = TerritoryCategory.CITY
    name = factory.Sequence(lambda n: f"Містечко {n}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"library-{n}")
    kind = OrganisationKind.LIBRARY
    name = factory.Sequence(lambda n: f"Публічна бібліотека № {n}")
    territory = factory.SubFactory(TerritoryFactory)


class SubordinationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Subordination

    organisation = factory.SubFactory(OrganisationFactory)
    parent = factory.SubFactory(OrganisationFactory)


class ServicePointFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServicePoint

    slug = factory.Sequence(lambda n: f"point-{n}")
    name = factory.Sequence(lambda n: f"Пункт е-послуг № {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    territory = factory.SubFactory(TerritoryFactory)
    address = "вул. Садова, 1"
    opening_hours = "Mo-Fr 09:00-18:00"
    opened_on = date(2012, 7, 1)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.LIBRARIAN
    since = date(2012, 1, 1)


class VisitorCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = VisitorCategory
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"category-{n}")
    name = factory.Sequence(lambda n: f"Категорія {n}")


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    name = "Положення.pdf"
    media_type = "application/pdf"
    size = 9
    sha256 = "0" * 64
    content = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7\n", name="file"))


class PointDocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PointDocument

    organisation = factory.SubFactory(OrganisationFactory)
    kind = "regulation"
    title = "Положення про центр"
    is_public = True
    file = factory.SubFactory(StoredFileFactory)


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.AUTHORITY)
    name = "Ірина Коваль"
    position = "керівниця апарату"


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PARTNER)
    library = factory.SubFactory(OrganisationFactory)
    title = "Про співпрацю"
    signed_on = date(2026, 1, 15)


class InteractionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interaction

    organisation = factory.SubFactory(OrganisationFactory, kind=OrganisationKind.PARTNER)
    library = factory.SubFactory(OrganisationFactory)
    kind = InteractionKind.CALL
    on = date(2026, 3, 2)
    summary = "Домовилися про спільний день відкритих дверей."


class EquipmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Equipment

    organisation = factory.SubFactory(OrganisationFactory)
    inventory_number = factory.Sequence(lambda n: f"10148{n:04d}")
    name = "Комп’ютер"
    kind = EquipmentKind.COMPUTER


class StockTakingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StockTaking

    organisation = factory.SubFactory(OrganisationFactory)
    point = factory.SubFactory(ServicePointFactory)
    commission = ["директорка, Олена Мороз", "бібліотекарка, Марія Сич"]


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    slug = factory.Sequence(lambda n: f"office-{n}")
    name = factory.Sequence(lambda n: f"ЦНАП № {n}")
    organisation = factory.SubFactory(OrganisationFactory, kind="provider")
    territory = factory.SubFactory(TerritoryFactory)
    address = "вул. Миру, 5"
    opening_hours = "Mo-Fr 09:00-18:00"

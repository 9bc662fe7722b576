from datetime import date

import factory

from mistok.accounts.tests.factories import UserFactory
from mistok.network.models import (
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    ServicePoint,
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

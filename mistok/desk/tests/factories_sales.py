"""Price lists and sales for tests."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from mistok.desk.actions.sales import sell
from mistok.desk.models import PaidKind, PaidUnit, Payment, PriceExemption, PriceLine, PriceList
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import OrganisationFactory


class PriceListFactory(factory.django.DjangoModelFactory):
    """Approved and in force since January; `draft=True` for a draft."""

    class Meta:
        model = PriceList

    class Params:
        draft = factory.Trait(approved_at=None)

    organisation = factory.SubFactory(OrganisationFactory)
    decision_number = "31/5"
    decided_on = date(2025, 12, 20)
    body = "Міська рада"
    valid_from = date(2026, 1, 1)
    approved_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=90))


class PriceLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriceLine

    prices = factory.SubFactory(PriceListFactory)
    position = factory.Sequence(lambda n: n)
    kind = PaidKind.PRINT
    name = factory.Sequence(lambda n: f"Чорно-білий друк {n}")
    unit = PaidUnit.PAGE
    price = 300


class PriceExemptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriceExemption

    prices = factory.SubFactory(PriceListFactory)
    who = "Особи з інвалідністю внаслідок війни"
    ground = "рішення міської ради № 31/5, пункт 3"


def sold(point, by, quantities, payment=Payment.CASH, **more):
    """A sale as the desk makes it: lines with their quantities."""
    return sell(
        by=by,
        point=point,
        uuid=more.pop("uuid", None) or uuid7(),
        quantities={line.pk: number for line, number in quantities.items()},
        payment=payment,
        **more,
    ).sale

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk.print_demand import asked_at
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory
from mistok.directory.tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def test_asked_for_here_comes_first(cast, network, sign_in):
    ServiceFactory(demand=100)
    asked, elsewhere = ServiceFactory(demand=1), ServiceFactory(demand=2)
    here = EncounterFactory(point=network.point, staff=cast.librarian, occurred_at=timezone.now())
    EncounterItemFactory(encounter=here, service=asked, times=3)
    there = EncounterFactory(point=network.other_point, staff=cast.colleague, occurred_at=timezone.now())
    EncounterItemFactory(encounter=there, service=elsewhere)
    assert asked_at(network.point, 5) == [asked.pk]
    page = sign_in(cast.librarian).get(reverse("directory:print-product", args=["poster"]))
    assert page.context["choice"].services[0] == asked


def test_voided_records_do_not_count(cast, network):
    record = EncounterFactory(point=network.point, staff=cast.librarian, occurred_at=timezone.now())
    EncounterItemFactory(encounter=record, service=ServiceFactory())
    record.void("mistake")
    assert asked_at(network.point, 5) == []

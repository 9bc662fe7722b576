"""Providers are found by name and lead to all their services."""

import pytest

from mistok.directory.actions.telling import providers_changed
from mistok.directory.search_providers import providers
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import OrganisationFactory
from mistok.search.actions import rebuild
from mistok.search.models import Change
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


def test_a_provider_is_found_and_leads_to_its_services(client):
    fund = OrganisationFactory(name="Пенсійний фонд України", short_name="ПФУ")
    ServiceFactory(name="Перерахунок: подати заяву", provider=fund)
    rebuild()

    found = [hit for hit in search("пенсійний фонд").hits if hit.kind == "provider"]

    assert [hit.title for hit in found] == ["Пенсійний фонд України"]
    assert "Перерахунок: подати заяву" in client.get(found[0].url).content.decode()


def test_who_gives_nothing_is_not_found():
    OrganisationFactory(name="Порожня установа")
    ServiceFactory(is_draft=True)

    assert list(providers(None)) == []


def test_each_provider_of_changed_services_is_told_of_once():
    fund = OrganisationFactory()
    services = [ServiceFactory(provider=fund), ServiceFactory(provider=fund), ServiceFactory()]
    Change.objects.all().delete()

    providers_changed(services)

    told = Change.objects.filter(kind="provider").values_list("key", flat=True)
    assert sorted(told) == sorted({str(service.provider_id) for service in services})

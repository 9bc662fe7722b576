from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.directory import actions, catalogue
from mistok.directory.models import Confirmation, LifeSituation, Service
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.models import Organisation, Territory, VisitorCategory
from mistok.network.tests.factories import TerritoryFactory, VisitorCategoryFactory
from mistok.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch):
    """Three cards of the real catalogue, one of them local; the list may be changed by the test."""
    whole = catalogue.load()
    national = [each for each in whole.services if not each.territory][:2]
    local = next(each for each in whole.services if each.territory)
    chosen = [*national, local]
    monkeypatch.setattr(catalogue, "load", lambda: replace(whole, services=tuple(chosen)))
    return chosen


def state():
    return {
        service.slug: (service.name, service.edited_at, [each.pk for each in service.situations.all()])
        for service in Service.objects.prefetch_related("situations")
    }


def test_load_catalogue_brings_in_everything_that_comes_with_mistok():
    for code in {each.territory for each in catalogue.load().services if each.territory}:
        TerritoryFactory(code=code)
    loaded = actions.load_catalogue()
    assert loaded.skipped == ()
    assert loaded.added == Service.objects.count() == len(catalogue.load().services) >= 150
    assert VisitorCategory.objects.count() == len(catalogue.load().categories)
    assert LifeSituation.objects.filter(services=None).count() == 0
    assert not Service.objects.exclude(confirmed_on=None).exists()
    assert Organisation.objects.filter(slug="provider-pfu", kind="provider").exists()


def test_load_catalogue_twice_changes_nothing(small):
    TerritoryFactory(code=small[2].territory)
    first = actions.load_catalogue()
    before, changes, entries = state(), Change.objects.count(), Entry.objects.count()
    second = actions.load_catalogue()
    assert (first.added, second.added, second.changed, second.unchanged) == (3, 0, 0, 3)
    assert state() == before
    assert (Change.objects.count(), Entry.objects.count()) == (changes, entries)


def test_load_catalogue_names_local_services_without_their_territory(small):
    assert not Territory.objects.exists()
    loaded = actions.load_catalogue()
    assert loaded.skipped == ((small[2].slug, small[2].territory),)
    TerritoryFactory(code=small[2].territory)
    assert actions.load_catalogue().added == 1


def test_load_catalogue_renews_cards_that_nobody_touched(small):
    actions.load_catalogue()
    small[0] = replace(small[0], name="Нова назва", situations=small[1].situations)
    loaded = actions.load_catalogue()
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, 1, 1)
    service = Service.objects.get(slug=small[0].slug)
    assert service.name == "Нова назва"
    assert set(service.situations.values_list("pk", flat=True)) == set(small[1].situations)
    assert actions.load_catalogue().changed == 0


def test_load_catalogue_leaves_cards_of_people_alone(small, cast):
    actions.load_catalogue()
    edited, confirmed = (Service.objects.get(slug=each.slug) for each in small[:2])
    actions.edit_service(service=edited, by=cast.head, values={"name": "Як у нас кажуть"})
    actions.confirm_service(
        service=confirmed, by=cast.librarian, how=Confirmation.WALKED_THROUGH, on=timezone.localdate()
    )
    small[0], small[1] = replace(small[0], name="З файлу"), replace(small[1], name="Теж із файлу")
    loaded = actions.load_catalogue()
    assert (loaded.changed, loaded.kept) == (0, 2)
    assert Service.objects.get(pk=edited.pk).name == "Як у нас кажуть"
    assert Service.objects.get(pk=confirmed.pk).name == confirmed.name


def test_load_catalogue_does_not_bring_back_what_was_retired(small, cast):
    actions.load_catalogue()
    service = Service.objects.get(slug=small[0].slug)
    actions.retire_service(service=service, by=cast.head, reason="Закрито")
    actions.load_catalogue()
    assert Service.objects.get(pk=service.pk).retired_on is not None


def test_load_catalogue_tells_search_and_journal(small):
    actions.load_catalogue()
    keys = set(Change.objects.filter(kind="service").values_list("key", flat=True))
    assert keys == {str(each) for each in Service.objects.values_list("uuid", flat=True)}
    assert Change.objects.filter(kind="situation").exists()
    assert Entry.objects.filter(event=Event.SERVICE_ADDED, actor="").count() == 2


def test_edit_service_changes_only_what_differs(cast):
    old, new = LifeSituationFactory(), LifeSituationFactory()
    service = ServiceFactory(situations=[old])
    before = service.edited_at
    same = {"name": service.name, "bring": service.bring, "situations": [old], "provider": service.provider}
    assert actions.edit_service(service=service, by=cast.head, values=same) == []
    assert not Entry.objects.filter(event=Event.SERVICE_CHANGED).exists()
    changed = actions.edit_service(
        service=service, by=cast.head, values={**same, "situations": [new], "cost": "0"}
    )
    assert changed == ["cost", "situations"]
    service.refresh_from_db()
    assert service.edited_at > before
    entry = Entry.objects.get(event=Event.SERVICE_CHANGED)
    assert (entry.actor, entry.details) == (str(cast.head.pk), {"fields": ["cost", "situations"]})
    assert {old.pk, new.pk} <= set(Change.objects.filter(kind="situation").values_list("key", flat=True))


def test_edit_is_not_a_confirmation_and_takes_none_away(cast):
    service = ServiceFactory(confirmed_on=date(2026, 11, 1), confirmed_how=Confirmation.READ_SOURCE)
    actions.edit_service(service=service, by=cast.head, values={"name": "Інша назва"})
    service.refresh_from_db()
    assert service.confirmed_on == date(2026, 11, 1)


def test_add_service_is_not_confirmed(cast):
    values = {
        field: getattr(ServiceFactory.build(), field)
        for field in ("name", "short_name", "url", "summary", "bring")
    }
    provider, situation, category = (
        ServiceFactory().provider,
        LifeSituationFactory(),
        VisitorCategoryFactory(),
    )
    service = actions.add_service(
        by=cast.head,
        values={
            **values,
            "slug": "nova",
            "provider": provider,
            "situations": [situation],
            "audiences": [category],
        },
    )
    assert not service.is_confirmed
    assert list(service.audiences.all()) == [category]
    assert Change.objects.filter(kind="service", key=str(service.uuid)).exists()


def test_confirm_service_says_who_how_and_when(cast):
    service = ServiceFactory()
    edited = service.edited_at
    day = timezone.localdate()
    actions.confirm_service(service=service, by=cast.librarian, how=Confirmation.ASKED_PROVIDER, on=day)
    service.refresh_from_db()
    assert (service.confirmed_on, service.confirmed_by, service.confirmed_how) == (
        day,
        cast.librarian,
        "asked",
    )
    assert service.edited_at == edited
    assert Entry.objects.get(event=Event.SERVICE_CONFIRMED).details == {"how": "asked", "on": day.isoformat()}


def test_confirm_service_refuses_a_day_ahead(cast):
    service = ServiceFactory()
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValueError, match="not come"):
        actions.confirm_service(service=service, by=cast.librarian, how=Confirmation.READ_SOURCE, on=tomorrow)
    assert not Entry.objects.exists()


def test_retire_service_once(cast):
    service = ServiceFactory(situations=[LifeSituationFactory()])
    actions.retire_service(service=service, by=cast.head, reason="Послугу закрили.")
    actions.retire_service(service=service, by=cast.head, reason="Ще раз.")
    assert Service.objects.get(pk=service.pk).retired_on == timezone.localdate()
    assert [each.details for each in Entry.objects.filter(event=Event.SERVICE_RETIRED)] == [
        {"reason": "Послугу закрили."}
    ]

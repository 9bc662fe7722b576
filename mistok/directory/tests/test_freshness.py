"""Edited, answered, confirmed: three facts; and what becomes of a card that nobody looks at."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mistok.directory import freshness, letters, tasks
from mistok.directory.actions import confirm_service, edit_service
from mistok.directory.freshness import Band, band, months_after, months_before
from mistok.directory.models import Confirmation, Service
from mistok.directory.search import services as documents
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import Membership
from mistok.search.models import Change

DAY = date(2026, 11, 21)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def row(due: date, months: int = 6) -> dict:
    return {"review_due_on": due, "review_months": months, "confirmed_on": None, "created_at": None}


def overdue(days: int, **fields) -> Service:
    return ServiceFactory(review_due_on=timezone.localdate() - timedelta(days=days), **fields)


# Bands


def test_bands_by_steps():
    due = date(2026, 6, 1)
    said = {
        day: band(row(due), day)
        for day in (
            due,
            date(2026, 6, 2),
            date(2026, 9, 1),
            date(2026, 9, 2),
            date(2026, 12, 1),
            date(2026, 12, 2),
        )
    }
    assert list(said.values()) == [Band.FRESH, Band.DUE, Band.DUE, Band.LATE, Band.LATE, Band.LOST]


@given(days, st.integers(1, 60), st.integers(0, 4000))
def test_bands_only_get_worse(due, months, later):
    order = list(Band)
    first, second = (
        band(row(due, months), due + timedelta(days=later)),
        band(row(due, months), due + timedelta(days=later + 1)),
    )
    assert order.index(first) <= order.index(second)
    assert freshness.weight(row(due, months), due + timedelta(days=later)) in freshness.WEIGHTS.values()


@given(days, st.integers(1, 60))
def test_months_there_and_back(day, months):
    there = months_after(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert day - timedelta(days=3) <= months_before(there, months) <= day


@pytest.mark.django_db
def test_list_condition_is_the_band():
    for months in (1, 2, 6, 7):
        for extra in range(-3, 4):
            due = months_before(DAY, months) + timedelta(days=extra)
            ServiceFactory(review_due_on=due, review_months=months)
    ServiceFactory(review_due_on=None)
    listed = set(Service.objects.filter(freshness.is_listed(DAY)).values_list("pk", flat=True))
    assert listed == {each.pk for each in Service.objects.all() if band(each, DAY) is not Band.LOST}
    assert 0 < len(listed) < Service.objects.count()


# Terms


@pytest.mark.django_db
def test_confirmation_begins_a_new_term(cast):
    service = overdue(100, review_months=3)
    confirm_service(
        service=service, by=cast.librarian, how=Confirmation.READ_SOURCE, on=date(2026, 8, 31), note="ок"
    )
    service.refresh_from_db()
    assert (service.review_due_on, service.confirmed_note) == (date(2026, 11, 30), "ок")


@pytest.mark.django_db
def test_new_interval_moves_the_day_and_an_edit_does_not(cast):
    service = ServiceFactory(
        confirmed_on=date(2026, 8, 1), confirmed_how="read", review_due_on=date(2027, 2, 1)
    )
    edit_service(service=service, by=cast.head, values={"cost": "безоплатно"})
    service.refresh_from_db()
    assert service.review_due_on == date(2027, 2, 1)
    edit_service(service=service, by=cast.head, values={"review_months": 12})
    service.refresh_from_db()
    assert service.review_due_on == date(2027, 8, 1)


@pytest.mark.django_db
def test_cards_without_a_day_get_one():
    service = ServiceFactory(review_months=6)
    Service.objects.update(review_due_on=None)
    assert freshness.keep_terms() == 1
    service.refresh_from_db()
    assert service.review_due_on == months_after(timezone.localdate(service.created_at), 6)
    assert freshness.keep_terms() == 0


# Search


@pytest.mark.django_db
def test_overdue_card_sinks_and_then_leaves_search():
    def found(service):
        return {each.key: each.weight for each in documents(None)}.get(str(service.uuid))

    fresh, due, late, lost = (overdue(n, demand=100) for n in (0, 10, 120, 220))
    assert (found(fresh), found(due), found(late), found(lost)) == (1.0, 0.8, 0.5, None)
    assert Client().get(lost.get_absolute_url()).status_code == 200
    assert "немає в пошуку" in Client().get(lost.get_absolute_url()).text


@pytest.mark.django_db
def test_night_indexes_cards_that_changed_their_band():
    overdue(50)
    sinks, leaves = overdue(1), overdue(0, review_months=1)
    Service.objects.filter(pk=leaves.pk).update(
        review_due_on=months_before(timezone.localdate() - timedelta(days=1), 1)
    )
    Change.objects.all().delete()
    assert tasks.sink_overdue() == 2
    assert set(Change.objects.values_list("key", flat=True)) == {str(sinks.uuid), str(leaves.uuid)}


@pytest.mark.django_db
def test_night_does_everything(cast):
    ServiceFactory(url="https://night.example.org/")
    tasks.keep_true.func()
    assert Service.objects.filter(review_due_on=None).count() == 0


# The list


@pytest.mark.django_db
def test_due_list(cast, sign_in, django_assert_max_num_queries):
    mine = overdue(30, keeper=cast.librarian)
    other = overdue(60)
    soon = overdue(-20)
    overdue(-60)
    overdue(90, is_draft=True)
    overdue(90, retired_on=date(2026, 1, 1))
    client = sign_in(cast.librarian)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("directory:due-list"))
    assert [each["service"] for each in page.context["overdue"]] == [other, mine]
    assert [each["service"] for each in page.context["coming"]] == [soon]
    page = client.get(reverse("directory:due-list"), {"keeper": "me"})
    assert [each["service"] for each in page.context["overdue"]] == [mine]
    assert client.get(reverse("directory:due-list"), {"keeper": "none"}).context["coming"]
    assert client.get(reverse("directory:due-list"), {"keeper": "x\0y"}).status_code == 200


@pytest.mark.django_db
def test_one_tap_says_that_all_is_right(cast, sign_in):
    service = overdue(30)
    client = sign_in(cast.librarian)
    assert "Усе правильно" in client.get(reverse("directory:due-list")).text
    response = client.post(
        reverse("directory:service-confirm", args=[service.slug]),
        {"how": "read", "on": timezone.localdate().isoformat(), "next": "due"},
    )
    assert response.url == reverse("directory:due-list")
    service.refresh_from_db()
    assert (service.confirmed_on, service.confirmed_by) == (timezone.localdate(), cast.librarian)
    assert band(service, timezone.localdate()) is Band.FRESH


# The card


@pytest.mark.django_db
def test_card_names_the_library_and_not_the_person(cast):
    service = ServiceFactory()
    confirm_service(
        service=service,
        by=cast.librarian,
        how=Confirmation.ASKED_PROVIDER,
        on=timezone.localdate(),
        note="лише для своїх",
    )
    page = Client().get(service.get_absolute_url()).text
    assert "Центральна бібліотека" in page
    assert "Librarian" not in page
    assert "лише для своїх" not in page
    assert reverse("directory:suggest") + f"?service={service.slug}" in page


@pytest.mark.django_db
def test_edit_is_no_confirmation_on_the_card(cast):
    service = ServiceFactory()
    edit_service(service=service, by=cast.head, values={"cost": "50 грн"})
    found = freshness.facts(Service.objects.get(pk=service.pk))
    assert (found.confirmed_on, found.edited_since, found.is_marked) == (None, False, False)
    assert found.edited_on == timezone.localdate()


# Reminders


@pytest.mark.django_db
def test_reminder_leaves_once_a_week_and_once_a_term(cast):
    today = timezone.localdate()
    service = overdue(-5, keeper=cast.librarian)
    overdue(10)
    assert letters.remind_keepers(today) == 1
    assert [each.to for each in mail.outbox] == [[cast.librarian.email]]
    assert service.name in mail.outbox[0].body
    assert "?keeper=me" in mail.outbox[0].body
    for later in (1, 6, 8, 20):
        assert letters.remind_keepers(today + timedelta(days=later)) == 0
    overdue(-5, keeper=cast.librarian)
    assert letters.remind_keepers(today + timedelta(days=3)) == 0  # a week has not passed
    assert letters.remind_keepers(today + timedelta(days=8)) == 1
    assert letters.remind_keepers(today + timedelta(days=37)) == 1  # nobody looked for four weeks


@pytest.mark.django_db
def test_reminder_survives_a_mail_server_that_is_down(cast, monkeypatch):
    overdue(1, keeper=cast.librarian)

    def down(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    assert letters.remind_keepers() == 0
    assert Service.objects.get().reminded_on is None
    monkeypatch.undo()
    assert letters.remind_keepers() == 1


@pytest.mark.django_db
def test_nobody_who_left_is_reminded(cast):
    overdue(1, keeper=cast.librarian)
    Membership.objects.filter(person=cast.librarian).update(until=timezone.localdate() - timedelta(days=1))
    assert letters.remind_keepers() == 0

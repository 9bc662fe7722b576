"""What is easily forgotten when a device sends: secrets in checksums, closed months, roles of that day."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.desk.actions import Item, record
from mistok.desk.actions.periods import lock
from mistok.desk.actions.problems import dismiss
from mistok.desk.models import Encounter, SyncBatch, SyncProblem, day_of
from mistok.desk.redaction import kept
from mistok.desk.tests.devices import Device
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
DONE = "done:service:subsydiia"


@pytest.fixture(autouse=True)
def service():
    return ServiceFactory(slug="subsydiia", name="Житлова субсидія")


@pytest.fixture
def device(cast, network, sign_in):
    return Device(sign_in(cast.librarian), cast.librarian, network.point)


def test_nothing_kept_lets_the_code_of_a_card_be_found_by_trying(device):
    fine = device.record(act=DONE, card="10145")
    refused = device.record(act="done:service:nothing", card="10145")
    device.send(fine, refused)
    problem = SyncProblem.objects.get()
    for sent in (fine, refused):
        assert sent["sha256"] not in Encounter.objects.get().facts_hash
        assert sent["sha256"] not in str(SyncBatch.objects.get().records)
        assert sent["sha256"] not in str(problem.record)
    assert device.said(fine) == ["duplicate"]


@pytest.mark.parametrize(
    "record",
    [
        {"card": "10145"},
        {"number": 123456789},
        {"АВ123456 паспорт": 1},
        {"facts": {"3184710691": {"card": "10145"}}},
    ],
)
def test_what_is_refused_keeps_no_numbers_wherever_they_stand(record):
    told = str(kept(record))
    assert not any(number in told for number in ("10145", "123456789", "123456", "3184710691"))


def test_withdrawal_is_of_what_it_names_only(device):
    one, other = device.record(act=DONE), device.record(act=DONE)
    device.send(one, other)
    gone = device.record("void", encounter=one["uuid"], same=other["uuid"], reason="mistake")
    assert device.said(gone) == ["created"]
    assert Encounter.objects.get(pk=one["uuid"]).voided_at
    assert not Encounter.objects.get(pk=other["uuid"]).voided_at


def test_same_thing_done_again_for_the_same_person_is_once_more_of_it(device):
    first = device.record(act=DONE)
    more = device.record(act=DONE, same=first["uuid"])
    assert device.said(first, more) == ["created", "created"]
    [visit] = Encounter.objects.counted()
    assert [item.times for item in visit.items.all()] == [2]
    assert device.said(more) == ["duplicate"]


def test_more_help_for_a_visit_of_a_closed_month_counts_today(device, cast, network):
    then = timezone.now() - timedelta(days=40)
    first = device.record(act=DONE, at=then)
    device.send(first)
    month = day_of(then).replace(day=1)
    lock(by=cast.head, organisation=network.central, first=month, last=day_of(then))
    more = device.record(act="shown:service:subsydiia", at=then, same=first["uuid"])
    assert device.said(more) == ["created"]
    added = Encounter.objects.get(pk=more["uuid"])
    assert (added.day, added.adjusted_from) == (timezone.localdate(), day_of(then))
    assert not Encounter.objects.get(pk=first["uuid"]).is_replaced


@pytest.mark.parametrize("change", [{"actor": "0"}, {"occurred_at": "?"}])
def test_what_is_refused_is_shown_at_its_point(device, network, change):
    device.send(device.record(act=DONE) | change)
    assert SyncProblem.objects.get().point == network.point


def test_nobody_fills_the_list_of_another_library(device, network):
    device.send(device.record(act=DONE) | {"point": network.other_point.slug, "occurred_at": "?"})
    assert SyncProblem.objects.get().point is None


def test_moment_by_the_clock_stands_only_beside_the_moment_that_it_told(device):
    wrong = timezone.now() + timedelta(days=1)
    past = device.record(act=DONE, at=wrong, day=(timezone.localdate() - timedelta(days=3)).isoformat())
    now = device.record(act=DONE, at=wrong)
    device.said(past, now, sent_at=wrong)
    assert Encounter.objects.get(pk=past["uuid"]).said_at is None
    assert Encounter.objects.get(pk=now["uuid"]).said_at


def test_correction_is_judged_by_the_roles_of_its_day(cast, network, sign_in):
    yesterday = timezone.now() - timedelta(days=1)
    membership = MembershipFactory(
        person=cast.resident, organisation=network.central, since=day_of(yesterday) - timedelta(days=9)
    )
    device = Device(sign_in(cast.resident), cast.resident, network.point)
    record = device.record(act=DONE, at=yesterday)
    assert device.said(record) == ["created"]
    membership.until = day_of(yesterday)
    membership.save()
    MembershipFactory(person=cast.resident, organisation=network.region)
    again = device.record("correction", at=yesterday, encounter=record["uuid"], number="2")
    assert device.said(again) == ["created"]


def test_taken_off_the_list_is_in_the_journal(device, cast):
    device.send(device.record(act="done:service:nothing"))
    problem = SyncProblem.objects.get()
    dismiss(problem, by=cast.head)
    dismiss(problem, by=cast.head)
    entry = Entry.objects.get(event=Event.SYNC_SETTLED)
    assert (entry.actor, entry.object_key) == (str(cast.head.pk), str(problem.pk))


def test_put_away_on_the_device_leaves_the_list_of_its_person_alone(device, cast, network, sign_in):
    mine, other = (device.record(act="done:service:nothing") for _each in range(2))
    device.send(mine, other)
    stranger = Device(sign_in(cast.head), cast.head, network.point)
    for said in (None, "all", 7, {}, [None, 7, "x", [], {}, mine["uuid"]]):
        stranger.send(settled=said)
    assert not SyncProblem.objects.exclude(settled_at=None).exists()
    for _time in range(2):
        device.send(settled=[str(uuid7()), mine["uuid"]])
    assert [str(each.uuid) for each in SyncProblem.objects.exclude(settled_at=None)] == [mine["uuid"]]
    assert Entry.objects.filter(event=Event.SYNC_SETTLED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_record_waits_for_a_month_that_is_just_being_closed(cast, network, service):
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    key = uuid7()

    def save():
        try:
            record(
                by=cast.librarian,
                point=network.point,
                uuid=key,
                items=[Item(service=service)],
                occurred_at=last,
            )
        finally:
            connection.close()

    with transaction.atomic():
        lock(by=cast.head, organisation=network.central, first=last.replace(day=1), last=last)
        thread = Thread(target=save)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    stored = Encounter.objects.get(pk=key)
    assert (stored.day, stored.adjusted_from) == (timezone.localdate(), last)

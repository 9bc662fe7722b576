"""What may be written at the desk, and that it is counted exactly once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.desk import actions
from mistok.desk.actions import Conflict, Item, Refused
from mistok.desk.models import Channel, Encounter, EncounterItem, Outcome, VoidReason
from mistok.desk.tests.factories import EncounterFactory, TopicFactory
from mistok.directory.models import Link
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import VisitorCategoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return ServiceFactory(name="Житлова субсидія")


@pytest.fixture
def save(cast, network, service):
    """Record a usual act at the central point, with anything changed."""

    def saved(**changes):
        facts = {
            "by": cast.librarian,
            "point": network.point,
            "uuid": uuid7(),
            "items": [Item(service=service)],
        }
        return actions.record(**{**facts, **changes})

    return saved


def test_record_stores_the_whole_fact(save, cast, network, service):
    pensioner = VisitorCategoryFactory()
    stored = save(categories=[pensioner], channel=Channel.PHONE).encounter
    stored.refresh_from_db()
    assert (stored.point, stored.staff, stored.number, stored.channel) == (
        network.point,
        cast.librarian,
        1,
        "phone",
    )
    assert [each.service for each in stored.items.all()] == [service]
    assert list(stored.categories.all()) == [pensioner]
    assert stored.day == timezone.localdate()


def test_help_counts_as_a_use_of_the_link_once(save, service, django_capture_on_commit_callbacks):
    link = Link.objects.create(url=service.url, host="example.org")
    uuid = uuid7()
    for _sent_twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            save(uuid=uuid)
    with django_capture_on_commit_callbacks(execute=True):
        save(occurred_at=timezone.localdate() - timedelta(days=3))  # an old diary copied in
    link.refresh_from_db()
    assert link.uses == 1


def test_record_stands_in_the_journal(save, cast, network):
    stored = save().encounter
    entry = Entry.objects.get(event=Event.ENCOUNTER_RECORDED)
    assert (entry.actor, entry.object_key) == (str(cast.librarian.pk), str(stored.pk))
    assert entry.organisation == str(network.central.pk)


def test_record_twice_counts_once(save):
    uuid = uuid7()
    first, second = save(uuid=uuid), save(uuid=uuid)
    assert (first.created, second.created) == (True, False)
    assert Encounter.objects.count() == EncounterItem.objects.count() == Entry.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"number": 2}, {"channel": Channel.PHONE}, {"occurred_at": date(2026, 1, 5)}, {"items": "other"}],
)
def test_record_other_content_under_the_same_identifier_is_a_conflict(save, change):
    uuid = uuid7()
    save(uuid=uuid)
    if "items" in change:
        change = {"items": [Item(topic=TopicFactory())]}
    with pytest.raises(Conflict):
        save(uuid=uuid, **change)
    assert Encounter.objects.get().number == 1


def test_record_of_another_person_under_the_same_identifier_is_a_conflict(save, cast):
    uuid = uuid7()
    save(uuid=uuid)
    with pytest.raises(Conflict):
        save(uuid=uuid, by=cast.head)


def test_record_two_at_once_is_settled_by_the_database(save, monkeypatch):
    """Both looked and found nothing; the unique identifier lets one in, and the other learns of it."""
    uuid = uuid7()
    save(uuid=uuid)
    blind = [True]
    looked_up = Encounter.objects.filter

    def looks_too_early(*args, **kwargs):
        found = looked_up(*args, **kwargs)
        return found.none() if kwargs.get("pk") == uuid and blind and blind.pop() else found

    monkeypatch.setattr(Encounter.objects, "filter", looks_too_early)
    assert not save(uuid=uuid).created
    monkeypatch.undo()
    assert Encounter.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_record_eight_at_once_counts_once(save):
    uuid = uuid7()
    start = Barrier(8)

    def send(_number):
        start.wait()
        try:
            return save(uuid=uuid).created
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(send, range(8)))
    assert sorted(created) == [False] * 7 + [True]
    assert Encounter.objects.get().items.count() == 1


def test_record_voided_meanwhile_stays_voided_when_sent_again(save, cast):
    uuid = uuid7()
    actions.void(save(uuid=uuid).encounter, by=cast.librarian, reason=VoidReason.MISTAKE)
    assert not save(uuid=uuid).created
    assert not Encounter.objects.counted().exists()


def test_record_late_in_the_evening_belongs_to_the_day_in_kyiv(save):
    stored = save(occurred_at=datetime(2026, 7, 14, 23, 30, tzinfo=UTC)).encounter
    assert stored.day == date(2026, 7, 15)


def test_record_of_a_plain_day_has_no_known_time(save):
    stored = save(occurred_at=date(2026, 3, 29)).encounter  # the night the clocks change
    assert (stored.day, stored.time_known, stored.is_late) == (date(2026, 3, 29), False, True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"occurred_at": "in two days"}, "future"),
        ({"occurred_at": date(2012, 6, 30)}, "closed"),
        ({"number": -1}, "number"),
        ({"number": 100_001}, "number"),
        ({"items": []}, "empty"),
        ({"ages": (70, 22)}, "ages"),
        ({"ages": (22, 121)}, "ages"),
    ],
)
def test_record_refuses_what_cannot_be(save, change, code):
    if change.get("occurred_at") == "in two days":
        change = {"occurred_at": timezone.now() + timedelta(days=2)}
    with pytest.raises(Refused) as refusal:
        save(**change)
    assert refusal.value.code == code
    assert not Encounter.objects.exists()


def test_record_accepts_a_clock_a_little_ahead(save):
    assert save(occurred_at=timezone.now() + timedelta(hours=20)).created


def test_record_refuses_a_closed_point(save, network):
    network.point.closed_on = timezone.localdate()
    with pytest.raises(Refused) as refusal:
        save()
    assert refusal.value.code == "closed"


def test_record_refuses_the_same_thing_twice(save, service):
    with pytest.raises(Refused) as refusal:
        save(items=[Item(service=service), Item(service=service, outcome=Outcome.SHOWN)])
    assert refusal.value.code == "twice"


def test_record_accepts_an_observed_zero_and_people_on_the_street(save):
    assert save(items=[], number=0).encounter.number == 0
    assert save(items=[], number=40, channel=Channel.STREET).encounter.number == 40


def correction(encounter, by, **changes):
    facts = {
        "by": by,
        "uuid": uuid7(),
        "items": actions.items_of(encounter),
        "number": 3,
        "categories": [],
        "certainty": encounter.certainty,
        "channel": encounter.channel,
    }
    return actions.correct(encounter, **{**facts, **changes})


def test_correct_replaces_and_keeps_the_old(save, cast):
    old = save().encounter
    new = correction(old, cast.librarian).encounter
    assert list(Encounter.objects.counted()) == [new]
    assert (new.supersedes, new.number, Encounter.objects.count()) == (old, 3, 2)
    assert abs(new.occurred_at - old.occurred_at) < timedelta(seconds=1)
    old.refresh_from_db()
    assert old.revised_at == new.revised_at  # both days are rolled up anew


def test_correct_twice_with_the_same_identifier_counts_once(save, cast):
    old, uuid = save().encounter, uuid7()
    assert correction(old, cast.librarian, uuid=uuid).created
    assert not correction(old, cast.librarian, uuid=uuid).created
    assert Encounter.objects.counted().count() == 1


def test_correct_what_was_replaced_is_refused(save, cast):
    old = save().encounter
    correction(old, cast.librarian)
    with pytest.raises(Refused) as refusal:
        correction(old, cast.librarian)
    assert refusal.value.code == "replaced"


def test_correct_keeps_the_librarian_who_helped(save, cast):
    new = correction(save().encounter, cast.head).encounter
    assert new.staff == cast.librarian
    assert Entry.objects.get(event=Event.ENCOUNTER_CORRECTED).actor == str(cast.head.pk)


def test_correct_is_for_the_author_on_the_day_and_the_head(save, cast, network):
    fresh = save().encounter
    for stranger in (cast.colleague, cast.region, cast.resident, cast.authority):
        with pytest.raises(PermissionDenied):
            correction(fresh, stranger)
    old = EncounterFactory(
        point=network.point, staff=cast.librarian, received_at=timezone.now() - timedelta(days=1)
    )
    with pytest.raises(PermissionDenied):
        correction(old, cast.librarian, items=[Item(topic=TopicFactory())])
    assert correction(old, cast.head, items=[Item(topic=TopicFactory())]).created


def test_void_needs_a_reason_and_counts_nothing(save, cast):
    stored = save().encounter
    with pytest.raises(Refused):
        actions.void(stored, by=cast.librarian, reason="бо так")
    actions.void(stored, by=cast.librarian, reason=VoidReason.TWICE)
    actions.void(stored, by=cast.librarian, reason=VoidReason.TWICE)
    assert not Encounter.objects.counted().exists()
    assert Entry.objects.filter(event=Event.ENCOUNTER_VOIDED).count() == 1


def test_undo_of_a_new_record_voids_it(save, cast):
    stored = actions.undo(save().encounter, by=cast.librarian)
    assert stored.void_reason == VoidReason.UNDO


def test_undo_of_one_thing_more_brings_the_visit_back_as_it_was(save, cast, service):
    visit = save(categories=[VisitorCategoryFactory()]).encounter
    topic = TopicFactory()
    more = actions.add_item(visit, by=cast.librarian, uuid=uuid7(), item=Item(topic=topic)).encounter
    assert {each.subject for each in more.items.all()} == {service, topic}
    assert more.categories.count() == 1
    again = actions.undo(more, by=cast.librarian)
    assert list(Encounter.objects.counted()) == [again]
    assert [each.subject for each in again.items.all()] == [service]


def test_add_item_twice_counts_once(save, cast):
    visit, uuid, item = save().encounter, uuid7(), Item(topic=TopicFactory())
    assert actions.add_item(visit, by=cast.librarian, uuid=uuid, item=item).created
    assert not actions.add_item(visit, by=cast.librarian, uuid=uuid, item=item).created
    assert Encounter.objects.counted().get().items.count() == 2

"""What a device sends is counted exactly once, whatever happens on the way; what is not taken in is seen."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.desk import actions
from mistok.desk.actions import Item, storing
from mistok.desk.actions.periods import lock
from mistok.desk.cards import mark_of_facts
from mistok.desk.models import Encounter, EncounterItem, SyncBatch, SyncProblem, day_of
from mistok.desk.tests.devices import Device
from mistok.desk.tests.factories import EncounterFactory, TopicFactory
from mistok.directory.models import Link
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import MembershipFactory, VisitorCategoryFactory

pytestmark = pytest.mark.django_db
DONE = "done:service:subsydiia"


@pytest.fixture
def service():
    return ServiceFactory(slug="subsydiia", name="Житлова субсидія")


@pytest.fixture
def device(cast, network, sign_in, service):
    return Device(sign_in(cast.librarian), cast.librarian, network.point)


def test_record_is_stored_whole(device, cast, network, service):
    VisitorCategoryFactory(code="pensioner")
    press = timezone.now() - timedelta(seconds=40)
    sent = device.record(
        act=DONE,
        at=press,
        number="3",
        category=["pensioner"],
        channel="phone",
        minutes="15",
        independence=2,
        note="прийшла з онукою",
        card="Ч-145",
    )
    assert device.said(sent) == ["created"]
    stored = Encounter.objects.get()
    assert (str(stored.pk), stored.point, stored.staff) == (sent["uuid"], network.point, cast.librarian)
    assert (stored.number, stored.certainty, stored.channel) == (3, "tally", "phone")
    assert (stored.note, len(stored.card_hash), str(stored.device)) == ("прийшла з онукою", 64, device.key)
    assert (stored.occurred_at, stored.said_at, stored.skew_seconds) == (press, None, 0)
    assert stored.facts_hash == mark_of_facts(sent["sha256"])
    item = stored.items.get()
    assert (item.service, item.times, item.minutes, item.independence) == (service, 3, 15, 2)
    assert [each.pk for each in stored.categories.all()] == ["pensioner"]
    assert Entry.objects.filter(event=Event.ENCOUNTER_RECORDED, object_key=sent["uuid"]).count() == 1


def test_help_not_possible_says_why(device):
    assert device.said(
        device.record(act="not_possible:service:subsydiia", why="no_papers"),
        device.record(act=DONE, why="no_papers"),  # chosen for another button
    ) == ["created", "created"]
    assert sorted(EncounterItem.objects.values_list("outcome", "why")) == [
        ("done", ""),
        ("not_possible", "no_papers"),
    ]


def test_several_things_are_one_visit(device):
    TopicFactory(code="3.1.4.3")
    items = [{"act": DONE, "times": 2, "minutes": 5}, {"act": "shown:topic:3.1.4.3", "independence": 1}]
    assert device.said(device.record(items=items)) == ["created"]
    assert Encounter.objects.get().items.count() == 2


def test_observed_zero_and_people_on_the_street_need_no_help(device):
    assert device.said(
        device.record(number=0),
        device.record(number=40, channel="street", rough=True),
        device.record(number=4),
    ) == ["created", "created", "rejected:empty"]
    assert sorted(Encounter.objects.values_list("number", "certainty")) == [(0, "tally"), (40, "estimate")]


def test_sent_again_is_known(device):
    one, two = device.record(act=DONE), device.record(act=DONE)
    assert device.said(one) == ["created"]
    assert device.said(two, one, two) == ["created", "duplicate", "duplicate"]
    assert Encounter.objects.count() == EncounterItem.objects.count() == 2


def test_other_facts_under_the_same_identifier_are_a_conflict(device):
    one = device.record(act=DONE)
    other = device.record(act=DONE, number=5) | {"uuid": one["uuid"]}
    assert device.said(one, other) == ["created", "conflict:conflict"]
    assert device.said(other) == ["conflict:conflict"]
    assert Encounter.objects.get().number == 1
    problem = SyncProblem.objects.get()
    assert (problem.answer, problem.times, problem.settled_at) == ("conflict", 2, None)


def test_record_made_on_the_page_and_sent_by_the_device_too_is_known(device, cast, network, service):
    one = device.record(act=DONE)
    actions.record(
        by=cast.librarian, point=network.point, uuid=one["uuid"], items=[Item(service=service)], number=1
    )
    assert device.said(one) == ["duplicate"]
    other = device.record(act=DONE, number=2) | {"uuid": one["uuid"]}
    assert device.said(other) == ["conflict:conflict"]


def test_thing_added_on_the_page_and_by_the_device_too_is_known(device, cast, network, service):
    TopicFactory(code="3.1.4.3")
    one = device.record(act=DONE)
    device.send(one)
    more = device.record(act="done:topic:3.1.4.3", same=one["uuid"])
    visit = Encounter.objects.get()
    item = Item(topic=TopicFactory(code="3.1.4.3"))
    actions.add_item(visit, by=cast.librarian, uuid=more["uuid"], item=item)
    assert device.said(more) == ["duplicate"]
    assert Encounter.objects.counted().get().items.count() == 2


def test_the_same_person_and_corrections_in_any_order(device):
    """The last comes first, and everything is one visit in the end."""
    TopicFactory(code="3.1.4.3")
    one = device.record(act=DONE)
    more = device.record(act="done:topic:3.1.4.3", same=one["uuid"])
    right = device.record("correction", encounter=more["uuid"], number=2)
    assert device.said(right, more, one) == ["created", "created", "created"]
    stored = Encounter.objects.counted().get()
    assert (str(stored.pk), stored.number, stored.items.count()) == (right["uuid"], 2, 2)
    assert device.said(more, right, one) == ["duplicate"] * 3
    assert Encounter.objects.count() == 3


def test_correction_before_its_record_is_tried_again(device):
    one = device.record(act=DONE)
    right = device.record("correction", encounter=one["uuid"], number=4)
    [answer] = device.send(right)
    assert (answer["answer"], answer["code"], answer["retry"]) == ("rejected", "missing", True)
    assert device.said(one) == ["created"]
    assert device.said(right) == ["created"]
    assert Encounter.objects.counted().get().number == 4
    assert not SyncProblem.objects.exists()  # nothing for a person to do


def test_correction_keeps_what_it_does_not_name(device):
    VisitorCategoryFactory(code="pensioner")
    one = device.record(act=DONE, number=3, category="pensioner", note="так", card="7", channel="phone")
    device.send(one, device.record("correction", encounter=one["uuid"], note="інакше"))
    old, new = Encounter.objects.get(pk=one["uuid"]), Encounter.objects.counted().get()
    for name in ("number", "certainty", "channel", "card_hash", "occurred_at", "day", "staff"):
        assert getattr(new, name) == getattr(old, name)
    assert (new.note, new.categories.count(), new.items.count()) == ("інакше", 1, 1)


def test_correction_moves_the_day_and_forgets_the_card(device):
    one = device.record(act=DONE, card="7")
    day = timezone.localdate() - timedelta(days=2)
    right = device.record("correction", encounter=one["uuid"], day=str(day), time="14:30", forget_card=True)
    assert device.said(one, right) == ["created", "created"]
    new = Encounter.objects.counted().get()
    assert (new.day, new.time_known, new.card_hash) == (day, True, "")
    assert timezone.localtime(new.occurred_at).strftime("%H:%M") == "14:30"


def test_corrections_of_one_another_are_refused(device):
    first, second = device.record("correction", encounter=str(uuid7())), None
    second = device.record("correction", encounter=first["uuid"])
    first = device.record("correction", encounter=second["uuid"]) | {"uuid": first["uuid"]}
    assert device.said(first, second) == ["rejected:target", "rejected:target"]


def test_withdrawn_before_and_after(device):
    one, two = device.record(act=DONE), device.record(act=DONE)
    gone = device.record("void", encounter=one["uuid"], reason="mistake")
    taken_back = device.record("void", encounter=two["uuid"], reason="undo")
    assert device.said(gone, one) == ["created", "created"]
    assert device.said(gone, two, taken_back) == ["duplicate", "created", "created"]
    assert device.said(taken_back) == ["duplicate"]
    assert not Encounter.objects.counted().exists()
    assert Encounter.objects.count() == 2


def test_undone_correction_brings_the_earlier_content_back_once(device):
    one = device.record(act=DONE)
    right = device.record("correction", encounter=one["uuid"], number=9)
    undone = device.record("void", encounter=right["uuid"], reason="undo")
    assert device.said(undone, right, one) == ["created"] * 3
    assert device.said(undone) == ["duplicate"]
    stored = Encounter.objects.counted().get()
    assert (str(stored.pk), stored.number) == (undone["uuid"], 1)


def test_correction_of_what_was_replaced_is_told(device):
    one = device.record(act=DONE)
    first = device.record("correction", encounter=one["uuid"], number=2)
    second = device.record("correction", encounter=one["uuid"], number=3)
    assert sorted(device.said(one, first, second)) == ["created", "created", "rejected:replaced"]


def test_correction_made_in_time_may_come_days_later(device, cast, network):
    yesterday = timezone.now() - timedelta(days=1)
    old = EncounterFactory(
        point=network.point, staff=cast.librarian, received_at=yesterday, occurred_at=yesterday
    )
    in_time = device.record("correction", encounter=str(old.pk), number=2, act=DONE, at=yesterday)
    too_late = device.record("correction", encounter=str(old.pk), number=3, act=DONE)
    assert device.said(too_late, in_time) == ["rejected:permission", "created"]


def test_wrong_clock_is_set_right(device):
    """A day ahead: the moment told is kept, the moment meant is counted."""
    now, day = timezone.now(), timedelta(days=1)
    sent = device.record(act=DONE, at=now + day - timedelta(hours=2))
    assert device.said(sent, sent_at=now + day) == ["created"]
    stored = Encounter.objects.get()
    assert abs(stored.occurred_at - (now - timedelta(hours=2))) < timedelta(seconds=5)
    assert abs(stored.skew_seconds - 86_400) < 5
    assert stored.said_at == now + day - timedelta(hours=2)
    assert stored.day == day_of(now - timedelta(hours=2))


def test_clock_mended_before_sending_never_makes_the_future(device):
    sent = device.record(act=DONE, at=timezone.now() + timedelta(days=3))
    assert device.said(sent) == ["created"]
    stored = Encounter.objects.get()
    assert stored.occurred_at <= stored.received_at
    assert stored.said_at > stored.received_at


def test_a_little_wrong_clock_is_let_be(device):
    now = timezone.now()
    sent = device.record(act=DONE, at=now - timedelta(minutes=9))
    device.send(sent, sent_at=now - timedelta(seconds=50))
    stored = Encounter.objects.get()
    assert (stored.occurred_at, stored.said_at) == (now - timedelta(minutes=9), None)
    assert abs(stored.skew_seconds + 50) < 5


@pytest.mark.parametrize("sent_at", [None, "учора", 5, "2026-11-21", "9999-12-31T23:59:59Z"])
def test_clock_that_says_nothing_is_unknown(device, sent_at):
    body = {"device": 7, "sent_at": sent_at, "records": [device.record(act=DONE)]}
    response = device.client.post("/desk/sync", json.dumps(body), content_type="application/json")
    assert response.json()["answers"][0]["answer"] == "created"
    assert Encounter.objects.get().skew_seconds is None


def test_late_fact_is_taken_in_and_flagged(device):
    sent = device.record(act=DONE, at=timezone.now() - timedelta(days=3))
    assert device.said(sent) == ["created"]
    assert Encounter.objects.get().is_late


def test_past_day_has_no_known_time(device):
    day = timezone.localdate() - timedelta(days=5)
    assert device.said(device.record(act=DONE, day=str(day))) == ["created"]
    stored = Encounter.objects.get()
    assert (stored.day, stored.time_known, stored.is_late) == (day, False, True)


def test_fact_of_a_closed_month_counts_today_and_remembers(device, cast, network):
    today = timezone.localdate()
    last = today.replace(day=1) - timedelta(days=1)
    lock(by=cast.head, organisation=network.central, first=last.replace(day=1), last=last)
    sent = device.record(act=DONE, at=datetime(last.year, last.month, last.day, 10, tzinfo=UTC))
    assert device.said(sent, device.record(act=DONE)) == ["created", "created"]
    stored = Encounter.objects.get(pk=sent["uuid"])
    assert (stored.day, stored.adjusted_from, stored.is_late) == (today, last, True)
    right = device.record("correction", encounter=sent["uuid"], number=2)
    assert device.said(right) == ["created"]  # it counts where the first one did
    new = Encounter.objects.get(pk=right["uuid"])
    assert (new.day, new.adjusted_from) == (today, last)


def test_record_of_another_person_is_refused_visibly(device, cast, sign_in, network):
    mine, hers = device.record(act=DONE), device.record(act=DONE)
    hers["actor"] = str(cast.head.pk)
    answers = device.send(mine, hers)
    assert [each["code"] for each in answers] == ["", "actor"]
    assert answers[1]["retry"]
    assert "Інша людина" in answers[1]["text"] or answers[1]["text"]
    problem = SyncProblem.objects.get()
    head = Device(sign_in(cast.head), cast.head, network.point)
    assert head.said(hers) == ["created"]
    problem.refresh_from_db()
    assert problem.settled_at


def test_roles_are_those_of_the_day_of_the_press(device, cast, network):
    today = timezone.localdate()
    role = cast.librarian.memberships.get()
    role.until = today - timedelta(days=3)
    role.save()
    MembershipFactory(
        person=cast.librarian, organisation=network.other, role=role.role, since=today - timedelta(days=2)
    )
    then, now = timezone.now() - timedelta(days=3), timezone.now()
    there = Device(device.client, cast.librarian, network.other_point)
    assert device.said(device.record(act=DONE, at=then), device.record(act=DONE, at=now)) == [
        "created",
        "rejected:permission",
    ]
    assert there.said(there.record(act=DONE, at=then), there.record(act=DONE, at=now)) == [
        "rejected:permission",
        "created",
    ]


def test_head_records_below_and_stranger_nowhere(cast, network, sign_in, service):
    MembershipFactory(person=cast.region, organisation=network.central, role="head")
    below = Device(sign_in(cast.region), cast.region, network.point)
    assert below.said(below.record(act=DONE)) == ["created"]
    stranger = Device(sign_in(cast.colleague), cast.colleague, network.point)
    assert stranger.said(stranger.record(act=DONE)) == ["rejected:permission"]
    assert SyncProblem.objects.get().point is None  # a stranger fills nobody's list


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"act": "done:service:gone"}, "gone"),
        ({"act": "done:topic:9.9"}, "gone"),
        ({"act": "guessed:service:subsydiia"}, "act"),
        ({"act": DONE, "number": 0}, "number"),
        ({"act": DONE, "number": "багато"}, "number"),
        ({"act": DONE, "number": 100_001}, "number"),
        ({"act": DONE, "category": ["nobody"]}, "category"),
        ({"act": DONE, "category": 5}, "category"),
        ({"act": DONE, "channel": "smoke"}, "channel"),
        ({"act": DONE, "certainty": "sure"}, "certainty"),
        ({"act": DONE, "minutes": 7}, "minutes"),
        ({"act": DONE, "independence": 4}, "independence"),
        ({"act": DONE, "day": "завтра"}, "day"),
        ({"act": DONE, "day": "2099-01-01"}, "future"),
        ({"act": DONE, "day": "0001-01-01"}, "closed"),
        ({"act": DONE, "age_from": 30, "age_to": 20}, "ages"),
        ({"act": DONE, "note": "паспорт АВ 123456"}, "note"),
        ({"act": DONE, "note": "я" * 281}, "note_long"),
        ({"act": DONE, "card": "7" * 41}, "card"),
        ({"act": DONE, "same": "earlier"}, "target"),
        ({"items": [{"act": DONE}, {"act": DONE}]}, "twice"),
        ({"items": [5]}, "act"),
        ({"items": [{"act": DONE}] * 51}, "act"),
        ({"items": [{"act": DONE, "times": 0}]}, "times"),
        ({}, "empty"),
    ],
)
def test_wrong_fact_is_told_and_the_others_are_taken_in(device, facts, code):
    wrong, right = device.record(**facts), device.record(act=DONE)
    answers = device.send(wrong, right)
    assert [each["answer"] for each in answers] == ["rejected", "created"]
    assert answers[0]["code"] == code
    assert answers[0]["text"]
    assert not answers[0]["retry"]
    mended = device.record(act=DONE) | {"uuid": wrong["uuid"]}
    assert device.said(mended) == ["created"]
    assert SyncProblem.objects.get().settled_at


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"uuid": "7"}, "uuid"),
        ({"uuid": None}, "uuid"),
        ({"schema": 2}, "schema"),
        ({"kind": "sale"}, "shape"),
        ({"facts": []}, "shape"),
        ({"sha256": "0" * 64}, "damaged"),
        ({"sha256": None}, "damaged"),
        ({"point": "nowhere"}, "point"),
        ({"point": {}}, "point"),
        ({"occurred_at": "2026-11-21T10:00:00"}, "moment"),
        ({"occurred_at": 1732183200}, "moment"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "moment"),
        ({"actor": None}, "actor"),
    ],
)
def test_wrong_envelope_is_told(device, change, code):
    answers = device.send(device.record(act=DONE) | change, device.record(act=DONE))
    assert [each["code"] for each in answers] == [code, ""]


def test_no_code_of_a_card_and_no_number_of_a_document_is_kept(device):
    device.send(
        device.record(act=DONE, card="ЧК-90817", note="АВ 123456"),
        device.record(act="5", card="ЧК-90817", more={"card": "ЧК-90817", "deep": ["4111 1111 1111 1111"]}),
        "код 3184710691",
    )
    texts = [json.dumps(SyncBatch.objects.get().records, ensure_ascii=False)]
    texts += [json.dumps(each.record, ensure_ascii=False) for each in SyncProblem.objects.all()]
    assert len(texts) == 4
    for secret in ("90817", "123456", "4111", "3184710691"):
        assert all(secret not in text for text in texts)


def test_batch_is_kept_with_its_counts(device):
    one = device.record(act=DONE)
    device.send(one, one, device.record(act=DONE, number=2) | {"uuid": one["uuid"]}, None)
    batch = SyncBatch.objects.get()
    assert (batch.created, batch.duplicates, batch.conflicts, batch.rejected) == (1, 1, 1, 1)
    assert batch.records[0]["uuid"] == one["uuid"]
    assert Encounter.objects.get().sync_batch == batch


def test_more_than_two_hundred_wait_for_the_next_batch(device):
    records = [device.record(act=DONE) for _each in range(203)]
    answers = device.send(*records)
    assert [each["answer"] for each in answers] == ["created"] * 200 + ["rejected"] * 3
    assert all(each["code"] == "too_many" and each["retry"] for each in answers[200:])
    assert len(SyncBatch.objects.get().records) == 200


def test_nothing_sent_is_a_look_at_the_clock(device):
    assert device.send() == []
    assert not SyncBatch.objects.exists()


def test_database_that_refuses_all_at_once_takes_them_one_by_one(device, monkeypatch):
    one, two = device.record(act=DONE), device.record(act=DONE)
    device.send(one)
    looked_up = Encounter.objects.filter

    def blind(*args, **kwargs):
        found = looked_up(*args, **kwargs)
        return found.none() if "pk__in" in kwargs else found

    monkeypatch.setattr(Encounter.objects, "filter", blind)
    assert device.said(one, two) == ["duplicate", "created"]
    monkeypatch.undo()
    assert Encounter.objects.count() == 2


def test_record_that_the_database_never_takes_stops_no_other(device, monkeypatch):
    one, two = device.record(act=DONE, number=7), device.record(act=DONE)
    put = storing.insert

    def picky(drafts, **kwargs):
        if any(draft.encounter.number == 7 for draft in drafts):
            raise IntegrityError("no sevens")
        put(drafts, **kwargs)

    monkeypatch.setattr(storing, "insert", picky)
    monkeypatch.setattr("mistok.desk.actions.syncing.insert", picky)
    assert device.said(one, two) == ["rejected:busy", "created"]


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"records": 5}', "{", "\x00", "[" * 100_000, '{"records": null}']
)
def test_what_is_no_batch_is_told(device, body):
    response = device.client.post("/desk/sync", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_too_much_at_once_is_told(device):
    response = device.client.post("/desk/sync", " " * (1024 * 1024 + 1), content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_signed_out_is_told_in_json(client, device, settings):
    response = client.post("/desk/sync", "{}", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "signed_out")
    settings.SECOND_FACTOR = "required"
    response = device.client.post("/desk/sync", "{}", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (403, "second_factor")


def test_sending_needs_the_token_of_the_page(cast, network, service):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.librarian)
    assert strict.post("/desk/sync", "{}", content_type="application/json").status_code == 403


def test_help_of_today_counts_as_a_use_of_the_link(device, service, django_capture_on_commit_callbacks):
    link = Link.objects.create(url=service.url, host="example.org")
    with django_capture_on_commit_callbacks(execute=True):
        device.send(device.record(act=DONE), device.record(act=DONE, day="2026-01-15"))
    link.refresh_from_db()
    assert link.uses == 1


def test_queries_do_not_grow_with_records(device, django_assert_max_num_queries):
    VisitorCategoryFactory(code="pensioner")

    def batch(count):
        return [device.record(act=DONE, category=["pensioner"]) for _each in range(count)]

    device.send(*batch(1))
    few, many = batch(2), batch(200)
    with django_assert_max_num_queries(28) as spent:
        device.send(*few)
    with django_assert_max_num_queries(len(spent.captured_queries)):
        device.send(*many)
    with django_assert_max_num_queries(len(spent.captured_queries)):
        device.send(*many)

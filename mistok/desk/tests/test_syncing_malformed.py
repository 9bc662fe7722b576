"""Whatever a device sends, each record gets its own answer, and what was good is taken in."""

import json
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mistok.desk.actions.syncing import take_in
from mistok.desk.facts import checksum
from mistok.desk.models import Encounter
from mistok.desk.redaction import FACTS, kept
from mistok.desk.tests.devices import Device
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import VisitorCategoryFactory

WORDS = ["", "\0", "\ud800", "done:service:subsydiia", "done:topic:", "2026-11-21", "14:30", "9" * 30]
texts = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(WORDS)
scalars = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
NAMES = ["uuid", "schema", "kind", "point", "occurred_at", "zone", "actor", "sha256", "facts"]
changes = st.dictionaries(st.sampled_from(NAMES), values, max_size=2)
facts = st.dictionaries(st.sampled_from(sorted(FACTS)), values, max_size=4)
records = st.tuples(st.sampled_from(["encounter", "correction", "void"]), facts, changes) | values


@pytest.fixture
def device(db, cast, network):
    ServiceFactory(slug="subsydiia")
    VisitorCategoryFactory(code="pensioner")
    return Device(None, cast.librarian, network.point)


def made(device, given_):
    """A record with its facts and something of it spoilt, or just anything."""
    if not isinstance(given_, tuple):
        return given_
    kind, spoilt, change = given_
    sent = device.record(kind, act="done:service:subsydiia")
    whole = {"act": "done:service:subsydiia"} | spoilt
    try:
        digest = checksum(whole)
    except ValueError:
        digest = ""
    return sent | {"facts": whole, "sha256": digest} | change


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch=st.lists(records, max_size=6), told=st.tuples(values, values))
def test_each_record_gets_its_answer(device, batch, told):
    good = device.record(act="done:service:subsydiia", category=["pensioner"])
    sent = [*[made(device, each) for each in batch], good]
    with transaction.atomic():
        answered = take_in(by=device.person, device=told[0], sent_at=told[1], records=sent)
        assert len(answered.answers) == len(sent)
        for answer in answered.answers:
            assert answer.answer in ("created", "duplicate", "conflict", "rejected")
            assert answer.is_taken or (answer.code and answer.text)
        assert answered.answers[-1].answer == "created"
        again = take_in(by=device.person, device=told[0], sent_at=told[1], records=list(reversed(sent)))
        taken = [each.is_taken for each in answered.answers]
        assert [each.is_taken for each in reversed(again.answers)] == taken
        assert all(each.answer != "created" for each in again.answers if each.is_taken)
        json.dumps([each.as_json() for each in answered.answers])
        transaction.set_rollback(True)


@given(value=values)
def test_anything_may_be_kept(value):
    text = json.dumps(kept(value), allow_nan=False)
    assert "\\u0000" not in text
    json.loads(text)
    json.dumps(kept(value), ensure_ascii=False).encode()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(order=st.permutations(range(7)), cuts=st.sets(st.integers(1, 6)))
def test_any_order_and_any_batches_come_to_the_same(device, order, cuts):
    """Whatever is cut, shuffled and sent until nothing waits: every record once."""
    act = {"act": "done:service:subsydiia"}
    first, second, third = (device.record(**act) for _each in range(3))
    right = device.record("correction", encounter=first["uuid"], number=4)
    wider = device.record("correction", encounter=right["uuid"], number=6)
    gone = device.record("void", encounter=second["uuid"], reason="mistake")
    back = device.record("void", encounter=str(uuid7()), reason="undo")
    story = [first, second, third, right, wider, gone, back]
    waiting = [story[place] for place in order]
    edges = sorted({0, len(waiting), *cuts})
    with transaction.atomic():
        for _round in range(8):
            left = []
            for start, end in pairwise(edges):
                batch = waiting[start:end]
                answers = take_in(by=device.person, device=device.key, sent_at=None, records=batch).answers
                left += [record for record, answer in zip(batch, answers, strict=True) if not answer.is_taken]
            waiting, edges = left, [0, len(left)]
            if len(left) <= 1:
                break
        assert waiting == [back]  # of a record that never comes
        counted = {str(each.pk): each.number for each in Encounter.objects.counted()}
        assert counted == {third["uuid"]: 1, wider["uuid"]: 6}
        assert Encounter.objects.count() == 5
        transaction.set_rollback(True)

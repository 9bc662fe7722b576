"""Particulars of a visit on the page: minutes, independence, why not, card and note."""

import pytest
from django.urls import reverse

from mistok.desk import actions
from mistok.desk.actions import Item, Refused
from mistok.desk.forms import RecordForm
from mistok.desk.models import Encounter
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return ServiceFactory(slug="subsydiia", name="Житлова субсидія")


def form(**sent):
    return RecordForm({"uuid": str(uuid7()), "act": "done:service:subsydiia", **sent})


def test_slip_takes_the_particulars(service):
    filled = form(minutes="15", independence="0", note="  прийшла \n з онукою ", card="Ч-145")
    assert filled.is_valid(), filled.errors
    facts = filled.facts()
    assert (facts["note"], facts["card"]) == ("прийшла з онукою", "Ч-145")
    assert facts["items"] == [Item(service=service, minutes=15, independence=0)]


def test_slip_needs_no_particulars(service):
    filled = form()
    assert filled.is_valid()
    assert filled.facts()["items"] == [Item(service=service)]


def test_reason_belongs_to_help_that_was_not_possible(service):
    filled = form(act="not_possible:service:subsydiia", why="no_papers")
    assert filled.is_valid()
    assert filled.item().why == "no_papers"
    left_over = form(why="no_papers")
    assert left_over.is_valid()
    assert left_over.item().why == ""


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"minutes": "7"}, "minutes"),
        ({"independence": "9"}, "independence"),
        ({"why": "бо так"}, "why"),
        ({"note": "паспорт АВ 123456"}, "note"),
        ({"note": "код 3184710691"}, "note"),
        ({"note": "картка 4111 1111 1111 1111"}, "note"),
        ({"note": "я" * 281}, "note"),
        ({"card": "7" * 41}, "card"),
    ],
)
def test_wrong_particulars_are_told(service, sent, field):
    assert list(form(**sent).errors) == [field]


def test_warning_of_a_note_names_what_to_take_out(service):
    [text] = form(note="АВ 123456, код 3184710691").errors["note"]
    assert text == "Приберіть із примітки номер паспорта й податковий номер: таких номерів тут не зберігаємо."


def test_action_itself_refuses_such_a_note(cast, network, service):
    with pytest.raises(Refused) as refusal:
        actions.record(
            by=cast.librarian,
            point=network.point,
            uuid=uuid7(),
            items=[Item(service=service)],
            note="АВ 123456",
        )
    assert refusal.value.code == "note"


def test_reason_without_a_refusal_is_refused(cast, network, service):
    with pytest.raises(Refused) as refusal:
        actions.record(
            by=cast.librarian,
            point=network.point,
            uuid=uuid7(),
            items=[Item(service=service, why="no_papers")],
        )
    assert refusal.value.code == "why"


def test_desk_diary_and_correction_keep_them(cast, network, service, sign_in):
    client = sign_in(cast.librarian)
    sent = {
        "uuid": str(uuid7()),
        "act": "not_possible:service:subsydiia",
        "why": "no_signature",
        "independence": "1",
        "minutes": "30",
        "note": "прийде завтра",
        "card": "Ч-145",
    }
    assert client.post(reverse("desk:encounter-create", args=[network.point.slug]), sent).status_code == 302
    stored = Encounter.objects.get()
    page = client.get(reverse("desk:diary", args=[network.point.slug])).content.decode()
    for words in ("прийде завтра", "не було електронного підпису чи BankID", "15–30 хвилин"):
        assert words in page
    address = reverse("desk:encounter-correction", args=[stored.pk])
    page = client.get(address).content.decode()
    assert 'value="прийде завтра"' in page
    assert '<option value="no_signature" selected>' in page
    assert "Ч-145" not in page
    correction = {
        "uuid": str(uuid7()),
        "line-0-act": "service:subsydiia",
        "line-0-times": "1",
        "line-0-outcome": "done",
        "line-0-why": "no_signature",  # left over
        "line-0-minutes": "15",
        "number": "1",
        "certainty": "exact",
        "channel": "desk",
        "day": stored.day.isoformat(),
        "time": "",
        "note": "",
    }
    assert client.post(address, correction).status_code == 302
    new = Encounter.objects.counted().get()
    item = new.items.get()
    assert (item.outcome, item.why, item.minutes, item.independence) == ("done", "", 15, None)
    assert (new.note, new.card_hash) == ("", stored.card_hash)
    address = reverse("desk:encounter-correction", args=[new.pk])
    assert client.post(address, correction | {"uuid": str(uuid7()), "forget_card": "on"}).status_code == 302
    assert Encounter.objects.counted().get().card_hash == ""

"""The inventory: what happens to a thing, stock-taking from several devices, its outcome and its papers."""

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from mistok.audit.models import Entry, Event
from mistok.lib.identifiers import uuid7
from mistok.network.actions import equipment as actions
from mistok.network.actions import stock_taking as counting
from mistok.network.equipment import Asked, findings, totals
from mistok.network.models import Equipment, EquipmentState, Sighting, StockTaking
from mistok.network.queries import today
from mistok.network.stock_act import act
from mistok.network.tests.factories import EquipmentFactory, StockTakingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(network):
    return [
        EquipmentFactory(
            organisation=network.central,
            point=network.point,
            inventory_number=f"1014-{n}",
            price=Decimal(1000 * n),
        )
        for n in range(1, 5)
    ]


@pytest.fixture
def taking(cast, network, things):
    return counting.start_stock_taking(
        point=network.point, by=cast.head, order="№ 5", commission=["завідувачка, Олена Мороз"]
    )


def seen(thing=None, **given):
    record = {"id": str(uuid7()), "number": "", "seen_at": timezone.now().isoformat(), **given}
    return record | ({"equipment": str(thing.pk)} if thing else {})


def squeezed(text):
    """Without spaces and hyphens, which a narrow column of a PDF may put anywhere."""
    return "".join(text.replace("\xad", "").replace("-", "").split())


def statuses(answers):
    return [each.status for each in answers]


def numbers(lines):
    return [line.number for line in lines]


def test_a_thing_is_entered_moved_repaired_and_written_off(cast, network, sign_in):
    client = sign_in(cast.head)
    asked = {
        "inventory_number": "10148001",
        "name": "Ноутбук",
        "kind": "laptop",
        "organisation": network.central.pk,
        "point": network.point.pk,
        "price": "18500.50",
    }
    response = client.post(reverse("network:equipment-add"), asked)
    thing = Equipment.objects.get()
    assert response.url == reverse("network:equipment-detail", args=[thing.pk])
    moved = {"point": network.branch_point.pk, "on": today().isoformat(), "document": "Акт № 3"}
    client.post(reverse("network:equipment-move", args=[thing.pk]), moved)
    for kind in ("to-repair", "repaired", "written-off"):
        client.post(reverse("network:equipment-step", args=[thing.pk, kind]), {"on": today().isoformat()})
    thing.refresh_from_db()
    assert (thing.organisation, thing.point, thing.state) == (
        network.branch,
        network.branch_point,
        "written-off",
    )
    assert [each.kind for each in thing.events.order_by("pk")] == [
        "received",
        "moved",
        "to-repair",
        "repaired",
        "written-off",
    ]
    assert Entry.objects.filter(event=Event.EQUIPMENT_WRITTEN_OFF).exists()
    page = client.get(reverse("network:equipment-detail", args=[thing.pk])).content.decode()
    assert "Акт № 3" in page
    assert "Ноутбук" not in client.get(reverse("network:equipment")).content.decode(), "gone from the list"


def test_the_same_number_twice_in_a_library_is_refused(cast, network, things, sign_in):
    asked = {
        "inventory_number": "1014-1",
        "name": "Ще один",
        "kind": "computer",
        "organisation": network.central.pk,
    }
    response = sign_in(cast.head).post(reverse("network:equipment-add"), asked)
    assert response.status_code == 422
    assert "inventory_number" in response.context["form"].errors


def test_what_cannot_happen_is_said_in_words(cast, things, sign_in):
    path = reverse("network:equipment-step", args=[things[0].pk, "repaired"])
    response = sign_in(cast.head).post(path, {"on": today().isoformat()})
    assert response.status_code == 422
    assert "вже змінили" in response.content.decode()


def test_a_librarian_reports_a_fault(cast, things, sign_in):
    sign_in(cast.librarian).post(
        reverse("network:equipment-fault", args=[things[0].pk]), {"note": "Не вмикається"}
    )
    things[0].refresh_from_db()
    assert things[0].state == EquipmentState.FAULTY
    assert things[0].events.get().note == "Не вмикається"


def test_totals_know_unknown_prices(things):
    EquipmentFactory(organisation=things[0].organisation, price=None)
    assert totals(Equipment.objects.filter(Asked().conditions())) == (5, Decimal(10000))


def test_a_count_sorts_everything_into_one_place(cast, network, things, taking):
    elsewhere = EquipmentFactory(
        organisation=network.central, point=network.branch_point, inventory_number="9-9"
    )
    answers = counting.take_in(
        taking=taking,
        by=cast.librarian,
        sightings=[
            seen(things[0]),
            seen(things[1], state="faulty", note="Немає клавіатури"),
            seen(things[2], found=False),
            seen(number="9-9"),
            seen(number="чужий-77"),
        ],
    )
    assert statuses(answers) == ["created"] * 5
    result = findings(taking)
    assert numbers(result.found) == ["1014-1", "1014-2"]
    assert numbers(result.faulty) == ["1014-2"]
    assert numbers(result.missing) == ["1014-3"]
    assert numbers(result.uncounted) == ["1014-4"]
    assert [line.thing for line in result.misplaced] == [elsewhere]
    assert numbers(result.unknown) == ["чужий-77"]


def test_the_last_look_by_the_clock_counts_in_whatever_order_it_comes(cast, things, taking):
    now = timezone.now()
    late = seen(things[0], found=False, seen_at=now.isoformat())
    early = seen(things[0], seen_at=(now - timedelta(minutes=5)).isoformat())
    counting.take_in(taking=taking, by=cast.librarian, sightings=[late, early])
    assert numbers(findings(taking).missing) == ["1014-1"]


def test_the_same_upload_twice_is_one(cast, things, taking):
    records = [seen(things[0]), seen(number="x-1")]
    assert statuses(counting.take_in(taking=taking, by=cast.head, sightings=records)) == ["created"] * 2
    assert statuses(counting.take_in(taking=taking, by=cast.head, sightings=records)) == ["duplicate"] * 2
    assert Sighting.objects.count() == 2


def test_a_clock_ahead_does_not_win_for_ever(cast, things, taking):
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    counting.take_in(taking=taking, by=cast.head, sightings=[seen(things[0], seen_at=ahead)])
    assert Sighting.objects.get().seen_at <= timezone.now()


def test_the_end_writes_what_was_found(cast, network, things, taking):
    gone = things[3]
    Equipment.objects.filter(pk=things[0].pk).update(state=EquipmentState.MISSING)
    other = EquipmentFactory(organisation=network.branch, point=network.branch_point, inventory_number="9-9")
    counting.take_in(
        taking=taking,
        by=cast.head,
        sightings=[seen(things[0]), seen(things[1], state="faulty"), seen(things[2]), seen(other)],
    )
    for _twice in range(2):
        counting.end_stock_taking(taking=taking, by=cast.head, move_here=[other.pk])
    states = {each.inventory_number: each.state for each in Equipment.objects.all()}
    assert states == {
        "1014-1": "in-use",
        "1014-2": "faulty",
        "1014-3": "in-use",
        "1014-4": "missing",
        "9-9": "in-use",
    }
    other.refresh_from_db()
    assert (other.point, other.organisation) == (network.point, network.central)
    assert [each.kind for each in gone.events.all()] == ["not-found"]
    late = counting.take_in(taking=taking, by=cast.head, sightings=[seen(gone)])
    assert statuses(late) == ["rejected"]


def test_one_count_at_a_time(cast, network, taking):
    with pytest.raises(counting.AlreadyGoingOnError):
        counting.start_stock_taking(point=network.point, by=cast.head, order="", commission=[])


def test_the_device_gets_an_answer_for_each_record(cast, things, taking, sign_in):
    client = sign_in(cast.librarian)
    path = reverse("network:stock-taking-sightings", args=[taking.pk])
    records = [seen(things[0]), {"id": "ні"}, "сміття", seen(number="")]
    response = client.post(path, json.dumps(records), content_type="application/json")
    assert [each["status"] for each in response.json()["answers"]] == [
        "created",
        "rejected",
        "rejected",
        "rejected",
    ]
    for bad in ("{", "7", "[" * 100_000):
        assert client.post(path, bad, content_type="application/json").status_code == 400


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)
FIELDS = ("id", "equipment", "number", "found", "state", "note", "seen_at")


@given(records=st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON) | JSON, max_size=6))
def test_whatever_comes_each_record_gets_its_answer(records):
    taking = StockTakingFactory()
    person = taking.started_by
    try:
        answers = counting.take_in(taking=taking, sightings=records, by=person)
        assert len(answers) == len(records)
        assert set(statuses(answers)) <= {"created", "duplicate", "rejected"}
    finally:
        Sighting.objects.all().delete()
        StockTaking.objects.all().delete()


def test_without_scripts_the_page_is_a_form(cast, things, taking, sign_in):
    client = sign_in(cast.librarian)
    path = reverse("network:stock-taking-count", args=[taking.pk])
    form = {f"said-{things[0].pk}": "here", f"said-{things[1].pk}": "absent", "extra": "z-1\n\nz-2"}
    assert client.post(path, form).status_code == 302
    result = findings(taking)
    assert (numbers(result.found), numbers(result.missing), numbers(result.unknown)) == (
        ["1014-1"],
        ["1014-2"],
        ["z-1", "z-2"],
    )
    again = {**form, f"was-{things[0].pk}": "here", f"was-{things[1].pk}": "absent", "extra": ""}
    client.post(path, again)
    assert Sighting.objects.count() == 4, "a row that says what it said is no new look"


def test_the_act_names_what_differs_and_who_counted(cast, things, taking):
    counting.take_in(
        taking=taking,
        by=cast.head,
        sightings=[seen(things[0]), seen(things[1], state="faulty", note="розбитий екран")],
    )
    counting.take_in(taking=taking, by=cast.head, sightings=[seen(number="нічий-5")])
    ended = counting.end_stock_taking(taking=taking, by=cast.head)
    reader = PdfReader(BytesIO(act(ended)))
    text = squeezed(" ".join(page.extract_text() for page in reader.pages))
    for expected in (
        "Акт інвентаризації",
        "1014-3",
        "1014-4",
        "7000,00",
        "нічий-5",
        "розбитий екран",
        "Олена Мороз",
    ):
        assert squeezed(expected) in text, expected
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_papers_of_the_list(cast, things, sign_in):
    client = sign_in(cast.head)
    listed = PdfReader(BytesIO(client.get(reverse("network:equipment-pdf")).content))
    assert "1014-4" in listed.pages[0].extract_text()
    labels = client.get(reverse("network:equipment-labels"), {"sheet": "70x36", "skip": 22})
    assert len(PdfReader(BytesIO(labels.content)).pages) == 2
    assert client.get(reverse("network:equipment-labels"), {"sheet": "нема"}).status_code == 404


def test_list_budget_does_not_grow(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.head)
    for count in (1, 30):
        EquipmentFactory.create_batch(count, organisation=network.central, point=network.point)
        with django_assert_max_num_queries(12):
            client.get(reverse("network:equipment"))


def test_a_stranger_counts_nothing(cast, taking, sign_in):
    client = sign_in(cast.colleague)
    path = reverse("network:stock-taking-sightings", args=[taking.pk])
    assert client.post(path, "[]", content_type="application/json").status_code == 404
    assert client.get(reverse("network:equipment-detail", args=[uuid4()])).status_code == 404


def test_a_written_off_thing_is_not_moved(cast, network, things):
    actions.step(thing=things[0], kind="written-off", on=today(), by=cast.head)
    with pytest.raises(actions.WrongStateError):
        actions.move_equipment(thing=things[0], point=network.branch_point, room="", on=today(), by=cast.head)

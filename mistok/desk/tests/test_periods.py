"""A reported month is closed: its figures stand still, late facts count on the day they come."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.audit.models import Entry, Event
from mistok.desk import actions
from mistok.desk.actions import Item, Refused, feedback
from mistok.desk.actions import computers_records as sessions
from mistok.desk.actions.periods import last_of_month, lift, lock
from mistok.desk.actions.sales import sell
from mistok.desk.models import Encounter, PeriodLock, SyncBatch, SyncProblem, VoidReason
from mistok.desk.queries.periods import months_of
from mistok.desk.queries.summary import month_at
from mistok.desk.tests.factories import EncounterFactory
from mistok.desk.tests.factories_computers import ComputerPlaceFactory, ComputerSessionFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7

pytestmark = pytest.mark.django_db
MONTH = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def closed(cast, network):
    return lock(by=cast.head, organisation=network.central, first=MONTH[0], last=MONTH[1])


def save(cast, network, day, **facts):
    return actions.record(
        by=cast.librarian,
        point=network.point,
        uuid=facts.pop("uuid", uuid7()),
        items=[Item(service=ServiceFactory())],
        occurred_at=day,
        **facts,
    ).encounter


def test_month_ends_on_its_last_day():
    assert last_of_month(date(2026, 2, 10)) == date(2026, 2, 28)
    assert last_of_month(date(2026, 12, 31)) == date(2026, 12, 31)


def test_closing_twice_is_once(closed, cast, network):
    assert lock(by=cast.head, organisation=network.central, first=MONTH[0], last=MONTH[1]) == closed
    assert Entry.objects.filter(event=Event.PERIOD_LOCKED).count() == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 10, 15), date(2026, 11, 10), "overlap"),
        (date(2026, 7, 1), date(2026, 10, 31), "overlap"),
        (date(2026, 9, 30), date(2026, 9, 1), "not_over"),
        (None, None, "not_over"),  # today
    ],
)
def test_what_cannot_be_closed_is_told(closed, cast, network, first, last, code):
    today = timezone.localdate()
    with pytest.raises(Refused) as refusal:
        lock(by=cast.head, organisation=network.central, first=first or today, last=last or today)
    assert refusal.value.code == code


def test_database_holds_one_lock_of_a_month(closed, cast, network):
    with pytest.raises(IntegrityError), transaction.atomic():
        PeriodLock.objects.create(
            organisation=network.central, first=MONTH[0], last=MONTH[1], locked_by=cast.head
        )


def test_late_fact_counts_today_and_sent_again_is_known(closed, cast, network):
    uuid, day = uuid7(), date(2026, 10, 20)
    service = ServiceFactory()
    for _twice in range(2):
        stored = actions.record(
            by=cast.librarian, point=network.point, uuid=uuid, items=[Item(service=service)], occurred_at=day
        ).encounter
    assert (stored.day, stored.adjusted_from, stored.true_day) == (timezone.localdate(), day, day)
    assert stored.is_late


def test_facts_of_other_libraries_and_days_are_not_touched(closed, cast, network):
    assert save(cast, network, date(2026, 9, 30)).adjusted_from is None
    assert save(cast, network, date(2026, 11, 1)).adjusted_from is None
    other = actions.record(
        by=cast.colleague,
        point=network.other_point,
        uuid=uuid7(),
        items=[Item(service=ServiceFactory())],
        occurred_at=date(2026, 10, 20),
    ).encounter
    assert other.day == date(2026, 10, 20)


def test_what_is_reported_is_not_corrected_until_it_is_opened(cast, network):
    old = save(cast, network, date(2026, 10, 20))
    held = lock(by=cast.head, organisation=network.central, first=MONTH[0], last=MONTH[1])
    facts = {
        "items": actions.items_of(old),
        "number": 2,
        "categories": [],
        "certainty": "exact",
        "channel": "desk",
    }
    for act in (
        lambda: actions.correct(old, by=cast.head, uuid=uuid7(), **facts),
        lambda: actions.void(old, by=cast.head, reason=VoidReason.TWICE),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "locked"
    lift(held, by=cast.head)
    assert actions.correct(old, by=cast.head, uuid=uuid7(), **facts).created
    assert Entry.objects.filter(event=Event.PERIOD_LIFTED).count() == 1


def test_correction_of_an_adjusted_record_counts_where_it_did(closed, cast, network):
    old = save(cast, network, date(2026, 10, 20))
    new = actions.correct(
        old,
        by=cast.librarian,
        uuid=uuid7(),
        items=actions.items_of(old),
        number=5,
        categories=[],
        certainty="tally",
        channel="desk",
    ).encounter
    assert (new.day, new.adjusted_from) == (old.day, old.adjusted_from)
    back = actions.undo(new, by=cast.librarian)
    assert (back.day, back.adjusted_from, back.number) == (old.day, old.adjusted_from, 1)


def test_computers_and_cards_of_a_closed_month_stand_still(cast, network):
    """They keep no true day beside the one they count on, so nothing is added to reported days."""
    day = date(2026, 10, 20)
    place = ComputerPlaceFactory(point=network.point)
    sat = ComputerSessionFactory(
        place=place,
        starts_at=datetime(2026, 10, 20, 9, tzinfo=UTC),
        ends_at=datetime(2026, 10, 20, 10, tzinfo=UTC),
        ended_at=datetime(2026, 10, 20, 10, tzinfo=UTC),
    )
    feedback.open_point_box(by=cast.head, point=network.point)
    cards = {"by": cast.head, "point": network.point, "day": day, "good": 5, "middle": 0, "bad": 0}
    counted = feedback.tally(uuid=uuid7(), **cards)
    held = lock(by=cast.head, organisation=network.central, first=MONTH[0], last=MONTH[1])
    acts = (
        lambda: sessions.record_past(
            by=cast.head,
            place=place,
            uuid=uuid7(),
            starts_at=datetime(2026, 10, 20, 11, tzinfo=UTC),
            minutes=30,
            is_estimate=False,
        ),
        lambda: sessions.void(sat, by=cast.head, reason=VoidReason.TWICE),
        lambda: feedback.tally(uuid=uuid7(), **cards),
        lambda: feedback.void_tally(counted, by=cast.head, reason=VoidReason.TWICE),
    )
    for act in acts:
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "locked"
    lift(held, by=cast.head)
    for act in acts:
        act()


def test_nothing_is_sold_on_a_reported_day(closed, cast, network):
    for day, code in ((date(2026, 10, 20), "locked"), (date(2026, 9, 20), "no-prices")):
        with pytest.raises(Refused) as refusal:
            sell(by=cast.head, point=network.point, uuid=uuid7(), quantities={}, payment="cash", day=day)
        assert refusal.value.code == code


def test_pages_say_that_a_reported_record_stands(cast, network, sign_in):
    old = save(cast, network, date(2026, 10, 20))
    feedback.open_point_box(by=cast.head, point=network.point)
    counted = feedback.tally(
        by=cast.head, point=network.point, uuid=uuid7(), day=old.day, good=5, middle=0, bad=0
    )
    lock(by=cast.head, organisation=network.central, first=MONTH[0], last=MONTH[1])
    client = sign_in(cast.head)
    page = client.get(reverse("desk:encounter-correction", args=[old.pk])).content.decode()
    assert "Показники цього дня" in page
    assert 'name="number"' not in page
    for address in (
        reverse("desk:encounter-void", args=[old.pk]),
        reverse("desk:feedback-tally-void", args=[counted.pk]),
    ):
        response = client.post(address, {"reason": "twice", "back": "diary"}, follow=True)
        assert "Показники цього дня" in response.content.decode()
    old.refresh_from_db()
    counted.refresh_from_db()
    assert old.voided_at is counted.voided_at is None


def test_pages_of_a_reported_day_say_where_it_will_count(closed, cast, network, sign_in):
    client = sign_in(cast.librarian)
    for name in ("desk:point", "desk:tally"):
        for day, told in (("2026-10-20", True), ("2026-09-20", False)):
            page = client.get(reverse(name, args=[network.point.slug]), {"day": day}).content.decode()
            assert ("рахується сьогодні" in page) is told


def test_month_and_diary_tell_of_what_came_later(closed, cast, network, sign_in):
    save(cast, network, date(2026, 10, 20), number=2)
    client = sign_in(cast.librarian)
    for name in ("desk:diary-day", "desk:summary-month"):
        page = client.get(reverse(name, args=[network.point.slug, date(2026, 10, 20)])).content.decode()
        assert {"desk:diary-day": "Ще 1 запис", "desk:summary-month": "Місяць закрито"}[name] in page
    told = month_at(network.point, MONTH[0])
    assert (told.adjustments.moved_out, told.closed_at) == (1, closed.locked_at)
    assert month_at(network.point, timezone.localdate()).adjustments.moved_in == 1
    pdf = client.get(reverse("desk:diary-pdf", args=[network.point.slug, timezone.localdate()])).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert "20 жовтня 2026" in " ".join(text.split())


def test_page_closes_and_opens_a_month(cast, network, sign_in):
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    first = last.replace(day=1)
    client = sign_in(cast.head)
    address = reverse("desk:period-list", args=[network.point.slug])
    page = client.get(address).content.decode()
    assert "Закриті місяці" in page
    assert client.post(address, {"month": f"{first:%Y-%m}"}).status_code == 302
    held = PeriodLock.objects.get()
    assert (held.first, held.last, held.locked_by) == (first, last, cast.head)
    EncounterFactory(point=network.point, day=timezone.localdate(), adjusted_from=first, number=3)
    page = client.get(address).content.decode()
    assert "закрито" in page
    assert "Після закриття надійшов 1 запис, людей: 3" in page
    lift_address = reverse("desk:period-lift", args=[network.point.slug, held.pk])
    assert client.post(lift_address).status_code == 302
    held.refresh_from_db()
    assert held.lifted_by == cast.head


@pytest.mark.parametrize("month", ["", "2026-13", "2099-01", "місяць", "9999-12"])
def test_page_tells_what_is_wrong(cast, network, sign_in, month):
    address = reverse("desk:period-list", args=[network.point.slug])
    response = sign_in(cast.head).post(address, {"month": month})
    assert response.status_code == 422
    assert not PeriodLock.objects.exists()


def test_lock_of_another_library_is_not_lifted_from_here(closed, cast, network, sign_in):
    foreign = lock(by=cast.administrator, organisation=network.other, first=MONTH[0], last=MONTH[1])
    address = reverse("desk:period-lift", args=[network.point.slug, foreign.pk])
    assert sign_in(cast.head).post(address).status_code == 404


def test_list_of_what_was_not_taken_in(cast, network, sign_in, django_assert_max_num_queries):
    ServiceFactory(slug="subsydiia", name="Житлова субсидія")
    record = {"kind": "encounter", "facts": {"act": "done:service:subsydiia", "number": "3", "note": "так"}}
    waits = {"uuid": uuid7(), "person": cast.librarian, "point": network.point, "answer": "rejected"}
    problem = SyncProblem.objects.create(**waits, code="gone", record=record)
    broken = {"facts": {"items": [None, {"act": 7}]}, "occurred_at": 5}
    for junk in ({}, {"record": [1]}, {"facts": 5}, broken):
        SyncProblem.objects.create(**{**waits, "uuid": uuid7()}, code="shape", record=junk)
    client = sign_in(cast.librarian)
    address = reverse("desk:sync-log", args=[network.point.slug])
    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()
    assert "Житлова субсидія" in page
    assert "Виберіть іншу" in page
    assert (
        client.post(reverse("desk:sync-problem-settle", args=[network.point.slug, problem.pk])).status_code
        == 302
    )
    assert "Житлова субсидія" not in client.get(address).content.decode()
    assert "Житлова субсидія" in client.get(f"{address}?settled=1").content.decode()


def test_list_says_why_by_the_rule_and_leads_to_what_is_recorded(closed, cast, network, sign_in):
    visit = EncounterFactory(point=network.point, day=date(2026, 10, 20))
    elsewhere = EncounterFactory(point=network.other_point)
    facts = {"number": "2", "day": "2026-10-20"}
    waits = {"person": cast.librarian, "point": network.point, "answer": "rejected"}
    for code, about in (("locked", visit.pk), ("note", elsewhere.pk)):
        record = {"kind": "correction", "facts": {**facts, "encounter": str(about)}}
        SyncProblem.objects.create(**waits, uuid=uuid7(), code=code, record=record)
    page = sign_in(cast.librarian).get(reverse("desk:sync-log", args=[network.point.slug])).content.decode()
    for said in ("Показники цього дня", "Приберіть із примітки", "20.10.2026"):
        assert said in page
    diary = reverse("desk:diary-day", args=[network.point.slug, visit.day])
    assert page.count("/diary/2026") == page.count(diary) == 1


def test_empty_list_says_that_all_is_well(cast, network, sign_in):
    address = reverse("desk:sync-log", args=[network.point.slug])
    assert "Усе прийнято" in sign_in(cast.librarian).get(address).content.decode()


def test_what_devices_sent_and_notes_are_forgotten_in_time(cast, network):
    long_ago = timezone.now() - timedelta(days=91)
    batch = SyncBatch.objects.create(person=cast.librarian, received_at=long_ago, content=b"")
    fresh = SyncBatch.objects.create(person=cast.librarian, content=b"")
    SyncProblem.objects.create(person=cast.librarian, answer="rejected", last_at=long_ago)
    old = EncounterFactory(sync_batch=batch, note="так", received_at=timezone.now() - timedelta(days=366))
    new = EncounterFactory(note="так")
    call_command("forget", verbosity=0)
    assert list(SyncBatch.objects.all()) == [fresh]
    assert not SyncProblem.objects.exists()
    notes = dict(Encounter.objects.values_list("pk", "note"))
    assert notes == {old.pk: "", new.pk: "так"}


def test_months_before_the_first_point_are_not_offered(cast, network, sign_in):
    today = timezone.localdate()
    first = today.replace(day=1)
    for opened, months in ((first, 0), (first - timedelta(days=1), 1), (first - timedelta(days=40), 2)):
        network.point.opened_on = opened
        network.point.save()
        assert len(months_of(network.central, today)) == months
    network.point.opened_on = first
    network.point.save()
    page = sign_in(cast.head).get(reverse("desk:period-list", args=[network.point.slug])).content.decode()
    assert "Жоден місяць іще не минув" in page

"""Щоденник роботи and the correction of records."""

from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.desk.actions.street import Facts, record_action
from mistok.desk.models import Encounter, TopicKind
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import VisitorCategoryFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 19)


@pytest.fixture
def address(network):
    return reverse("desk:diary-day", args=[network.point.slug, DAY])


@pytest.fixture
def visit(network, cast):
    """An hour of tallies: six people with their bills."""
    visit = EncounterFactory(
        point=network.point,
        staff=cast.librarian,
        number=6,
        certainty="tally",
        categories=[VisitorCategoryFactory(name="Пенсіонер")],
    )
    service = ServiceFactory(slug="bills", name="Комунальні платежі")
    EncounterItemFactory(encounter=visit, service=service, times=6)
    return visit


def test_diary_has_the_day_its_records_and_totals(cast, sign_in, network, address, visit):
    lesson = EncounterFactory(point=network.point, number=12, age_from=22, age_to=70)
    EncounterItemFactory(encounter=lesson, service=None, topic=TopicFactory(kind=TopicKind.SKILL))
    response = sign_in(cast.librarian).get(address)
    page = response.content.decode()
    for said in ("19 листопада 2026, четвер", "6 × Комунальні платежі", "пенсіонер", "Центральна бібліотека"):
        assert said in page
    day = response.context["day"]
    assert (day.people, day.e_services, day.consultations, day.lessons, day.learners) == (18, 6, 0, 1, 12)
    assert [(line.name, line.value) for line in day.by_category()] == [("Пенсіонер", 6)]
    assert "Підпис" in page


def test_diary_has_its_four_parts_on_the_page_and_on_paper(cast, sign_in, network, address, visit):
    lesson = EncounterFactory(point=network.point, number=12)
    EncounterItemFactory(
        encounter=lesson, service=None, topic=TopicFactory(kind=TopicKind.SKILL, name="Смартфон")
    )
    facts = Facts("День е-послуг", "Сквер", DAY, 30, leaflets=(("Закладки", 70),))
    record_action(by=cast.librarian, point=network.point, uuid=uuid7(), facts=facts)
    client = sign_in(cast.librarian)
    page = client.get(address).content.decode()
    pdf = client.get(reverse("desk:diary-pdf", args=[network.point.slug, DAY]))
    assert pdf.headers["Content-Type"] == "application/pdf"
    text = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf.content)).pages)
    text = " ".join(text.replace("\xad", "-").split())
    for said in (
        "1. Користувачі за складом, відвідування",
        "2. Видача",
        "3. Масова робота",
        "4. Довідкова та інформаційна робота",
        "Смартфон",
        "День е-послуг",
        "Комунальні платежі",
        "не рахує видачу",
    ):
        assert said in page
        assert said in text


def test_paper_of_an_empty_day_is_there_too(cast, sign_in, network):
    answer = sign_in(cast.region).get(reverse("desk:diary-pdf", args=[network.point.slug, date(2012, 7, 2)]))
    assert answer.content.startswith(b"%PDF")


def test_diary_of_an_empty_day_says_so(cast, sign_in, network):
    client = sign_in(cast.librarian)
    page = client.get(reverse("desk:diary-day", args=[network.point.slug, date(2012, 7, 1)])).content.decode()
    assert "Цього дня нічого не записано" in page
    assert 'rel="prev"' not in page  # the first day of the point
    assert 'rel="next"' in page
    assert 'rel="next"' not in client.get(reverse("desk:diary", args=[network.point.slug])).content.decode()


def test_diary_says_what_was_written_down_later_and_has_no_day_to_come(cast, sign_in, network, address):
    EncounterFactory(point=network.point, received_at=datetime(2026, 11, 20, 22, 30, tzinfo=UTC))
    client = sign_in(cast.librarian)
    assert "записано 21 листопада 2026" in client.get(address).content.decode()
    friday = reverse("desk:diary-day", args=[network.point.slug, date(2026, 11, 20)])
    assert "20 листопада 2026, п’ятниця" in client.get(friday).content.decode()
    for day in (date(2999, 1, 1), date(1, 1, 1)):
        for name in ("desk:diary-day", "desk:diary-pdf"):
            assert client.get(reverse(name, args=[network.point.slug, day])).status_code == 404


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "0000-00-00", "yesterday"])
def test_diary_of_no_day_is_not_found(cast, sign_in, network, day):
    assert sign_in(cast.librarian).get(f"/desk/{network.point.slug}/diary/{day}/").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"),
    [("resident", 404), ("librarian", 200), ("colleague", 404), ("region", 200), ("authority", 404)],
)
def test_diary_is_for_those_who_see_figures(cast, sign_in, address, visit, person, status):
    response = sign_in(getattr(cast, person)).get(address)
    assert response.status_code == status
    if person == "region":
        assert "correction" not in response.content.decode()


def test_diary_start_leads_to_the_diary(cast, sign_in, network):
    assert "/diary/" in sign_in(cast.librarian).get("/desk/diaries/").headers["Location"]
    assert network.other_point.name in sign_in(cast.region).get("/desk/diaries/").content.decode()


def test_diary_stays_within_its_queries(
    cast, sign_in, address, network, visit, django_assert_max_num_queries
):
    for person in (cast.librarian, cast.head):
        client = sign_in(person)
        with django_assert_max_num_queries(12):
            client.get(address)
        for _ in range(10):
            each = EncounterFactory(point=network.point, categories=[VisitorCategoryFactory()])
            EncounterItemFactory(encounter=each)
        with django_assert_max_num_queries(12):
            client.get(address)


def test_diary_shows_what_was_withdrawn_apart(cast, sign_in, network, address):
    EncounterFactory(point=network.point, voided_at=timezone.now(), void_reason="twice")
    page = sign_in(cast.librarian).get(address).content.decode()
    assert "записано двічі" in page
    assert "Цього дня нічого не записано" in page


def correction_of(visit, **changes):
    return {
        "uuid": str(uuid7()),
        "line-0-act": "service:bills",
        "line-0-times": "6",
        "line-0-outcome": "done",
        "more-act": "",
        "more-times": "1",
        "more-outcome": "done",
        "number": "6",
        "certainty": "tally",
        "channel": "desk",
        "day": visit.day.isoformat(),
        "time": "11:30",
        **changes,
    }


@pytest.fixture
def form(visit):
    return reverse("desk:encounter-correction", args=[visit.pk])


@pytest.fixture
def librarian(cast, sign_in):
    return sign_in(cast.librarian)


def test_correction_shows_the_record_as_it_stands(librarian, form):
    page = librarian.get(form).content.decode()
    for said in ("Комунальні платежі", 'value="6"', 'value="11:30"', 'value="2026-11-19"', "checked"):
        assert said in page


def test_correction_replaces_the_record(librarian, form, visit):
    topic = TopicFactory(code="3.1.3.1")
    answer = librarian.post(
        form, correction_of(visit, number="5", **{"line-0-times": "5", "more-act": "topic:3.1.3.1"})
    )
    new = Encounter.objects.counted().get()
    assert (new.number, new.supersedes, new.occurred_at) == (5, visit, visit.occurred_at)
    assert [(item.subject, item.times) for item in new.items.all()] == [
        (visit.items.get().subject, 5),
        (topic, 1),
    ]
    assert f"saved={new.pk}" in answer.headers["Location"]
    assert "Оновлено:" in librarian.get(answer.headers["Location"]).content.decode()


def test_correction_moves_to_another_day_and_forgets_the_hour(librarian, form, visit):
    librarian.post(form, correction_of(visit, day="2026-11-18", time="", back="diary"))
    new = Encounter.objects.counted().get()
    assert (new.day, new.time_known) == (date(2026, 11, 18), False)


def test_correction_from_the_diary_leads_back(librarian, form, visit, address):
    assert librarian.post(form, correction_of(visit, back="diary")).headers["Location"] == address


def test_correction_removes_a_line(librarian, form, visit):
    TopicFactory(code="3.1.3.1")
    librarian.post(form, correction_of(visit, **{"line-0-times": "0", "more-act": "topic:3.1.3.1"}))
    assert [item.topic_id for item in Encounter.objects.counted().get().items.all()] == ["3.1.3.1"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "x"}, "цифрами"),
        ({"line-0-times": "0"}, "Виберіть, з чим"),
        ({"line-0-times": "-1"}, "цифрами"),
        ({"line-0-act": "service:none"}, "немає в каталозі"),
        ({"more-act": "service:bills"}, "двічі"),
        ({"day": ""}, "Не записано"),
        ({"day": "2999-01-01"}, "ще не настав"),
        ({"time": "25:99"}, "14:30"),
        ({"uuid": "x"}, "Не записано"),
        ({"certainty": "maybe"}, "Не записано"),
    ],
)
def test_correction_says_what_is_wrong(librarian, form, visit, wrong, said):
    answer = librarian.post(form, correction_of(visit, **wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Encounter.objects.counted().get() == visit


def test_correction_to_an_hour_that_has_not_come_is_refused(librarian, form, visit, monkeypatch):
    today = timezone.localdate()
    ten = timezone.make_aware(datetime.combine(today, time(10)))
    monkeypatch.setattr(timezone, "now", lambda: ten)
    for hour, status in (("10:30", 422), ("09:30", 302)):
        answer = librarian.post(form, correction_of(visit, day=str(today), time=hour))
        assert answer.status_code == status
        assert ("Цей час ще не настав" in answer.content.decode()) is (status == 422)


def test_correction_twice_is_refused_kindly(librarian, form, visit):
    librarian.post(form, correction_of(visit))
    assert "уже виправлено" in librarian.get(form).content.decode()
    assert librarian.post(form, correction_of(visit)).status_code == 422
    assert Encounter.objects.counted().count() == 1


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("resident", 404),
        ("librarian", 200),
        ("colleague", 404),
        ("head", 200),
        ("region", 403),
        ("authority", 404),
        ("administrator", 200),
    ],
)
def test_correction_is_for_the_author_and_the_head(cast, sign_in, form, visit, person, status):
    client = sign_in(getattr(cast, person))
    assert client.get(form).status_code == status
    if status != 200:
        assert client.post(form, correction_of(visit)).status_code == status
        assert client.post(form.replace("correction", "void"), {"reason": "twice"}).status_code == status
        assert list(Encounter.objects.counted()) == [visit]


def test_correction_of_yesterday_is_for_the_head_only(cast, sign_in, form, visit):
    Encounter.objects.update(received_at=timezone.now() - timedelta(days=1))
    assert sign_in(cast.librarian).get(form).status_code == 403
    assert sign_in(cast.head).get(form).status_code == 200


def test_correction_of_nothing_is_not_found(librarian):
    assert librarian.get(reverse("desk:encounter-correction", args=[uuid7()])).status_code == 404
    assert librarian.put(reverse("desk:encounter-correction", args=[uuid7()])).status_code == 405

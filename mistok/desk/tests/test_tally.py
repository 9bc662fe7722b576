"""A crowded hour: numbers in a grid become records that add up, once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mistok.desk import indicators
from mistok.desk.actions import Conflict, Refused, correct, items_of
from mistok.desk.actions.tally import parts_of, record_tally, undo_tally
from mistok.desk.counting import Counted
from mistok.desk.models import Encounter, Tally, Topic, TopicKind
from mistok.desk.queries.tally import tallies_of
from mistok.desk.tests.factories import TopicFactory
from mistok.directory.models import Service
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.models import VisitorCategory
from mistok.network.tests.factories import VisitorCategoryFactory

DAY = date(2026, 11, 18)


@pytest.fixture
def things(db):
    skills = TopicFactory(code="3.1.4", kind=TopicKind.SKILL, name="Навички", parent=None)
    return {
        "bills": ServiceFactory(slug="bills", name="Комунальні платежі", short_name="Платежі"),
        "aid": ServiceFactory(slug="aid", name="Житлова субсидія", short_name="Субсидія"),
        "skill": TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL, name="Комп’ютер", parent=skills),
        "pensioner": VisitorCategoryFactory(code="pensioner", name="Пенсіонер"),
        "idp": VisitorCategoryFactory(code="idp", name="Внутрішньо переміщена особа (ВПО)"),
    }


def counted_of(things, **more):
    facts = {
        "day": DAY,
        "hour": 10,
        "acts": ((things["bills"], 12), (things["aid"], 5), (things["skill"], 4)),
        "categories": ((things["pensioner"], 9), (things["idp"], 2)),
        "people": 20,
    }
    return Counted(**(facts | more))


def figures(point):
    return {
        (row.indicator, row.key): (row.value, row.rough)
        for row in indicators.rows({(point.pk, DAY)})
        if row.dimension in ("", "category")
    }


def test_tally_adds_up_to_what_was_counted(cast, network, things):
    record_tally(by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things))
    found = figures(network.point)
    assert found["people", ""] == (20, 0)
    assert (found["people", "pensioner"], found["people", "idp"]) == ((9, 0), (2, 0))
    assert found["e_services", ""] == (17, 0)
    assert (found["lessons", ""], found["learners", ""]) == ((1, 0), (4, 0))
    assert {each.certainty for each in Encounter.objects.all()} == {"tally"}
    assert {timezone.localtime(each.occurred_at).hour for each in Encounter.objects.all()} == {10}


def test_tally_sent_twice_counts_once(cast, network, things):
    key = uuid7()
    for created in (True, False):
        written = record_tally(by=cast.librarian, point=network.point, uuid=key, counted=counted_of(things))
        assert written.created is created
    assert (Tally.objects.count(), figures(network.point)["people", ""]) == (1, (20, 0))
    with pytest.raises(Conflict):
        record_tally(by=cast.librarian, point=network.point, uuid=key, counted=counted_of(things, people=21))
    assert figures(network.point)["people", ""] == (20, 0)


def test_tally_that_was_rough_says_so(cast, network, things):
    record_tally(by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things, rough=True))
    assert figures(network.point)["people", ""] == (20, 20)


def test_tally_is_undone_whole_with_its_corrections(cast, network, things):
    tally = record_tally(
        by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things)
    ).tally
    one = Encounter.objects.get(categories="pensioner")
    correct(
        one, by=cast.librarian, uuid=uuid7(), items=items_of(one), number=8,
        categories=list(one.categories.all()), certainty="tally", channel="desk",
    )  # fmt: skip
    assert figures(network.point)["people", "pensioner"] == (8, 0)
    assert undo_tally(tally, by=cast.librarian) == 4
    assert undo_tally(tally, by=cast.librarian) == 0
    assert not Encounter.objects.counted().exists()
    assert tallies_of(network.point, DAY) == []


def test_tally_of_yesterday_is_undone_by_the_head(cast, network, things):
    tally = record_tally(
        by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things)
    ).tally
    Encounter.objects.update(received_at=timezone.now() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        undo_tally(tally, by=cast.librarian)
    assert undo_tally(tally, by=cast.head) == 4


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"people": 3}, "навчали"),
        ({"people": 10}, "категорі"),
        ({"acts": (), "categories": (), "people": None}, "хоча б одне"),
        ({"people": 100_001}, "100"),
        ({"day": date(2999, 1, 1)}, "не настав"),
    ],
)
def test_tally_that_cannot_be_is_refused(cast, network, things, wrong, said):
    with pytest.raises(Refused) as refusal:
        record_tally(
            by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things, **wrong)
        )
    assert said in " ".join(refusal.value.messages)
    assert not Encounter.objects.exists()
    assert not Tally.objects.exists()


def test_tally_may_see_nobody(cast, network, things):
    nobody = counted_of(things, acts=(), categories=(), people=0)
    record_tally(by=cast.librarian, point=network.point, uuid=uuid7(), counted=nobody)
    assert figures(network.point) == {("people", ""): (0, 0)}


SERVICES = [Service(slug=f"s{n}", name=f"Послуга {n}") for n in range(3)]
SKILLS = [Topic(code=f"3.1.4.{n}", kind=TopicKind.SKILL, name=f"Навичка {n}") for n in range(2)]
CATEGORIES = [VisitorCategory(code=f"c{n}", name=f"Категорія {n}") for n in range(3)]
for key, service in enumerate(SERVICES, start=1):
    service.pk = key
numbers = st.integers(0, 40)


@given(
    st.lists(st.tuples(st.sampled_from([*SERVICES, *SKILLS]), numbers), max_size=8),
    st.lists(st.tuples(st.sampled_from(CATEGORIES), numbers), max_size=5),
    st.none() | st.integers(0, 200),
)
def test_parts_say_what_was_counted_and_nothing_more(acts, categories, people):
    try:
        parts = parts_of(Counted(day=DAY, acts=tuple(acts), categories=tuple(categories), people=people))
    except Refused:
        return
    told = sum(part.number for part in parts)
    helped = sum(n for subject, n in acts if isinstance(subject, Service))
    taught = sum(n for subject, n in acts if isinstance(subject, Topic))
    known = sum(n for _category, n in categories)
    assert told == (taught + max(helped, known) if people is None else people)
    assert sum(item.times for part in parts for item in part.items if item.service) == helped
    assert sum(part.number for part in parts if part.role.startswith("lesson")) == taught
    assert sum(part.number for part in parts if part.categories) == known
    assert len({part.role for part in parts}) == len(parts)


@pytest.fixture
def address(network):
    return reverse("desk:tally", args=[network.point.slug])


def sent(**more):
    return {"uuid": str(uuid7()), "day": "2026-11-18", "hour": "10", "times:service:bills": "12"} | more


def test_page_saves_and_takes_back(cast, sign_in, network, things, address):
    client = sign_in(cast.librarian)
    page = client.get(address + "?day=2026-11-18").content.decode()
    assert "Платежі" in page
    assert "Пенсіонер" in page
    more = {"more-0": "комп'ютер", "more-times-0": "3", "who:pensioner": "10"}
    answer = client.post(address, sent(**more))
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Пораховано: 15 людей" in page
    assert figures(network.point)["people", "pensioner"] == (10, 0)
    tally = Tally.objects.get()
    answer = client.post(reverse("desk:tally-void", args=[tally.pk]))
    assert "Пораховане забрано" in client.get(answer.headers["Location"]).content.decode()
    assert not Encounter.objects.counted().exists()


def test_page_sent_twice_counts_once(cast, sign_in, network, things, address):
    client = sign_in(cast.librarian)
    data = sent()
    assert [client.post(address, data).status_code for _again in range(2)] == [302, 302]
    assert figures(network.point)["people", ""] == (12, 0)
    answer = client.post(address, data | {"times:service:bills": "13"})
    assert answer.status_code == 422
    assert "Оновіть" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"times:service:bills": "багато"}, "цифрами"),
        ({"times:service:bills": "-1"}, "цифрами"),
        ({"times:service:bills": "", "who:pensioner": "0", "rough": "7"}, "хоча б одне"),
        ({"times:service:none": "1"}, "зникла"),
        ({"more-0": "Немає такого", "more-times-0": "1"}, "Немає такої"),
        ({"more-0": "Житлова субсидія"}, "скільки разів"),
        ({"day": "2999-01-01"}, "ще не настав"),
        ({"day": "учора"}, "2026-11-19"),
        ({"hour": "25"}, "Hour"),
        ({"uuid": ""}, "Оновіть"),
    ],
)
def test_page_says_what_is_wrong_and_keeps_what_was_typed(
    cast, sign_in, network, things, address, wrong, said
):
    answer = sign_in(cast.librarian).post(address, sent(**{"who:pensioner": "7"}) | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page or said == "Hour"
    assert wrong.get("who:pensioner") or 'value="7"' in page
    assert not Tally.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"), [("librarian", 200), ("head", 200), ("colleague", 404), ("region", 404)]
)
def test_page_is_for_those_who_record_here(cast, sign_in, network, things, address, person, status):
    assert sign_in(getattr(cast, person)).get(address).status_code == status
    tally = record_tally(
        by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things)
    ).tally
    if status == 404:
        client = sign_in(getattr(cast, person))
        assert client.post(reverse("desk:tally-void", args=[tally.pk])).status_code == 404
    assert sign_in(cast.librarian).put(address).status_code == 405
    assert sign_in(cast.librarian).post(reverse("desk:tally-void", args=[uuid7()])).status_code == 404


def test_page_stays_within_its_queries(
    cast, sign_in, network, things, address, django_assert_max_num_queries
):
    client = sign_in(cast.librarian)
    for _more in range(6):
        record_tally(by=cast.librarian, point=network.point, uuid=uuid7(), counted=counted_of(things))
    with django_assert_max_num_queries(20):
        client.get(address + "?day=2026-11-18")

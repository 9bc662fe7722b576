"""Usual acts, the list of topics, and what a person may see."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mistok.desk.models import Encounter, Outcome, TopicKind, lowered, short_category
from mistok.desk.queries import (
    USUAL_ACTS,
    chips,
    current_topics,
    day_at,
    find_topics,
    main_topics,
    may_revise,
    subject_of,
    usual_acts,
    visible_to,
)
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import VisitorCategoryFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def helped(point, service, days_ago, times=1, **changes):
    for _ in range(times):
        visit = EncounterFactory(point=point, day=TODAY - timedelta(days=days_ago), **changes)
        EncounterItemFactory(encounter=visit, service=service)


def acts(point):
    return usual_acts(point, TODAY, current_topics())


def test_usual_acts_of_a_new_point_come_from_the_directory(network):
    TopicFactory(code="3.1.3", name="Поради")
    topics = [TopicFactory(code=f"3.1.3.{n}", parent_id="3.1.3") for n in range(1, 5)]
    services = [ServiceFactory(demand=n) for n in range(40, 60)]
    found = acts(network.point)
    assert len(found) == USUAL_ACTS
    assert found[:3] == [services[-1], services[-2], topics[0]]


def test_usual_acts_follow_what_this_point_helps_with(network):
    often, seldom, elsewhere = ServiceFactory(demand=0), ServiceFactory(demand=1), ServiceFactory(demand=2)
    helped(network.point, seldom, days_ago=3)
    helped(network.point, often, days_ago=3, times=2)
    helped(network.other_point, elsewhere, days_ago=1, times=9)
    assert acts(network.point)[:3] == [often, seldom, elsewhere]  # the last one only fills up


def test_usual_acts_weigh_recent_weeks_more_and_forget_old_ones(network):
    old, recent, forgotten = ServiceFactory(), ServiceFactory(), ServiceFactory(demand=0)
    helped(network.point, old, days_ago=40, times=2)
    helped(network.point, recent, days_ago=2)
    helped(network.point, forgotten, days_ago=90, times=50)
    assert acts(network.point) == [recent, old, forgotten]


def test_usual_acts_do_not_move_during_the_day(network):
    service, other = ServiceFactory(demand=0), ServiceFactory(demand=90)
    helped(network.point, service, days_ago=0, times=20)
    assert acts(network.point) == [other, service]


def test_usual_acts_leave_out_retired_voided_and_replaced(network):
    retired, voided = ServiceFactory(retired_on=date(2026, 1, 1)), ServiceFactory(demand=0)
    helped(network.point, retired, days_ago=1)
    helped(network.point, voided, days_ago=1, times=5, voided_at=timezone.now(), void_reason="twice")
    kept = ServiceFactory(demand=50)
    assert acts(network.point) == [kept, voided]


def test_usual_acts_takes_two_queries(network, django_assert_num_queries):
    helped(network.point, ServiceFactory(), days_ago=2, times=5)
    topics = current_topics()
    with django_assert_num_queries(2):
        usual_acts(network.point, TODAY, topics)


def test_find_topics_minds_no_endings():
    found = TopicFactory(name="Пошук в інтернеті", short_name="Пошук")
    TopicFactory(name="Петиція", short_name="Петиція")
    assert find_topics("пошуку інтернет", current_topics()) == [found]
    assert find_topics("  ", current_topics()) == []


def test_main_topics_are_the_second_level():
    top = TopicFactory(code="3.1.4", kind=TopicKind.SKILL)
    second = TopicFactory(code="3.1.4.3", parent=top, kind=TopicKind.SKILL)
    TopicFactory(code="3.1.4.3.1", parent=second, kind=TopicKind.SKILL)
    assert main_topics(current_topics()) == [second]


@pytest.mark.parametrize(
    "act", ["", "service:", "service:none", "topic:none", "weather:rain", "service:\x00"]
)
def test_subject_of_unknown_is_a_lookup_error(act):
    with pytest.raises(LookupError):
        subject_of(act)


def test_subject_of_retired_only_when_asked():
    service = ServiceFactory(retired_on=date(2026, 1, 1))
    with pytest.raises(LookupError):
        subject_of(f"service:{service.slug}")
    assert subject_of(f"service:{service.slug}", retired=True) == service


def test_visible_to_own_points_only(cast, network):
    here, there = EncounterFactory(point=network.point), EncounterFactory(point=network.other_point)
    assert set(visible_to(cast.librarian)) == {here}
    assert set(visible_to(cast.colleague)) == {there}
    assert set(visible_to(cast.region)) == {here, there}
    assert not visible_to(cast.resident).exists()
    assert not visible_to(cast.authority).exists()


def test_may_revise_the_author_today_and_the_head_always(cast, network):
    fresh = EncounterFactory(point=network.point, staff=cast.librarian)
    old = EncounterFactory(
        point=network.point, staff=cast.librarian, received_at=timezone.now() - timedelta(days=1)
    )
    allowed = [
        (person, [may_revise(person, each) for each in (fresh, old)]) for person in vars(cast).values()
    ]
    assert allowed == [
        (cast.resident, [False, False]),
        (cast.librarian, [True, False]),
        (cast.colleague, [False, False]),
        (cast.head, [True, True]),
        (cast.region, [False, False]),
        (cast.authority, [False, False]),
        (cast.administrator, [True, True]),
    ]


def test_day_at_keeps_withdrawn_records_apart(network, django_assert_num_queries):
    kept = EncounterFactory(point=network.point, number=2)
    EncounterItemFactory(encounter=kept, times=2)
    EncounterItemFactory(encounter=kept, outcome=Outcome.NOT_POSSIBLE)
    replaced = EncounterFactory(point=network.point, number=50)
    newer = EncounterFactory(point=network.point, supersedes=replaced)
    voided = EncounterFactory(point=network.point, voided_at=timezone.now(), void_reason="trial")
    with django_assert_num_queries(3):
        day = day_at(network.point, kept.day)
        assert (day.people, day.e_services, len(day.by_subject())) == (3, 2, 1)
    assert set(day.records) == {kept, newer}
    assert set(day.withdrawn) == {replaced, voided}
    assert Encounter.objects.counted().count() == 2


def test_categories_are_short_on_buttons():
    assert short_category("Внутрішньо переміщена особа (ВПО)") == "ВПО"
    assert short_category("Голова села / староста") == "Голова села / староста"
    assert (lowered("Пенсіонер"), lowered("ВПО"), lowered("")) == ("пенсіонер", "ВПО", "")


def test_chips_open_the_rest_when_one_of_it_is_chosen():
    codes = [VisitorCategoryFactory(order=n).code for n in range(10)]
    assert not chips([codes[0]]).rest_chosen
    assert chips([codes[9]]).rest_chosen

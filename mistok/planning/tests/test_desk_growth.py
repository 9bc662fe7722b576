"""Who came again, how far by themselves, why not, and late facts: counted as their definitions say."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mistok.desk import actions, indicators, indicators_growth
from mistok.desk.actions import Item
from mistok.desk.actions.periods import lock
from mistok.desk.models import Encounter, Outcome, VoidReason, WhyNot
from mistok.desk.tests.factories import TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.planning.actions import refresh, verify

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 16)


@pytest.fixture
def save(cast, network):
    service = ServiceFactory()

    def saved(day=DAY, **facts):
        whole = {
            "items": [Item(service=service)],
            "by": cast.librarian,
            "point": network.point,
            "occurred_at": day,
        }
        return actions.record(**{**whole, "uuid": uuid7(), **facts}).encounter

    return saved


def counted(source, point, day):
    """The rows of a day in short."""
    return {(row.indicator, row.key): (row.value, row.rough) for row in source.rows({(point.pk, day)})}


def test_repeat_visits_are_of_the_same_card_on_an_earlier_day(save, network):
    next_day = DAY + timedelta(days=1)
    save(card="Ч-145")
    save(card="ч 145")  # the same day once more: not yet again
    save(card="146")
    save()
    save(next_day, card="Ч145", number=3)
    save(next_day, card="147")
    first = counted(indicators_growth, network.point, DAY)
    assert first == {("carded", ""): (3, 0)}
    second = counted(indicators_growth, network.point, next_day)
    assert second == {("carded", ""): (2, 0), ("repeated", ""): (1, 0)}


def test_the_same_number_of_another_library_is_another_card(save, network, cast):
    save(card="145")
    save(DAY + timedelta(days=1), card="145", point=network.other_point)
    assert Encounter.objects.values("card_hash").distinct().count() == 2


def test_card_is_not_kept(save):
    stored = save(card="ЧК-90817")
    assert len(stored.card_hash) == 64
    assert "90817" not in str([getattr(stored, field.attname) for field in stored._meta.concrete_fields])


def test_later_days_follow_when_an_earlier_visit_goes(save, cast, network):
    """The first visit is withdrawn: the second was not a repeat after all, the rollups learn of it."""
    first = save(card="145", day=None)
    Encounter.objects.filter(pk=first.pk).update(day=DAY)
    save(DAY + timedelta(days=2), card="145")
    refresh()
    assert verify() == []
    since = timezone.now()
    actions.void(first, by=cast.head, reason=VoidReason.TWICE)
    assert indicators_growth.touched(since) == {
        (network.point.pk, DAY),
        (network.point.pk, DAY + timedelta(days=2)),
    }
    refresh()
    assert verify() == []


def test_ladder_counts_help_with_its_step(save, network):
    service, topic = ServiceFactory(), TopicFactory()
    save(items=[Item(service=service, times=2, independence=0), Item(topic=topic, independence=2)])
    save(items=[Item(service=service, independence=2)], certainty="estimate")
    save(items=[Item(service=service, outcome=Outcome.NOT_POSSIBLE, independence=2)])
    assert counted(indicators_growth, network.point, DAY) == {
        ("ladder", ""): (4, 1),
        ("ladder", "0"): (2, 0),
        ("ladder", "2"): (2, 1),
    }
    assert indicators_growth.labels("independence", ["2"]) == {"2": "самостійно після показу"}


def test_refusals_are_counted_by_reason(save, network):
    service = ServiceFactory()
    for why in (WhyNot.NO_PAPERS, WhyNot.NO_PAPERS, WhyNot.SITE_DOWN, ""):
        save(items=[Item(service=service, outcome=Outcome.NOT_POSSIBLE, why=why)])
    found = counted(indicators, network.point, DAY)
    assert {key: value for (code, key), (value, _rough) in found.items() if code == "refused"} == {
        "": 4,
        str(service.uuid): 4,
        "no_papers": 2,
        "site_down": 1,
    }
    assert indicators.labels("why", ["no_papers"]) == {"no_papers": "бракувало документів"}


def test_late_people_of_a_closed_month_count_on_the_day_they_came(save, cast, network):
    today = timezone.localdate()
    last = today.replace(day=1) - timedelta(days=1)
    lock(by=cast.head, organisation=network.central, first=last.replace(day=1), last=last)
    save(last, number=4)
    found = counted(indicators_growth, network.point, today)
    assert found == {("adjusted", ""): (4, 0), ("adjusted", f"{last:%Y-%m}"): (4, 0)}
    assert counted(indicators, network.point, last) == {}
    assert indicators_growth.labels("month", ["2026-10"]) == {"2026-10": "жовтень 2026"}
    refresh()
    assert verify() == []

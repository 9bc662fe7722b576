"""Indicators equal a plain count by hand over whatever was recorded."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mistok.desk import indicators
from mistok.desk.actions import Item, correct, record, void
from mistok.desk.models import (
    CONSULTING,
    ROUGH,
    Certainty,
    Encounter,
    Outcome,
    TopicKind,
    VoidReason,
)
from mistok.desk.queries import day_at
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib import indicators as register
from mistok.lib.identifiers import uuid7
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory, ServicePointFactory, VisitorCategoryFactory

DAY = date(2026, 11, 16)

visits = st.lists(
    st.fixed_dictionaries(
        {
            "point": st.integers(0, 1),
            "day": st.integers(0, 2),
            "number": st.integers(0, 12),
            "certainty": st.sampled_from(Certainty.values),
            "categories": st.sets(st.integers(0, 2)),
            "ages": st.one_of(st.none(), st.tuples(st.integers(6, 50), st.integers(51, 99))),
            "items": st.lists(
                st.tuples(st.integers(0, 9), st.integers(1, 9), st.sampled_from(Outcome.values)),
                min_size=1,
                unique_by=lambda item: item[0],
            ),
            "fate": st.sampled_from(["counts", "counts", "voided", "replaced"]),
        }
    ),
    max_size=12,
)


def code_of(item):
    """The indicator an item belongs to, straight from the definitions."""
    if item.outcome == Outcome.NOT_POSSIBLE:
        return "refused"
    if item.service:
        return "e_services"
    if item.topic.kind in CONSULTING:
        return "consultations"
    return "lessons" if item.topic.kind == TopicKind.SKILL else "staff_help"


def theme_of(topic):
    """The second level above a third, otherwise the topic itself."""
    return topic.parent_id if topic.parent_id and topic.parent.parent_id else topic.code


def by_hand(points):
    """Every figure summed record by record."""
    values = defaultdict(lambda: (0, 0))
    for each in Encounter.objects.filter(point__in=points, voided_at=None):
        if Encounter.objects.filter(supersedes=each).exists():
            continue
        parts = [("people", each.number, "", "")]
        parts += [("people", each.number, "category", category.code) for category in each.categories.all()]
        skills = set()
        for item in each.items.all():
            key = ("service", str(item.service.uuid)) if item.service else ("topic", item.topic.code)
            parts += [(code_of(item), item.times, *key), (code_of(item), item.times, "", "")]
            if code_of(item) == "lessons":
                skills |= {key, ("theme", theme_of(item.topic)), ("", "")}
        parts += [("learners", each.number, *key) for key in skills]
        for code, times, *key in parts:
            value, rough = values[(code, each.day, each.point_id, *key)]
            values[(code, each.day, each.point_id, *key)] = (
                value + times,
                rough + (times if each.certainty in ROUGH else 0),
            )
        if each.age_from is not None:
            for key in skills:
                for code, age, choose in (("youngest", each.age_from, min), ("oldest", each.age_to, max)):
                    place = (code, each.day, each.point_id, *key)
                    values[place] = (choose(age, values[place][0] if place in values else age), 0)
    return dict(values)


def computed(pairs):
    return {
        (row.indicator, row.day, row.point_id, row.dimension, row.key): (row.value, row.rough)
        for row in indicators.rows(pairs)
    }


class TestAgainstHands(TestCase):
    @given(visits)
    def test_rows_equal_a_count_by_hand(self, told):
        points = [ServicePointFactory(), ServicePointFactory()]
        librarian = MembershipFactory(organisation=points[0].organisation, role=Role.HEAD).person
        MembershipFactory(organisation=points[1].organisation, role=Role.HEAD, person=librarian)
        categories = VisitorCategoryFactory.create_batch(3)
        subjects = [
            *(Item(service=each) for each in ServiceFactory.create_batch(2)),
            *(Item(topic=TopicFactory(kind=kind)) for kind in TopicKind),
        ]
        literacy = TopicFactory(kind=TopicKind.SKILL, parent=TopicFactory(kind=TopicKind.SKILL))
        subjects += [Item(topic=TopicFactory(kind=TopicKind.SKILL, parent=literacy)) for _leaf in range(2)]
        for visit in told:
            facts = {
                "by": librarian,
                "uuid": uuid7(),
                "number": visit["number"],
                "certainty": visit["certainty"],
                "categories": [categories[n] for n in visit["categories"]],
                "ages": visit["ages"],
                "channel": "desk",
                "occurred_at": DAY + timedelta(days=visit["day"]),
                "items": [
                    Item(subjects[n].service, subjects[n].topic, times, outcome)
                    for n, times, outcome in visit["items"]
                ],
            }
            stored = record(point=points[visit["point"]], **facts).encounter
            if visit["fate"] == "voided":
                void(stored, by=librarian, reason=VoidReason.MISTAKE)
            elif visit["fate"] == "replaced":
                correct(stored, **{**facts, "uuid": uuid7(), "number": visit["number"] + 1})
        pairs = indicators.touched(None)
        assert pairs == set(Encounter.objects.values_list("point", "day"))
        expected = by_hand(points)
        assert computed(pairs) == expected
        for point, day in pairs:
            diary = day_at(points[0] if points[0].pk == point else points[1], day)
            for name in ("people", "e_services", "consultations", "lessons", "learners"):
                assert getattr(diary, name) == expected.get((name, day, point, "", ""), (0, 0))[0]


@pytest.mark.django_db
def test_rows_takes_few_queries_for_thousands_of_days(django_assert_max_num_queries):
    item = EncounterItemFactory()
    pairs = {(point, date(2012, 7, 1) + timedelta(days=n)) for point in range(1, 10) for n in range(440)}
    pairs.add((item.encounter.point_id, item.encounter.day))
    with django_assert_max_num_queries(6):
        found = computed(
            {(p, d) for p, d in pairs if d.year < 2013} | {(item.encounter.point_id, item.encounter.day)}
        )
    assert {value for value, _rough in found.values()} == {1}


@pytest.mark.django_db
def test_rows_leaves_out_days_nobody_asked_for():
    kept, other = EncounterFactory(), EncounterFactory(occurred_at=datetime(2026, 11, 18, 9, tzinfo=UTC))
    found = computed({(kept.point_id, kept.day), (other.point_id, kept.day)})
    assert {key[1:3] for key in found} == {(kept.day, kept.point_id)}


@pytest.mark.django_db
def test_touched_names_both_days_of_a_correction(cast, network):
    moved = record(
        by=cast.librarian,
        point=network.point,
        uuid=uuid7(),
        items=[Item(topic=TopicFactory())],
        occurred_at=DAY,
    ).encounter
    Encounter.objects.update(revised_at=timezone.now() - timedelta(days=3))
    since = timezone.now() - timedelta(seconds=1)
    assert indicators.touched(since) == set()
    correct(
        moved,
        by=cast.librarian,
        uuid=uuid7(),
        items=[Item(topic=TopicFactory())],
        number=1,
        categories=[],
        occurred_at=DAY + timedelta(days=1),
        certainty="exact",
        channel="desk",
    )
    assert indicators.touched(since) == {(network.point.pk, DAY), (network.point.pk, DAY + timedelta(days=1))}


@pytest.mark.django_db
def test_labels_and_phrases_speak_of_every_dimension():
    service = ServiceFactory(name="Житлова субсидія", report_phrase="призначення житлової субсидії")
    topic = TopicFactory(name="Комп’ютерна грамотність", report_phrase="комп’ютерної грамотності")
    category = VisitorCategoryFactory(name="пенсіонер", plural="пенсіонерів")
    asked = {"service": str(service.uuid), "topic": topic.code, "category": category.code}
    for (dimension, key), name, phrase in zip(
        asked.items(),
        ("Житлова субсидія", "Комп’ютерна грамотність", "пенсіонер"),
        ("призначення житлової субсидії", "комп’ютерної грамотності", "пенсіонерів"),
        strict=True,
    ):
        assert indicators.labels(dimension, [key]) == {key: name}
        assert indicators.phrases(dimension, [key]) == {key: phrase}
    assert indicators.labels("weather", ["rain"]) == indicators.phrases("weather", ["rain"]) == {}


def test_source_is_declared():
    assert {"people", "e_services", "consultations", "learners", "youngest", "oldest", "refused"} <= set(
        register.indicators()
    )

"""The list of topics: the network's head keeps it, records keep what they had."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.desk.actions import Refused, load_topics
from mistok.desk.actions.topics import add_topic, move_topic, restore_topic, retire_topic, reword_topic
from mistok.desk.models import Topic, TopicKind
from mistok.desk.queries import current_topics
from mistok.desk.tests.factories import EncounterItemFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    group = TopicFactory(code="3.1.3", name="Поради", parent=None)
    return {
        "group": group,
        **{n: TopicFactory(code=f"3.1.3.{n}", name=f"Тема {n}", parent=group) for n in (1, 2, 3)},
    }


def in_order():
    return [topic.code for topic in current_topics()]


def test_added_topic_stands_last_and_takes_the_kind(cast, tree):
    topic = add_topic(by=cast.head, parent=tree["group"], kind="skill", name="Нове", short_name="Нове")
    assert (topic.code, topic.kind) == ("3.1.3.4", TopicKind.CONSULTATION)
    under = add_topic(by=cast.head, parent=tree[1], kind="", name="Ближче", short_name="Ближче")
    assert in_order() == ["3.1.3", "3.1.3.1", under.code, "3.1.3.2", "3.1.3.3", "3.1.3.4"]
    group = add_topic(by=cast.head, parent=None, kind="skill", name="Свої", short_name="Свої")
    assert (group.code, group.kind, in_order()[-1]) == ("9.1", TopicKind.SKILL, "9.1")
    assert Entry.objects.filter(event=Event.TOPIC_ADDED).count() == 3
    with pytest.raises(Refused):
        add_topic(by=cast.head, parent=under, kind="", name="Четвертий рівень", short_name="4")
    with pytest.raises(Refused):
        add_topic(by=cast.head, parent=tree["group"], kind="", name="тема 1", short_name="1")


def test_tenth_topic_stands_after_the_ninth(cast, tree):
    for n in range(4, 12):
        add_topic(by=cast.head, parent=tree["group"], kind="", name=f"Тема {n}", short_name=f"Тема {n}")
    assert in_order()[-3:] == ["3.1.3.9", "3.1.3.10", "3.1.3.11"]


def test_moved_topic_takes_all_under_it(cast, tree):
    add_topic(by=cast.head, parent=tree[1], kind="", name="Ближче", short_name="Ближче")
    assert move_topic(tree[2], by=cast.head, up=True)
    assert in_order() == ["3.1.3", "3.1.3.2", "3.1.3.1", "3.1.3.1.1", "3.1.3.3"]
    assert not move_topic(tree[2], by=cast.head, up=True)
    assert move_topic(tree[1], by=cast.head, up=False)
    assert in_order() == ["3.1.3", "3.1.3.2", "3.1.3.3", "3.1.3.1", "3.1.3.1.1"]
    added = add_topic(by=cast.head, parent=tree["group"], kind="", name="Ще", short_name="Ще")
    assert in_order()[-1] == added.code


def test_retired_topic_leaves_with_all_under_it_and_comes_back(cast, tree):
    item = EncounterItemFactory(service=None, topic=tree[1])
    assert retire_topic(tree["group"], by=cast.head) == 4
    assert retire_topic(tree["group"], by=cast.head) == 0
    assert in_order() == []
    item.refresh_from_db()
    assert item.topic == tree[1]
    with pytest.raises(Refused):
        restore_topic(tree[1], by=cast.head)
    assert restore_topic(tree["group"], by=cast.head)
    assert restore_topic(tree[1], by=cast.head)
    assert not restore_topic(tree[1], by=cast.head)
    assert in_order() == ["3.1.3", "3.1.3.1"]


def test_starting_topics_come_again_without_undoing_the_network(cast, db):
    load_topics()
    before = in_order()
    topic = Topic.objects.get(code="3.1.3.1")
    reword_topic(topic, by=cast.head, name="Пошук по-нашому", short_name="Пошук")
    move_topic(Topic.objects.get(code="3.1.3.2"), by=cast.head, up=True)
    retire_topic(Topic.objects.get(code="3.1.3.3"), by=cast.head)
    kept = in_order()
    load_topics()
    assert in_order() == kept != before
    assert Topic.objects.get(code="3.1.3.1").name == "Пошук по-нашому"


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.head)


def test_pages_add_reword_move_retire_and_restore(head, tree):
    listed = reverse("desk:topic-list")
    page = head.get(listed).content.decode()
    assert "Тема 1" in page
    add = reverse("desk:topic-add")
    assert "Вид" in head.get(add).content.decode()
    answer = head.post(f"{add}?under=3.1.3", {"name": "  Квитки   онлайн "})
    assert answer.headers["Location"].endswith("#t-3.1.3.4")
    topic = Topic.objects.get(code="3.1.3.4")
    assert (topic.name, topic.short_name) == ("Квитки онлайн", "Квитки онлайн")
    edit = reverse("desk:topic-edit", args=["3.1.3.4"])
    assert 'value="Квитки онлайн"' in head.get(edit).content.decode()
    head.post(edit, {"name": "Квитки", "short_name": "Квитки"})
    head.post(reverse("desk:topic-move", args=["3.1.3.4"]), {"to": "up"})
    assert in_order() == ["3.1.3", "3.1.3.1", "3.1.3.2", "3.1.3.4", "3.1.3.3"]
    head.post(reverse("desk:topic-retire", args=["3.1.3.4"]))
    assert "3.1.3.4" not in in_order()
    assert "Повернути" in head.get(listed).content.decode()
    head.post(reverse("desk:topic-restore", args=["3.1.3.4"]))
    assert "3.1.3.4" in in_order()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": ""}, "Напишіть назву"),
        ({"name": "Тема 1"}, "Така тема тут уже є"),
        ({"name": "Дуже довга назва, яка не стане на кнопку столу"}, "коротку"),
        ({"name": "х" * 121, "short_name": "х"}, "120"),
    ],
)
def test_page_says_what_is_wrong(head, tree, sent, said):
    answer = head.post(reverse("desk:topic-add") + "?under=3.1.3", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Topic.objects.count() == 4


@pytest.mark.parametrize(
    ("person", "status"), [("head", 200), ("administrator", 200), ("librarian", 404), ("region", 404)]
)
def test_pages_are_for_the_keepers_of_the_catalogue(cast, sign_in, tree, person, status):
    client = sign_in(getattr(cast, person))
    assert client.get(reverse("desk:topic-list")).status_code == status
    if status == 404:
        assert client.post(reverse("desk:topic-retire", args=["3.1.3"])).status_code == 404
        assert Topic.objects.filter(retired_on=None).count() == 4


def test_topic_that_is_none_is_not_found(head, tree):
    assert head.get(reverse("desk:topic-edit", args=["7.7.7"])).status_code == 404
    assert head.get(reverse("desk:topic-add") + "?under=7.7.7").status_code == 404
    assert head.get(reverse("desk:topic-add") + "?under=7%00").status_code == 404
    assert head.get("/desk/topics/7%00/edit/").status_code == 404
    assert head.get(reverse("desk:topic-move", args=["3.1.3"])).status_code == 405


def test_list_is_one_query_however_long(head, tree, django_assert_max_num_queries):
    for _more in range(2):
        with django_assert_max_num_queries(14):
            head.get(reverse("desk:topic-list"))
        TopicFactory.create_batch(20, parent=tree["group"])


def test_place_of_a_retired_topic_is_not_given_again(cast, tree):
    Topic.objects.filter(pk="3.1.3.3").update(retired_on=date(2026, 1, 1))
    topic = add_topic(by=cast.head, parent=tree["group"], kind="", name="Тема 3", short_name="Тема 3")
    assert topic.code == "3.1.3.4"
    with pytest.raises(Refused):
        restore_topic(tree[3], by=cast.head)
    assert topic.edited_at is not None
    assert topic.edited_at <= timezone.now()

"""Narrowing, numbers, provisions named in a question, best bets: what is in the list and in what order."""

from datetime import date

import pytest

from mistok.search import declarations, index
from mistok.search.actions import rebuild
from mistok.search.filters import Filters
from mistok.search.models import BestBet
from mistok.search.queries import search
from mistok.search.tests.library import Shelf

pytestmark = pytest.mark.django_db

APPEALS = "Про звернення громадян"


@pytest.fixture
def acts(monkeypatch):
    monkeypatch.setattr(declarations, "_sources", {})
    acts, articles = Shelf("act"), Shelf("article")
    for shelf in (acts, articles):
        declarations.declare(shelf.kind, shelf.source())
    acts.put(
        "appeals", APPEALS, keywords=("Закон України",), numbers=("393/96-вр", "393/96", "393", "1996-10-02"),
        tags=("level:state", "force:yes", "act:law"), day=date(1996, 10, 2), weight=0.6,
    )  # fmt: skip
    acts.put(
        "changes", f"Про внесення змін до Закону України «{APPEALS}»", keywords=("Закон України",),
        numbers=("653-xiv", "653-14", "653"), tags=("level:state", "force:no", "act:law"),
        day=date(1999, 5, 13), weight=-0.9,
    )  # fmt: skip
    acts.put(
        "local", "Про порядок розгляду звернень громадян у громаді", keywords=("Рішення",),
        numbers=("12-3/viii",), tags=("level:local", "force:yes", "act:decision"), day=date(2022, 3, 4),
        territory="UA48060150000012345",
    )  # fmt: skip
    articles.put(
        "appeals:art-20", "Стаття 20. Термін розгляду звернень громадян", part_of="appeals", context=APPEALS,
        text="Звернення розглядаються і вирішуються у термін не більше одного місяця.\n" + "Інше. " * 400
        + "\nВиняток становлять клопотання про відстрочення.", tags=("level:state",), day=date(1996, 10, 2),
    )  # fmt: skip
    rebuild()
    return acts, articles


def keys(text, **filters):
    return [hit.key for hit in search(text, filters=Filters(**filters)).hits]


def test_a_base_act_stands_above_its_changes(acts):
    found = keys("закон про звернення громадян", kinds=("act",))
    assert found.index("appeals") < found.index("changes")


@pytest.mark.parametrize("number", ["393/96-ВР", "№ 393/96-BP", "закон 393/96", "393"])
def test_a_number_finds_its_act_alone(acts, number):
    assert keys(number) == ["appeals"]


def test_a_number_nobody_bears_does_not_hide_the_rest(acts):
    assert "appeals" in keys("звернення громадян 9999-VI")


def test_filters_hold_together(acts):
    assert keys("звернення громадян", tags=("level:local",)) == ["local"]
    assert keys("звернення громадян", kinds=("act",), without=("force:no",), since=date(1996, 1, 1),
                until=date(1996, 12, 31)) == ["appeals"]  # fmt: skip
    assert keys("звернення громадян", tags=("level:local",), since=date(2023, 1, 1)) == []
    assert keys("звернення громадян", kinds=("article",)) == ["appeals:art-20"]


@pytest.mark.parametrize(
    ("area", "is_there"),
    [
        ("UA48060150000012345", True),  # the unit itself
        ("UA48060150000000000", True),  # what it lies in
        ("UA48000000000000000", True),
        ("UA48060150010011111", True),  # a village of the hromada: its acts hold there
        ("UA48060160000000000", False),
        ("UA32000000000000000", False),
    ],
)
def test_an_area_has_what_is_in_it_and_what_it_lies_in(acts, area, is_there):
    assert ("local" in keys("звернення громадян", area=area)) is is_there


def test_what_is_for_the_whole_country_is_in_every_area(acts):
    assert "appeals" in keys("звернення громадян", area="UA32000000000000000")


def test_facets_count_each_kind_whatever_was_chosen(acts):
    results = search("звернення громадян", filters=Filters(kinds=("article",)))
    assert results.kinds == {"act": 3, "article": 1}
    assert results.total == 1
    assert results.tags == {"level:state": 1}


@pytest.mark.parametrize(
    "question",
    [
        "ст. 20 закону про звернення громадян", "стаття 20 закону 393/96-ВР",
        "статья 20 закона об обращениях граждан", "cn 20 pfrjye ghj pdthytyyz uhjvflzy",
    ],
)  # fmt: skip
def test_a_provision_named_stands_first(acts, question):
    first = search(question).hits[0]
    assert (first.key, first.why) == ("appeals:art-20", "named")


def test_a_provision_that_is_not_there_promises_nothing(acts):
    assert all(hit.why == "" for hit in search("ст. 99 закону про звернення громадян").hits)


def test_what_staff_put_first_stands_first_once(acts):
    BestBet.objects.create(phrases=["поскаржитися"], kind="act", key="local")
    BestBet.objects.create(phrases=["звернення громадян"], kind="act", key="changes")
    hits = search("звернення громадян").hits
    assert (hits[0].key, hits[0].why) == ("changes", "bet")
    assert [hit.key for hit in hits].count("changes") == 1
    assert keys("поскаржитися") == ["local"]
    assert keys("поскаржитися", kinds=("article",)) == []


def test_all_parts_of_a_thing_go_together(acts):
    _acts, articles = acts
    articles.put("appeals:art-21", "Стаття 21. Безоплатність розгляду", part_of="appeals", text="Безоплатно.")
    del articles.documents["appeals:art-20"]
    with index.writing(index.current()) as writer:
        writer.delete([index.identifier("article", "appeals")])
        writer.put(articles.documents["appeals:art-21"])
        writer.commit()
    index.reader.forget()
    assert keys("стаття", kinds=("article",)) == ["appeals:art-21"]


def test_a_long_text_shows_where_the_words_stand(acts):
    (hit,) = search("клопотання про відстрочення", filters=Filters(kinds=("article",))).hits
    assert ("клопотання", True) in hit.snippet
    assert hit.day == date(1996, 10, 2)


def test_a_word_that_stands_everywhere_decides_nothing(acts, monkeypatch):
    monkeypatch.setattr("mistok.search.matching.FEW_DOCUMENTS", 0)
    monkeypatch.setattr("mistok.search.matching.COMMON", 0.5)
    assert keys("громадян відстрочення") == ["appeals:art-20"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("ПКМУ 704 п. 3", ["704"]),
        ("закон 9999-IX про звернення", ["9999-IX"]),
        ("закон 2024 року про звернення", []),
        ("закон 393/96-ВР", []),
        ("704", []),
    ],
)
def test_a_number_that_no_act_bears_is_said(acts, question, unknown):
    assert search(question).unknown_numbers == unknown

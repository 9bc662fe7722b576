"""Synonyms and best bets of staff: matched in any form, kept without a query, renewed at once."""

import time
from datetime import date, timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from mistok.search import analysis, bets, renewing, vocabulary
from mistok.search.actions import words_changed
from mistok.search.bets import best_bets
from mistok.search.models import BestBet, Change, SynonymGroup
from mistok.search.vocabulary import expansions, spoken

pytestmark = pytest.mark.django_db


def asked(question):
    return [key for word in analysis.words(question) for key in word.keys]


def also(question):
    return {spoken()[each.phrase_keys] for each in expansions(asked(question))}


def group(*phrases, also=(), **fields):
    made = SynonymGroup.objects.create(phrases=list(phrases), also=list(also), **fields)
    vocabulary.forget()
    return made


def bet(*phrases, key="k", **fields):
    made = BestBet.objects.create(phrases=list(phrases), kind="service", key=key, title="Назва", **fields)
    bets.forget()
    return made


def test_synonyms_work_both_ways_in_any_form():
    group("зелений тариф", "продаж сонячної енергії", "сонячні панелі")
    assert also("зеленого тарифу") == {"продаж сонячної енергії", "сонячні панелі"}
    assert "зелений тариф" in also("сонячних панелей")
    assert also("тариф") == set()


def test_synonyms_one_way_lead_only_there():
    group("хата", also=["житло"])
    assert also("хату") == {"житло"}
    assert also("житло") == set()


def test_an_expansion_says_what_it_replaces_and_is_lighter_than_the_word():
    group("грубка", "пічне опалення")
    [found] = expansions(asked("ремонт грубки"))
    assert set(found.replaces) <= set(asked("грубки"))
    assert found.replaces
    assert 0 < found.weight < 1


def test_a_longer_phrase_hides_the_shorter_inside_it():
    group("картка", also=["посвідчення"])
    group("картка киянина", also=["муніципальна картка"])
    assert also("картка киянина") == {"муніципальна картка"}


def test_what_was_asked_already_is_not_added():
    group("субсидія", "допомога на комуналку")
    assert also("субсидія допомога на комуналку") == set()


def test_a_switched_off_group_is_silent():
    group("хата", "житло", is_active=False)
    assert also("хата") == set()


@pytest.mark.parametrize("phrases", [[], [""], ["і", "та"], ["123"], ["!!!", "хата"], ["QR-код", "кр код"]])
def test_strange_phrases_do_no_harm(phrases):
    group(*phrases)
    for question in ("", "хата", "і", "qr-код", "123", "!!!"):
        expansions(asked(question))


def test_kept_words_ask_the_database_nothing(django_assert_num_queries):
    group("хата", "житло")
    bet("хата")
    also("хата"), best_bets("хата")
    with django_assert_num_queries(0):
        for _ in range(20):
            assert also("хата") == {"житло"}
            assert best_bets("хата")


def test_another_process_sees_a_change_with_the_next_revision(django_assert_num_queries):
    made = group("хата", "житло")
    assert also("хата") == {"житло"}
    SynonymGroup.objects.filter(pk=made.pk).update(phrases=["хата", "оселя"], changed_at=timezone.now())
    assert also("хата") == {"житло"}
    renewing.notice("another revision")
    assert also("хата") == {"оселя"}
    renewing.notice("a third one, of a service")
    with django_assert_num_queries(1):
        assert also("хата") == {"оселя"}


def test_without_news_of_the_revision_words_are_looked_at_after_a_while(settings):
    settings.SEARCH_WORDS_LAG = 0.01
    made = group("хата", "житло")
    assert also("хата") == {"житло"}
    made.delete()
    time.sleep(0.02)
    assert also("хата") == set()


def test_known_words_stay_while_the_database_is_away(monkeypatch, settings):
    group("хата", "житло")
    assert also("хата") == {"житло"}
    settings.SEARCH_WORDS_LAG = 0.0

    def away():
        raise DatabaseError("away")

    monkeypatch.setattr(vocabulary._vocabulary, "_signature_of", away)
    assert also("хата") == {"житло"}
    vocabulary.forget()
    assert also("хата") == set()


def test_a_change_of_words_reaches_shared_pages_and_this_process():
    SynonymGroup.objects.create(phrases=["хата", "житло"])
    words_changed("synonyms")
    assert Change.objects.get().kind == "words"
    assert also("хата") == {"житло"}


def test_bets_need_the_whole_question_in_any_form():
    bet("єдиний квиток", "квиток на тролейбус")
    assert best_bets("Єдиного квитка") == [("service", "k")]
    assert best_bets("тролейбус квитки") == [("service", "k")]
    assert best_bets("квиток") == []
    assert best_bets("єдиний квиток на потяг") == []
    assert best_bets("") == []
    assert best_bets("квиток " * 200) == []


def test_bets_stand_by_their_place_each_document_once():
    bet("паспорт", key="second", position=2)
    bet("паспорт", key="first", position=1)
    bet("паспорт", key="second", position=3)
    assert best_bets("паспорта") == [("service", "first"), ("service", "second")]


def test_bets_keep_their_days():
    today = date(2026, 11, 21)
    day = timedelta(days=1)
    made = BestBet(phrases=["х"], since=today, until=today)
    assert [made.is_due(each) for each in (today - day, today, today + day)] == [False, True, False]
    assert not BestBet(phrases=["х"], is_active=False).is_due(today)
    bet("паспорт", until=timezone.localdate() - day)
    assert best_bets("паспорт") == []

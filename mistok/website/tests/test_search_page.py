import re

import pytest
from django.urls import reverse

from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.tests.factories import ServicePointFactory
from mistok.search import asked, queries
from mistok.search.actions import rebuild
from mistok.search.models import AskedQuery

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_log(settings, monkeypatch):
    settings.ASKED_QUERIES_DELAY = None
    monkeypatch.setattr(asked.log, "_times", type(asked.log._times)())
    monkeypatch.setattr(queries, "_asked_to_rebuild", float("-inf"))


@pytest.fixture
def catalogue():
    situation = LifeSituationFactory(slug="utilities", name="Комунальні послуги та субсидія")
    ServiceFactory(
        slug="housing-subsidy",
        name="Житлова субсидія: подати заяву",
        provider__name="Пенсійний фонд України",
        situations=[situation],
    )
    ServiceFactory(slug="doctor", name="Запис до лікаря", summary="Оберіть лікаря та час.")
    ServicePointFactory(slug="sarny", name="Пункт у Сарнах", directions="Тут оформлюють субсидію")
    rebuild()


def ask(client, **query):
    return client.get(reverse("website:search"), query)


def titles(response):
    found = re.findall(r'class="row-title"><a href="([^"]+)">([^<]+)', response.content.decode())
    return [title for _url, title in found]


def test_search_page_lists_what_was_found_in_one_list(client, catalogue):
    response = ask(client, q="субсидію")
    page = response.content.decode()
    assert response.status_code == 200
    assert set(titles(response)) == {
        "Житлова субсидія: подати заяву",
        "Комунальні послуги та субсидія",
        "Пункт у Сарнах",
    }
    assert reverse("directory:service-detail", args=["housing-subsidy"]) in page
    assert "Пенсійний фонд України" in page
    assert 'value="субсидію"' in page


def test_search_page_counts_kinds_and_keeps_the_chosen_one(client, catalogue):
    facets = ask(client, q="субсидія").context["facets"]
    assert (facets[0]["count"], facets[0]["current"]) == (3, True)
    response = client.get(facets[1]["url"])
    assert titles(response) == ["Житлова субсидія: подати заяву"]
    assert [facet["current"] for facet in response.context["facets"]] == [False, True, False, False]


def test_search_page_speaks_the_language_of_the_reader(client, catalogue):
    page = client.get("/en/search/", {"q": "субсидія"}).content.decode()
    assert "/en/services/housing-subsidy/" in page
    assert "results for" in page


def test_search_page_says_how_it_understood(client, catalogue):
    assert "<b>субсидія</b>" in ask(client, q="ce,cblsz").content.decode()
    response = ask(client, q="житлова субисдія")
    assert "<b>житлова субсидія</b>" in response.content.decode()
    assert titles(client.get(response.context["correction_url"])) == titles(response)


def test_search_page_without_a_question_offers_ways_on(client, catalogue):
    for query in ({}, {"q": ""}, {"q": "  "}):
        page = ask(client, **query).content.decode()
        assert reverse("directory:situation-list") in page
        assert reverse("network:point-list") in page
        assert "row-title" not in page


def test_search_page_with_nothing_found_offers_a_person(client, catalogue):
    page = ask(client, q="щщщщщ").content.decode()
    assert "щщщщщ" in page
    assert reverse("network:point-list") in page


def test_search_page_shows_text_and_never_html(client, catalogue):
    evil = "<script>alert(1)</script> субсидія"
    ServiceFactory(name=evil, summary="<b onclick=x>субсидія</b> & інше")
    rebuild()
    page = ask(client, q=evil).content.decode()
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;<mark>субсидія</mark>" in page


def test_search_page_has_pages(client):
    ServiceFactory.create_batch(40, name="Тренінг для всіх")
    rebuild()
    first, third = ask(client, q="тренінг"), ask(client, q="тренінг", page=3)
    assert (len(titles(first)), len(titles(third))) == (15, 10)
    assert "page=2" in first.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "51", "9" * 30, "٢"])
def test_search_page_that_is_not_there_is_not_found(client, catalogue, page):
    assert ask(client, q="субсидія", page=page).status_code == 404


@pytest.mark.parametrize("kind", ["", "unknown", "x" * 5000])
def test_search_page_ignores_a_kind_it_does_not_know(client, catalogue, kind):
    assert len(titles(ask(client, q="субсидія", kind=kind))) == 3


def test_search_page_only_reads(client, catalogue):
    assert client.post(reverse("website:search"), {"q": "субсидія"}).status_code == 405
    assert client.head(reverse("website:search"), {"q": "субсидія"}).status_code == 200


def test_search_page_asks_the_database_nothing(client, catalogue, django_assert_max_num_queries):
    ask(client, q="субсидія")
    with django_assert_max_num_queries(0):
        ask(client, q="субсидія")


def test_search_page_without_an_index_still_answers(client):
    ServiceFactory(name="Житлова субсидія")
    response = ask(client, q="субсидію")
    assert titles(response) == ["Житлова субсидія"]
    assert response.context["results"].degraded


def test_search_page_counts_questions_also_of_shared_copies(client, catalogue, settings):
    settings.SHARED_PAGES_LAG = 1.0
    for _ in range(3):
        ask(client, q="Субсидія")
    ask(client, q="субсидія", kind="service")  # a look at the same answer, not another question
    ask(client, q="телефон 067 123 45 67")
    asked.log.flush()
    assert list(AskedQuery.objects.values_list("query", "times", "found")) == [("субсидія", 3, 3)]

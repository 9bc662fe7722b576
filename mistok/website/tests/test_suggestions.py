"""Lines offered while a question is typed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from mistok.directory.tests.factories import ServiceFactory
from mistok.search import suggestions
from mistok.search.actions import rebuild
from mistok.search.models import AskedQuery, HiddenQuestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    ServiceFactory(slug="housing-subsidy", name="Житлова субсидія: подати заяву")
    ServiceFactory(slug="doctor", name="Запис до лікаря")
    rebuild()


def offered(client, typed):
    response = client.get(reverse("website:search-suggestions"), {"q": typed})
    assert response.status_code == 200
    return response.json()["suggestions"]


def often(query, times=3, found=2, days=2):
    today = timezone.localdate()
    for ago in range(days):
        AskedQuery.objects.create(
            day=today - timedelta(days=ago), query=query, times=1 if ago else times - days + 1, found=found
        )
    suggestions.forget()


def test_documents_are_offered_for_a_word_only_begun(client, catalogue):
    assert offered(client, "субси") == [
        {
            "text": "Житлова субсидія: подати заяву",
            "url": reverse("directory:service-detail", args=["housing-subsidy"]),
            "kind": "Послуга",
        }
    ]


def test_questions_that_others_asked_with_success_come_first(client, catalogue):
    often("субсидія на газ")
    often("субсидія рідкісна", times=2)
    often("субсидія марна", found=0)
    often("як отримати субсидію", times=9)
    often("субсидія здоров'я")
    found = [each["text"] for each in offered(client, "Субси")]
    assert found == [
        "субсидія здоров’я",
        "субсидія на газ",
        "як отримати субсидію",
        "Житлова субсидія: подати заяву",
    ]
    assert offered(client, "субсидія на")[0]["url"].startswith(f"{reverse('website:search')}?q=")


def test_nobody_puts_a_line_before_everybodys_eyes_in_a_day(client, catalogue):
    often("субсидія без черги у васі", times=50, days=1)
    often("субсидія на example.org")
    assert [each["kind"] for each in offered(client, "субси")] == ["Послуга"]


def test_a_hidden_question_is_not_offered(client, catalogue):
    HiddenQuestion.objects.create(query="субсидія на газ")
    often("субсидія на газ")
    assert [each["kind"] for each in offered(client, "субси")] == ["Послуга"]


def test_at_most_eight_lines(client):
    for number in range(12):
        ServiceFactory(name=f"Тренінг {number}")
        often(f"тренінг {number}х", times=5)
    rebuild()
    assert len(offered(client, "трен")) == 8


@pytest.mark.parametrize("typed", ["", "с", "\0", "   ", "х" * 5000, "((((", "*?~^", "🙂🙂", "' OR 1=1"])
def test_whatever_is_typed_makes_no_error(client, catalogue, typed):
    assert isinstance(offered(client, typed), list)


def test_without_an_index_or_frequent_questions_nothing_breaks(client, monkeypatch):
    def away(*args):
        raise DatabaseError("away")

    monkeypatch.setattr(suggestions.demand, "frequent", away)
    suggestions.forget()
    assert offered(client, "субсидія") == []


def test_the_second_time_no_database_is_asked(client, catalogue, django_assert_num_queries):
    offered(client, "субси")
    with django_assert_num_queries(0):
        offered(client, "субсид")


def test_an_english_page_leads_to_english_pages(client, catalogue):
    response = client.get("/en/search/suggestions/", {"q": "субси"})
    assert response.json()["suggestions"][0]["url"].startswith("/en/")


def test_the_answer_is_kept_by_the_browser_alone(client, catalogue):
    response = client.get(reverse("website:search-suggestions"), {"q": "субси"})
    assert "private" in response["Cache-Control"]
    assert "max-age=60" in response["Cache-Control"]
    assert not response.cookies


def test_every_search_line_knows_where_to_ask(client):
    for path in ("/", "/search/", "/services/", "/en/"):
        page = client.get(path).content.decode()
        assert page.count("data-suggestions=") == 1
        assert page.count("suggestions.js") == 1

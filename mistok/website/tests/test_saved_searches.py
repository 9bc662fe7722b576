"""A search followed by its feed and by letters: confirmed twice, ended at once, only what is new."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.http import QueryDict
from django.tasks import default_task_backend
from django.urls import reverse
from django.utils import timezone

from mistok.accounts.actions import erase_person
from mistok.directory.tests.factories import ServiceFactory
from mistok.search.actions import rebuild
from mistok.search.filters import EVERYTHING
from mistok.search.models import SavedSearch
from mistok.website import tasks
from mistok.website.actions.saved import confirm
from mistok.website.wanted import Wanted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _paces_anew():
    cache.clear()


@pytest.fixture
def subsidy():
    service = ServiceFactory(slug="housing-subsidy", name="Житлова субсидія")
    rebuild()
    return service


def ask(client, email="reader@example.org", question="субсидія", **more):
    address = reverse("website:saved-add", query={"q": question})
    return client.post(address, {"email": email, "frequency": "week", **more})


@pytest.fixture
def saved(subsidy):
    made = SavedSearch.objects.create(email="reader@example.org", parameters={"q": "субсидія"})
    confirm(saved=made)
    made.refresh_from_db()
    return made


def later(saved, **ago):
    past = timezone.now() - timedelta(**ago)
    SavedSearch.objects.filter(pk=saved.pk).update(looked_at=past)


def test_an_address_is_written_to_only_after_its_link_is_confirmed(
    client, subsidy, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = ask(client)
    assert "reader@example.org" in response.content.decode()
    saved = SavedSearch.objects.get()
    assert saved.confirmed_at is None
    [letter] = mail.outbox
    page = reverse("website:saved-detail", args=[saved.code])
    assert page in letter.body
    assert "«субсидія»" in letter.body
    assert tasks.tell_news.call() == 0
    client.get(page)
    saved.refresh_from_db()
    assert saved.confirmed_at is None  # a program that opens links confirms nothing
    client.post(reverse("website:saved-confirm", args=[saved.code]))
    saved.refresh_from_db()
    assert saved.confirmed_at
    assert len(saved.seen) == 1


@pytest.mark.parametrize(
    "wrong", [{"email": ""}, {"email": "немає"}, {"frequency": "hour"}, {"website": "x"}]
)
def test_a_wrong_form_is_said_to_be_so(client, subsidy, wrong):
    assert ask(client, **wrong).status_code == 422
    assert not SavedSearch.objects.exists()


def test_without_a_question_there_is_nothing_to_save(client):
    assert client.get(reverse("website:saved-add")).url == reverse("website:search")


def test_an_address_gets_few_letters_that_it_did_not_ask_for(
    client, subsidy, django_capture_on_commit_callbacks
):
    for number in range(6):
        with django_capture_on_commit_callbacks(execute=True):
            response = ask(client, question=f"субсидія {number}")
        assert response.status_code == 200
        assert "Перевірте пошту" in response.content.decode()
    assert len(mail.outbox) == 3


def test_a_network_asks_seldom(client, subsidy):
    codes = [ask(client, email=f"a{n}@example.org").status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_the_same_search_is_kept_once(client, saved, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, email="Reader@example.org")
    assert SavedSearch.objects.count() == 1
    assert mail.outbox == []
    twin = SavedSearch.objects.create(email=saved.email, parameters=saved.parameters)
    confirm(saved=twin)
    assert SavedSearch.objects.get() == twin


def test_letters_tell_only_what_is_new_and_once(saved):
    later(saved, days=8)
    assert tasks.tell_news.call() == 0
    ServiceFactory(slug="new", name="Субсидія на дрова")
    rebuild()
    later(saved, days=8)
    assert tasks.tell_news.call() == 1
    [letter] = mail.outbox
    assert "Субсидія на дрова" in letter.body
    assert "Житлова субсидія" not in letter.body
    assert letter.to == ["reader@example.org"]
    ending = reverse("website:saved-end", args=[saved.code])
    assert ending in letter.extra_headers["List-Unsubscribe"]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    later(saved, days=8)
    assert tasks.tell_news.call() == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(("frequency", "days", "letters"), [("week", 6, 0), ("week", 7, 1), ("day", 1, 1)])
def test_letters_come_as_often_as_was_asked(saved, frequency, days, letters):
    ServiceFactory(name="Субсидія на дрова")
    rebuild()
    SavedSearch.objects.update(frequency=frequency)
    later(saved, days=days)
    assert tasks.tell_news.call() == letters


def test_a_letter_that_could_not_leave_waits(saved, monkeypatch):
    ServiceFactory(name="Субсидія на дрова")
    rebuild()
    later(saved, days=8)

    def refuse(self):
        raise OSError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr("mistok.website.letters.EmailMessage.send", refuse)
        assert tasks.tell_news.call() == 0
    assert tasks.tell_news.call() == 1


def test_without_an_index_nothing_is_told(saved, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nowhere"
    later(saved, days=8)
    assert tasks.tell_news.call() == 0
    assert mail.outbox == []


def test_one_press_ends_it_and_erases_the_address(saved):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    address = reverse("website:saved-end", args=[saved.code])
    assert strict.get(address).status_code == 302
    assert SavedSearch.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()
    assert strict.post(address).status_code == 200  # pressed twice
    assert strict.get(reverse("website:saved-detail", args=[saved.code])).status_code == 404


def test_after_eleven_months_it_is_asked_again_and_then_forgotten(saved, client):
    past = timezone.now() - timedelta(days=340)
    SavedSearch.objects.update(confirmed_at=past)
    assert tasks.ask_again(timezone.now()) == 1
    assert tasks.ask_again(timezone.now()) == 0
    assert "Так, пишіть далі" in mail.outbox[0].body
    page = client.get(reverse("website:saved-detail", args=[saved.code])).content.decode()
    assert "Чи ще потрібні ці листи?" in page
    client.post(reverse("website:saved-confirm", args=[saved.code]))
    saved.refresh_from_db()
    assert saved.asked_again_at is None
    SavedSearch.objects.update(confirmed_at=timezone.now() - timedelta(days=366))
    call_command("forget", verbosity=0)
    assert not SavedSearch.objects.exists()


def test_what_was_not_confirmed_is_forgotten_in_a_week(subsidy):
    for days in (6, 8):
        made = timezone.now() - timedelta(days=days)
        SavedSearch.objects.create(email=f"d{days}@example.org", parameters={"q": "х"}, created_at=made)
    call_command("forget", verbosity=0)
    assert [each.email for each in SavedSearch.objects.all()] == ["d6@example.org"]


def test_an_erased_account_takes_its_saved_searches_along(cast, saved):
    SavedSearch.objects.update(email=cast.resident.email.upper())
    erase_person(user=cast.resident, by=cast.resident)
    assert not SavedSearch.objects.exists()


def test_duties_ask_for_letters(saved):
    tasks.enqueue()
    assert default_task_backend.results == []
    later(saved, days=8)
    tasks.enqueue()
    assert [each.task for each in default_task_backend.results] == [tasks.tell_news]


def read(response):
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def items(client, **query):
    response = client.get(reverse("website:search-feed"), query)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    return [item.findtext("title") for item in read(response).iter("item")]


def test_the_feed_has_what_is_found(client, subsidy):
    ServiceFactory(name="Запис до лікаря <script>")
    rebuild()
    assert items(client, q="субсидії") == ["Житлова субсидія"]
    assert items(client, q="лікар") == ["Запис до лікаря <script>"]
    assert items(client, q="субсидія", kind="point") == []
    assert items(client) == items(client, q="\0((") == []


@pytest.mark.parametrize("feed", ["/search/feed/", "/en/search/feed/"])
def test_the_feed_speaks_of_its_search(client, subsidy, feed):
    channel = read(client.get(feed, {"q": "субсидія", "kind": ["service", "point"]})).find("channel")
    assert "субсидія" in channel.findtext("title")
    assert "kind=service&kind=point" in channel.findtext("link")
    assert channel.findtext("language") == ("en" if feed.startswith("/en") else "uk")


def test_parameters_come_back_as_they_were():
    given = QueryDict(
        "q= субсидія  на газ&kind=service&kind=x&in=UA48000000000039575&from=2026-01-02&force=1"
    )
    wanted = Wanted.of(given)
    assert wanted.parameters() == {
        "q": "субсидія на газ",
        "kind": ["service"],
        "in": "UA48000000000039575",
        "from": "2026-01-02",
        "force": "1",
    }
    assert Wanted.stored(wanted.parameters()) == wanted == Wanted.of(QueryDict(wanted.query()))


@pytest.mark.parametrize(
    "query", ["from=2026-02-31", "from=x&to=", "in=<b>", "kind=nothing", "force=yes", "q=%00"]
)
def test_what_cannot_be_read_narrows_nothing(query):
    assert Wanted.of(QueryDict(query)).filters() == EVERYTHING

"""Something is wrong: from the reader’s form to the answer that reaches them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.accounts.actions import erase_person
from mistok.accounts.personal import terms
from mistok.audit.models import Entry, Event
from mistok.directory import letters
from mistok.directory.actions import suggestions as actions
from mistok.directory.models import Suggestion, SuggestionState
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import Place
from mistok.network.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
WORDS = {"kind": "wrong", "text": "Телефон уже не той, там інша установа."}


@pytest.fixture(autouse=True)
def _nobody_wrote_before():
    cache.clear()


def address(**about: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in about.items())
    return f"{reverse('directory:suggest')}?{query}"


def test_flow_with_an_email(cast, sign_in, django_capture_on_commit_callbacks):
    service = ServiceFactory(slug="subsidy")
    client = Client()
    assert service.name in client.get(address(service="subsidy")).text
    response = client.post(address(service="subsidy"), WORDS | {"email": "reader@example.org"})
    suggestion = Suggestion.objects.get()
    assert response.url == reverse("directory:suggestion-detail", args=[suggestion.code])
    assert suggestion.service == service
    assert "Чекає на бібліотекаря" in client.get(response.url).text

    colleague = sign_in(cast.librarian)
    assert suggestion.text in colleague.get(reverse("directory:suggestion-list")).text
    colleague.post(reverse("directory:suggestion-take", args=[suggestion.pk]))
    assert "уже працює" in client.get(response.url).text
    page = colleague.get(reverse("directory:suggestion-answer", args=[suggestion.pk]))
    assert reverse("directory:service-edit", args=["subsidy"]) in page.text
    with django_capture_on_commit_callbacks(execute=True):
        colleague.post(
            reverse("directory:suggestion-answer", args=[suggestion.pk]), {"answer": "Дякуємо, виправили."}
        )
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.email) == (SuggestionState.ANSWERED, "")
    assert suggestion.mailed_at is not None
    assert (suggestion.taken_by, suggestion.answered_by) == (cast.librarian, cast.librarian)
    assert mail.outbox[0].to == ["reader@example.org"]
    assert "Дякуємо, виправили." in mail.outbox[0].body
    assert "Дякуємо, виправили." in client.get(response.url).text
    events = set(Entry.objects.values_list("event", flat=True))
    assert events >= {Event.SUGGESTION_TAKEN, Event.SUGGESTION_ANSWERED}


def test_flow_without_an_email(cast, sign_in, django_capture_on_commit_callbacks):
    suggestion = actions.send_suggestion(kind="missing", text="Немає послуги про дрова")
    page = Client().get(reverse("directory:suggestion-detail", args=[suggestion.code]))
    assert suggestion.code in page.text
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_suggestion(suggestion=suggestion, by=cast.head, answer="Додали.")
    assert mail.outbox == []
    assert "Додали." in Client().get(f"/suggestions/{suggestion.code.lower()}/").text


def test_answer_waits_for_the_mail_server(cast, monkeypatch, django_capture_on_commit_callbacks):
    suggestion = actions.send_suggestion(kind="wrong", text="Не те", email="reader@example.org")

    def down(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", down)
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_suggestion(suggestion=suggestion, by=cast.head, answer="Так і є.")
    suggestion.refresh_from_db()
    assert (suggestion.mailed_at, suggestion.email) == (None, "reader@example.org")
    monkeypatch.undo()
    assert letters.send_waiting_answers() == 1
    assert letters.send_waiting_answers() == 0
    suggestion.refresh_from_db()
    assert suggestion.email == ""


@pytest.mark.parametrize("what", ["point", "place", ""])
def test_about_a_point_an_office_or_everything(network, what):
    place = Place.objects.create(
        organisation=OrganisationFactory(kind="provider"), slug="cnap", name="ЦНАП", address="вул. Мала, 1"
    )
    slugs = {"point": network.point.slug, "place": "cnap"}
    path = address(**({what: slugs[what]} if what else {}))
    assert Client().post(path, WORDS).status_code == 302
    suggestion = Suggestion.objects.get()
    assert (suggestion.point, suggestion.place) == (
        network.point if what == "point" else None,
        place if what == "place" else None,
    )


def test_unknown_thing_is_not_there():
    ServiceFactory(slug="secret", is_draft=True)
    for about in ({"service": "no"}, {"service": "secret"}, {"point": "no"}, {"place": "no"}):
        assert Client().get(address(**about)).status_code == 404
    assert Client().get("/suggestions/ABCDEFGH/").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "а"},
        {"text": "а" * 1001},
        {"kind": "no"},
        {"email": "nobody"},
        {"website": "http://spam.example"},
    ],
)
def test_what_was_typed_stays(wrong):
    said = WORDS | wrong
    page = Client().post(address(), said)
    assert page.status_code == 422
    assert said["text"] in page.text
    assert not Suggestion.objects.exists()


def test_no_markup_comes_through(cast, sign_in):
    suggestion = actions.send_suggestion(kind="other", text="<script>alert(1)</script>")
    for client, path in (
        (Client(), reverse("directory:suggestion-detail", args=[suggestion.code])),
        (sign_in(cast.head), reverse("directory:suggestion-list")),
        (sign_in(cast.head), reverse("directory:suggestion-answer", args=[suggestion.pk])),
    ):
        page = client.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_form_needs_its_token():
    client = Client(enforce_csrf_checks=True)
    assert client.post(address(), WORDS).status_code == 403
    token = client.get(address()).context["csrf_token"]
    assert client.post(address(), WORDS | {"csrfmiddlewaretoken": str(token)}).status_code == 302


def test_too_many_from_one_address():
    for _each in range(10):
        assert Client().post(address(), WORDS).status_code == 302
    page = Client().post(address(), WORDS)
    assert page.status_code == 429
    assert WORDS["text"] in page.text
    assert Client(REMOTE_ADDR="198.51.100.7").post(address(), WORDS).status_code == 302
    assert not any("127.0.0.1" in key for key in cache._cache)


def test_colleague_sends_with_the_same_form(cast, sign_in):
    sign_in(cast.librarian).post(address(), WORDS)
    sign_in(cast.resident).post(address(), WORDS)
    assert sorted(Suggestion.objects.values_list("from_staff", flat=True), key=str) == [
        cast.librarian.pk,
        None,
    ]


def test_two_do_not_answer(cast):
    suggestion = actions.send_suggestion(kind="wrong", text="Не те")
    assert actions.take_suggestion(suggestion=suggestion, by=cast.head)
    assert not actions.take_suggestion(suggestion=suggestion, by=cast.librarian)
    actions.answer_suggestion(suggestion=suggestion, by=cast.librarian, answer="Перша")
    with pytest.raises(actions.AnsweredError):
        actions.answer_suggestion(suggestion=suggestion, by=cast.head, answer="Друга")
    suggestion.refresh_from_db()
    assert suggestion.answer == "Перша"


def test_list_has_the_same_queries_for_many(cast, sign_in, django_assert_max_num_queries):
    for _each in range(25):
        actions.send_suggestion(kind="wrong", text="Не те", about=ServiceFactory())
    client = sign_in(cast.head)
    with django_assert_max_num_queries(18):
        page = client.get(reverse("directory:suggestion-list"))
    assert len(page.context["page"].object_list) == 25
    for show in ("answered", "all", "zz"):
        assert client.get(reverse("directory:suggestion-list"), {"show": show}).status_code == 200


def test_text_is_forgotten_after_its_term(cast):
    suggestion = actions.send_suggestion(kind="wrong", text="Моя історія", email="reader@example.org")
    actions.answer_suggestion(suggestion=suggestion, by=cast.head, answer="Дякуємо.")
    term = next(each for each in terms() if each.name == "suggestions")
    now = timezone.now()
    assert term.forget(now + timedelta(days=89)) == 0
    assert term.forget(now + timedelta(days=91)) == 1
    suggestion.refresh_from_db()
    assert (suggestion.text, suggestion.email, suggestion.answer) == ("", "", "Дякуємо.")
    assert "Текст стерто" in Client().get(f"/suggestions/{suggestion.code}/").text


def test_erased_person_leaves_no_words(cast):
    actions.send_suggestion(kind="wrong", text="Моє", email=cast.resident.email.upper())
    erase_person(user=cast.resident, by=cast.resident)
    assert list(Suggestion.objects.values_list("text", "email")) == [("", "")]

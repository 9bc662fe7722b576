"""One question after the visit: one tap, counted once, nobody remembered."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit.models import Entry, Event
from mistok.desk.actions import feedback as actions
from mistok.desk.actions.encounters import Refused
from mistok.desk.indicators_feedback import rows, touched
from mistok.desk.models import FeedbackAnswer, FeedbackBox, FeedbackQuestion, FeedbackTally
from mistok.desk.personal_data_feedback import forget_words
from mistok.desk.queries.feedback import current_question, results
from mistok.desk.tests.factories_feedback import (
    FeedbackAnswerFactory,
    FeedbackBoxFactory,
    FeedbackQuestionFactory,
    FeedbackReasonFactory,
    FeedbackTallyFactory,
)
from mistok.desk.views import feedback as views
from mistok.lib.identifiers import uuid7

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _no_paces():
    cache.clear()


@pytest.fixture
def box(network):
    FeedbackReasonFactory(text="Швидко")
    FeedbackReasonFactory(text="Довго чекати", after_good=False)
    return FeedbackBoxFactory(point=network.point, code="abc234")


def token_of(page):
    return re.search(r'name="token" value="([^"]+)"', page.content.decode())[1]


def tap(client, box, face="good", name="answer", token=None):
    address = reverse(f"desk:feedback-{name}", args=[box.code])
    token = token or token_of(client.get(address))
    return client.post(address, {"token": token, "face": face})


def test_one_tap_is_one_answer_and_thanks_follow(client, box):
    response = tap(client, box, "middle")
    assert response.status_code == 302
    answer = FeedbackAnswer.objects.get()
    assert (answer.face, answer.source, answer.day) == ("middle", "qr", timezone.localdate())
    page = client.get(response.url).content.decode()
    assert "Дякуємо!" in page
    assert "Довго чекати" in page
    assert "Швидко" not in page


def test_the_same_page_sent_twice_is_one_answer(client, box):
    token = token_of(client.get("/feedback/abc234/"))
    for face in ("good", "good", "bad"):
        assert tap(client, box, face, token=token).status_code == 302
    assert FeedbackAnswer.objects.get().face == "good"


def test_the_same_answer_of_two_people_at_one_moment_is_two(client, box, network, monkeypatch):
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    mine, another = (token_of(client.get("/feedback/abc234/")) for _person in range(2))
    for token in (mine, another, another, mine):  # each of them presses twice
        assert tap(client, box, token=token).status_code == 302
    assert FeedbackAnswer.objects.count() == 2
    today = timezone.localdate()
    assert results(network.point, today, today).good == 2


@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_twice_at_once_are_two_answers(client, box):
    tokens = [token_of(client.get("/feedback/abc234/")) for _person in range(2)]

    def press(token):
        try:
            return tap(Client(), box, token=token).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(press, tokens * 3)) == [302] * 6
    assert FeedbackAnswer.objects.count() == 2


def test_nothing_of_the_person_is_kept(client, box):
    tap(client, box)
    assert set(client.cookies) <= {"csrftoken", "mistok_csrf"} | {
        name for name in client.cookies if "csrf" in name
    }
    names = {field.name for field in FeedbackAnswer._meta.get_fields()}
    assert names == {
        "uuid", "point", "question", "face", "source", "reasons", "text", "day", "revised_at",
    }  # fmt: skip


@pytest.mark.parametrize("said", ["", "x", ["a", "other", 1]])
def test_a_page_that_is_not_ours_does_not_vote(client, box, said):
    token = signing.dumps(said, salt=views.SALT) if isinstance(said, list) else said
    response = client.post("/feedback/abc234/", {"token": token, "face": "good"})
    assert response.status_code == 422
    assert not FeedbackAnswer.objects.exists()


def test_a_page_left_open_does_not_vote_later(client, box, monkeypatch):
    token = token_of(client.get("/feedback/abc234/"))
    monkeypatch.setattr(views, "LIFE", -1)
    assert tap(client, box, token=token).status_code == 422
    assert not FeedbackAnswer.objects.exists()


def test_an_unknown_face_is_told(client, box):
    assert tap(client, box, "furious").status_code == 422


def test_many_answers_from_one_address_wait(client, box, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    assert [tap(client, box).status_code for _number in range(3)] == [302, 302, 429]


@pytest.mark.parametrize("code", ["zzzzzz", "ABC-1"])
def test_an_unknown_code_is_not_found(client, box, code):
    assert client.get(f"/feedback/{code}/").status_code == 404


def test_a_closed_box_and_a_closed_point_take_no_answers(client, box, network):
    network.point.close(timezone.localdate())
    assert client.get("/feedback/abc234/").status_code == 404
    network.point.closed_on = None
    network.point.save()
    FeedbackBox.objects.update(is_open=False)
    assert client.get("/feedback/abc234/").status_code == 404


def test_reasons_are_said_once_and_only_of_this_answer(client, box):
    good, other = current_question().reasons.all()
    thanks = tap(client, box).url
    token = thanks.partition("answer=")[2]
    address = thanks.partition("?")[0]
    assert client.post(address, {"answer": token, "reasons": [other.pk]}).status_code == 422
    assert client.post(address, {"answer": token, "reasons": [good.pk]}).status_code == 302
    client.post(address, {"answer": token, "reasons": []})
    assert list(FeedbackAnswer.objects.get().reasons.all()) == [good]


@pytest.mark.parametrize("text", ["мій телефон 067 123 45 67", "паспорт КМ 123456", "5168 7420 1234 5678"])
def test_words_with_numbers_of_a_person_are_not_taken(client, box, text):
    FeedbackQuestion.objects.update(asks_text=True)
    thanks = tap(client, box).url
    response = client.post(thanks.partition("?")[0], {"answer": thanks.partition("answer=")[2], "text": text})
    assert response.status_code == 422
    assert text in response.content.decode()
    assert FeedbackAnswer.objects.get().text == ""


def test_words_are_not_taken_unless_the_network_asks(client, box):
    thanks = tap(client, box).url
    client.post(thanks.partition("?")[0], {"answer": thanks.partition("answer=")[2], "text": "Дякую"})
    assert FeedbackAnswer.objects.get().text == ""


def test_words_are_forgotten_after_a_year():
    FeedbackAnswerFactory(text="Дякую", day=date(2025, 11, 1))
    kept = FeedbackAnswerFactory(text="Дуже добре", day=TODAY)
    assert forget_words(datetime(2026, 11, 21, tzinfo=UTC)) == 1
    assert list(FeedbackAnswer.objects.exclude(text="")) == [kept]


def test_the_screen_asks_again_by_itself(client, box):
    response = tap(client, box, name="screen")
    assert FeedbackAnswer.objects.get().source == "screen"
    thanks = client.get(response.url)
    page = thanks.content.decode()
    assert thanks.headers["Refresh"] == "20; url=/feedback/abc234/screen/"
    assert 'href="/desk/' not in page


def test_a_turned_screen_opens_nothing_but_the_question(cast, sign_in, network, box):
    browser = sign_in(cast.librarian)
    turned = browser.post(reverse("desk:feedback-screen-turn", args=[network.point.slug]))
    assert turned.url == "/feedback/abc234/screen/"
    assert turned.headers["Clear-Site-Data"] == '"cache"'
    for path in ("/desk/", f"/desk/{network.point.slug}/", "/account/logout/", "/", "/no-such/"):
        assert browser.get(path).headers["Location"] == "/feedback/abc234/screen/"
    assert browser.post("/desk/sync", "{}", content_type="application/json").status_code == 401
    assert tap(browser, box, name="screen").status_code == 302
    assert Entry.objects.filter(event=Event.SCREEN_TURNED).count() == 1


def test_turning_the_screen_forgets_kept_pages_as_sign_out_does(cast, sign_in, network, box):
    page = sign_in(cast.librarian).get(reverse("desk:feedback", args=[network.point.slug])).content.decode()
    form = page.partition(reverse("desk:feedback-screen-turn", args=[network.point.slug]))[2]
    assert form.startswith('" data-sign-out>')


def test_the_password_takes_the_screen_back(cast, sign_in, network, box):
    person = User.objects.get(pk=cast.librarian.pk)
    person.set_password("Мій надійний пароль 7")
    person.save()
    browser = sign_in(person)
    browser.post(reverse("desk:feedback-screen-turn", args=[network.point.slug]))
    address = "/feedback/abc234/screen/back/"
    assert browser.post(address, {"password": "інший"}).status_code == 422
    assert browser.get("/desk/").url == "/feedback/abc234/screen/"
    assert browser.post(address, {"password": "Мій надійний пароль 7"}).url == f"/desk/{network.point.slug}/"
    assert browser.get(f"/desk/{network.point.slug}/").status_code == 200


def test_a_stranger_at_a_screen_that_is_not_turned_is_asked_for_no_password(client, box):
    assert client.get("/feedback/abc234/screen/back/").url == "/feedback/abc234/screen/"


def tally(cast, network, **changes):
    facts = {"uuid": uuid7(), "day": TODAY, "good": 7, "middle": 2, "bad": 1}
    return actions.tally(by=cast.librarian, point=network.point, **facts | changes)


def test_cards_of_a_box_are_counted_once(cast, network, box):
    uuid = uuid7()
    for _time in range(2):
        tally(cast, network, uuid=uuid)
    assert FeedbackTally.objects.get().number == 10
    with pytest.raises(Refused):
        tally(cast, network, uuid=uuid, good=8)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"day": date(2100, 1, 1)}, "future"),
        ({"day": date(2000, 1, 1)}, "closed"),
        ({"good": 0, "middle": 0, "bad": 0}, "number"),
        ({"good": 10_001}, "number"),
    ],
)
def test_a_count_of_cards_that_cannot_be(cast, network, box, changes, code):
    with pytest.raises(Refused) as caught:
        tally(cast, network, **changes)
    assert caught.value.code == code


def test_a_withdrawn_count_no_longer_counts(cast, network, box):
    counted = tally(cast, network)
    actions.void_tally(counted, by=cast.librarian, reason="twice")
    assert results(network.point, TODAY, TODAY).number == 0


def test_results_join_taps_and_cards(cast, network, box):
    tally(cast, network)
    for face in ("good", "bad"):
        FeedbackAnswerFactory(point=network.point, face=face)
    FeedbackAnswerFactory(point=network.other_point, face="bad")
    found = results(network.point, TODAY, TODAY)
    assert (found.good, found.middle, found.bad, found.share) == (8, 2, 2, 67)
    assert found.on_paper == 10


def test_reasons_are_told_from_five_people_on(network, box):
    quick = current_question().reasons.get(after_good=True)
    rare = FeedbackReasonFactory(question=quick.question, text="Привітно")
    answers = [FeedbackAnswerFactory(point=network.point) for _number in range(4)]
    for answer in answers:
        answer.reasons.add(quick)
    assert results(network.point, TODAY, TODAY).reasons == []
    fifth = FeedbackAnswerFactory(point=network.point)
    fifth.reasons.add(quick, rare)
    assert results(network.point, TODAY, TODAY).reasons == [("good", [("Швидко", 5), ("Привітно", None)])]


def test_reasons_ticked_on_cards_join_those_tapped(cast, network, box):
    quick = current_question().reasons.get(after_good=True)
    FeedbackAnswerFactory(point=network.point).reasons.add(quick)
    counted = tally(cast, network, reasons={quick.pk: 6})
    assert results(network.point, TODAY, TODAY).reasons == [("good", [("Швидко", 7)])]
    actions.void_tally(counted, by=cast.librarian, reason="twice")
    assert results(network.point, TODAY, TODAY).reasons == []


def test_reasons_of_a_count_that_cannot_be(cast, network, box):
    quick = current_question().reasons.get(after_good=True)
    strange = FeedbackReasonFactory(question=FeedbackQuestion.objects.create(text="Інше", good="Так"))
    strange.question.delete()
    for reasons in ({quick.pk: 11}, {quick.pk: -1}, {strange.pk: 1}):
        with pytest.raises(Refused):
            tally(cast, network, reasons=reasons)
    uuid = uuid7()
    tally(cast, network, uuid=uuid, reasons={quick.pk: 2})
    tally(cast, network, uuid=uuid, reasons={quick.pk: 2})
    with pytest.raises(Refused):
        tally(cast, network, uuid=uuid, reasons={quick.pk: 3})


def test_the_page_of_cards_asks_for_reasons_and_shows_words_as_words(cast, sign_in, network, box):
    question = current_question()
    question.good = "<b>Так</b>"
    question.save()
    quick = question.reasons.get(after_good=True)
    address = reverse("desk:feedback-tally-add", args=[network.point.slug])
    client = sign_in(cast.librarian)
    page = client.get(address).content.decode()
    assert f"reason-{quick.pk}" in page
    assert "<b>Так" not in page
    facts = {"uuid": str(uuid7()), "day": timezone.localdate(), "good": "8", f"reason-{quick.pk}": "9"}
    assert client.post(address, facts).status_code == 422
    assert client.post(address, facts | {f"reason-{quick.pk}": "7"}).status_code == 302
    page = client.get(reverse("desk:feedback", args=[network.point.slug])).content.decode()
    assert "Швидко: 7" in page
    assert "Швидко: <strong>7" in page


def test_words_are_shown_from_five_people_on(network, box):
    for number in range(5):
        found = results(network.point, TODAY, TODAY)
        assert found.words == []
        assert found.hidden_words == (number > 0)
        FeedbackAnswerFactory(point=network.point, text=f"Слово {number}")
    assert len(results(network.point, TODAY, TODAY).words) == 5


def test_a_changed_question_is_a_new_version_and_answers_keep_theirs(cast, box):
    old = current_question()
    FeedbackAnswerFactory(question=old, point=box.point)
    words = {"text": "Чи зручно вам у нас?", "good": "Так", "middle": "Не зовсім", "bad": "Ні"}
    more = {"thanks": "Дякуємо!", "why": "", "asks_text": False}
    new = actions.change_question(by=cast.head, good_reasons=[], other_reasons=[], **words, **more)
    again = actions.change_question(by=cast.head, good_reasons=[], other_reasons=[], **words, **more)
    assert current_question() == new == again
    assert FeedbackAnswer.objects.get().question == old


def test_the_first_box_brings_the_first_question(cast, network):
    box = actions.open_point_box(by=cast.librarian, point=network.point)
    assert len(box.code) == 6
    assert current_question().text == "Чи допомогли вам сьогодні?"
    actions.close_point_box(by=cast.librarian, point=network.point)
    assert actions.open_point_box(by=cast.librarian, point=network.point).code == box.code


def test_figures_equal_the_answers(cast, network, box):
    tally(cast, network)
    FeedbackAnswerFactory(point=network.point, face="bad")
    pair = (network.point.pk, TODAY)
    assert touched(None) == {pair}
    assert touched(timezone.now() + timedelta(hours=1)) == set()
    found = {(row.indicator, row.key): row.value for row in rows({pair})}
    assert found == {
        ("feedback", ""): 11,
        ("feedback_good", ""): 7,
        ("feedback", "good"): 7,
        ("feedback", "middle"): 2,
        ("feedback", "bad"): 2,
    }


def test_the_page_of_results_says_what_to_do_when_empty(cast, sign_in, network):
    page = sign_in(cast.librarian).get(reverse("desk:feedback", args=[network.point.slug])).content.decode()
    assert "Почати збирати відповіді" in page


def test_the_page_of_results_for_each_of_the_cast(cast, sign_in, network, box):
    address = reverse("desk:feedback", args=[network.point.slug])
    FeedbackTallyFactory(point=network.point)
    assert sign_in(cast.region).get(address).status_code == 200
    for stranger in (cast.colleague, cast.authority, cast.resident):
        assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(cast.librarian).get(f"{address}?month=2026-99").status_code == 200
    assert sign_in(cast.librarian).get(f"{address}?month=2025-01").status_code == 200


def test_cards_are_counted_on_the_page(cast, sign_in, network, box):
    address = reverse("desk:feedback-tally-add", args=[network.point.slug])
    facts = {"uuid": str(uuid7()), "day": timezone.localdate(), "good": "3", "middle": "", "bad": "0"}
    assert sign_in(cast.librarian).post(address, facts).status_code == 302
    assert FeedbackTally.objects.get().good == 3
    assert (
        sign_in(cast.librarian).post(address, facts | {"uuid": str(uuid7()), "good": ""}).status_code == 422
    )
    counted = FeedbackTally.objects.get()
    void = reverse("desk:feedback-tally-void", args=[counted.pk])
    assert sign_in(cast.colleague).post(void, {"reason": "twice"}).status_code == 404
    assert sign_in(cast.librarian).post(void, {"reason": "twice"}).status_code == 302
    counted.refresh_from_db()
    assert counted.void_reason == "twice"


def test_the_question_is_changed_on_its_page(cast, sign_in, box):
    facts = {
        "text": "Як вам у нас?", "good": "Добре", "middle": "Так собі", "bad": "Погано", "thanks": "Дякуємо!",
        "why": "Чому?", "good_reasons": "Тепло\nТихо\n", "other_reasons": "",
    }  # fmt: skip
    address = reverse("desk:feedback-question")
    assert sign_in(cast.librarian).get(address).status_code == 404
    head = sign_in(cast.head)
    many = "\n".join(f"Причина {number}" for number in range(7))
    assert head.post(address, facts | {"good_reasons": many}).status_code == 422
    assert head.post(address, facts).status_code == 302
    assert [each.text for each in current_question().reasons.all()] == ["Тепло", "Тихо"]


def test_words_of_a_visitor_are_erased_by_the_desk(cast, sign_in, network):
    given = FeedbackAnswerFactory(point=network.point, text="Марія Іванівна")
    address = reverse("desk:feedback-words-remove", args=[given.pk])
    assert sign_in(cast.colleague).post(address).status_code == 404
    assert sign_in(cast.librarian).get(address).status_code == 405
    sign_in(cast.librarian).post(address)
    given.refresh_from_db()
    assert given.text == ""
    assert Entry.objects.filter(event=Event.FEEDBACK_WORDS_REMOVED).count() == 1


def test_a_question_with_two_versions_is_listed(cast, sign_in, box):
    FeedbackQuestionFactory(text="Інше запитання?")
    assert "Інше запитання?" in sign_in(cast.head).get(reverse("desk:feedback-question")).content.decode()

"""The desk without JavaScript: plain forms and redirects, for each of the cast."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk.models import Encounter, TopicKind, VoidReason
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.directory.actions import suggestions
from mistok.directory.models import RevisionState
from mistok.directory.tests.factories import RevisionFactory, ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.tests.factories import ServicePointFactory, VisitorCategoryFactory

pytestmark = pytest.mark.django_db

WAITS = 10  # one small count for each room where something may wait for the person


@pytest.fixture
def desk(network):
    return reverse("desk:point", args=[network.point.slug])


@pytest.fixture
def service():
    return ServiceFactory(slug="subsydiia", name="Житлова субсидія", short_name="Субсидія")


@pytest.fixture
def librarian(cast, sign_in):
    return sign_in(cast.librarian)


def slip(**changes):
    return {
        "uuid": str(uuid7()),
        "act": "done:service:subsydiia",
        "number": "1",
        "channel": "desk",
        **changes,
    }


def send(client, network, **changes):
    return client.post(reverse("desk:encounter-create", args=[network.point.slug]), slip(**changes))


def test_start_leads_to_the_only_point(librarian, desk):
    assert librarian.get("/desk/").headers["Location"] == desk


def test_start_offers_the_points_and_remembers_the_last(cast, sign_in, network, desk):
    head = sign_in(cast.head)
    page = head.get("/desk/").content.decode()
    assert network.point.name in page
    assert network.branch_point.name in page
    assert network.other_point.name not in page
    head.get(desk)
    assert head.get("/desk/").headers["Location"] == desk
    assert head.get("/desk/?choose=1").status_code == 200


def test_start_says_when_there_is_no_point(cast, sign_in):
    page = sign_in(cast.region).get("/desk/")
    assert page.status_code == 200
    assert "Сьогодні жоден пункт" in page.content.decode()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("resident", 404),
        ("librarian", 200),
        ("colleague", 404),
        ("head", 200),
        ("region", 404),
        ("authority", 404),
        ("administrator", 200),
    ],
)
def test_point_opens_to_those_who_record_there(cast, sign_in, desk, person, status):
    client = sign_in(getattr(cast, person))
    assert client.get(desk).status_code == status
    if status == 404:
        assert client.post(desk, {"q": "пенсія"}).status_code == 404
        assert client.post(f"{desk}encounters/", slip()).status_code == 404
        assert not Encounter.objects.exists()


def test_point_sends_a_stranger_to_sign_in(client, desk):
    assert "login" in client.get(desk).headers["Location"]
    assert "login" in client.post(f"{desk}encounters/").headers["Location"]


def test_point_unknown_is_not_found(librarian):
    assert librarian.get("/desk/none/").status_code == 404
    assert librarian.get("/desk/none/diary/").status_code == 404


@pytest.mark.parametrize("name", ["encounters/", "diary/", ""])
def test_wrong_method_is_refused(librarian, desk, name):
    method = librarian.get if name == "encounters/" else librarian.put
    assert method(desk + name).status_code == 405


def test_the_main_job_without_scripts(librarian, network, desk, service):
    """Tick, search, open, record: nothing ticked is lost on the way."""
    pensioner = VisitorCategoryFactory(name="Пенсіонер")
    searched = librarian.post(
        desk, {"q": "субсидія", "category": pensioner.pk, "number": "2", "channel": "desk"}
    )
    assert searched.status_code == 302
    found = librarian.get(searched.headers["Location"])
    assert "service:subsydiia" in found.content.decode()
    asked = parse_qs(urlsplit(searched.headers["Location"]).query)
    opened = librarian.post(desk, {**asked, "open": "service:subsydiia", "channel": "desk"})
    card = librarian.get(opened.headers["Location"])
    page = card.content.decode()
    assert 'value="done:service:subsydiia"' in page
    assert "autofocus" in page
    assert f'value="{pensioner.pk}" data-category checked' in page
    saved = send(librarian, network, uuid=str(card.context["uuid"]), category=pensioner.pk, number="2")
    assert saved.status_code == 302
    stored = Encounter.objects.get()
    assert (stored.number, stored.certainty, stored.items.get().times) == (2, "tally", 2)
    after = librarian.get(saved.headers["Location"]).content.decode()
    assert "Записано:" in after
    assert reverse("desk:encounter-void", args=[stored.pk]) in after


def test_sent_twice_counts_once(librarian, network, service):
    uuid = str(uuid7())
    assert send(librarian, network, uuid=uuid).status_code == 302
    assert send(librarian, network, uuid=uuid).status_code == 302
    assert Encounter.objects.count() == 1


def test_other_content_under_the_same_identifier_is_told(librarian, network, service):
    uuid = str(uuid7())
    send(librarian, network, uuid=uuid)
    answer = send(librarian, network, uuid=uuid, number="5")
    assert answer.status_code == 422
    assert "вже збережено" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "сім"}, "цифрами"),
        ({"number": "-4"}, "цифрами"),
        ({"number": "0"}, "цифрами"),
        ({"number": "999999999999"}, "100"),
        ({"act": ""}, "Виберіть, з чим"),
        ({"act": "done:service:none"}, "немає в каталозі"),
        ({"act": "danced:service:subsydiia"}, "немає в каталозі"),
        ({"uuid": "x"}, ""),
        ({"category": "nobody"}, "Такої категорії"),
        ({"day": "2999-01-01"}, "ще не настав"),
        ({"day": "2001-01-01"}, "не працював"),
        ({"age_from": "70", "age_to": "22", "act": "done:topic:3.1.4.3"}, "Наймолодший"),
        ({"same": "x"}, ""),
    ],
)
def test_wrong_input_is_told_and_nothing_typed_is_lost(librarian, network, service, wrong, said):
    TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL)
    answer = send(librarian, network, **{"q": "щось набране", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Не записано" in page
    assert "щось набране" in page
    for name in ("number", "age_from", "age_to"):
        if name in wrong:
            assert f'value="{wrong[name]}"' in page
    assert not Encounter.objects.exists()


def test_past_day_is_said_loudly_and_kept(librarian, network, desk, service):
    day = timezone.localdate() - timedelta(days=2)
    page = librarian.get(f"{desk}?day={day}").content.decode()
    assert "Запис за" in page
    answer = send(librarian, network, day=day.isoformat())
    assert f"day={day}" in answer.headers["Location"]
    stored = Encounter.objects.get()
    assert (stored.day, stored.time_known) == (day, False)


def test_strip_of_a_past_day_begins_with_what_was_written_last(librarian, network, desk, service):
    """Records of a past day have no time; among those that have one they would hide below the strip."""
    day = timezone.localdate() - timedelta(days=2)
    noon = timezone.now().replace(hour=10) - timedelta(days=2)
    for _each in range(8):
        EncounterFactory(point=network.point, day=day, occurred_at=noon, received_at=noon)
    send(librarian, network, day=day.isoformat())
    strip = librarian.get(f"{desk}?day={day}").context["latest"]
    assert (len(strip), strip[0][0]) == (6, Encounter.objects.latest("received_at"))


@pytest.mark.parametrize("day", ["yesterday", "2999-01-01", "0000-00-00"])
def test_bad_day_in_the_address_is_today(librarian, desk, day):
    assert librarian.get(f"{desk}?day={day}&number=x&same=x&category=x").status_code == 200


def test_street_action_goes_on(librarian, network, service):
    assert (
        "channel=street"
        in send(librarian, network, channel="street", number="40", rough="on").headers["Location"]
    )
    assert Encounter.objects.get().certainty == "estimate"


def test_lesson_is_one_however_many_listen(librarian, network):
    topic = TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL)
    send(librarian, network, act="done:topic:3.1.4.3", number="340", age_from="22", age_to="70")
    stored = Encounter.objects.get()
    assert (stored.number, stored.age_from, stored.age_to) == (340, 22, 70)
    assert (stored.items.get().topic, stored.items.get().times) == (topic, 1)


def test_ages_are_kept_for_lessons_only(librarian, network, service):
    send(librarian, network, age_from="72", age_to="x")
    assert Encounter.objects.get().age_from is None


def test_same_person_stays_one_visit(librarian, network, service):
    TopicFactory(code="3.1.3.1")
    send(librarian, network)
    first = Encounter.objects.get()
    send(librarian, network, act="done:topic:3.1.3.1", same=str(first.pk))
    visit = Encounter.objects.counted().get()
    assert visit.items.count() == 2
    assert visit.supersedes == first


def test_the_same_thing_for_the_same_person_is_once_more_of_it(librarian, network, service):
    send(librarian, network)
    send(librarian, network, same=str(Encounter.objects.get().pk), minutes="15")
    visit = Encounter.objects.counted().get()
    item = visit.items.get()
    assert (visit.number, item.times, item.minutes) == (1, 2, 15)


def test_undo_pressed_twice_is_told_kindly(librarian, network, service):
    send(librarian, network)
    first = Encounter.objects.get()
    send(librarian, network, same=str(first.pk))
    second = Encounter.objects.counted().get()
    address = reverse("desk:encounter-void", args=[second.pk])
    for said in ("", "уже виправлено або скасовано"):
        page = librarian.post(address, {"reason": "undo"}, follow=True)
        assert page.status_code == 200
        assert said in page.content.decode()
    assert Encounter.objects.counted().get().items.get().times == 1


def test_same_person_of_another_point_is_a_new_visit(librarian, network, service):
    elsewhere = EncounterFactory(point=network.other_point)
    send(librarian, network, same=str(elsewhere.pk))
    assert Encounter.objects.counted().count() == 2


def test_undo_from_the_message(librarian, network, service):
    send(librarian, network)
    stored = Encounter.objects.get()
    answer = librarian.post(reverse("desk:encounter-void", args=[stored.pk]), {"reason": "undo"})
    assert "undone=1" in answer.headers["Location"]
    assert "Запис скасовано" in librarian.get(answer.headers["Location"]).content.decode()
    assert not Encounter.objects.counted().exists()


def test_parts_are_answered_alone(librarian, network, desk, service):
    headers = {"HX-Request": "true", "HX-Target": "found"}
    found = librarian.get(desk, {"q": "субсидія"}, headers=headers).content.decode()
    assert "subsydiia" in found
    assert "<html" not in found
    card = librarian.get(desk, {"open": "service:subsydiia"}, headers={**headers, "HX-Target": "card"})
    assert 'id="card"' in card.content.decode()
    assert "<html" not in card.content.decode()
    librarian.post(f"{desk}encounters/", slip())
    today = librarian.get(desk, {"part": "today"}).content.decode()
    assert 'id="today"' in today
    assert str(Encounter.objects.get().pk) in today
    assert "<html" not in today


def test_card_of_a_retired_service_says_so(librarian, desk):
    assert "Цієї картки вже немає" in librarian.get(f"{desk}?open=service:none").content.decode()


def test_point_stays_within_its_queries(cast, sign_in, network, desk, django_assert_max_num_queries):
    for _ in range(3):
        EncounterItemFactory(encounter__point=network.point, encounter__occurred_at=timezone.now())
    opened = f"{desk}?open=service:{ServiceFactory().slug}"
    for person in (cast.librarian, cast.head):
        client = sign_in(person)
        client.get(desk)
        with django_assert_max_num_queries(20 + WAITS):
            client.get(opened)
        for _ in range(20):
            EncounterItemFactory(encounter__point=network.point, encounter__occurred_at=timezone.now())
        with django_assert_max_num_queries(20 + WAITS):
            client.get(desk)


def test_withdrawn_with_a_reason_from_the_form(cast, sign_in, network):
    stored = EncounterFactory(point=network.point, staff=cast.librarian)
    address = reverse("desk:encounter-void", args=[stored.pk])
    head = sign_in(cast.head)
    assert head.post(address, {"reason": "бо так"}).status_code == 302
    stored.refresh_from_db()
    assert stored.voided_at is None
    head.post(address, {"reason": VoidReason.TWICE, "back": "diary"})
    stored.refresh_from_db()
    assert stored.void_reason == VoidReason.TWICE
    assert head.get(address).status_code == 405


def test_closed_point_is_not_offered(cast, sign_in, network):
    ServicePointFactory(organisation=network.central, closed_on=timezone.localdate(), name="Закритий пункт")
    assert "Закритий пункт" not in sign_in(cast.head).get("/desk/").content.decode()


def test_first_page_tells_what_waits(cast, sign_in, network, desk):
    assert "Чекає на вас" not in sign_in(cast.librarian).get(desk).text
    message = suggestions.send_suggestion(kind="missing", text="Немає послуги про дрова")
    page = sign_in(cast.librarian).get(desk).text
    assert "Чекає на вас" in page
    assert f'href="{reverse("directory:suggestion-list")}"' in page
    suggestions.answer_suggestion(suggestion=message, by=cast.head, answer="Додали.")
    assert "Чекає на вас" not in sign_in(cast.librarian).get(desk).text


def test_first_page_tells_of_a_text_that_came_back(cast, sign_in, desk):
    sent_back = RevisionFactory(author=cast.librarian, state=RevisionState.DECLINED)
    assert "Тексти, які повернули" in sign_in(cast.librarian).get(desk).text
    RevisionFactory(author=cast.librarian, service=sent_back.service, state=RevisionState.DRAFT)
    assert "Тексти, які повернули" not in sign_in(cast.librarian).get(desk).text


def test_correction_keeps_the_particulars_of_the_help(librarian, network, cast, service):
    """The page shows all that a record says, so that saving it changes only what was changed."""
    item = EncounterItemFactory(
        encounter__point=network.point,
        encounter__staff=cast.librarian,
        encounter__note="з онукою",
        encounter__occurred_at=timezone.now(),
        service=service,
        minutes=15,
        independence=2,
    )
    address = reverse("desk:encounter-correction", args=[item.encounter_id])
    page = librarian.get(address).content.decode()
    fields = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        fields[name] = next(iter(re.findall(r'value="([^"]*)" selected', body)), "")
    librarian.post(address, {**fields, "number": "3"})
    new = Encounter.objects.get(supersedes=item.encounter_id)
    kept = new.items.get()
    assert (new.number, new.note, kept.minutes, kept.independence) == (3, "з онукою", 15, 2)

"""A question comes in."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory, ServicePointFactory
from mistok.reception.actions import answering
from mistok.reception.actions.asking import Conflict, Contact, receive
from mistok.reception.models import AnswerBy, Case, CaseKind, Channel, Matter
from mistok.reception.tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
ASK = "/ask/"
TEXT = "Як переоформити субсидію після переїзду?"


@pytest.fixture(autouse=True)
def _no_pace():
    cache.clear()


def typed(**more):
    said = {
        "uuid": str(uuid7()),
        "text": TEXT,
        "matter": "factual",
        "answer_by": "email",
        "email": "olha@example.org",
        "phone": "",
        "name": "Ольга",
        "consent": "on",
        "place": "",
        "point": "",
        "service": "",
        "website": "",
    }
    return said | more


def test_receive_numbers_within_a_point_and_a_year(network):
    at = datetime(2026, 12, 31, 23, 30, tzinfo=KYIV)
    first = receive(uuid=uuid7(), point=network.point, text=TEXT, at=at).case
    second = receive(uuid=uuid7(), point=network.point, text=TEXT, at=at).case
    elsewhere = receive(uuid=uuid7(), point=network.other_point, text=TEXT, at=at).case
    later = receive(
        uuid=uuid7(), point=network.point, text=TEXT, at=datetime(2027, 1, 1, 0, 30, tzinfo=KYIV)
    ).case
    assert [each.number for each in (first, second, elsewhere, later)] == [
        "1/2026",
        "2/2026",
        "1/2026",
        "1/2027",
    ]
    assert len({each.code for each in (first, second, elsewhere, later)}) == 4


def test_receive_twice_is_one_question(network):
    key = uuid7()
    first = receive(uuid=key, point=network.point, text=TEXT)
    again = receive(uuid=key, point=network.point, text=TEXT)
    assert (first.created, again.created) == (True, False)
    assert Case.objects.count() == 1


def test_receive_other_words_under_one_identifier_is_a_conflict(network):
    key = uuid7()
    receive(uuid=key, point=network.point, text=TEXT)
    with pytest.raises(Conflict):
        receive(uuid=key, point=network.point, text="Зовсім інше запитання")


@pytest.mark.parametrize(
    ("matter", "at", "due"),
    [
        (Matter.FACTUAL, datetime(2026, 11, 20, 16, tzinfo=KYIV), datetime(2026, 11, 25, tzinfo=KYIV)),
        (
            Matter.AVAILABILITY,
            datetime(2026, 11, 20, 16, tzinfo=KYIV),
            datetime(2026, 11, 23, 16, tzinfo=KYIV),
        ),
        # Independence Day of 2026 is a working Monday: martial law
        (Matter.FACTUAL, datetime(2026, 8, 21, 16, tzinfo=KYIV), datetime(2026, 8, 26, tzinfo=KYIV)),
        # the night in which clocks go back lies between
        (Matter.FACTUAL, datetime(2026, 10, 23, 16, tzinfo=KYIV), datetime(2026, 10, 28, tzinfo=KYIV)),
    ],
)
def test_receive_promises_a_term(network, matter, at, due):
    case = receive(uuid=uuid7(), point=network.point, text=TEXT, matter=matter, at=at).case
    assert case.due_at == due


def test_receive_keeps_only_the_contact_it_needs(network):
    contact = Contact(AnswerBy.PHONE, "Ольга", "olha@example.org", "067 123 45 67")
    case = receive(uuid=uuid7(), point=network.point, text=TEXT, contact=contact).case
    assert (case.email, case.phone) == ("", "067 123 45 67")
    same = Contact(AnswerBy.PHONE, phone="+38 (067) 123-45-67")
    again = receive(uuid=uuid7(), point=network.point, text=TEXT, contact=same).case
    assert case.asker_digest == again.asker_digest != ""


def test_receive_tells_who_works_at_the_desk_and_nothing_more(
    network, cast, django_capture_on_commit_callbacks
):
    contact = Contact(AnswerBy.EMAIL, "Ольга", "olha@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        case = receive(uuid=uuid7(), point=network.point, text=TEXT, contact=contact).case
    (letter,) = mail.outbox
    assert set(letter.bcc) == {cast.librarian.email, cast.head.email}
    assert letter.to == []
    said = letter.subject + letter.body
    assert case.number in said
    assert f"/questions/{case.pk}/" in said
    assert not any(word in said for word in ("субсидію", "olha@", "Ольга", case.code))


def test_receive_where_nobody_works_tells_the_head_above(network, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        receive(uuid=uuid7(), point=network.branch_point, text=TEXT)
    assert [letter.bcc for letter in mail.outbox] == [[cast.head.email]]


def test_journal_never_knows_who_asks(network, cast, sign_in):
    contact = Contact(AnswerBy.EMAIL, "Ольга Невідома", "olha@example.org")
    receive(uuid=uuid7(), point=network.point, text=TEXT, contact=contact)
    page = sign_in(cast.administrator).get(reverse("network:journal")).content.decode()
    assert "отримано запитання" in page.lower()
    assert not any(word in page for word in ("Невідома", "olha@", "субсидію"))


def test_ask_page_to_the_page_under_the_code(client, network):
    data = typed()
    page = client.get(ASK)
    assert page.status_code == 200
    assert "no-cache" in page["Cache-Control"]
    check = client.post(ASK, data | {"check": "1"})
    assert check.status_code == 200
    assert not Case.objects.exists()
    assert TEXT in check.content.decode()
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', check.content.decode()))
    kept.pop("csrfmiddlewaretoken", None)
    sent = client.post(ASK, kept | {"send": "1"})
    case = Case.objects.get()
    assert sent.url == reverse("reception:question-track", args=[case.code])
    assert (case.email, case.asker_name, case.point) == ("olha@example.org", "Ольга", network.point)
    assert case.consent_at
    assert client.post(ASK, kept | {"send": "1"}).url == sent.url
    assert Case.objects.count() == 1
    shown = client.get(sent.url).content.decode()
    assert case.shown_code in shown
    assert "olha@example.org" not in shown


def test_ask_change_keeps_what_was_typed(client, network):
    page = client.post(ASK, typed(change="1")).content.decode()
    assert TEXT in page
    assert "olha@example.org" in page
    assert "data-errors" not in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "Напишіть своє запитання."),
        ({"text": "Що?"}, "Напишіть ще кілька слів"),
        ({"email": ""}, "Напишіть пошту"),
        ({"email": "olha"}, "Введіть"),
        ({"answer_by": "phone"}, "Напишіть телефон"),
        ({"answer_by": "phone", "phone": "123"}, "067 123 45 67"),
        ({"consent": ""}, "згоди"),
        ({"website": "http://spam.example"}, "роботів"),
        ({"uuid": "x"}, "UUID"),
        ({"text": "Мій паспорт АН 123456, що далі робити?"}, "номер паспорта"),
    ],
)
def test_ask_says_what_is_wrong_and_loses_nothing(client, network, more, said):
    page = client.post(ASK, typed(check="1", **more))
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert 'name="name" value="Ольга"' in text
    assert not Case.objects.exists()


def test_ask_number_may_stay_when_it_is_needed(client, network):
    text = "Мій паспорт АН 123456, що далі робити?"
    page = client.post(ASK, typed(send="1", text=text, keep_numbers="on"))
    assert page.status_code == 302


def test_ask_goes_to_the_chosen_point(client, network):
    client.post(ASK, typed(send="1", point=network.other_point.slug))
    assert Case.objects.get().point == network.other_point


def test_ask_goes_to_the_nearest_point(client, network):
    network.other_point.territory.name = "Коблеве"
    network.other_point.territory.save()
    page = client.post(ASK, typed(check="1", place="Коблеве"))
    assert network.other_point.name in page.content.decode()
    client.post(ASK, typed(send="1", place="Коблеве"))
    assert Case.objects.get().point == network.other_point


def test_ask_from_an_unknown_place_goes_to_the_library_over_all(client, network):
    page = client.post(ASK, typed(check="1", place="Небувальщина"))
    assert "Ми не знаємо такого місця" in page.content.decode()
    assert network.point.name in page.content.decode()


def test_ask_with_no_point_open_says_so(client, db):
    page = client.post(ASK, typed(check="1"))
    assert page.status_code == 422


def test_ask_begins_with_the_service_of_the_link(client, network):
    ServiceFactory(slug="subsidy", name="Житлова субсидія")
    page = client.get(ASK, {"service": "subsidy", "point": network.point.slug, "text": "Як отримати?"})
    text = page.content.decode()
    assert "Житлова субсидія" in text
    assert "Як отримати?" in text
    client.post(ASK, typed(send="1", service="subsidy"))
    assert Case.objects.get().service.slug == "subsidy"


def test_card_of_a_service_leads_to_a_question_about_it(client, network):
    service = ServiceFactory()
    address = f"/ask/?service={service.slug}"
    assert f'href="{address}"' in client.get(service.get_absolute_url()).text
    assert service.name in client.get(address).text


def test_ask_is_paced(client, network):
    for _each in range(10):
        assert client.post(ASK, typed(send="1")).status_code == 302
    assert client.post(ASK, typed(send="1")).status_code == 429
    assert Case.objects.count() == 10


def test_enter_by_phone(sign_in, cast, network):
    client = sign_in(cast.librarian)
    data = typed(point=network.point.slug, channel="phone", answer_by="phone", phone="067 123 45 67")
    assert client.get("/questions/new/").status_code == 200
    response = client.post("/questions/new/", data)
    case = Case.objects.get()
    assert response.url == case.get_absolute_url()
    assert (case.channel, case.entered_by, case.kind) == (Channel.PHONE, cast.librarian, CaseKind.QUESTION)
    assert Entry.objects.filter(event=Event.CASE_RECEIVED, actor=str(cast.librarian.pk)).exists()
    assert client.post("/questions/new/", data).status_code == 302
    assert Case.objects.count() == 1
    again = client.post("/questions/new/", data | {"text": "Зовсім інше запитання людини"})
    assert again.status_code == 409


def test_entering_speaks_of_the_person_who_asked(sign_in, cast, network):
    data = typed(point=network.point.slug, channel="phone", answer_by="phone", text="", consent="")
    page = sign_in(cast.librarian).post("/questions/new/", data).content.decode()
    for said in ("Запишіть запитання.", "зателефонувати людині", "Спитайте людину про згоду"):
        assert said in page
    for hers in ("Напишіть своє запитання", "вашої згоди"):
        assert hers not in page


def test_way_of_answering_that_is_needed_is_not_called_optional(client):
    page = client.get(ASK).content.decode()
    for field in ("email", "phone"):
        label = page.split(f'for="id_{field}"')[1].split("</label>")[0]
        assert "не обов’язково" not in label
    assert "не обов’язково" in page.split('for="id_name"')[1].split("</label>")[0]


def test_enter_only_at_own_points(sign_in, cast, network):
    data = typed(point=network.other_point.slug, channel="phone")
    assert sign_in(cast.librarian).post("/questions/new/", data).status_code == 422


def test_branch_asks_the_centre(sign_in, cast, network):
    branch = MembershipFactory(organisation=network.branch, role=Role.LIBRARIAN).person
    client = sign_in(branch)
    data = {
        "uuid": str(uuid7()),
        "from_point": network.branch_point.slug,
        "point": network.point.slug,
        "text": TEXT,
        "matter": "factual",
    }
    assert client.get("/questions/to-centre/new/").status_code == 200
    assert client.post("/questions/to-centre/new/", data).status_code == 302
    case = Case.objects.get()
    assert (case.kind, case.desk, case.from_point) == (CaseKind.STAFF, network.point, network.branch_point)
    assert case.number in client.get("/questions/to-centre/").content.decode()
    assert sign_in(cast.librarian).get(case.get_absolute_url()).status_code == 200
    assert client.get(case.get_absolute_url()).status_code == 404


def test_branch_learns_that_the_centre_asks_and_answers(cast, network, django_capture_on_commit_callbacks):
    case = CaseFactory(
        point=network.point, kind="staff", from_point=network.branch_point, entered_by=cast.colleague
    )
    with django_capture_on_commit_callbacks(execute=True):
        answering.ask_back(case=case, by=cast.librarian, uuid=uuid7(), text="Якого року довідка?")
        answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.")
    asked, answered = mail.outbox
    assert asked.to == answered.to == [cast.colleague.email]
    assert "перепитує" in asked.subject
    assert "є відповідь центру" in answered.subject
    assert f"/ask/{case.code}/" in answered.body
    assert "заяву" not in answered.body


def test_centre_with_nobody_above_has_nobody_to_ask(sign_in, cast):
    assert sign_in(cast.librarian).get("/questions/to-centre/new/").status_code == 404


def test_point_page_leads_to_the_question(client, network):
    page = client.get(network.point.get_absolute_url()).content.decode()
    assert f"/ask/?point={network.point.slug}" in page
    closed = ServicePointFactory(closed_on="2020-01-01")
    assert "/ask/?point=" not in client.get(closed.get_absolute_url()).content.decode()

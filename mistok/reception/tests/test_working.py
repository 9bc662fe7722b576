"""Who holds a question, the talk with whoever asked, confidentiality."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.network.models import OrganisationKind, Role
from mistok.network.tests.factories import MembershipFactory, OrganisationFactory
from mistok.reception import letters
from mistok.reception.actions import answering, working
from mistok.reception.actions.asking import Contact, receive
from mistok.reception.models import AnswerBy, Case, CaseState, Message, MessageKind
from mistok.reception.queries import cases as queries
from mistok.reception.tests.factories import CaseFactory, MessageFactory, answered

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture(autouse=True)
def _no_pace():
    cache.clear()


@pytest.fixture
def case(network):
    contact = Contact(AnswerBy.EMAIL, "Ольга", "olha@example.org")
    return receive(uuid=uuid7(), point=network.point, text="Як оформити субсидію?", contact=contact).case


@pytest.fixture
def mate(network):
    """Another librarian at the same desk."""
    return MembershipFactory(organisation=network.central, role=Role.LIBRARIAN).person


def reason(case):
    case.refresh_from_db()
    return case.state


# who holds it


def test_claim_is_for_one_and_twice_is_once(case, cast, mate):
    working.claim(case=case, by=cast.librarian)
    working.claim(case=case, by=cast.librarian)
    with pytest.raises(working.Moved):
        working.claim(case=case, by=mate)
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (CaseState.TAKEN, cast.librarian)
    assert Entry.objects.filter(event=Event.CASE_TAKEN).count() == 1


def test_release_by_the_holder_or_the_head_only(case, cast, mate):
    working.claim(case=case, by=cast.librarian)
    with pytest.raises(PermissionDenied):
        working.release(case=case, by=mate)
    working.release(case=case, by=cast.head)
    assert reason(case) == CaseState.NEW


def test_hand_over_to_a_colleague_tells_only_her(case, cast, mate, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        working.hand_over(case=case, by=cast.librarian, to=mate, note="Ти знаєш субсидії")
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (CaseState.TAKEN, mate)
    assert [letter.bcc for letter in mail.outbox] == [[mate.email]]
    assert case.messages.get().kind == MessageKind.NOTE


def test_hand_over_to_another_desk_of_the_network(case, cast, network):
    working.hand_over(case=case, by=cast.librarian, desk=network.other_point)
    case.refresh_from_db()
    assert (case.desk, case.point, case.state) == (network.other_point, network.point, CaseState.NEW)
    assert queries.cases_for(cast.colleague).filter(pk=case.pk).exists()
    assert not queries.cases_for(cast.librarian).filter(pk=case.pk).exists()


def test_hand_over_pressed_twice_is_once(case, cast, network, sign_in):
    client = sign_in(cast.librarian)
    address = f"/questions/{case.pk}/handover/"
    sent = {"to": f"desk:{network.other_point.slug}", "note": "Ваша громада"}
    assert [client.post(address, sent).url for _press in range(2)] == ["/questions/", "/questions/"]
    working.hand_over(case=case, by=cast.librarian, desk=network.other_point)
    assert case.messages.count() == 1
    assert client.get(address).status_code == 404
    for _press in range(2):
        working.add_note(case=case, by=cast.colleague, text="Бачу")
    assert case.messages.count() == 2


def test_hand_over_never_to_a_stranger(case, cast):
    for to in (cast.resident, cast.colleague):
        with pytest.raises(PermissionDenied):
            working.hand_over(case=case, by=cast.librarian, to=to)


def test_matter_changes_the_term_from_the_same_moment(network, cast):
    at = datetime(2026, 11, 20, 16, tzinfo=KYIV)
    case = receive(uuid=uuid7(), point=network.point, text="Чи є у вас сканер?", at=at).case
    working.set_matter(case=case, by=cast.librarian, matter="availability")
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 11, 23, 16, tzinfo=KYIV)


def test_close_needs_a_reason_of_the_list_and_is_final(case, cast):
    with pytest.raises(ValueError, match="надокучило"):
        working.close(case=case, by=cast.librarian, reason="надокучило")
    working.close(case=case, by=cast.librarian, reason="spam")
    working.close(case=case, by=cast.librarian, reason="spam")
    with pytest.raises(working.Moved):
        working.close(case=case, by=cast.librarian, reason="trial")
    assert not Case.objects.counted().exists()


# the talk


def test_answer_leaves_by_mail_on_commit(case, cast, django_capture_on_commit_callbacks):
    service = ServiceFactory(name="Житлова субсидія")
    from mistok.reception.choosing import documents

    sources = documents([f"service:{service.uuid}", "service:unknown", "nothing:1"])
    with django_capture_on_commit_callbacks(execute=True):
        message = answering.answer(
            case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.", sources=sources
        )
    (letter,) = mail.outbox
    assert letter.to == ["olha@example.org"]
    assert "Подайте заяву." in letter.body
    assert "Житлова субсидія" in letter.body
    assert case.code[:4] in letter.body
    message.refresh_from_db()
    case.refresh_from_db()
    assert message.delivered_at
    assert (case.state, case.in_time, case.claimed_by) == (CaseState.ANSWERED, True, cast.librarian)
    assert case.answered_on == timezone.localdate()


def test_answer_twice_under_one_identifier_is_one_letter(case, cast):
    key = uuid7()
    for _each in range(2):
        answering.answer(case=case, by=cast.librarian, uuid=key, text="Подайте заяву.")
    assert case.messages.count() == 1
    with pytest.raises(working.Moved):
        answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Ще одна.")


def test_answer_late_is_late(case, cast):
    Case.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.")
    case.refresh_from_db()
    assert case.in_time is False


def test_answer_waits_when_the_mail_server_is_down(
    case, cast, monkeypatch, django_capture_on_commit_callbacks
):
    def down(_letter):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        with django_capture_on_commit_callbacks(execute=True):
            message = answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.")
    message.refresh_from_db()
    assert message.delivered_at is None
    assert letters.send_waiting() == 1
    assert letters.send_waiting() == 0
    assert len(mail.outbox) == 1


def test_answer_only_by_the_holder_or_the_head(case, cast, mate):
    working.claim(case=case, by=cast.librarian)
    with pytest.raises(PermissionDenied):
        answering.answer(case=case, by=mate, uuid=uuid7(), text="Я теж знаю.")
    answering.answer(case=case, by=cast.head, uuid=uuid7(), text="Подайте заяву.")
    case.refresh_from_db()
    assert case.claimed_by == cast.librarian


def test_answer_by_phone_stands_in_the_list_until_told(network, cast, mate):
    contact = Contact(AnswerBy.PHONE, phone="067 123 45 67")
    case = receive(uuid=uuid7(), point=network.point, text="Як оформити субсидію?", contact=contact).case
    message = answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.")
    assert queries.counts(cast.librarian)["call"] == 1
    with pytest.raises(PermissionDenied):
        working.tell(message=message, by=mate)
    working.tell(message=message, by=cast.librarian)
    working.tell(message=message, by=cast.librarian)
    assert queries.counts(cast.librarian)["call"] == 0
    assert Entry.objects.filter(event=Event.CASE_TOLD).count() == 1


def test_ask_back_stops_the_term_and_the_reply_starts_it_anew(case, cast, django_capture_on_commit_callbacks):
    answering.ask_back(case=case, by=cast.librarian, uuid=uuid7(), text="Де ви зареєстровані?")
    Case.objects.update(due_at=timezone.now() - timedelta(days=3))
    case.refresh_from_db()
    assert not case.is_overdue
    assert not Case.objects.overdue().exists()
    with django_capture_on_commit_callbacks(execute=True):
        answering.reply(case=case, uuid=uuid7(), text="У Миколаєві.")
    case.refresh_from_db()
    assert case.state == CaseState.TAKEN
    assert case.due_at > timezone.now()
    assert [letter.bcc for letter in mail.outbox] == [[cast.librarian.email]]


def test_reply_has_an_end(case, monkeypatch):
    monkeypatch.setattr(answering, "MOST_REPLIES", 1)
    answering.reply(case=case, uuid=uuid7(), text="Перше слово")
    with pytest.raises(answering.TooMany):
        answering.reply(case=case, uuid=uuid7(), text="Друге слово")


def test_judge_no_with_words_brings_it_back_and_keeps_the_first_answer(case, cast):
    answering.answer(case=case, by=cast.librarian, uuid=uuid7(), text="Подайте заяву.")
    case.refresh_from_db()
    first = case.answered_at
    key = uuid7()
    answering.judge(case=case, helped=False, uuid=key, more="Де саме?")
    answering.judge(case=case, helped=False, uuid=key, more="Де саме?")
    case.refresh_from_db()
    assert (case.state, case.claimed_by, case.helped, case.finished_at) == (CaseState.NEW, None, False, None)
    answering.answer(case=case, by=cast.head, uuid=uuid7(), text="На порталі «Дія».")
    answering.judge(case=case, helped=True, uuid=uuid7())
    case.refresh_from_db()
    assert (case.answered_at, case.helped) == (first, True)


def test_judge_before_an_answer_is_refused(case):
    with pytest.raises(working.Moved):
        answering.judge(case=case, helped=True, uuid=uuid7())


def test_refer_says_where_to_turn(case, cast, client, django_capture_on_commit_callbacks):
    council = OrganisationFactory(kind=OrganisationKind.AUTHORITY, name="Управління соцзахисту", phone="1545")
    with django_capture_on_commit_callbacks(execute=True):
        answering.answer(
            case=case, by=cast.librarian, uuid=uuid7(), text="Це вирішують там.", referred_to=council
        )
    assert "Управління соцзахисту" in mail.outbox[0].body
    assert "1545" in mail.outbox[0].body
    page = client.get(f"/ask/{case.code}/").content.decode()
    assert "Управління соцзахисту" in page
    assert reason(case) == CaseState.REFERRED


# confidentiality


def test_contact_is_seen_by_the_holder_and_the_head_and_each_look_is_noted(case, cast, mate, sign_in):
    working.claim(case=case, by=cast.librarian)
    path = f"/questions/{case.pk}/contact/"
    assert "olha@example.org" not in sign_in(cast.librarian).get(case.get_absolute_url()).content.decode()
    for person in (cast.librarian, cast.head):
        page = sign_in(person).post(path)
        assert "olha@example.org" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert Entry.objects.filter(event=Event.CASE_CONTACT_SEEN).count() == 2
    assert sign_in(mate).post(path).status_code == 404
    assert sign_in(cast.colleague).post(path).status_code == 404
    assert sign_in(cast.librarian).get(path).status_code == 405
    entry = Entry.objects.filter(event=Event.CASE_CONTACT_SEEN).first()
    assert "olha" not in str(entry.details)


def test_contact_of_a_free_question_is_seen_by_the_head_alone(case, cast, sign_in):
    assert sign_in(cast.librarian).post(f"/questions/{case.pk}/contact/").status_code == 404
    assert sign_in(cast.head).post(f"/questions/{case.pk}/contact/").status_code == 200


def test_earlier_questions_of_the_asker_stay_in_the_network(case, cast, network):
    contact = Contact(AnswerBy.EMAIL, email="Olha@Example.org")
    here = receive(uuid=uuid7(), point=network.point, text="Перше запитання?", contact=contact).case
    beside = receive(uuid=uuid7(), point=network.other_point, text="Друге запитання?", contact=contact).case
    elsewhere = CaseFactory(asker_digest=case.asker_digest)
    assert list(queries.earlier(case, cast.librarian)) == []  # nobody holds it yet
    working.claim(case=case, by=cast.librarian)
    case.refresh_from_db()
    found = set(queries.earlier(case, cast.librarian))
    assert {here, beside} <= found
    assert elsewhere not in found


def test_earlier_question_elsewhere_shows_no_words(case, cast, network, sign_in):
    contact = Contact(AnswerBy.EMAIL, email="olha@example.org")
    receive(uuid=uuid7(), point=network.other_point, text="Дуже особисте запитання", contact=contact)
    receive(uuid=uuid7(), point=network.point, text="Запитання в нас", contact=contact)
    working.claim(case=case, by=cast.librarian)
    page = sign_in(cast.librarian).get(case.get_absolute_url()).content.decode()
    assert "Запитання в нас" in page
    assert "Дуже особисте" not in page
    assert network.other_point.name in page


def test_notes_are_never_shown_to_the_asker(case, cast, client):
    working.add_note(case=case, by=cast.librarian, text="Складна людина, будьте терплячі")
    assert "терплячі" not in client.get(f"/ask/{case.code}/").content.decode()


@pytest.mark.parametrize("act", ["note", "handover"])
def test_notes_keep_no_numbers_of_papers(case, cast, mate, sign_in, act):
    sent = {"text": "Паспорт АБ 123456", "note": "Паспорт АБ 123456", "to": f"person:{mate.pk}"}
    page = sign_in(cast.librarian).post(f"/questions/{case.pk}/{act}/", sent)
    assert page.status_code == 422
    assert "номер чийогось документа" in page.content.decode()
    assert not case.messages.exists()


def test_reply_asks_once_about_a_number_of_papers(case, client):
    sent = {"uuid": str(uuid7()), "text": "Мій паспорт АБ 123456"}
    warned = client.post(f"/ask/{case.code}/reply/", sent)
    assert warned.status_code == 422
    assert "номер паспорта" in warned.content.decode()
    assert 'name="keep_numbers"' in warned.content.decode()
    assert client.post(f"/ask/{case.code}/reply/", {**sent, "keep_numbers": "on"}).status_code == 302
    assert case.messages.get().text == "Мій паспорт АБ 123456"


# pages


def test_queue_shows_what_is_due_first(cast, network, sign_in):
    late = CaseFactory(point=network.point, due_at=timezone.now() - timedelta(days=1), text="Прострочене")
    CaseFactory(point=network.point, text="Свіже")
    CaseFactory(point=network.other_point, text="Чуже")
    client = sign_in(cast.librarian)
    page = client.get("/questions/").content.decode()
    assert page.index("Прострочене") < page.index("Свіже")
    assert "Чуже" not in page
    assert "Свіже" not in client.get("/questions/?show=late").content.decode()
    assert "Прострочене" in client.get(f"/questions/?q={late.number}").content.decode()
    assert "Свіже" in client.get("/questions/?q=свіже").content.decode()
    assert "Таких запитань немає" in client.get("/questions/?q=нічого").content.decode()
    for show in queries.SHOWS:
        assert client.get(f"/questions/?show={show}&point={network.point.slug}").status_code == 200
    assert client.get("/questions/?show=such&page=99&q=%00&point=%00").status_code == 200
    assert client.get("/questions/figures/?days=-1&point=%00").status_code == 200


def test_queue_costs_the_same_for_many(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.librarian)
    CaseFactory(point=network.point, holder=cast.librarian)
    client.get("/questions/")
    with django_assert_max_num_queries(18) as few:
        client.get("/questions/")
    CaseFactory.create_batch(20, point=network.point, holder=cast.librarian)
    with django_assert_max_num_queries(len(few)):
        client.get("/questions/")


def test_case_page_costs_the_same_for_many_letters(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.librarian)
    case = CaseFactory(point=network.point, holder=cast.librarian)
    MessageFactory(case=case, author=cast.librarian)
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(30) as few:
        client.get(case.get_absolute_url())
    MessageFactory.create_batch(9, case=case, author=cast.librarian)
    with django_assert_max_num_queries(len(few)):
        client.get(case.get_absolute_url())


def test_answer_page_looks_for_sources_and_loses_nothing(case, cast, sign_in):
    service = ServiceFactory(name="Житлова субсидія")
    client = sign_in(cast.librarian)
    path = f"/questions/{case.pk}/answer/"
    assert client.get(path).status_code == 200
    key = str(uuid7())
    looked = client.post(path, {"uuid": key, "text": "Чернетка", "find": "субсидія", "look": "1"})
    assert looked.status_code == 200
    text = looked.content.decode()
    assert "Чернетка" in text
    assert f"service:{service.uuid}" in text
    assert client.post(path, {"uuid": key, "text": ""}).status_code == 422
    sent = {"uuid": key, "text": "Подайте заяву.", "sources": [f"service:{service.uuid}"]}
    assert client.post(path, sent).url == case.get_absolute_url()
    assert case.messages.get().sources.get().title == "Житлова субсидія"
    assert client.post(path, sent | {"uuid": str(uuid7())}).status_code in (302, 404)
    assert case.messages.count() == 1


def test_refer_page_knows_bodies_by_name(case, cast, sign_in):
    for name in ("Управління соцзахисту міської ради", "Управління праці"):
        OrganisationFactory(kind=OrganisationKind.AUTHORITY, name=name)
    client = sign_in(cast.librarian)
    path = f"/questions/{case.pk}/referral/"
    said = {"uuid": str(uuid7()), "text": "Це вирішують там."}
    assert "кілька установ" in client.post(path, said | {"body": "управління"}).content.decode()
    assert "Такої установи" in client.post(path, said | {"body": "міністерство магії"}).content.decode()
    assert client.post(path, said | {"body": "соцзахисту"}).status_code == 302
    assert case.messages.get().referred_to.name == "Управління соцзахисту міської ради"


@pytest.mark.parametrize("act", ["answer", "referral", "asking-back", "handover", "closing"])
def test_pages_of_a_question_in_another_hand_are_closed(case, cast, mate, sign_in, act):
    working.claim(case=case, by=cast.librarian)
    path = f"/questions/{case.pk}/{act}/"
    assert sign_in(mate).get(path).status_code == 404
    assert sign_in(cast.colleague).get(path).status_code == 404
    assert sign_in(cast.head).get(path).status_code == 200
    assert sign_in(cast.librarian).put(path).status_code == 405


def test_acts_by_their_pages(case, cast, mate, sign_in):
    client = sign_in(cast.librarian)
    base = f"/questions/{case.pk}/"
    assert client.post(f"{base}taking/").url == case.get_absolute_url()
    assert "Хтось із колег" in sign_in(mate).post(f"{base}taking/", follow=True).content.decode()
    assert client.post(f"{base}note/", {"text": ""}).status_code == 422
    assert client.post(f"{base}note/", {"text": "Питаю в ЦНАПі"}).status_code == 302
    assert client.post(f"{base}matter/", {"matter": "availability"}).status_code == 302
    assert client.post(f"{base}matter/", {"matter": "such"}).status_code == 302
    ask = {"uuid": str(uuid7()), "text": "Де ви зареєстровані?"}
    assert client.post(f"{base}asking-back/", ask).status_code == 302
    assert client.post(f"{base}release/").status_code == 302  # asked back: says that it has changed
    assert reason(case) == CaseState.ASKED_BACK
    assert client.post(f"{base}handover/", {"to": ""}).status_code == 422
    assert client.post(f"{base}handover/", {"to": f"person:{mate.pk}"}).url == "/questions/"
    assert sign_in(mate).post(f"{base}closing/", {"reason": ""}).status_code == 422
    assert sign_in(mate).post(f"{base}closing/", {"reason": "no_word"}).url == "/questions/"
    case.refresh_from_db()
    assert (case.state, case.claimed_by) == (CaseState.CLOSED, mate)


# the page under the code


def test_track_in_each_state(network, cast, client):
    case = CaseFactory(point=network.point, holder=cast.librarian)
    page = client.get(f"/ask/{case.code}/")
    assert "Шукаємо відповідь" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex"
    assert client.get(f"/ask/{case.code.lower()[:4]}-{case.code[4:]}/").status_code == 200
    answered(case, cast.librarian)
    assert "На ваше запитання відповіли" in client.get(f"/ask/{case.code}/").content.decode()
    assert client.get("/ask/QQQQQQQQ/").status_code == 404
    assert client.post(f"/ask/{case.code}/").status_code == 405
    assert client.get(f"/ask/{case.code}/reply/").status_code == 405


@pytest.mark.parametrize("reason", ["no_word", "twice", "spam", "trial"])
def test_track_of_a_closed_question_is_kind(network, cast, client, reason):
    case = CaseFactory(point=network.point)
    working.close(case=case, by=cast.librarian, reason=reason)
    page = client.get(f"/ask/{case.code}/").content.decode()
    assert "Запитання закрито" in page
    assert "не запитання" not in page
    assert 'href="/ask/"' in page
    assert "verdict" not in page


def test_track_overdue_says_sorry(network, client):
    case = CaseFactory(point=network.point, due_at=timezone.now() - timedelta(hours=1))
    assert "Перепрошуємо" in client.get(f"/ask/{case.code}/").content.decode()


def test_reply_and_verdict_by_the_page(network, cast, client):
    case = CaseFactory(point=network.point, holder=cast.librarian, state=CaseState.ASKED_BACK)
    page = client.post(f"/ask/{case.code}/reply/", {"uuid": str(uuid7()), "text": " "})
    assert page.status_code == 422
    said = {"uuid": str(uuid7()), "text": "У Миколаєві"}
    for _each in range(2):
        assert client.post(f"/ask/{case.code}/reply/", said).status_code == 302
    assert case.messages.count() == 1
    answered(Case.objects.get(pk=case.pk), cast.librarian)
    late = client.post(f"/ask/{case.code}/reply/", {"uuid": str(uuid7()), "text": "Дякую"}, follow=True)
    assert "Тим часом на запитання відповіли" in late.content.decode()
    assert client.post(f"/ask/{case.code}/verdict/", {"uuid": str(uuid7())}).status_code == 422
    yes = client.post(f"/ask/{case.code}/verdict/", {"uuid": str(uuid7()), "helped": "yes"}, follow=True)
    assert "Дякуємо, що сказали" in yes.content.decode()
    assert Case.objects.get(pk=case.pk).helped is True


def test_code_is_found_however_it_is_typed(network, client):
    case = CaseFactory(point=network.point)
    typed = f"{case.code[:4].lower()} {case.code[4:]}"
    assert client.post("/ask/code/", {"code": typed}).url == f"/ask/{case.code}/"
    assert client.post("/ask/code/", {"code": "ЖЖЖЖЖЖЖЖ"}).status_code == 422
    assert client.get("/ask/code/").status_code == 200


def test_codes_cannot_be_tried_for_long(client, db):
    for _each in range(60):
        client.get("/ask/QQQQQQQQ/")
    assert client.get("/ask/QQQQQQQQ/").status_code == 429


def test_message_of_the_asker_has_no_author(case):
    with pytest.raises(Exception, match="reception_letters"):
        Message.objects.create(case=case, kind=MessageKind.ANSWER, way="code", text="Без автора")

"""What is counted, what is kept and what is forgotten."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from mistok.accounts.actions import erase_person, export_person
from mistok.lib.identifiers import uuid7
from mistok.lib.indicators import sources
from mistok.network.models import ServicePoint
from mistok.reception import indicators
from mistok.reception.actions.asking import Contact, receive
from mistok.reception.actions.working import close
from mistok.reception.models import AnswerBy, Case, Message
from mistok.reception.personal_data import _forget_contacts, _forget_words
from mistok.reception.queries.figures import kept
from mistok.reception.tests.factories import AnswerFactory, CaseFactory, answered

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
DAY = date(2026, 11, 18)


def counted(days):
    return {(row.indicator, row.point_id, row.day): row.value for row in indicators.rows(days)}


def asked(point, day=DAY, hours=None, *, in_time=True, **more):
    at = datetime(day.year, day.month, day.day, 10, tzinfo=KYIV)
    case = CaseFactory(point=point, created_at=at, **more)
    if hours is not None:
        moment = at + timedelta(hours=hours)
        Case.objects.filter(pk=case.pk).update(
            answered_at=moment, answered_on=timezone.localdate(moment), in_time=in_time, finished_at=moment,
            state="answered",
        )  # fmt: skip
    return case


def test_indicators_count_by_point_and_day(network, cast):
    point, other = network.point, network.other_point
    asked(point, hours=2)
    asked(point, hours=30, in_time=False)
    asked(point)
    asked(other, hours=1)
    spam = asked(point)
    close(case=spam, by=cast.librarian, reason="spam")
    AnswerFactory(point=point, published_on=DAY)
    AnswerFactory(point=point, published_on=None, state="proposed")
    next_day = DAY + timedelta(days=1)
    found = counted({(point.pk, DAY), (point.pk, next_day), (other.pk, DAY)})
    assert found == {
        ("questions_received", point.pk, DAY): 3,
        ("questions_answered", point.pk, DAY): 1,
        ("questions_in_time", point.pk, DAY): 1,
        ("questions_answered", point.pk, next_day): 1,
        ("answers_published", point.pk, DAY): 1,
        ("questions_received", other.pk, DAY): 1,
        ("questions_answered", other.pk, DAY): 1,
        ("questions_in_time", other.pk, DAY): 1,
    }


def test_indicators_say_what_changed(network):
    case = asked(network.point, hours=20)
    before = timezone.now()
    AnswerFactory(point=network.other_point, published_on=DAY, revised_at=before + timedelta(minutes=1))
    both = {(network.point.pk, DAY), (network.point.pk, DAY + timedelta(days=1))}
    assert indicators.touched(None) == both | {(network.other_point.pk, DAY)}
    Case.objects.update(revised_at=before - timedelta(days=1))
    assert indicators.touched(before) == {(network.other_point.pk, DAY)}
    assert case.pk
    assert "reception" in {source.name for source in sources()}


def test_figures_have_the_median(network, cast, sign_in):
    for hours in (1, 2, 40):
        asked(network.point, timezone.localdate() - timedelta(days=3), hours, in_time=hours < 30)
    asked(network.point, timezone.localdate())
    points = ServicePoint.objects.filter(pk=network.point.pk)
    found = kept(points, timezone.localdate() - timedelta(days=9), timezone.localdate())
    assert (found.received, found.answered, found.in_time, found.hours, found.waiting) == (4, 3, 2, 2.0, 1)
    client = sign_in(cast.head)
    page = client.get("/questions/figures/").content.decode()
    assert "половину відповідей" in page
    assert client.get("/questions/figures/?days=365&point=branch-point").status_code == 200
    assert "У ці дні ніхто" in client.get("/questions/figures/?point=branch-point").content.decode()


def test_figures_of_nothing(network):
    found = kept(ServicePoint.objects.none(), DAY, DAY)
    assert (found.received, found.hours) == (0, None)


# what is forgotten


@pytest.fixture
def old(network, cast):
    contact = Contact(AnswerBy.EMAIL, "Ольга", "resident@example.org")
    case = receive(uuid=uuid7(), point=network.point, text="Моє запитання", contact=contact).case
    answered(case, cast.librarian, text="Моя відповідь")
    return case


def test_contact_is_erased_a_month_after_the_answer(old):
    now = timezone.now()
    assert _forget_contacts(now + timedelta(days=29)) == 0
    assert _forget_contacts(now + timedelta(days=31)) == 1
    assert _forget_contacts(now + timedelta(days=31)) == 0
    old.refresh_from_db()
    assert (old.asker_name, old.email) == ("", "")
    assert old.text
    assert old.asker_digest


def test_words_are_erased_a_year_after_the_answer(old, client):
    now = timezone.now()
    assert _forget_words(now + timedelta(days=364)) == 0
    assert _forget_words(now + timedelta(days=366)) == 1
    assert _forget_words(now + timedelta(days=366)) == 0
    old.refresh_from_db()
    assert (old.text, old.asker_digest) == ("", "")
    assert Message.objects.get().text == ""
    assert Case.objects.counted().count() == 1
    assert (
        "строк зберігання минув" in client.get(f"/ask/{old.code}/").content.decode()
        or "стерто" in client.get(f"/ask/{old.code}/").content.decode()
    )


def test_question_that_nobody_finished_is_forgotten_too(network):
    CaseFactory(point=network.point, email="a@example.org", answer_by="email")
    later = timezone.now() + timedelta(days=731)
    assert _forget_contacts(later) == 1
    assert _forget_words(later) == 1


def test_person_with_an_account_gets_her_questions_and_may_erase_them(old, cast):
    said = str(export_person(user=cast.resident, by=cast.resident))
    assert "Моє запитання" in said
    assert "Моя відповідь" in said
    Case.objects.update(email="")
    erase_person(user=cast.resident, by=cast.resident)
    old.refresh_from_db()
    assert (old.text, old.asker_name, old.asker_digest) == ("", "", "")

"""Letters to the staff of points about questions whose term is over."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from mistok.reception import letters
from mistok.reception.models import Case, CaseState
from mistok.reception.tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
TUESDAY = date(2026, 11, 24)


def late_at(network, days: int = 1, **more) -> Case:
    """A question promised for a day so long before the Tuesday."""
    due = datetime(2026, 11, 24, tzinfo=KYIV) - timedelta(days=days - 1)
    return CaseFactory(point=network.point, due_at=due, **more)


@pytest.fixture
def tuesday(monkeypatch):
    """The clock stands at the noon of the Tuesday."""
    moment = datetime(2026, 11, 24, 12, tzinfo=KYIV)
    monkeypatch.setattr("mistok.reception.models.cases.timezone.now", lambda: moment)


def test_remind_of_late_lists_them_to_the_staff_of_the_point(network, cast, tuesday):
    first = late_at(network, holder=cast.librarian, asker_name="Ольга", email="olha@example.org")
    second = late_at(network)
    CaseFactory(point=network.point, due_at=datetime(2026, 11, 26, tzinfo=KYIV))
    late_at(network, holder=cast.librarian, state=CaseState.ASKED_BACK)
    assert letters.remind_of_late(TUESDAY) == 1
    (letter,) = mail.outbox
    assert set(letter.bcc) == {cast.librarian.email, cast.head.email}
    assert letter.subject == f"Прострочені відповіді на запитання: {network.point.name}"
    assert (
        f"№ {first.number}, обіцяно до кінця 23 листопада; відповідає: {cast.librarian.name}" in letter.body
    )
    assert f"№ {second.number}, обіцяно до кінця 23 листопада; ніхто не взяв" in letter.body
    assert letter.body.count("/questions/0") == 2
    for secret in (first.text, "Ольга", "olha"):
        assert secret not in letter.body


def test_remind_of_late_once_and_again_in_a_week(network, cast, tuesday):
    old = late_at(network)
    assert [letters.remind_of_late(TUESDAY + timedelta(days=each)) for each in (0, 0, 1, 6, 7)] == [
        1,
        0,
        0,
        0,
        1,
    ]
    assert letters.remind_of_late(date(2026, 12, 5)) == 0  # Saturday
    late_at(network)  # another one: both are listed
    assert letters.remind_of_late(date(2026, 12, 2)) == 1
    assert f"№ {old.number}," in mail.outbox[-1].body
    assert mail.outbox[-1].body.count("обіцяно до") == 2


def test_remind_of_late_again_when_a_new_term_is_over(network, cast, tuesday):
    late_at(network, reminded_on=date(2026, 11, 20))
    assert letters.remind_of_late(TUESDAY) == 1
    late_at(network, reminded_on=date(2026, 11, 24))
    assert letters.remind_of_late(TUESDAY) == 0


def test_remind_of_late_waits_for_the_mail_server(network, cast, tuesday, monkeypatch):
    late_at(network)
    with monkeypatch.context() as patch:
        patch.setattr(
            "django.core.mail.EmailMessage.send", lambda *_a, **_k: (_ for _ in ()).throw(OSError("down"))
        )
        assert letters.remind_of_late(TUESDAY) == 0
    assert Case.objects.get().reminded_on is None
    assert letters.remind_of_late(TUESDAY) == 1


def test_remind_of_late_costs_the_same_for_many(network, cast, tuesday, django_assert_max_num_queries):
    for _each in range(60):
        late_at(network)
    with django_assert_max_num_queries(6):
        assert letters.remind_of_late(TUESDAY) == 1
    assert "і ще 10" in mail.outbox[0].body

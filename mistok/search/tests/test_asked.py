import logging
import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection

from mistok.search import asked
from mistok.search.asked import Log, presentable
from mistok.search.models import AskedQuery, Reformulation

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    return Log()


def rows():
    return list(AskedQuery.objects.order_by("query").values_list("query", "times", "found"))


def test_note_touches_no_database(log, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _ in range(100):
            log.note("субсидія", found=3)


def test_flush_adds_up_over_processes_and_days(log, monkeypatch):
    for found in (2, 3):
        log.note("Субсидія ", found=found)
    log.note("здоров’я", found=0)
    log.flush()
    other = Log()
    other.note("субсидія", found=4)
    other.flush()
    assert rows() == [("здоров'я", 1, 0), ("субсидія", 3, 4)]
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2030, 1, 1))
    other.note("субсидія", found=5)
    other.flush()
    assert AskedQuery.objects.filter(query="субсидія").count() == 2


def test_flush_of_nothing_asks_nothing(log, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert log.flush() == 0


@pytest.mark.parametrize(
    "question",
    [
        "olha@example.org",
        "067 123 45 67",
        "+38 (067) 123-45-67",
        "паспорт 123456",
        "ІПН 1234567890",
        "а",
        "",
        "слово " * 30,
    ],
)
def test_what_may_be_personal_is_never_counted(log, question):
    assert presentable(question) is None
    log.note(question, found=1)
    assert log.flush() == 0


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("  Житлова   СУБСИДІЯ", "житлова субсидія"),
        ("здоров’я", "здоров'я"),
        ("постанова 848", "постанова 848"),
        ("cубcидiя", "субсидія"),
    ],
)
def test_questions_are_counted_in_one_spelling(question, counted):
    assert presentable(question) == counted


def test_flush_keeps_the_counts_when_the_database_fails(log, monkeypatch):
    def broken(times, found):
        raise DatabaseError("away")

    log.note("субсидія", found=3)
    with monkeypatch.context() as patch:
        patch.setattr(asked, "_add", broken)
        with pytest.raises(DatabaseError):
            log.flush()
    log.note("субсидія", found=4)
    log.flush()
    assert rows() == [("субсидія", 2, 4)]


def test_background_flush_tells_the_log_about_errors(log, monkeypatch, caplog):
    def broken(times, found):
        raise DatabaseError("away")

    monkeypatch.setattr(asked, "_add", broken)
    monkeypatch.setattr(connection, "close", lambda: None)
    log.note("субсидія", found=3)
    log.flush_aside()
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert log._times.total() == 1


def test_log_does_not_grow_without_end(log, monkeypatch, caplog):
    monkeypatch.setattr(asked, "MOST_KEPT", 3)
    for number in range(10):
        log.note(f"питання {number}", found=0)
    assert len(log._times) == 3
    assert "not counted" in caplog.text


def test_note_starts_one_timer_and_the_next_after_the_flush(log, settings, monkeypatch):
    started = []

    class Timer:
        daemon = False

        def __init__(self, delay, work):
            self.delay, self.work = delay, work

        def start(self):
            started.append(self)

    monkeypatch.setattr(threading, "Timer", Timer)
    monkeypatch.setattr(asked, "_at_exit", lambda: None)
    settings.ASKED_QUERIES_DELAY = 2.0
    log.note("субсидія", found=1)
    log.note("пенсія", found=1)
    assert [(timer.delay, timer.daemon) for timer in started] == [(2.0, True)]
    log.flush()
    log.note("субсидія", found=1)
    assert len(started) == 2


def test_threads_lose_no_question(log):
    def ask_much():
        for _ in range(500):
            log.note("субсидія", found=1)

    threads = [threading.Thread(target=ask_much) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.flush()
    assert rows() == [("субсидія", 2000, 1)]


def pairs():
    return list(Reformulation.objects.order_by("first").values_list("first", "then", "times"))


def test_questions_are_counted_by_the_territory_chosen(log):
    log.note("субсидія", found=3, territory="UA48060150000071713")
    log.note("субсидія", found=5)
    log.note("субсидія", found=5, territory="<script>")
    log.flush()
    found = AskedQuery.objects.order_by("territory").values_list("territory", "times", "found")
    assert list(found) == [("", 2, 5), ("UA48060150000071713", 1, 3)]


def test_a_question_after_another_is_kept_as_a_pair(log):
    for _ in range(2):
        log.note("допомога на дрова", found=1, was="Пільга на ДРОВА")
    log.note("пільга", found=1, was="пільга ")
    log.note("пільга", found=1, was="Ігоренко 0671234567")
    log.flush()
    log.note("допомога на дрова", found=1, was="пільга на дрова")
    log.flush()
    assert pairs() == [("пільга на дрова", "допомога на дрова", 3)]


def test_pairs_wait_too_when_the_database_fails(log, monkeypatch):
    def broken(times):
        raise DatabaseError("away")

    log.note("дрова", found=1, was="торф")
    with monkeypatch.context() as patch:
        patch.setattr(asked, "_add_pairs", broken)
        with pytest.raises(DatabaseError):
            log.flush()
    assert rows() == []
    log.flush()
    assert (rows(), pairs()) == ([("дрова", 1, 1)], [("торф", "дрова", 1)])

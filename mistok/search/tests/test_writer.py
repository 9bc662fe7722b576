import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.tasks import default_task_backend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mistok.search import index, tasks, writer
from mistok.search.actions import changed, drain, rebuild
from mistok.search.index import IndexBusy, IndexMissing
from mistok.search.models import Change
from mistok.search.queries import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(services):
    rebuild()
    services.read.clear()
    return services


def asked_tasks():
    return [result.task.name for result in default_task_backend.results]  # type: ignore[attr-defined]


def waiting():
    return Change.objects.waiting().count()


def number_of_documents():
    index.reader.forget()
    return index.reader.searcher().num_docs


def test_drain_indexes_what_changed_and_only_that(indexed):
    indexed.put("subsidy", "Субсидія на дрова")
    changed("service", "subsidy")
    assert drain() == 1
    assert indexed.read == ["subsidy"]
    assert search("дрова").hits[0].title == "Субсидія на дрова"
    assert number_of_documents() == len(indexed.documents)
    assert waiting() == 0


def test_drain_takes_a_thing_that_is_gone_out_of_the_index(indexed):
    del indexed.documents["subsidy"]
    changed("service", "subsidy")
    drain()
    assert search("субсидія").total == 0
    assert number_of_documents() == 4


@pytest.mark.parametrize("key", ["subsidy", "subsidy-slug"])
def test_drain_understands_keys_and_slugs(indexed, key):
    indexed.put("subsidy", "Субсидія на дрова")
    changed("service", key)
    drain()
    assert search("дрова").total == 1
    assert number_of_documents() == 5


def test_drain_of_a_kind_nobody_declares_changes_nothing(indexed):
    changed("event", "1")
    assert drain() == 1
    assert number_of_documents() == 5


def test_drain_twice_is_as_once(indexed):
    changed("service", "subsidy", "subsidy", "idp")
    assert drain() == 2
    assert drain() == 0
    Change.objects.update(indexed_at=None)
    drain()
    assert number_of_documents() == 5


def test_drain_killed_between_commit_and_mark_is_made_whole_by_the_next(indexed, monkeypatch):
    indexed.put("new", "Нова послуга")
    changed("service", "new")

    class Killed(BaseException):
        pass

    def die():
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(index.reader, "forget", die)
        with pytest.raises(Killed):
            drain()
    assert waiting() == 1
    assert number_of_documents() == 6  # indexed, but not marked
    assert drain() == 1
    assert number_of_documents() == 6
    assert waiting() == 0


def test_drain_that_fails_while_reading_leaves_index_and_outbox_as_they_were(indexed, monkeypatch):
    changed("service", "subsidy")

    def broken(self, source):
        raise RuntimeError("no such table")

    with monkeypatch.context() as patch:
        patch.setattr(index.Writer, "put", broken)
        with pytest.raises(RuntimeError):
            drain()
    assert (waiting(), number_of_documents()) == (1, 5)
    assert drain() == 1  # the lock is free again


def test_drain_waits_politely_for_another_writer(indexed):
    changed("service", "subsidy")
    with index.writing(index.current()), pytest.raises(IndexBusy):
        drain(patience=0.1)
    assert waiting() == 1
    assert drain() == 1


def test_drain_goes_on_when_the_other_writer_is_done(indexed):
    changed("service", "subsidy")
    holding = index.writing(index.current())
    holding.__enter__()
    timer = threading.Timer(0.3, holding.__exit__, (None, None, None))
    timer.start()
    assert drain(patience=5) == 1
    timer.join()


def test_drain_in_batches_takes_everything(indexed, monkeypatch):
    monkeypatch.setattr(writer, "BATCH", 2)
    changed("service", *indexed.documents)
    assert drain() == 5
    assert number_of_documents() == 5


def test_drain_without_an_index_says_so_and_the_task_builds_one(services):
    changed("service", "subsidy")
    with pytest.raises(IndexMissing):
        drain()
    tasks.drain.call()
    assert number_of_documents() == 5
    assert waiting() == 0


def test_drain_forgets_old_changes_but_never_the_last(indexed):
    long_ago = timezone.now() - timedelta(days=40)
    for key in ("a", "b", "c"):
        Change.objects.create(kind="service", key=key, indexed_at=long_ago)
    drain()
    assert list(Change.objects.values_list("key", flat=True)) == ["c"]


def test_changed_is_undone_with_its_transaction(indexed, django_capture_on_commit_callbacks):
    def change_and_fail():
        with transaction.atomic():
            changed("service", "subsidy")
            raise RuntimeError

    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(RuntimeError):
        change_and_fail()
    assert (waiting(), callbacks) == (0, [])


def test_changed_asks_the_worker_once(indexed, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        for key in indexed.documents:
            changed("service", key)
    assert DBTaskResult.objects.ready().count() == 1
    DBTaskResult.objects.update(status="RUNNING")  # it may have begun before our commit: ask again
    with django_capture_on_commit_callbacks(execute=True):
        changed("service", "subsidy")
    assert DBTaskResult.objects.ready().count() == 1


def test_changed_without_keys_does_nothing(indexed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        changed("service")
    assert (waiting(), callbacks) == (0, [])


def test_catch_up_asks_only_when_something_was_left(indexed):
    tasks.catch_up()
    assert asked_tasks() == []
    Change.objects.create(kind="service", key="subsidy")
    tasks.catch_up()
    assert asked_tasks() == ["drain"]


@pytest.mark.parametrize("task", [tasks.drain, tasks.rebuild])
def test_task_that_finds_another_writer_asks_to_come_later(indexed, settings, monkeypatch, task):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(tasks, "PATIENCE", 0.05)
    changed("service", "subsidy")
    with index.writing(index.current()):
        assert task.call() == 0
    later = DBTaskResult.objects.get(task_path=task.module_path)
    assert later.run_after > timezone.now()


def test_rebuild_answers_from_the_old_index_until_the_swap(indexed):
    seen = []
    indexed.put("new", "Закупівля дров")

    def progress(done, kind, *, finished):
        index.reader.forget()
        seen.append((search("субсидія").total, search("дрова").total))

    rebuild(progress)
    assert seen == [(1, 0)]
    assert search("дрова").total == 1


def test_rebuild_indexes_what_changed_meanwhile(indexed):
    def progress(done, kind, *, finished):
        indexed.put("late", "Запізніла послуга")
        changed("service", "late")

    rebuild(progress)
    assert search("запізніла").total == 1
    assert waiting() == 0


def test_rebuild_covers_what_waited_before_it(indexed):
    indexed.put("subsidy", "Субсидія на дрова")
    changed("service", "subsidy")
    rebuild()
    assert len(indexed.read) == 5  # each document once
    assert waiting() == 0
    assert search("дрова").total == 1


def test_rebuild_removes_the_old_index_and_leftovers_of_killed_builds(indexed):
    old = index.current()
    leftover = index.new()
    (leftover / "half.idx").write_bytes(b"half")
    (index.folder() / "v0-7").mkdir()
    rebuild()
    kept = [path.name for path in index.folder().iterdir()]
    assert sorted(kept) == ["current", index.current().name]
    assert index.number(index.current()) > index.number(leftover) > index.number(old)


def test_rebuild_that_dies_leaves_the_old_index_at_work(indexed, monkeypatch):
    def broken(self, document):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(index.Writer, "add", broken)
        with pytest.raises(RuntimeError):
            rebuild()
    index.reader.forget()
    assert search("субсидія").total == 1
    assert not search("субсидія").degraded
    assert rebuild() == 5


def test_rebuild_never_puts_an_older_build_over_a_newer(indexed):
    older = index.new()
    rebuild()
    newer = index.current()
    writer._swap(older)
    assert index.current() == newer


def test_index_of_another_format_is_built_anew(indexed, monkeypatch):
    (index.folder() / index.POINTER).write_text("v0-1", encoding="utf-8")
    with pytest.raises(IndexMissing):
        index.current()
    assert rebuild() == 5
    assert not search("субсидія").degraded


def test_reindex_shows_how_many_it_made(services, capsys):
    call_command("reindex")
    said = capsys.readouterr().out
    assert "services: 5" in said
    assert "документів 5" in said
    call_command("reindex", verbosity=0)
    assert capsys.readouterr().out == ""


def test_reindex_says_when_another_process_writes(indexed, monkeypatch):
    def busy(*args, **options):
        raise IndexBusy

    monkeypatch.setattr(writer, "rebuild", busy)
    with pytest.raises(CommandError, match="за хвилину"):
        call_command("reindex")


WRITE_IN_ANOTHER_PROCESS = """
import sys
from pathlib import Path
import django
from django.conf import settings
settings.configure(SEARCH_INDEX=Path(sys.argv[1]), USE_I18N=False)
from mistok.search import index
from mistok.search.declarations import SearchDocument
for number in range(40):
    with index.writing(index.current()) as writer:
        for name in range(5):
            title = f"Тренінг {name} випуск {number}"
            writer.put(SearchDocument(kind="service", key=f"t{name}", slug=f"t{name}", title=title))
        writer.commit()
print("done")
"""


def test_reader_follows_a_writer_in_another_process(indexed, settings, monkeypatch):
    """Every look sees a whole commit: five trainings of one issue, or none yet."""
    monkeypatch.setattr(index, "REFRESH", 0.0)
    command = [sys.executable, "-c", WRITE_IN_ANOTHER_PROCESS, str(settings.SEARCH_INDEX)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    other = subprocess.Popen(  # noqa: S603 - our own Python
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    issues: list[int] = []
    while other.poll() is None:
        titles = [hit.title for hit in search("тренінг").hits]
        assert len(titles) in (0, 5)
        issues += {int(title.rsplit(maxsplit=1)[1]) for title in titles}
        assert len(set(issues[-1:])) <= 1
    out, error = other.communicate()
    assert out == b"done\n", error.decode()
    assert search("тренінг").total == 5
    assert issues == sorted(issues)
    assert {hit.title.rsplit(maxsplit=1)[1] for hit in search("тренінг").hits} == {"39"}


@pytest.mark.django_db(transaction=True)
def test_drain_and_rebuild_at_once_lose_nothing(indexed):
    problems = []

    def drain_often():
        try:
            for number in range(15):
                indexed.put(f"new-{number}", f"Нова послуга {number}")
                changed("service", f"new-{number}")
                drain(patience=30)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    thread = threading.Thread(target=drain_often)
    thread.start()
    for _ in range(4):
        writer.rebuild(patience=30)
    thread.join()
    assert problems == []
    drain()
    assert number_of_documents() == 20

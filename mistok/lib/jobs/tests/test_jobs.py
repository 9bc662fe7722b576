"""A job as a row: how far it came, and how it ends."""

from datetime import date

import pytest

from mistok.lib.jobs import runners
from mistok.lib.jobs.actions import edition_of
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem, Source, declare_source, import_sources, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def works(monkeypatch):
    """Declare a source that does what the test says."""
    monkeypatch.setattr(runners, "_sources", {})

    def declare(work) -> Job:
        declare_source(Source(kind="test", title="Test", description="", run=work))
        return Job.objects.create(kind="test")

    return declare


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [
        ("waiting", 0, 0, 0),
        ("running", 1, 3, 33),
        ("running", 3, 3, 99),
        ("failed", 1, 2, 50),
        ("done", 0, 0, 100),
    ],
)
def test_percent(state, done, total, percent):
    assert Job(state=state, done=done, total=total).percent == percent


def test_advance_is_kept_and_seen(works):
    seen: list[int] = []

    def work(job: Job) -> None:
        job.advance(1, total=2, cursor={"row": 1})
        job.advance(2)
        job.finish({"added": 2})

    job = works(work)
    job.watch = lambda job: seen.append(job.percent)
    run(job)
    job.refresh_from_db()
    assert (job.state, job.done, job.cursor, job.result) == (State.DONE, 2, {"row": 1}, {"added": 2})
    assert job.is_over
    assert seen == [50, 99]


def test_run_done_job_does_nothing_again(works):
    job = works(lambda job: job.finish({"times": job.result.get("times", 0) + 1}))
    run(job)
    run(job)
    assert job.result == {"times": 1}


def test_run_explained_problem_is_told_and_not_raised(works):
    def work(job: Job) -> None:
        job.advance(1, cursor={"row": 1})
        raise ImportProblem("Файл порожній.")

    job = works(work)
    run(job)
    job.refresh_from_db()
    assert (job.state, job.problem, job.cursor) == (State.FAILED, "Файл порожній.", {"row": 1})


def test_run_unexpected_problem_is_named_without_its_text(works):
    def work(job: Job) -> None:
        raise RuntimeError("olena@example.org")  # a trace may quote a person; the page must not

    job = works(work)
    with pytest.raises(RuntimeError):
        run(job)
    job.refresh_from_db()
    assert job.problem == "RuntimeError"


def test_sources_stand_by_kind(works):
    works(lambda job: None)
    assert list(import_sources()) == ["test"]


@pytest.mark.parametrize(
    ("name", "chosen", "day"),
    [
        ("katottg_2025-05-16.csv", None, date(2025, 5, 16)),
        ("katottg_2025-05-16.csv", date(2024, 1, 1), date(2024, 1, 1)),
    ],
)
def test_edition_of(name, chosen, day):
    assert edition_of(name, chosen) == day


def test_edition_of_a_name_without_a_date_is_today(monkeypatch):
    monkeypatch.setattr("mistok.lib.jobs.actions.timezone.localdate", lambda: date(2026, 11, 21))
    assert edition_of("katottg_2025-02-31.csv", None) == date(2026, 11, 21)

"""Bringing files in through the page and the console."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.tasks import run_job
from mistok.network.models import Territory
from mistok.network.tests.test_imports import GOOD, HEADER

GOOD_FILE = "\r\n".join([HEADER, *GOOD]).encode()
DAMAGED_FILE = "\r\n".join([HEADER, GOOD[0], "=1+1;;;;;O;Формула"]).encode()


@pytest.fixture
def upload(cast, sign_in, settings, django_capture_on_commit_callbacks):
    """Send a file as the administrator, the worker doing its work at once."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}

    def send(content: bytes, name: str = "katottg-2025-05-16.csv", **more: str):
        asked = {"kind": "territory", "file": SimpleUploadedFile(name, content), **more}
        client = sign_in(cast.administrator)
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(reverse("network:imports"), asked)
        return client.get(response.url) if response.status_code == 302 else response

    return send


def test_upload_runs_and_shows_the_result(upload):
    response = upload(GOOD_FILE)
    job = Job.objects.get()
    assert response.request["PATH_INFO"] == reverse("network:import-detail", args=[job.pk])
    assert (job.state, job.result["added"], job.result["edition"]) == (State.DONE, 5, "2025-05-16")
    assert Territory.objects.filter(name="Миколаїв").exists()
    assert not default_storage.exists(job.parameters["stored"])
    assert 'http-equiv="refresh"' not in response.text


def test_upload_bad_rows_can_be_taken_away(cast, sign_in, upload):
    upload(DAMAGED_FILE)
    response = sign_in(cast.administrator).get(
        reverse("network:import-bad-rows", args=[Job.objects.get().pk])
    )
    assert response.content.startswith(b"\xef\xbb\xbf")
    _header, row = response.content.decode("utf-8-sig").splitlines()
    number, reason, content = row.split(";", 2)
    assert number == "3"
    assert reason
    assert content.strip('"').startswith("'=1+1")  # a spreadsheet must not compute what a file says


def test_upload_of_something_else_says_what_to_do(upload):
    response = upload(b"\x89PNG\r\n\x1a\n")
    job = Job.objects.get()
    assert job.state == State.FAILED
    assert job.problem in response.text
    assert default_storage.exists(job.parameters["stored"])


@pytest.mark.parametrize(
    ("name", "more", "edition"),
    [
        ("katottg.csv", {"edition": "2024-01-02"}, "2024-01-02"),
        ("katottg 2025-02-31.csv", {}, None),
        ("../../katottg.csv", {}, None),
    ],
)
def test_upload_edition(upload, name, more, edition):
    upload(GOOD_FILE, name, **more)
    assert Job.objects.get().parameters["edition"] == edition or timezone.localdate().isoformat()


def test_upload_without_a_file_or_too_large(upload, monkeypatch):
    monkeypatch.setattr("mistok.network.forms.imports.LARGEST", 10)
    assert upload(b"").status_code == 422
    assert upload(GOOD_FILE).status_code == 422
    assert not Job.objects.exists()


def test_progress_is_a_part_for_htmx_and_a_page_without(cast, sign_in, db):
    job = Job.objects.create(
        kind="territory", state=State.RUNNING, total=100, done=40, parameters={"name": "a.csv"}
    )
    address = reverse("network:import-detail", args=[job.pk])
    client = sign_in(cast.administrator)
    page = client.get(address).text
    assert '<noscript><meta http-equiv="refresh"' in page
    part = client.get(address, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert 'value="40"' in part
    assert "data-hx-get" in part
    Job.objects.update(state=State.DONE)
    assert "data-hx-get" not in client.get(address, headers={"HX-Request": "true"}).text


def test_resume_only_what_needs_it(cast, sign_in, django_capture_on_commit_callbacks):
    job = Job.objects.create(kind="territory", state=State.RUNNING)
    address = reverse("network:import-resume", args=[job.pk])
    client = sign_in(cast.administrator)

    def taken_up() -> bool:
        with django_capture_on_commit_callbacks() as callbacks:
            assert client.post(address).status_code == 302
        return bool(callbacks)

    assert not taken_up()
    Job.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert taken_up()
    Job.objects.update(state=State.FAILED)
    assert taken_up()
    Job.objects.update(state=State.DONE)
    assert not taken_up()
    assert client.get(address).status_code == 405


def test_worker_leaves_strange_and_finished_jobs_alone(db):
    run_job.call("00000000-0000-0000-0000-000000000000")
    done = Job.objects.create(kind="territory", state=State.DONE)
    run_job.call(str(done.pk))
    assert Job.objects.get().updated_at == done.updated_at


def test_unexpected_failure_is_kept_and_raised(db, tmp_path):
    job = Job.objects.create(
        kind="territory", parameters={"path": str(tmp_path / "gone.csv"), "edition": "2025-05-16"}
    )
    with pytest.raises(FileNotFoundError):
        run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.problem) == (State.FAILED, "FileNotFoundError")


def test_jobs_are_for_importers_only(cast, sign_in):
    job = Job.objects.create(kind="territory")
    for name, args in (("network:imports", []), ("network:import-detail", [job.pk])):
        for user in (cast.head, cast.librarian, cast.resident):
            assert sign_in(user).get(reverse(name, args=args)).status_code == 404


def test_command_imports_and_says_what_it_did(db, tmp_path):
    path = tmp_path / "katottg_2025-05-16.csv"
    path.write_bytes(DAMAGED_FILE)
    said = StringIO()
    call_command("import_", "territory", str(path), stdout=said, stderr=StringIO())
    assert "Додано: 1" in said.getvalue()
    assert f"{path.name}:3:" in said.getvalue()
    again = StringIO()
    call_command("import_", "territory", str(path), stdout=again, stderr=StringIO())
    assert "Нічого не змінено; без змін: 1; пропущено хибних рядків: 1" in again.getvalue()


def test_command_goes_on_with_a_stopped_job(db, tmp_path, monkeypatch):
    path = tmp_path / "katottg.csv"
    path.write_bytes(GOOD_FILE)

    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    order = ("import_", "territory", str(path), "--edition", "2025-05-16")
    with monkeypatch.context() as patch:
        patch.setattr("mistok.network.actions.territory._close_missing", stop)
        with pytest.raises(KeyboardInterrupt):
            call_command(*order, stderr=StringIO())
    said = StringIO()
    call_command(*order, stdout=said, stderr=StringIO())
    assert Job.objects.count() == 1
    assert "Додано: 5" in said.getvalue()


def test_command_with_a_wrong_file(db, tmp_path):
    with pytest.raises(CommandError, match="немає файлу"):
        call_command("import_", "territory", str(tmp_path / "none.csv"))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(json.dumps({"not": "a table"}))
    with pytest.raises(CommandError, match="Перший рівень"):
        call_command("import_", "territory", str(wrong), stderr=StringIO())

"""Acts out of files: one by one with a check, a folder by the worker, from the console."""

import os
import zipfile
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from mistok.acts import folder
from mistok.acts.actions.files import bring_in
from mistok.acts.models import Act, ActFile, ActUpload, Kind, Level
from mistok.acts.tests.test_recognising import DECISION, LAW
from mistok.audit.models import Entry, Event
from mistok.lib.jobs.models import Job, State
from mistok.lib.reading.tests.papers import scan
from mistok.network.models import TerritoryCategory
from mistok.network.tests.factories import TerritoryFactory

pytestmark = pytest.mark.django_db
FILE = DECISION.encode("cp1251")


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def keeper(cast, sign_in):
    return sign_in(cast.administrator)


def give(client, content=FILE, name="рішення.txt"):
    return client.post(reverse("acts:upload-list"), {"file": SimpleUploadedFile(name, content)})


def check(client, **more):
    upload = ActUpload.objects.get()
    page = client.get(reverse("acts:upload-check", args=[upload.pk]))
    data = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    return upload, client.post(
        reverse("acts:upload-check", args=[upload.pk]), {**data, "is_published": "on", **more}
    )


def packed(files):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_upload_is_checked_and_stored(keeper):
    answer = give(keeper)
    upload = ActUpload.objects.get()
    assert answer.url == reverse("acts:upload-check", args=[upload.pk])
    page = keeper.get(answer.url)
    assert (
        "1. Встановити ставки." in [entry.title for entry in page.context["entries"]]
        or page.context["beginning"]
    )
    assert b"".join(keeper.get(reverse("acts:upload-file", args=[upload.pk])).streaming_content) == FILE
    _upload, answer = check(keeper)
    act = Act.objects.get()
    assert answer.status_code == 302
    assert (act.number, act.adopted_on, act.kind, act.level) == (
        "12-3/VIII", date(2022, 12, 20), Kind.DECISION, Level.LOCAL,
    )  # fmt: skip
    kept = ActFile.objects.get(act=act)
    assert kept.version == act.versions.get()
    with kept.file.content.open() as content:
        assert content.read() == FILE
    assert not ActUpload.objects.exists()
    assert Entry.objects.filter(event=Event.ACT_FILED).count() == 1


def test_upload_of_the_same_file_leads_to_the_act(keeper):
    give(keeper)
    check(keeper)
    answer = give(keeper, name="інша назва.txt")
    assert answer.url == Act.objects.get().get_absolute_url()
    assert not ActUpload.objects.exists()


def test_upload_of_an_act_that_is_here(keeper):
    give(keeper)
    check(keeper)
    give(keeper, FILE + b"\n2. \xce\xef.")
    _upload, answer = check(keeper)
    assert answer.status_code == 422
    assert answer.context["existing"] == Act.objects.get()
    _upload, answer = check(keeper, as_existing="on")
    assert answer.status_code == 302
    act = Act.objects.get()
    assert act.versions.count() == 2
    assert act.files.count() == 2
    give(keeper, FILE + b"\n3. \xce\xef.")
    _upload, answer = check(keeper, as_new="1")
    assert Act.objects.count() == 2


def test_upload_of_a_scan_takes_the_text_by_hand(keeper):
    give(keeper, scan(2), "скан.pdf")
    upload = ActUpload.objects.get()
    assert upload.is_scan
    page = keeper.get(reverse("acts:upload-check", args=[upload.pk]))
    assert "text" in page.context["form"].fields
    _upload, answer = check(keeper, title="Про сквер", kind="order", level="local", text="1. Один.\n2. Два.")
    assert answer.status_code == 302
    act = Act.objects.get()
    assert [each.anchor for each in act.versions.get().provisions.all()] == ["p-1", "p-2"]
    kept = act.files.get()
    assert (kept.is_scan, kept.pages) == (True, 2)
    assert kept.problem


def test_upload_of_a_scan_without_text(keeper):
    give(keeper, scan(1), "скан.pdf")
    check(keeper, title="Про сквер", kind="order", level="local", is_published="")
    act = Act.objects.get()
    assert not act.versions.exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"PK\x03\x04broken"])
def test_upload_of_what_is_no_document(keeper, content):
    answer = give(keeper, content, "акт.pdf")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not ActUpload.objects.exists()


def test_upload_without_title_keeps_what_was_typed(keeper):
    give(keeper)
    _upload, answer = check(keeper, title="", issuer="Сільська рада")
    assert answer.status_code == 422
    assert "Сільська рада" in answer.content.decode()
    assert not Act.objects.exists()


def test_upload_is_discarded(keeper):
    give(keeper)
    upload = ActUpload.objects.get()
    assert keeper.get(reverse("acts:upload-discard", args=[upload.pk])).status_code == 405
    keeper.post(reverse("acts:upload-discard", args=[upload.pk]))
    assert not ActUpload.objects.exists()


def test_upload_forgotten_for_a_week_goes_away(keeper):
    give(keeper)
    ActUpload.objects.update(created_at=timezone.now() - timedelta(days=8))
    give(keeper, FILE + b" ")
    assert ActUpload.objects.count() == 1


@pytest.mark.parametrize("who", ["resident", "librarian"])
def test_upload_is_closed_to_others(cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    for name in ("acts:upload-list", "acts:folder-list"):
        assert client.get(reverse(name)).status_code in (302, 404)


def test_folder_is_brought_in_once(keeper):
    content = packed(
        {
            "рік 2022/рішення.txt": FILE,
            "закон.txt": LAW.encode(),
            "без назви.txt": "Лист ні про що.\n\nДва слова.",
            "скан.pdf": scan(1),
            "картинка.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
            "__MACOSX/рішення.txt": b"x",
        }
    )
    for expected in ((4, 0), (0, 4)):
        answer = keeper.post(
            reverse("acts:folder-list"),
            {"file": SimpleUploadedFile("рішення.zip", content), "level": "local", "publish": "on"},
        )
        job = Job.objects.filter(kind=folder.FOLDER).first()
        assert answer.url == reverse("acts:folder-detail", args=[job.pk])
        job.refresh_from_db()
        if job.state == State.WAITING:
            folder.run(job)
        assert (job.result["added"], job.result["unchanged"], job.result["bad"]) == (*expected, 1)
    assert Act.objects.count() == 4
    assert set(Act.objects.filter(is_published=True).values_list("number", flat=True)) == {
        "12-3/VIII", "393/96-ВР",
    }  # fmt: skip
    page = keeper.get(answer.url)
    assert "картинка.png" in page.content.decode()
    bad = b"".join(keeper.get(reverse("acts:folder-bad-files", args=[job.pk])).streaming_content).decode()
    assert "картинка.png" in bad


def test_folder_goes_on_from_where_it_stopped(tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(
            f"РІШЕННЯ\nвід 0{number + 1}.02.2022 № {number}\nПро щось {number}"
        )
    done = {"done": 2, "counts": {"added": 2}}
    job = Job.objects.create(
        kind=folder.FOLDER, parameters={"path": str(tmp_path), "name": "тека"}, cursor=done
    )
    folder.run(job)
    assert job.result["added"] == 3
    assert Act.objects.count() == 1


def test_folder_from_the_console(tmp_path):
    (tmp_path / "рішення.txt").write_bytes(FILE)
    (tmp_path / "погане.pdf").write_bytes(b"%PDF-1.4 nothing")
    out = StringIO()
    call_command("import_acts_folder", tmp_path, stdout=out, stderr=StringIO())
    assert "додано: 1" in out.getvalue()
    assert "погане.pdf" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("import_acts_folder", tmp_path / "немає", stdout=out, stderr=StringIO())
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommandError):
        call_command("import_acts_folder", tmp_path / "empty", stdout=out, stderr=StringIO())


def test_folder_that_is_no_zip(keeper):
    keeper.post(
        reverse("acts:folder-list"), {"file": SimpleUploadedFile("x.zip", b"not a zip"), "level": "local"}
    )
    job = Job.objects.filter(kind=folder.FOLDER).get()
    if job.state == State.WAITING:
        with pytest.raises(folder.ImportProblem):
            folder.run(job)


def test_lists_do_not_ask_more_with_more_rows(keeper, django_assert_max_num_queries):
    for number in range(4):
        give(keeper, FILE + b"\n%d." % number)
        Job.objects.create(kind=folder.FOLDER, parameters={"name": f"{number}.zip"}, state=State.DONE)
    for name in ("acts:upload-list", "acts:folder-list"):
        keeper.get(reverse(name))
        with django_assert_max_num_queries(8):
            assert keeper.get(reverse(name)).status_code == 200


def test_folder_with_a_name_that_cannot_be_written(tmp_path):
    strange = os.fsencode(tmp_path) + b"/\xf0\xb3\xf8.txt"
    try:
        with open(strange, "wb") as file:
            file.write(FILE)
    except OSError:
        pytest.skip("this disk takes no such name")
    job = Job.objects.create(kind=folder.FOLDER, parameters={"path": str(tmp_path), "name": "x"})
    folder.run(job)
    assert (job.result["added"], job.result["bad"]) == (1, 0)


def test_folder_goes_past_a_file_that_the_database_refuses(tmp_path, monkeypatch):
    def refuse(**_given):
        raise DatabaseError

    (tmp_path / "a.txt").write_bytes(FILE)
    monkeypatch.setattr(folder, "bring_in", refuse)
    job = Job.objects.create(kind=folder.FOLDER, parameters={"path": str(tmp_path), "name": "x"})
    folder.run(job)
    assert (job.result["added"], job.result["bad"]) == (0, 1)


def test_upload_proposes_the_territory_of_the_council(keeper):
    hromada = TerritoryFactory(name="Садівська", category=TerritoryCategory.HROMADA, level=3)
    give(keeper, "САДІВСЬКА СІЛЬСЬКА РАДА\nРІШЕННЯ\nвід 5 березня 2024 року № 7\nПро сквер\n1. Так.".encode())
    page = keeper.get(reverse("acts:upload-check", args=[ActUpload.objects.get().pk]))
    assert page.context["form"].initial["territory"] == hromada.pk
    check(keeper, title="Про сквер", kind="decision", level="local", territory=hromada.pk)
    assert Act.objects.get().territory == hromada


def test_upload_with_a_place_that_is_not_there(keeper):
    give(keeper)
    _upload, answer = check(keeper, territory="Ніде")
    assert answer.status_code == 422
    assert answer.context["form"].errors["territory"]


def test_folder_knows_the_territory_of_the_council(keeper):
    hromada = TerritoryFactory(name="Садівська", category=TerritoryCategory.HROMADA, level=3)
    content = "РІШЕННЯ\nвід 5 березня 2024 року № 7\nПро сквер\n1. Так.".encode()
    bring_in(name="а.txt", content=content, issuer="Садівська сільська рада", level="local", publish=True)
    assert Act.objects.get().territory == hromada

"""A file becomes an act in a real browser: given, checked, stored; a folder is brought in."""

import zipfile

import pytest
from django.urls import reverse

from mistok.acts import folder
from mistok.acts.models import Act, ActUpload
from mistok.acts.tests.test_recognising import DECISION
from mistok.lib.jobs.models import Job, State
from mistok.lib.reading.tests.papers import scan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_file_becomes_an_act(page, enter, axe, cast, tmp_path):
    decision = tmp_path / "рішення.txt"
    decision.write_bytes(DECISION.encode("cp1251"))
    enter(page, cast.administrator)
    page.goto(reverse("acts:upload-list"))
    axe(page)
    page.set_input_files("input[type=file]", decision)
    page.click("main form button.button")
    page.wait_for_selector("#id_title")
    assert page.input_value("#id_number") == "12-3/VIII"
    axe(page)
    page.click("main form button.button >> nth=0")
    page.wait_for_url(lambda url: str(ActUpload._meta.model_name) not in url and "/acts/files/0" not in url)
    assert Act.objects.get().title == "Про встановлення місцевих податків на 2023 рік"
    (tmp_path / "скан.pdf").write_bytes(scan(2))
    page.goto(reverse("acts:upload-list"))
    page.set_input_files("input[type=file]", tmp_path / "скан.pdf")
    page.click("main form button.button")
    page.wait_for_selector("#id_text")
    axe(page)


def test_folder_page(page, enter, axe, cast, tmp_path):
    packed = tmp_path / "тека.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("рішення.txt", DECISION)
        archive.writestr("картинка.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
    enter(page, cast.administrator)
    page.goto(reverse("acts:folder-list"))
    axe(page)
    page.set_input_files("input[type=file]", packed)
    page.click("main form button.button")
    page.wait_for_selector("#progress")
    job = Job.objects.get(kind=folder.FOLDER)
    if job.state == State.WAITING:
        folder.run(job)
    page.goto(reverse("acts:folder-detail", args=[job.pk]))
    assert "картинка.png" in page.inner_text("#progress")
    axe(page)

"""A set of local acts is imported in a real browser; axe looks at each page of the way."""

import pytest

from mistok.acts.models import Act, ActImport
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = (
    "lagalActTitle;num;data;authorityName;votingResult\n"
    "Про вигаданий парк;12-3/VIII;20.12.2024;Вигадана рада;прийнято\n"
    "Про вигаданий задум;13;20.12.2024;Вигадана рада;не прийнято\n"
)


def test_set_of_local_acts_comes_in(page, cast, enter, axe):
    enter(page, cast.head)
    page.goto("/acts/imports/")
    axe(page)
    file = {"name": "motions.csv", "mimeType": "text/csv", "buffer": TABLE.encode("cp1251")}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Переглянути файл").click()
    page.get_by_role("heading", name="Стовпці й поля").wait_for()
    page.get_by_text("Назву написано з помилкою").first.wait_for()
    axe(page)
    page.get_by_role("button", name="Показати, що зміниться").click()
    page.get_by_text("Про вигаданий парк").wait_for()
    axe(page)
    page.get_by_role("button", name="Імпортувати ці акти").click()
    page.get_by_role("heading", name="motions.csv").wait_for()
    run(Job.objects.get(pk=ActImport.objects.get().job))
    page.get_by_text("знайдено зв’язків").wait_for()
    assert Act.objects.get().number == "12-3/VIII"
    axe(page)

"""A table is imported in a real browser; axe looks at each page of the way."""

import pytest

from mistok.directory.models import Batch, Service
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import run

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = "Назва;Надавач;Номер у реєстрі\nСубсидія;Пенсійний фонд;34\nПаспорт;Міграційна служба;112\n;;7\n"


def test_table_comes_in_and_is_undone(page, cast, enter, axe, follow):
    enter(page, cast.head)
    page.goto("/catalogue/imports/")
    axe(page)
    file = {"name": "services.csv", "mimeType": "text/csv", "buffer": TABLE.encode("cp1251")}
    page.set_input_files("input[type=file]", files=[file])
    follow(page.get_by_role("button", name="Переглянути таблицю"))
    page.get_by_role("heading", name="Як читаємо файл").wait_for()
    axe(page)
    follow(page.get_by_role("button", name="Далі до стовпців"))
    page.get_by_role("heading", name="Стовпці й поля").wait_for()
    axe(page)
    follow(page.get_by_role("button", name="Показати, що зміниться"))
    page.get_by_text("Буде додано нових надавачів").wait_for()
    axe(page)
    page.get_by_role("button", name="Імпортувати").click()
    page.get_by_text("Чекає").or_(page.get_by_text("чекає")).first.wait_for()
    run(Job.objects.get(pk=Batch.objects.get().job))
    page.get_by_text("Скасувати цей імпорт").wait_for()
    assert Service.objects.count() == 2
    axe(page)
    follow(page.get_by_text("Скасувати цей імпорт"))
    axe(page)
    page.goto("/catalogue/export/")
    axe(page)

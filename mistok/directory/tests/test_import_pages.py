"""The pages of an import, from the file to the undoing, without JavaScript; and of the export."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.directory.models import Batch, BatchState, Confirmation, Link, Service, Verdict
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import run
from mistok.lib.tables import open_table
from mistok.network.models import Place
from mistok.network.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

TABLE = "Назва;Надавач;Номер у реєстрі\nСубсидія;Пенсійний фонд;34\nПаспорт;Міграційна служба;112\n;;7\n"

MATCHED = {"key": "name", "column_0": "name", "column_1": "provider"}


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.head)


def upload(client, text=TABLE, name="services.csv"):
    content = text if isinstance(text, bytes) else text.encode("cp1251")
    return client.post(reverse("directory:batch-list"), {"file": SimpleUploadedFile(name, content)})


def page_of(name, batch):
    return reverse(f"directory:batch-{name}", args=[batch.pk])


def columns_of(batch, **more):
    return {f"column_{index}": name for name, index in batch.mapping.items()} | {
        "key": batch.defaults["key"],
        **more,
    }


def work(batch):
    batch.refresh_from_db()
    job = Job.objects.get(pk=batch.job)
    run(job)
    batch.refresh_from_db()


def test_whole_way_from_file_to_undoing(client):
    answer = upload(client)
    batch = Batch.objects.get()
    assert answer.url == page_of("reading", batch)
    reading = client.get(answer.url).content.decode()
    assert "Windows-1251" in reading
    assert "Міграційна служба" in reading
    answer = client.post(
        page_of("reading", batch), {"encoding": "cp1251", "delimiter": ";", "header": "1", "next": "1"}
    )
    assert answer.url == page_of("columns", batch)
    batch.refresh_from_db()
    assert "Номер у реєстрі" in client.get(answer.url).content.decode()
    answer = client.post(page_of("columns", batch), columns_of(batch))
    assert answer.url == page_of("preview", batch)
    preview = client.get(answer.url).content.decode()
    assert "Буде додано нових надавачів" in preview
    assert "Субсидія" in preview
    assert not Service.objects.exists()
    assert "Рядок 4" in client.get(answer.url + "?kind=b").content.decode()
    answer = client.post(page_of("apply", batch))
    assert answer.url == page_of("detail", batch)
    work(batch)
    assert "додано" in client.get(answer.url).content.decode()
    bad = b"".join(client.get(page_of("bad-rows", batch)).streaming_content).decode("utf-8-sig")
    assert bad.splitlines()[0] == "Назва;Надавач;Номер у реєстрі;Причина"
    assert Service.objects.filter(is_draft=True).count() == 2
    assert "Скасувати імпорт?" in client.get(page_of("undo", batch)).content.decode()
    assert client.post(page_of("undo", batch)).url == page_of("detail", batch)
    work(batch)
    assert "Скасовано" in client.get(page_of("detail", batch)).content.decode()
    assert not Service.objects.exists()
    assert client.get(page_of("undo", batch)).status_code == 302


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\n"])
def test_no_table_is_explained_at_the_field(client, content):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_reading_is_changed_by_a_person(client):
    upload(client)
    batch = Batch.objects.get()
    client.post(page_of("reading", batch), {"encoding": "koi8-u", "delimiter": ";", "header": "0"})
    batch.refresh_from_db()
    assert batch.reading["encoding"] == "koi8-u"
    assert batch.reading["columns"][0] == "Стовпець 1"
    assert client.post(page_of("reading", batch), {"encoding": "x", "header": "-1"}).status_code == 422


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"key": "name"}, "у якому стовпці назва"),
        ({"key": "name", "column_0": "name", "column_1": "name"}, "вже взято"),
        ({"key": "name", "column_0": "name"}, "впишіть його тут"),
        ({"key": "state_id", "column_0": "name", "column_1": "provider"}, "не зіставлено"),
        (
            {"key": "name", "column_0": "name", "column_1": "provider", "level": "local"},
            "де діють ці послуги",
        ),
        (
            {"key": "name", "column_0": "name", "column_1": "provider", "territory": "Ніде"},
            "емає такого місця",
        ),
    ],
)
def test_columns_that_do_not_do_are_explained(client, data, said):
    upload(client)
    answer = client.post(page_of("columns", Batch.objects.get()), data)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_large_file_is_looked_at_by_the_worker(client, monkeypatch):
    monkeypatch.setattr("mistok.directory.views.importing.AT_ONCE", 10)
    upload(client)
    batch = Batch.objects.get()
    waiting = client.get(page_of("preview", batch))
    assert "Переглядаємо кожен рядок" in waiting.content.decode()
    work(batch)
    part = client.get(page_of("preview", batch), headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<div")
    assert "Субсидія" in part


def test_failed_work_is_taken_up(client):
    upload(client)
    batch = Batch.objects.get()
    client.post(page_of("apply", batch))
    client.post(page_of("apply", batch))
    assert Job.objects.filter(kind="services").count() == 1
    batch.refresh_from_db()
    Job.objects.filter(pk=batch.job).update(state=State.FAILED, problem="OSError")
    assert "Продовжити" in client.get(page_of("detail", batch)).content.decode()
    client.post(page_of("resume", batch))
    work(batch)
    assert batch.state == BatchState.APPLIED


def test_batch_is_discarded_before_it_begins(client):
    upload(client)
    assert client.post(page_of("discard", Batch.objects.get())).status_code == 302
    assert not Batch.objects.exists()


def test_file_that_is_gone_is_explained(client):
    upload(client)
    batch = Batch.objects.get()
    Batch.objects.update(stored="uploads/none")
    assert "уже не зберігається" in client.get(page_of("reading", batch)).content.decode()
    assert client.get(page_of("preview", batch)).status_code == 200
    work(batch)
    assert client.get(page_of("preview", batch)).status_code == 200


def test_preview_costs_the_same_for_many_rows(client, django_assert_max_num_queries):
    rows = "".join(f"Послуга {n};Рада;{n}\n" for n in range(60))
    upload(client, "Назва;Надавач;Номер у реєстрі\n" + rows)
    batch = Batch.objects.get()
    client.get(page_of("preview", batch))
    with django_assert_max_num_queries(40):
        assert client.get(page_of("preview", batch) + "?page=2").status_code == 200


def test_template_opens_as_a_table(client, tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(client.get(reverse("directory:batch-template")).content)
    with open_table(path) as table:
        assert len(table.header) == 34
        assert len(list(table.rows())) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_export_is_narrowed_and_noted(client, tmp_path, form):
    kept = ServiceFactory(name="Одна")
    ServiceFactory(is_draft=True)
    ServiceFactory(confirmed_on="2026-01-01", confirmed_how="read")
    query = f"?state=published&confirmed=no&provider={kept.provider.pk}"
    answer = client.get(reverse("directory:export-services", args=[form]) + query)
    path = tmp_path / "services"
    path.write_bytes(b"".join(answer.streaming_content))
    with open_table(path) as table:
        assert [cells[1] for _number, cells in table.rows()] == ["Одна"]
    assert Entry.objects.get(event=Event.SERVICES_EXPORTED).details["form"] == form
    assert "1 картка" in client.get(reverse("directory:export") + query).content.decode()


def test_export_keeps_the_three_facts_apart(client, cast, tmp_path):
    service = ServiceFactory(
        confirmed_on=date(2026, 10, 2), confirmed_how=Confirmation.ASKED_PROVIDER, confirmed_by=cast.head
    )
    answered = datetime(2026, 11, 1, 9, tzinfo=UTC)
    Link.objects.create(url=service.url, host="example.org", verdict=Verdict.OK, answered_at=answered)
    ServiceFactory(url="https://nobody.example.org/")
    path = tmp_path / "services.csv"
    path.write_bytes(
        b"".join(client.get(reverse("directory:export-services", args=["csv"])).streaming_content)
    )
    with open_table(path) as table:
        rows = {row[0]: dict(zip(table.header, row, strict=False)) for _number, row in table.rows()}
    told = rows[service.slug]
    assert told["Підтверджено"] == "2026-10-02"
    assert told["Як підтверджено"] == str(Confirmation.ASKED_PROVIDER.label)
    assert told["Хто підтвердив"] == str(cast.head)
    assert told["Сторінка відповідала"] == "2026-11-01"
    assert told["Що показала остання перевірка"] == str(Verdict.OK.label)
    other = next(row for slug, row in rows.items() if slug != service.slug)
    assert (other["Підтверджено"], other["Сторінка відповідала"]) == ("", "")
    assert other["Що показала остання перевірка"] == str(Verdict.UNCHECKED.label)


@pytest.mark.parametrize("name", ["export-points", "export-places"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_points_and_offices_are_exported(client, network, tmp_path, name, form):
    Place.objects.create(
        name="ЦНАП", slug="cnap", organisation=OrganisationFactory(kind="provider"), address="вул. 1"
    )
    answer = client.get(reverse(f"directory:{name}", args=[form]))
    path = tmp_path / "table"
    path.write_bytes(b"".join(answer.streaming_content))
    with open_table(path) as table:
        assert len(list(table.rows())) == (3 if name == "export-points" else 1)


def test_unknown_format_is_not_found(client):
    assert client.get(reverse("directory:export-services", args=["exe"])).status_code == 404
    assert client.get(reverse("directory:export-services", args=["csv"]) + "?provider=x").status_code == 200


def test_export_does_not_cost_queries_for_each_card(client, django_assert_max_num_queries):
    for _each in range(12):
        ServiceFactory()
    with django_assert_max_num_queries(25):
        b"".join(client.get(reverse("directory:export-services", args=["csv"])).streaming_content)


def test_import_page_leads_to_services(cast, sign_in):
    page = sign_in(cast.administrator).get(reverse("network:imports")).content.decode()
    assert reverse("directory:batch-list") in page
    assert 'value="services"' not in page

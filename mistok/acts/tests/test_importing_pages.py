"""The pages of an import of acts, from the file to what became of each row, without JavaScript."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mistok.acts.models import Act, ActImport, ImportKind, ImportState, Level, Status
from mistok.audit.models import Entry, Event
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import import_sources, run
from mistok.network.models import OrganisationKind, TerritoryCategory
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

MOTIONS = (
    "uid;data;authorityName;authorityId;legistativeSession;num;title;projektNum;vottingAgains;votingResult;"
    "tex\n"
    "1;20.12.2024;Вигадана міська рада;12345678;40;12-40/VIII;Про бюджет громади на 2025 рік;5;0;"
    "прийнято;null\n"
    "2;20.12.2024;Вигадана міська рада;12345678;40;null;Про невдалий задум;6;20;не прийнято;null\n"
    "3;31.02.2024;Вигадана міська рада;12345678;40;13-40/VIII;Про неможливий день;7;0;прийнято;null\n"
)


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.head)


def upload(client, content=MOTIONS, name="motions.csv"):
    content = content if isinstance(content, bytes) else content.encode("cp1251")
    return client.post(reverse("acts:import-list"), {"file": SimpleUploadedFile(name, content)})


def page_of(name, batch):
    return reverse(f"acts:import-{name}", args=[batch.pk])


def columns_of(batch, **more):
    return {f"column_{index}": name for name, index in batch.mapping.items()} | {"kind": "decision", **more}


def apply(client, batch):
    client.post(page_of("apply", batch))
    batch.refresh_from_db()
    run(Job.objects.get(pk=batch.job))
    batch.refresh_from_db()


def text(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_whole_way_of_a_misspelt_set(client):
    answer = upload(client)
    batch = ActImport.objects.get()
    assert batch.kind == ImportKind.LOCAL
    assert answer.url == page_of("columns", batch)
    assert set(batch.mapping) == {
        "key", "date", "adopter", "adopter_code", "session", "number", "title", "result", "text",
    }  # fmt: skip
    page = client.get(answer.url).content.decode()
    assert "Windows-1251" in page
    assert page.count("Назву написано з помилкою") == 2  # legistativeSession, tex
    answer = client.post(page_of("columns", batch), columns_of(batch))
    preview = client.get(answer.url).content.decode()
    assert "Про бюджет громади на 2025 рік" in preview
    assert not Act.objects.exists()
    left = client.get(answer.url + "?kind=k").content.decode()
    assert "Рішення не прийнято" in left
    apply(client, batch)
    act = Act.objects.get()
    assert (act.number, act.adopted_on, act.level) == ("12-40/VIII", date(2024, 12, 20), Level.LOCAL)
    assert act.issuer == "Вигадана міська рада, 40 сесія"
    detail = client.get(page_of("detail", batch)).content.decode()
    assert "«31.02.2024» – не дата" in detail
    bad = text(client.get(page_of("bad-rows", batch))).splitlines()
    assert bad[0].endswith(";votingResult;tex;Причина")
    assert bad[2].startswith("3;31.02.2024;")
    rows = text(client.get(page_of("rows", batch))).splitlines()
    assert [row.split(";")[1] for row in rows[1:]] == ["Додані", "Залишені осторонь", "Пропущені"]
    assert Entry.objects.filter(event=Event.IMPORT_RUN).count() == 1


def test_second_time_there_is_nothing_to_import(client):
    for _time in range(2):
        upload(client)
        batch = ActImport.objects.first()
        client.post(page_of("columns", batch), columns_of(batch))
        preview = client.get(page_of("preview", batch)).content.decode()
        apply(client, batch)
    assert "Імпортувати нічого" in preview
    assert Act.objects.count() == 1


def test_column_may_be_corrected_and_is_never_given_twice(client):
    upload(client, "Перше;Друге\nПро парк;2024-05-06\n".encode(), "acts.csv")
    batch = ActImport.objects.get()
    answer = client.post(page_of("columns", batch), {"kind": "decision"})
    assert answer.status_code == 422
    assert "у якому стовпці назва акта" in answer.content.decode()
    twice = {"column_0": "title", "column_1": "title", "kind": "decision"}
    assert client.post(page_of("columns", batch), twice).status_code == 422
    right = {"column_0": "title", "column_1": "date", "kind": "order", "adopter": "Відділ культури"}
    assert client.post(page_of("columns", batch), right).status_code == 302
    apply(client, batch)
    act = Act.objects.get()
    assert (act.title, act.adopted_on, act.kind, act.issuer) == (
        "Про парк", date(2024, 5, 6), "order", "Відділ культури",
    )  # fmt: skip


def test_territory_and_authority_chosen_by_a_person(client):
    place = TerritoryFactory(name="Вигадана", category=TerritoryCategory.HROMADA)
    council = OrganisationFactory(name="Вигадана рада", kind=OrganisationKind.AUTHORITY)
    upload(client, "Назва;Дата\nПро парк;2024-05-06\n".encode(), "acts.csv")
    batch = ActImport.objects.get()
    wrong = client.post(page_of("columns", batch), columns_of(batch, territory="Ніде"))
    assert wrong.status_code == 422
    chosen = columns_of(batch, territory="Вигадана громада", organisation=str(council.pk))
    assert client.post(page_of("columns", batch), chosen).status_code == 302
    apply(client, batch)
    act = Act.objects.get()
    assert (act.territory, act.organisation) == (place, council)


def test_reading_may_be_corrected(client):
    upload(client, "Назва;Дата\nПро парк;2024-05-06\n".encode("koi8-u"), "acts.csv")
    batch = ActImport.objects.get()
    answer = client.post(
        page_of("columns", batch), {"read": "1", "encoding": "koi8-u", "delimiter": ";", "header": "1"}
    )
    assert answer.url == page_of("columns", batch)
    assert "Про парк" in client.get(answer.url).content.decode()


def test_parliament_goes_straight_to_the_preview(client):
    cards = "dokid\tnreg\tnazva\tstatus\ttypes\n1\t100-20\tПро читання\t5\t1\n2\t\tБез номера\t5\t1\n"
    answer = upload(client, cards, "doc.txt")
    batch = ActImport.objects.get()
    assert batch.kind == ImportKind.PARLIAMENT
    assert answer.url == page_of("preview", batch)
    assert client.get(page_of("columns", batch)).url == answer.url
    assert "Про читання" in client.get(answer.url).content.decode()
    apply(client, batch)
    assert Act.objects.get().status == Status.IN_FORCE
    assert text(client.get(page_of("bad-rows", batch))).splitlines()[1].startswith("3;")


def test_json_goes_straight_to_the_preview(client):
    act = {"nreg": "100-20", "type": "Закон України", "title": "Про читання", "provisions": []}
    answer = upload(client, json.dumps(act), "acts.jsonl")
    assert answer.url == page_of("preview", ActImport.objects.get())


def test_large_file_is_looked_at_by_the_worker(client, monkeypatch):
    monkeypatch.setattr("mistok.acts.views.importing.AT_ONCE", 10)
    upload(client)
    batch = ActImport.objects.get()
    client.post(page_of("columns", batch), columns_of(batch))
    assert "data-hx-get" in client.get(page_of("preview", batch)).content.decode()
    batch.refresh_from_db()
    run(Job.objects.get(pk=batch.job))
    assert "Про бюджет" in client.get(page_of("preview", batch)).content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 200, b"PK\x03\x04 broken", b"\x1f\x8b\x08 no"]
)
def test_no_file_of_acts_is_said_to_be_none(client, content):
    answer = upload(client, content, "acts.csv")
    assert answer.status_code in (200, 422)
    assert not ActImport.objects.exists()


def test_forgetting_and_beginning_twice(client):
    upload(client)
    batch = ActImport.objects.get()
    assert client.post(page_of("discard", batch)).url == reverse("acts:import-list")
    assert not ActImport.objects.exists()
    upload(client)
    batch = ActImport.objects.get()
    client.post(page_of("columns", batch), columns_of(batch))
    apply(client, batch)
    assert client.post(page_of("apply", batch)).url == page_of("detail", batch)
    assert client.post(page_of("discard", batch)).url == page_of("detail", batch)
    assert client.post(page_of("resume", batch)).url == page_of("detail", batch)
    assert batch.state == ImportState.APPLIED
    assert client.get(page_of("columns", batch)).status_code == 404


def test_file_that_is_gone_is_said_to_be_gone(client):
    upload(client)
    batch = ActImport.objects.get()
    ActImport.objects.update(stored="uploads/none")
    assert "уже не зберігається" in client.get(page_of("columns", batch)).content.decode()
    Job.objects.create(kind=batch.kind, parameters={"batch": str(batch.pk)})
    assert client.get(page_of("rows", batch), follow=True).status_code == 200


def test_sources_are_offered_with_their_page():
    sources = import_sources()
    assert all(sources[kind].page == "acts:import-list" for kind in ImportKind.values)

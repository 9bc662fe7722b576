"""Services from a table: what each row does, how it is written, taken up again and undone."""

import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mistok.audit.models import Entry, Event
from mistok.directory import exporting
from mistok.directory.importing import batches
from mistok.directory.importing.bad_rows import table_of_bad
from mistok.directory.importing.columns import guess
from mistok.directory.importing.examining import Choices, Examiner
from mistok.directory.importing.lookups import Lookups
from mistok.directory.importing.undoing import start_undo
from mistok.directory.importing.values import Cells, joined, parted, shorten
from mistok.directory.importing.work import start_apply, start_check
from mistok.directory.models import Batch, BatchState, Channel, Level, Service, Suggestion, TermUnit
from mistok.directory.snapshots import snapshot
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.lib.jobs.models import State
from mistok.lib.jobs.runners import run
from mistok.lib.tables import TableProblem
from mistok.lib.tables.writing import csv_pieces, write_xlsx
from mistok.network.models import Organisation, OrganisationKind, TerritoryName
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory, VisitorCategoryFactory
from mistok.search.models import Change

pytestmark = pytest.mark.django_db

TABLE = """Назва послуги;Надавач;Строк;Вартість;Номер у реєстрі
Житлова субсидія;Пенсійний фонд;10 робочих днів;безоплатно;34
Закордонний паспорт;Міграційна служба;до 20 робочих днів;810 грн;112
"""
IGOV = Path(__file__).resolve().parents[4] / "shared/data/services/igov_services_joined.csv"


def begun(cast, text=TABLE, name="services.csv", **choices):
    content = text if isinstance(text, bytes) else text.encode()
    batch = batches.begin(file=SimpleUploadedFile(name, content), by=cast.head)
    if choices:
        current = batches.choices_of(batch)
        fields = {each: getattr(current, each) for each in current.__dataclass_fields__}
        batches.set_choices(batch=batch, choices=Choices(**fields | choices))
    return batch


def applied(cast, *args, **kwargs):
    batch = begun(cast, *args, **kwargs)
    job = start_apply(batch=batch, by=cast.head)
    run(job)
    job.refresh_from_db()
    batch.refresh_from_db()
    assert job.state == State.DONE, job.problem
    return batch, job


def undone(cast, batch):
    job = start_undo(batch=batch, by=cast.head)
    run(job)
    job.refresh_from_db()
    batch.refresh_from_db()
    return job


def test_columns_are_recognised_by_names_and_contents(cast):
    batch = begun(cast)
    assert batch.mapping == {"name": 0, "provider": 1, "term": 2, "cost": 3, "state_id": 4}
    assert batch.defaults["key"] == "state_id"


def test_column_whose_cells_cannot_be_the_field_is_not_proposed():
    LifeSituationFactory(slug="housing", name="Житло")
    rows = [["а", "Operations"], ["б", "Land"]]
    assert guess(["Назва", "Теги"], rows, Cells(Lookups()).fits) == {"name": 0}


def test_import_adds_drafts_with_new_providers(cast):
    batch, job = applied(cast)
    assert job.result == {
        "added": 2,
        "changed": 0,
        "unchanged": 0,
        "bad": 0,
        "providers": job.result["providers"],
    }
    subsidy = Service.objects.get(state_id="00034")
    assert subsidy.is_draft
    assert (subsidy.term_value, subsidy.term_unit, subsidy.term) == (10, TermUnit.WORKING_DAYS, "")
    assert (subsidy.cost_amount, subsidy.cost) == (0, "")
    assert subsidy.short_name == "Житлова субсидія"
    assert subsidy.provider.kind == OrganisationKind.PROVIDER
    assert Service.objects.get(state_id="00112").cost_amount == 810
    assert not Change.objects.filter(kind="service").exists()
    assert Entry.objects.get(event=Event.SERVICES_IMPORTED).details["added"] == 2
    assert batch.state == BatchState.APPLIED
    assert not batch.stored


def test_same_table_twice_changes_nothing(cast):
    applied(cast)
    _batch, job = applied(cast)
    assert (job.result["added"], job.result["changed"], job.result["unchanged"]) == (0, 0, 2)


def test_published_cards_begin_their_history_and_reach_search(cast):
    LifeSituationFactory(slug="housing", name="Житло")
    values = {"url": "https://example.org/a", "situations": "housing"}
    text = TABLE.replace("Строк", "Опис")
    _batch, job = applied(cast, text, publish=True, values=values)
    assert job.result["added"] == 2
    card = Service.objects.get(state_id="00034")
    assert not card.is_draft
    assert card.revisions.get().fields == snapshot(card)
    assert not card.is_confirmed
    assert Change.objects.filter(kind="service", key=str(card.uuid)).exists()
    assert Change.objects.filter(kind="situation", key="housing").exists()


def test_publishing_asks_for_what_readers_need(cast):
    _batch, job = applied(cast, publish=True)
    assert job.result["bad"] == 2
    assert "Офіційна адреса" in job.bad_rows.first().reason


def test_change_touches_only_what_differs_and_keeps_history(cast):
    card = ServiceFactory(state_id="00034", name="Стара назва", summary="Коротко.")
    _batch, job = applied(cast, "Назва;Надавач;Номер у реєстрі\nНова назва;" + card.provider.name + ";34\n")
    assert job.result["changed"] == 1
    card.refresh_from_db()
    assert (card.name, card.summary) == ("Нова назва", "Коротко.")
    assert [each.fields["name"] for each in card.revisions.order_by("decided_at")] == [
        "Стара назва",
        "Нова назва",
    ]


def test_empty_cell_keeps_or_clears_as_chosen(cast):
    card = ServiceFactory(state_id="00034", cost="за тарифом")
    text = f"Назва;Надавач;Вартість;Номер у реєстрі\n{card.name};{card.provider.name};;34\n"
    assert applied(cast, text)[1].result["unchanged"] == 1
    assert applied(cast, text, clear=True)[1].result["changed"] == 1
    card.refresh_from_db()
    assert card.cost == ""


def test_bad_rows_are_mended_and_brought_again(cast):
    text = (
        TABLE
        + f"{'Довга ' * 30};Мінсоцполітики;;;113\n;Без назви;;;114\nСубсидія ще раз;Пенсійний фонд;;;00034\n"
    )
    batch, job = applied(cast, text, shorten=False)
    assert (job.result["added"], job.result["bad"]) == (2, 3)
    reasons = {each.number: each.reason for each in job.bad_rows.all()}
    assert "щонайбільше 120" in reasons[4]
    assert "бракує" in reasons[5]
    assert "рядку 2" in reasons[6]
    header, rows = table_of_bad(job, batches.header_of(batch))
    rows = [list(row) for row in rows]
    assert header[-1] == "Причина"
    rows[0][0] = "Коротша назва"
    _batch, again = applied(cast, b"".join(csv_pieces(header, rows[:1])))
    assert again.result["added"] == 1


def test_long_name_is_cut_unless_refused(cast):
    name = "Надання довідки про перебування на обліку " * 4
    _batch, job = applied(cast, f"Назва;Надавач\n{name};Рада\n")
    assert (job.result["added"], job.result["bad"]) == (1, 0)
    card = Service.objects.get()
    assert card.name.endswith("…")
    assert card.summary.startswith(name.strip()[:100])


def test_long_name_is_cut_when_asked(cast):
    name = "Довга назва послуги " * 10
    _batch, job = applied(cast, f"Назва;Надавач\n{name};Рада\n", shorten=True)
    card = Service.objects.get()
    assert card.name.endswith("…")
    assert len(card.name) <= 120
    assert card.summary == name.strip()
    assert applied(cast, f"Назва;Надавач\n{name};Рада\n", shorten=True)[1].result["unchanged"] == 1
    assert job.result["added"] == 1


def test_references_are_found_by_name_and_never_guessed(cast):
    lookups_of = Lookups
    one = OrganisationFactory(kind="provider", name="Управління «Праці»")
    OrganisationFactory(kind="provider", name="Відділ", slug="first")
    second = OrganisationFactory(kind="provider", name="Відділ", slug="second")
    city = TerritoryFactory(name="Дніпро", category="M")
    TerritoryName.objects.create(territory=city, name="Дніпропетровськ")
    TerritoryFactory(name="Миколаїв", category="M")
    TerritoryFactory(name="Миколаїв", category="H")
    LifeSituationFactory(slug="baby", name="Народження дитини")
    VisitorCategoryFactory(code="pensioner", name="Пенсіонер", plural="пенсіонерів")
    cells = Cells(lookups_of())

    def value(name, text):
        found, problems = cells.read({name: text})
        return found.get(name) or problems[0].text

    assert value("provider", 'управління "праці"') == str(one.pk)
    assert "кілька організацій" in value("provider", "Відділ")
    assert value("provider", "Відділ [second]") == str(second.pk)
    assert value("provider", "Відділення") == "new:Відділення"
    assert value("territory", "Дніпропетровськ") == city.pk
    assert value("territory", "м. Дніпро") == city.pk
    assert "кілька місць" in value("territory", "Миколаїв")
    assert "немає такого місця" in value("territory", "Мікалаїв")
    assert value("situations", "Народження дитини; baby") == ["baby"]
    assert "немає в списку" in value("situations", "Весілля")
    assert value("audiences", "пенсіонер") == ["pensioner"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("term", "30 календарних днів", {"term": "", "term_value": 30, "term_unit": "days"}),
        ("term", "у день звернення", {"term": "у день звернення", "term_value": None, "term_unit": ""}),
        ("cost", "Безкоштовно", {"cost": "", "cost_amount": "0.00"}),
        ("cost", "1 240,50 грн", {"cost": "", "cost_amount": "1240.50"}),
        ("cost", "від 100 грн", {"cost": "від 100 грн", "cost_amount": None}),
        ("channels", "онлайн; ЦНАП", {"channels": [Channel.ONLINE, Channel.OFFICE]}),
        ("bring", "• паспорт\n• код", {"bring": ["паспорт", "код"]}),
        ("bring", "паспорт; код;", {"bring": ["паспорт", "код"]}),
        ("steps", "1. Увійти\n2. Подати", {"steps": ["Увійти", "Подати"]}),
        ("synonyms", "земля, влада", {"synonyms": ["земля", "влада"]}),
        (
            "legal_basis",
            "Закон | https://a.ua/1",
            {"legal_basis": [{"title": "Закон", "url": "https://a.ua/1"}]},
        ),
        ("level", "місцевий", {"level": Level.LOCAL}),
        ("is_administrative", "Так", {"is_administrative": True}),
        ("url", "diia.gov.ua", {"url": "https://diia.gov.ua"}),
        ("state_id", "34", {"state_id": "00034"}),
    ],
)
def test_cells_become_values(name, text, expected):
    found, problems = Cells(Lookups()).read({name: text})
    assert problems == []
    if name == "url":
        assert found["url"].rstrip("/").endswith("://diia.gov.ua")
    else:
        assert found == expected


@pytest.mark.parametrize("name", ["demand", "term_value", "cost_amount", "level", "url", "is_administrative"])
def test_cells_that_say_nothing_sensible_are_explained(name):
    found, problems = Cells(Lookups()).read({name: "казна-що"})
    assert found == {}
    assert problems[0].field == name


@pytest.mark.parametrize("items", [[], ["а; б"], ["а", "б; в"], ["• а"], ["а, б"], ["один"], ["а | б", "в"]])
def test_items_joined_are_parted_again(items):
    assert parted(joined(items)) == items


def test_shortening_ends_at_a_word():
    assert shorten("Надання довідки про доходи", 20) == "Надання довідки про…"


def test_local_service_needs_its_place(cast):
    territory = TerritoryFactory(name="Сарни", category="M")
    text = "Назва;Надавач;Територія\nПільга;Рада;Сарни\n"
    applied(cast, text)
    card = Service.objects.get()
    assert (card.level, card.territory) == (Level.LOCAL, territory)
    _batch, job = applied(cast, "Назва;Надавач;Рівень\nІнша;Рада;місцевий\n")
    assert "де діє послуга" in job.bad_rows.get().reason


def test_undo_brings_every_card_back(cast):
    changed = ServiceFactory(state_id="00034", name="Субсидія", term="довго")
    before = snapshot(changed)
    batch, _job = applied(cast)
    job = undone(cast, batch)
    assert job.result == {"restored": 1, "removed": 1, "archived": 0, "kept": 0, "providers": 2}
    assert snapshot(Service.objects.get()) == before
    assert batch.state == BatchState.UNDONE
    assert Entry.objects.filter(event=Event.SERVICES_UNDONE).count() == 1
    assert not Organisation.objects.filter(name="Пенсійний фонд").exists()
    assert start_undo(batch=batch, by=cast.head) is None


def test_undo_leaves_what_people_touched(cast):
    batch, _job = applied(cast, TABLE + "Третя;Рада;;;115\nЧетверта;Рада;;;116\n")
    edited, confirmed, counted = (Service.objects.get(state_id=each) for each in ("00034", "00112", "00115"))
    edited.summary = "Змінено людиною."
    edited.save()
    confirmed.confirmed_on, confirmed.confirmed_how = "2026-11-01", "read"
    confirmed.save()
    Suggestion.objects.create(kind="wrong", service=counted, text="Не той телефон")
    job = undone(cast, batch)
    assert {name: job.result[name] for name in ("removed", "archived", "kept")} == {
        "removed": 1, "archived": 1, "kept": 2,
    }  # fmt: skip
    assert {each.content for each in job.bad_rows.all()} == {edited.name, confirmed.name}
    counted.refresh_from_db()
    assert counted.retired_on is not None
    assert not Service.objects.filter(state_id="00116").exists()


def test_work_goes_on_behind_its_last_whole_chunk(cast, monkeypatch):
    monkeypatch.setattr("mistok.directory.importing.work.CHUNK", 2)
    rows = "".join(f"Послуга {n};Рада;;;{n + 100}\n" for n in range(7))
    batch = begun(cast, TABLE.splitlines()[0] + "\n" + rows)
    job = start_apply(batch=batch, by=cast.head)
    write, times = "mistok.directory.importing.work._Run.write", []
    from mistok.directory.importing.work import _Run

    original = _Run.write

    def breaking(self, some):
        times.append(1)
        if len(times) == 3:
            raise OSError("the power went")
        original(self, some)

    monkeypatch.setattr(write, breaking)
    with pytest.raises(OSError, match="power"):
        run(job)
    assert Service.objects.count() == 4
    job.refresh_from_db()
    run(job)
    job.refresh_from_db()
    assert (job.state, job.result["added"], Service.objects.count()) == (State.DONE, 7, 7)


def test_queries_do_not_grow_with_rows(cast, django_assert_max_num_queries):
    rows = "".join(f"Послуга {n};Рада;;;{n + 100}\n" for n in range(150))
    batch = begun(cast, TABLE.splitlines()[0] + "\n" + rows)
    job = start_apply(batch=batch, by=cast.head)
    with django_assert_max_num_queries(60):
        run(job)
    with django_assert_max_num_queries(150):
        undone(cast, batch)


def test_check_counts_and_writes_nothing(cast):
    card = ServiceFactory(state_id="00034", name="Житлова субсидія")
    batch = begun(cast, TABLE + ";Рада;;;9\n")
    job = start_check(batch=batch, by=cast.head)
    run(job)
    job.refresh_from_db()
    assert (job.result["letters"], job.result["providers"]) == (
        "cnb",
        ["Міграційна служба", "Пенсійний фонд"],
    )
    assert list(Service.objects.all()) == [card]


def test_last_mapping_of_the_same_header_is_offered_again(cast):
    mapping = {"name": 0, "provider": 1}
    applied(cast, columns=mapping, key="name")
    again = begun(cast, TABLE.upper().replace("СТРОК", "строк"))
    assert again.mapping == mapping
    assert again.reading["from_last_time"]


def test_no_table_is_kept_nowhere(cast):
    with pytest.raises(TableProblem):
        begun(cast, b"%PDF-1.7")
    assert not Batch.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_was_exported_comes_back_unchanged(cast, form):
    situation = LifeSituationFactory(slug="baby", name="Народження дитини")
    city = TerritoryFactory(name="Сарни", category="M")
    OrganisationFactory(kind="provider", name="Двійник")
    ServiceFactory(
        provider=OrganisationFactory(kind="provider", name="Двійник"), situations=[situation],
        state_id="34", cost="=1+1", cost_amount="12.50", term="10 робочих днів", bring=["а; б"],
        channels=["online", "post"], legal_basis=[{"title": "Закон; № 5", "url": "https://a.ua"}],
        help_phone="+380 44 000", synonyms=["одне, друге"], is_administrative=True,
    )  # fmt: skip
    ServiceFactory(level="local", territory=city, is_draft=True, term_value=5, term_unit="days", url="")
    ServiceFactory(name="Назва  з двома пробілами", retired_on="2026-01-01", summary="")
    ServiceFactory(provider=OrganisationFactory(kind="provider", closed_on="2025-01-01"))
    header, rows = (
        exporting.service_header(),
        exporting.service_rows(exporting.services(exporting.Wanted()), ""),
    )
    if form == "csv":
        content = b"".join(csv_pieces(header, rows))
    else:
        file = BytesIO()
        write_xlsx(file, sheet="Послуги", header=header, rows=rows)
        content = file.getvalue()
    batch, job = applied(cast, content, name=f"services.{form}")
    assert job.bad_rows.count() == 0, [each.reason for each in job.bad_rows.all()]
    assert (job.result["added"], job.result["changed"], job.result["unchanged"]) == (0, 0, 4)
    assert len(batch.mapping) == 34


def test_template_is_a_table_that_the_import_knows(cast):
    _batch, job = applied(cast, exporting.template_file(), name="template.xlsx")
    assert job.result["added"] == 1


def test_examiner_refuses_more_cells_than_columns():
    verdicts = Examiner(Choices(columns={"name": 0, "provider": 1}), 2).judge([(2, ["а", "б", "в"])])
    assert verdicts[0].kind == "b"


@pytest.mark.skipif(not IGOV.is_file(), reason="the sample of services is not on this machine")
def test_sample_of_services_comes_in_twice_the_same(cast):
    content = IGOV.read_bytes()
    batch, job = applied(cast, content, shorten=True)
    assert (job.result["added"], job.result["bad"]) == (1075, 11)
    _again, second = applied(cast, content, shorten=True)
    assert (second.result["added"], second.result["changed"], second.result["unchanged"]) == (0, 0, 1075)
    assert undone(cast, batch).result["removed"] == 1075
    assert not Service.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a thing of POSIX")
def test_killed_import_goes_on_from_the_console(own_house, tmp_path):
    table = tmp_path / "services.csv"
    rows = "".join(f"Послуга {n};Рада {n % 9};;;{n + 1000}\n" for n in range(6000))
    table.write_text(TABLE.splitlines()[0] + "\n" + rows)
    env = {**os.environ, "MISTOK_DATA": str(own_house), "DATABASE_URL": ""}
    mistok = [sys.executable, str(Path(__file__).resolve().parents[3] / "manage.py")]
    command = [*mistok, "import_", "services", str(table)]
    first = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603
    seen = b""
    while b"600 /" not in seen and first.poll() is None:
        seen += os.read(first.stderr.fileno(), 100)
    first.kill()
    first.wait()
    first.stderr.close()
    time.sleep(0.1)
    again = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    assert "6000" in again.stdout
    once_more = subprocess.run(command, env=env, check=True, capture_output=True, text=True)  # noqa: S603
    assert "Нічого не змінено; без змін: 6000" in once_more.stdout

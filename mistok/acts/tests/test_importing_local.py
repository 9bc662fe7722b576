"""Sets of local acts by resolution 835: misspelt headers, days, votes, territories, norms, hostile files."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mistok.acts.importing import columns, values
from mistok.acts.importing.files import kind_of_file, table_at
from mistok.acts.importing.local_rows import Decided, LocalSet
from mistok.acts.models import Act, ImportKind, Kind, Level, Provision, Status
from mistok.acts.places import Places
from mistok.lib.jobs.models import Job
from mistok.lib.tables import TableProblem
from mistok.network.models import OrganisationKind, TerritoryCategory
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory

DATA = Path(__file__).parents[4] / "shared" / "data"

LEGAL = (
    "legalActTitle,legalActld,legalActDate,legalActPublication,legalactType,legalActAdopterName,"
    "legalActAdopterld,legalActStatus,legalFctUrl,text\n"
    "Про вигадану послугу,101-VII,2014-05-06,null,Закон,Верховна Рада України,null,чинний,null,null\n"
    "Про порядок вигадування,704,2019-08-14,null,Постанова,Кабінет Міністрів України,null,чинний,null,null\n"
    "Про вигаданий порядок,15,2020-01-02,null,Наказ,Міністерство вигадок України,null,нечинний,null,null\n"
    "Положення про відділ,12,03.04.2021,null,Рішення,Вигадана рада,12345678,чинний,https://example.org/12,"
    '"1. Відділ працює.\n2. Відділ підзвітний раді.\n3. Відділ має печатку."\n'
    "Про зв’язок,300-20,2020-01-02,null,Закон,Верховна Рада України,null,чинний,"
    "https://zakon.rada.gov.ua/laws/show/300-20,null\n"
)
NORMS = (
    "identifier;title;validFrom;validThrough;url;legalActIdentifier;legalActType;legalActTitle;"
    "legalActDateAccepted;legalActNumber;publisherName;publisherIdentifier\n"
    "1;Норматив відходів;2024-01-01;;https://example.org/a;7;рішення;Про нормативи;2023-12-20;55;Рада;1\n"
    "2;Норматив води;2024-01-01;;https://example.org/a;7;рішення;Про нормативи;2023-12-20;55;Рада;1\n"
)


def rows_of(tmp_path, text, name="acts.csv", **decided):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with table_at(path, {}) as table:
        decided = Decided(columns=columns.guess(table.header), **decided)
        return list(LocalSet(table, decided).rows())


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("legalActTitle", "title"), ("lagalActTitle", "title"), ("legalActld", "number"),
        ("legalActAdopterld", "adopter_code"), ("legalFctUrl", "url"), ("legistativeSession", "session"),
        ("tex", "text"), ("LEGALACTDATE ", "date"), ("legal_act_date", "date"), ("legaIActTitle", "title"),
        ("Назва рішення", "title"), ("Дата прийнятя", "date"), ("№", "number"), ("Посилання", "url"),
        ("legalАctТitle", "title"), ("legalActAdopterId (ЄДРПОУ)", "adopter_code"),
        ("votingFor", None), ("vottingAgains", None), ("projektNum", None), ("legalActPublication", None),
        ("source_page", None), ("зовсім інше", None), ("x", None), ("", None),
    ],
)  # fmt: skip
def test_column_is_recognised_by_its_name(header, wanted):
    assert columns.guess([header]) == ({wanted: 0} if wanted else {})


def test_field_never_has_two_columns_and_the_best_name_wins():
    assert columns.guess(["num", "type", "title", "num_doc"]) == {"number": 3, "type": 1, "title": 2}
    found = columns.guesses(["titel", "title"])
    assert {index: each.field for index, each in found.items()} == {1: "title"}
    assert columns.guesses(["lagalActTitle"])[0].is_mended
    assert not columns.guesses(["legalActDate (ISO 8601)"])[0].is_mended


def test_title_of_norms_is_what_they_set():
    header = NORMS.splitlines()[0].split(";")
    found = columns.guess(header)
    assert header[found["title"]] == "legalActTitle"
    assert header[found["subject"]] == "title"
    assert "validThrough" not in [header[place] for place in found.values()]


def test_real_headers_are_recognised():
    path = DATA / "formats" / "opendata_dictionaries.json"
    if not path.exists():
        pytest.skip("shared data are absent")
    told = json.loads(path.read_text())
    needed = {
        "legalBases": "title number date type adopter url",
        "motions": "key date adopter place session number title result url text",
    }
    for name, fields in needed.items():
        least = set(fields.split())
        for header in [told[name]["reference"], *told[name]["real_variants"]]:
            assert least <= set(columns.guess(header)), header


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2021-03-25", date(2021, 3, 25)), ("2021-03-25T10:00:00+02:00", date(2021, 3, 25)),
        ("25.03.2021", date(2021, 3, 25)), ("25/3/21", date(2021, 3, 25)), ("20210325", date(2021, 3, 25)),
        ("25 березня 2021 року", date(2021, 3, 25)), ("44280", date(2021, 3, 25)),
        ("Рішення № 4 від 25 березня 2021", date(2021, 3, 25)), ("null", None), ("", None),
        ("31.02.2021", None), ("учора", None), ("9999-99-99", None), ("0001-01-01", None),
    ],
)  # fmt: skip
def test_day_in_any_writing(cell, wanted):
    assert values.day(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "is_adopted"),
    [
        ("прийнято", True), ("Рішення прийнято", True), ("", True), ("null", True), ("не прийнято", False),
        ("Рішення не прийняте", False), ("відхилено", False), ("знято з розгляду", False), ("проєкт", False),
        ("проект", False), ("0", False), ("1", True), ("rejected", False),
    ],
)  # fmt: skip
def test_result_of_a_vote(cell, is_adopted):
    assert values.is_adopted(cell) == is_adopted


@pytest.mark.django_db
def test_legal_ground_tells_acts_of_the_state_from_local_ones(tmp_path):
    records = [row.record for row in rows_of(tmp_path, LEGAL)]
    assert [(each.registration, each.level, each.kind) for each in records] == [
        ("101-18", Level.STATE, Kind.LAW),
        ("704-2019-п", Level.STATE, Kind.RESOLUTION),
        (None, Level.STATE, Kind.ORDER),
        (None, Level.LOCAL, Kind.DECISION),
        ("300-20", Level.STATE, Kind.LAW),
    ]
    local = records[3]
    assert (local.number, local.adopted_on, local.url) == ("12", date(2021, 4, 3), "https://example.org/12")
    assert local.source == "835:12345678"
    assert len(local.pieces) > 1
    assert [each.status for each in records[:3]] == [Status.IN_FORCE, Status.IN_FORCE, Status.REPEALED]
    assert records[0].status_source == "набір відкритих даних"


@pytest.mark.django_db
def test_act_of_the_state_that_is_here_stays_as_it_is(tmp_path):
    law = {"nreg": "101-18", "type": "Закон України", "title": "Про вигадану послугу. Справжня назва"}
    (tmp_path / "law.jsonl").write_text(json.dumps(law))
    call_command("import_acts", str(tmp_path / "law.jsonl"))
    (tmp_path / "legal.csv").write_text(LEGAL)
    for wanted in ({"added": 4, "unchanged": 1}, {"added": 0, "unchanged": 5}):
        call_command("import_acts", str(tmp_path / "legal.csv"))
        assert Job.objects.first().result | wanted == Job.objects.first().result
    assert Act.objects.get(registration="101-18").title == "Про вигадану послугу. Справжня назва"
    assert Provision.objects.filter(version__act__number="12").exists()


@pytest.mark.django_db
def test_norms_of_one_act_are_joined(tmp_path):
    first, second = rows_of(tmp_path, NORMS)
    assert first.record.title == "Про нормативи"
    assert first.record.subjects == ("Норматив відходів", "Норматив води")
    assert (first.record.in_force_on, first.record.number) == (date(2024, 1, 1), "55")
    assert second.is_skipped
    assert "2" in second.reason


@pytest.mark.django_db
def test_numbers_of_different_bodies_do_not_meet(tmp_path):
    table = "Назва;Номер;Дата;Орган\nПро одне;5;2024-01-02;Рада\nПро інше;5;2024-01-02;Виконком\n"
    keys = [row.record.source_key for row in rows_of(tmp_path, table)]
    assert len(set(keys)) == 2


@pytest.mark.django_db
def test_json_list_and_lines_are_tables(tmp_path):
    acts = [
        {"title": "Про сад", "num": 7, "date": "2024-05-06"},
        {"title": "Про ліс", "votingResult": "відхилено"},
    ]
    for text in (json.dumps(acts), "\n".join(map(json.dumps, acts)), "\ufeff" + json.dumps(acts)):
        path = tmp_path / "acts.json"
        path.write_text(text)
        assert kind_of_file(path, "acts.json") == ImportKind.LOCAL
        rows = rows_of(tmp_path, text, "acts.json")
        assert [row.is_skipped for row in rows] == [False, True]
        assert rows[0].record.number == "7"


@pytest.mark.django_db
def test_title_may_stand_in_the_text(tmp_path):
    text = json.dumps({"title": "", "text": "РІШЕННЯ\nПро затвердження вигадки\n1. Затвердити."})
    (row,) = rows_of(tmp_path, text, "acts.jsonl")
    assert row.record.title == "Про затвердження вигадки"
    assert row.record.title_source == "з початку тексту"


@pytest.mark.django_db
def test_territory_by_code_name_and_council():
    oblast = TerritoryFactory(name="Вигаданська", category=TerritoryCategory.OBLAST, level=1)
    other = TerritoryFactory(name="Інша", category=TerritoryCategory.OBLAST, level=1)
    here = TerritoryFactory(name="Садова", category=TerritoryCategory.HROMADA, level=3, parent=oblast)
    TerritoryFactory(name="Садова", category=TerritoryCategory.HROMADA, level=3, parent=other)
    places = Places()
    assert places.territory("Садова селищна ТГ, Вигаданська обл.") == here.pk
    assert places.territory("Садова селищна рада Вигаданської області") == here.pk
    assert places.territory("рішення Садової селищної ради, Вигаданська область") == here.pk
    assert places.territory("Садова громада") is None
    assert places.territory(f"код {here.pk}") == here.pk
    assert places.territory("UA99999999999999999") is None
    assert places.territory("Вигаданська область") == oblast.pk


@pytest.mark.django_db
def test_authority_of_the_network_is_found_by_its_name(tmp_path):
    council = OrganisationFactory(name="Вигадана «мудра» рада", kind=OrganisationKind.AUTHORITY)
    path = tmp_path / "acts.csv"
    path.write_text("Назва;Номер;Дата;Орган\nПро одне;5;2024-01-02;Вигадана мудра рада\n")
    call_command("import_acts", str(path))
    assert Act.objects.get().organisation == council


@pytest.mark.django_db
def test_columns_given_at_the_console(tmp_path):
    path = tmp_path / "acts.csv"
    path.write_text("Перше;Друге\nПро парк;2024-05-06\n")
    call_command("import_acts", str(path), "--mapping", '{"title": "Перше", "date": 2}', "--adopter", "Рада")
    act = Act.objects.get()
    assert (act.title, act.adopted_on, act.issuer) == ("Про парк", date(2024, 5, 6), "Рада")
    for wrong in ('{"title": "Немає"}', '{"ніщо": 1}', "не JSON"):
        with pytest.raises(CommandError):
            call_command("import_acts", str(path), "--mapping", wrong)


@pytest.mark.django_db
def test_hostile_tables_end_in_words_for_a_person(tmp_path):
    wide = ";".join(f"c{n}" for n in range(10_000)) + "\n" + ";".join("x" * 10_000) + "\n"
    with pytest.raises(TableProblem):
        rows_of(tmp_path, wide)
    rows = rows_of(tmp_path, "Назва;Дата\nПро\0 сад;2024-05-06\n".encode("utf-16"))
    assert "сад" in rows[0].record.title
    assert "\0" not in rows[0].record.title
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("acts.csv", b"0" * 80_000_000)
    with pytest.raises(TableProblem):
        table_at(bomb, {})
    objects = json.dumps([{f"c{n}": 1 for n in range(10_000)}])
    with pytest.raises(TableProblem):
        rows_of(tmp_path, objects, "acts.json")
    (row,) = rows_of(tmp_path, "Назва;Номер\n" + "Д" * 100_000 + ";" + "9" * 5000 + "\n")
    assert len(row.record.title) == 2000
    assert len(row.record.number) == 80
    assert len(row.record.source_key) <= 120


@pytest.mark.django_db
def test_real_local_acts_come_in_twice_without_change(capsys):
    path = DATA / "local_acts" / "local_acts.csv"
    if not path.exists():
        pytest.skip("shared data are absent")
    call_command("import_acts", str(path))
    assert "Додано: 1155; залишено осторонь: 1" in capsys.readouterr().out
    call_command("import_acts", str(path))
    assert "Без змін: 1155" in capsys.readouterr().out
    assert Act.objects.filter(number="10", adopted_on=date(2021, 12, 21)).count() == 1

"""Acts in JSON: what is read, what is kept, that twice is the same as once; relations of acts."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mistok.acts.actions.linking import link_relations
from mistok.acts.actions.store import store
from mistok.acts.importing import laws_json
from mistok.acts.importing.kinds import kind_of
from mistok.acts.importing.titles import links_of
from mistok.acts.models import Act, ActVersion, Kind, Relation, RelationKind, Status
from mistok.acts.records import ActRecord, Link
from mistok.lib.jobs.models import Job
from mistok.lib.jobs.runners import ImportProblem

LAWS = Path(__file__).parents[4] / "shared" / "data" / "laws"
BASE = {
    "id": "100-20", "nreg": "100-20", "number": "100-IX", "type": "Закон України", "title": "Про читання",
    "title_source": "upstream", "date": "2020-02-03", "status_hint": "upstream: in_force",
    "url": "https://zakon.rada.gov.ua/laws/show/100-20",
    "provisions": [
        {"ref": "art1", "title": "Стаття 1. Терміни", "text": "Читання – це читання."},
        {"ref": "art20-1", "title": "Стаття 20-1. Строки", "text": "Десять днів."},
        {"ref": "art1", "title": "Стаття 1. Ще раз", "text": "Повторена стаття."},
    ],
}  # fmt: skip
CHANGING = {
    "nreg": "200-20", "number": "200-IX", "type": "Закон України", "date": "2021-05-06",
    "title": 'Про внесення змін до Закону України "Про читання"', "title_source": "head",
    "status_hint": "не визначено (upstream: in_force)",
    "provisions": [{"ref": "art0", "title": "Стаття 0. Текст документа", "text": "ЗАКОН УКРАЇНИ\nПро зміни"}],
}  # fmt: skip


def written(path, *acts, packed=False):
    content = "\n".join(each if isinstance(each, str) else json.dumps(each) for each in acts).encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    return path


def read(tmp_path, *acts, **more):
    return list(laws_json.rows(written(tmp_path / "acts.jsonl", *acts, **more)))


def test_act_with_articles_is_read(tmp_path):
    (row,) = read(tmp_path, BASE)
    record = row.record
    assert (record.registration, record.number, record.kind) == ("100-20", "100-IX", Kind.LAW)
    assert (record.adopted_on, record.issuer) == (date(2020, 2, 3), "Верховна Рада України")
    assert [each.anchor for each in record.pieces] == ["art-1", "art-20-1", "art-1--2"]
    assert record.pieces[1].heading == "Стаття 20-1. Строки"


def test_status_bears_the_words_of_its_source(tmp_path):
    hints = ["upstream: in_force", "не визначено (upstream: in_force)", "втратив чинність", ""]
    hints.append("upstream: not_yet_in_force")
    rows = read(tmp_path, *[BASE | {"nreg": f"{n}-20", "status_hint": hint} for n, hint in enumerate(hints)])
    found = [(row.record.status, row.record.status_source) for row in rows]
    assert [status for status, _source in found] == [
        Status.IN_FORCE, Status.UNKNOWN, Status.REPEALED, None, Status.NOT_YET,
    ]  # fmt: skip
    assert found[0][1] == "позначка в наборі даних «upstream: in_force», не перевірено"
    assert found[3][1] == ""


def test_missing_title_is_made_and_said_to_be_made(tmp_path):
    (row,) = read(tmp_path, BASE | {"title": None, "title_source": "missing"})
    assert row.record.title == "Закон України № 100-IX від 03.02.2020"
    assert "немає" in row.record.title_source


@pytest.mark.parametrize(
    ("nreg", "number", "wanted"),
    [
        ("z1378-06", "z1378-06", ""),
        ("704-2019-п", "", "704"),
        ("254К/96-ВР", "254К/96-ВР", "254К/96-ВР"),
        ("995_009", "", ""),
    ],
)
def test_number_of_the_register_is_not_the_number_of_the_act(tmp_path, nreg, number, wanted):
    (row,) = read(tmp_path, BASE | {"nreg": nreg, "number": number})
    assert row.record.number == wanted
    assert row.record.registration == nreg.lower()


def test_head_of_an_uncut_text_is_never_lost(tmp_path):
    text = "ЗАКОН УКРАЇНИ\nПро лист\nДуже важливий вступ.\n1. Перший пункт.\n2. Другий пункт.\n3. Третій."
    (row,) = read(tmp_path, BASE | {"provisions": [{"ref": "art0", "title": "", "text": text}]})
    words = " ".join(f"{each.heading} {each.text}" for each in row.record.pieces).split()
    assert words == text.split()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "JSON"),
        ("[1, 2]", "один акт"),
        ('{"type": "Закон"}', "nreg"),
        ('{"nreg": "1-20", "provisions": 5}', "Поля"),
    ],
)
def test_bad_line_is_told_and_the_rest_is_read(tmp_path, line, reason):
    rows = read(tmp_path, BASE, line, CHANGING)
    assert [row.record is None for row in rows] == [False, True, False]
    assert reason in rows[1].reason
    assert rows[1].number == 2


def test_nul_and_half_characters_do_not_reach_the_database(tmp_path):
    bad = json.dumps(BASE | {"title": "Про\u0000 читання"}).replace("Терміни", "\\ud800")
    (row,) = read(tmp_path, bad)
    assert row.record.title == "Про читання"
    row.record.fingerprint()
    row.record.pieces[0].heading.encode()


def test_list_and_mark_and_packing_are_read(tmp_path):
    path = tmp_path / "acts.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps([BASE, CHANGING]).encode())
    assert [row.record.registration for row in laws_json.rows(path)] == ["100-20", "200-20"]
    assert len(read(tmp_path, BASE, CHANGING, packed=True)) == 2


def test_truncated_archive_gives_what_stood_before(tmp_path):
    path = written(tmp_path / "acts.jsonl.gz", *[BASE | {"nreg": f"{n}-20"} for n in range(500)], packed=True)
    path.write_bytes(path.read_bytes()[:-200])
    found = []
    with pytest.raises(ImportProblem, match="пошкоджено"):
        found.extend(laws_json.rows(path))
    assert laws_json.count(path) > 0


def test_line_without_an_end_is_no_file_of_acts(tmp_path, monkeypatch):
    monkeypatch.setattr(laws_json, "LONGEST_LINE", 1000)
    with pytest.raises(ImportProblem, match="кінця"):
        read(tmp_path, "x" * 3000)


@pytest.mark.django_db
def test_import_twice_changes_nothing(tmp_path, capsys):
    path = written(tmp_path / "acts.jsonl", BASE, "{broken", CHANGING)
    call_command("import_acts", str(path))
    assert "Додано: 2" in (out := capsys.readouterr().out)
    assert "acts.jsonl:2:" in out
    assert "знайдено зв’язків: 1" in out
    edited = Act.objects.get(registration="100-20").edited_at
    call_command("import_acts", str(path))
    assert "Без змін: 2" in capsys.readouterr().out
    assert Act.objects.get(registration="100-20").edited_at == edited
    assert ActVersion.objects.count() == 2


@pytest.mark.django_db
def test_new_words_are_a_new_edition_and_the_former_stays(tmp_path):
    call_command("import_acts", str(written(tmp_path / "a.jsonl", BASE)))
    other = BASE | {"provisions": [{"ref": "art1", "title": "Стаття 1", "text": "Інакше."}]}
    call_command("import_acts", str(written(tmp_path / "b.jsonl", other)))
    versions = ActVersion.objects.filter(act__registration="100-20")
    assert [each.is_current for each in versions.order_by("pk")] == [False, True]


@pytest.mark.django_db
def test_dry_run_writes_nothing(tmp_path, capsys):
    call_command("import_acts", str(written(tmp_path / "a.jsonl", BASE)), "--dry-run")
    assert "Додано: 1" in capsys.readouterr().out
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_stopped_import_goes_on_from_where_it_was(tmp_path, monkeypatch):
    path = written(
        tmp_path / "a.jsonl", *[BASE | {"nreg": f"{n}-20", "title": f"Про {n}"} for n in range(30)]
    )
    monkeypatch.setattr("mistok.acts.importing.work.CHUNK", 10)
    calls = []

    def failing(records):
        calls.append(len(records))
        if len(calls) == 3:
            raise KeyboardInterrupt
        return store(records)

    monkeypatch.setattr("mistok.acts.importing.work.store", failing)
    with pytest.raises(KeyboardInterrupt):
        call_command("import_acts", str(path))
    assert Act.objects.count() == 20
    call_command("import_acts", str(path))
    assert Act.objects.count() == 30
    assert calls == [10, 10, 10, 10]
    assert Job.objects.get().result["added"] == 30


@pytest.mark.django_db
def test_unchecked_mark_does_not_overrule_a_register(tmp_path):
    path = written(tmp_path / "a.jsonl", BASE)
    store([ActRecord(
        title="Про читання", registration="100-20", status=Status.REPEALED, status_source="data.rada.gov.ua",
        source="data.rada.gov.ua", source_key="100-20",
    )])  # fmt: skip
    call_command("import_acts", str(path))
    act = Act.objects.get()
    assert (act.status, act.status_source) == (Status.REPEALED, "data.rada.gov.ua")
    assert act.versions.count() == 1


@pytest.mark.django_db
def test_folder_and_missing_file(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_acts", str(tmp_path / "none.jsonl"))
    with pytest.raises(CommandError):
        call_command("import_acts", str(tmp_path))
    written(tmp_path / "a.jsonl", BASE)
    written(tmp_path / "b.jsonl.gz", CHANGING, packed=True)
    call_command("import_acts", str(tmp_path))
    assert Act.objects.count() == 2


@pytest.mark.parametrize(
    ("title", "kind", "references"),
    [
        ('Про внесення змін до Закону України "Про освіту"', "amends", ["Про освіту"]),
        ("Про внесення змін до законів України «Про освіту» та «Про вищу освіту»", "amends",
         ["Про освіту", "Про вищу освіту"]),
        ("Про внесення зміни до статті 5 Цивільного процесуального кодексу України щодо строків", "amends",
         ["Цивільного процесуального кодексу України"]),
        ("Про внесення змін до розділу X «Прикінцеві положення» Закону України «Про освіту»", "amends",
         ["Про освіту"]),
        ("Про зміни до постанови Кабінету Міністрів України від 18 січня 2003 р. № 55", "amends", ["55"]),
        ("Про внесення змін до додатка № 3 до Закону України «Про бюджет»", "amends", ["Про бюджет"]),
        ("Про визнання такою, що втратила чинність, постанови № 12-3/VII", "repeals", ["12-3/VII"]),
        ("Про затвердження Положення про бібліотеку", "approves", ["Положення про бібліотеку"]),
    ],
)  # fmt: skip
def test_title_says_what_the_act_does(title, kind, references):
    links = links_of(title)
    assert [each.reference for each in links] == references
    assert {each.kind.value for each in links} == {kind}


def test_plain_title_does_nothing_to_others():
    assert links_of("Про освіту") == ()


@pytest.mark.parametrize(
    ("name", "kind", "own"),
    [
        ("Закон України", Kind.LAW, ""),
        ("Кодекс України", Kind.CODE, ""),
        ("Ухвала", Kind.DECISION, "Ухвала"),
        ("Роз’яснення", Kind.LETTER, "Роз’яснення"),
        ("Резолюція", Kind.OTHER, "Резолюція"),
        ("Інший акт (реєстр zakon.rada: v)", Kind.OTHER, ""),
    ],
)
def test_kind_by_its_name(name, kind, own):
    assert kind_of(name) == (kind, own)


def put(title, number="", *, links=(), on=date(2020, 1, 1), **more):
    record = ActRecord(
        title=title, number=number, adopted_on=on, links=tuple(links), source="test",
        source_key=f"{title}{number}{on}", **more,
    )  # fmt: skip
    return store([record]).acts[0]


def amending(reference, on=date(2022, 1, 1)):
    link = Link(RelationKind.AMENDS, reference)
    return put(f"Про внесення змін ({reference})", links=[link], on=on)


@pytest.mark.django_db
def test_relation_finds_the_only_act_by_title_number_or_declined_name():
    base = put("Про «читання» в Україні", "300-IX", registration="300-20")
    code = put("Читацький кодекс України", "301-IX", kind=Kind.CODE)
    ours = [
        amending('Про "читання" в Україні'), amending("300-IX"), amending("300-20"),
        amending("Читацького кодексу України"),
    ]  # fmt: skip
    assert link_relations(ours) == 4
    assert [each.relations.get().other for each in ours] == [base, base, base, code]


@pytest.mark.django_db
def test_base_act_is_preferred_and_doubt_stays_open():
    put("Про внесення змін до Закону України «Про мову»", on=date(2021, 1, 1))
    old = put("Про мову", "1-XII", on=date(1989, 1, 1))
    new = put("Про мову", "2-VIII", on=date(2019, 1, 1))
    put("Про воду", "3")
    put("Про воду", "4")
    early, late, doubt = (
        amending("Про мову", date(2000, 1, 1)),
        amending("Про  мову", date(2022, 1, 1)),
        amending("Про воду"),
    )
    link_relations()
    others = [each.relations.get().other for each in (early, late, doubt)]
    assert others == [old, new, None]


@pytest.mark.django_db
def test_linking_costs_few_queries_and_leaves_what_a_person_wrote(django_assert_max_num_queries):
    base = put("Про читання", "300-IX")
    acts = [amending("Про читання", date(2022, 1, day)) for day in range(1, 21)]
    by_hand = Relation.objects.create(
        act=base, kind=RelationKind.AMENDS, reference="Про читання", is_by_hand=True
    )
    with django_assert_max_num_queries(12):
        assert link_relations() == 20
    by_hand.refresh_from_db()
    assert by_hand.other is None
    assert acts[0].relations.get().other == base


@pytest.mark.django_db
def test_real_laws_are_read():
    path = LAWS / "laws_small_1200.jsonl.gz"
    if not path.exists():
        pytest.skip("shared data are absent")
    rows = list(laws_json.rows(path))
    assert len(rows) == 1200
    assert all(row.record and row.record.pieces for row in rows)
    anchors = [[each.anchor for each in row.record.pieces] for row in rows]
    assert all(len(set(each)) == len(each) for each in anchors)

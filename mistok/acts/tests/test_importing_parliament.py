"""The parliament's open data: cards with a header and without, history, dictionaries, texts, damage."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command

from mistok.acts.actions.store import store
from mistok.acts.importing import parts
from mistok.acts.importing.files import kind_of_file
from mistok.acts.importing.parliament import Parliament
from mistok.acts.importing.registers import status_named
from mistok.acts.models import Act, ActVersion, ImportKind, Kind, Provision, Relation, Status
from mistok.acts.records import ActRecord, Piece
from mistok.lib.jobs.runners import ImportProblem

HEADER = "dokid\tnreg\tnazva\tstatus\ttypes\n"
CARDS = (
    "1\t2939-17\tПро доступ до публічної інформації\t5\t1\n"
    "2\t704-2019-п\tПро порядок надання послуг\t1\t2|125\n"
    "3\t254к/96-ВР\tКонституція України\t5\t216\n"
    "4\tz1378-06\tПро затвердження Інструкції\t0\t9\n"
    "5\t300-20\tПро внесення змін до деяких законів\t9\t1\n"
    "6\t\tБез номера\t5\t1\n"
    "7\t301-20\t\t5\t1\n"
)
DATES = (
    "poddat\tnreg\tpodid\tpidstava\n"
    "20110113\t2939-17\t4\t\n"
    "20110509\t2939-17\t7\t\n"
    "20200203\t2939-17\t0\t300-20\n"
    "20990101\t2939-17\t6\t301-20\n"
    "20200115\t300-20\t4\t\n"
    "00000000\t300-20\t4\t\n"
)
EVENTS = "0\tРедакція\n4\tПрийняття\n6\tНова редакція\n7\tНабрання чинності\n"


def packed(path, files, day=(2024, 5, 6, 10, 0, 0)):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, day)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content if isinstance(content, bytes) else content.encode("cp1251"))
    return path


def whole(tmp_path, **more):
    files = {
        "doc.txt": HEADER + CARDS, "doc-dates.txt": DATES, "podia.txt": EVENTS,
        "typ.txt": "125\tПоложення про щось\n", "stan.txt": "5\tЧинний\n",
    }  # fmt: skip
    return packed(
        tmp_path / "doc.zip", files | {name.replace("__", "."): each for name, each in more.items()}
    )


def rows_of(path, **more):
    source = Parliament(path, **more)
    try:
        return list(source.rows()), source
    finally:
        source.close()


def plain(tmp_path, text, encoding="cp1251"):
    path = tmp_path / "doc.txt"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("text", [HEADER + CARDS, CARDS], ids=["header", "no header"])
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_cards_are_read(tmp_path, text, encoding):
    path = plain(tmp_path, text, encoding)
    assert kind_of_file(path, "doc.txt") == kind_of_file(path, "x.txt") == ImportKind.PARLIAMENT
    rows, _source = rows_of(path)
    records = [row.record for row in rows if row.record]
    assert [(each.registration, each.number, each.kind, each.status) for each in records] == [
        ("2939-17", "2939-VI", Kind.LAW, Status.IN_FORCE),
        ("704-2019-п", "704", Kind.RESOLUTION, Status.REPEALED),
        ("254к/96-вр", "254к/96-ВР", Kind.CONSTITUTION, Status.IN_FORCE),
        ("z1378-06", "", Kind.ORDER, Status.UNKNOWN),
        ("300-20", "300-IX", Kind.LAW, Status.PARTLY),
    ]
    assert [each.issuer for each in records[:2]] == ["Верховна Рада України", "Кабінет Міністрів України"]
    assert ["nreg" in row.reason or "назви" in row.reason for row in rows if not row.record] == [True, True]
    assert records[2].url.endswith("254%D0%BA/96-%D0%B2%D1%80")


def test_history_and_dictionaries_of_the_archive(tmp_path):
    rows, source = rows_of(whole(tmp_path))
    first, second, *_others = (row.record for row in rows if row.record)
    changing = next(row.record for row in rows if row.record and row.record.registration == "300-20")
    assert (first.adopted_on, first.in_force_on) == (date(2011, 1, 13), date(2011, 5, 9))
    assert second.kind_name == "Постанова, Положення про щось"
    assert [(each.kind.value, each.reference) for each in changing.links] == [("amends", "2939-17")]
    assert source.status_on == date(2024, 5, 6)
    assert any("1" in note for note in source.notes)


def test_day_beside_a_card_is_the_day_of_adoption(tmp_path):
    rows, _source = rows_of(plain(tmp_path, CARDS.splitlines()[0] + "\t20110113\tщось\n"))
    assert rows[0].record.adopted_on == date(2011, 1, 13)
    named = "nreg\tnazva\tstatus\ttyp\torgdat\tnumb\n5-20\tПро сад\t5\t1\t2020-01-02\t5-IX\n"
    rows, _source = rows_of(plain(tmp_path, named))
    record = rows[0].record
    assert (record.kind, record.adopted_on, record.number) == (Kind.LAW, date(2020, 1, 2), "5-IX")


@pytest.mark.django_db
def test_texts_are_matched_by_name_and_those_here_stay(tmp_path):
    page = "<html><body><p>Закон України</p><p>Стаття 1. Усе</p><p>Читати можна всім.</p></body></html>"
    path = whole(
        tmp_path, **{"texts/2939-17__html": page, "254к_96-ВР__txt": "Стаття 1. Україна\nСуверенна держава."}
    )
    store([ActRecord(
        title="Про доступ", registration="2939-17", source="json", source_key="2939-17",
        pieces=(Piece("art-1", "Стаття 1", "Наш текст."),),
    )])  # fmt: skip
    for outcome in ("Змінено: 1", "Без змін: 5"):
        call_command("import_acts", str(path), stdout=(out := _Out()))
        assert outcome in out.text or "Додано: 4; змінено: 1" in out.text
    access, basic = Act.objects.get(registration="2939-17"), Act.objects.get(registration="254к/96-вр")
    assert Provision.objects.get(version__act=access).text == "Наш текст."
    assert access.title == "Про доступ до публічної інформації"
    assert Provision.objects.filter(version__act=basic, text__contains="Суверенна").exists()
    assert ActVersion.objects.count() == 2
    assert Relation.objects.get(act__registration="300-20").other == access


class _Out:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


@pytest.mark.django_db
def test_later_edition_confirms_statuses_without_changing_acts(tmp_path):
    call_command("import_acts", str(whole(tmp_path)))
    act = Act.objects.get(registration="2939-17")
    assert (act.status_source, act.status_on) == ("data.rada.gov.ua", date(2024, 5, 6))
    later = packed(tmp_path / "next.zip", {"doc.txt": CARDS, "doc-dates.txt": DATES, "podia.txt": EVENTS,
                   "typ.txt": "125\tПоложення про щось\n"}, (2024, 6, 7, 1, 0, 0))  # fmt: skip
    call_command("import_acts", str(later), stdout=(out := _Out()))
    assert "Без змін: 5" in out.text
    again = Act.objects.get(registration="2939-17")
    assert (again.status_on, again.edited_at) == (date(2024, 6, 7), act.edited_at)


def test_a_registration_number_and_the_name_of_its_file_are_one():
    assert parts.text_key("254к/96-ВР") == parts.text_key("254к_96-вр")


def test_archive_without_cards_says_what_is_missing(tmp_path):
    path = packed(tmp_path / "x.zip", {"doc-dates.txt": DATES})
    with pytest.raises(ImportProblem, match=r"doc\.txt"):
        rows_of(path)


def test_packed_bomb_and_endless_line_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "LARGEST_TABLE", 100_000)
    path = packed(tmp_path / "bomb.zip", {"doc.txt": HEADER + CARDS * 2000})
    with pytest.raises(ImportProblem, match="більше"):
        rows_of(path)
    monkeypatch.setattr(parts, "LARGEST_TABLE", 10**9)
    monkeypatch.setattr(parts, "LONGEST_LINE", 500)
    path = packed(tmp_path / "line.zip", {"doc.txt": HEADER + "1\t5-20\t" + "я" * 5000})
    with pytest.raises(ImportProblem, match="кінця"):
        rows_of(path)


def test_large_text_in_the_archive_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "LARGEST_TEXT", 100)
    rows, _source = rows_of(whole(tmp_path, **{"2939-17__txt": "Слово " * 100}))
    assert rows[0].record.pieces is None


def test_damaged_archive_gives_what_stood_before(tmp_path):
    lines = "".join(f"{n}\t{n}-20\tПро сад {n * 7919 % 10007}\t5\t1\n" for n in range(1, 20_000))
    path = packed(tmp_path / "doc.zip", {"doc.txt": lines})
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = b"\xff" * 40
    path.write_bytes(bytes(content))
    source, found = Parliament(path), []
    with pytest.raises(ImportProblem, match="пошкоджено"):
        found.extend(source.rows())
    source.close()
    assert source.total < 20_000


def test_row_of_ten_thousand_columns_and_nul_are_read(tmp_path):
    path = plain(tmp_path, HEADER + "1\t5-20\tПро\0 сад\t5\t1" + "\tх" * 10_000 + "\n")
    rows, _source = rows_of(path)
    assert rows[0].record.title == "Про сад"


def test_wrong_codes_do_not_stop_a_card(tmp_path):
    rows, _source = rows_of(
        plain(tmp_path, HEADER + "1\t5-20\tПро сад\tx\tабв|999|\n2\t6-20\tПро ліс\t77\t\n")
    )
    assert [(row.record.status, row.record.kind) for row in rows] == [(Status.UNKNOWN, Kind.OTHER)] * 2


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Чинний", Status.IN_FORCE), ("нечинний", Status.REPEALED), ("Не набрав чинності", Status.NOT_YET),
        ("Втратив чинність крім окремих положень", Status.PARTLY), ("Дію зупинено", Status.SUSPENDED),
        ("Не застосовується на території України", Status.NOT_APPLIED), ("хтозна", None),
    ],
)  # fmt: skip
def test_status_by_its_name(name, status):
    assert status_named(name) == status


def test_bytes_of_a_table_are_bounded_while_read():
    limited = parts._Limited(BytesIO(b"x" * 10))
    assert limited.read(4) == b"xxxx"

"""The register of ЦНАП: reading, tying to hromadas, a newer edition, and what a person set."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.network.actions import places
from mistok.network.models import Organisation, Place, Territory, TerritoryName
from mistok.network.registers.matching import Gazetteer, one_slip
from mistok.network.registers.offices import read_hours
from mistok.network.tests.factories import TerritoryFactory
from mistok.search.models import Change

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)
COLUMNS = [
    "code", "name", "address", "state", "web", "timetable", "tel_consul", "onl_consul", "free_wifi", "pandus",
]  # fmt: skip
HROMADA, CITY, VILLAGE = "UA48060150000000003", "UA48060150010000004", "UA48060150020000005"


def office(code: str = "1", **more: str) -> dict[str, str]:
    return {
        "code": code,
        "name": "Центр надання адміністративних послуг Садівської міської ради",
        "address": "Миру, 5, м. Садове, Садівська територіальна громада, Степова область",
        "state": "Діючий",
        "web": "sadova.gov.ua",
        "timetable": "пн: 08:00-17:00; вт: 08:00-17:00; ср: 08:00-17:00; чт: 08:00-17:00; пт: 08:00-16:00",
        "tel_consul": "(0512) 123456",
        "onl_consul": "cnap@example.com",
        "free_wifi": "True",
        "pandus": "False",
        **more,
    }


@pytest.fixture
def land(db: None) -> None:
    for code, parent, level, category, name in (
        ("UA48000000000000001", None, 1, "O", "Степська"),
        ("UA48060000000000002", "UA48000000000000001", 2, "P", "Садівський"),
        ("UA48080000000000002", "UA48000000000000001", 2, "P", "Лісівський"),
        (HROMADA, "UA48060000000000002", 3, "H", "Садівська"),
        (CITY, HROMADA, 4, "M", "Садове"),
        (VILLAGE, HROMADA, 4, "C", "Кам'янка"),
        ("UA48060170000000006", "UA48060000000000002", 3, "H", "Лугова"),
        ("UA48060170010000007", "UA48060170000000006", 4, "X", "Лугове"),
        ("UA48060170020000017", "UA48060170000000006", 4, "C", "Іванівка"),
        ("UA48060190000000008", "UA48060000000000002", 3, "H", "Вишнівська"),
        ("UA48060190010000009", "UA48060190000000008", 4, "X", "Вишневе"),
        ("UA48080190000000008", "UA48080000000000002", 3, "H", "Вишнівська"),
        ("UA48080190010000009", "UA48080190000000008", 4, "C", "Вишневе"),
        ("UA48080190020000019", "UA48080190000000008", 4, "C", "Іванівка"),
        ("UA80000000000093317", None, 1, "K", "Київ"),
    ):
        TerritoryFactory(code=code, parent_id=parent, level=level, category=category, name=name)
    Territory.objects.filter(pk=HROMADA).update(latitude=46.9, longitude=32.0)
    Territory.objects.filter(pk=CITY).update(latitude=47.0, longitude=32.1)
    TerritoryName.objects.create(territory_id=HROMADA, name="Ленінська", until=date(2024, 9, 1))
    TerritoryName.objects.create(territory_id=HROMADA, name="Садівська", since=date(2024, 9, 2))


@pytest.fixture
def register(tmp_path: Path) -> Callable[..., Path]:
    def write(*offices: dict[str, str], name: str = "cnap.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            table = csv.DictWriter(file, COLUMNS)
            table.writeheader()
            table.writerows(offices)
        return path

    return write


def bring_in(path: Path, day: date = DAY, job: Job | None = None) -> Job:
    job = job or Job.objects.create(kind=places.CNAP)
    places.import_cnap(job=job, path=path, edition_date=day, by=None)
    return job


def here(address: str, name: str = "ЦНАП") -> str:
    return Gazetteer.load().find(address, name).hromada


def test_office_is_whole(land, register):
    job = bring_in(register(office(address=office()["address"].replace("Степова", "Степська"))))
    place = Place.objects.get()
    assert (place.source, place.external_id, place.seen_on, place.slug) == (
        "cnap",
        "1",
        DAY,
        "tsnap-sadove-1",
    )
    assert (place.territory_id, place.match) == (HROMADA, "certain")
    assert place.opening_hours == "Mo-Th 08:00-17:00; Fr 08:00-16:00; Sa-Su off"
    assert (place.hours_reading, place.state, place.facilities) == ("read", "works", ["wifi"])
    assert (place.phone, place.email) == ("(0512) 123456", "cnap@example.com")
    assert place.website == "http://sadova.gov.ua"
    assert place.website_note
    assert (place.latitude, place.given["approximate"], place.given["settlement"]) == (
        47.0,
        "settlement",
        CITY,
    )
    assert place.organisation.name == "Центр надання адміністративних послуг Садівської громади"
    assert (place.organisation.kind, place.organisation.territory_id) == ("provider", HROMADA)
    assert {name: job.result[name] for name in ("added", "matched", "hours_read", "mended", "bad")} == {
        "added": 1, "matched": 1, "hours_read": 1, "mended": 1, "bad": 0,
    }  # fmt: skip
    assert Change.objects.filter(kind="place", key=str(place.pk)).count() == 1


def test_names_are_printed_as_ukrainian_wants(land, register):
    bring_in(register(office("1", name='Відділ "Центр надання послуг" Кам\'янської ради')))
    assert Place.objects.get().name == "Відділ «Центр надання послуг» Кам’янської ради"


def test_offices_of_one_hromada_are_of_one_provider(land, register):
    address = "Миру, 5, с. Кам’янка, Садівська територіальна громада, Степська область"
    bring_in(
        register(
            office("1", address=address),
            office("2", address=address),
            office("3", address="Миру", name="ЦНАП"),
        )
    )
    assert Organisation.objects.filter(kind="provider").count() == 2
    lost = Place.objects.get(external_id="3")
    assert (lost.organisation.slug, lost.match, lost.territory) == ("cnap", "none", None)


@pytest.mark.parametrize(
    ("address", "name", "found"),
    [
        ("Миру, 5, м. Садове, Садівська територіальна громада, Степська область", "", HROMADA),
        ("Миру, 5, Cадiвська ОТГ, Степська обл.", "", HROMADA),  # Latin letters among Cyrillic ones
        ("Миру, 5, м. Садове, Ленінська територіальна громада, Степська область", "", HROMADA),  # formerly
        ("Миру, 5, Степська область", "ЦНАП Садівської міської ради", HROMADA),
        ("Миру, 5, Степська область", "Відділ «ЦНАП» Садівськї селещної ради", HROMADA),  # a slip
        ("Миру, 5, Степська область", "ВРМ у с.Кам`янка", HROMADA),
        ("Миру, 5, Степська область", "ВРМ в c. Кам'янка", HROMADA),  # a Latin c
        ("Миру, 5, Степська область", "Центр у місті Садовому", HROMADA),
        ("Миру, 5, None", "ЦНАП Садівської міської ради Степської області", HROMADA),
        ("Миру, 5, Степська область", "ЦНАП Вишнівської селищної ради", "UA48060190000000008"),
        ("Миру, 5, Степська область", "ЦНАП Вишнівської ради Лісівського району", "UA48080190000000008"),
        ("Хрещатик, 1, м. Київ", "ЦНАП", "UA80000000000093317"),
        # left to a person
        ("Миру, 5, Степська область", "ЦНАП Вишнівської ради", ""),  # two of them
        ("Миру, 5, Степська область", "ВРМ у с. Іванівка", ""),  # two of them
        ("Миру, 5, Степська область", "ВРМ у смт Лугове Садівської міської ради", ""),  # stands elsewhere
        ("Миру, 5, Степська область", "ЦНАП", ""),
        ("Миру, 5, Інша область", "ЦНАП Садівської міської ради", ""),
        ("", "", ""),
    ],
)
def test_hromada_is_found_or_left_open(land, address, name, found):
    assert here(address, name) == found


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [("садівська", "садівска", True), ("садівська", "саідвська", True), ("садова", "садівська", False),
     ("садова", "садова", False), ("а", "", True)],
)  # fmt: skip
def test_one_slip(one, other, slip):
    assert one_slip(one, other) is slip


def test_hours_are_read_or_wait(land):
    assert read_hours("").reading == "none"
    assert read_hours("пн: -; вт: -").reading == "none"
    assert read_hours("пн-пт 9-18").reading == "read"
    assert read_hours("за попереднім записом").reading in ("appointment", "review")
    odd = read_hours("пн: 08:00-70:00; вт: 08:00-17:00")
    assert (odd.reading, odd.opening_hours) == ("review", "")
    assert odd.problems


def test_hours_not_read_keep_their_text(land, register):
    bring_in(register(office(timetable="пн: 08:00-70:00")))
    place = Place.objects.get()
    assert (place.hours_reading, place.opening_hours) == ("review", "")
    assert place.given["timetable"] == "пн: 08:00-70:00"
    assert place.given["problems"]


def snapshot() -> list[dict[str, Any]]:
    return list(Place.objects.order_by("pk").values())


def test_same_edition_changes_nothing(land, register):
    path = register(office("1"), office("2", web="немає"))
    bring_in(path)
    before, changes = snapshot(), Change.objects.count()
    job = bring_in(path)
    assert (job.result["unchanged"], job.result["added"], job.result["changed"]) == (2, 0, 0)
    assert snapshot() == before
    assert Change.objects.count() == changes


def test_newer_edition_changes_what_differs(land, register):
    bring_in(register(office("1"), office("2"), office("3")))
    one, two, three = Place.objects.order_by("external_id")
    job = bring_in(register(office("1"), office("2", tel_consul="0800 500600")), LATER)
    assert {name: job.result[name] for name in ("changed", "unchanged", "absent")} == {
        "changed": 1, "unchanged": 1, "absent": 1,
    }  # fmt: skip
    assert [each.seen_on for each in Place.objects.order_by("external_id")] == [LATER, LATER, DAY]
    two.refresh_from_db()
    assert (two.phone, two.slug) == ("0800 500600", two.slug)
    one.refresh_from_db()
    assert three.state == "works"  # nobody closes it but a person


def test_what_a_person_set_stays(land, register, cast):
    bring_in(register(office("1", address="Миру", timetable="?", web="ні")))
    place = Place.objects.get()
    hromada = Territory.objects.get(pk=HROMADA)
    places.set_hromada(place=place, territory=hromada, by=cast.head)
    places.set_hours(place=place, opening_hours="Mo-Fr 10:00-15:00", hours_note="", by=cast.head)
    places.set_website(place=place, website="https://our.example.org", by=cast.head)
    job = bring_in(
        register(office("1", address="Миру", timetable="пн-пт 9-18", web="x.ua", tel_consul="112233")), LATER
    )
    place.refresh_from_db()
    assert job.result["changed"] == 1
    assert (place.territory_id, place.match, place.latitude) == (HROMADA, "person", 46.9)
    assert place.organisation.territory_id == HROMADA
    assert (place.opening_hours, place.hours_reading) == ("Mo-Fr 10:00-15:00", "person")
    assert (place.website, place.website_note) == ("https://our.example.org", "")
    assert place.given["timetable"] == "пн-пт 9-18"  # what the register says now is kept beside
    assert place.phone == "112233"  # what nobody set follows the register
    before = snapshot()
    bring_in(
        register(office("1", address="Миру", timetable="пн-пт 9-18", web="x.ua", tel_consul="112233")), LATER
    )
    assert snapshot() == before


def test_older_edition_is_refused(land, register):
    path = register(office())
    bring_in(path, LATER)
    with pytest.raises(ImportProblem):
        bring_in(path, DAY)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"code": ""}, "«code» порожній"),
        ({"code": "ab"}, "«ab» хибний"),
        ({"code": "1"}, "уже є в рядку 2"),
        ({"name": ""}, "«name» порожній"),
        ({"name": "я" * 301}, "понад 300"),
        ({"state": "Хтозна"}, "«Хтозна» невідомий"),
    ],
)
def test_bad_row_is_listed(land, register, bad, said):
    job = bring_in(register(office("1"), office("2") | bad))
    row = job.bad_rows.get()
    assert row.number == 3
    assert said in row.reason
    assert job.result["added"] == 1


def test_cell_with_line_breaks_and_unclosed_quotes(land, register):
    path = register(office("1", timetable="пн: 9-18\nвт: 9-18"), office("2"))
    path.write_text(
        path.read_text() + '3,"ЦНАП,Миру\n' + path.read_text().splitlines()[-1].replace("2,", "4,", 1)
    )
    job = bring_in(path)
    assert job.result["added"] == 3
    assert job.result["bad"] == 1


def test_windows_encoding_and_sheets_are_the_same(land, register, tmp_path):
    offices = [office("1"), office("2", timetable="")]
    bring_in(register(*offices))
    assert bring_in(register(*offices, encoding="cp1251")).result["unchanged"] == 2
    path = tmp_path / "cnap.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Код", "Назва"])
        sheet.write_row(1, 0, COLUMNS)
        for number, each in enumerate(offices, start=2):
            values: list[Any] = [*each.values()]
            values[0] = int(values[0])
            values[8:] = [True, False]
            sheet.write_row(number, 0, values)
    assert bring_in(path).result["unchanged"] == 2


@pytest.mark.parametrize("content", [b"", b"code,name\r\n1,2\r\n", b"\xff\xfe\x00", b"{}"])
def test_another_file_is_refused(land, tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(ImportProblem):
        bring_in(path)


def test_sheet_that_would_fill_the_memory_is_refused(land, tmp_path):
    """Two cells at the corners of a sheet once ended the whole process of the worker."""
    path = tmp_path / "cnap.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, COLUMNS)
        page.write(1_048_575, 16_383, "x")
    with pytest.raises(ImportProblem):
        bring_in(path)
    assert not Place.objects.exists()


def test_without_the_codifier_is_refused(db, register, english):
    with pytest.raises(ImportProblem, match="codifier"):
        bring_in(register(office()))


def test_goes_on_where_it_stopped(land, register, monkeypatch):
    path = register(*(office(str(number)) for number in range(1, 8)))
    monkeypatch.setattr(places, "CHUNK", 2)
    job = Job.objects.create(kind=places.CNAP)
    apply, left = places._apply, [2]

    def stopping(*args: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return apply(*args)

    monkeypatch.setattr(places, "_apply", stopping)
    with pytest.raises(KeyboardInterrupt):
        bring_in(path, job=job)
    assert Place.objects.count() == 4
    monkeypatch.setattr(places, "_apply", apply)
    job = Job.objects.get(pk=job.pk)
    bring_in(path, job=job)
    assert (job.state, job.result["added"], job.result["unchanged"]) == (State.DONE, 7, 0)


def test_queries_do_not_grow_with_offices(land, register, django_assert_max_num_queries):
    with django_assert_max_num_queries(40):
        bring_in(register(*(office(str(number)) for number in range(1, 201))))


REGISTER = Path(__file__).resolve().parents[4] / "shared/data"


def test_real_register(db):
    """The whole register against the codifier: more than 3,300 of 3,432 offices find their hromada."""
    path = REGISTER / "providers/cnap_register.csv"
    if not path.exists():
        pytest.skip("the register is not on this machine")
    from mistok.network.actions import import_territory

    codifier = REGISTER / "territory/katottg_2025-05-16.csv"
    import_territory(job=Job.objects.create(kind="territory"), path=codifier, edition_date=DAY, by=None)
    job = bring_in(path)
    assert (job.result["added"], job.result["bad"]) == (3432, 0)
    assert job.result["matched"] > 3300
    assert job.result["hours_read"] > 2400

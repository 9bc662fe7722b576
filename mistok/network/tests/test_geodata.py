"""Centres, population and borders: what is brought in, what is left out, and that nothing is done twice."""

import json
from pathlib import Path

import pytest

from mistok.audit.models import Entry
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.network.actions import geodata
from mistok.network.models import Outline, Territory
from mistok.network.tests.factories import TerritoryFactory
from mistok.search.models import Change

HEADER = "hromada_code,hromada_center_code,hromada_center,lat_center,lon_center,total_population_2022"
OBLAST, RAION = "UA48000000000000001", "UA48060000000000002"
FIRST, FIRST_CENTRE = "UA48060150000000003", "UA48060150010000004"
SECOND, SECOND_CENTRE = "UA48060170000000005", "UA48060170010000006"
GOOD = [
    f"{FIRST},{FIRST_CENTRE},Садове,46.97,31.99,480000",
    f"{SECOND},{SECOND_CENTRE},Степове,47.1,32.1,20000",
]
SQUARE = [[31.0, 46.0], [32.0, 46.0], [32.0, 47.0], [31.0, 46.0]]


@pytest.fixture
def land(db: None) -> None:
    """An oblast, a raion that bears the name of its first hromada, and two hromadas with their centres."""
    for code, parent, level, category, name in (
        (OBLAST, None, 1, "O", "Степова"),
        (RAION, OBLAST, 2, "P", "Садівський"),
        (FIRST, RAION, 3, "H", "Садівська"),
        (FIRST_CENTRE, FIRST, 4, "M", "Садове"),
        (SECOND, RAION, 3, "H", "Крайня"),
        (SECOND_CENTRE, SECOND, 4, "C", "Степове"),
    ):
        TerritoryFactory(code=code, parent_id=parent, level=level, category=category, name=name)


def write(path: Path, *rows: str, header: str = HEADER) -> Path:
    path.write_text("\r\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def bring_in(path: Path, job: Job | None = None) -> Job:
    job = job or Job.objects.create(kind="hromadas")
    geodata.import_hromadas(job=job, path=path, by=None)
    return job


def borders(path: Path, *features: dict[str, object]) -> Path:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(
    code: str, kind: str = "Polygon", coordinates: object = None, **more: object
) -> dict[str, object]:
    coordinates = [SQUARE] if coordinates is None else coordinates
    return {
        "type": "Feature",
        "properties": {"katottg": code, **more},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def test_hromadas_get_their_place_people_and_centre(land, tmp_path):
    job = bring_in(write(tmp_path / "centres.csv", *GOOD))
    first = Territory.objects.get(pk=FIRST)
    assert (first.latitude, first.longitude, first.population) == (46.97, 31.99, 480000)
    assert (first.population_year, first.centre_id) == (2022, FIRST_CENTRE)
    assert Territory.objects.get(pk=FIRST_CENTRE).latitude == 46.97
    assert job.result == {"added": 2, "changed": 0, "unchanged": 0, "summed": 2, "bad": 0}
    assert Entry.objects.filter(event="import.run").count() == 1
    assert Change.objects.filter(kind="territory", key=FIRST).exists()


def test_raion_and_oblast_are_summed_up(land, tmp_path):
    bring_in(write(tmp_path / "centres.csv", *GOOD))
    raion, oblast = Territory.objects.get(pk=RAION), Territory.objects.get(pk=OBLAST)
    assert (raion.population, raion.population_year, oblast.population) == (500000, 2022, 500000)
    assert (raion.centre_id, raion.latitude) == (FIRST_CENTRE, 46.97)  # its namesake's
    assert (oblast.centre_id, oblast.latitude) == (None, 46.97)  # a spot only: the most populous hromada's


def test_sum_with_a_gap_is_not_made(land, tmp_path):
    bring_in(write(tmp_path / "centres.csv", GOOD[0]))
    raion = Territory.objects.get(pk=RAION)
    assert (raion.population, raion.latitude) == (None, 46.97)


def test_hromadas_twice_change_nothing(land, tmp_path, django_assert_max_num_queries):
    path = write(tmp_path / "centres.csv", *GOOD)
    bring_in(path)
    before = list(Territory.objects.values())
    changes = Change.objects.count()
    with django_assert_max_num_queries(30):
        job = bring_in(path)
    assert (job.result["unchanged"], job.result["summed"]) == (2, 0)
    assert list(Territory.objects.values()) == before
    assert Change.objects.count() == changes


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"UA1,{FIRST_CENTRE},Садове,46.97,31.99,5", "UA and 17 digits"),
        ("UA99060150000000003,UA99060150010000004,Ніде,46.97,31.99,5", "no unit UA99060150000000003"),
        (f"{FIRST},UA48060150990000004,Ніде,46.97,31.99,5", "no unit UA48060150990000004"),
        (f"{FIRST},{SECOND_CENTRE},Степове,46.97,31.99,5", "does not lie in its hromada"),
        (f"{FIRST},{FIRST_CENTRE},Садове,31.99,46.97,5", "not in Ukraine"),
        (f"{FIRST},{FIRST_CENTRE},Садове,,31.99,5", "not in Ukraine"),
        (f"{FIRST},{FIRST_CENTRE},Садове,46.97,31.99,багато", "not a number"),
        (f"{FIRST},{FIRST_CENTRE},Садове,46.97,31.99", "6 columns"),
        (f'{FIRST},{FIRST_CENTRE},"Садове,46.97,31.99,5', "quotation marks"),
    ],
)
def test_hromadas_bad_row_is_listed(land, tmp_path, english, row, said):
    job = bring_in(write(tmp_path / "centres.csv", GOOD[1], row))
    (bad,) = job.bad_rows.all()
    assert bad.number == 3
    assert said in bad.reason
    assert job.result["added"] == 1


def test_hromadas_twice_in_a_file_is_a_bad_row(land, tmp_path, english):
    job = bring_in(write(tmp_path / "centres.csv", GOOD[0], GOOD[0]))
    assert "already stands in row 2" in job.bad_rows.get().reason


@pytest.mark.parametrize("content", [b"", b"code;name\r\n1;2\r\n", b"\x00\x01\x02", b"PK\x03\x04rubbish"])
def test_hromadas_another_file_is_refused(land, tmp_path, content):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(ImportProblem):
        bring_in(path)


def test_hromadas_go_on_where_they_stopped(land, tmp_path, monkeypatch):
    path = write(tmp_path / "centres.csv", *GOOD)
    monkeypatch.setattr(geodata, "CHUNK", 1)
    job = Job.objects.create(kind="hromadas")
    whole = geodata.sum_up
    monkeypatch.setattr(geodata, "sum_up", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in(path, job)
    monkeypatch.setattr(geodata, "sum_up", whole)
    job = Job.objects.get(pk=job.pk)
    assert job.cursor["done"] == 2
    bring_in(path, job)
    assert job.state == State.DONE
    assert (job.result["added"], job.result["summed"]) == (2, 2)


def test_outlines_of_both_kinds(land, tmp_path):
    path = borders(
        tmp_path / "borders.geojson",
        feature(OBLAST, point=[31.5, 46.5]),
        feature(RAION, "MultiPolygon", [[SQUARE], [SQUARE, SQUARE]]),
    )
    job = Job.objects.create(kind="outlines")
    geodata.import_outlines(job=job, path=path, by=None)
    assert job.result == {"added": 2, "changed": 0, "unchanged": 0, "bad": 0}
    assert [len(each.rings) for each in Outline.objects.order_by("pk")] == [1, 3]
    assert Outline.objects.get(pk=OBLAST).source == "© OpenStreetMap contributors, ODbL 1.0"
    assert Territory.objects.get(pk=OBLAST).latitude == 46.5  # it had no middle of its own
    again = Job.objects.create(kind="outlines")
    geodata.import_outlines(job=again, path=path, by=None)
    assert (again.result["added"], again.result["unchanged"]) == (0, 2)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (feature("63"), "UA and 17 digits"),
        (feature("UA99000000000000001"), "no unit"),
        (feature(RAION, "Point", [31.0, 46.0]), "Polygon"),
        (feature(RAION, coordinates=[SQUARE[:-1]]), "not closed"),
        (feature(RAION, coordinates=[[["x", 1]] * 4]), "Polygon"),
        (feature(RAION, coordinates=[[[31.0, 146.0]] * 4]), "Polygon"),
        (feature(OBLAST), "already stands in row 1"),
        ({"type": "Feature"}, "UA and 17 digits"),
    ],
)
def test_outlines_bad_feature_is_listed(land, tmp_path, english, bad, said):
    job = Job.objects.create(kind="outlines")
    geodata.import_outlines(job=job, path=borders(tmp_path / "b.geojson", feature(OBLAST), bad), by=None)
    row = job.bad_rows.get()
    assert row.number == 2
    assert said in row.reason
    assert job.result["added"] == 1


@pytest.mark.parametrize("content", ["", "[]", '{"type": "Feature"}', "code;name", "[" * 100_000])
def test_outlines_another_file_is_refused(land, tmp_path, content):
    path = tmp_path / "other.geojson"
    path.write_text(content)
    with pytest.raises(ImportProblem):
        geodata.import_outlines(job=Job.objects.create(kind="outlines"), path=path, by=None)

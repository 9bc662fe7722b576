"""The month and the diary of a library: its points together, and who may open them."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.desk.models import PeriodLock
from mistok.desk.queries import library_diary
from mistok.desk.queries.libraries import as_library
from mistok.desk.queries.library_diary import library_day
from mistok.desk.queries.library_summary import library_month
from mistok.desk.queries.summary import Readers, month_at
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory
from mistok.directory.models import Service
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.tables import open_table
from mistok.network.models import PointEdition
from mistok.network.tests.factories import OrganisationFactory, ServicePointFactory, SubordinationFactory

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)
DAY = date(2026, 10, 20)


def bills():
    return Service.objects.filter(slug="bills").first() or ServiceFactory(
        slug="bills", name="Комунальні платежі"
    )


def visit(point, day, number=1, **more):
    at = datetime(2026, *day, 9, tzinfo=UTC)
    record = EncounterFactory(point=point, number=number, occurred_at=at, received_at=at, **more)
    EncounterItemFactory(encounter=record, service=bills(), times=number)
    return record


@pytest.fixture
def second(network):
    return ServicePointFactory(slug="second", name="Алея знань", organisation=network.central)


@pytest.fixture
def work(network, second):
    visit(network.point, (9, 3), 4)
    visit(network.point, (10, 20), 5, card_hash="a")
    visit(second, (10, 20), 2, certainty="estimate", card_hash="a")
    visit(second, (10, 21), 1, card_hash="b")
    visit(second, (10, 21), 9, voided_at=timezone.now(), void_reason="twice")
    visit(network.other_point, (10, 20), 50)


def month(library, person, first=OCTOBER):
    return library_month(as_library(person, library), first, person)


def test_month_adds_the_points_up_and_keeps_the_silent_ones(cast, network, second, work):
    found = month(network.central, cast.head)
    assert [row.then.name for row in found.rows] == ["Алея знань", "Центр у центральній", "Пункт у філії"]
    people = next(each for each in found.totals if each.indicator.code == "people")
    assert (people.figure.value, people.figure.rough, people.before.value) == (8, 2, 4)
    assert [row.figure(people).value for row in found.rows] == [3, 5, 0]
    assert [row.has_records for row in found.rows] == [True, True, False]
    for row in found.rows:
        alone = month_at(row.then.point, OCTOBER)
        there = {each.indicator.code: each.figure for each in alone.totals if each.figure.value}
        assert there == {code: each for code, each in row.figures.items() if each.value}
    assert found.adjustments.withdrawn == 1
    assert found.readers == Readers(different=2, again=0)  # a card at two points is one reader


def test_month_page_tells_a_zero_from_nothing(cast, sign_in, network, second, work):
    page = sign_in(cast.head).get(reverse("desk:library-summary-month", args=["central", OCTOBER]))
    rows = [row for _library, rows in page.context["groups"] for row in rows]
    assert [set(row["figures"]) == {"–"} for row in rows] == [False, False, True]
    assert "0" in rows[0]["figures"]
    text = " ".join(page.content.decode().split())
    for said in (
        "жовтень 2026", "вересень 2026", "нічого не записано", "≈ 3", "Бібліотеки з одним пунктом",
        "Пунктів, які закрили місяць: 0 із 3.", "пораховано один раз", "Квитки різних бібліотек",
        reverse("desk:summary-month", args=["second", OCTOBER]),
    ):  # fmt: skip
        assert said in text


def test_region_reads_its_libraries_one_by_one(cast, sign_in, network, second, work):
    found = month(network.region, cast.region)
    assert [(each and each.slug, len(rows)) for each, rows in found.groups] == [(None, 1), ("central", 3)]
    page = sign_in(cast.region).get(reverse("desk:library-summary-month", args=["region", OCTOBER]))
    assert reverse("desk:library-summary-month", args=["central", OCTOBER]) in page.content.decode()


def test_librarian_has_the_own_library_alone(cast, sign_in, network, second, work):
    found = month(network.central, cast.librarian)
    assert [row.then.name for row in found.rows] == ["Алея знань", "Центр у центральній"]
    client = sign_in(cast.librarian)
    assert "Пункт у філії" not in client.get("/desk/libraries/central/diary/").content.decode()
    assert client.get("/desk/libraries/branch/diary/").status_code == 404


def test_month_says_who_closed_it(cast, network, second, work):
    PeriodLock.objects.create(
        organisation=network.central, first=OCTOBER, last=date(2026, 10, 31), locked_by=cast.head
    )
    found = month(network.central, cast.head)
    assert [bool(row.closed_at) for row in found.rows] == [True, True, False]


def test_month_page_names_the_point_that_is_not_closed(cast, sign_in, network, second):
    PeriodLock.objects.create(
        organisation=network.central, first=date(2026, 9, 1), last=date(2026, 12, 31), locked_by=cast.head
    )
    client = sign_in(cast.head)
    page = client.get(reverse("desk:library-summary-month", args=["central", OCTOBER])).content.decode()
    assert "2 із 3" in page
    assert "Не закрито: Пункт у філії." in page
    assert "Цього місяця нічого не записано" in page


def test_month_stays_with_the_library_it_was_counted_for(cast, network, second, work):
    PointEdition.objects.create(
        point=network.other_point, organisation=network.central, name="Пункт у сусідів", kind="centre",
        territory=network.other_point.territory, since=None, until=date(2026, 10, 20),
    )  # fmt: skip
    PointEdition.objects.create(
        point=network.other_point, organisation=network.other, name="Пункт у сусідів", kind="centre",
        territory=network.other_point.territory, since=date(2026, 10, 21),
    )  # fmt: skip
    visit(network.other_point, (10, 22), 7)
    found = month(network.central, cast.head)
    given = next(row for row in found.rows if row.then.point == network.other_point)
    assert (given.figures["people"].value, given.until, given.is_seen) == (50, DAY, False)
    people = next(each for each in found.totals if each.indicator.code == "people")
    assert people.figure.value == 58
    day = library_day(as_library(cast.head, network.central), DAY, cast.head)
    assert day.elsewhere == [network.other_point]
    assert day.people == 7


def test_closed_point_is_there_until_its_end(cast, network, second, work):
    second.closed_on = date(2026, 10, 22)
    second.save()
    rows = month(network.central, cast.head).rows
    assert next(row for row in rows if row.then.point == second).until == date(2026, 10, 21)
    later = [row.then.point for row in month(network.central, cast.head, date(2026, 11, 1)).rows]
    assert second not in later


def test_month_goes_on_paper_and_into_a_spreadsheet(cast, sign_in, network, second, work, tmp_path):
    client = sign_in(cast.region)
    pdf = client.get(reverse("desk:library-summary-pdf", args=["central", OCTOBER])).content
    assert PdfReader(BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
    for said in ("Підсумок місяця", "жовтень 2026", "Алея знань", "нічого не записано", "Усього"):
        assert said in text
    path = tmp_path / "month.xlsx"
    path.write_bytes(client.get(reverse("desk:library-summary-xlsx", args=["central", OCTOBER])).content)
    with open_table(path) as table:
        rows = {cells[0]: cells for _number, cells in table.rows()}
        people = table.header.index("Обслужено людей")
    assert [rows[name][people] for name in ("Усього", "Алея знань", "Центр у центральній")] == ["8", "3", "5"]
    assert not rows["Пункт у філії"][people]
    assert rows["Пункт у філії"][2] == "нічого не записано"


def test_diary_has_the_points_one_after_another(cast, sign_in, network, second, work):
    client = sign_in(cast.head)
    page = client.get(reverse("desk:library-diary-day", args=["central", DAY]))
    found = page.context["found"]
    assert [(each.point, each.people) for each in found.points] == [(second, 2), (network.point, 5)]
    assert [each.name for each in found.silent] == ["Пункт у філії"]
    assert (found.whole.day.people, found.whole.day.rough, found.whole.day.e_services) == (7, 2, 7)
    text = page.content.decode()
    for said in ("Пункти без записів за цей день", "5 × Комунальні платежі", "20 жовтня 2026, вівторок"):
        assert said in text
    pdf = client.get(reverse("desk:library-diary-pdf", args=["central", DAY])).content
    text = " ".join("".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages).split())
    for said in (
        "Уся бібліотека",
        "Алея знань",
        "Центр у центральній",
        "Комунальні платежі",
        "Пункт у філії",
    ):
        assert said in text
    assert text.count("4. Довідкова") == 3


def test_diary_of_a_region_counts_only(cast, sign_in, network, work, monkeypatch):
    monkeypatch.setattr(library_diary, "MANY", 2)
    client = sign_in(cast.region)
    page = client.get(reverse("desk:library-diary-day", args=["region", DAY]))
    assert page.context["found"].whole is None
    assert "Записів забагато" in page.content.decode()
    assert client.get(reverse("desk:library-diary-pdf", args=["region", DAY])).content.startswith(b"%PDF")


def test_diary_of_a_silent_day_says_so(cast, sign_in, network, second):
    client = sign_in(cast.head)
    page = client.get("/desk/libraries/central/diary/").content.decode()
    assert "Цього дня нічого не записано" in page
    assert client.get(reverse("desk:library-diary-pdf", args=["central", DAY])).content.startswith(b"%PDF")


def test_library_without_points_says_so(cast, sign_in, network):
    empty = OrganisationFactory(slug="empty", name="Нова бібліотека")
    SubordinationFactory(organisation=empty, parent=network.central)
    client = sign_in(cast.head)
    for kind in ("diary", "summary"):
        page = client.get(f"/desk/libraries/empty/{kind}/")
        assert "немає жодного пункту" in page.content.decode()
        assert (
            client.get(
                f"/desk/libraries/empty/{kind}/{'2026-10-20' if kind == 'diary' else '2026-10'}/"
            ).status_code
            == 404
        )


@pytest.mark.parametrize("when", ["2999-01", "1990-01", "0001-01", "2026-13"])
def test_time_without_points_is_not_found(cast, sign_in, network, when):
    client = sign_in(cast.head)
    assert client.get(f"/desk/libraries/central/summary/{when}/").status_code == 404
    assert client.get(f"/desk/libraries/central/diary/{when}-01/").status_code == 404


@pytest.mark.parametrize(("person", "status"), [("region", 200), ("colleague", 404), ("authority", 404)])
def test_library_is_for_those_who_see_its_figures(cast, sign_in, network, person, status):
    client = sign_in(getattr(cast, person))
    for kind in ("diary", "summary"):
        assert client.get(f"/desk/libraries/central/{kind}/").status_code == status


def test_ways_lead_to_the_library_and_back(cast, sign_in, network, second):
    head, librarian = sign_in(cast.head), sign_in(cast.librarian)
    start = head.get("/desk/diaries/?choose=1").content.decode()
    assert "/desk/libraries/central/diary/" in start
    assert "/desk/libraries/branch/diary/" not in start  # one point is no library of several
    for client, slug in ((head, "central-point"), (head, "branch-point"), (librarian, "second")):
        for kind in ("diary", "summary"):
            assert "/desk/libraries/central/" in client.get(f"/desk/{slug}/{kind}/").content.decode()
    assert "/desk/libraries/central/summary/" in head.get("/desk/?choose=1").content.decode()
    colleague = sign_in(cast.colleague)
    assert "/desk/libraries/" not in colleague.get("/desk/other-point/diary/").content.decode()


def test_costs_are_the_same_for_two_points_and_for_six(
    cast, sign_in, network, work, django_assert_max_num_queries
):
    client = sign_in(cast.head)
    addresses = {
        reverse("desk:library-summary-month", args=["central", OCTOBER]): 50,
        reverse("desk:library-diary-day", args=["central", DAY]): 20,
        "/desk/diaries/?choose=1": 12,
    }
    for wanted in (0, 4):
        for number in range(wanted):
            owner = network.branch if number % 2 else network.central
            point = ServicePointFactory(slug=f"more-{number}", organisation=owner)
            visit(point, (10, 20), 3, card_hash=str(number))
        for address, most in addresses.items():
            with django_assert_max_num_queries(most):
                assert client.get(address).status_code == 200

"""The month of a point: by days and indicators, beside the month before."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from mistok.desk.actions.street import Facts, record_action
from mistok.desk.queries.summary import Readers, month_at
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory
from mistok.directory.models import Service
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.lib.tables import open_table

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


def bills():
    return Service.objects.filter(slug="bills").first() or ServiceFactory(slug="bills")


def visit(point, day, number=1, **more):
    record = EncounterFactory(
        point=point, number=number, occurred_at=datetime(2026, *day, 9, tzinfo=UTC), **more
    )
    EncounterItemFactory(encounter=record, service=bills(), times=number)
    return record


@pytest.fixture
def work(cast, network):
    visit(network.point, (10, 20), 4)
    visit(network.point, (11, 3), 5)
    visit(network.point, (11, 3), 2, certainty="estimate")
    visit(network.point, (11, 18), 1)
    visit(network.point, (11, 18), 9, voided_at=timezone.now(), void_reason="twice")
    visit(network.other_point, (11, 3), 50)
    facts = Facts("День е-послуг", "Сквер", date(2026, 11, 18), 30, leaflets=(("Закладки", 70),))
    record_action(by=cast.librarian, point=network.point, uuid=uuid7(), facts=facts)


def test_month_adds_up_by_days_and_in_all(network, work):
    month = month_at(network.point, NOVEMBER)
    totals = {
        each.indicator.code: (each.figure.value, each.figure.rough, each.before.value)
        for each in month.totals
    }
    assert totals["people"] == (38, 2, 4)
    assert totals["e_services"] == (8, 2, 4)
    assert totals["leaflets"] == (70, 0, 0)
    assert totals["consultations"] == (0, 0, 0)
    assert "staff_help" not in totals
    assert month.cells["people", date(2026, 11, 3)].value == 7
    assert month.days[0] == NOVEMBER
    assert month.days[-1] == min(timezone.localdate(), date(2026, 11, 30))
    told = month.adjustments
    assert (told.withdrawn, told.replaced) == (1, 0)
    assert told.late == 4  # all that counts was written down today


def test_people_are_told_apart_only_where_they_showed_a_card(cast, sign_in, network):
    for day, card in (((11, 3), "a"), ((11, 3), "a"), ((11, 5), "a"), ((11, 5), "b"), ((10, 5), "c")):
        visit(network.point, day, card_hash=card)
    visit(network.point, (11, 5))
    visit(network.point, (11, 6), card_hash="d", voided_at=timezone.now(), void_reason="twice")
    visit(network.other_point, (11, 6), card_hash="e")
    assert month_at(network.point, NOVEMBER).readers == Readers(different=2, again=1)
    client = sign_in(cast.librarian)
    page = client.get(reverse("desk:summary-month", args=[network.point.slug, NOVEMBER])).content.decode()
    assert "Різних читачів, які показали квиток: 2, з них приходили в різні дні: 1." in " ".join(page.split())


def test_page_has_totals_change_and_days(cast, sign_in, network, work):
    page = (
        sign_in(cast.librarian)
        .get(reverse("desk:summary-month", args=[network.point.slug, NOVEMBER]))
        .content.decode()
    )
    for said in ("листопад 2026", "жовтень 2026", "38", "+34", "%", "≈ 7", "Записів скасовано"):
        assert said in page


def test_page_of_an_empty_month_says_so(cast, sign_in, network):
    page = sign_in(cast.librarian).get(
        reverse("desk:summary-month", args=[network.point.slug, date(2026, 5, 1)])
    )
    assert "Цього місяця нічого не записано" in page.content.decode()


def test_month_goes_on_paper_and_into_a_spreadsheet(cast, sign_in, network, work, tmp_path):
    client = sign_in(cast.region)
    pdf = client.get(reverse("desk:summary-pdf", args=[network.point.slug, NOVEMBER])).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", " ")
    for said in ("Підсумок місяця", "листопад 2026", "Листівки", "03.11.2026"):
        assert said in text
    content = client.get(reverse("desk:summary-xlsx", args=[network.point.slug, NOVEMBER])).content
    path = tmp_path / "month.xlsx"
    path.write_bytes(content)
    with open_table(path) as table:
        rows = {cells[0]: cells for _number, cells in table.rows()}
        people = table.header.index("Обслужено людей")
    assert rows["Усього"][people] == "38"
    assert rows["03.11.2026, вт"][people] == "7"


@pytest.mark.parametrize("month", ["2026-13", "2999-01", "1990-01", "0000-00"])
def test_month_that_is_none_is_not_found(cast, sign_in, network, month):
    assert sign_in(cast.librarian).get(f"/desk/{network.point.slug}/summary/{month}/").status_code == 404


@pytest.mark.parametrize(
    ("person", "status"), [("librarian", 200), ("region", 200), ("colleague", 404), ("authority", 404)]
)
def test_month_is_for_those_who_see_figures(cast, sign_in, network, person, status):
    address = reverse("desk:summary", args=[network.point.slug])
    assert sign_in(getattr(cast, person)).get(address).status_code == status


def test_month_costs_the_same_however_much_was_done(
    cast, sign_in, network, work, django_assert_max_num_queries
):
    client = sign_in(cast.librarian)
    address = reverse("desk:summary", args=[network.point.slug])
    for _more in range(2):
        with django_assert_max_num_queries(45):
            client.get(address)
        for day in range(1, 20):
            visit(network.point, (11, day))

"""The queue of offices that wait for a person, and the decisions."""

from datetime import date

import pytest
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.network.models import Organisation, Place, TerritoryName
from mistok.network.tests.factories import PlaceFactory, TerritoryFactory
from mistok.search.models import Change

QUEUE = "/network/offices/review/"


@pytest.fixture
def hromada(db):
    oblast = TerritoryFactory(code="UA48000000000000001", level=1, category="O", name="Степська")
    raion = TerritoryFactory(
        code="UA48060000000000002", level=2, category="P", name="Садівський", parent=oblast
    )
    found = TerritoryFactory(
        code="UA48060150000000003",
        level=3,
        category="H",
        name="Садівська",
        parent=raion,
        latitude=46.9,
        longitude=32,
    )
    TerritoryFactory(code="UA48060150010000004", level=4, category="M", name="Садове", parent=found)
    TerritoryName.objects.create(territory=found, name="Ленінська", until=date(2024, 1, 1))
    return found


@pytest.fixture
def lost(network):
    """An office that waits for everything at once."""
    PlaceFactory(source="cnap", external_id="9", seen_on=date(2025, 2, 1))
    return PlaceFactory(
        source="cnap", external_id="7", seen_on=date(2025, 1, 1), name="ЦНАП у степу", match="none",
        territory=None,
        hours_reading="review", opening_hours="", address="Миру, 1, Степська область",
        given={
            "problems": ["?"], "timetable": "пн: 08:00-70:00", "web": "ентральна", "website_doubtful": True,
        },
    )  # fmt: skip


def page(lost: Place, what: str = "review") -> str:
    return reverse(f"network:place-{what}", args=[lost.slug])


@pytest.mark.parametrize("why", ["hromada", "hours", "website", "absent"])
def test_queue_has_a_tab_for_each_reason(lost, cast, sign_in, why):
    answer = sign_in(cast.head).get(QUEUE, {"why": why})
    assert answer.status_code == 200
    assert "ЦНАП у степу" in answer.text
    assert [tab["count"] for tab in answer.context["tabs"]] == [1, 1, 1, 1]


def test_queue_is_searched(lost, cast, sign_in):
    client = sign_in(cast.administrator)
    assert "ЦНАП у степу" in client.get(QUEUE, {"why": "hours", "q": "степу"}).text
    assert "ЦНАП у степу" in client.get(QUEUE, {"why": "hours", "q": "7"}).text
    assert "ЦНАП у степу" not in client.get(QUEUE, {"why": "hours", "q": "ліс"}).text


def test_queue_of_an_unknown_reason_is_404(lost, cast, sign_in):
    assert sign_in(cast.head).get(QUEUE, {"why": "x"}).status_code == 404


def test_queue_does_not_grow(lost, cast, sign_in, django_assert_max_num_queries):
    for number in range(20):
        PlaceFactory(
            source="cnap", external_id=f"1{number}", seen_on=date(2025, 2, 1), match="none", territory=None
        )
    client = sign_in(cast.head)
    with django_assert_max_num_queries(14):
        client.get(QUEUE, {"why": "hromada"})


@pytest.mark.parametrize("who", ["resident", "librarian", "colleague", "region", "authority"])
def test_strangers_get_404(lost, cast, sign_in, who):
    client = sign_in(getattr(cast, who))
    assert client.get(QUEUE).status_code == 404
    assert client.get(page(lost)).status_code == 404
    assert client.post(page(lost, "website"), {"website": ""}).status_code == 404


def test_unknown_office_and_wrong_method(lost, cast, sign_in):
    client = sign_in(cast.head)
    assert client.get("/network/offices/nowhere/review/").status_code == 404
    assert client.get(page(lost, "hours")).status_code == 405
    own = PlaceFactory()  # added by a person: no register speaks of it
    assert client.get(page(own)).status_code == 404


@pytest.mark.parametrize("asked", ["садів", "Ленінська", "Садове", "садове"])
def test_hromada_is_found_by_any_of_its_names(lost, hromada, cast, sign_in, asked):
    answer = sign_in(cast.head).get(page(lost), {"hromada": asked})
    assert [each.hromada for each in answer.context["candidates"]] == [hromada]
    assert "Садівська" in answer.text


def test_hromada_is_chosen(lost, hromada, cast, sign_in):
    answer = sign_in(cast.head).post(page(lost, "hromada"), {"territory": hromada.pk})
    assert answer.url == f"{QUEUE}?why=hromada"
    lost.refresh_from_db()
    assert (lost.territory, lost.match, lost.kept_fields) == (hromada, "person", ["territory"])
    assert (lost.latitude, lost.given["approximate"]) == (46.9, "hromada")
    assert lost.organisation == Organisation.objects.get(territory=hromada)
    entry = Entry.objects.get(event=Event.PLACE_CHANGED)
    assert (entry.actor, entry.details) == (str(cast.head.pk), {"fields": ["territory"]})
    assert Change.objects.filter(kind="place", key=str(lost.pk)).exists()


def test_only_a_hromada_may_be_chosen(lost, hromada, cast, sign_in):
    answer = sign_in(cast.head).post(page(lost, "hromada"), {"territory": hromada.parent_id})
    assert answer.status_code == 422
    lost.refresh_from_db()
    assert lost.match == "none"


def test_hours_are_looked_at_then_saved(lost, cast, sign_in):
    client = sign_in(cast.head)
    given = {"opening_hours": "Mo-Th 08:00-17:00; Fr-Su off", "hours_note": ""}
    answer = client.post(page(lost, "hours"), given | {"look": "1"})
    assert answer.status_code == 200
    assert "08:00–17:00" in answer.text
    assert "пн: 08:00-70:00" in answer.text  # beside the text of the register
    lost.refresh_from_db()
    assert lost.hours_reading == "review"
    assert client.post(page(lost, "hours"), given).status_code == 302
    lost.refresh_from_db()
    assert (lost.hours_reading, lost.opening_hours, lost.kept_fields) == (
        "person", given["opening_hours"], ["opening_hours"],
    )  # fmt: skip


def test_unreadable_hours_are_refused(lost, cast, sign_in):
    answer = sign_in(cast.head).post(page(lost, "hours"), {"opening_hours": "щодня", "hours_note": ""})
    assert answer.status_code == 422
    lost.refresh_from_db()
    assert lost.hours_reading == "review"


@pytest.mark.parametrize(("asked", "saved"), [("htt://sadova.gov.ua", "http://sadova.gov.ua"), ("", "")])
def test_website_is_mended(lost, cast, sign_in, asked, saved):
    client = sign_in(cast.head)
    assert client.post(page(lost, "website"), {"website": asked}).status_code == 302
    lost.refresh_from_db()
    assert (lost.website, lost.website_note, lost.kept_fields) == (saved, "", ["website"])
    assert client.get(QUEUE).context["tabs"][2]["count"] == 0


def test_wrong_website_says_why(lost, cast, sign_in):
    assert sign_in(cast.head).post(page(lost, "website"), {"website": "rada@example.com"}).status_code == 422


def test_absent_office_is_settled(lost, cast, sign_in):
    client = sign_in(cast.head)
    assert client.post(page(lost, "absence"), {"state": "closed"}).status_code == 302
    lost.refresh_from_db()
    assert (lost.state, lost.kept_fields) == ("closed", ["state"])
    assert client.get(QUEUE).context["tabs"][3]["count"] == 0
    assert client.post(page(lost, "absence"), {"state": "works"}).status_code == 404


def test_imports_page_leads_to_the_queue(lost, cast, sign_in):
    answer = sign_in(cast.administrator).get("/imports/")
    assert QUEUE in answer.text
    assert answer.context["waiting"] == 1

"""What an oblast, raion or hromada offers, each of its settlements has too."""

import pytest

from mistok.directory.coverage import above, coverage_text
from mistok.directory.listing import Filters, listing
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.models import TerritoryCategory
from mistok.network.tests.factories import TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    oblast = TerritoryFactory(name="Миколаївська", category=TerritoryCategory.OBLAST, level=1)
    raion = TerritoryFactory(name="Миколаївський", category=TerritoryCategory.RAION, level=2, parent=oblast)
    hromada = TerritoryFactory(name="Веснянська", category=TerritoryCategory.HROMADA, level=3, parent=raion)
    other = TerritoryFactory(name="Сусідня", category=TerritoryCategory.HROMADA, level=3, parent=raion)
    villages = [
        TerritoryFactory(name=f"Село {n}", category=TerritoryCategory.VILLAGE, level=4, parent=hromada)
        for n in range(5)
    ]
    return {"oblast": oblast, "raion": raion, "hromada": hromada, "other": other, "villages": villages}


def local(territory, slug, level="local"):
    return ServiceFactory(slug=slug, level=level, territory=territory)


def listed(territory):
    return {row["slug"] for row in listing(Filters(territory=territory.pk)).found[0:100]}


def test_services_come_from_all_units_above(land):
    ServiceFactory(slug="national")
    local(land["oblast"], "oblast", "regional")
    local(land["raion"], "raion", "regional")
    local(land["hromada"], "hromada")
    local(land["villages"][0], "village")
    local(land["villages"][1], "next-village")
    local(land["other"], "other")
    assert listed(land["villages"][0]) == {"national", "oblast", "raion", "hromada", "village"}
    assert listed(land["raion"]) == {"national", "oblast", "raion"}


def test_services_in_a_unit_of_an_old_code(land):
    from datetime import date

    old = TerritoryFactory(
        name="Старе", category=TerritoryCategory.VILLAGE, parent=land["hromada"], closed_on=date(2024, 1, 1)
    )
    local(land["hromada"], "hromada")
    assert "hromada" in listed(old)


def test_drafts_and_archived_cards_are_nowhere(land):
    from datetime import date

    ServiceFactory(slug="draft", is_draft=True, level="local", territory=land["hromada"])
    ServiceFactory(slug="old", retired_on=date(2026, 1, 1))
    assert listed(land["hromada"]) == set()


def test_above_is_nearest_first(land):
    village = land["villages"][0]
    assert above(village) == [village.pk, land["hromada"].pk, land["raion"].pk, land["oblast"].pk]


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        ("hromada", "Веснянська громада та її 5 сіл"),
        ("raion", "Миколаївський район: 2 громади"),
        ("oblast", "Миколаївська область: 2 громади"),
        ("other", "Сусідня громада"),
    ],
)
def test_coverage_text(land, unit, words):
    assert coverage_text(land[unit]) == words


def test_coverage_text_of_a_settlement_and_of_a_mixed_hromada(land):
    assert coverage_text(land["villages"][0]) == "Село 0"
    TerritoryFactory(name="Місто", category=TerritoryCategory.CITY, parent=land["hromada"])
    assert coverage_text(land["hromada"]) == "Веснянська громада: 6 населених пунктів"

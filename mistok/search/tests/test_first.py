"""What people expect to see first among documents of all kinds."""

import pytest

from mistok.search import declarations
from mistok.search.actions import rebuild
from mistok.search.queries import search
from mistok.search.tests.library import Shelf

pytestmark = pytest.mark.django_db

CONSTITUTION = "Конституція України"
PENSIONS = "Про пенсії за особливі заслуги перед Україною"


@pytest.fixture(autouse=True)
def _library(monkeypatch):
    monkeypatch.setattr(declarations, "_sources", {})
    services, acts, articles = Shelf("service"), Shelf("act"), Shelf("article")
    for shelf in (services, acts, articles):
        declarations.declare(shelf.kind, shelf.source())
    services.put("pension", "Пенсія за віком: подати заяву", summary="Призначення пенсії.", weight=0.8)
    services.put("passport", "Паспорт: оформити дитині", summary="Уперше.")
    services.put("object", "Об’єкт нерухомості: довідка", summary="Довідка з реєстру.")
    for number in range(20):
        services.put(f"years-{number}", f"Програма № {number} на 14 років", summary="Розвиток на 14 років.")
    acts.put("constitution", CONSTITUTION, summary="Основний закон", weight=0.9)
    for number in range(20):
        articles.put(
            f"constitution:{number}", f"Стаття {number}. День прийняття Конституції України є святом",
            text="Конституція України набирає чинності.", context=CONSTITUTION, weight=0.8,
        )  # fmt: skip
        articles.put(
            f"pensions:{number}", f"Стаття {number}. Пенсія за особливі заслуги",
            text="Пенсія надається за особливі заслуги.", context=PENSIONS, weight=0.3,
        )  # fmt: skip
    rebuild()


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("конституція", "constitution"),  # a law above its articles
        ("пенсія", "pension"),  # a service above articles of a law that is called so
        ("pensiia", "pension"),  # a word in Latin letters weighs as what was meant
        ("паспорт дитині 14 років", "passport"),  # an age decides nothing
    ],
)
def test_what_a_person_came_for_stands_first(asked, wanted):
    assert search(asked).hits[0].key == wanted


def test_a_word_without_its_apostrophe_is_understood():
    found = search("обєкт")
    assert found.hits[0].key == "object"
    assert found.did_you_mean == "об’єкт"

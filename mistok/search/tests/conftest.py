import pytest

from mistok.search import declarations, queries
from mistok.search.index import reader
from mistok.search.tests.library import Shelf


@pytest.fixture(autouse=True)
def _fresh_reader(settings, monkeypatch):
    settings.ASKED_QUERIES_DELAY = None
    monkeypatch.setattr(queries, "_asked_to_rebuild", float("-inf"))
    reader.forget()
    yield
    reader.forget()


@pytest.fixture
def services(monkeypatch):
    """The only declared kind, "service", with a few everyday documents."""
    monkeypatch.setattr(declarations, "_sources", {})
    shelf = Shelf("service")
    declarations.declare("service", shelf.source())
    shelf.put(
        "subsidy",
        "Житлова субсидія",
        summary="Держава допоможе оплатити опалення, світло та воду, якщо на них не вистачає доходу сім’ї.",
        keywords=("Пенсійний фонд України", "допомога на комунальні"),
        body="Паспорт або ID-картка\nДовідки про доходи всіх, хто живе разом\nЗаповніть заяву та декларацію",
        weight=0.9,
    )
    shelf.put(
        "idp",
        "Довідка внутрішньо переміщеної особи",
        summary="Підтверджує, що людина виїхала з дому через війну.",
        keywords=("ВПО", "Дія"),
        body="Паспорт\nАдреса нового місця проживання",
        weight=0.8,
    )
    shelf.put(
        "birth",
        "Реєстрація народження дитини",
        summary="е-Малятко: дев’ять послуг за однією заявою.",
        keywords=("Міністерство юстиції", "свідоцтво про народження"),
        body="Паспорти батьків\nМедичний висновок про народження",
    )
    shelf.put(
        "doctor",
        "Запис до лікаря",
        summary="Оберіть лікаря та час прийому в системі охорони здоров’я.",
        keywords=("eHealth", "педіатр", "сімейний лікар"),
        body="Номер телефону",
    )
    shelf.put(
        "licence",
        "Обмін посвідчення водія",
        summary="Нове посвідчення замість старого чи втраченого.",
        keywords=("права", "сервісний центр МВС"),
        body="Старе посвідчення\nМедична довідка",
    )
    return shelf

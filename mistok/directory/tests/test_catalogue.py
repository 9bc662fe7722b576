import re
import shutil
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from mistok.directory.catalogue import CatalogueError, load

FOLDER = Path(str(files("mistok.directory.catalogue")))
TOML = sorted(FOLDER.glob("*.toml"))
CYRILLIC = "А-ЩЬЮЯҐЄІЇа-щьюяґєії"
WRONG_APOSTROPHE = re.compile(rf"[{CYRILLIC}]['`ʼ‘´][{CYRILLIC}]")
MIXED_WORD = re.compile(r"[^\W\d_]+")
LONE_LATIN = re.compile(rf"[{CYRILLIC}»,] [aceiopxyACEIOPXY] [{CYRILLIC}«]")
RUSSIAN_LETTERS = re.compile(r"[ыэъё]", re.IGNORECASE)
FIRST_SITUATIONS = [
    "Вимушений переїзд",
    "Вихід на пенсію",
    "Народження дитини",
    "Пошук роботи",
    "Комунальні платежі",
    "Здоров’я",
    "Житло і земля",
    "Ветеранам",
    "Документи",
]
PHRASES = {
    "utility-payments": "перевірки особистих рахунків та оплати комунальних платежів",
    "oschadbank-soviet-deposits": (
        "реєстрації колишніх вкладників Ощадбанку СРСР в «Реєстрі вкладників заощаджень громадян» "
        "на сайті АТ «Ощадбанк»"
    ),
    "shchodennyk-ua": "користування освітньою мережею «Щоденник.ua»",
}


@pytest.fixture(scope="module")
def catalogue():
    return load()


@pytest.fixture
def copy(tmp_path):
    for file in TOML:
        shutil.copy(file, tmp_path)
    return tmp_path


def spoil(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_there_are_enough_services(catalogue):
    assert len(catalogue.services) >= 160


def test_every_situation_has_services(catalogue):
    counts = Counter(key for service in catalogue.services for key in service.situations)
    assert {s.key: counts[s.key] for s in catalogue.situations if counts[s.key] < 3} == {}


def test_every_category_but_the_rest_is_somebodys_audience(catalogue):
    named = {key for service in catalogue.services for key in service.audiences}
    assert {category.key for category in catalogue.categories} - named == {"other"}


def test_every_provider_provides(catalogue):
    used = {service.provider for service in catalogue.services}
    assert {provider.key for provider in catalogue.providers} == used


def test_names_are_not_repeated(catalogue):
    for field in ("name", "short"):
        counts = Counter(getattr(service, field).casefold() for service in catalogue.services)
        assert [name for name, count in counts.items() if count > 1] == []


def test_first_situations_stand_in_their_order(catalogue):
    ordered = sorted(catalogue.situations, key=lambda situation: situation.order)
    assert [situation.name for situation in ordered[:9]] == FIRST_SITUATIONS


@pytest.mark.parametrize("slug", PHRASES)
def test_report_phrases_are_exact(catalogue, slug):
    [service] = [service for service in catalogue.services if service.slug == slug]
    assert service.phrase == PHRASES[slug]


def test_utility_payments_lead(catalogue):
    assert max(catalogue.services, key=lambda service: service.demand).slug == "utility-payments"


def test_computer_literacy_is_a_skill(catalogue):
    [topic] = [topic for topic in catalogue.topics if topic.code == "3.1.4.3"]
    assert (topic.name, topic.kind) == ("Комп’ютерна грамотність, робота в інтернеті", "skill")


def test_topics_stand_in_three_levels_under_their_code(catalogue):
    for topic in catalogue.topics:
        if topic.parent:
            assert topic.code.rpartition(".")[0] == topic.parent
        assert topic.code.count(".") in {2, 3, 4}


def test_texts_are_finished_alike(catalogue):
    for service in catalogue.services:
        assert service.summary.endswith("."), service.slug
        assert service.boundary.endswith("."), service.slug
        assert not [step for step in service.steps if step.endswith((".", ";", ","))], service.slug
        assert not [step for step in service.steps if step[0].islower()], service.slug
        assert not [thing for thing in service.bring if thing.endswith((".", ";"))], service.slug


@pytest.mark.parametrize("file", TOML, ids=lambda file: file.name)
class TestWriting:
    def test_apostrophes_are_typographic(self, file):
        assert WRONG_APOSTROPHE.findall(file.read_text(encoding="utf-8")) == []

    def test_no_latin_letter_hides_in_a_cyrillic_word(self, file):
        text = file.read_text(encoding="utf-8")
        words = [word for word in MIXED_WORD.findall(text) if re.search("[A-Za-z]", word)]
        assert [word for word in words if re.search("[Ѐ-ӿ]", word)] == []
        assert LONE_LATIN.findall(text) == []

    def test_russian_stands_only_among_synonyms(self, file):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert [li for li in lines if RUSSIAN_LETTERS.search(li) and not li.startswith("synonyms")] == []

    def test_file_is_short_enough_to_read(self, file):
        assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('provider = "pfu"', 'provider = "nobody"', "nobody"),
        ('situations = ["', 'situations = ["nowhere", "', "nowhere"),
        ('audiences = ["', 'audiences = ["martian", "', "martian"),
        ('kind = "e-service"', 'kind = "magic"', "magic"),
        ('level = "national"', 'level = "galactic"', "galactic"),
        ('signature = "any"', 'signature = "blood"', "blood"),
        ('librarian = "guides"', 'librarian = "decides"', "decides"),
        ('url = "https://', 'url = "http://', "https"),
        ("summary = ", "sumary = ", "summary"),
        ("demand = ", "wish = 1\ndemand = ", "wish"),
        ('name = "', 'name = "' + "Д" * 90, "name"),
        ("administrative = true", 'administrative = "так"', "administrative"),
        ('territory = ""', 'territory = "UA48000000000039575"', "territory"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_slug(copy, old, new, complaint):
    spoil(copy, "services_pension.toml", old, new)
    with pytest.raises(CatalogueError) as raised:
        load(copy)
    message = str(raised.value)
    assert message.startswith("services_pension.toml: pension-application: ")
    assert complaint in message


def test_a_repeated_slug_is_refused(copy):
    spoil(copy, "services_work.toml", 'slug = "job-search"', 'slug = "laws-search"')
    with pytest.raises(CatalogueError, match=r"services_work\.toml: laws-search: .*services_registers\.toml"):
        load(copy)


def test_an_unreadable_file_is_named(copy):
    (copy / "services_court.toml").write_text("[[service]\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"^services_court\.toml: "):
        load(copy)

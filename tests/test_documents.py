"""Documents speak of what is there: links lead somewhere, settings, commands and models are named."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands

from mistok.__main__ import WORDS
from mistok.lib.jobs.runners import import_sources

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
ARCHITECTURE = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")

# Set by `mistok serve` for its own processes; nobody writes it.
INTERNAL = {"MISTOK_COLLECTED"}
# Mail settings share one row of the table.
MAIL = {"MISTOK_MAIL_PORT", "MISTOK_MAIL_USER", "MISTOK_MAIL_PASSWORD", "MISTOK_MAIL_FROM"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text)
    assert [link for link in named if not (page.parent / link).exists()] == []


def test_settings_are_all_in_the_readme() -> None:
    settings = (ROOT / "mistok/config/settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\("(\w+)"', settings))
    assert read - INTERNAL - MAIL - set(re.findall(r"[A-Z][A-Z_]+", README)) == set()


def test_commands_of_the_readme_are_there() -> None:
    named = set(re.findall(r"`mistok (\w+)", README))
    assert named - set(get_commands()) - set(WORDS) == set()


def test_every_import_is_in_the_readme() -> None:
    named = set(re.findall(r"`mistok import (\w+)", README))
    assert named == set(import_sources())


def test_models_of_the_network_and_the_directory_are_in_the_glossary() -> None:
    words = set(re.findall(r"\w+", GLOSSARY))
    models = {
        model.__name__ for app in ("network", "directory") for model in apps.get_app_config(app).get_models()
    }
    assert models - words == set()


def test_the_guide_lists_all_its_pages() -> None:
    guide = DOCS / "guide"
    listed = set(re.findall(r"\((\w+\.md)\)", (guide / "README.md").read_text(encoding="utf-8")))
    assert listed == {page.name for page in guide.glob("*.md")} - {"README.md"}


def test_decisions_are_numbered_without_gaps_and_titled_so() -> None:
    found = sorted((DOCS / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in found] == list(range(1, len(found) + 1))
    titles = [page.read_text(encoding="utf-8").partition(".")[0] for page in found]
    assert titles == [f"# {number}" for number in range(1, len(found) + 1)]


def test_modules_of_the_map_stand_in_the_tree() -> None:
    named = set(
        re.findall(r"`((?:lib|network|directory|planning|search|audit|config|ui)/[\w/.]*)`", ARCHITECTURE)
    )
    assert {each for each in named if not (ROOT / "mistok" / each).exists()} == set()

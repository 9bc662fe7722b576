"""The house keeps its floors: imports and foreign keys point down, files and functions stay readable."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

HOUSE: Path = settings.BASE
PYPROJECT = HOUSE.parent / "pyproject.toml"
MOST_LINES, MOST_IN_FUNCTION, MOST_IN_TEMPLATE = 400, 60, 200


def floors() -> dict[str, int]:
    """The floor of each package, counted from the top, as the contract of the linter has it."""
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [each["layers"] for each in contracts if each["id"] == "layers"]
    return {name: depth for depth, row in enumerate(layers) for name in re.split(r"[|:\s]+", row)}


def product_files(pattern: str) -> Iterator[Path]:
    for path in sorted(HOUSE.rglob(pattern)):
        if not {"tests", "migrations"} & set(path.relative_to(HOUSE).parts):
            yield path


def test_imports_point_down(capsys):
    status = lint_imports(config_filename=str(PYPROJECT), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_foreign_keys_point_down():
    """A relation named by a string is no import, so the linter cannot see it."""
    floor = floors()

    def package(model: type) -> str:
        root, _dot, rest = model.__module__.partition(".")
        return rest.split(".")[0] if root == "mistok" else ""

    wrong = []
    for model in apps.get_models(include_auto_created=True):
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.related_model is None:
                continue
            here, there = package(model), package(field.related_model)
            if here != there and here and there and floor[there] <= floor[here]:
                wrong.append(f"{model._meta.label}.{field.name} → {field.related_model._meta.label}")
    assert wrong == []


def test_every_package_has_a_floor():
    packages = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set(floors())


def test_every_package_says_what_it_is():
    silent = [
        str(path.relative_to(HOUSE))
        for path in HOUSE.glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_files_are_short():
    long = [
        f"{path.relative_to(HOUSE)}: {lines}"
        for path in product_files("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    ]
    assert long == []


def test_functions_are_short():
    long = [
        f"{path.relative_to(HOUSE)}:{node.lineno} {node.name}: {lines}"
        for path in product_files("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > MOST_IN_FUNCTION
    ]
    assert long == []


def test_templates_are_short():
    long = [
        f"{path.relative_to(HOUSE)}: {lines}"
        for path in product_files("*.html")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_IN_TEMPLATE
    ]
    assert long == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py", "signals.py"])
def test_no_file_for_everything(name):
    assert list(product_files(name)) == []


def test_no_script_or_style_inside_a_page():
    """The content security policy would silently refuse them."""
    inline = re.compile(r"<style|<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))|\sstyle=|\son[a-z]+=")
    found = [
        f"{path.relative_to(HOUSE)}: {match.group(0)}"
        for path in product_files("templates/**/*.html")
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_blocktranslate_is_trimmed():
    """Without it, line breaks and indents of the template become part of the message."""
    found = [
        f"{path.relative_to(HOUSE)}: {match.group(0)}"
        for path in product_files("templates/**/*")
        if path.is_file()
        for match in re.finditer(r"\{% blocktrans(?:late)?\b[^%]*%\}", path.read_text(encoding="utf-8"))
        if "trimmed" not in match.group(0)
    ]
    assert found == []

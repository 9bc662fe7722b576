"""Typst behind three verbs: a PDF, pictures of the pages, and what the layout itself found out."""

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

import mistok

ROOT = Path(mistok.__file__).parent
STANDARDS: list[Any] = ["ua-1"]  # ISO 14289-1: refuses to write a PDF that a screen reader could not read
SCREEN_PPI = 72.0
# Sheets and pictures that somebody is looking at right now: a preview asks for one page after another.
KEPT = 24


class NotTypeset(Exception):
    """Typst refused: the template or the data break a rule of layout or of PDF/UA. Says which."""


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF/UA-1 of the template (address inside the package, "directory/printing/poster.typ").

    The data is anything JSON can carry, with `title` and `words`. The same data give the same bytes. Raises
    NotTypeset.
    """
    return _pdf(template, _written(data))


def pictures(template: str, data: Mapping[str, Any], ppi: float = SCREEN_PPI) -> list[bytes]:
    """Every page as a PNG at so many pixels an inch. Raises NotTypeset."""
    return _pictures(template, _written(data), ppi)


def told(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the template tells about its layout under the label `<told>`: pages, what did not fit."""
    found: dict[str, Any] = json.loads(_told(template, _written(data)))
    return found


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=KEPT)
def _pdf(template: str, data: str) -> bytes:
    made: bytes = _ask(typst.compile, template, data, format="pdf", pdf_standards=STANDARDS)
    return made


@lru_cache(maxsize=KEPT)
def _pictures(template: str, data: str, ppi: float) -> list[bytes]:
    made = _ask(typst.compile, template, data, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else made


@lru_cache(maxsize=KEPT)
def _told(template: str, data: str) -> str:
    made: str = _ask(typst.query, template, data, selector="<told>", field="value", one=True)
    return made


def _ask(verb: Any, template: str, data: str, **options: Any) -> Any:
    try:
        return verb(
            str(ROOT / template),
            root=str(ROOT),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            **options,
        )
    except typst.TypstError as error:
        raise NotTypeset(f"{template}: {error.diagnostic or error.message}") from error

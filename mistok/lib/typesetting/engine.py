"""Typst behind three verbs: a PDF, pictures of the pages, and what the layout itself found out."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import mistok

ROOT = Path(mistok.__file__).parent
WORKER = Path(__file__).parent / "worker.py"
SCREEN_PPI = 72.0
LONGEST = 30  # seconds; sixty services take less than one
# Sheets and pictures that somebody is looking at right now: a preview asks for one page after another.
KEPT = 12


class NotTypeset(Exception):
    """Typst refused: the template or the data break a rule of layout or of PDF/UA. Says which."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF/UA-1 of the template (address inside the package, "directory/printing/poster.typ").

    The data is anything JSON can carry, with `title` and `words`. The same data give the same bytes. Raises
    NotTypeset.
    """
    return _made("pdf", template, _written(data))[0]


def pictures(template: str, data: Mapping[str, Any], ppi: float = SCREEN_PPI) -> list[bytes]:
    """Every page as a PNG at so many pixels an inch. Raises NotTypeset."""
    return _made("png", template, _written(data), ppi)


def told(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What the template tells about its layout under the label `<told>`: pages, what did not fit."""
    found: dict[str, Any] = json.loads(_made("told", template, _written(data))[0])
    return found


def forget() -> None:
    """Drop the sheets kept at hand."""
    _made.cache_clear()


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=KEPT)
def _made(verb: str, template: str, data: str, ppi: float = SCREEN_PPI) -> list[bytes]:
    order = {"verb": verb, "template": str(ROOT / template), "root": str(ROOT), "data": data, "ppi": ppi}
    try:
        # -P: the program stands among our modules, which must not hide those of the standard library
        done = subprocess.run(  # noqa: S603 - our own program, the words go to its input
            [sys.executable, "-P", str(WORKER)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NotTypeset(f"{template}: took longer than {LONGEST} s") from error
    if done.returncode:
        raise NotTypeset(f"{template}: {done.stderr.decode(errors='replace').strip()}")
    answer = BytesIO(done.stdout)
    return [answer.read(length) for length in json.loads(answer.readline())]

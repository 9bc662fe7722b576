"""Typst behind three verbs: a PDF, pictures of the pages, and what the layout itself found out."""

import json
import re
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
TRIES = 3  # a paper is made again without what could not be displayed; Typst may tell of it by and by
NO_LETTERS = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
CODE_POINT = re.compile(r"\\u\{([0-9a-f]{1,6})\}")
KEPT_AS_IT_IS = frozenset('"\\{}[],:') | frozenset("0123456789")  # the data are JSON


class NotTypeset(Exception):
    """Typst refused: the template or the data break a rule of layout or of PDF/UA. Says which."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF/UA-1 of the template (address inside the package, "directory/printing/poster.typ").

    The data is anything JSON can carry, with `title` and `words`. The same data give the same bytes. Raises
    NotTypeset. Characters that our letters do not have, as emoji, are left out: one in a card would otherwise
    take its paper away.
    """
    said = _written(data)
    for _try in range(TRIES):
        try:
            return _made("pdf", template, said)[0]
        except NotTypeset as error:
            missing = missing_in(str(error))
            if not missing:
                raise
            said = said.translate(missing)
    return _made("pdf", template, said)[0]


def missing_in(problem: str) -> dict[int, str]:
    """What to put in the place of the characters that Typst found no letters for: nothing, or “?” for a
    letter of another alphabet, so that nobody reads a word that is not there."""
    found: dict[int, str] = {}
    for quoted in NO_LETTERS.findall(problem):
        text = CODE_POINT.sub(lambda code: chr(int(code[1], 16)), quoted)
        found |= {ord(each): "?" if each.isalpha() else "" for each in text if each not in KEPT_AS_IT_IS}
    return found


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

"""The two joined style sheets, made from the small files at start: no build step, one request a page.

The folder of a file is its cascade layer. What residents' pages do not use stays out of their sheet.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

FOLDER = Path(__file__).parent / "static" / "ui" / "css"
LAYERS = ("tokens", "base", "components", "pages", "print")

RESIDENT = (
    "tokens.css",
    "base.css",
    "components/layout.css",
    "components/header.css",
    "components/footer.css",
    "components/button.css",
    "components/field.css",
    "components/search.css",
    "components/notice.css",
    "components/card.css",
    "components/tag.css",
    "components/rows.css",
    "components/steps.css",
    "components/table.css",
    "components/pagination.css",
    "components/map.css",
    "components/empty.css",
    "pages/home.css",
    "pages/service.css",
    "pages/catalogue.css",
    "pages/act.css",
    "print.css",
)
STAFF_ONLY = (
    "staff.css",
    "components/bar.css",
    "components/panel.css",
    "components/choices.css",
    "components/tabs.css",
    "components/timeline.css",
    "components/figures.css",
    "components/progress.css",
    "components/dialog.css",
    "components/toolbar.css",
    "components/toast.css",
    "components/chart.css",
    "pages/desk.css",
    "pages/desk-diary.css",
    "pages/dashboard.css",
    "pages/report.css",
    "pages/service-form.css",
    "pages/print-shop.css",
)
SHEETS = {"resident": RESIDENT, "staff": (*RESIDENT, *STAFF_ONLY)}

QUOTED = re.compile(r'("[^"]*")')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
AROUND = re.compile(r"\s*([{};,])\s*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A joined sheet, ready to be sent."""

    name: str
    digest: str
    text: bytes
    gzipped: bytes


def sheet(name: str) -> Sheet:
    """The sheet of this name; KeyError when there is none. Read anew on change while developing."""
    return _joined(name, _changed(name) if settings.DEBUG else 0.0)


def _changed(name: str) -> float:
    return max((FOLDER / file).stat().st_mtime for file in SHEETS[name])


@lru_cache(maxsize=4)
def _joined(name: str, changed: float) -> Sheet:
    text = join(SHEETS[name]).encode()
    return Sheet(name, sha256(text).hexdigest()[:12], text, gzip.compress(text, 9, mtime=0))


def join(files: tuple[str, ...]) -> str:
    """The files as one text, in the order of the layers and, inside a layer, as listed."""
    parts = [f"@layer {','.join(LAYERS)};"]
    for layer in LAYERS:
        bodies = [
            light((FOLDER / file).read_text(encoding="utf-8")) for file in files if layer_of(file) == layer
        ]
        if bodies:
            parts.append(f"@layer {layer}{{{''.join(bodies)}}}")
    return "".join(parts)


def layer_of(file: str) -> str:
    """The layer of a file: its folder, or its own name; other files at the top refine `pages`."""
    first = file.removesuffix(".css").split("/")[0]
    return first if first in LAYERS else "pages"


def light(text: str) -> str:
    """The text without comments and needless white space; quoted strings stay as they are."""
    pieces = QUOTED.split(COMMENT.sub("", text))
    pieces[::2] = [_squeeze(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _squeeze(text: str) -> str:
    text = AROUND.sub(r"\1", re.sub(r"\s+", " ", text))
    return text.replace(": ", ":").replace(";}", "}")

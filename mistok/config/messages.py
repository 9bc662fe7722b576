"""Translation catalogues without the gettext tools: extract, update, compile and judge, one catalogue an app.

Messages are plain English sentences in the code; Ukrainian is complete or the build is red.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLURAL_FORMS = (
    "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : "
    "n % 1 == 0 && n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : "
    "n % 1 == 0 && (n % 10 ==0 || (n % 10 >=5 && n % 10 <=9) || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3);"
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = """Project-Id-Version: Mistok
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit
Language: uk
Plural-Forms: """


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it stands in the code: one string, or singular and plural, with an optional context."""

    message: str | tuple[str, str]
    context: str | None


@dataclass(slots=True)
class Judgement:
    """What is wrong with an app's catalogue; empty lists mean it is whole."""

    missing: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.unused or self.wrong)


def catalogue_path(app: Path) -> Path:
    return app / "locale" / "uk" / "LC_MESSAGES" / "django.po"


def extract(app: Path) -> set[Found]:
    """All messages of an app's Python and templates, tests left out."""
    found: set[Found] = set()
    for path in sorted(app.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(app).parts):
            found.update(_from_python(path.read_text(encoding="utf-8")))
    for path in sorted(app.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt", ".svg"}:
            # In brackets Python does not mind how a template is indented.
            found.update(_from_python(f"({templatize(path.read_text(encoding='utf-8'), origin=str(path))})"))
    return found


def _from_python(source: str) -> Iterator[Found]:
    found = extract_python(BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})
    for _line, called, arguments, _comments in found:
        function = str(called)
        texts = list(arguments) if isinstance(arguments, list | tuple) else [arguments]
        context = texts.pop(0) if function.startswith(("pgettext", "npgettext")) else None
        wanted = 2 if "ngettext" in function or "npgettext" in function else 1
        texts = texts[:wanted]
        if len(texts) == wanted and all(isinstance(text, str) and text for text in texts):
            yield Found(texts[0] if wanted == 1 else (texts[0], texts[1]), context)


def read(app: Path) -> Catalog:
    """The app's Ukrainian catalogue; an empty one when there is none yet."""
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale="uk", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="uk", charset="utf-8")


def update(app: Path) -> int:
    """Add new messages to the catalogue, drop unused ones, keep translations. Returns how many lack one."""
    old, fresh = read(app), Catalog(locale="uk", charset="utf-8", fuzzy=False)
    fresh.mime_headers = [("Plural-Forms", PLURAL_FORMS)]  # else the fourth form is not written
    for each in sorted(extract(app), key=lambda each: (str(each.message), each.context or "")):
        kept = old.get(_key(each.message), each.context)
        string = kept.string if kept is not None and not kept.fuzzy else ("",) * 4 if _is_plural(each) else ""
        if _is_plural(each) and not isinstance(string, tuple | list):
            string = ("",) * 4
        fresh.add(each.message, string, context=each.context)
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, fresh, width=110, omit_header=True, sort_output=True)
    body = path.read_text(encoding="utf-8")
    header = "".join(f'"{line}\\n"\n' for line in (HEADER + PLURAL_FORMS).splitlines())
    path.write_text(f'msgid ""\nmsgstr ""\n{header}\n{body.lstrip()}', encoding="utf-8")
    return sum(1 for message in fresh if message.id and not _is_translated(message))


def compile_(app: Path) -> bool:
    """Write the binary catalogue that Django reads. Returns whether the app has one."""
    if not catalogue_path(app).exists():
        return False
    with catalogue_path(app).with_suffix(".mo").open("wb") as file:
        write_mo(file, read(app))
    return True


def judge(app: Path) -> Judgement:
    """Whether every message has a Ukrainian text with the same placeholders, and none is left over."""
    catalogue, found, judgement = read(app), extract(app), Judgement()
    wanted = {(_key(each.message), each.context) for each in found}
    for key, context in sorted(wanted, key=str):
        message = catalogue.get(key, context)
        if message is None or not _is_translated(message):
            judgement.missing.append(key)
        elif message.fuzzy or not _same_placeholders(message):
            judgement.wrong.append(key)
    for message in catalogue:
        if message.id and (_key(message.id), message.context) not in wanted:
            judgement.unused.append(_key(message.id))
    return judgement


def _key(message: object) -> str:
    return str(message[0]) if isinstance(message, tuple | list) else str(message)


def _is_plural(found: Found) -> bool:
    return isinstance(found.message, tuple)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    wanted = 4 if isinstance(message.id, tuple | list) else 1
    return len(strings) == wanted and all(strings)


def _same_placeholders(message: Message) -> bool:
    ids = message.id if isinstance(message.id, tuple | list) else [message.id]
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    allowed = set().union(*(PLACEHOLDER.findall(str(text)) for text in ids))
    return all(set(PLACEHOLDER.findall(str(text))) <= allowed for text in strings)

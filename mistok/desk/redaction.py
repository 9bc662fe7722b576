"""What of a record that came from outside may be kept: no code of a card, no number of a document."""

import re
from typing import Any

from mistok.lib.personal_numbers import personal_numbers

DEEPEST, MOST_PARTS, LONGEST = 4, 60, 1000
# Not the checksum: with it the code of a card can be found by trying.
PLAIN = frozenset({"uuid", "kind", "point", "occurred_at", "zone", "actor", "schema"})
READ = ("uuid", "kind", "point", "occurred_at", "actor")
HIDDEN = frozenset({"card", "sha256"})
FACTS = frozenset(
    {
        "act",
        "items",
        "number",
        "certainty",
        "rough",
        "channel",
        "category",
        "day",
        "time",
        "age_from",
        "age_to",
    }
    | {"note", "card", "forget_card", "same", "encounter", "reason", "minutes", "independence", "why"}
)
REMOVED = "…"
_SIX_DIGITS = re.compile(r"(?:\d\D*){6}")


def kept(record: Any) -> Any:
    """The record as it is kept: cards and strings with personal numbers replaced, deep or long parts cut.

    Takes anything that JSON can say; what comes back goes into any database.
    """
    if not isinstance(record, dict):
        return _cut(record, DEEPEST)
    return {
        _name(name): _text(value) if name in PLAIN and isinstance(value, str) else _part(name, value, DEEPEST)
        for name, value in list(record.items())[:MOST_PARTS]
    }


def kept_of_read(record: dict[str, Any]) -> dict[str, Any]:
    """The same for a record that was read whole: only what the desk knows of, already of its kind."""
    facts = {
        name: _cut(value, DEEPEST) if not isinstance(value, str) or _looks_personal(value) else value
        for name, value in record["facts"].items()
        if name in FACTS and value not in (None, "")
    }
    if "card" in facts:
        facts["card"] = REMOVED
    return {name: str(record[name])[:80] for name in READ} | {"facts": facts}


def _cut(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**8 else REMOVED  # a passport has nine digits
    if isinstance(value, str):
        return REMOVED if _looks_personal(value) else _text(value)
    if depth and isinstance(value, list):
        return [_cut(each, depth - 1) for each in value[:MOST_PARTS]]
    if depth and isinstance(value, dict):
        return {_name(name): _part(name, each, depth - 1) for name, each in list(value.items())[:MOST_PARTS]}
    return REMOVED


def _part(name: str, value: Any, depth: int) -> Any:
    return REMOVED if value and name in HIDDEN else _cut(value, depth)


def _name(name: str) -> str:
    return REMOVED if _looks_personal(name) else _text(name)


def _looks_personal(value: str) -> bool:
    """Without six digits there is no number of a document, so most values are not looked through."""
    return _SIX_DIGITS.search(value) is not None and bool(personal_numbers(value))


def _text(value: str) -> str:
    """Whole Unicode without NUL, not too long."""
    return value[:LONGEST].replace("\0", "").encode(errors="replace").decode()

"""What a device says of a record, read strictly: nothing that comes from outside is trusted, nothing fails.

A record is `{"uuid", "schema": 1, "kind", "point", "occurred_at", "zone", "actor", "sha256", "facts"}`; its
facts have the names of the fields of the desk's slip, as JSON values or as the strings that a form sends.
`sha256` is of the facts as JSON with sorted keys and no spaces, in UTF-8.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from mistok.desk.cards import LONGEST
from mistok.desk.models import Certainty, Channel, Independence, Minutes, Outcome, VoidReason, WhyNot

SCHEMA = 1
KINDS = ("encounter", "correction", "void")
MOST_ITEMS = 50
MOST_CATEGORIES = 50
MOST_TIMES = 100_000
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
OUTCOMES, WHY_NOT, REASONS = frozenset(Outcome.values), frozenset(WhyNot.values), frozenset(VoidReason.values)
CERTAINTIES, CHANNELS = frozenset(Certainty.values), frozenset(Channel.values)
MINUTES, INDEPENDENCE = frozenset(Minutes.values), frozenset(Independence.values)
YES, NO = (True, "on", "true", "1", 1), (False, None, "", "off", "false", "0", 0)


class Unreadable(Exception):
    """The record cannot be understood; `code` says in what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Line:
    """One thing helped with, before it is looked up. `times` is None when nothing was said."""

    kind: str
    key: str
    outcome: str
    times: int | None = None
    minutes: int | None = None
    independence: int | None = None
    why: str = ""


@dataclass(slots=True)
class Slip:
    """What the facts say; `said` holds the names that were there, for a correction keeps the rest."""

    said: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    number: int = 1
    certainty: str = Certainty.EXACT
    channel: str = Channel.DESK
    categories: list[str] = field(default_factory=list)
    day: date | None = None
    hour: time | None = None
    ages: tuple[int, int] | None = None
    note: str = ""
    card: str = ""
    forget_card: bool = False
    same: UUID | None = None
    encounter: UUID | None = None
    reason: str = ""


@dataclass(slots=True)
class Sent:
    """A record as a device sent it."""

    uuid: UUID
    kind: str
    point: str
    occurred_at: datetime
    actor: str
    sha256: str
    slip: Slip


def certainty_of(number: int, *, rough: bool) -> str:
    """One person is counted exactly, several are a tally, unless the librarian says it is rough."""
    if rough:
        return Certainty.ESTIMATE.value
    return Certainty.EXACT.value if number == 1 else Certainty.TALLY.value


def checksum(facts: Any) -> str:
    """The SHA-256 that a device must have come to. Raises ValueError, RecursionError for what none has."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read(record: Any) -> Sent:
    """The record with every value checked for its kind. Raises Unreadable."""
    if not isinstance(record, dict):
        raise Unreadable("shape")
    uuid = uuid_of(record.get("uuid"))
    if uuid is None:
        raise Unreadable("uuid")
    if record.get("schema") != SCHEMA:
        raise Unreadable("schema")
    kind, facts = record.get("kind"), record.get("facts")
    if kind not in KINDS or not isinstance(facts, dict):
        raise Unreadable("shape")
    try:
        damaged = checksum(facts) != record.get("sha256")
    except (ValueError, RecursionError):
        damaged = True
    if damaged:
        raise Unreadable("damaged")
    moment = moment_of(record.get("occurred_at"))
    if moment is None:
        raise Unreadable("moment")
    slip = _slip(facts)
    _aim(slip, kind)
    return Sent(
        uuid, kind, _text(record, "point", 80), moment, str(record.get("actor"))[:40], record["sha256"], slip
    )


def _aim(slip: Slip, kind: str) -> None:
    """A new record may add to a visit, a correction or withdrawal is of one. Raises Unreadable."""
    if kind == "void" and slip.reason not in REASONS:
        raise Unreadable("reason")
    if kind == "encounter":
        slip.encounter = None
    elif slip.encounter is None:
        raise Unreadable("target")
    else:
        slip.same = None


def point_named(record: Any) -> str:
    """The point that is named, whatever else is wrong with the record; nothing when none is."""
    try:
        return _text(record, "point", 80) if isinstance(record, dict) else ""
    except Unreadable:
        return ""


def uuid_of(value: Any) -> UUID | None:
    """The identifier in its usual spelling of 36 signs; None for anything else."""
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def moment_of(value: Any) -> datetime | None:
    """The moment of an ISO 8601 text with its zone; None for anything else, and for centuries not ours."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if EARLIEST <= moment <= LATEST else None


def _slip(facts: dict[str, Any]) -> Slip:
    slip = Slip(said=frozenset(facts))
    slip.lines = _lines(facts)
    number = _whole(facts, "number", 0, MOST_TIMES)
    slip.number = 1 if number is None else number
    slip.certainty = _chosen(facts, "certainty", CERTAINTIES) or certainty_of(
        slip.number, rough=_yes(facts, "rough")
    )
    slip.channel = _chosen(facts, "channel", CHANNELS) or Channel.DESK.value
    slip.categories = _categories(facts.get("category"))
    slip.day = _parsed(facts, "day", date.fromisoformat)
    slip.hour = _parsed(facts, "time", time.fromisoformat)
    slip.ages = _ages(facts)
    slip.note = " ".join(_text(facts, "note", 10_000).split())
    slip.card = _text(facts, "card", LONGEST).strip()
    slip.forget_card = _yes(facts, "forget_card")
    slip.reason = _chosen(facts, "reason", REASONS) or ""
    for name in ("same", "encounter"):
        if (value := facts.get(name)) not in (None, ""):
            if (uuid := uuid_of(value)) is None:
                raise Unreadable("target")
            setattr(slip, name, uuid)
    return slip


def _lines(facts: dict[str, Any]) -> list[Line]:
    """The help of the record: one act with the slip's own particulars, or a list of items."""
    if (items := facts.get("items")) is None:
        return [_line(facts)] if facts.get("act") else []
    if not isinstance(items, list) or len(items) > MOST_ITEMS or not all(isinstance(x, dict) for x in items):
        raise Unreadable("act")
    return [_line(item) for item in items]


def _line(facts: dict[str, Any]) -> Line:
    outcome, _colon, act = _text(facts, "act", 140).partition(":")
    kind, _colon, key = act.partition(":")
    if outcome not in OUTCOMES or kind not in ("service", "topic") or not key:
        raise Unreadable("act")
    why = _chosen(facts, "why", WHY_NOT) or ""
    minutes, independence = _whole(facts, "minutes", 0, 999), _whole(facts, "independence", 0, 9)
    if minutes is not None and minutes not in MINUTES:
        raise Unreadable("minutes")
    if independence is not None and independence not in INDEPENDENCE:
        raise Unreadable("independence")
    return Line(
        kind,
        key,
        outcome,
        _whole(facts, "times", 1, MOST_TIMES),
        minutes,
        independence,
        why if outcome == Outcome.NOT_POSSIBLE else "",
    )


def _categories(value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else value or []
    if not isinstance(given, list) or len(given) > MOST_CATEGORIES:
        raise Unreadable("category")
    if not all(isinstance(code, str) and len(code) <= 80 and _is_text(code) for code in given):
        raise Unreadable("category")
    return list(dict.fromkeys(code for code in given if code))


def _ages(facts: dict[str, Any]) -> tuple[int, int] | None:
    youngest, oldest = _whole(facts, "age_from", 0, 120, "ages"), _whole(facts, "age_to", 0, 120, "ages")
    if youngest is None and oldest is None:
        return None
    first = youngest if youngest is not None else oldest
    last = oldest if oldest is not None else youngest
    if first is None or last is None or first > last:
        raise Unreadable("ages")
    return first, last


def _whole(facts: dict[str, Any], name: str, least: int, most: int, code: str = "") -> int | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 7:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Unreadable(code or name)
    return value


def _text(facts: dict[str, Any], name: str, longest: int) -> str:
    value = facts.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest or not _is_text(value):
        raise Unreadable(name)
    return value


def _is_text(value: str) -> bool:
    """Whether a database takes it: half of a surrogate pair and NUL it does not."""
    if value.isascii():
        return "\0" not in value
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in value


def _chosen(facts: dict[str, Any], name: str, among: frozenset[str]) -> str | None:
    value = facts.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value not in among:
        raise Unreadable(name)
    return value


def _yes(facts: dict[str, Any], name: str) -> bool:
    value = facts.get(name)
    if isinstance(value, (list, dict, float)) or (value not in YES and value not in NO):
        raise Unreadable(name)
    return value in YES


def _parsed[T](facts: dict[str, Any], name: str, parse: Callable[[str], T]) -> T | None:
    value = _text(facts, name, 20)
    if not value:
        return None
    try:
        return parse(value)
    except ValueError:
        raise Unreadable(name) from None

"""Pointing the relations of acts at the acts they name, as far as these are in the store."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import batched

from django.db import transaction

from mistok.acts.models import Act, Kind, Relation, RelationKind
from mistok.ukrainian import morphology
from mistok.ukrainian.act_numbers import canonical

BATCH = 100_000
MANY = 500  # titles: beyond, all acts are walked through once instead of asking for each
SETTLED = timedelta(days=400)  # by then a new law has come into force
PAGES = 900  # keys in one question to the database
type Known = tuple[int, date | None]  # an act and the day it was adopted
_NUMBER = re.compile(r"[\w/.-]*\d[\w/.-]*(?:\s?/\s?\w{1,5})?")
_QUIET = str.maketrans(dict.fromkeys("«»“”„\"'’ʼ`‘") | dict.fromkeys("–—‐‑−―", "-"))
_CODE = re.compile(r"кодекс|конституці", re.IGNORECASE)
_OF_UKRAINE = re.compile(r"^(?:закон\w*|постанов\w*|указ\w*)\s+(?:україни\s+)?(?=про\s)")


def link_relations(acts: Iterable[Act] | None = None) -> int:
    """Point every relation of these acts (of all) that has no other act yet at the only act that its
    reference names: by a registration number or number, or by the very title. Returns how many were pointed.

    A base act is preferred to those that only change it. What names several acts stays open.
    """
    open_ones = Relation.objects.filter(other=None, is_by_hand=False)
    if acts is not None:
        open_ones = open_ones.filter(act__in=[each.pk for each in acts])
    pointed = 0
    codes: dict[str, list[Known]] | None = None
    rows = open_ones.exclude(kind=RelationKind.CITES).values_list(
        "pk", "act_id", "act__adopted_on", "reference"
    )
    for some in batched(rows.order_by("pk").iterator(chunk_size=BATCH), BATCH):
        if codes is None:
            codes = _codes()
        named = {row[-1] for row in some}
        numbers, titles = _by_number(named), _by_title(named)
        found: list[Relation] = []
        for pk, act, day, reference in some:
            others = numbers.get(reference) or titles.get(reference) or codes.get(_code_key(reference), [])
            if other := _meant([each for each in others if each[0] != act], day):
                found.append(Relation(pk=pk, other_id=other))
        with transaction.atomic():
            Relation.objects.bulk_update(found, ["other"], batch_size=PAGES)
        pointed += len(found)
    return pointed


def _meant(others: list[Known], day: date | None) -> int | None:
    """The act meant on that day: the only one there was. Of two with one title (an old law and the new) the
    later, once it has surely come into force; in between nobody can tell."""
    if day is not None:
        others = [each for each in others if each[1] is None or each[1] <= day]
    if len(others) < 2:
        return others[0][0] if others else None
    if day is None or any(each[1] is None for each in others):
        return None
    *_earlier, last = sorted(others, key=lambda each: each[1] or date.min)
    is_settled = last[1] is not None and (day - last[1]) > SETTLED
    return last[0] if is_settled and [each[1] for each in others].count(last[1]) == 1 else None


def title_key(title: str) -> str:
    """A title as it is compared: small letters, no quotation marks and apostrophes, single spaces.

    >>> title_key("Про  «Освіту»") == title_key('про "освіту"')
    True
    """
    return _OF_UKRAINE.sub("", " ".join(title.lower().translate(_QUIET).split()))


def _by_number(references: Iterable[str]) -> dict[str, list[Known]]:
    """Acts with a registration number or a number that the reference is."""
    wanted = {each: canonical(each) for each in references if _NUMBER.fullmatch(each)}
    found: dict[str, list[Known]] = defaultdict(list)
    keys = sorted(set(wanted.values()) | {each.lower() for each in wanted})
    registered: dict[str, Known] = {}
    numbered: dict[str, list[Known]] = defaultdict(list)
    for some in batched(keys, PAGES):
        registered.update(
            (str(registration), (pk, day))
            for pk, day, registration in Act.objects.filter(registration__in=some).values_list(
                "pk", "adopted_on", "registration"
            )
        )
        spelt = [form for each in some for form in {each, each.upper(), _roman_up(each)}]
        for part in batched(spelt, PAGES):
            rows = Act.objects.filter(number__in=part).values_list("pk", "adopted_on", "number")
            for pk, day, number in rows:
                numbered[canonical(number)].append((pk, day))
    for reference, key in wanted.items():
        sure = registered.get(reference.lower()) or registered.get(key)
        found[reference] = [sure] if sure else list(dict.fromkeys(numbered.get(key, [])))
    return found


def _by_title(references: Iterable[str]) -> dict[str, list[Known]]:
    """Acts whose title is the reference; base acts alone where there are any."""
    wanted = [each for each in references if not _NUMBER.fullmatch(each)]
    found: dict[str, list[Known]] = {}
    base: dict[str, list[Known]] = defaultdict(list)
    changing: dict[str, list[Known]] = defaultdict(list)
    keys = {title_key(each) for each in wanted}
    for pk, day, title, is_amending in _titled(wanted):
        if (key := title_key(title)) in keys:
            (changing if is_amending else base)[key].append((pk, day))
    for each in wanted:
        key = title_key(each)
        found[each] = base.get(key) or changing.get(key) or []
    return found


def _titled(wanted: list[str]) -> Iterator[tuple[int, date | None, str, bool]]:
    """Acts that may bear these titles."""
    columns = ("pk", "adopted_on", "title", "is_amending")
    if len(wanted) > MANY:
        yield from Act.objects.values_list(*columns).iterator(chunk_size=BATCH)
        return
    for some in batched(sorted({form for each in wanted for form in _spellings(each)}), PAGES):
        yield from Act.objects.filter(title__in=some).values_list(*columns)


def _codes() -> dict[str, list[Known]]:
    """Codes and the Constitution by the stems of their names: titles decline them («Податкового кодексу»)."""
    found: dict[str, list[Known]] = defaultdict(list)
    acts = Act.objects.filter(kind__in=(Kind.CODE, Kind.CONSTITUTION), is_amending=False)
    for pk, day, title in acts.values_list("pk", "adopted_on", "title"):
        if key := _code_key(title):
            found[key].append((pk, day))
    return found


@lru_cache(4096)
def _code_key(name: str) -> str:
    """The dictionary forms of a code's name; nothing for what is no code."""
    if not _CODE.search(name):
        return ""
    words = [each for each in title_key(name).split() if each not in ("та", "і", "й", "(№")]
    return " ".join(morphology.keys(each)[0] for each in words)


def _spellings(title: str) -> Iterator[str]:
    """The title with the quotation marks and apostrophes that sources put."""
    one = " ".join(title.split())
    for quotes in ('""', "«»", "“”"):
        marked = re.sub(r"[«“„\"]([^«»“”„\"]*)[»”“\"]", rf"{quotes[0]}\1{quotes[1]}", one)
        for apostrophe in "'’ʼ":
            yield re.sub(r"(?<=\w)['’ʼ`‘](?=\w)", apostrophe, marked)


def _roman_up(number: str) -> str:
    """2939-vi is written 2939-VI."""
    return re.sub(r"(?<=[-/])[ivxlc]+$", lambda match: match[0].upper(), number)

"""What a question means: its words, other words for them, and what was meant where nothing has such a word.

The costly steps are taken only for words the index does not know: another keyboard layout, Latin letters,
spelling by ear, slips of the finger.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from tantivy import Query

from mistok.search import analysis, index, spelling, vocabulary
from mistok.search.analysis import Word
from mistok.search.matching import Asked, Numbered, Reading, frequency, fuzzy, is_common, is_known
from mistok.search.matching import asked as weighed
from mistok.ukrainian import act_numbers, keyboard, morphology, russian, stopwords, synonyms, text, translit
from mistok.ukrainian.abbreviations import ABBREVIATIONS
from mistok.ukrainian.synonyms import Expansion

LONGEST_QUESTION = 400  # characters; what is over is cut
MOST_WORDS = 30
MOST_NUMBERS = 5
MOST_MENDED = 4  # words whose spelling is looked into: the costliest step
MOST_MARKED = 12  # words of a long question
MOST_SHOWN = 4  # other words told to the person
PART, BEGUN, MENDED, LATIN = 0.7, 0.4, 0.8, 0.9  # boosts of readings; 1 is the word itself
SYNONYM = 0.8  # on top of the weight that the list of synonyms gives
SHORTEST_BEGINNING = 2
MOST_ENDINGS = 8
LOOKED_THROUGH = 5  # documents in which the word that was meant is looked for

_DIGITS_ALONE = re.compile(r"\d{1,6}[а-яґєії]?")

_YEAR = re.compile(r"(?:19|20)\d\d")  # «закон 2024 року»

type Group = list[Word]  # a word, then the parts of it when it is a compound


@dataclass(slots=True)
class Understanding:
    """A question ready to be looked for, and what to tell the person about it."""

    words: list[Asked] = field(default_factory=list)
    numbers: list[Numbered] = field(default_factory=list)
    unknown_numbers: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    layout_fixed: str = ""
    did_you_mean: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.numbers)

    def marks(self) -> frozenset[str]:
        """Keys and forms to be marked where they stand, of a long question those of its rarest words.

        Words of longer phrases are not: they mean too little.
        """
        words = sorted(self.words, key=lambda word: -word.weight)[:MOST_MARKED]
        readings = [reading for word in words for reading in word.readings if len(reading.keys) == 1]
        return frozenset(
            {key for reading in readings for key in reading.keys[0]} | {word.form for word in words}
        )


def understand(question: str, searcher: Any, *, typing: bool = False) -> Understanding:
    """Read the question against what the index knows. `typing`: the last word may be only begun."""
    found = Understanding()
    asked = text.normalise(question[:LONGEST_QUESTION]).strip()
    found.numbers, found.unknown_numbers, asked = _numbers(asked, searcher)
    groups = _groups(asked)
    others = _expansions(groups, searcher)
    strange = _strange(groups, others, searcher)
    if strange and (better := _other_layout(asked, len(strange) / len(groups), searcher)):
        found.layout_fixed = asked = better
        groups = _groups(asked)
        others = _expansions(groups, searcher)
        strange = _strange(groups, others, searcher)
    found.also = _shown(others, groups)
    corrections: list[tuple[Word, str]] = []
    tries = MOST_MENDED
    for group in groups:
        readings = _own_readings(group, others)
        if group is groups[-1] and typing:
            readings += _beginning(group[0].form, searcher)
        if group[0].form in strange and len(readings) == len(group):
            if ukrainian := _from_latin(group[0].form, searcher) or _from_russian(group[0].form, searcher):
                found.also.append(ukrainian)
                readings.append(_reading_of(ukrainian, LATIN))
            elif (tries := tries - 1) >= 0 and (meant := _meant(group[0].form, searcher)):
                corrections.append((group[0], meant))
                readings.append(_reading_of(meant, MENDED))
            else:
                readings += _kin(group[0].form, searcher)
        # A word that no document has is as rare as what was meant by it.
        keys = (
            [key for each in readings for key in each.keys[0]] if group[0].form in strange else group[0].keys
        )
        found.words.append(weighed(group[0].form, readings, keys, searcher))
    if corrections:
        found.did_you_mean = text.typographic(_replaced(asked, corrections))
    return found


def _numbers(asked: str, searcher: Any) -> tuple[list[Numbered], list[str], str]:
    """The numbers that some act bears, those that none does, and the question without the first."""
    found: list[Numbered] = []
    unknown: list[str] = []
    rest = asked
    numbers = act_numbers.asked(asked)
    if not numbers and _DIGITS_ALONE.fullmatch(asked):
        numbers = [act_numbers.NumberAsked((asked.lower(),), 0, len(asked), is_bare=True)]
    for number in numbers[:MOST_NUMBERS]:
        keys = tuple(key for key in number.keys if index.frequency(searcher, index.NUMBERS, key))
        written = asked[number.start : number.end]
        if keys:
            found.append(Numbered(keys, number.is_bare))
            rest = rest[: number.start] + " " * (number.end - number.start) + rest[number.end :]
        elif not (number.is_bare and (_YEAR.fullmatch(written) or written == asked)):
            unknown.append(written)
    return found, unknown, rest


def _groups(asked: str) -> list[Group]:
    """The words that carry the subject, each once, not too many; all of them when none does."""
    each = [list(group) for _place, group in groupby(analysis.words(asked), key=lambda word: word.place)]
    once = list({group[0].form: group for group in each}.values())
    subject = [group for group in once if not stopwords.is_stopword(group[0].form)]
    return (subject or once)[:MOST_WORDS]


def _expansions(groups: list[Group], searcher: Any) -> list[Expansion]:
    """Other words for what was asked, those that some document has; none for words that decide nothing."""
    keys = [key for group in groups for word in group for key in word.keys]
    return [
        each
        for each in (*vocabulary.expansions(keys), *synonyms.expand(keys))
        if each.phrase_keys
        and all(is_known(searcher, part) for part in _parts(each))
        and not is_common(searcher.num_docs, min(frequency(searcher, [key]) for key in each.replaces))
    ]


def _strange(groups: list[Group], others: list[Expansion], searcher: Any) -> set[str]:
    """The words that no document has, under any of their names."""
    covered = {key for each in others for key in each.replaces}
    return {
        group[0].form
        for group in groups
        if covered.isdisjoint(key for word in group for key in word.keys)
        and not any(is_known(searcher, word.keys) for word in group)
    }


def _other_layout(asked: str, strangeness: float, searcher: Any) -> str:
    """The question as it would be on another keyboard, if more of it is known then."""
    for candidate in keyboard.candidates(asked)[:3]:
        groups = _groups(text.normalise(candidate))
        strange = _strange(groups, _expansions(groups, searcher), searcher)
        if groups and len(strange) / len(groups) < strangeness:
            return candidate
    return ""


def _own_readings(group: Group, others: list[Expansion]) -> list[Reading]:
    whole, *parts = group
    readings = [Reading((whole.keys,), form=whole.form)]
    readings += [Reading((part.keys,), PART, part.form) for part in parts]
    keys = {key for word in group for key in word.keys}
    for each in others:
        if not keys.isdisjoint(each.replaces):
            boost = each.weight * SYNONYM / len(each.phrase_keys)
            readings.append(Reading(_parts(each), boost))
    return readings


def _parts(expansion: Expansion) -> tuple[tuple[str, ...], ...]:
    """The keys of each word of the phrase."""
    return tuple(analysis.spellings(key) for key in expansion.phrase_keys)


def _reading_of(word: str, boost: float) -> Reading:
    return Reading((analysis.keys(word),), boost, word)


def _beginning(form: str, searcher: Any) -> list[Reading]:
    """Words of documents that begin so."""
    if len(form) < SHORTEST_BEGINNING:
        return []
    endings = searcher.terms_with_prefix(index.FORMS, form, limit=MOST_ENDINGS * 8)
    frequent = sorted(endings, key=lambda ending: -ending[1])[:MOST_ENDINGS]
    keys = dict.fromkeys(key for word, _times in frequent if word != form for key in analysis.keys(word))
    return [Reading((tuple(keys),), BEGUN)] if keys else []


def _kin(form: str, searcher: Any) -> list[Reading]:
    """What a word only begun, or a verb whose noun stands in documents, may mean."""
    if root := spelling.root(form):
        return _beginning(root, searcher)
    return [] if morphology.knows(form) else _beginning(form, searcher)


def _from_latin(form: str, searcher: Any) -> str:
    """A Ukrainian word written in Latin letters, if documents have it."""
    if not form.isascii() or not form.isalpha():
        return ""
    options = translit.readings(form)[:5]
    return next((option for option in options if is_known(searcher, analysis.keys(option))), "")


def _from_russian(form: str, searcher: Any) -> str:
    """A Ukrainian word of some document that sounds as a Russian one would with a Ukrainian ending."""
    for option in russian.readings(form):
        if is_known(searcher, analysis.keys(option)) and morphology.knows(option):
            return option
        heard = analysis.sound(option)
        alike = Query.term_query(index.schema(), index.SOUNDS, heard)
        if found := _nearest(alike, option, len(option), searcher, heard):
            return found
    return ""


def _meant(form: str, searcher: Any) -> str | None:
    """The word of a document that was meant by a misspelt one. A word of the dictionary is not misspelt, only
    perhaps written as it sounds («обєкт»).
    """
    heard = analysis.sound(form)
    alike = Query.term_query(index.schema(), index.SOUNDS, heard)
    if len(heard) > 2 and (word := _nearest(alike, form, len(form), searcher, heard)):
        return word
    if morphology.knows(form):
        return None
    for slips in range(1, spelling.tolerance(form) + 1):
        for field_name, value in ((index.FORMS, form), (index.SOUNDS, heard)):
            if word := _nearest(
                fuzzy(value, field_name, slips), form, slips + (field_name == index.SOUNDS), searcher
            ):
                return word
    return None


def _nearest(query: Query, form: str, limit: int, searcher: Any, heard: str = "") -> str | None:
    """The closest word of the documents that the query finds, or None."""
    hits = searcher.search(query, LOOKED_THROUGH, count=False, weight_by_field="weight").hits
    forms = (form_ for _score, address in hits for form_ in _forms(searcher, address))
    if heard:
        forms = (each for each in forms if analysis.sound(each) == heard)
    return spelling.nearest(form, forms, limit)


def _forms(searcher: Any, address: Any) -> Iterator[str]:
    _kind, shown = index.shown(searcher, address)
    for source in (shown["title"], *shown["keywords"], shown["summary"], shown["body"]):
        for word in analysis.words(source):
            yield word.form


def _shown(others: Iterable[Expansion], groups: list[Group]) -> list[str]:
    """The other words as people write them, without those that say again what was asked."""
    spoken, added = _spoken(), vocabulary.spoken()
    asked = {key for group in groups for word in group for key in word.keys}
    said = [
        added.get(each.phrase_keys) or spoken[each.phrase_keys]
        for each in others
        if (each.phrase_keys in added or each.phrase_keys in spoken) and asked.isdisjoint(each.phrase_keys)
    ]
    return [text.typographic(each) for each in list(dict.fromkeys(said))[:MOST_SHOWN]]


@cache
def _spoken() -> dict[tuple[str, ...], str]:
    """Phrases of the lists of synonyms by their dictionary forms, abbreviations in capitals."""
    phrases = [phrase for group in synonyms.GROUPS for phrase in group]
    phrases += [phrase for short, full in ABBREVIATIONS.items() for phrase in (short, *full)]
    return {
        tuple(forms[0] for forms in synonyms.phrase_keys(phrase)): phrase.upper()
        if phrase in ABBREVIATIONS
        else phrase
        for phrase in reversed(phrases)
    }


def _replaced(asked: str, corrections: list[tuple[Word, str]]) -> str:
    """The question with the corrected words in their places."""
    for word, correct in sorted(corrections, key=lambda pair: -pair[0].start):
        asked = asked[: word.start] + correct + asked[word.end :]
    return asked

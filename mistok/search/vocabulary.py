"""Synonyms that staff added, beside those of `ukrainian.synonyms`: ready for a search without a query.

`expansions(keys)` has the shape of `ukrainian.synonyms.expand(keys)` and holds only what staff added, so the
two lists are put together by whoever asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Count, Max

from mistok.search import analysis
from mistok.search.models import SynonymGroup
from mistok.search.renewing import Renewed
from mistok.ukrainian import stopwords, text
from mistok.ukrainian.synonyms import Expansion

WEIGHT = 0.8  # a colleague wrote it for the people who come here; the general list has 0.7


class Phrase(NamedTuple):
    """What somebody may ask, word by word, and the phrases it stands for."""

    parts: tuple[frozenset[str], ...]
    others: tuple[tuple[str, ...], ...]


class Vocabulary(NamedTuple):
    """Phrases by the keys of their first word, and how each is written."""

    phrases: dict[str, tuple[Phrase, ...]]
    spoken: dict[tuple[str, ...], str]


EMPTY = Vocabulary({}, {})


def expansions(keys: Sequence[str]) -> list[Expansion]:
    """What else to look for, in the words of staff, given the dictionary forms of a query's words.

    A longer phrase found hides the shorter inside it. Each phrase once.
    """
    known = _vocabulary().phrases
    if not known:
        return []
    asked = frozenset(keys)
    candidates = dict.fromkeys(phrase for key in asked for phrase in known.get(key, ()))
    matches = [(phrase, found) for phrase in candidates if (found := _matched(phrase, keys, asked))]
    best: dict[tuple[str, ...], Expansion] = {}
    for phrase, found in sorted(matches):
        if any(set(found) < set(longer) for _, longer in matches):
            continue
        for other in phrase.others:
            if not set(other) <= asked:
                best.setdefault(other, Expansion(other, WEIGHT, found))
    return list(best.values())


def spoken() -> Mapping[tuple[str, ...], str]:
    """The phrases as staff wrote them, by the `phrase_keys` of their expansions: for “we also looked for”."""
    return _vocabulary().spoken


def forget() -> None:
    """Read the groups anew at the next search of this process."""
    _vocabulary.forget()


def phrase_parts(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The dictionary forms of each subject word of a phrase; of all its words when none is a subject."""
    spelt = [token.text for token in text.words(text.normalise(phrase)) if not token.part]
    subject = stopwords.subject(spelt) or spelt
    return tuple(analysis.keys(word) for word in subject)


def compiled(groups: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Vocabulary:
    """The groups (phrases, also) ready to be matched."""
    phrases: dict[str, list[Phrase]] = {}
    said: dict[tuple[str, ...], str] = {}
    for these, also in groups:
        heads = {phrase: _head(phrase) for phrase in (*these, *also)}
        said.update((head, phrase) for phrase, head in reversed(heads.items()) if head)
        for phrase in these:
            others = also or [each for each in these if each != phrase]
            parts = tuple(frozenset(keys) for keys in phrase_parts(phrase))
            wanted = tuple(dict.fromkeys(heads[each] for each in others if heads[each]))
            for key in parts[0] if parts and wanted else ():
                phrases.setdefault(key, []).append(Phrase(parts, wanted))
    return Vocabulary({key: tuple(found) for key, found in phrases.items()}, said)


def _head(phrase: str) -> tuple[str, ...]:
    return tuple(keys[0] for keys in phrase_parts(phrase))


def _matched(phrase: Phrase, keys: Sequence[str], asked: frozenset[str]) -> tuple[str, ...]:
    """The keys asked that the phrase stands for; none unless all of its words are there."""
    if any(part.isdisjoint(asked) for part in phrase.parts):
        return ()
    wanted = frozenset().union(*phrase.parts)
    return tuple(dict.fromkeys(key for key in keys if key in wanted))


def _signature() -> object:
    return tuple(SynonymGroup.objects.aggregate(n=Count("pk"), last=Max("changed_at")).values())


def _read() -> Vocabulary:
    return compiled(SynonymGroup.objects.filter(is_active=True).values_list("phrases", "also"))


_vocabulary: Renewed[Vocabulary] = Renewed(_signature, _read, EMPTY)

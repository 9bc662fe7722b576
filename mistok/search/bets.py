"""Best bets: documents that staff put first for a question, by its forms, without asking the database."""

from typing import NamedTuple

from django.db.models import Count, Max
from django.utils import timezone

from mistok.search.models import BestBet
from mistok.search.renewing import Renewed
from mistok.search.vocabulary import phrase_parts

LONGEST = 400  # characters of a question; longer ones are nobody's phrase


class Bet(NamedTuple):
    """A phrase, and the bet that it leads to."""

    parts: tuple[frozenset[str], ...]
    bet: BestBet


def best_bets(question: str) -> list[tuple[str, str]]:
    """Kind and key of the documents that stand first for the question today, in their order.

    The whole question must be one of the bet's phrases: the same subject words in any form and order.
    """
    known = _bets()
    if not known or len(question) > LONGEST:
        return []
    asked = [frozenset(keys) for keys in phrase_parts(question)]
    candidates = {id(each): each for keys in asked for key in keys for each in known.get(key, ())}
    today = timezone.localdate()
    found = [each.bet for each in candidates.values() if each.bet.is_due(today) and _same(each.parts, asked)]
    found.sort(key=lambda bet: (bet.position, bet.pk))
    return list(dict.fromkeys((bet.kind, bet.key) for bet in found))


def forget() -> None:
    """Read the bets anew at the next search of this process."""
    _bets.forget()


def _same(parts: tuple[frozenset[str], ...], asked: list[frozenset[str]]) -> bool:
    """Whether each word of one has its own among the other's."""
    return (
        len(parts) == len(asked)
        and all(any(part & word for word in asked) for part in parts)
        and all(any(part & word for part in parts) for word in asked)
    )


def _signature() -> object:
    return tuple(BestBet.objects.aggregate(n=Count("pk"), last=Max("changed_at")).values())


def _read() -> dict[str, tuple[Bet, ...]]:
    index: dict[str, list[Bet]] = {}
    for bet in BestBet.objects.filter(is_active=True):
        for phrase in bet.phrases:
            parts = tuple(frozenset(keys) for keys in phrase_parts(phrase))
            one = Bet(parts, bet)
            for key in parts[0] if parts else ():
                index.setdefault(key, []).append(one)
    return {key: tuple(found) for key, found in index.items()}


_bets: Renewed[dict[str, tuple[Bet, ...]]] = Renewed(_signature, _read, {})

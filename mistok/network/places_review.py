"""Offices of registers that wait for a person: which, and why. (Queries of the review pages.)"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Case, Max, Q, QuerySet, When
from django.utils.translation import gettext as _

from mistok.lib.alphabet import Alphabetical
from mistok.lib.lookups import has_word
from mistok.network.models import HoursReading, Match, Place, Territory, TerritoryCategory
from mistok.network.permissions import Permission
from mistok.network.queries import may
from mistok.network.registers.addresses import said
from mistok.ukrainian.text import normalise, sort_key

MOST_CANDIDATES = 20


class Waiting(StrEnum):
    """Why an office waits; the tabs of the queue."""

    HROMADA = "hromada"
    HOURS = "hours"
    WEBSITE = "website"
    ABSENT = "absent"


def may_review(person: Any) -> bool:
    """Whether the person may decide what a register left open."""
    return may(person, Permission.RUN_IMPORTS) or may(person, Permission.EDIT_DIRECTORY)


def from_registers() -> QuerySet[Place]:
    """All offices that came from a register."""
    return Place.objects.exclude(source="")


def last_edition() -> date | None:
    """The day of the last edition of the register of ЦНАП that was brought in."""
    found: date | None = Place.objects.filter(source="cnap").aggregate(last=Max("seen_on"))["last"]
    return found


def conditions() -> dict[Waiting, Q]:
    """What makes an office wait. What a person has set does not wait any more."""
    return {
        Waiting.HROMADA: Q(match=Match.NONE),
        Waiting.HOURS: Q(hours_reading=HoursReading.REVIEW),
        Waiting.WEBSITE: Q(given__website_doubtful=True),
        Waiting.ABSENT: Q(source="cnap", seen_on__lt=last_edition() or date.min)
        & ~Q(given__has_key="absence_settled"),
    }


def waiting(why: Waiting, asked: str = "") -> QuerySet[Place]:
    """Offices that wait for this reason, those found by name, address or number when something is asked."""
    found = from_registers().filter(conditions()[why]).select_related("territory__parent__parent")
    for word in normalise(asked).split()[:6]:
        found = found.filter(has_word(word, "name", "address") | Q(external_id=word))
    return found.order_by(Alphabetical("name"), "pk")


def waiting_counts() -> dict[Waiting, int]:
    """How many offices wait for each reason."""
    offices = from_registers()
    return {why: offices.filter(condition).count() for why, condition in conditions().items()}


def waiting_count() -> int:
    """How many offices wait for a person, for whatever reason."""
    any_of = Q()
    for condition in conditions().values():
        any_of |= condition
    return from_registers().filter(any_of).count()


def hromadas() -> QuerySet[Territory]:
    """What an office may be tied to: hromadas that still stand, and cities with special status."""
    kinds = [TerritoryCategory.HROMADA, TerritoryCategory.SPECIAL_CITY]
    return Territory.objects.filter(closed_on=None, category__in=kinds)


def first_guess(place: Place) -> str:
    """The name to look for first: the hromada, council or settlement that the office's texts name."""
    texts = said(place.address, place.name)
    names = [*texts.hromadas, *texts.councils, *(name for _kind, name in texts.settlements)]
    return names[0].capitalize() if names else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hromada that bears the name, bore it, or has a settlement of the name; `why` says which."""

    hromada: Territory
    why: str = ""


def candidates(asked: str, place: Place) -> list[Candidate]:
    """Hromadas by a present or former name or by a settlement, those of the office's oblast first."""
    words = " ".join(normalise(asked).split())[:60]
    if len(words) < 2:
        return []
    # SQLite folds the case of Latin letters only.
    spellings: set[str] = {words, words.capitalize(), words.title()}
    spellings |= {each.replace("'", "’") for each in spellings}
    begins, former, within = Q(), Q(), Q()
    for each in spellings:
        begins |= Q(name__startswith=each)
        former |= Q(names__name__startswith=each, names__until__isnull=False)
        within |= Q(name=each) | Q(names__name=each)
    near = _oblast_first(place)
    above = hromadas().select_related("parent__parent").prefetch_related("names")
    found = {each.pk: Candidate(each) for each in above.filter(begins).order_by(near)[:MOST_CANDIDATES]}
    for hromada in above.filter(former).distinct().order_by(near)[:MOST_CANDIDATES]:
        old = next((name.name for name in hromada.names.all() if name.until), "")
        found.setdefault(hromada.pk, Candidate(hromada, _("formerly %(name)s") % {"name": old}))
    settlements = Territory.objects.filter(within, level=4, closed_on=None).distinct().order_by(near)
    for one in settlements.select_related("parent__parent__parent")[:MOST_CANDIDATES]:
        if one.parent:
            why = _("has %(name)s, %(kind)s") % {"name": one.name, "kind": one.get_category_display()}
            if one.name not in spellings:
                why = _("%(what)s, formerly %(name)s") % {"what": why, "name": words.capitalize()}
            found.setdefault(one.parent.pk, Candidate(one.parent, why))
    oblast = said(place.address, place.name).oblast
    return sorted(
        found.values(),
        key=lambda each: (oblast_of(each.hromada) != oblast, sort_key(each.hromada.name), each.hromada.pk),
    )[:MOST_CANDIDATES]


def _oblast_first(place: Place) -> Case:
    """Units of the oblast that the address names before all others."""
    oblast = said(place.address, place.name).oblast.capitalize()
    code = Territory.objects.filter(level=1, name=oblast).values_list("pk", flat=True).first()
    return Case(When(pk__startswith=code[:4] if code else "-", then=0), default=1)


def oblast_of(hromada: Territory) -> str:
    """The name of the oblast in small letters; empty for Kyiv."""
    raion = hromada.parent
    return raion.parent.name.lower() if raion and raion.parent else ""

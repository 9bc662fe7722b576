"""Three facts that are never mixed: a card was edited, its link answered, a person confirmed it.

From the last one comes the term of the next review. A card past its term sinks in search, then leaves search
and lists; it stays at its address, with a notice, and in the lists of staff:

    FRESH  within the term
    DUE    past it                                weight × 0.8
    LATE   past it by more than half a term       weight × 0.5
    LOST   past it by a whole term                in no search and no public list
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from mistok.directory.models import Link, Service
from mistok.lib.alphabet import Alphabetical
from mistok.network.models import Membership

LONGEST_TERM = 60  # months, as the table allows


class Band(StrEnum):
    """How far a card is past its review."""

    FRESH = "fresh"
    DUE = "due"
    LATE = "late"
    LOST = "lost"


WEIGHTS = {Band.FRESH: 1.0, Band.DUE: 0.8, Band.LATE: 0.5, Band.LOST: 0.0}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the card says of its freshness on a day. `confirmed_where` is the library of who confirmed:
    readers learn no names. `link` is None until the address is in the register."""

    edited_on: date
    link: Link | None
    is_marked: bool
    is_trusted: bool
    confirmed_on: date | None
    confirmed_how: str
    confirmed_where: str
    edited_since: bool
    due_on: date
    band: Band

    @property
    def is_late(self) -> bool:
        """Whether readers are told that nobody looked at the card for long."""
        return self.band in (Band.LATE, Band.LOST)


def facts(service: Service, day: date | None = None) -> Facts:
    """The facts about one card, in two queries."""
    day = day or timezone.localdate()
    link = Link.objects.filter(url=service.url).first()
    edited_on = timezone.localdate(service.edited_at)
    return Facts(
        edited_on=edited_on,
        link=link,
        is_marked=link is not None and link.is_marked(day),
        is_trusted=link is not None and link.is_trusted(day),
        confirmed_on=service.confirmed_on,
        confirmed_how=service.get_confirmed_how_display() if service.confirmed_how else "",
        confirmed_where=_library_of(service),
        edited_since=service.confirmed_on is not None and edited_on > service.confirmed_on,
        due_on=due_on(service),
        band=band(service, day),
    )


def term_begins(service: Any) -> date:
    """The day from which the review term runs: of the confirmation, else of the card itself."""
    confirmed, created = _value(service, "confirmed_on"), _value(service, "created_at")
    if confirmed is not None:
        return confirmed  # type: ignore[no-any-return]
    return timezone.localdate(created) if isinstance(created, datetime) else created or timezone.localdate()


def due_on(service: Any) -> date:
    """When the card must be looked at again. `service` is a card, or a row with `review_due_on`,
    `review_months`, `confirmed_on` and `created_at`."""
    stored = _value(service, "review_due_on")
    if stored is not None:
        return stored  # type: ignore[no-any-return]
    return months_after(term_begins(service), _value(service, "review_months") or 6)


def band(service: Any, day: date) -> Band:
    """How far the card (or row, see `due_on`) is past its review on the day."""
    due, months = due_on(service), _value(service, "review_months") or 6
    if day <= due:
        return Band.FRESH
    if due < months_before(day, months):
        return Band.LOST
    return Band.LATE if day > _half_term_after(due, months) else Band.DUE


def weight(service: Any, day: date) -> float:
    """By what the card's weight in search is multiplied on the day; 0: it is not there at all."""
    return WEIGHTS[band(service, day)]


def is_listed(day: date, prefix: str = "") -> Q:
    """Cards that still stand in public lists on the day, as a condition; `prefix` leads to the card."""
    lost = Q()
    for months in range(1, LONGEST_TERM + 1):
        lost |= Q(
            **{f"{prefix}review_months": months, f"{prefix}review_due_on__lt": months_before(day, months)}
        )
    return ~lost | Q(**{f"{prefix}review_due_on": None})


def set_term(service: Service) -> date:
    """Count the next review anew, from the confirmation or the beginning. The caller saves."""
    service.review_due_on = months_after(term_begins(service), service.review_months)
    return service.review_due_on


def keep_terms() -> int:
    """Give a review day to every card that has none; returns how many had none."""
    without = list(Service.objects.filter(review_due_on=None))
    for service in without:
        set_term(service)
    Service.objects.bulk_update(without, ["review_due_on"], batch_size=500)
    return len(without)


def changed_bands(since: date, day: date) -> list[str]:
    """Keys (uuid) of the cards in use that stand in another band on the day than on the day `since`."""
    names = ("uuid", "review_due_on", "review_months", "confirmed_on", "created_at")
    rows = Service.objects.filter(retired_on=None, is_draft=False).filter(
        Q(review_due_on__lt=day) | Q(review_due_on=None)
    )
    return [
        str(row["uuid"])
        for row in rows.values(*names).iterator(chunk_size=2000)
        if band(row, since) != band(row, day)
    ]


def due_cards(day: date, *, within: timedelta = timedelta()) -> Any:
    """Cards in use whose review is due until then, the longest overdue first."""
    in_use = Service.objects.filter(retired_on=None, is_draft=False, review_due_on__lte=day + within)
    return in_use.select_related("provider", "keeper").order_by(
        F("review_due_on"), Alphabetical("name"), "pk"
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier."""
    return months_after(day, -months)


def _half_term_after(due: date, months: int) -> date:
    whole, half = divmod(months, 2)
    return months_after(due, whole) + timedelta(days=15 * half)


def _library_of(service: Service) -> str:
    if service.confirmed_on is None or service.confirmed_by_id is None:
        return ""
    held = Membership.objects.on(service.confirmed_on).filter(person=service.confirmed_by_id)
    names = held.order_by("pk").values_list("organisation__short_name", "organisation__name")[:1]
    return next((short or name for short, name in names), "")


def _value(row: Any, name: str) -> Any:
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name)

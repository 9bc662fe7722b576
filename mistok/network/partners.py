"""Reading the registry of partners and authorities (R6): who they are, who speaks there, what was agreed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from mistok.lib.alphabet import Alphabetical
from mistok.lib.lookups import has_word
from mistok.network.models import (
    Agreement,
    Contact,
    Interaction,
    Organisation,
    OrganisationKind,
)
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for, today

KINDS = (OrganisationKind.AUTHORITY, OrganisationKind.PARTNER, OrganisationKind.PROVIDER)
SOON = timedelta(days=60)  # an agreement that ends sooner is worth a talk
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """How the registry is narrowed."""

    text: str = ""
    kind: str = ""

    def conditions(self) -> Q:
        found = Q(kind__in=KINDS)
        if self.kind:
            found &= Q(kind=self.kind)
        for word in self.text.split():
            found &= has_word(word, "name", "short_name", "contacts__name")
        return found


def partners(asked: Asked) -> QuerySet[Organisation]:
    """Partners with what one looks for in a list: contacts, agreements in force, the last talk. One query.

    Providers that came with a register stand here only once somebody has dealings with them.
    """
    day = today()
    in_force = _in_force(day, "agreements__")
    known = ~Q(kind=OrganisationKind.PROVIDER) | Q(contacts__isnull=False) | Q(agreements__isnull=False)
    known |= Q(interactions__isnull=False)
    return (
        Organisation.objects.filter(asked.conditions() & known, closed_on=None)
        .annotate(
            people=Count(
                "contacts", filter=Q(contacts__until=None) | Q(contacts__until__gte=day), distinct=True
            ),
            agreed=Count("agreements", filter=in_force, distinct=True),
            ends_on=Min("agreements__until", filter=in_force),
            last_on=Max("interactions__on"),
        )
        .select_related("territory")
        .order_by(Alphabetical("name"), "pk")
    )


def _in_force(day: date, prefix: str = "") -> Q:
    """Agreements that bind on the day: begun, not ended early, and not past their term unless they go on."""
    begun = Q(**{f"{prefix}since": None}) | Q(**{f"{prefix}since__lte": day})
    goes_on = (
        Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day}) | Q(**{f"{prefix}renews": True})
    )
    ended = Q(**{f"{prefix}ended_on": None}) | Q(**{f"{prefix}ended_on__gt": day})
    return Q(**{f"{prefix}pk__isnull": False}) & begun & goes_on & ended


def partner_organisations() -> QuerySet[Organisation]:
    """Whoever may have a page in the registry."""
    return Organisation.objects.filter(kind__in=KINDS).select_related("territory")


def contacts_of(partner: Organisation) -> tuple[list[Contact], list[Contact]]:
    """The partner's people today (who may speak for it first), and those who were."""
    found = partner.contacts.prefetch_related("channels").order_by(
        "-speaks_for_it", Alphabetical("name"), "pk"
    )
    present: list[Contact] = []
    former: list[Contact] = []
    for each in found:
        (former if each.until and each.until < today() else present).append(each)
    return present, former


def agreements_of(partner: Organisation) -> list[dict[str, Any]]:
    """Agreements, those in force first, each with its state in a code: `ok`, `soon`, `over` or `ahead`."""
    day = today()
    found = partner.agreements.select_related("library").prefetch_related("files")
    rows = [{"agreement": each, "state": state_of(each, day)} for each in found]
    order = {"soon": 0, "ok": 1, "ahead": 2, "over": 3}
    return sorted(rows, key=lambda row: order[str(row["state"])])


def state_of(agreement: Agreement, day: date) -> str:
    """Whether the agreement binds on the day, and whether it soon will not."""
    if agreement.ended_on and agreement.ended_on <= day:
        return "over"
    if agreement.since and agreement.since > day:
        return "ahead"
    if agreement.until and not agreement.renews:
        if agreement.until < day:
            return "over"
        if agreement.until - day <= SOON:
            return "soon"
    return "ok"


def interactions_of(partner: Organisation) -> QuerySet[Interaction]:
    """What was said with the partner, the latest first."""
    return partner.interactions.select_related("library", "contact", "by")


def next_steps(person: Person) -> QuerySet[Interaction]:
    """Promises that nobody has kept yet, of the libraries where the person works; the soonest first."""
    libraries = organisations_for(person, Permission.SEE_PARTNERS)
    waiting = Interaction.objects.filter(library__in=libraries, next_done_on=None).exclude(next_step="")
    return waiting.select_related("organisation", "library", "contact").order_by("next_on", "on", "pk")


def ending_soon(person: Person) -> QuerySet[Agreement]:
    """Agreements of these libraries that end within two months."""
    day = today()
    found = Agreement.objects.filter(
        _in_force(day), library__in=organisations_for(person, Permission.SEE_PARTNERS), renews=False
    ).filter(until__lte=day + SOON)
    return found.select_related("organisation", "library").order_by("until", "pk")


def speakers(organisation: Organisation, day: date | None = None) -> list[Contact]:
    """Who may speak for an authority on the day, with their ways to be reached."""
    found = organisation.contacts.filter(speaks_for_it=True).prefetch_related(Prefetch("channels"))
    return [each for each in found if each.is_on(day or today())]


def own_libraries(person: Person, permission: Permission) -> QuerySet[Organisation]:
    """Libraries in whose name the person may do this."""
    keys: Iterable[Any] = organisations_for(person, permission)
    return Organisation.objects.filter(pk__in=keys, closed_on=None).order_by(Alphabetical("name"))

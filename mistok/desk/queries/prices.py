"""Which prices hold where and when, and what may not be priced at all."""

import re
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mistok.desk.models import PriceLine, PriceList
from mistok.directory.models import Service
from mistok.network.models import Organisation, ServicePoint, Subordination
from mistok.network.permissions import Permission
from mistok.network.queries import Person, organisations_for
from mistok.search.analysis import all_keys, words

# Words of help itself, which is free whatever stands around them.
FREE_WORDS = re.compile(
    r"консульт|допомо[гж]|порад|[еє]-?послуг|електронн\w*\s+послуг|послуг\w*\s+онлайн|онлайн-послуг"
    r"|оформленн|поданн|реєстрац|авторизац|запис\w*\s+на\s+прийом|навчанн"
)
DIIA = re.compile(r"\bДі(я|ї|ю|єю)\b")
# What a machine does is of paper, even beside the name of a service: «Друк заяви на субсидію».
OF_MACHINES = re.compile(
    r"друк|копі[йїяю]|копіюв|ксеро|скан|ламін|набір|набор|брошур|палітур|фото|диск|флеш|квит|зал[иау]?\b|приміщ"
    r"|обладнан|видан|сувенір"
)


def price_lists_for(person: Person, permission: Permission) -> QuerySet[PriceList]:
    """All versions, drafts too, of the libraries where the person may do this."""
    libraries = organisations_for(person, permission)
    return PriceList.objects.filter(organisation__in=libraries).select_related("organisation", "file")


def approved() -> QuerySet[PriceList]:
    """Versions that hold, held or will hold."""
    return PriceList.objects.filter(approved_at__isnull=False)


def chain_of(organisation: UUID, day: date) -> list[UUID]:
    """The library and those above it on the day, the nearest first."""
    above = dict(Subordination.objects.on(day).values_list("organisation_id", "parent_id"))
    chain = [organisation]
    while (current := above.get(chain[-1])) is not None and current not in chain:
        chain.append(current)
    return chain


def prices_on(point: ServicePoint, day: date) -> PriceList | None:
    """The price list of a point on the day: its library’s own, else of the nearest library above.

    Of the approved versions of a library the newest that has begun holds: there is never more than one.
    """
    chain = chain_of(point.organisation_id, day)
    newest: dict[UUID, PriceList] = {}
    begun = approved().filter(organisation__in=chain, valid_from__lte=day).order_by("valid_from")
    for prices in begun.select_related("organisation"):
        newest[prices.organisation_id] = prices
    for library in chain:
        if (found := newest.get(library)) is not None and found.state_on(day) == "in-force":
            return found
    return None


def last_approved(organisation: Organisation) -> PriceList | None:
    """The end of the chain of approved versions: the one that the next will replace."""
    return approved().filter(organisation=organisation, replaced_by=None).first()


def why_free(name: str) -> str:
    """Why nothing of this name may be sold; empty when it may.

    An e-service or a consultation is free for everybody (R3.2); it is known by its words or by the name of a
    service of the directory.
    """
    lowered = name.lower().replace("’", "'")
    if FREE_WORDS.search(lowered) or DIIA.search(name):
        return _(
            "“%(name)s” is help itself. Help with e-services, advice and consultations are free for "
            "everybody. Only work of machines, paper and rooms is paid: printing, copying, scanning."
        ) % {"name": name}
    if OF_MACHINES.search(lowered):
        return ""
    found = set(all_keys(name))
    for service in _names_of_services():
        parts = [word.keys for word in words(service) if len(word.form) > 2]
        if parts and all(found.intersection(keys) for keys in parts):
            return _(
                "“%(name)s” reads like the e-service “%(service)s” of the catalogue. Help with e-services "
                "is free for everybody. If it is about paper, say so: “Printing of …”."
            ) % {"name": name, "service": service}
    return ""


def _names_of_services() -> Iterator[str]:
    rows = Service.objects.filter(retired_on=None, is_draft=False).values_list("name", "short_name")
    for name, short in rows:
        yield name
        if short and short != name:
            yield short


def unfit(prices: PriceList) -> list[tuple[PriceLine, str]]:
    """Lines of the list that may not be sold, with the reason: asked again on the day of approval."""
    return [(line, why) for line in prices.lines.all() if (why := why_free(line.name))]

"""Where addresses stand in the catalogue, and the register of links kept in step with it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import batched
from random import Random
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from mistok.directory.models import Link, Service, ServiceAtPlace
from mistok.lib.web_client import BadAddress, read_address
from mistok.network.models import Place, PlaceState
from mistok.ukrainian.text import sort_key

LONGEST = 300
BATCH = 500
SPREAD = timedelta(hours=12)  # the first looks of a new register are spread over so long


@dataclass(frozen=True, slots=True)
class Stand:
    """One place where an address stands: what it is called there, and the page to open."""

    name: str
    url: str
    service: Service | None = None
    is_main: bool = False


def addresses_of(service: Service) -> list[str]:
    """The addresses on a card: the official one and those of its legal basis."""
    return _clean([service.url, *_of_basis(service.legal_basis)])


def keep_in_step(*services: Service) -> None:
    """Put the addresses of these cards into the register. What left them is found by `keep_all_in_step`."""
    wanted = dict.fromkeys(url for each in services for url in addresses_of(each))
    if wanted:
        _add(list(wanted), set(), timezone.now(), Random(0))  # noqa: S311 - spreads looks
        Link.objects.filter(url__in=list(wanted)).exclude(left_on=None).update(
            left_on=None, next_check_at=timezone.now()
        )


def keep_all_in_step() -> tuple[int, int]:
    """Make the register equal to the catalogue; returns how many addresses came and how many left.

    A link that left keeps its history, is not looked at and leads nobody anywhere.
    """
    now = timezone.now()
    minor = dict(_all_addresses())
    known = {url: (pk, left) for pk, url, left in Link.objects.values_list("pk", "url", "left_on")}
    new = [url for url in minor if url not in known]
    _add(new, {url for url in new if minor[url]}, now, Random(len(known)))  # noqa: S311 - spreads looks
    gone = [pk for url, (pk, left) in known.items() if url not in minor and left is None]
    back = [pk for url, (pk, left) in known.items() if url in minor and left is not None]
    for some in batched(gone, BATCH):
        Link.objects.filter(pk__in=some).update(left_on=timezone.localdate())
    for some in batched(back, BATCH):
        Link.objects.filter(pk__in=some).update(left_on=None, next_check_at=now)
    for value in (True, False):
        urls = [url for url, is_minor in minor.items() if is_minor is value and url in known]
        for part in batched(urls, BATCH):
            Link.objects.filter(url__in=part, is_minor=not value).update(is_minor=value)
    return len(new), len(gone)


def stands_of(links: Collection[Link]) -> dict[str, list[Stand]]:
    """Where each of these addresses stands, the cards first. Four queries, whatever the number of links."""
    urls = [link.url for link in links]
    found: dict[str, list[Stand]] = defaultdict(list)
    for service in cards_with(urls):
        for url in addresses_of(service):
            found[url].append(
                Stand(service.name, service.get_absolute_url(), service, is_main=service.url == url)
            )
    there = ServiceAtPlace.objects.filter(url__in=urls, until=None).select_related("service")
    for each in there:
        found[each.url].append(Stand(each.service.name, each.service.get_absolute_url(), each.service))
    for place in Place.objects.filter(website__in=urls)[:BATCH]:
        found[place.website].append(Stand(place.name, reverse("network:place-detail", args=[place.slug])))
    return found


def cards_with(urls: Iterable[str]) -> list[Service]:
    """Cards in use on which one of the addresses stands, as the official one or in the legal basis."""
    wanted = list(urls)
    in_use = Service.objects.filter(retired_on=None, is_draft=False)
    found = {each.pk: each for each in in_use.filter(url__in=wanted)}
    text = Q()
    for url in wanted:
        # JSON may be stored with letters beyond ASCII escaped
        for written in {json.dumps(url), json.dumps(url, ensure_ascii=False)}:
            text |= Q(basis__contains=written)
    if wanted:
        with_basis = in_use.exclude(legal_basis=[]).annotate(basis=Cast("legal_basis", TextField()))
        found |= {each.pk: each for each in with_basis.filter(text)}
    return sorted(found.values(), key=lambda each: sort_key(each.name))


def _all_addresses() -> Iterator[tuple[str, bool]]:
    """Every address with whether it is only the site of an office; what matters more comes last and wins."""
    offices = Place.objects.exclude(website="").exclude(state=PlaceState.CLOSED)
    for url in _clean(offices.values_list("website", flat=True).iterator()):
        yield url, True
    in_use = Service.objects.filter(retired_on=None, is_draft=False)
    there = ServiceAtPlace.objects.exclude(url="").filter(until=None, service__in=in_use)
    for url in _clean(there.values_list("url", flat=True).iterator()):
        yield url, False
    for url, basis in in_use.values_list("url", "legal_basis").iterator(chunk_size=2000):
        for each in _clean([url, *_of_basis(basis)]):
            yield each, False


def _of_basis(basis: Any) -> list[str]:
    return [str(each.get("url") or "") for each in basis or () if isinstance(each, dict)]


def _clean(urls: Iterable[str]) -> list[str]:
    """Web addresses that fit into the register, each once; anything else is no link."""
    return [
        url
        for url in dict.fromkeys(urls)
        if url and len(url) <= LONGEST and url.split(":", 1)[0].lower() in ("http", "https")
    ]


def _add(urls: list[str], minor: set[str], now: Any, chance: Random) -> None:
    for some in batched(urls, BATCH):
        Link.objects.bulk_create(
            [
                Link(
                    url=url,
                    host=host_of(url),
                    is_minor=url in minor,
                    next_check_at=now + chance.random() * SPREAD * (len(urls) > 20),
                )
                for url in some
            ],
            ignore_conflicts=True,
        )


def host_of(url: str) -> str:
    """The host as it is asked for; empty for an address that cannot be asked."""
    try:
        return read_address(url, any_port=True).host
    except BadAddress:
        return ""

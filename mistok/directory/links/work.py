"""Looking at all links that are due: a few hosts at a time, each host at its own pace, and the results kept.

A batch is short, so that the one worker stays free for other work, and begins again where it was stopped: a
link is due until its result is written.
"""

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import SystemRandom

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mistok.directory.links import health, judging, looking, sources
from mistok.directory.models import Host, Link, LinkCheck, Verdict
from mistok.lib.web_client import WebClient
from mistok.search.actions import changed

logger = logging.getLogger(__name__)

AT_ONCE = 4  # hosts
BATCH = 8  # links, each of another host: about half a minute at the worst
CANDIDATES = 200
LEASE = timedelta(minutes=30)  # a link that was taken and not brought back is due again after this
PACE = timedelta(seconds=looking.PACE)
READ_AGAIN = timedelta(days=27)  # a page that answers well is read as a whole once a month
OFFLINE = 3  # so many hosts silent and none heard: it is our own line that is cut
KEPT_CHECKS = timedelta(days=365)
FIELDS = [
    "verdict", "verdict_since", "problem", "final_url", "title", "failures", "failed_on", "checked_at",
    "answered_at", "next_check_at",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tried:
    """A link with what one look at it came to."""

    link: Link
    look: judging.Look
    found: judging.Judgement


def client() -> WebClient:
    """The client of this installation: it says whose it is."""
    return WebClient(contact=settings.SITE_URL)


def due(now: datetime) -> QuerySet[Link]:
    """Links whose time has come, those of cards before the sites of offices, the most used first."""
    return Link.objects.filter(next_check_at__lte=now, left_on=None).order_by(
        "is_minor", "-uses", "next_check_at", "pk"
    )


def run_batch(web: WebClient, now: datetime | None = None) -> int:
    """Look at up to `BATCH` due links of different hosts; returns how many results were kept."""
    now = now or timezone.now()
    taken = _take(now)
    if not taken:
        return 0
    last_read = _last_read([link.pk for link in taken])
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="links") as pool:
        waiting: list[tuple[Link, Future[judging.Look]]] = []
        for link in taken:
            read_page = link.verdict != Verdict.OK or now - last_read.get(link.pk, _LONG_AGO) > READ_AGAIN
            waiting.append(
                (link, pool.submit(looking.look, web, link.url, title=link.title, read_page=read_page))
            )
        tried = []
        for link, future in waiting:
            try:
                seen = future.result()
            except Exception:
                logger.exception("a look at link %s broke", link.pk)
                continue
            tried.append(Tried(link, seen, judging.judge(seen, timezone.now())))
    return keep(tried)


def keep(tried: list[Tried], now: datetime | None = None) -> int:
    """Write the results. When nobody at all was heard, nothing is held against anybody."""
    now = now or timezone.now()
    silent = [each for each in tried if each.found.problem in judging.MAY_BE_OURS]
    if len(silent) == len(tried) >= OFFLINE:
        logger.warning("none of %s hosts could be reached: the line of this server may be cut", len(tried))
        tried = [replace(each, found=judging.Judgement(Verdict.INCONCLUSIVE, "offline")) for each in tried]
    for each in tried:
        record(each, now)
    return len(tried)


@transaction.atomic
def record(tried: Tried, now: datetime) -> Link:
    """Keep one result: the try, the new state of the link, what the host asked for."""
    link = Link.objects.select_for_update().get(pk=tried.link.pk)
    answer, found, today = tried.look.answer, tried.found, timezone.localdate(now)
    LinkCheck.objects.create(
        link=link,
        at=now,
        outcome=found.outcome,
        problem=found.problem,
        status=answer.status if answer.status and answer.status < 1000 else None,
        method=answer.method,
        hops=judging.hops_as_rows(answer.hops),
        seconds=round(answer.seconds, 2),
        detail=found.detail[:200],
    )
    was_marked = link.is_marked(today)
    before = health.Health(
        verdict=Verdict(link.verdict), **{name: getattr(link, name) for name in FIELDS if name != "verdict"}
    )
    after = health.after(before, found, now, today, is_minor=link.is_minor, chance=SystemRandom())
    for name in FIELDS:
        setattr(link, name, getattr(after, name))
    link.save(update_fields=FIELDS)
    if found.wait:
        Host.objects.filter(name=link.host).update(not_before=now + found.wait)
    if link.is_marked(today) != was_marked:
        tell_readers(link)
    return link


def tell_readers(link: Link) -> None:
    """The cards with this address show something else now."""
    changed("service", *(str(each.uuid) for each in sources.cards_with([link.url])))


def next_moment(now: datetime) -> datetime | None:
    """When the next batch has something to do; None when nothing is due within the day."""
    soonest = (
        Link.objects.filter(left_on=None, next_check_at__lte=now + timedelta(hours=20))
        .order_by("next_check_at")
        .values_list("next_check_at", flat=True)
        .first()
    )
    if soonest is None:
        return None
    if soonest > now:
        return soonest
    if _free(now).exists():
        return now + PACE
    busy = Host.objects.filter(name__in=due(now).values("host"), not_before__gt=now)
    until = busy.order_by("not_before").values_list("not_before", flat=True).first()
    return until or now + PACE * 2


def forget_old_checks(now: datetime) -> int:
    """Tries of more than a year ago go, but for the first of each month: the history stays readable."""
    kept: set[tuple[int, int, int]] = set()
    going = []
    rows = LinkCheck.objects.filter(at__lt=now - KEPT_CHECKS).order_by("at").values_list("pk", "link", "at")
    for pk, link, at in rows.iterator():
        month = (link, at.year, at.month)
        if month in kept:
            going.append(pk)
        kept.add(month)
    for start in range(0, len(going), 500):
        LinkCheck.objects.filter(pk__in=going[start : start + 500]).delete()
    return len(going)


_LONG_AGO = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())


def _free(now: datetime) -> QuerySet[Link]:
    """Due links whose hosts may be asked now."""
    waits = Host.objects.filter(not_before__gt=now).values("name")
    asked = Host.objects.filter(asked_at__gt=now - PACE).values("name")
    return due(now).exclude(host__in=waits).exclude(host__in=asked)


@transaction.atomic
def _take(now: datetime) -> list[Link]:
    """The links of the next batch, one a host, marked as taken."""
    chosen: dict[str, Link] = {}
    for link in _free(now).select_for_update()[:CANDIDATES]:
        if len(chosen) < BATCH:
            chosen.setdefault(link.host, link)
    free = _free_hosts(chosen, now)
    taken = [link for name, link in chosen.items() if name in free]
    Link.objects.filter(pk__in=[link.pk for link in taken]).update(next_check_at=now + LEASE)
    Host.objects.filter(name__in=free).update(asked_at=now)
    return taken


def _free_hosts(names: Iterable[str], now: datetime) -> set[str]:
    """Those of the hosts that no other worker has begun to ask meanwhile; locked until the commit."""
    wanted = sorted(names)
    Host.objects.bulk_create([Host(name=name) for name in wanted], ignore_conflicts=True)
    rows = Host.objects.select_for_update().filter(name__in=wanted).order_by("name")
    return {
        host.name
        for host in rows
        if (host.asked_at is None or host.asked_at <= now - PACE)
        and (host.not_before is None or host.not_before <= now)
    }


def _last_read(keys: list[int]) -> dict[int, datetime]:
    """When each link's page was last read as a whole."""
    rows = LinkCheck.objects.filter(link__in=keys, method="GET").order_by("at").values_list("link", "at")
    return dict(rows)

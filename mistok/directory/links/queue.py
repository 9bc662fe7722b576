"""The list of links that wait for a person: what people use most comes first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.directory.links.problems import Problem, problem
from mistok.directory.links.sources import Stand, stands_of
from mistok.directory.models import Link, LinkCheck, Verdict

TRIES_SHOWN = 8
RECENT = timedelta(days=70)
NEEDS_A_PERSON, TRUSTED, ALL = "needs", "trusted", "all"

# What one try came to, in a word for the strip of last tries.
TRY_WORDS = {
    Verdict.OK: _("answered"),
    Verdict.MOVED: _("moved"),
    Verdict.BLOCKED: _("robots not let in"),
    Verdict.INCONCLUSIVE: _("unclear"),
    Verdict.SUSPECT: _("suspicious"),
    Verdict.FAILING: _("did not come through"),
    Verdict.GONE: _("removed"),
    Verdict.UNCHECKED: _("not checked"),
}
KINDS = {
    Verdict.OK: "ok",
    Verdict.MOVED: "warning",
    Verdict.SUSPECT: "warning",
    Verdict.FAILING: "error",
    Verdict.GONE: "error",
}
SHOWS = [
    (NEEDS_A_PERSON, _("needs a person")),
    *[(verdict.value, verdict.label) for verdict in Verdict],
    (TRUSTED, _("a person says it works")),
    (ALL, _("all")),
]


@dataclass(frozen=True, slots=True)
class Try:
    """One try in the strip: its word, its day, its colour."""

    check: LinkCheck
    word: object
    kind: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class Row:
    """A link with all that a colleague needs to decide."""

    link: Link
    problem: Problem | None
    stands: list[Stand]
    tries: list[Try]
    kind: str
    is_marked: bool
    is_trusted: bool
    archive: str


def found(show: str, text: str = "") -> QuerySet[Link]:
    """Links of the catalogue in one state, the most used first."""
    links = Link.objects.filter(left_on=None)
    trusted = Q(trusted_until__gte=timezone.localdate())
    if show == TRUSTED:
        links = links.filter(trusted)
    elif show in Verdict.values:
        links = links.filter(verdict=show)
    elif show != ALL:
        links = links.filter(_needs_a_person()).exclude(trusted)
    if text:
        links = links.filter(url__icontains=text)
    return links.order_by("is_minor", "-uses", "verdict_since", "pk")


def waiting_count() -> int:
    """How many links of cards wait for a person."""
    trusted = Q(trusted_until__gte=timezone.localdate())
    return Link.objects.filter(_needs_a_person(), left_on=None, is_minor=False).exclude(trusted).count()


def rows(links: list[Link]) -> list[Row]:
    """The links as the list shows them; five queries, whatever their number."""
    stands = stands_of(links)
    tries = tries_of(links)
    return [row(link, stands[link.url], tries[link.pk]) for link in links]


def row(link: Link, stands: list[Stand], tries: list[Try]) -> Row:
    """One link with what stands beside it."""
    today = timezone.localdate()
    return Row(
        link=link,
        problem=problem(link.problem),
        stands=stands,
        tries=tries,
        kind=KINDS.get(Verdict(link.verdict), ""),
        is_marked=link.is_marked(today),
        is_trusted=link.is_trusted(today),
        archive=link.archived_url,
    )


def tries_of(links: list[Link], most: int = TRIES_SHOWN) -> dict[int, list[Try]]:
    """The last tries of each link, the latest first."""
    found_tries: dict[int, list[Try]] = defaultdict(list)
    since = timezone.now() - RECENT if most == TRIES_SHOWN else None
    checks = LinkCheck.objects.filter(link__in=[link.pk for link in links]).order_by("-at", "-pk")
    for check in checks.filter(at__gte=since) if since else checks[: most * max(1, len(links))]:
        if len(found_tries[check.link_id]) < most:
            outcome = Verdict(check.outcome)
            found_tries[check.link_id].append(
                Try(check, TRY_WORDS[outcome], KINDS.get(outcome, ""), problem(check.problem))
            )
    return found_tries


def _needs_a_person() -> Q:
    """Broken, suspicious, closed to robots or moved. Unclear ones are tried again first."""
    return Q(
        verdict__in=[Verdict.FAILING, Verdict.GONE, Verdict.SUSPECT, Verdict.MOVED, Verdict.BLOCKED]
    ) | Q(verdict=Verdict.INCONCLUSIVE, failures__gt=0)

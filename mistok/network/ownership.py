"""Whose the points were, day by day: what was counted stays with the library it was counted for."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from django.db.models import F

from mistok.network.models import ServicePoint, Subordination
from mistok.network.trees import descendants

DAY = timedelta(days=1)

type Stretches = dict[int, list[tuple[date, date]]]  # point → first and last day of each


class Ownership:
    """Points and libraries with their owners through time. Read when first asked, in two queries."""

    def under(
        self, roots: Iterable[UUID], start: date, end: date, *, alone: Iterable[UUID] = ()
    ) -> Stretches:
        """The points that belonged to the roots, or to anything below them, between the days, and when.

        Those `alone` count without what stands below. Days outside the editions of a point (before its
        opening, after its closing) belong to the nearest one, so that no fact is lost between them.
        """
        roots, alone = set(roots), set(alone)
        rows = self._superiors
        cuts = sorted(
            {start}
            | {since for _child, _parent, since, _until in rows if start < since <= end}
            | {until + DAY for *_, until in rows if until is not None and start <= until < end}
        )
        found: Stretches = {}
        for first, last in zip(cuts, [*(cut - DAY for cut in cuts[1:]), end], strict=True):
            held = self.below(roots, first) | alone
            for point, turns in self._owners.items():
                for since, until in _within(turns, held, first, last):
                    _add(found.setdefault(point, []), since, until)
        return found

    def below(self, roots: Iterable[UUID], day: date) -> set[UUID]:
        """The organisations and all that stood under them on the day, themselves included."""
        return descendants(roots, self.superiors(day).items())

    def superiors(self, day: date) -> dict[UUID, UUID]:
        """Who stood under whom on the day."""
        return {
            child: parent
            for child, parent, since, until in self._superiors
            if since <= day and (until is None or day <= until)
        }

    @cached_property
    def owners(self) -> set[UUID]:
        """Everybody who ever had a point."""
        return {owner for turns in self._owners.values() for _since, owner in turns}

    @cached_property
    def _owners(self) -> dict[int, list[tuple[date, UUID]]]:
        """For each point the days from which it was whose, the first one from the beginning of time."""
        found: dict[int, list[tuple[date, UUID]]] = defaultdict(list)
        by_time = F("editions__since").asc(nulls_first=True)
        rows = ServicePoint.objects.order_by("pk", by_time).values_list(
            "pk", "organisation", "editions__since", "editions__organisation"
        )
        for point, on_card, since, owner in rows:
            turns = found[point]
            if not turns:
                turns.append((date.min, owner or on_card))
            elif turns[-1][1] != owner:
                turns.append((since or date.min, owner))
        return found

    @cached_property
    def _superiors(self) -> list[tuple[UUID, UUID, date, date | None]]:
        """Child, parent, first and last day; the first superior is so from the beginning of time."""
        rows = sorted(
            Subordination.objects.values_list("organisation_id", "parent_id", "since", "until"),
            key=lambda row: row[2] or date.min,
        )
        seen: set[UUID] = set()
        found = []
        for child, parent, since, until in rows:
            found.append((child, parent, date.min if child not in seen or since is None else since, until))
            seen.add(child)
        return found


def _within(
    turns: list[tuple[date, UUID]], held: set[UUID], first: date, last: date
) -> Iterator[tuple[date, date]]:
    """The days between the two on which the point was one of the held organisations'."""
    begin = max(0, bisect_right(turns, first, key=lambda turn: turn[0]) - 1)
    for place in range(begin, len(turns)):
        since, owner = turns[place]
        if since > last:
            return
        until = turns[place + 1][0] - DAY if place + 1 < len(turns) else last
        if owner in held:
            yield max(first, since), min(until, last)


def _add(stretches: list[tuple[date, date]], since: date, until: date) -> None:
    """One stretch more; two that touch become one."""
    if stretches and stretches[-1][1] + DAY == since:
        stretches[-1] = (stretches[-1][0], until)
    else:
        stretches.append((since, until))

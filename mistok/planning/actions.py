"""Facts to daily rollups: following at once, rebuilt from nothing, proved equal.

Apps name the (point, day) pairs whose facts changed and compute their rows; this module alone writes
`DailyFact`. Whatever is written is written per chunk in one transaction together with what it replaces,
so a stop at any moment leaves whole days, and the next run goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import batched, groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from mistok.lib.indicators import Source, indicators, sources
from mistok.planning.figures import Amount
from mistok.planning.models import DailyFact, RollupCursor

# A transaction may commit after the moment written in its rows: what lies behind the cursor is read again.
OVERLAP = timedelta(minutes=5)
NEAR = timedelta(seconds=5)  # a page's own transactions are over by then …
REREAD = timedelta(minutes=1)  # … so the whole overlap is read once a minute, and whenever there is news
CHUNK = 200  # (point, day) pairs a transaction: about 8,000 rows, well under a second
DELETE_AT_ONCE = 500

type Pair = tuple[int, date]  # point, day
type Identity = tuple[int, date, str, str, str]  # point, day, indicator, dimension, key


@dataclass(frozen=True, slots=True)
class Difference:
    """Where rollups and facts disagree. None stands for "no such row"."""

    point_id: int
    day: date
    indicator: str
    dimension: str
    key: str
    stored: Amount | None
    true: Amount | None

    def __str__(self) -> str:
        name = ".".join(filter(None, (self.indicator, self.dimension, self.key)))
        stored = self.stored.value if self.stored else "–"
        true = self.true.value if self.true else "–"
        return f"{self.day} point {self.point_id} {name}: rolled up {stored}, counted {true}"


def refresh(*, overlap: timedelta = OVERLAP) -> int:
    """Bring the rollups up to date with every source. Returns how many rows were written or removed.

    Cheap when nothing happened (one query a source and no write), so a page may call it. Two at once do the
    work once: the second waits for the first and finds nothing to change.
    """
    rolled_to = dict(RollupCursor.objects.values_list("source", "rolled_to"))
    written = 0
    for source in sources():
        moment = timezone.now()
        pairs = _behind(source, rolled_to.get(source.name), moment, overlap)
        if pairs:
            written += _catch_up(source, pairs, moment)
    return written


def rebuild(*, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Count everything anew from the facts. Returns how many rows were written or removed.

    `progress(done, total)` tells of (point, day) pairs. Readers keep seeing whole days all the time. Stopped
    in the middle it goes on from the last whole day when it is called again.
    """
    everything = {source.name: source.touched(None) for source in sources()}
    done, total, written = 0, sum(map(len, everything.values())), 0
    for source in sources():
        cursor = _begin_rebuild(source)
        for chunk in _whole_days(everything[source.name] | _stored_pairs(source)):
            done += len(everything[source.name].intersection(chunk))
            if cursor.rebuilt_to is None or chunk[-1][1] > cursor.rebuilt_to:
                with transaction.atomic():
                    cursor = _locked(source)
                    written += _replace(source, chunk)
                    cursor.rebuilt(chunk[-1][1])
            progress(done, total)
        with transaction.atomic():
            _locked(source).finish_rebuild()
    with transaction.atomic():
        written += _undeclared().delete()[0]
    return written


def verify(*, settled: bool = False) -> list[Difference]:
    """All differences between the rollups and the facts; an empty list proves them equal.

    With `settled`, facts that the next refresh will take up anyway are not called differences.
    """
    found: list[Difference] = []
    rolled_to = dict(RollupCursor.objects.values_list("source", "rolled_to"))
    for source in sources():
        pairs = source.touched(None) | _stored_pairs(source)
        if settled:
            pairs -= source.touched(rolled_to.get(source.name))
        for chunk in _whole_days(pairs):
            true, stored = _true(source, chunk), _stored(source, chunk)
            found += _differences(stored, true)
    rest = _undeclared().values_list("point_id", "day", "indicator", "dimension", "key", "value", "rough")
    found += [Difference(*row[:5], stored=Amount(*row[5:]), true=None) for row in rest]
    return found


def _behind(source: Source, rolled_to: datetime | None, now: datetime, overlap: timedelta) -> set[Pair]:
    """The pairs to renew: none when nothing came since and the overlap was read a moment ago."""
    if rolled_to is None:
        return source.touched(None)
    if overlap == OVERLAP and now - rolled_to < REREAD and not source.touched(rolled_to - NEAR):
        return set()
    return source.touched(rolled_to - overlap)


def _catch_up(source: Source, pairs: set[Pair], moment: datetime) -> int:
    """Renew the pairs, chunk by chunk; the cursor moves with the last one only."""
    written = 0
    *earlier, last = _whole_days(pairs)
    for chunk in earlier:
        with transaction.atomic():
            _locked(source)
            written += _replace(source, chunk)
    with transaction.atomic():
        cursor = _locked(source)
        written += _replace(source, last)
        cursor.advance(moment)
    return written


def _locked(source: Source) -> RollupCursor:
    """The source's cursor, so that one writer works at a time: a row lock on PostgreSQL, on SQLite the write
    lock that every transaction takes at its beginning (IMMEDIATE)."""
    return RollupCursor.objects.select_for_update().get_or_create(source=source.name)[0]


def _begin_rebuild(source: Source) -> RollupCursor:
    """The cursor of a new rebuild, or of one that was stopped."""
    with transaction.atomic():
        cursor = _locked(source)
        if cursor.rebuild_began is None:
            cursor.rebuild_began = timezone.now()
            cursor.save(update_fields=["rebuild_began"])
    return cursor


def _replace(source: Source, pairs: Iterable[Pair]) -> int:
    """Make the stored rows of the pairs what the facts say; must run in a transaction under the lock."""
    pairs = list(pairs)
    true, stored = _true(source, pairs), _stored(source, pairs)
    gone = [key for identity, (key, amount) in stored.items() if true.get(identity) != amount]
    new = [
        DailyFact(
            point_id=identity[0],
            day=identity[1],
            indicator=identity[2],
            dimension=identity[3],
            key=identity[4],
            value=amount.value,
            rough=amount.rough,
        )
        for identity, amount in true.items()
        if identity not in stored or stored[identity][1] != amount
    ]
    for keys in batched(gone, DELETE_AT_ONCE):
        DailyFact.objects.filter(pk__in=keys).delete()
    if new:
        DailyFact.objects.bulk_create(new)
    return len(gone) + len(new)


def _true(source: Source, pairs: Iterable[Pair]) -> dict[Identity, Amount]:
    """What the facts come to. Raises ValueError when a source says one thing twice."""
    counted: dict[Identity, Amount] = {}
    for row in source.rows(set(pairs)):
        identity = (row.point_id, row.day, row.indicator, row.dimension, row.key)
        if identity in counted:
            raise ValueError(f"the source {source.name} counted {identity} twice")
        counted[identity] = Amount(row.value, row.rough)
    return counted


def _stored(source: Source, pairs: Iterable[Pair]) -> dict[Identity, tuple[int, Amount]]:
    """The rolled up rows of the pairs with their keys."""
    wanted = set(pairs)
    rows = DailyFact.objects.filter(
        point__in={point for point, _ in wanted},
        day__in={day for _, day in wanted},
        indicator__in=_codes(source),
    ).values_list("pk", "point_id", "day", "indicator", "dimension", "key", "value", "rough")
    return {
        (point, day, indicator, dimension, key): (pk, Amount(value, rough))
        for pk, point, day, indicator, dimension, key, value, rough in rows
        if (point, day) in wanted
    }


def _stored_pairs(source: Source) -> set[Pair]:
    found = DailyFact.objects.filter(indicator__in=_codes(source)).order_by()
    return set(found.values_list("point_id", "day").distinct())


def _undeclared() -> QuerySet[DailyFact]:
    return DailyFact.objects.exclude(indicator__in=list(indicators()))


def _codes(source: Source) -> list[str]:
    return [indicator.code for indicator in source.indicators]


def _differences(
    stored: dict[Identity, tuple[int, Amount]], true: dict[Identity, Amount]
) -> Iterator[Difference]:
    for identity in sorted(stored.keys() | true.keys()):
        was = stored[identity][1] if identity in stored else None
        if was != true.get(identity):
            yield Difference(*identity, stored=was, true=true.get(identity))


def _whole_days(pairs: set[Pair]) -> Iterator[list[Pair]]:
    """The pairs in chunks that never part a day, so that a day is enough to remember how far we came."""
    chunk: list[Pair] = []
    for _day, group in groupby(sorted(pairs, key=itemgetter(1, 0)), key=itemgetter(1)):
        chunk += group
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

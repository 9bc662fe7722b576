"""Reading the index and the register of changes."""

import logging
import math
import time
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from mistok.search import firsts, index, matching, tasks
from mistok.search.declarations import SearchDocument, source, sources
from mistok.search.filters import EVERYTHING, Filters, narrowed
from mistok.search.firsts import First
from mistok.search.index import IndexMissing
from mistok.search.models import Change
from mistok.search.snippets import Parts, snippet
from mistok.search.understanding import Understanding, understand

logger = logging.getLogger(__name__)

ENOUGH = 15  # hits of the strictest reading: a page; with fewer, most of the words will do
FEW = 3  # hits with most of the words; with fewer, any of them will do
MANY = 100  # hits; of more, those with all words in their names are enough to rank
LONGEST_OFFSET = 10_000
LEFT_UNDONE = timedelta(minutes=1)
MOST_TAGS = 200
ASK_AGAIN = 30.0  # seconds between requests to build the missing index

_asked_to_rebuild = -math.inf


@dataclass(slots=True)
class Hit:
    """A found document. `url` and `snippet` are worked out when looked at. `why` it stands first: `named` in
    the question as a provision of an act, a `bet` of staff; empty for what was found by its words.
    """

    kind: str
    key: str
    slug: str
    title: str
    summary: str
    score: float
    confirmed: bool = False
    day: date | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    body: str = field(default="", repr=False)
    text: bytes = field(default=b"", repr=False)
    why: str = ""
    marks: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def url(self) -> str:
        """The page, in the language of the reader; empty when nobody shows this kind any more."""
        declared = source(self.kind)
        return declared.address(self.slug) if declared else ""

    @property
    def tag(self) -> str:
        """What it is, in one word."""
        declared = source(self.kind)
        return str(declared.singular) if declared else ""

    @property
    def snippet(self) -> Parts:
        """The text that shows why it was found, in parts (text, is marked)."""
        text = bytes(self.text).decode(errors="ignore")
        return snippet(self.title, self.summary, f"{self.body}\n{text}".strip(), self.marks)


@dataclass(slots=True)
class Results:
    """What was found, and how the question was understood.

    `total` counts documents of the chosen kinds, `kinds` those of each kind whatever was chosen, `tags` those
    of each tag among the chosen. `explained` are the other words that were looked for, `did_you_mean` the
    question with corrected spelling (its results are already shown), `layout_fixed` the question as read on
    another keyboard, `unknown_numbers` the numbers of acts that no document bears. `degraded`: the index is
    away, the database answered.
    """

    total: int = 0
    hits: list[Hit] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    explained: list[str] = field(default_factory=list)
    did_you_mean: str = ""
    layout_fixed: str = ""
    unknown_numbers: list[str] = field(default_factory=list)
    degraded: bool = False


def revision() -> int:
    """A number that grows with every committed change of public content."""
    with connection.cursor() as cursor:  # by hand: every public page asks, and building the query costs most
        cursor.execute("SELECT MAX(id) FROM search_change")
        return cursor.fetchone()[0] or 0


def shown_revision() -> tuple[int, str]:
    """What shared pages depend on: public content, and the index in which it is found a little later."""
    return revision(), index.stamp()


def index_is_ready() -> bool:
    """Whether the index can be read and nothing in the outbox was left undone by a worker that stopped."""
    try:
        index.reader.searcher()
    except IndexMissing:
        return False
    return not Change.objects.waiting().filter(at__lt=timezone.now() - LEFT_UNDONE).exists()


def search(
    text: str,
    *,
    kinds: Collection[str] | None = None,
    filters: Filters = EVERYTHING,
    limit: int = 20,
    offset: int = 0,
    typing: bool = False,
) -> Results:
    """Find documents of all kinds, or of the given ones, the best first.

    `typing` also finds words that begin like the last one (for a list under the field). Never raises,
    whatever the text: without an index the database answers and the worker is asked to build one.
    """
    limit, offset = max(1, limit), min(max(0, offset), LONGEST_OFFSET)
    if kinds is not None:
        filters = replace(filters, kinds=tuple(kinds))
    try:
        searcher = index.reader.searcher()
        with index.engine_errors():
            understood = understand(text, searcher, typing=typing)
            results = _find(understood, searcher, filters, limit, offset)
            first = firsts.found_for(understood.layout_fixed or text, searcher)
            _put_first(results, first, filters, is_first_page=not offset)
            return results
    except IndexMissing as missing:
        logger.warning("search without an index: %s", missing)
        index.reader.forget()
        _ask_to_rebuild()
        return _without_index(text, filters.kinds, limit, offset)


def _find(understood: Understanding, searcher: Any, filters: Filters, limit: int, offset: int) -> Results:
    results = Results(
        explained=understood.also,
        did_you_mean=understood.did_you_mean,
        layout_fixed=understood.layout_fixed,
        unknown_numbers=understood.unknown_numbers,
    )
    if not understood:
        return results
    query = _chosen(results, understood, searcher, filters)
    if results.total > MANY:  # the best of so many have the words in their names
        words = matching.deciding(understood.words)
        named = matching.whole(words, understood.numbers, required=len(words), field=index.HEAD)
        if searcher.search(narrowed(named, filters), 1, count=True).count >= offset + limit:
            query = named
    ranked = matching.ranked(narrowed(query, filters), understood.words, understood.numbers)
    found = searcher.search(ranked, limit, count=False, offset=offset, weight_by_field="weight")
    marks = understood.marks()
    for score, address in found.hits:
        kind, shown = index.shown(searcher, address)
        results.hits.append(_hit(kind, shown, score, marks))
    return results


def _put_first(results: Results, first: list[First], filters: Filters, *, is_first_page: bool) -> None:
    """What was asked for by name, and what staff put first, above what was found; each stands once."""
    first = [each for each in first if filters.kinds is None or each.kind in filters.kinds]
    if not first:
        return
    known = {(each.kind, each.shown["key"]) for each in first}
    found = [hit for hit in results.hits if (hit.kind, hit.key) not in known]
    above = [_hit(each.kind, each.shown, math.inf, each.marks, each.why) for each in first]
    results.total = max(results.total, len(above) + len(found))
    results.hits = above + found if is_first_page else found


def _chosen(results: Results, understood: Understanding, searcher: Any, filters: Filters) -> Any:
    """The strictest reading of the question that finds enough: all words, or half of them in the name; most
    of the words; any of them. Counts what it finds.
    """
    words, numbers = matching.deciding(understood.words), understood.numbers
    required = _required(len(words))
    if required < len(words) and not numbers:
        query = matching.surest(words)
        _count(results, query, searcher, filters)
        if results.total >= ENOUGH:
            return query
    query = matching.whole(words, numbers, required=required)
    _count(results, query, searcher, filters)
    if results.total < FEW and len(words) > 1:
        query = matching.whole(words, numbers, required=1)
        _count(results, query, searcher, filters)
    return query


def _required(words: int) -> int:
    """How many of the deciding words a document must have: both of two, two of three, three of four."""
    return words if words <= 2 else math.ceil(words * 2 / 3)


def _count(results: Results, query: Any, searcher: Any, filters: Filters) -> None:
    """Found documents by kind, in the order of declaration and whatever was chosen, and by tag."""
    wanted = {
        "kinds": {"terms": {"field": "kind", "size": 50}},
        "tags": {"terms": {"field": index.TAGS, "size": MOST_TAGS}},
    }
    found = searcher.aggregate(narrowed(query, replace(filters, kinds=None)), wanted)
    kinds = {bucket["key"]: bucket["doc_count"] for bucket in found["kinds"]["buckets"]}
    results.kinds = {kind: kinds[kind] for kind in (*sources(), *kinds) if kind in kinds}
    results.total = sum(n for kind, n in kinds.items() if filters.kinds is None or kind in filters.kinds)
    if filters.kinds is not None and results.total < sum(kinds.values()):
        found = searcher.aggregate(narrowed(query, filters), {"tags": wanted["tags"]})
    results.tags = {bucket["key"]: bucket["doc_count"] for bucket in found["tags"]["buckets"]}


def _hit(kind: str, shown: dict[str, Any], score: float, marks: frozenset[str], why: str = "") -> Hit:
    return Hit(
        why=why,
        kind=kind,
        key=shown["key"],
        slug=shown["slug"],
        title=shown["title"],
        summary=shown["summary"],
        score=score,
        confirmed=shown["confirmed"],
        extra=shown["extra"],
        body=shown["body"],
        text=shown["text"],
        day=date.fromisoformat(shown["day"]) if shown["day"] else None,
        marks=marks,
    )


def _ask_to_rebuild() -> None:
    global _asked_to_rebuild
    now = time.monotonic()
    if now - _asked_to_rebuild >= ASK_AGAIN:
        _asked_to_rebuild = now
        tasks.ask(tasks.rebuild)


def _without_index(text: str, kinds: Collection[str] | None, limit: int, offset: int) -> Results:
    results = Results(degraded=True)
    found: list[SearchDocument] = []
    for kind, declared in sources().items():
        documents = list(declared.fallback(text, limit + offset))
        if documents:
            results.kinds[kind] = len(documents)
        if kinds is None or kind in kinds:
            found += documents
    results.total = len(found)
    results.hits = [
        Hit(
            kind=each.kind,
            key=each.key,
            slug=each.slug,
            title=each.title,
            summary=each.summary,
            score=0.0,
            confirmed=each.confirmed,
            extra=each.extra,
            body=each.body,
        )
        for each in found[offset : offset + limit]
    ]
    return results

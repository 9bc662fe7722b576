"""What the network puts into the index: points that are open, also by the old names of their places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.network.models import ServicePoint, Territory, TerritoryName
from mistok.network.queries import open_points
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best

# People say it of any point, whatever its official name.
COMMON_NAMES = ("бібліотека", "пункт е-послуг", "комп’ютер", "інтернет", "ЦОГ", "ІПЕП")
CHUNK = 500


def points(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Open points by uuid or slug."""
    found = _open_points().order_by("pk")
    if keys is not None:
        found = found.filter(Q(uuid__in=uuids(keys)) | Q(slug__in=list(keys)))
    chunk: list[ServicePoint] = []
    for point in found.iterator(chunk_size=CHUNK):
        chunk.append(point)
        if len(chunk) == CHUNK:
            yield from _documents(chunk)
            chunk = []
    yield from _documents(chunk)


def points_without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Points whose name, address, library or place have words of the text."""
    rows = _open_points().values_list("pk", "name", "address", "organisation__name", "territory__name")
    keys = best(text, ((pk, "\n".join(texts)) for pk, *texts in rows), limit)
    chosen = _open_points().in_bulk(keys)
    return _documents([chosen[key] for key in keys if key in chosen])


def _open_points() -> QuerySet[ServicePoint]:
    return open_points().select_related("organisation", "territory")


def _documents(points: Collection[ServicePoint]) -> list[SearchDocument]:
    places = _places({point.territory_id for point in points})
    return [_document(point, places[point.territory_id]) for point in points]


def _document(point: ServicePoint, places: tuple[str, ...]) -> SearchDocument:
    library = point.organisation
    return SearchDocument(
        kind="point",
        key=str(point.uuid),
        slug=point.slug,
        title=point.name,
        summary=f"{point.territory}, {point.address}",
        keywords=(*places, library.name, library.short_name, *COMMON_NAMES),
        body=point.directions,
        territory=point.territory_id,
        weight=0.5,
        extra={"library": str(library), "place": str(point.territory)},
    )


def _places(codes: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each territory its names now and before, with those of everything around it; one query a level."""
    around: dict[str, tuple[str | None, str]] = {}
    wanted = set(codes)
    while wanted:
        rows = Territory.objects.filter(pk__in=wanted).values_list("pk", "parent_id", "name")
        fresh = {code: (parent, name) for code, parent, name in rows}
        around |= fresh
        wanted = {parent for parent, _name in fresh.values() if parent} - set(around)
    former: dict[str, list[str]] = defaultdict(list)
    for code, name in TerritoryName.objects.filter(territory__in=around).values_list("territory_id", "name"):
        former[code].append(name)
    return {code: tuple(_upwards(code, around, former)) for code in codes}


def _upwards(
    code: str, around: dict[str, tuple[str | None, str]], former: dict[str, list[str]]
) -> Iterator[str]:
    at: str | None = code
    while at:
        parent, name = around[at]
        yield name
        yield from (old for old in former[at] if old != name)
        at = parent


declare(
    "point",
    Source(
        label=_("Service points"),
        singular=_("Service point"),
        documents=points,
        fallback=points_without_index,
        address=lambda slug: reverse("network:point-detail", args=[slug]),
    ),
)

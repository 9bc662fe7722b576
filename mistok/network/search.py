"""What the network puts into the index: open points and offices, also by the old names of their places."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import batched

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mistok.network.models import Place, PlaceState, ServicePoint, Territory, TerritoryName
from mistok.network.queries import open_points
from mistok.search.declarations import SearchDocument, Source, declare, uuids
from mistok.search.fallback import best

# People say it of any point, whatever its official name.
COMMON_NAMES = ("бібліотека", "пункт е-послуг", "комп’ютер", "інтернет", "ЦОГ", "ІПЕП")
OFFICE_NAMES = ("ЦНАП", "адмінпослуги")
CHUNK = 500


def points(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Open points by uuid or slug."""
    found = _open_points().order_by("pk")
    if keys is not None:
        found = found.filter(Q(uuid__in=uuids(keys)) | Q(slug__in=list(keys)))
    for chunk in batched(found.iterator(chunk_size=CHUNK), CHUNK):
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


def offices(keys: Collection[str] | None) -> Iterator[SearchDocument]:
    """Offices that were not closed for good, by key or slug."""
    found = _offices().order_by("pk")
    if keys is not None:
        found = found.filter(Q(pk__in=uuids(keys)) | Q(slug__in=list(keys)))
    for chunk in batched(found.iterator(chunk_size=CHUNK), CHUNK):
        yield from _office_documents(chunk)


def offices_without_index(text: str, limit: int) -> Iterable[SearchDocument]:
    """Offices whose name, address or place have words of the text."""
    rows = _offices().values_list("pk", "name", "address", "territory__name")
    keys = best(text, ((pk, "\n".join(filter(None, texts))) for pk, *texts in rows), limit)
    chosen = _offices().in_bulk(keys)
    return _office_documents([chosen[key] for key in keys if key in chosen])


def _offices() -> QuerySet[Place]:
    return Place.objects.exclude(state=PlaceState.CLOSED).select_related("organisation", "territory")


def _office_documents(offices: Collection[Place]) -> list[SearchDocument]:
    settlements = {each.pk: each.given.get("settlement") or each.territory_id for each in offices}
    places = _places({code for code in settlements.values() if code})
    return [_office(each, settlements[each.pk], places) for each in offices]


def _office(office: Place, code: str | None, places: dict[str, tuple[str, ...]]) -> SearchDocument:
    around = f"{office.territory}, " if office.territory else ""
    return SearchDocument(
        kind="place",
        key=str(office.pk),
        slug=office.slug,
        title=office.name,
        summary=f"{around}{office.address}",
        keywords=(*places.get(code or "", ()), str(office.organisation), *OFFICE_NAMES),
        territory=office.territory_id,
        weight=-1.0,  # thousands of them must not stand before what people came for
        extra={"provider": str(office.organisation)},
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
    while at and at in around:
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
declare(
    "place",
    Source(
        label=_("Administrative service centres"),
        singular=_("Administrative service centre"),
        documents=offices,
        fallback=offices_without_index,
        address=lambda slug: reverse("network:place-detail", args=[slug]),
    ),
)

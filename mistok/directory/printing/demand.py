"""Which services people ask for at a point. Apps above know it from their records and declare how to ask."""

from collections.abc import Callable

from mistok.directory.models import Service
from mistok.directory.queries import public_services
from mistok.network.models import ServicePoint

# Gives keys of services, the most asked for first, at most so many.
type Asked = Callable[[ServicePoint, int], list[int]]

_sources: list[Asked] = []


def declare(source: Asked) -> None:
    """Say how to learn what is asked for at a point; the last one declared answers."""
    _sources[:] = [source]


def most_asked(point: ServicePoint | None, limit: int) -> list[Service]:
    """Services in use asked for at the point, the most asked first; the catalogue's own order fills up."""
    keys = _sources[0](point, limit) if _sources and point else []
    known = public_services().in_bulk(keys)
    found = [known[key] for key in keys if key in known]
    rest = public_services().exclude(pk__in=[each.pk for each in found])
    return [*found, *rest[: limit - len(found)]]

"""Telling the index whose services changed."""

from collections.abc import Iterable

from mistok.directory.models import Service
from mistok.search.actions import changed


def providers_changed(services: Iterable[Service]) -> None:
    """The search learns of the providers of these services: of one more, or of one that gives nothing now."""
    changed("provider", *sorted({str(service.provider_id) for service in services}))

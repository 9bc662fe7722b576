"""Loading the catalogue that comes with Mistok."""

from django.db import transaction

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.directory.actions.telling import providers_changed
from mistok.directory.loading import Loaded, Loader
from mistok.search.actions import changed


@transaction.atomic
def load_catalogue(*, by: User | None = None) -> Loaded:
    """Bring in the catalogue that comes with Mistok. Twice is the same as once.

    A card that a person edited, confirmed or retired is left alone, nothing is marked as confirmed, and a
    local service whose territory is not in the database is left out and named in the answer.
    """
    loader = Loader()
    loaded = loader.load()
    for event, services in ((Event.SERVICE_ADDED, loader.added), (Event.SERVICE_CHANGED, loader.changed)):
        for service in services:
            audit.record(event, service, by=by, source="catalogue")
    changed("service", *(str(service.uuid) for service in (*loader.added, *loader.changed)))
    providers_changed((*loader.added, *loader.changed))
    changed("situation", *loader.touched_situations)
    return loaded

"""Short addresses of things, made from their names."""

from django.db.models import Model

from mistok.ukrainian.translit import slug

LONGEST = 80  # letters; the fields hold no more


def free_slug(model: type[Model], name: str, otherwise: str) -> str:
    """A short address for the name that nothing of the model bears; `otherwise` when no letters are left."""
    base = slug(name, longest=LONGEST - 4) or otherwise
    found, number = base, 1
    while model._default_manager.filter(slug=found).exists():
        number += 1
        found = f"{base}-{number}"
    return found

"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from mistok.config.orphans import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Load dictionaries and index before the first reader comes, not while they wait (about a second)."""
    from mistok.search.queries import search

    search("бібліотека", limit=1)


if "MISTOK_SUPERVISED" in os.environ:
    end_with_parent()
_warm_up()

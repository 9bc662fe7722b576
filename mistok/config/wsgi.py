"""The door for a WSGI server."""

import gc
import logging
import os

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError

from mistok.config.orphans import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mistok.config.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    """Load dictionaries and index before the first reader comes, not while they wait (about a second)."""
    from mistok.search.queries import search

    try:
        search("бібліотека", limit=1)
    except DatabaseError as error:  # tables are not all there yet: `migrate` loads this module too
        logging.getLogger(__name__).warning("not warmed up: %s", error)


if "MISTOK_SUPERVISED" in os.environ:
    end_with_parent()
_warm_up()
gc.freeze()  # what is loaded by now stays for ever: it need not be looked through while somebody waits

"""A small house of its own for the torture test, which is then served, killed and served again.

`python -m mistok.desk.tests.torture_house` fills its empty database and prints what a browser
needs to enter it.
"""

import json
import sys

import django


def prepare() -> dict[str, str]:
    """A point, two usual acts, a category that will be gone, and a signed-in librarian."""
    from django.conf import settings
    from django.test import Client

    from mistok.accounts.tests.factories import UserFactory
    from mistok.directory.tests.factories import ServiceFactory
    from mistok.network.models import Role
    from mistok.network.tests.factories import (
        MembershipFactory,
        OrganisationFactory,
        ServicePointFactory,
        VisitorCategoryFactory,
    )

    library = OrganisationFactory(slug="library")
    ServicePointFactory(slug="point", name="Пункт", organisation=library)
    librarian = UserFactory(email="librarian@example.org", name="Бібліотекарка")
    MembershipFactory(person=librarian, organisation=library, role=Role.LIBRARIAN)
    VisitorCategoryFactory(code="pensioner", name="Пенсіонер", order=1)
    VisitorCategoryFactory(code="gone", name="Колишні", order=2)
    for number in (1, 2):
        ServiceFactory(slug=f"service-{number}", name=f"Послуга {number}", short_name=f"Послуга {number}")
    client = Client()
    client.force_login(librarian)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(prepare()))

"""The author finds the answer on their own page."""

import pytest
from django.urls import reverse

from mistok.directory import actions
from mistok.directory.tests.factories import ServiceFactory

pytestmark = pytest.mark.django_db


def test_answer_stands_on_the_authors_page(cast, sign_in):
    service = ServiceFactory(name="Житлова субсидія")
    revision = actions.propose_change(service=service, by=cast.librarian, values={"cost": "1 грн"})
    actions.decline_revision(revision=revision, by=cast.head, answer="Звідки ця ціна?")
    actions.propose_change(service=ServiceFactory(), by=cast.librarian, values={"cost": "1"}, send=False)
    page = sign_in(cast.librarian).get(reverse("accounts:me")).content.decode()
    assert "Житлова субсидія – повернуто: Звідки ця ціна?" in page
    assert page.count("чернетка") == 0
    assert "Звідки ця ціна?" not in sign_in(cast.colleague).get(reverse("accounts:me")).content.decode()

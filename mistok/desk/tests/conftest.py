"""The open desk that the browser tests begin with, and a day that does not end while a test goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mistok.desk.models import TopicKind
from mistok.desk.tests.factories import TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.network.tests.factories import VisitorCategoryFactory


@pytest.fixture
def endless_day(monkeypatch, network):
    """The central point works round the clock, and midnight ends nobody's session: for tests that ask by the
    clock of the machine, which may be five minutes before midnight.
    """
    monkeypatch.setattr("mistok.desk.queries.computers.midnight_after", lambda at: at + timedelta(days=1))
    network.point.opening_hours = "24/7"
    network.point.save()


@pytest.fixture
def supplied(db):
    """Two usual acts, a skill to teach, two categories of visitors."""
    VisitorCategoryFactory(code="pensioner", name="Пенсіонер", order=1)
    VisitorCategoryFactory(code="student", name="Студент", order=2)
    ServiceFactory(slug="subsydiia", name="Житлова субсидія", short_name="Субсидія", demand=90)
    ServiceFactory(slug="bills", name="Комунальні платежі", short_name="Платежі", demand=80)
    skills = TopicFactory(code="3.1.4", kind=TopicKind.SKILL, name="Навички")
    TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL, name="Комп’ютерна грамотність", parent=skills)


@pytest.fixture
def desk(page, enter, cast, network, supplied):
    """The open desk of the central point, ready to work without a connection."""
    enter(page, cast.librarian)
    page.goto(reverse("desk:point", args=[network.point.slug]))
    page.wait_for_selector('[data-ready="1"]', state="attached")
    return page


@pytest.fixture
def away(desk, comes_true):
    """The desk after its connection was cut; it is all on the device already."""
    comes_true(desk, "navigator.serviceWorker.ready.then(() => true)")
    comes_true(desk, "caches.match(location.pathname).then((kept) => Boolean(kept))")
    desk.context.set_offline(True)
    return desk

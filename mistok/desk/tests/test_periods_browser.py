"""Closed months and what was not taken in, read by axe, on a phone and in the dark too."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.desk.actions.periods import lock
from mistok.desk.models import SyncProblem
from mistok.desk.tests.factories import EncounterFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_are_read_by_axe(page, enter, axe, cast, network):
    october = date(2026, 10, 20)
    visit = EncounterFactory(point=network.point, day=timezone.localdate(), adjusted_from=october)
    lock(by=cast.head, organisation=network.central, first=date(2026, 10, 1), last=date(2026, 10, 31))
    name = ServiceFactory(
        name="Державна соціальна допомога малозабезпеченим сім’ям і внутрішньопереміщеним"
    ).slug
    facts = {"encounter": str(visit.pk), "act": f"done:service:{name}", "number": "2", "note": "Друга заява"}
    for answer, code in (("rejected", "locked"), ("conflict", "conflict")):
        SyncProblem.objects.create(
            uuid=uuid7(),
            person=cast.librarian,
            point=network.point,
            answer=answer,
            code=code,
            times=3,
            record={"kind": "correction", "facts": facts, "occurred_at": "2026-11-20T09:30:00+02:00"},
        )
    enter(page, cast.head)
    for scheme, width in (("light", 1280), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 740})
        for address in ("desk:period-list", "desk:sync-log"):
            page.goto(reverse(address, args=[network.point.slug]))
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width

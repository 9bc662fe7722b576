"""The pages of the network's life in a browser: axe finds nothing on them."""

from datetime import date

import pytest
from django.urls import reverse

from mistok.network.actions.lifecycle import merge_point, reorganise_point
from mistok.network.models import ServicePoint
from mistok.network.tests.factories import PointDocumentFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_pages_of_life_are_accessible(cast, network, page, enter, axe, follow):
    day = date(2020, 3, 1)
    reorganise_point(point=network.point, day=day, values={"name": "Хаб"}, order="№ 2", by=cast.head)
    merge_point(point=network.branch_point, into=network.point, day=day, by=cast.head)
    PointDocumentFactory(organisation=network.central, point=network.point)
    page.goto(ServicePoint.objects.get(pk=network.branch_point.pk).get_absolute_url())
    axe(page)
    follow(page.get_by_role("link", name="Хаб"))
    axe(page)
    enter(page, cast.head)
    slug = [network.point.slug]
    for address in (
        reverse("network:changes") + "?from=2020-01-01&to=2020-12-31",
        reverse("network:point-history", args=slug),
        reverse("network:point-reorganise", args=slug),
        reverse("network:point-documents", args=slug),
        reverse("network:point-document-add", args=slug),
        reverse("network:organisation-list"),
        reverse("network:organisation-detail", args=["central"]),
        reverse("network:organisation-merge", args=["branch"]),
    ):
        page.goto(address)
        axe(page)

"""What the worker is given each day."""

from datetime import timedelta

import pytest
from django.tasks import default_task_backend
from django.utils import timezone

from mistok.config import duties
from mistok.search.models import SavedSearch
from mistok.website.tasks import tell_news

pytestmark = pytest.mark.django_db


def test_letters_about_saved_searches_are_a_duty_of_the_day_when_somebody_waits():
    duties.enqueue()
    assert tell_news not in [each.task for each in default_task_backend.results]
    long_ago = timezone.now() - timedelta(days=9)
    SavedSearch.objects.create(email="reader@example.org", confirmed_at=long_ago, looked_at=long_ago)
    duties.enqueue()
    assert tell_news in [each.task for each in default_task_backend.results]

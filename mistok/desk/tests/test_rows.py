"""Rows by the driver stand in the database as Django's own would."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mistok.desk.models import Encounter
from mistok.desk.tests.factories import EncounterFactory
from mistok.lib.identifiers import uuid7
from mistok.lib.rows import COPIED, insert_rows

pytestmark = pytest.mark.django_db
NAMES = [field.attname for field in Encounter._meta.concrete_fields]


# A few rows and many go by different ways.
@pytest.mark.parametrize("number", [1, COPIED + 5])
def test_rows_come_back_as_they_were(number):
    one = EncounterFactory(
        device=uuid7(),
        adjusted_from="2026-01-05",
        skew_seconds=-7,
        said_at=timezone.now(),
        note="уперше,\tз «онукою»\nі \\N, 'так' \"само\" 🙂",
    )
    one.refresh_from_db()
    values = [getattr(one, name) for name in NAMES[1:]]
    keys = [uuid7() for _each in range(number)]
    insert_rows(Encounter, NAMES, [[key, *values] for key in keys])
    found = Encounter.objects.filter(pk__in=keys)
    assert len(found) == number
    for copy in found:
        assert [getattr(copy, name) for name in NAMES[1:]] == values


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Encounter, NAMES, [])


@pytest.mark.parametrize("number", [1, COPIED + 5])
def test_rules_of_the_database_hold(number):
    one = EncounterFactory()
    values = [getattr(one, name) for name in NAMES[1:]]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(
            Encounter, NAMES, [[one.pk, *values], *[[uuid7(), *values] for _each in range(number - 1)]]
        )
    assert Encounter.objects.get() == one

"""Rows by the driver stand in the database as Django's own would."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from mistok.desk.models import Encounter
from mistok.desk.tests.factories import EncounterFactory
from mistok.lib.identifiers import uuid7
from mistok.lib.rows import insert_rows

pytestmark = pytest.mark.django_db
NAMES = [field.attname for field in Encounter._meta.concrete_fields]


def test_rows_come_back_as_they_were():
    one = EncounterFactory(
        device=uuid7(), adjusted_from="2026-01-05", skew_seconds=-7, said_at=timezone.now()
    )
    one.refresh_from_db()
    other = uuid7()
    insert_rows(Encounter, NAMES, [[other, *[getattr(one, name) for name in NAMES[1:]]]])
    copy = Encounter.objects.get(pk=other)
    assert [getattr(copy, name) for name in NAMES[1:]] == [getattr(one, name) for name in NAMES[1:]]


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows(Encounter, NAMES, [])


def test_rules_of_the_database_hold():
    one = EncounterFactory()
    row = [getattr(one, name) for name in NAMES]
    with pytest.raises(DatabaseError), transaction.atomic():
        insert_rows(Encounter, NAMES, [row])

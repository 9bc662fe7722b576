"""Rows kept in the process are those of the present revision and language, and not too many."""

import pytest
from django.db import transaction
from django.utils import translation

from mistok.lib import kept
from mistok.lib.kept import forget_everything, kept_until_change


@pytest.fixture
def revision(monkeypatch):
    """The revision of public content; `revision[0] += 1` is a change."""
    now = [1]
    monkeypatch.setattr(kept, "public_revision", lambda: now[0])
    return now


@pytest.fixture
def squares():
    """A function that notes each time it really works."""
    asked = []

    @kept_until_change(most=2)
    def square(n):
        asked.append(n)
        if n < 0:
            raise ValueError(n)
        return n * n

    return square, asked


def test_kept_until_change(revision, squares):
    square, asked = squares
    assert [square(3), square(3), square(2)] == [9, 9, 4]
    assert asked == [3, 2]
    revision[0] += 1
    assert square(3) == 9
    assert asked == [3, 2, 3]


def test_kept_by_language(revision, squares):
    square, asked = squares
    square(3)
    with translation.override("en"):
        square(3)
    assert asked == [3, 3]


def test_kept_no_more_than_allowed(revision, squares):
    square, asked = squares
    for n in (1, 2, 3, 1):
        square(n)
    assert asked == [1, 2, 3, 1]


def test_kept_a_minute_at_most(revision, squares, monkeypatch):
    square, asked = squares
    square(3)
    monkeypatch.setattr(kept, "LONGEST_AGE", 0.0)
    square(3)
    assert asked == [3, 3]


def test_failure_is_not_kept(revision, squares):
    square, asked = squares
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            square(-1)
    assert asked == [-1, -1]


def test_forgotten(revision, squares):
    square, asked = squares
    square(3)
    forget_everything()
    square(3)
    assert asked == [3, 3]


@pytest.mark.django_db(transaction=True)
def test_nothing_kept_inside_a_transaction(revision, squares):
    square, asked = squares
    with transaction.atomic():
        square(3)
        square(3)
    square(3)
    assert asked == [3, 3, 3]

"""No field of any model is left without a word on whether it is personal, why it is held and for how long."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from mistok.accounts.personal import Personal, classify, registry, rows_about, terms, unclassified
from mistok.accounts.tests.factories import UserFactory
from mistok.network.models import Membership, Territory


def test_every_field_is_classified():
    assert unclassified() == []


def test_every_personal_field_has_a_reason_and_a_term():
    silent = [
        f"{label}.{name}"
        for label, said in registry().items()
        for name, personal in said.personal.items()
        if not (str(personal.purpose).strip() and str(personal.keep).strip())
    ]
    assert silent == []


@pytest.mark.django_db
def test_every_owner_leads_to_a_person():
    """Each path is a real query; nothing is found for a person who has done nothing."""
    user = UserFactory()
    assert {model._meta.label for model, _row in rows_about(user)} == {"accounts.User"}


def test_classify_refuses_unknown_and_double_fields():
    said = Personal("so", "always", "person")
    with pytest.raises(ValueError, match="no field"):
        classify(Territory, plain=["colour"], personal={})
    with pytest.raises(ValueError, match="both"):
        classify(Membership, plain=["person"], personal={"person": said})


@pytest.mark.django_db
def test_every_term_can_be_applied_twice():
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    first = {term.name: term.forget(now) for term in terms()}
    assert first["sessions"] == 1
    assert set(first) >= {"sessions", "invitations", "queries", "task_results"}
    assert not any(term.forget(now) for term in terms())
    assert Session.objects.get().session_key == "new"

"""One's own page: what is kept, the copy to take away, erasure."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from mistok.accounts.actions import ERASED_NAME, erase_person, export_person
from mistok.accounts.models import User
from mistok.accounts.tests.factories import UserFactory
from mistok.audit.models import Entry, Event

PASSWORD = "вечірній трамвай стоїть"

pytestmark = pytest.mark.django_db


@pytest.fixture
def olena() -> User:
    user = UserFactory(name="Олена Коваль", email="olena@example.org")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_me_needs_a_sign_in():
    assert Client().get(reverse("accounts:me")).url.startswith("/account/login/")


def test_me_without_a_role(olena, sign_in):
    page = sign_in(olena).get(reverse("accounts:me"))
    assert "olena@example.org" in page.text
    assert page.context["sections"] == []


def test_me_shows_who_touched_my_data(olena, sign_in):
    export_person(user=olena, by=UserFactory(name="Інша"))
    page = sign_in(olena).get(reverse("accounts:me"))
    assert [(entry.event, who) for entry, who in page.context["entries"]] == [(Event.EXPORTED, "Інша")]


def test_my_data_holds_all_but_secrets(olena, sign_in):
    Authenticator.objects.create(user=olena, type="totp", data={"secret": "JBSWY3DP"})
    client = sign_in(olena)
    assert client.get(reverse("accounts:me-data")).status_code == 405
    response = client.post(reverse("accounts:me-data"))
    assert "attachment" in response["Content-Disposition"]
    records = json.loads(response.text)["records"]
    assert records["accounts.User"]["rows"][0]["email"] == "olena@example.org"
    assert records["account.EmailAddress"]["rows"]
    assert records["accounts.User"]["why"]["email"]["purpose"]
    assert "JBSWY3DP" not in response.text
    assert "argon2" not in response.text
    assert "md5" not in response.text
    assert Entry.objects.get(event=Event.EXPORTED).actor == str(olena.pk)


def test_erasure_leaves_nothing_but_an_empty_account(olena):
    Authenticator.objects.create(user=olena, type="totp", data={})
    client = Client()
    client.force_login(olena)
    elsewhere = Client()
    elsewhere.force_login(olena)
    assert client.post(reverse("accounts:me-erasure"), {"password": PASSWORD}).status_code == 302
    olena.refresh_from_db()
    assert olena.name == ERASED_NAME
    assert olena.email.endswith("@erased.invalid")
    assert not olena.is_active
    assert not olena.has_usable_password()
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not any(str(olena.pk) in str(each.get_decoded()) for each in Session.objects.all())
    assert elsewhere.get(reverse("accounts:me")).status_code == 302
    assert Entry.objects.get(event=Event.ERASED).object_key == str(olena.pk)


def test_erasure_with_a_wrong_password_erases_nothing(olena, sign_in):
    response = sign_in(olena).post(reverse("accounts:me-erasure"), {"password": "x"})
    assert response.status_code == 422
    olena.refresh_from_db()
    assert olena.name == "Олена Коваль"


def test_erasure_asks_first(olena, sign_in):
    assert sign_in(olena).get(reverse("accounts:me-erasure")).status_code == 200
    olena.refresh_from_db()
    assert olena.erased_at is None


def test_erasure_twice_is_harmless(olena):
    erase_person(user=olena, by=olena)
    erase_person(user=olena, by=olena)
    assert not olena.is_active


def test_forget_runs_quietly(capsys):
    call_command("forget", verbosity=0)
    assert capsys.readouterr().out == ""
    call_command("forget")
    assert capsys.readouterr().out

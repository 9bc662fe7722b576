"""Signing in: by invitation only, noted in the journal, slow for guessers, with a second factor for staff."""

import base64
import hmac
import re
import struct
import time

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mistok.accounts.models import User
from mistok.audit.models import Entry, Event
from mistok.network.models import Role
from mistok.network.tests.factories import MembershipFactory

EMAIL, PASSWORD = "olena@example.org", "вечірній трамвай стоїть"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def olena() -> User:
    user = User.objects.create_user(EMAIL, PASSWORD, name="Олена Коваль")
    MembershipFactory(person=user, role=Role.HEAD)
    return user


def enter(client: Client, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": EMAIL.title(), "password": password})


def code_now(secret: str) -> str:
    """The six digits an authenticator shows now (RFC 6238 over RFC 4226)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_sign_in_is_noted_and_leads_to_the_start(olena):
    response = enter(Client())
    assert response.url == reverse("website:start")
    entry = Entry.objects.get(event=Event.SIGNED_IN)
    assert (entry.actor, entry.details) == (str(olena.pk), {})


def test_sign_in_says_the_same_of_a_wrong_password_and_an_unknown_address(olena):
    wrong = enter(Client(), "не той пароль").context["form"].errors
    unknown = Client().post(reverse("account_login"), {"login": "nobody@example.org", "password": "x"})
    assert str(wrong) == str(unknown.context["form"].errors)
    assert not Entry.objects.exists()


def test_sign_in_grows_slow_for_a_guesser(olena):
    client = Client()
    for _each in range(12):
        enter(client, "не той пароль")
    assert "_auth_user_id" not in client.session
    assert enter(client).status_code != 302  # even the right password waits now


def test_sign_up_alone_is_closed(db):
    asked = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    response = Client().post(reverse("account_signup"), asked)
    assert response.status_code == 200
    assert not User.objects.exists()


def test_password_can_be_set_anew_by_mail(olena):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": EMAIL})
    (letter,) = mail.outbox
    path = re.search(r"https?://[^/]+(/\S+)", letter.body)[1]
    page = client.get(path, follow=True)
    fresh = "ранковий потяг рушив"
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})
    assert enter(Client(), fresh).status_code == 302


def test_second_factor_is_asked_of_staff(olena, settings):
    settings.SECOND_FACTOR = "required"
    client = Client()
    enter(client)
    assert client.get(reverse("network:tree")).url == reverse("mfa_activate_totp")
    assert client.get(reverse("accounts:me")).status_code == 200


def test_second_factor_is_not_asked_where_it_is_optional(olena):
    client = Client()
    enter(client)
    assert client.get(reverse("network:tree")).status_code == 200


def test_second_factor_from_setting_up_to_a_recovery_code(olena, settings):
    settings.SECOND_FACTOR = "required"
    client = Client()
    enter(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.url == reverse("mfa_view_recovery_codes")
    codes = client.get(done.url).context["unused_codes"]
    assert len(codes) == 10
    assert client.get(reverse("network:tree")).status_code == 200

    other = Client()
    assert enter(other).url == reverse("mfa_authenticate")
    assert other.get(reverse("network:tree")).url.startswith(reverse("account_login"))
    assert other.post(reverse("mfa_authenticate"), {"code": "123456"}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert other.get(reverse("network:tree")).status_code == 200

    third = Client()
    enter(third)
    assert third.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200  # once only


def test_a_person_without_a_role_needs_no_second_factor(settings):
    settings.SECOND_FACTOR = "required"
    User.objects.create_user(EMAIL, PASSWORD, name="Олена")
    client = Client()
    enter(client)
    assert client.get(reverse("accounts:me")).status_code == 200
    assert client.get(reverse("network:tree")).status_code == 404


def test_an_inactive_account_stays_outside(olena):
    client = Client()
    enter(client)
    User.objects.update(is_active=False)
    assert client.get(reverse("network:tree")).status_code == 302
    assert enter(Client()).url == reverse("account_inactive")


def test_an_old_session_proves_itself_before_touching_the_second_factor(olena):
    client = Client()
    enter(client)
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    ("referer", "then"),
    [
        ("http://testserver/network/?q=1", "%2Fnetwork%2F%3Fq%3D1"),
        ("https://elsewhere.example/network/", "%2Fstart%2F"),
        ("", "%2Fstart%2F"),
    ],
)
def test_form_sent_after_the_session_leads_back_to_its_page(client, db, referer, then):
    """The address of a form takes POST only: coming there from the sign-in would be a dead end."""
    response = client.post(reverse("accounts:me-data"), headers={"referer": referer})
    assert response["Location"] == f"{reverse('account_login')}?next={then}".replace("%2F", "/")

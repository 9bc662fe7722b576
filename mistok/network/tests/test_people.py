"""Inviting people, joining, giving and ending roles."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.accounts.models import User
from mistok.audit.models import Entry, Event
from mistok.network import actions
from mistok.network.models import Invitation, Membership, Role
from mistok.network.queries import is_last_administrator, may_give, today
from mistok.network.tests.factories import MembershipFactory, OrganisationFactory, SubordinationFactory

PASSWORD = "вечірній трамвай стоїть"


@pytest.fixture
def invited(cast, network, django_capture_on_commit_callbacks) -> tuple[Invitation, str]:
    """An invitation of the head to the central library, and its path."""
    with django_capture_on_commit_callbacks(execute=True):
        invitation, link = actions.invite(
            email="New@example.org",
            name="Новенька",
            role=Role.LIBRARIAN,
            organisation=network.central,
            by=cast.head,
        )
    return invitation, link.removeprefix("http://127.0.0.1:8000")


def test_may_give_only_what_one_has(cast, network):
    assert may_give(cast.head, Role.LIBRARIAN, network.central)
    assert may_give(cast.head, Role.HEAD, network.branch)
    assert not may_give(cast.head, Role.ADMINISTRATOR, network.central)
    assert not may_give(cast.head, Role.LIBRARIAN, network.other)
    assert not may_give(cast.librarian, Role.LIBRARIAN, network.central)
    assert not may_give(cast.region, Role.LIBRARIAN, network.central)
    assert may_give(cast.administrator, Role.ADMINISTRATOR, network.other)


def test_invite_form_offers_only_what_may_be_given(cast, sign_in):
    form = sign_in(cast.head).get(reverse("network:invitation-new")).context["form"]
    assert {str(each) for each in form.fields["organisation"].queryset} == {
        "Центральна бібліотека",
        "Бібліотека-філія № 1",
    }
    assert Role.ADMINISTRATOR not in dict(form.fields["role"].choices)


def test_invite_sends_a_letter(cast, network, sign_in, django_capture_on_commit_callbacks):
    asked = {
        "name": "Новенька",
        "email": "New@example.org",
        "organisation": network.central.pk,
        "role": "librarian",
    }
    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(cast.head).post(reverse("network:invitation-new"), asked)
    assert response.url == reverse("network:people")
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    assert "/invitations/" in letter.body
    invitation = Invitation.objects.get()
    assert invitation.mailed_at
    assert re.search(r"invitations/([\w-]+)/", letter.body)[1] not in invitation.secret_hash
    assert Entry.objects.get(event=Event.INVITED).organisation == str(network.central.pk)


def test_invite_beyond_one_s_rights_is_refused(cast, network, sign_in):
    asked = {"name": "Х", "email": "x@example.org", "organisation": network.other.pk, "role": "administrator"}
    response = sign_in(cast.head).post(reverse("network:invitation-new"), asked)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"organisation", "role"}
    with pytest.raises(actions.NotAllowed):
        actions.invite(
            email="x@example.org",
            name="Х",
            role=Role.ADMINISTRATOR,
            organisation=network.central,
            by=cast.head,
        )
    assert not Invitation.objects.exists()


def test_invite_again_replaces_the_first(cast, network, invited):
    actions.invite(
        email="new@example.org",
        name="Новенька",
        role=Role.LIBRARIAN,
        organisation=network.central,
        by=cast.head,
    )
    first = Invitation.objects.get(pk=invited[0].pk)
    assert first.withdrawn_at
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_invite_whoever_has_the_role_says_so(cast, network, sign_in):
    asked = {
        "name": "Х",
        "email": cast.librarian.email,
        "organisation": network.central.pk,
        "role": "librarian",
    }
    response = sign_in(cast.head).post(reverse("network:invitation-new"), asked)
    assert list(response.context["form"].errors) == ["email"]


def test_invite_with_mail_server_down_shows_the_link(
    cast, network, sign_in, monkeypatch, django_capture_on_commit_callbacks
):
    def refuse(message):
        raise ConnectionRefusedError

    monkeypatch.setattr("mistok.network.actions.people.EmailMessage.send", refuse)
    asked = {"name": "Н", "email": "new@example.org", "organisation": network.central.pk, "role": "librarian"}
    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(cast.head).post(reverse("network:invitation-new"), asked, follow=True)
    assert Invitation.objects.get().mailed_at is None
    assert "/invitations/" in str(next(iter(response.context["messages"])))


def test_join_makes_an_account_with_the_role(invited, network):
    invitation, path = invited
    client = Client()
    assert "Центральна бібліотека" in client.get(path).text
    response = client.post(path, {"name": "Олена Нова", "password": PASSWORD})
    assert response.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.check_password(PASSWORD)) == ("Олена Нова", True)
    membership = user.memberships.get()
    assert (membership.organisation, membership.role, membership.since) == (
        network.central,
        "librarian",
        today(),
    )
    assert client.get(reverse("accounts:me")).status_code == 200  # signed in at once
    invitation.refresh_from_db()
    assert invitation.accepted_at
    assert {*Entry.objects.values_list("event", flat=True)} >= {
        Event.JOINED,
        Event.ROLE_GIVEN,
        Event.SIGNED_IN,
    }


def test_join_with_a_weak_password_keeps_the_name(invited):
    response = Client().post(invited[1], {"name": "Олена Нова", "password": "короткий"})
    assert response.status_code == 422
    assert 'value="Олена Нова"' in response.text
    assert not User.objects.filter(email="new@example.org").exists()


def test_join_link_works_once(invited):
    Client().post(invited[1], {"name": "Олена", "password": PASSWORD})
    again = Client().post(invited[1], {"name": "Інша", "password": PASSWORD})
    assert again.status_code == 410
    assert Membership.objects.filter(person__email="new@example.org").count() == 1


@pytest.mark.parametrize("field", ["withdrawn_at", "expires_at"])
def test_join_link_that_ended_says_so(invited, field):
    invitation, path = invited
    setattr(invitation, field, timezone.now() - timedelta(seconds=1))
    invitation.save()
    response = Client().get(path)
    assert response.status_code == 410
    assert "Head" in response.text  # whom to ask for a new one


def test_join_unknown_link(db):
    assert Client().get("/invitations/no-such-secret/").status_code == 404


def test_join_with_an_account_adds_the_role(cast, network, sign_in):
    _invitation, link = actions.invite(
        email=cast.colleague.email, name="К", role=Role.LIBRARIAN, organisation=network.central, by=cast.head
    )
    path = link.removeprefix("http://127.0.0.1:8000")
    assert "account/login" in Client().get(path).text
    assert Client().post(path, {"name": "Злодій", "password": PASSWORD}).status_code == 403
    assert sign_in(cast.librarian).post(path).status_code == 403
    assert sign_in(cast.colleague).post(path).status_code == 302
    assert {each.organisation for each in cast.colleague.memberships.all()} == {
        network.central,
        network.other,
    }


def test_resend_ends_the_first_link(cast, sign_in, invited, django_capture_on_commit_callbacks):
    invitation, path = invited
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(cast.head).post(reverse("network:invitation-resend", args=[invitation.pk]))
    assert Client().get(path).status_code == 404
    assert len(mail.outbox) == 2


def test_withdraw(cast, sign_in, invited):
    invitation, path = invited
    address = reverse("network:invitation-withdraw", args=[invitation.pk])
    assert sign_in(cast.colleague).post(address).status_code == 404
    assert sign_in(cast.head).get(address).status_code == 405
    assert sign_in(cast.head).post(address).status_code == 302
    assert Client().get(path).status_code == 410


def test_end_role_is_dated_and_shuts_the_door(cast, sign_in):
    role = cast.librarian.memberships.get()
    yesterday = today() - timedelta(days=1)
    response = sign_in(cast.head).post(reverse("network:role-end", args=[role.pk]), {"last_day": yesterday})
    assert response.status_code == 302
    role.refresh_from_db()
    assert role.until == yesterday
    assert sign_in(User.objects.get(pk=cast.librarian.pk)).get(reverse("network:tree")).status_code == 404


def test_end_role_before_it_began_is_refused(cast, sign_in):
    role = cast.librarian.memberships.get()
    response = sign_in(cast.head).post(
        reverse("network:role-end", args=[role.pk]), {"last_day": "2001-01-01"}
    )
    assert response.status_code == 422
    with pytest.raises(ValueError, match="before it began"):
        role.end(date(2001, 1, 1))


@pytest.mark.parametrize("who", ["head", "administrator", "colleague"])
def test_end_role_of_oneself_of_a_stronger_or_a_stranger(cast, network, sign_in, who):
    strong = MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.central)
    role = strong if who == "head" else getattr(cast, who).memberships.get()
    user = cast.head if who == "colleague" else getattr(cast, who)
    assert sign_in(user).get(reverse("network:role-end", args=[role.pk])).status_code == 404
    with pytest.raises(actions.NotAllowed):
        actions.end_role(membership=role, last_day=today(), by=user)


def test_last_administrator(cast, network):
    assert is_last_administrator(cast.administrator)
    assert not is_last_administrator(cast.head)
    MembershipFactory(role=Role.ADMINISTRATOR, organisation=network.other)
    assert not is_last_administrator(cast.administrator)


def test_people_shows_own_places_only(cast, sign_in):
    response = sign_in(cast.head).get(reverse("network:people"))
    assert {each.person for each in response.context["page"]} == {cast.head, cast.librarian}
    assert sign_in(cast.librarian).get(reverse("network:people")).status_code == 404


def test_people_finds_by_words(cast, sign_in):
    page = sign_in(cast.administrator).get(reverse("network:people"), {"q": "colleague"}).context["page"]
    assert [each.person for each in page] == [cast.colleague]


def test_people_cost_does_not_grow(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.administrator)
    for _each in range(12):
        library = OrganisationFactory()
        SubordinationFactory(organisation=library, parent=network.central)
        MembershipFactory(organisation=library)
    with django_assert_max_num_queries(11):
        client.get(reverse("network:people"))

"""The registry of partners: people and who may speak, agreements and their term, talks and promises."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.lib.files.models import StoredFile
from mistok.network.models import Agreement, Contact, Interaction, Organisation
from mistok.network.partners import Asked, partners, speakers, state_of
from mistok.network.personal_data import FORMER_CONTACT, _forget_contacts
from mistok.network.queries import today
from mistok.network.tests.factories import (
    AgreementFactory,
    ContactFactory,
    InteractionFactory,
    OrganisationFactory,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 memorandum"


def page(response):
    return " ".join(response.content.decode().split())


def test_a_head_adds_a_partner_and_its_people(cast, sign_in):
    client = sign_in(cast.head)
    asked = {"kind": "partner", "name": "  Ліцей   № 2 ", "email": "lyceum@example.org"}
    response = client.post(reverse("network:partner-add"), asked)
    partner = Organisation.objects.get(name="Ліцей № 2")
    assert response.url == reverse("network:partner-detail", args=[partner.slug])
    assert partner.slug == "litsei-2"
    contact = {
        "name": "Ірина Коваль",
        "position": "директорка",
        "speaks_for_it": "on",
        "basis": "статут",
        "kind_1": "email",
        "value_1": "iryna@example.org",
        "kind_2": "phone",
        "value_2": "(0512) 37-00-00",
        "best": "2",
    }
    client.post(reverse("network:contact-add", args=[partner.slug]), contact)
    found = Contact.objects.get()
    assert [(each.kind, each.is_preferred) for each in found.channels.all()] == [
        ("phone", True),
        ("email", False),
    ]
    assert speakers(partner) == [found]
    said = page(client.get(reverse("network:partner-detail", args=[partner.slug])))
    assert "Може говорити від імені організації" in said
    assert said.index("(0512) 37-00-00") < said.index("iryna@example.org")
    events = list(Entry.objects.order_by("pk").values_list("event", flat=True))
    assert events[-2:] == [Event.ORGANISATION_ADDED, Event.CONTACT_ADDED]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"speaks_for_it": "on", "basis": ""}, "basis"),
        ({"kind_1": "", "value_1": "123"}, "kind_1"),
        ({"kind_1": "phone", "value_1": ""}, "value_1"),
        ({"kind_1": "email", "value_1": "не пошта"}, "value_1"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_contact_keeps_what_was_typed(cast, network, sign_in, wrong, field):
    path = reverse("network:contact-add", args=[network.authority.slug])
    response = sign_in(cast.head).post(path, {"name": "Ірина", "position": "голова", **wrong})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "голова" in response.content.decode()
    assert not Contact.objects.exists()


def test_the_same_organisation_is_not_added_twice(cast, network, sign_in):
    asked = {"kind": "authority", "name": network.authority.name}
    assert sign_in(cast.head).post(reverse("network:partner-add"), asked).status_code == 422


def test_an_agreement_with_files(cast, network, sign_in):
    client = sign_in(cast.head)
    asked = {
        "title": "Меморандум про співпрацю",
        "library": network.central.pk,
        "signed_on": "2026-02-01",
        "until": "2027-02-01",
        "papers": [
            SimpleUploadedFile("Меморандум.pdf", PDF),
            SimpleUploadedFile("Додаток.pdf", PDF),
        ],
    }
    path = reverse("network:agreement-add", args=[network.authority.slug])
    assert client.post(path, asked).status_code == 302
    agreement = Agreement.objects.get()
    file = agreement.files.order_by("name").last()
    answer = client.get(reverse("network:agreement-file", args=[agreement.pk, file.pk]))
    assert b"".join(answer.streaming_content) == PDF
    stranger = sign_in(cast.colleague)
    assert stranger.get(reverse("network:agreement-file", args=[agreement.pk, file.pk])).status_code == 404


def test_a_file_that_is_not_taken_keeps_the_form(cast, network, sign_in):
    asked = {
        "title": "Меморандум",
        "library": network.central.pk,
        "signed_on": "2026-02-01",
        "papers": SimpleUploadedFile("virus.exe", b"MZ"),
    }
    response = sign_in(cast.head).post(reverse("network:agreement-add", args=[network.authority.slug]), asked)
    assert response.status_code == 422
    assert "papers" in response.context["form"].errors
    assert not Agreement.objects.exists()
    assert not StoredFile.objects.exists()


def test_states_of_an_agreement():
    day = today()
    state = {
        name: state_of(AgreementFactory.build(**given), day)
        for name, given in {
            "endless": {},
            "long": {"until": day + timedelta(days=61)},
            "soon": {"until": day + timedelta(days=60)},
            "last day": {"until": day},
            "past": {"until": day - timedelta(days=1)},
            "renewed": {"until": day - timedelta(days=1), "renews": True},
            "ended": {"ended_on": day},
            "ahead": {"since": day + timedelta(days=1)},
        }.items()
    }
    assert state == {
        "endless": "ok",
        "long": "ok",
        "soon": "soon",
        "last day": "soon",
        "past": "over",
        "renewed": "ok",
        "ended": "over",
        "ahead": "ahead",
    }


def test_a_promise_is_shown_until_it_is_kept(cast, network, sign_in):
    client = sign_in(cast.librarian)
    path = reverse("network:partner-detail", args=[network.authority.slug])
    asked = {
        "kind": "call",
        "on": today().isoformat(),
        "library": network.central.pk,
        "summary": "Просили дати графік прийому.",
        "next_step": "Надіслати графік",
        "next_on": (today() + timedelta(days=3)).isoformat(),
    }
    assert client.post(path, asked).status_code == 302
    talk = Interaction.objects.get()
    assert talk.by == cast.librarian
    assert "Надіслати графік" in page(client.get(reverse("network:partner-list")))
    assert "Надіслати графік" not in page(sign_in(cast.colleague).get(reverse("network:partner-list")))
    for _again in range(2):
        client.post(reverse("network:interaction-done", args=[talk.pk]))
    talk.refresh_from_db()
    assert talk.next_done_on == today()
    assert "Що обіцяли" not in page(client.get(reverse("network:partner-list")))


def test_a_talk_of_tomorrow_is_refused(cast, network, sign_in):
    path = reverse("network:partner-detail", args=[network.authority.slug])
    asked = {
        "kind": "call",
        "on": (today() + timedelta(days=1)).isoformat(),
        "library": network.central.pk,
        "summary": "…",
        "next_on": today().isoformat(),
    }
    response = sign_in(cast.librarian).post(path, asked)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"on", "next_step"}


def test_the_list_finds_by_name_of_a_person_in_any_case(network):
    ContactFactory(organisation=network.authority, name="Ірина Коваль")
    assert [each.pk for each in partners(Asked("коваль"))] == [network.authority.pk]
    assert [each.pk for each in partners(Asked("МІСЬКА рада"))] == [network.authority.pk]
    assert not partners(Asked("коваль", "partner"))


def test_providers_of_a_register_stand_here_only_when_there_are_dealings():
    provider = OrganisationFactory(kind="provider")
    assert provider not in partners(Asked())
    InteractionFactory(organisation=provider)
    assert provider in partners(Asked())


def test_list_budget_does_not_grow(cast, network, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.head)
    for count in (1, 20):
        for _number in range(count):
            partner = OrganisationFactory(kind="partner")
            ContactFactory(organisation=partner)
            AgreementFactory(organisation=partner, library=network.central)
            InteractionFactory(organisation=partner, library=network.central, next_step="Далі")
        with django_assert_max_num_queries(14):
            client.get(reverse("network:partner-list"))


def test_a_former_contact_is_forgotten_after_a_year(network):
    day = today()
    old = ContactFactory(organisation=network.authority, until=day - timedelta(days=370))
    old.channels.create(kind="phone", value="050 000 00 00")
    fresh = ContactFactory(organisation=network.authority, until=day - timedelta(days=300))
    assert _forget_contacts(timezone.now()) == 1
    assert _forget_contacts(timezone.now()) == 0
    old.refresh_from_db()
    assert (old.name, old.position, old.channels.count()) == (FORMER_CONTACT, "", 0)
    fresh.refresh_from_db()
    assert fresh.name == "Ірина Коваль"

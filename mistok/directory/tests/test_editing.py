"""Keeping the catalogue true."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mistok.directory.models import Service
from mistok.directory.snapshots import digest, snapshot
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.network.tests.factories import OrganisationFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(network):
    return ServiceFactory(slug="subsidy", situations=[LifeSituationFactory(slug="utilities")])


def address(verb, *args):
    return reverse(f"directory:service-{verb}", args=args)


def filled(service, **changes):
    """The form as the browser would send it back, with changes."""
    data = {
        "name": service.name,
        "short_name": service.short_name,
        "summary": service.summary,
        "url": service.url,
        "kind": service.kind,
        "provider": str(service.provider_id),
        "level": service.level,
        "territory": service.territory_id or "",
        "situations": ["utilities"],
        "bring": "\n".join(service.bring),
        "steps": "\n".join(service.steps),
        "cost": service.cost,
        "term": service.term,
        "signature": service.signature,
        "librarian_role": service.librarian_role,
        "boundary": service.boundary,
        "synonyms": "\n".join(service.synonyms),
        "report_phrase": service.report_phrase,
        "demand": service.demand,
        "channels": service.channels,
        "cost_amount": "" if service.cost_amount is None else str(service.cost_amount),
        "review_months": service.review_months,
        "seen": digest(snapshot(service)),
    }
    return {**data, **changes}


@pytest.mark.parametrize("verb", ["edit", "confirm", "retire"])
def test_staff_pages_ask_strangers_to_sign_in(client, service, verb):
    response = client.get(address(verb, "subsidy"))
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


@pytest.mark.parametrize("verb", ["edit", "confirm", "retire"])
@pytest.mark.parametrize("who", ["resident", "region", "authority"])
def test_staff_pages_are_not_there_for_those_without_the_right(service, cast, sign_in, verb, who):
    person = sign_in(getattr(cast, who))
    assert person.get(address(verb, "subsidy")).status_code == 404
    assert person.post(address(verb, "subsidy")).status_code == 404


def test_librarian_confirms_and_proposes_but_does_not_edit(service, cast, sign_in):
    person = sign_in(cast.librarian)
    assert person.get(address("confirm", "subsidy")).status_code == 200
    assert person.get(address("retire", "subsidy")).status_code == 404
    page = person.get(service.get_absolute_url()).content.decode()
    assert address("confirm", "subsidy") in page
    assert "Запропонувати зміну" in page
    assert address("retire", "subsidy") not in page
    assert person.post(address("edit", "subsidy"), filled(service, cost="1 грн")).status_code == 302
    service.refresh_from_db()
    assert service.cost == ""
    assert service.revisions.get(author=cast.librarian).state == "waiting"


@pytest.mark.parametrize("verb", ["edit", "confirm", "retire"])
def test_staff_pages_bad_id_and_wrong_method(service, cast, sign_in, verb):
    person = sign_in(cast.head)
    assert person.get(address(verb, "nema")).status_code == 404
    assert person.put(address(verb, "subsidy")).status_code == 405


def test_confirm_marks_the_card(service, cast, sign_in):
    person = sign_in(cast.librarian)
    day = timezone.localdate()
    response = person.post(
        address("confirm", "subsidy"), {"how": "walked", "on": day.isoformat()}, follow=True
    )
    assert "Підтверджено людиною" in response.content.decode()
    assert "Дякуємо" in response.content.decode()
    service.refresh_from_db()
    assert (service.confirmed_on, service.confirmed_by) == (day, cast.librarian)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"how": "walked", "on": "колись"},
        {"how": "навмання", "on": "2026-01-01"},
        {"how": "walked", "on": (date.today() + timedelta(days=3)).isoformat()},
    ],
)
def test_confirm_refuses_and_keeps_what_was_typed(service, cast, sign_in, data):
    response = sign_in(cast.librarian).post(address("confirm", "subsidy"), data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert data.get("on", "") in response.content.decode()
    service.refresh_from_db()
    assert not service.is_confirmed


def test_edit_shows_lists_one_on_a_line(service, cast, sign_in):
    page = sign_in(cast.head).get(address("edit", "subsidy")).content.decode()
    assert "Відкрийте сайт.\nУвійдіть через Дія.Підпис." in page
    assert 'name="slug"' not in page


def test_edit_changes_the_card(service, cast, sign_in):
    sent = filled(service, name="Нова назва", steps="Перше\n\n  Друге  \n", cost="50 грн")
    response = sign_in(cast.head).post(address("edit", "subsidy"), sent, follow=True)
    assert "Картку змінено." in response.content.decode()
    service.refresh_from_db()
    assert (service.name, service.steps, service.cost) == ("Нова назва", ["Перше", "Друге"], "50 грн")


def test_edit_without_difference_is_no_edit(service, cast, sign_in):
    before = service.edited_at
    response = sign_in(cast.head).post(address("edit", "subsidy"), filled(service), follow=True)
    assert "Нічого не змінилося." in response.content.decode()
    service.refresh_from_db()
    assert service.edited_at == before


def test_edit_keeps_typed_input_on_errors(service, cast, sign_in):
    sent = filled(service, name="Моя довга праця", url="не адреса", steps="Перше\nДруге", situations=[])
    response = sign_in(cast.head).post(address("edit", "subsidy"), sent)
    page = response.content.decode()
    assert response.status_code == 422
    for kept in ("Моя довга праця", "не адреса", "Перше\nДруге"):
        assert kept in page
    assert 'href="#id_url"' in page
    service.refresh_from_db()
    assert service.name != "Моя довга праця"


def test_edit_finds_territory_by_name_or_code(service, cast, sign_in):
    place = TerritoryFactory(name="Волочиськ")
    person = sign_in(cast.head)
    person.post(address("edit", "subsidy"), filled(service, level="local", territory="Волочиськ"))
    service.refresh_from_db()
    assert service.territory == place
    person.post(address("edit", "subsidy"), filled(service, level="regional", territory=place.pk.lower()))
    service.refresh_from_db()
    assert (service.level, service.territory) == ("regional", place)
    page = person.get(address("edit", "subsidy")).content.decode()
    assert f'value="{place.pk}"' in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"level": "local", "territory": "Ніде"}, "Такого місця немає"),
        ({"level": "local", "territory": "Іванівка"}, "Таку назву мають кілька місць"),
        ({"level": "local", "territory": ""}, "Вкажіть, де діє ця послуга"),
        ({"level": "national", "territory": "Волочиськ"}, "Загальнодержавна послуга не має території"),
    ],
)
def test_edit_says_what_to_do_about_the_territory(service, cast, sign_in, changes, message):
    TerritoryFactory(name="Волочиськ")
    TerritoryFactory.create_batch(2, name="Іванівка")
    response = sign_in(cast.head).post(address("edit", "subsidy"), filled(service, **changes))
    assert response.status_code == 422
    assert message in response.content.decode()


def test_add_makes_an_address_from_the_name(service, cast, sign_in):
    sent = filled(service, name="Запис до лікаря", short_name="Лікар", slug="")
    response = sign_in(cast.head).post(address("add"), sent)
    made = Service.objects.get(name="Запис до лікаря")
    assert response["Location"] == made.get_absolute_url() == "/services/zapys-do-likaria/"
    assert not made.is_confirmed


@pytest.mark.parametrize("slug", ["subsidy", "new"])
def test_add_refuses_a_taken_address(service, cast, sign_in, slug):
    response = sign_in(cast.head).post(address("add"), filled(service, slug=slug))
    assert response.status_code == 422
    assert "Таку адресу вже має інша картка" in response.content.decode()


def test_add_offers_no_partners_as_providers(service, cast, sign_in):
    OrganisationFactory(kind="partner", name="Громадська спілка")
    page = sign_in(cast.head).get(address("add")).content.decode()
    assert service.provider.name in page
    assert "Громадська спілка" not in page


def test_retire_asks_why(service, cast, sign_in):
    person = sign_in(cast.head)
    assert person.post(address("retire", "subsidy"), {"reason": " "}).status_code == 422
    response = person.post(address("retire", "subsidy"), {"reason": "Послугу закрили."}, follow=True)
    assert "Картка в архіві" in response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("directory:catalogue")
    service.refresh_from_db()
    assert service.retired_on == timezone.localdate()
    assert person.get(address("retire", "subsidy")).status_code == 404
    assert person.get(address("confirm", "subsidy")).status_code == 404


def test_list_offers_to_add_only_to_those_who_may(service, cast, sign_in):
    assert address("add") in sign_in(cast.head).get(address("list")).content.decode()
    assert address("add") not in sign_in(cast.librarian).get(address("list")).content.decode()


def test_admin_of_situations_tells_search(service, cast, sign_in):
    from mistok.search.models import Change

    cast.administrator.is_staff = cast.administrator.is_superuser = True
    cast.administrator.save()
    person = sign_in(cast.administrator)
    page = reverse("admin:directory_lifesituation_change", args=["utilities"])
    assert person.get(page).status_code == 200
    person.post(page, {"name": "Рахунки", "summary": "", "order": 5})
    assert service.situations.get().name == "Рахунки"
    assert Change.objects.filter(kind="situation", key="utilities").exists()
    assert (
        person.post(
            reverse("admin:directory_lifesituation_delete", args=["utilities"]), {"post": "yes"}
        ).status_code
        == 403
    )

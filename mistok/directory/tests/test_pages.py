"""The catalogue as a resident reads it, and its weight."""

import gzip
from datetime import date, datetime

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from mistok.accounts.tests.factories import UserFactory
from mistok.directory.actions import edit_service, retire_service
from mistok.directory.models import Confirmation, LibrarianRole, Signature
from mistok.directory.tests.factories import LifeSituationFactory, ServiceFactory
from mistok.lib.opening_hours import KYIV
from mistok.network.tests.factories import VisitorCategoryFactory
from mistok.search.actions import changed

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(network):
    made = ServiceFactory(
        slug="subsidy",
        name="Субсидія на оплату комунальних послуг",
        url="https://subsidii.mlsp.gov.ua/form?a=1",
        situations=[LifeSituationFactory(slug="utilities", name="Комунальні платежі")],
        boundary="Не входьте замість людини.",
        cost="Безоплатно",
        term="до 10 днів",
        signature=Signature.ANY,
    )
    made.audiences.add(VisitorCategoryFactory(name="Пенсіонер"))
    return made


def text(response):
    return response.content.decode()


def test_service_list_shows_services_most_demanded_first(client, service):
    ServiceFactory(name="Затребувана", demand=99)
    page = text(client.get(reverse("directory:service-list")))
    assert page.index("Затребувана") < page.index("Субсидія")
    assert "2 послуги" in page
    assert "Додати послугу" not in page


def test_service_list_narrows_by_links_and_selects(client, service):
    ServiceFactory(name="Інша послуга", situations=[LifeSituationFactory(slug="move", name="Переїзд")])
    page = text(client.get(reverse("directory:service-list"), {"situation": "utilities"}))
    assert "Субсидія" in page
    assert "Інша послуга" not in page
    assert '<option value="utilities" selected>Комунальні платежі (1)</option>' in page
    assert "Переїзд (1)" in page


def test_service_list_says_so_when_nothing_fits(client, service):
    page = text(client.get(reverse("directory:service-list"), {"kind": "resource", "situation": "utilities"}))
    assert "За всіма умовами разом нічого немає" in page


def test_service_list_empty_catalogue(client, db):
    assert "Каталог ще порожній" in text(client.get(reverse("directory:service-list")))


@pytest.mark.parametrize("page", ["0", "-1", "3", "слово", "9999999999", "²"])
def test_service_list_has_no_such_page(client, service, page):
    assert client.get(reverse("directory:service-list"), {"page": page}).status_code == 404


def test_service_list_pages_keep_the_filters(client, service):
    ServiceFactory.create_batch(35, situations=[LifeSituationFactory(slug="utilities")])
    page = text(client.get(reverse("directory:service-list"), {"situation": "utilities"}))
    assert "situation=utilities&amp;page=2" in page
    second = client.get(reverse("directory:service-list"), {"situation": "utilities", "page": 2})
    assert len(second.context["rows"]) == 6


@pytest.mark.django_db(transaction=True)
def test_service_list_budget_does_not_grow(client, service, django_assert_max_num_queries):
    """The first page after a change is read from the database, the next ones from what the process holds."""
    for count in (1, 29):
        created = ServiceFactory.create_batch(
            count, situations=[LifeSituationFactory(), LifeSituationFactory()]
        )
        changed("service", *(str(each.uuid) for each in created))
        with django_assert_max_num_queries(12):
            client.get(reverse("directory:service-list"))
        with django_assert_max_num_queries(1):
            client.get(reverse("directory:service-list"))


def test_service_detail_says_everything_a_person_needs(client, service):
    page = text(client.get(service.get_absolute_url()))
    for expected in (
        "Субсидія на оплату комунальних послуг",
        'href="https://subsidii.mlsp.gov.ua/form?a=1" rel="noopener external"',
        "subsidii.mlsp.gov.ua</span>",
        str(service.provider),
        "Безоплатно",
        "до 10 днів",
        "Пенсіонер",
        "BankID",
        "паспорт або ID-картка",
        "Відкрийте сайт.",
        "Чого бібліотекар не робить",
        "Не входьте замість людини.",
        "Ще не підтверджено людиною",
        reverse("directory:service-qr", args=["subsidy"]),
    ):
        assert expected in page
    assert "Підтвердити" not in page


def test_service_detail_keeps_three_facts_apart(client, service):
    service.confirmed_on, service.confirmed_how = date(2026, 11, 12), Confirmation.WALKED_THROUGH
    service.edited_at = datetime(2026, 11, 12, 9, tzinfo=KYIV)
    service.save()
    page = text(client.get(service.get_absolute_url()))
    assert "Підтверджено людиною" in page
    assert "12 листопада 2026, пройдено послугу" in page
    assert "Картку змінено: 12 листопада 2026" in page
    assert "Після цього картку змінили" not in page
    service.edited_at = datetime(2026, 11, 20, 9, tzinfo=KYIV)
    service.save()
    assert "Після цього картку змінили" in text(client.get(service.get_absolute_url()))


def test_service_detail_late_evening_belongs_to_the_day_in_kyiv(client, service):
    service.confirmed_on, service.confirmed_how = date(2026, 11, 12), Confirmation.READ_SOURCE
    service.edited_at = datetime(2026, 11, 13, 0, 30, tzinfo=KYIV)  # still the 12th in UTC
    service.save()
    page = text(client.get(service.get_absolute_url()))
    assert "Картку змінено: 13 листопада 2026" in page
    assert "Після цього картку змінили" in page


def test_service_detail_leads_to_related_and_to_points(client, service, network):
    situation = service.situations.get()
    ServiceFactory(name="Споріднена послуга", situations=[situation])
    ServiceFactory(name="Того ж надавача", provider=service.provider)
    page = text(client.get(service.get_absolute_url()))
    assert "Споріднена послуга" in page
    assert "Того ж надавача" in page
    assert network.point.get_absolute_url() in page


def test_service_detail_of_a_librarian_who_only_informs(client, service):
    service.librarian_role = LibrarianRole.INFORMS
    service.save()
    page = text(client.get(service.get_absolute_url()))
    assert "розповідає, що це за послуга" in page
    assert "показує, де натискати" not in page


def test_service_detail_prints_in_large_letters(client, service):
    plain = text(client.get(service.get_absolute_url()))
    large = text(client.get(service.get_absolute_url(), {"print": "large"}))
    assert 'class="large-print"' in large
    assert "data-print" in large
    assert 'class="large-print"' not in plain
    assert "print.js" not in plain


def test_service_detail_escapes_what_people_typed(client, service):
    service.summary = "<script>alert(1)</script>"
    service.save()
    assert "<script>alert" not in text(client.get(service.get_absolute_url()))


def test_service_detail_budget(client, service, django_assert_max_num_queries):
    ServiceFactory.create_batch(12, situations=service.situations.all(), provider=service.provider)
    with django_assert_max_num_queries(11):  # one of them once in a while: what apps above offer beside it
        client.get(service.get_absolute_url())


def test_retired_service_is_only_for_those_who_keep_the_catalogue(client, service, cast, sign_in):
    service.retired_on = date(2026, 11, 1)
    service.save()
    for reader in (client, sign_in(cast.librarian)):
        gone = reader.get(service.get_absolute_url())
        assert gone.status_code == 410
        assert "Ця картка в архіві" in text(gone)
        assert service.summary not in text(gone)
    assert client.get(reverse("directory:service-qr", args=["subsidy"])).status_code == 404
    assert "Вилучено з каталогу" in text(sign_in(cast.head).get(service.get_absolute_url()))


def test_service_qr_is_a_small_picture_kept_by_readers(client, service):
    response = client.get(reverse("directory:service-qr", args=["subsidy"]))
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=86400" in response["Cache-Control"]
    assert response.content.startswith(b"<svg")
    assert len(gzip.compress(response.content)) < 1500


def test_situation_list_counts_services(client, service):
    page = text(client.get(reverse("directory:situation-list")))
    assert "Комунальні платежі" in page
    assert "1</span>" in page


def test_situation_detail_lists_its_services(client, service, django_assert_max_num_queries):
    ServiceFactory.create_batch(5, situations=service.situations.all())
    with django_assert_max_num_queries(3):
        page = text(client.get(reverse("directory:situation-detail", args=["utilities"])))
    assert "6 послуг" in page
    assert "Субсидія" in page


def test_situation_detail_without_services_leads_on(client, db):
    LifeSituationFactory(slug="empty")
    assert "Тут ще немає послуг" in text(client.get(reverse("directory:situation-detail", args=["empty"])))


@pytest.mark.parametrize("name", ["service-detail", "service-qr", "situation-detail"])
def test_public_pages_bad_id_and_wrong_method(client, db, name):
    address = reverse(f"directory:{name}", args=["nema"])
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("language", ["uk", "en"])
def test_pages_speak_both_languages(client, service, language):
    prefix = "" if language == "uk" else "/en"
    for path in ("/services/", "/services/subsidy/", "/situations/", "/situations/utilities/"):
        assert f'<html lang="{language}">' in text(client.get(prefix + path))


@pytest.mark.django_db(transaction=True)
def test_edit_shows_at_once_on_pages_made_of_kept_rows(client):
    keeper = UserFactory()
    service = ServiceFactory(name="Субсидія на комунальні послуги")
    pages = [reverse("directory:service-detail", args=[service.slug]), reverse("directory:service-list")]
    for page in pages:
        assertContains(client.get(page), "Субсидія на комунальні послуги")
    edit_service(service=service, by=keeper, values={"name": "Житлова субсидія"})
    for page in pages:
        answer = client.get(page)
        assertContains(answer, "Житлова субсидія")
        assertNotContains(answer, "на комунальні послуги")
    retire_service(service=service, by=keeper, reason="припинено")
    assert client.get(pages[0]).status_code == 410
    assertNotContains(client.get(pages[1]), "Житлова субсидія")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("page", "most"), [("directory:service-list", 1), ("website:home", 3)])
def test_page_of_kept_rows_asks_only_for_the_revision(client, django_assert_max_num_queries, page, most):
    ServiceFactory(situations=[LifeSituationFactory()])
    client.get(reverse(page))
    with django_assert_max_num_queries(most):
        client.get(reverse(page))

"""The pages of the print shop."""

import pytest
from django.urls import reverse

from mistok.directory.printing.choice import LISTED
from mistok.directory.printing.shelf import SHELF
from mistok.directory.tests.factories import CollectionFactory, LifeSituationFactory, ServiceFactory
from mistok.lib.typesetting.tests.pdf import assert_accessible, text_of

pytestmark = pytest.mark.django_db


def page(code: str = "business-cards") -> str:
    return reverse("directory:print-product", args=[code])


@pytest.fixture
def librarian(cast, sign_in):
    return sign_in(cast.librarian)


def test_shop_shows_every_product(librarian):
    answer = librarian.get(reverse("directory:print-shop"))
    for code in SHELF:
        assert page(code) in answer.text


def test_shop_without_a_point_says_so(cast, network, sign_in):
    network.point.close(network.point.opened_on)
    answer = sign_in(cast.librarian).get(reverse("directory:print-shop"))
    assert answer.status_code == 200
    assert "Немає пункту, для якого друкувати" in answer.text
    assert sign_in(cast.librarian).get(page()).status_code == 404


@pytest.mark.parametrize("code", SHELF)
def test_product_page_with_what_is_suggested(librarian, code):
    ServiceFactory.create_batch(3)
    answer = librarian.get(page(code))
    assert answer.status_code == 200
    assert "Центр у центральній" in answer.text
    assert answer.text.count(" checked>") == min(3, SHELF[code].suggested)


def test_choice_is_kept_in_the_address(librarian, network):
    first, second = ServiceFactory.create_batch(2)
    asked = {"chosen": "1", "service": [first.slug], "size": "85x55", "sides": "two", "copies": "500"}
    answer = librarian.get(page(), asked)
    choice = answer.context["choice"]
    assert list(choice.services) == [first]
    assert choice.options == {"size": "85x55", "sides": "two"}
    assert "50 аркушів" in answer.text
    again = librarian.get(f"{page()}?{choice.address}").context["choice"]
    assert again.address == choice.address
    assert second in answer.context["offered"]


def test_nothing_chosen_is_nothing_printed_but_the_point(librarian):
    ServiceFactory()
    choice = librarian.get(page(), {"chosen": "1"}).context["choice"]
    assert list(choice.services) == []


def test_wrong_values_fall_back(librarian):
    asked = {"size": "huge", "copies": "-5", "chosen": "1", "service": ["no-such"], "situation": "no-such"}
    answer = librarian.get(page(), asked)
    assert answer.status_code == 200
    assert answer.context["choice"].options["size"] == "90x50"
    assert answer.context["choice"].copies == 1
    assert "вже немає в каталозі" in answer.text


@pytest.mark.parametrize("copies", ["²", "９", "1" * 20, "", "10001"])
def test_copies_are_a_number(librarian, copies):
    assert 1 <= librarian.get(page(), {"copies": copies}).context["choice"].copies <= 10_000


def test_more_services_than_it_takes(librarian):
    many = ServiceFactory.create_batch(SHELF["large-card"].most + 2)
    answer = librarian.get(page("large-card"), {"chosen": "1", "service": [each.slug for each in many]})
    assert len(answer.context["choice"].services) == SHELF["large-card"].most
    assert "щонайбільше 20 послуг" in answer.text


def test_what_does_not_fit_is_told_before_printing(librarian):
    many = ServiceFactory.create_batch(60)
    answer = librarian.get(page(), {"chosen": "1", "service": [each.slug for each in many]})
    assert "Не вміща" in answer.text
    assert "Додайте аркуш" in answer.text


def test_find_a_service(librarian):
    found = ServiceFactory(name="Закордонний паспорт: записатися")
    housing = LifeSituationFactory(slug="housing")
    housed = ServiceFactory(situations=[housing])
    asked = {"chosen": "1", "q": "ЗАКОРДОННИЙ"}
    assert librarian.get(page(), asked).context["offered"] == [found]
    assert librarian.get(page(), {"chosen": "1", "situation": "housing"}).context["offered"] == [housed]
    nothing = librarian.get(page(), {"chosen": "1", "q": "такого немає"})
    assert "Інших таких послуг немає" in nothing.text


def test_a_collection_is_printed_in_its_order(librarian):
    services = ServiceFactory.create_batch(3)
    collection = CollectionFactory(name="Для старших", services=[services[2], services[0]])
    answer = librarian.get(page("booklet"), {"collection": collection.slug})
    assert list(answer.context["choice"].services) == [services[2], services[0]]
    narrowed = librarian.get(page("booklet"), {"chosen": "1", "collection": collection.slug})
    assert {each.pk for each in narrowed.context["offered"]} == {services[0].pk, services[2].pk}
    assert 'href="/print-shop/booklet/?collection=' in librarian.get(collection.get_absolute_url()).text


def test_point_of_others_is_not_found(librarian, network):
    assert librarian.get(page(), {"point": network.other_point.slug}).status_code == 404
    assert librarian.get(page(), {"point": network.point.slug}).status_code == 200


def test_head_prints_for_a_branch(cast, network, sign_in):
    answer = sign_in(cast.head).get(page(), {"point": network.branch_point.slug})
    assert answer.context["choice"].point == network.branch_point


def test_unknown_product_and_page(librarian):
    assert librarian.get(page("leaflet")).status_code == 404
    for number in (0, 2, 99):
        address = reverse("directory:print-page", args=["business-cards", number])
        assert librarian.get(address).status_code == 404


def test_pictures_in_two_sizes(librarian):
    address = reverse("directory:print-page", args=["poster", 1])
    small, large = librarian.get(address), librarian.get(address, {"large": "1"})
    assert small["Content-Type"] == large["Content-Type"] == "image/png"
    assert len(small.content) < len(large.content)
    assert "private" in small["Cache-Control"]


def test_file_to_print(librarian):
    service = ServiceFactory(short_name="Субсидія на тепло")
    answer = librarian.get(
        reverse("directory:print-file", args=["bookmarks"]), {"chosen": "1", "service": service.slug}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="bookmarks-central-point.pdf"'
    assert_accessible(answer.content)
    assert "Субсидія на тепло" in text_of(answer.content)


def test_paper_is_ukrainian_on_an_english_screen(librarian):
    answer = librarian.get(
        reverse("directory:print-file", args=["poster"]), {"chosen": "1"}, headers={"accept-language": "en"}
    )
    assert "допомогою бібліотекаря" in text_of(answer.content)


def test_large_print_for_everybody(client):
    service = ServiceFactory()
    address = reverse("directory:service-large-print", args=[service.slug])
    assert address in client.get(service.get_absolute_url()).text
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert_accessible(answer.content)


def test_large_print_of_what_is_not_in_the_catalogue(client):
    service = ServiceFactory(retired_on="2026-01-01")
    assert client.get(reverse("directory:service-large-print", args=[service.slug])).status_code == 404


def test_queries_do_not_grow_with_services(librarian, django_assert_max_num_queries):
    ServiceFactory.create_batch(LISTED + 20, situations=[LifeSituationFactory()])
    with django_assert_max_num_queries(19):
        librarian.get(page("booklet"))


@pytest.mark.parametrize("name", ["print-shop", "print-product", "print-file", "print-page"])
def test_only_reading(librarian, name):
    arguments = {"print-shop": [], "print-page": ["poster", 1]}.get(name, ["poster"])
    assert librarian.post(reverse(f"directory:{name}", args=arguments)).status_code == 405

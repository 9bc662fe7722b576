import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from mistok.ui import navigation
from mistok.ui.context import chrome, other_language_url
from mistok.ui.navigation import NavItem, links, register_staff_item, staff_items, staff_links


@pytest.fixture
def items(monkeypatch):
    monkeypatch.setattr(navigation, "_items", {})
    register_staff_item(NavItem("b", "Друге", "ui:gallery", 20, lambda user: True))
    register_staff_item(NavItem("a", "Перше", "ui:gallery", 10, lambda user: user.is_staff))


class Person:
    is_authenticated = True

    def __init__(self, is_staff):
        self.is_staff = is_staff


def test_a_person_sees_what_she_may_open_in_order(items):
    assert [item.code for item in staff_items(Person(True))] == ["a", "b"]
    assert [item.code for item in staff_items(Person(False))] == ["b"]


def test_what_is_seldom_needed_stands_in_the_menu(rf, items):
    register_staff_item(NavItem("c", "Третє", "ui:gallery", 5, lambda user: user.is_staff, seldom=True))
    request = rf.get("/ui/")
    request.user = Person(True)
    assert [link.label for link in staff_links(request)] == ["Перше", "Друге"]
    assert [link.label for link in staff_links(request, seldom=True)] == ["Третє"]
    assert staff_items(Person(False), seldom=True) == []


def test_the_same_code_replaces(items):
    register_staff_item(NavItem("b", "Інше", "ui:gallery", 5, lambda user: True))
    assert [item.label for item in staff_items(Person(True))] == ["Інше", "Перше"]


def test_the_page_under_an_entry_marks_it_current(rf, items):
    request = rf.get("/ui/")
    request.user = Person(False)
    assert [link.current for link in staff_links(request)] == [True]
    request = rf.get("/elsewhere/")
    request.user = Person(False)
    assert [link.current for link in staff_links(request)] == [False]


def test_a_stranger_has_no_staff_bar(rf, items):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert staff_links(request) == []


def test_an_address_that_does_not_exist_is_left_out(rf):
    assert links(rf.get("/"), [("Нема", "nowhere:at-all")]) == []


def test_way_to_the_other_language_keeps_the_query(rf):
    with override("uk"):
        assert other_language_url(rf.get("/account/login/?next=/")) == "/en/account/login/?next=/"
    with override("en"):
        assert other_language_url(rf.get("/en/account/login/")) == "/account/login/"


def test_no_way_where_the_page_has_one_language_only(rf):
    with override("uk"):
        assert other_language_url(rf.get("/ui/")) == ""


def test_every_page_knows_the_name_of_the_network(rf, settings):
    settings.SITE_NAME = "Бібліотеки Сарн"
    assert chrome(rf.get("/"))["site_name"] == "Бібліотеки Сарн"

"""How often one visitor may do something."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from mistok.lib.pacing import is_over, may_do


@pytest.fixture(autouse=True)
def _clean():
    cache.clear()
    yield
    cache.clear()


def tries(*addresses: str, **settings: str) -> list[bool]:
    return [
        may_do(RequestFactory().get("/", REMOTE_ADDR=each, **settings), "write", most=2, seconds=60)
        for each in addresses
    ]


def test_one_address_is_counted():
    assert tries("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2") == [True, True, False, True]


def test_looking_whether_it_is_over_counts_nothing():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert [is_over(request, "write", most=1) for _each in range(3)] == [False, False, False]
    assert tries("192.0.2.1") == [True]
    assert is_over(request, "write", most=1)
    assert not is_over(RequestFactory().get("/", REMOTE_ADDR="192.0.2.2"), "write", most=1)


def test_all_addresses_of_one_ipv6_network_are_one_visitor():
    assert tries("2001:db8::1", "2001:db8::2", "2001:db8::ffff:3", "2001:db8:0:1::1") == [
        True, True, False, True,
    ]  # fmt: skip


def test_ipv4_within_ipv6_is_counted_by_itself():
    assert tries("::ffff:192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2") == [True, True, True]


def test_only_the_address_that_our_proxy_saw_is_believed(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    asked = [{"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 192.0.2.1"} for number in range(3)]
    assert [tries("127.0.0.1", **each)[0] for each in asked] == [True, True, False]

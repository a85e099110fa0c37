"""Where a try is counted: by the network of one subscriber, and never by what the reader writes in a header."""

import pytest
from django.test import RequestFactory

from portal.accounts.adapter import client_address


def address_of(remote, **headers):
    return client_address(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


def test_the_addresses_of_one_subscriber_are_counted_together():
    assert address_of("2001:db8:1:2::1") == address_of("2001:db8:1:2:ffff:1:2:3")
    assert address_of("2001:db8:1:2::1") != address_of("2001:db8:1:3::1")


def test_an_old_address_is_one_subscriber_however_it_is_written():
    assert address_of("192.0.2.7") == address_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert address_of("::ffff:192.0.2.7") != address_of("::ffff:192.0.2.8")


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_header_the_reader_wrote_moves_no_count(settings, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    # The nearest proxy appends the address it saw.
    told = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 192.0.2.7"} if proxies else {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}
    assert address_of("127.0.0.1" if proxies else "192.0.2.7", **told) == "192.0.2.7"

"""Senders are told apart for a day, and known for no longer."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from remarks.senders import sender_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def sender(rf):
    def sender(address="192.0.2.1", *, at=NOON, **headers):
        request = rf.get("/", REMOTE_ADDR=address, headers=headers)
        return sender_of(request, at=at)

    return sender


def test_one_address_is_one_sender_all_day_and_another_the_next(sender):
    assert sender() == sender(at=NOON + timedelta(hours=11))
    assert sender() != sender(at=NOON + timedelta(hours=12))
    assert sender() != sender("192.0.2.2")


def test_the_address_does_not_stand_in_it(sender, settings):
    first = sender()
    settings.SECRET_KEY = "another key"

    assert re.fullmatch("[0-9a-f]{64}", first)
    assert sender() != first


def test_a_household_with_many_addresses_is_one_sender(sender):
    assert sender("2001:db8::1") == sender("2001:db8::ffff:1")
    assert sender("2001:db8::1") == sender("2001:db8:0:ff::1")
    assert sender("2001:db8::1") != sender("2001:db8:0:100::1")
    assert sender("::ffff:192.0.2.1") == sender("192.0.2.1")


def test_what_a_reader_says_of_the_way_is_not_believed(sender):
    assert sender(x_forwarded_for="198.51.100.7") == sender()


def test_a_trusted_proxy_is_believed_in_what_it_wrote_itself(sender, settings):
    settings.TRUSTS_PROXY = True

    through = sender("127.0.0.1", x_forwarded_for="203.0.113.9, 192.0.2.1")

    assert through == sender("192.0.2.1")
    assert through == sender("127.0.0.1", x_forwarded_for="198.51.100.7,192.0.2.1")


def test_where_the_proxy_wrote_nothing_its_own_address_counts(sender, settings):
    settings.TRUSTS_PROXY = True

    assert sender("127.0.0.1", x_forwarded_for="203.0.113.9, ") == sender("127.0.0.1")
    assert sender("127.0.0.1") == sender("127.0.0.1", x_forwarded_for="")


@pytest.mark.parametrize("written", ["192.0.2.1:4711", "[::ffff:192.0.2.1]:4711"])
def test_the_port_that_some_proxies_write_makes_no_other_sender(sender, written):
    assert sender(written) == sender()


def test_the_port_behind_an_address_of_ipv6_makes_no_other_sender(sender):
    assert sender("[2001:db8::1]:4711") == sender("[2001:db8::1]") == sender("2001:db8::1")


@pytest.mark.parametrize("written", ["unix:", "unknown7", "\x80", "192.0.2.999"])
def test_all_that_is_no_address_is_one_sender(sender, written):
    assert sender(written) == sender("") != sender()

"""How often one sender may ask for what is computed."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpResponse
from django.test import RequestFactory

from r2pnet.limits import TooMany, computed_whole, count

NOON = datetime(2026, 11, 23, 12, 0, 45, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _three_a_minute(settings):
    settings.COMPUTED_A_MINUTE = 3
    caches["counts"].clear()
    with time_machine.travel(NOON, tick=False):
        yield
    caches["counts"].clear()


def asked_by(address):
    return RequestFactory().get("/search/", REMOTE_ADDR=address)


def test_as_many_as_are_allowed_and_then_a_wait_until_the_minute_is_over():
    for _ in range(3):
        count(asked_by("192.0.2.1"))

    with pytest.raises(TooMany) as refusal:
        count(asked_by("192.0.2.1"))

    assert refusal.value.retry_after == 15


def test_the_next_minute_begins_anew():
    for _ in range(3):
        count(asked_by("192.0.2.1"))

    with time_machine.travel(NOON.replace(minute=1, second=0), tick=False):
        count(asked_by("192.0.2.1"))


def test_another_sender_is_not_held_back():
    for _ in range(3):
        count(asked_by("192.0.2.1"))

    count(asked_by("192.0.2.2"))


def test_a_household_is_one_sender():
    for number in range(3):
        count(asked_by(f"2001:db8::{number}"))

    with pytest.raises(TooMany):
        count(asked_by("2001:db8:0:0:1::"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/data/r2pnet.zip", "/feeds/network.atom", "/feeds/meetings.atom"]
)
def test_all_there_is_counts_as_ten(client, settings, address):
    settings.COMPUTED_A_MINUTE = 19

    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 429


@pytest.mark.django_db
def test_what_reads_everything_counts_as_ten(settings):
    settings.COMPUTED_A_MINUTE = 19
    page = computed_whole(lambda request: HttpResponse("all"))

    assert page(asked_by("192.0.2.1")).content == b"all"
    refused = page(asked_by("192.0.2.1"))

    assert refused.status_code == 429
    assert refused["Retry-After"] == "15"

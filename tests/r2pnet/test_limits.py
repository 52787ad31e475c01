"""How often one sender may ask for what is computed."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, connections
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from r2pnet import limits, models
from r2pnet.limits import Counts, TooMany, computed_whole, count
from r2pnet.models import CountedMinute
from tests.races import shared_database

NOON = datetime(2026, 11, 23, 12, 0, 45, tzinfo=UTC)
MINUTE = int(NOON.timestamp()) // 60

# How each database is told that nobody waits, and how to ask whether all others still do.
WAITS_FOR_NOBODY = {
    "sqlite": ("PRAGMA busy_timeout = 500", "PRAGMA busy_timeout"),
    "postgresql": ("set_config('synchronous_commit', 'off', true)", "SHOW synchronous_commit"),
}
# A copy to be read refuses whatever is written; and it is one no longer.
ONLY_READ = {
    "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
    "postgresql": (
        "SET default_transaction_read_only = on",
        "RESET default_transaction_read_only",
    ),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_minute(settings, monkeypatch):
    settings.COMPUTED_A_MINUTE = 3
    monkeypatch.setattr(limits, "here", Counts())
    with time_machine.travel(NOON, tick=False):
        yield


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


@pytest.mark.parametrize(
    "address", ["/data/r2pnet.zip", "/feeds/network.atom", "/feeds/meetings.atom"]
)
def test_all_there_is_counts_as_ten(client, settings, address):
    settings.COMPUTED_A_MINUTE = 19

    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 429


def test_what_reads_everything_counts_as_ten(settings):
    settings.COMPUTED_A_MINUTE = 19
    page = computed_whole(lambda request: HttpResponse("all"))

    assert page(asked_by("192.0.2.1")).content == b"all"
    refused = page(asked_by("192.0.2.1"))

    assert refused.status_code == 429
    assert refused["Retry-After"] == "15"


def taken(counts, times, *, minute=MINUTE):
    """How often a sender came through, of so many times."""
    return sum(counts.take("a sender", minute, 1) for _ in range(times))


def test_whoever_asks_little_never_makes_the_database_write(settings, django_assert_num_queries):
    settings.COMPUTED_A_MINUTE = 60

    with django_assert_num_queries(0):
        assert taken(Counts(), 9) == 9


def test_the_limit_holds_over_all_processes(settings):
    settings.COMPUTED_A_MINUTE = 60
    one, other = Counts(), Counts()

    assert taken(one, 40) == 40
    assert taken(other, 100) == 20
    assert taken(one, 100) == 9  # of which it has told nobody


@pytest.mark.parametrize("limit", [1, 3, 10, 59, 60, 61, 100])
@pytest.mark.parametrize("processes", [1, 2, 4])
def test_it_is_overrun_by_no_more_than_the_others_have_not_told(settings, limit, processes):
    settings.COMPUTED_A_MINUTE = limit
    several = [Counts() for _ in range(processes)]
    untold = -(-limit // 6) - 1

    in_turns = sum(taken(each, 1) for _ in range(limit + 10) for each in several)

    assert limit <= in_turns <= limit + (processes - 1) * untold


def test_the_known_overrun_is_reached_by_whoever_knows_how(settings):
    settings.COMPUTED_A_MINUTE = 60
    one, *others = (Counts() for _ in range(4))

    came_through = sum(taken(each, 9) for each in others) + taken(one, 100)
    came_through += sum(taken(each, 100) for each in others)

    assert came_through == 60 + 3 * 9


def test_what_is_refused_makes_the_database_write_no_more(settings, django_assert_num_queries):
    settings.COMPUTED_A_MINUTE = 60
    counts = Counts()
    taken(counts, 60)

    with django_assert_num_queries(0):
        assert taken(counts, 1000) == 0


def test_a_row_tells_nobody_who_it_was_nor_whose_two_are(settings):
    with time_machine.travel(NOON, tick=False) as clock:
        count(asked_by("192.0.2.1"))
        clock.shift(timedelta(minutes=1))
        count(asked_by("192.0.2.1"))

    [first, second] = CountedMinute.objects.order_by("over_at")
    assert (first.over_at, first.asked) == (NOON.replace(minute=1, second=0), 1)
    assert len({first.mark, second.mark}) == 2
    assert "192.0.2.1" not in first.mark


def test_what_is_counted_for_a_while_that_is_over_goes():
    count(asked_by("192.0.2.1"))
    cache.set("an attempt", 1, timeout=60)
    cache.set("another", 1, timeout=3600)

    call_command("forget_counts")
    assert (CountedMinute.objects.count(), _kept_attempts()) == (1, 2)

    with time_machine.travel(NOON + timedelta(minutes=2), tick=False):
        call_command("forget_counts")
    assert (CountedMinute.objects.count(), _kept_attempts()) == (0, 1)


def _kept_attempts():
    return asked("SELECT COUNT(*) FROM cache")


def asked(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def test_of_many_senders_the_first_is_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "MOST_SENDERS", 2)
    counts = Counts()

    for sender in "abca":
        counts.take(sender, MINUTE, 1)

    assert list(counts.of_senders) == ["c", "a"]


@contextmanager
def only_read():
    begins, ends = ONLY_READ[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(begins)
        try:
            yield
        finally:
            cursor.execute(ends)


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_waits_for_nobody_who_writes():
    told, question = WAITS_FOR_NOBODY[connection.vendor]
    before = asked(question)

    with CaptureQueriesContext(connection) as queries:
        taken(Counts(), 1)

    assert told in " ".join(query["sql"] for query in queries)
    assert asked(question) == before


@pytest.mark.django_db(transaction=True)
def test_where_nothing_can_be_written_each_process_counts_by_itself(caplog):
    one, other = Counts(), Counts()

    with only_read():
        assert (taken(one, 10), taken(other, 10)) == (3, 3)

    assert not CountedMinute.objects.exists()
    assert "A count of requests is not shared" in caplog.text
    assert taken(Counts(), 10) == 3


@pytest.mark.django_db(transaction=True)
def test_all_at_the_same_moment_are_counted(settings, monkeypatch):
    """Each of several threads in each of several processes."""
    settings.COMPUTED_A_MINUTE = 40
    monkeypatch.setattr(models, "A_MOMENT", 30_000)  # on a machine however slow
    processes = [Counts(), Counts()]
    at_once = Barrier(4)

    def ask(counts):
        at_once.wait(timeout=30)
        try:
            return taken(counts, 50)
        finally:
            connections.close_all()

    with shared_database(), ThreadPoolExecutor(4) as threads:
        came_through = sum(threads.map(ask, processes * 2))
        told = threads.submit(lambda: [CountedMinute.objects.get().asked, connections.close_all()])

    assert 40 <= came_through <= 40 + 6
    assert 40 <= told.result()[0] <= 40 + 2 * 7

"""How many remarks are taken, from whom, and what is left of one that is settled."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from remarks.models import Remark, TooMany
from tests.make import make_remark

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def receive(text="Wrong.", *, at=NOON, **fields):
    fields = {"page": "/countries/", "reply_to": "", "sender": "one", **fields}
    return Remark.objects.receive(text=text, at=at, **fields)


def make_from_everyone(number, **fields):
    for each in range(number):
        make_remark(sender=f"sender {each}", **fields)


@pytest.mark.django_db
def test_the_fifth_remark_of_a_sender_within_an_hour_is_taken_and_the_sixth_is_not():
    for number in range(5):
        receive(f"Number {number}.")

    with pytest.raises(TooMany) as refused:
        receive("Number 5.")

    assert Remark.objects.count() == 5
    assert (refused.value.retry_after, refused.value.minutes) == (3600, 60)


@pytest.mark.django_db
def test_there_is_room_again_once_the_first_of_the_five_is_an_hour_old():
    for number in range(5):
        receive(f"Number {number}.", at=NOON + number * MINUTE)
    hour_later = NOON + timedelta(hours=1)

    with pytest.raises(TooMany) as refused:
        receive("Number 5.", at=hour_later - SECOND)
    assert (refused.value.retry_after, refused.value.minutes) == (1, 1)

    receive("Number 5.", at=hour_later)
    with pytest.raises(TooMany) as refused:
        receive("Number 6.", at=hour_later)
    assert refused.value.retry_after == 60


@pytest.mark.django_db
def test_another_sender_is_not_held_back_by_the_first():
    for number in range(5):
        receive(f"Number {number}.")

    assert receive("Mine.", sender="another").sender == "another"


@pytest.mark.django_db
def test_the_hundredth_remark_of_all_within_an_hour_is_taken_and_the_next_is_not():
    make_from_everyone(99, sent_at=NOON - MINUTE)
    receive("The hundredth.")

    with pytest.raises(TooMany) as refused:
        receive("One more.", sender="another")
    assert refused.value.retry_after == 59 * 60

    assert receive("One more.", sender="another", at=NOON + timedelta(minutes=59)).pk


@pytest.mark.django_db
def test_a_second_click_is_the_same_remark_even_when_no_more_are_taken():
    first = receive("Number 0.")
    for number in range(1, 5):
        receive(f"Number {number}.")

    assert receive("Number 0.", at=NOON + SECOND) == first
    assert Remark.objects.count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"text": "Something else."},
        {"page": "/meetings/"},
        {"reply_to": "reader@example.org"},
        {"sender": "another"},
        {"at": NOON + timedelta(hours=1)},
    ],
)
def test_what_differs_in_anything_is_another_remark(other):
    receive()

    receive(**other)

    assert Remark.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": "a\0b"},
        {"text": "a\ud800b"},
        {"text": "a" * 4001},
        {"page": "//elsewhere.example/"},
        {"page": "/\\elsewhere.example/"},
        {"page": "/" + "a" * 500},
        {"reply_to": "nobody"},
    ],
)
def test_what_is_no_remark_is_refused_and_not_kept(wrong):
    with pytest.raises(ValidationError):
        receive(**wrong)

    assert not Remark.objects.exists()


@pytest.mark.django_db
def test_a_remark_that_is_settled_no_longer_tells_who_sent_it():
    remark = receive(reply_to="reader@example.org")
    remark.settle(at=NOON + MINUTE)

    remark.refresh_from_db()
    assert (remark.reply_to, remark.sender) == ("", "")
    assert (remark.text, remark.page) == ("Wrong.", "/countries/")
    assert remark.settled_at == NOON + MINUTE


@pytest.mark.django_db
def test_a_remark_that_is_settled_twice_was_settled_the_first_time():
    remark = receive()
    remark.settle(at=NOON + MINUTE)

    remark.settle(at=NOON + 2 * MINUTE)

    assert Remark.objects.get().settled_at == NOON + MINUTE


@pytest.mark.django_db(transaction=True)
def test_of_many_that_come_in_one_moment_five_are_taken():
    """Each from a connection of its own, as from processes of their own."""
    with ThreadPoolExecutor(3) as pool:
        taken = list(pool.map(is_taken, range(24)))

    assert taken.count(True) == Remark.objects.count() == 5


def is_taken(number):
    for _ in range(1000):
        try:
            return bool(receive(f"Number {number}."))
        except TooMany:
            return False
        except OperationalError:
            # A database in memory does not wait for its turn, as one in a file does: ask again.
            sleep(0.01)
        finally:
            connection.close()

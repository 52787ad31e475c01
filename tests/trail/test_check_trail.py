"""Whoever owns the database can change the trail, and is found out."""

from contextlib import nullcontext
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DataError, connection, transaction

from tests.trail.tampering import (
    change,
    close_gap,
    leave_out,
    put_at,
    swap,
    write_as_pseudonym,
    write_as_time,
)
from tests.trail.test_entry import NOON, SOMEBODY
from trail.models import Entry

pytestmark = pytest.mark.django_db

# What is said of the role of these tests, which owns the tables, where there are roles.
ROLE = {
    "postgresql": "The role that is connected could change it; the portal's own should not.\n",
    "sqlite": "",
}


def record(number):
    for each in range(number):
        Entry.objects.record("signed-in", at=NOON, who=SOMEBODY, detail=f"number-{each}")


def check(capsys, *arguments):
    call_command("check_trail", *arguments)
    return capsys.readouterr().out


def kept(number):
    return f"--expect={number}:{Entry.objects.get(number=number).digest}"


@pytest.mark.parametrize(
    ("number", "count"), [(1, "1 entry"), (5, "5 entries")], ids=["one", "five"]
)
def test_says_how_many_entries_there_are_and_the_last_digest(capsys, number, count):
    record(number)

    digest = Entry.objects.get(number=number).digest
    told = f"{count}, the last is {digest}; unbroken\n"
    assert check(capsys) == told + ROLE[connection.vendor]


def test_an_empty_trail_is_unbroken(capsys):
    assert check(capsys) == "0 entries; unbroken\n" + ROLE[connection.vendor]


TAMPERING = {
    "time": (3, lambda: change(3, at=NOON + timedelta(microseconds=1))),
    "what": (3, lambda: change(3, what="signed-out")),
    "who": (3, lambda: change(3, who=UUID(int=0))),
    "nobody": (3, lambda: change(3, who=None)),
    "about": (3, lambda: change(3, about=SOMEBODY)),
    "who for about": (3, lambda: change(3, who=None, about=SOMEBODY)),
    "detail": (3, lambda: change(3, detail="number-9")),
    "digest": (3, lambda: change(3, digest="0" * 64)),
    "the first": (1, lambda: change(1, what="signed-out")),
    "the last": (5, lambda: change(5, what="signed-out")),
    "the first left out": (1, lambda: leave_out(1)),
    "one left out": (3, lambda: leave_out(3)),
    "one left out, gap closed": (3, lambda: (leave_out(3), close_gap(3))),
    "put in between": (4, lambda: put_at(4, like=3)),
    "put in front": (1, lambda: put_at(1, like=3)),
    "put at the end": (6, lambda: put_at(6, like=5)),
    "two put elsewhere": (2, lambda: swap(2, 4)),
    "all numbered anew": (1, lambda: number_anew()),
}


def number_anew():
    for number in range(5, 0, -1):
        change(number, number=number + 10)


@pytest.mark.parametrize(("number", "tamper"), TAMPERING.values(), ids=TAMPERING)
def test_each_tampering_is_found_with_the_number_of_the_entry(number, tamper):
    record(5)
    assert Entry.objects.first_broken() is None

    tamper()

    assert Entry.objects.first_broken() == number
    with pytest.raises(CommandError, match=f"The trail is broken at entry {number}:") as refused:
        call_command("check_trail")
    assert refused.value.returncode == 1


@pytest.mark.parametrize("write", [write_as_time, write_as_pseudonym])
@pytest.mark.parametrize("text", ["nothing of the kind", "2026-13-45 99:00:00"])
def test_what_is_no_time_or_pseudonym_is_refused_by_one_database_and_found_in_the_other(
    write, text
):
    record(5)
    refused = {"postgresql": pytest.raises(DataError), "sqlite": nullcontext()}
    broken = {"postgresql": None, "sqlite": 3}

    with refused[connection.vendor], transaction.atomic():
        write(3, text)

    assert Entry.objects.first_broken() == broken[connection.vendor]


def test_an_entry_of_a_trail_that_was_cut_off_is_no_entry_of_the_next_one():
    """Sealed under the right key, and with the right number."""
    record(5)
    third = Entry.objects.get(number=3)
    for number in 5, 4, 3:
        leave_out(number)
    for _ in range(3):
        Entry.objects.record("exported", at=NOON)

    change(3, what=third.what, who=third.who, detail=third.detail, digest=third.digest)

    assert Entry.objects.first_broken() == 4


def test_an_entry_sealed_under_a_key_of_somebody_else_is_found(settings):
    record(2)
    key, settings.SECRET_KEY = settings.SECRET_KEY, "guessed-" + "y" * 50
    record(1)

    settings.SECRET_KEY = key

    assert Entry.objects.first_broken() == 3


def test_entries_under_a_key_that_was_replaced_stay_whole(settings):
    record(2)

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the-next-" + "z" * 50
    record(2)

    assert Entry.objects.first_broken() is None
    settings.SECRET_KEY_FALLBACKS = []
    assert Entry.objects.first_broken() == 1


def test_entries_cut_off_at_the_end_are_seen_by_comparing_only(capsys):
    record(5)
    last = kept(5)
    leave_out(5)

    assert check(capsys).startswith("4 entries, ")
    with pytest.raises(CommandError, match="Entry 5 is gone or is another one"):
        call_command("check_trail", last)


def test_a_trail_that_was_written_anew_under_the_same_key_is_seen_by_comparing(capsys):
    record(3)
    second = kept(2)
    for number in 3, 2, 1:
        leave_out(number)
    for _ in range(3):
        Entry.objects.record("exported", at=NOON)

    assert check(capsys).startswith("3 entries, ")
    with pytest.raises(CommandError, match="Entry 2 is gone or is another one"):
        call_command("check_trail", second)


def test_a_trail_that_has_grown_holds_what_was_kept(capsys):
    record(2)
    second = kept(2)
    record(3)

    assert check(capsys, second).startswith("5 entries, ")


@pytest.mark.parametrize("text", ["", "5", "5:abc", "0:" + "0" * 64, "5:" + "G" * 64])
def test_what_is_no_number_and_digest_is_refused(text):
    with pytest.raises(CommandError, match="NUMBER:DIGEST"):
        call_command("check_trail", f"--expect={text}")


def test_the_help_says_what_only_comparing_can_see(capsys):
    with pytest.raises(SystemExit):
        call_command("check_trail", "--help")

    assert "cut off at the end" in " ".join(capsys.readouterr().out.split())


def test_the_whole_trail_is_read_a_part_at_a_time(django_assert_num_queries):
    record(3)

    with django_assert_num_queries(1):
        assert Entry.objects.first_broken() is None
    with django_assert_num_queries(1):
        assert Entry.objects.up_to(2).first_broken() is None

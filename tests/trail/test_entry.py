"""What is written into the trail, once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from time import sleep
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, models, transaction

from remarks.models import Remark
from tests.make import make_remark
from tests.refusal import constraints_of
from trail.models import Entry, WrittenForGood

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOMEBODY = UUID("00000000-0000-4000-8000-000000000001")
ANOTHER = UUID("00000000-0000-4000-8000-000000000002")


def record(what="signed-in", **fields):
    return Entry.objects.record(what, **{"at": NOON, "who": SOMEBODY, **fields})


@pytest.mark.django_db
def test_an_entry_says_who_did_what_about_whom_and_when():
    record("suspended", about=ANOTHER, detail="lost-laptop")

    entry = Entry.objects.get()
    assert (entry.number, entry.at, entry.what) == (1, NOON, Entry.What.SUSPENDED)
    assert (entry.who, entry.about, entry.detail) == (SOMEBODY, ANOTHER, "lost-laptop")
    assert str(entry) == "1, suspended"


@pytest.mark.django_db
def test_entries_are_numbered_and_the_chain_is_whole():
    for number in range(30):
        record(who=None if number % 2 else SOMEBODY, detail=f"number-{number}")

    numbers = Entry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 31))
    assert Entry.objects.first_broken() is None
    assert Entry.objects.values("digest").distinct().count() == 30


@pytest.mark.django_db
def test_an_empty_trail_is_whole():
    assert Entry.objects.first_broken() is None


@pytest.mark.django_db
def test_a_moment_is_the_same_in_every_time_zone():
    record(at=NOON.astimezone(timezone(timedelta(hours=5, minutes=45))))

    assert Entry.objects.get().at == NOON
    assert Entry.objects.first_broken() is None


@pytest.mark.django_db
def test_an_entry_asks_for_its_turn_and_for_the_last_one(django_assert_num_queries):
    record()

    with transaction.atomic(), django_assert_num_queries(5):  # with a savepoint of its own
        record()


@pytest.mark.django_db
def test_what_is_undone_leaves_no_entry():
    record()

    with pytest.raises(ZeroDivisionError):
        act_that_fails()

    assert not Remark.objects.exists()
    assert [entry.what for entry in Entry.objects.all()] == ["signed-in"]
    assert record().number == 2
    assert Entry.objects.first_broken() is None


@transaction.atomic
def act_that_fails():
    make_remark()
    record("exported")
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_eight_that_write_in_one_moment_leave_one_chain():
    """Each from a connection of its own, as from processes of their own."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(record_when_it_is_my_turn, range(40)))

    assert Entry.objects.count() == 40
    assert Entry.objects.first_broken() is None


def record_when_it_is_my_turn(number):
    for _ in range(2000):
        try:
            return record(detail=f"number-{number}")
        except OperationalError:
            # A database in memory does not wait for its turn, as one in a file does: ask again.
            sleep(0.01)
        finally:
            connection.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"detail": "person@example.org"},
        {"detail": "Example Person"},
        {"detail": "+44 20 7946 0000"},
        {"detail": "éxample"},
        {"detail": "two\n"},
        {"detail": "a" * 61},
        {"what": "person@example.org"},
        {"what": "made-up"},
        {"who": "person@example.org"},
        {"about": "Example Person"},
        {"at": None},
    ],
)
def test_what_could_be_a_name_or_an_address_is_refused_and_not_kept(wrong):
    with pytest.raises(ValidationError):
        record(**wrong)

    assert not Entry.objects.exists()


CASES = {
    "trail_entry_number": ({"number": 0}, "Entries are numbered from 1."),
    "trail_entry_what_in_words": (
        {"what": "person@example.org"},
        "What was done is said in a word of the trail.",
    ),
    "trail_entry_detail_in_words": (
        {"detail": "Example Person"},
        "A detail of the trail is at most 60 of these: a to z, 0 to 9 and hyphens.",
    ),
    "trail_entry_digest": (
        {"digest": "person@example.org"},
        "A digest is 64 hexadecimal digits.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("trail") == set(CASES)


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(wrong, sentence):
    right = {"number": 2, "at": NOON, "what": "signed-in", "digest": "0" * 64}
    entry = Entry(**right | wrong)

    with pytest.raises(ValidationError) as refused:
        entry.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()

    assert refused.value.messages == [sentence]
    Entry(**right).save()


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["\n", "\na", "@example.org", " ", "É"])
def test_the_database_takes_no_more_than_words_as_a_detail(ending):
    entry = Entry(number=1, at=NOON, what="signed-in", detail=f"a{ending}", digest="0" * 64)

    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()


def test_no_field_holds_a_text_that_is_not_held_to_words():
    """A new field has to be thought of here."""
    kinds = {field.name: type(field) for field in Entry._meta.get_fields()}

    assert kinds == {
        "number": models.PositiveBigIntegerField,
        "at": models.DateTimeField,
        "what": models.CharField,  # the database takes a to z and hyphens
        "who": models.UUIDField,
        "about": models.UUIDField,
        "detail": models.CharField,  # the database takes a to z, 0 to 9 and hyphens
        "digest": models.CharField,  # the database takes hexadecimal digits
    }


WAYS_TO_CHANGE = {
    "save": lambda entry: entry.save(),
    "save of one field": lambda entry: entry.save(update_fields=["detail"]),
    "delete": lambda entry: entry.delete(),
    "update": lambda entry: Entry.objects.update(detail="other"),
    "update of some": lambda entry: Entry.objects.filter(what="signed-in").update(detail="other"),
    "delete of all": lambda entry: Entry.objects.all().delete(),
    "bulk_create": lambda entry: Entry.objects.bulk_create([entry]),
    "bulk_update": lambda entry: Entry.objects.bulk_update([entry], ["detail"]),
    "update_or_create": lambda entry: Entry.objects.update_or_create(number=1),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", WAYS_TO_CHANGE.values(), ids=WAYS_TO_CHANGE)
def test_an_entry_is_neither_changed_nor_deleted(change):
    record()
    entry = Entry.objects.get()
    entry.detail = "other"

    with pytest.raises(WrittenForGood, match="neither changed nor shortened"):
        change(entry)

    assert [each.detail for each in Entry.objects.all()] == [""]


@pytest.mark.django_db
def test_an_entry_put_over_another_is_refused():
    first = record()

    with pytest.raises(IntegrityError), transaction.atomic():
        Entry(number=1, at=NOON, what="exported", digest="0" * 64).save()

    assert Entry.objects.get() == first
    assert Entry.objects.get().what == "signed-in"

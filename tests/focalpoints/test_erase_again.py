"""A backup that is put back is erased again, by the ledger that stands apart from it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from focalpoints.erasure import erase_former, erase_person
from focalpoints.models import Appointment, ContactDetail, FocalPoint
from tests import make
from tests.focalpoints.erased import canaries_left

pytestmark = pytest.mark.django_db

# Accounts first, as those of the entries.
KEPT = [User, FocalPoint, FocalPoint.history.model, ContactDetail, ContactDetail.history.model]


@pytest.fixture(autouse=True)
def noted(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    return settings.ERASURE_LEDGER


@pytest.fixture
def person():
    person = make.make_focal_point(
        "canary001x", note="canary002x", account=make.make_user("canary003x@example.org")
    )
    make.make_contact_detail(person, value="canary004x@example.org")
    make.make_appointment(holder=person, started="2012", ended="2014")
    return person


def backup():
    return [row for model in KEPT for row in model._base_manager.order_by("pk")]


def put_back(rows):
    """The rows as they were; the trail as it was then knows nothing of what came after."""
    for row in rows:
        row.save_base(raw=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trail_entry")


def run(**options):
    out = StringIO()
    call_command("erase_again", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_whoever_a_backup_brings_back_is_erased_again(person):
    rows, key, pseudonym = backup(), person.key, person.account.pseudonym
    erase_person(person, at=make.NOON)
    put_back(rows)
    assert len(canaries_left()) == 4

    said = run(erase=True)

    assert said == f"2 are erased again.\n  entry {key}\n  account {pseudonym}\n"
    assert canaries_left() == []
    assert Appointment.objects.get().holder.erased_at
    assert run(erase=True) == "0 are erased again.\n"


def test_ledgers_of_several_machines_are_one_once_they_are_put_together(person, settings, tmp_path):
    other, rows = make.make_focal_point("canary005x"), backup()
    ledgers = [tmp_path / name for name in ("one.ledger", "another.ledger")]
    for ledger, whom in zip(ledgers, [person, other], strict=True):
        settings.ERASURE_LEDGER = ledger
        erase_person(whom, at=make.NOON)
    put_back(rows)

    settings.ERASURE_LEDGER = tmp_path / "all.ledger"
    lines = "".join(ledger.read_text() for ledger in ledgers * 2).splitlines(keepends=True)
    settings.ERASURE_LEDGER.write_text("".join(sorted(lines)))

    assert run(erase=True).startswith("3 are erased again.\n")
    assert canaries_left() == []


def test_without_erase_it_says_who_and_does_nothing(person, noted):
    rows, key = backup(), person.key
    erase_person(person, at=make.NOON)
    put_back(rows)
    before = noted.read_text()

    said = run()

    assert said.startswith(f"2 are to be erased again.\n  entry {key}\n")
    assert said.endswith("Nothing is done: run it with --erase.\n")
    assert FocalPoint.objects.get().name == "canary001x"
    assert noted.read_text() == before


def test_what_was_private_of_a_former_focal_point_is_erased_again_and_the_name_stays(person):
    rows = backup()
    erase_former(person, at=make.NOON)
    put_back(rows)
    Appointment.objects.update(ended="")  # as the backup said: still in office

    assert "2 are erased again." in run(erase=True)

    assert canaries_left() == ["canary001x"]
    assert run(erase=True) == "0 are erased again.\n"


def test_what_came_after_an_erasure_is_not_erased_again(person):
    erase_former(person, at=make.NOON)
    FocalPoint.objects.filter(pk=person.pk).update(note="They are back.")

    assert run(erase=True) == "0 are erased again.\n"

    assert FocalPoint.objects.get().note == "They are back."


def test_nobody_else_is_erased(person):
    make.make_colleague("Other Person")
    rows = backup()
    erase_person(person, at=make.NOON)
    put_back(rows)

    run(erase=True)

    assert [each.name for each in FocalPoint.objects.not_erased()] == ["Other Person"]
    assert User.objects.filter(focal_point__name="Other Person").exists()


def test_an_entry_that_was_joined_with_another_is_erased_where_it_stands_by_itself_again(person):
    other = make.make_focal_point("canary005x")
    rows, key = backup(), other.key
    other.delete()
    make.make_former_key(person, key=key)
    erase_person(person, at=make.NOON)
    put_back(rows)

    assert f"entry {key}" in run(erase=True)

    assert canaries_left() == []


def test_an_account_that_worked_at_the_desk_when_the_backup_was_made_is_erased_again():
    staff = make.make_staff("canary001x@example.org")
    rows = backup()
    staff.become("")
    erase_person(account=staff, at=make.NOON)
    put_back(rows)

    run(erase=True)

    assert canaries_left() == []


def test_a_line_under_an_older_key_still_counts(person, settings):
    rows = backup()
    erase_person(person, at=make.NOON)
    put_back(rows)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "y" * 50

    assert "2 are erased again." in run(erase=True)


def test_a_line_that_was_cut_off_is_told_and_swallows_none(person, noted):
    rows = backup()
    noted.write_text("0123456789abcdef")
    erase_person(person, at=make.NOON)
    put_back(rows)

    said = run(erase=True)

    assert "1 line of the ledger cannot be read: whom it names is not erased again." in said
    assert "2 are erased again." in said


def test_without_a_ledger_nobody_is_told_that_all_is_well(noted):
    assert not noted.exists()

    with pytest.raises(CommandError, match="There is no ledger"):
        run()

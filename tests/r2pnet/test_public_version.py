"""The version of what is public moves with each commit that may have changed that."""

import pytest
from django.db import connection, transaction

from countries.models import Party
from focalpoints.models import FocalPoint, Portrait
from r2pnet.models import PublicVersion
from r2pnet.public_version import Token, Unreadable, move, triggers, unwatch, watch, watched
from tests import make

MOVES = pytest.mark.django_db(transaction=True)


@pytest.fixture
def moved(db):
    """Whether the version has moved since it was asked the last time."""
    move(connection)  # the tests before have emptied the table
    seen = [token()]

    def has_moved():
        seen.append(token())
        return seen[-1] != seen[-2]

    return has_moved


def token():
    return PublicVersion.objects.get().token


@MOVES
def test_whatever_way_public_data_are_changed(moved):
    country = make.make_country("gha")
    meeting, passage = make.make_meeting(), make.make_passage()
    assert moved()

    for change in [
        lambda: make.make_appointment(country),
        lambda: Party.objects.update(name_fr="Le Ghana"),
        lambda: meeting.passages.add(passage),
        lambda: make.make_translation(),
        lambda: by_sql("UPDATE countries_party SET name_es = 'Ghana'"),
        lambda: by_sql("DELETE FROM sources_translation"),
    ]:
        change()
        assert moved()
    assert not moved()


def by_sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@MOVES
def test_with_the_commit_and_not_before_and_not_without_it(moved):
    country = make.make_country("gha")
    moved()

    with transaction.atomic():
        make.make_appointment(country)
        transaction.set_rollback(True)

    assert not moved()
    with transaction.atomic():
        make.make_meeting()
        make.make_source()
    assert moved()


@MOVES
def test_not_by_what_is_private(moved):
    person = make.make_colleague("Example Person")
    source = make.make_source(audience="secretariat")
    detail = make.make_contact_detail(person, audience="network")
    moved()

    FocalPoint.objects.update(biography="Written anew.", note="Only for staff.")
    source.label = "Another letter"
    source.save()
    detail.value = "other@example.org"
    detail.save()
    make.make_remark()
    make.make_message()
    make.make_kept_file()
    make.make_user("somebody@example.org")

    assert not moved()


@MOVES
def test_by_what_a_person_shows_and_by_hiding(moved):
    person = make.make_colleague("Example Person")
    moved()
    make.make_consent(person)
    assert moved()

    FocalPoint.objects.update(note="Only for staff.")
    person.note = "Only for staff, and saved with all the rest."
    person.save()
    assert not moved()
    FocalPoint.objects.update(name="Example Other")
    assert moved()
    make.make_protection(person)
    assert moved()


@MOVES
def test_by_what_a_person_loses_to_another(moved):
    shown, other = make.make_focal_point(), make.make_focal_point()
    make.make_portrait(shown)
    make.make_consent(shown, field="portrait")
    moved()

    Portrait.objects.update(focal_point=other)

    assert moved()


@MOVES
@pytest.mark.parametrize(
    "setting", ["search_path = ''", "session_replication_role = 'replica'"], ids=str.split
)
def test_however_a_session_is_set(moved, setting):
    make.make_country("gha")
    moved()

    with transaction.atomic():
        if connection.vendor == "postgresql":
            by_sql(f"SET LOCAL {setting}")
            by_sql("UPDATE public.countries_party SET name_fr = 'Le Ghana'")
        else:
            by_sql("UPDATE main.countries_party SET name_fr = 'Le Ghana'")

    assert moved()


@pytest.mark.django_db
def test_every_watched_table_has_its_triggers():
    of_tables = {}
    for name, table in triggers(connection):
        of_tables.setdefault(table, set()).add(name.rpartition("_")[2])

    kinds = {"insert", "update", "delete"}
    kinds |= {"truncate"} if connection.vendor == "postgresql" else set()
    assert of_tables == {each.table: kinds for each in watched()}


@MOVES
def test_a_process_reads_it_past_django(moved):
    read = Token()

    before = read()
    make.make_country("gha")

    assert before != read() == token()


@MOVES
def test_where_there_is_none_nothing_is_taken_for_fresh(moved):
    PublicVersion.objects.all().delete()

    with pytest.raises(Unreadable):
        Token()()


@MOVES
def test_while_nobody_watches_nothing_is_taken_for_fresh(moved):
    unwatch(connection)
    try:
        with pytest.raises(Unreadable):
            Token()()
    finally:
        watch(connection)

    assert moved()

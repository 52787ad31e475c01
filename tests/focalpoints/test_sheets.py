"""Appointments and contacts as sheets: their rules, and who sees whom in them."""

import pytest
from django.contrib.messages import get_messages

from focalpoints.models import Appointment, ContactDetail
from tests import make
from tests.sheets import (
    address,
    as_csv,
    changed,
    changes,
    confirm,
    export,
    exported_rows,
    new_row,
    refusals,
    send,
)
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return sign_in(client, make.make_staff())


def sent(client, model, rows):
    return send(client, model, as_csv(rows))


def test_a_new_appointment_is_recorded_with_its_passages(desk):
    make.make_country("gha")
    make.make_passage(make.make_source("release"), anchor="p4")
    holder = make.make_focal_point("Ama Example")
    rows = new_row(
        exported_rows(desk, Appointment),
        party="gha",
        holder=str(holder.key).upper(),
        holder_name="Ama Example",
        capacity="Focal Point",
        started="[2010-09..2014]",
        seat="New York",
        passages="release.p4",
        known_to_the_secretariat="no",
    )

    confirm(desk, Appointment, sent(desk, Appointment, rows))

    appointment = Appointment.objects.get()
    assert (appointment.party.slug, appointment.holder) == ("gha", holder)
    assert (appointment.capacity, appointment.seat) == ("primary", "new-york")
    assert appointment.started == "[2010-09..2014]"
    assert [each.anchor for each in appointment.passages.all()] == ["p4"]
    assert appointment.history.latest().history_change_reason == "Imported from a sheet"


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"passages": ""}, "passages", "Say how this is known"),
        ({"started": "June 2013"}, "started", "is not a date this register can read"),
        ({"started": "2013/2014"}, "started", "This is one day, not a span of days"),
        ({"started": ""}, "started", "Fill in this cell."),
        ({"party": "xyz"}, "party", "There is no party “xyz”: write its address."),
        ({"party": ""}, "party", "Fill in this cell."),
        ({"party_name": "Kenya"}, "party name", "By its key this is “Ghana”"),
        ({"holder": "nobody"}, "holder", "There is no focal point “nobody”: write its key."),
        ({"capacity": "chief"}, "capacity", "“chief” is none of these: focal point, joint"),
        ({"known_to_the_secretariat": "perhaps"}, "known to the secretariat", "Write yes or no."),
        ({"key": "bcdfghjkmn"}, "key", "There is no row “bcdfghjkmn” any more"),
        ({"ended": "2001"}, "", "The first day out of office cannot come before the start."),
        ({"office": "x" * 201}, "office", "at most 200 characters"),
        ({"succeeds": "bcdfghjkmn"}, "succeeds", "There is no appointment “bcdfghjkmn”"),
    ],
)
def test_an_appointment_is_refused_by_row_and_column(desk, cells, column, said):
    make.make_appointment(make.make_country("gha"))
    rows = changed(exported_rows(desk, Appointment), **cells)

    [refusal] = refusals(sent(desk, Appointment, rows))

    assert refusal[:2] == (2, column)
    assert said in refusal[2]


def test_two_appointments_of_one_party_cannot_overlap_within_a_sheet(desk):
    first = make.make_appointment(make.make_country("gha"), started="2012")
    head, row = exported_rows(desk, Appointment)
    new = {"party": "gha", "capacity": "focal point", "started": "2014"}
    new |= {"passages": row[head.index("passages")], "known_to_the_secretariat": "no"}

    said = refusals(sent(desk, Appointment, new_row([head, row], **new)))
    assert {each[:2] for each in said} == {(3, "")}
    assert "two cannot hold the post at once" in said[0][2]
    # Ended in the row above, it makes room.
    preview = sent(desk, Appointment, new_row(changed([head, row], ended="2014"), **new))
    confirm(desk, Appointment, preview)
    first.refresh_from_db()
    assert first.ended == "2014"
    assert Appointment.objects.count() == 2


def test_whoever_may_not_see_people_has_no_holders_and_leaves_them_alone(client):
    holder = make.make_focal_point("Ama Example")
    appointment = make.make_appointment(holder=holder)
    may = ["view_appointment", "change_appointment"]
    client.force_login(make.make_editor(*[f"focalpoints.{each}" for each in may]))
    content = export(client, Appointment).content.decode()
    rows = exported_rows(client, Appointment)

    assert "holder" not in rows[0]
    assert "Ama Example" not in content
    assert str(holder.key) not in content
    confirm(client, Appointment, sent(client, Appointment, changed(rows, office="Minister")))
    appointment.refresh_from_db()
    assert (appointment.office, appointment.holder) == ("Minister", holder)


def test_whoever_may_not_see_passages_has_none_and_leaves_them_alone(client):
    letter = make.make_passage(make.make_source("letter", audience="secretariat"))
    appointment = make.make_appointment(make.make_country("gha"), passages=[letter])
    may = ["view_appointment", "change_appointment", "add_appointment"]
    client.force_login(make.make_editor(*[f"focalpoints.{each}" for each in may]))
    rows = exported_rows(client, Appointment)

    assert "passages" not in rows[0]
    assert "letter" not in export(client, Appointment).content.decode()
    confirm(client, Appointment, sent(client, Appointment, changed(rows, office="Minister")))
    appointment.refresh_from_db()
    assert appointment.office == "Minister"
    assert list(appointment.passages.all()) == [letter]
    uncited = new_row(
        rows,
        party="gha",
        capacity="focal point",
        started="1990",
        ended="1991",
        known_to_the_secretariat="no",
    )
    assert "Say how this is known" in str(refusals(sent(client, Appointment, uncited)))


def test_a_contact_is_shown_to_nobody_more_and_stays_with_its_person(desk):
    person, other = make.make_focal_point(), make.make_focal_point()
    make.make_contact_detail(person, audience="secretariat")

    def refused(**cells):
        rows = changed(exported_rows(desk, ContactDetail), **cells)
        said = refusals(sent(desk, ContactDetail, rows))
        [column] = {column for _row, column, _said in said}
        return column, [sentence for _row, _column, sentence in said]

    wider = "Only the person shows a contact to more people."
    assert refused(audience="the network") == ("audience", [wider])
    column, said = refused(audience="public")
    assert (column, said[0]) == ("audience", wider)
    column, [said] = refused(focal_point=str(other.key), focal_point_name="")
    assert column == "focal point"
    assert "somebody else's" in said
    assert refused(number="x1")[0] == "number"
    assert refused(value="no address")[0] == "value"


def test_a_public_contact_is_not_rewritten_by_staff(desk):
    make.make_contact_detail(audience="public")
    rows = changed(exported_rows(desk, ContactDetail), value="other@example.org")

    [(row, column, said)] = refusals(sent(desk, ContactDetail, rows))

    assert (row, column) == (2, "audience")
    assert "narrow it to the network first" in said


def test_contacts_are_added_changed_and_narrowed(desk):
    person = make.make_focal_point()
    detail = make.make_contact_detail(person, value="old@example.org")
    rows = changed(
        exported_rows(desk, ContactDetail),
        value="new@example.org",
        audience="the secretariat only",
    )
    rows = new_row(
        rows, focal_point=str(person.key), kind="office telephone", value="'+000 00 000 0000"
    )

    confirm(desk, ContactDetail, sent(desk, ContactDetail, rows))

    assert list(person.contact_details.order_by("pk").values_list("value", "audience")) == [
        ("new@example.org", "secretariat"),
        ("+000 00 000 0000", "network"),
    ]
    assert detail.history.latest().history_change_reason == "Imported from a sheet"


def test_who_looked_at_contacts_in_a_sheet_stands_in_the_trail(desk):
    shown, unseen = make.make_contact_detail(), make.make_contact_detail()
    rows = exported_rows(desk, ContactDetail)

    def looks():
        entries = Entry.objects.filter(what="looked-at-contact")
        return {
            each: entries.filter(about=each.focal_point.key).count() for each in (shown, unseen)
        }

    assert looks() == {shown: 1, unseen: 1}
    assert Entry.objects.filter(what="exported").get().detail == "contactdetail-csv"
    [place] = [n for n, row in enumerate(rows) if row[0] == str(shown.pk)]
    rows[1], rows[place] = rows[place], rows[1]
    sent(desk, ContactDetail, changed(rows, value="other@example.org"))
    assert looks() == {shown: 2, unseen: 1}


def test_contacts_go_out_after_the_second_factor_was_shown_again(client):
    make.make_contact_detail()
    client = sign_in(client, make.make_staff(), afresh=False)

    asked = client.get(address(ContactDetail, "export"))

    assert "/accounts/" in asked.url
    assert "reauthenticate" in asked.url
    assert export(client, ContactDetail).status_code == 302
    assert not Entry.objects.filter(what="exported").exists()
    assert client.get(address(Appointment, "export")).status_code == 200


def test_contacts_are_previewed_after_the_second_factor_was_shown_again(client):
    detail = make.make_contact_detail(value="old@example.org")
    staff = make.make_staff()
    rows = exported_rows(sign_in(client, staff), ContactDetail)
    rows = changed(rows, value="new@example.org")
    number = sent(client, ContactDetail, rows).context["kept"].number
    client.logout()
    sign_in(client, staff, afresh=False)
    looks = Entry.objects.filter(what="looked-at-contact").count()

    asked = client.get(address(ContactDetail, "import"))
    refused = sent(client, ContactDetail, rows)
    held_back = client.post(address(ContactDetail, "process_import"), {"number": number})

    assert "reauthenticate" in asked.url
    assert refused.url == address(ContactDetail, "import")
    [said] = get_messages(refused.wsgi_request)
    assert "choose it again" in str(said)
    assert "reauthenticate" in held_back.url
    detail.refresh_from_db()
    assert detail.value == "old@example.org"
    assert Entry.objects.filter(what="looked-at-contact").count() == looks
    assert client.get(address(Appointment, "import")).status_code == 200


def test_a_refusal_that_says_whose_a_contact_is_stands_in_the_trail(desk):
    detail = make.make_contact_detail(make.make_focal_point("Ama Example"))
    rows = changed(exported_rows(desk, ContactDetail), focal_point_name="Somebody")
    looks = Entry.objects.filter(what="looked-at-contact", about=detail.focal_point.key)
    before = looks.count()

    [(_row, _column, said)] = refusals(sent(desk, ContactDetail, rows))

    assert "By its key this is “Ama Example”" in said
    assert looks.count() == before + 1


@pytest.mark.parametrize(
    "missing", ["focalpoints.view_focalpoint", "focalpoints.view_contactdetail"]
)
def test_contacts_are_for_those_who_may_see_persons_and_contacts(client, missing):
    permissions = {"focalpoints.view_focalpoint", "focalpoints.view_contactdetail"} - {missing}
    sign_in(client, make.make_editor(*permissions))

    assert client.get(address(ContactDetail, "export")).status_code == 403
    assert client.get(address(ContactDetail, "import")).status_code == 403


def test_a_preview_of_appointments_reads_well(desk):
    make.make_appointment(make.make_country("gha"))
    rows = changed(exported_rows(desk, Appointment), ended="2015", end_reason="Term ended.")

    preview = sent(desk, Appointment, rows)

    assert changes(preview) == {2: [("ended", "", "2015"), ("end reason", "", "Term ended.")]}
    assert "1 row changes or is new;" in preview.text
    assert "Row 2:" in preview.text

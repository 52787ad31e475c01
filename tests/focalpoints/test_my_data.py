"""All that is held about a person, as a page and as a file.

That no field is forgotten: test_export_is_whole.py.
"""

import base64
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from focalpoints.models import FocalPoint
from tests import make
from tests.read import soup_of, text_of
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = make.make_colleague("Example Person", honorific="Ms", note="A note of staff")
    make.make_contact_detail(person, value="office@example.org")
    make.make_contact_detail(person, kind="assistant", value="An aide", audience="secretariat")
    return person


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def fetched(client):
    return client.get("/me/data.json").json()


def test_the_file_holds_all_and_that_it_was_fetched_is_recorded(signed_in, person):
    make.make_consent(person)
    make.make_protection(person, lifted_at=make.NOON)
    make.make_portrait(person)

    response = signed_in.get("/me/data.json")

    held = response.json()
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert held["account"]["email"] == person.account.email
    assert held["account"]["role"] == "focal-point"
    assert held["focal_point"]["note"] == "A note of staff"
    assert {each["value"] for each in held["contact_details"]} == {"office@example.org", "An aide"}
    assert held["consents"][0]["wording"] == "My name may be shown in public."
    assert held["protections"][0]["lifted_at"] == "2026-11-22T12:00:00Z"
    assert held["appointments"][0]["started"] == "2012-09-29"
    assert base64.b64decode(held["portrait"]["image"]) == person.portrait.image
    exported = Entry.objects.get(what="exported")
    assert (exported.who, exported.about) == (person.account.pseudonym, person.key)


def test_the_page_says_the_same_in_words(signed_in, person):
    make.make_consent(person)
    make.make_confirmation(person)
    make.make_portrait(person)

    soup, text = soup_of(signed_in, "/me/data/"), text_of(signed_in, "/me/data/")

    assert "Note for staff A note of staff" in text
    assert "Kind office e-mail Value office@example.org Audience the network" in text
    assert "Wording My name may be shown in public. Given at 22 November 2026, 12:00 UTC" in text
    assert "Confirmed on 22 November 2026" in text
    assert "Nothing is held of these" in text
    assert soup.select_one("#portrait ~ p img")["src"] == "/me/portrait.webp"
    assert soup.select_one("a[download]")["href"] == "/me/data.json"
    assert not Entry.objects.filter(what="exported").exists()


def test_a_letter_that_was_sent_comes_with_its_content(signed_in, person):
    letter = make.make_kept_file(content=b"%PDF-1.7 a letter")
    post = person.appointments.get()
    make.make_proposal(post, letter=letter, asked_by=person.account)
    make.make_handover(post, letter=make.make_kept_file(), asked_by=make.make_staff())

    (sent,) = fetched(signed_in)["letters"]

    assert base64.b64decode(sent["content"]) == b"%PDF-1.7 a letter"


def test_nothing_secret_is_told(signed_in, person):
    make.make_factor(person.account, "JBSWY3DPEHPK3PXP")
    make.make_passkey(person.account, "My laptop")
    make.make_appointment_invitation(person.appointments.get())

    for body in (signed_in.get("/me/data.json").text, signed_in.get("/me/data/").text):
        assert "JBSWY3DPEHPK3PXP" not in body
        assert "credential" not in body
        assert "token_hash" not in body
        assert person.account.password not in body
        assert signed_in.session.session_key not in body
        assert "My laptop" in body


def test_mails_are_told_but_for_what_opens_a_door(signed_in, person):
    to = person.account.email
    make.make_message(to=to.upper(), kind="notice", letter=("Changed", "Look at it."))
    make.make_message(to=to, kind="login-code", letter=("Your code", "It is 471100."))
    make.make_message(to=to, kind="notice", state="sent", sealed="", finished_at=make.NOON)
    make.make_message(to="other@example.org", kind="notice", letter=("Other", "Other."))

    mails = fetched(signed_in)["mails"]

    assert sorted((each["kind"], each.get("body")) for each in mails if "body" in each) == [
        ("notice", "Look at it.")
    ]
    assert len(mails) == 3
    assert "471100" not in signed_in.get("/me/data/").text


def test_a_mail_sealed_with_a_key_that_is_gone_is_told_without_its_text(
    signed_in, person, settings
):
    make.make_message(to=person.account.email, kind="notice", letter=("Changed", "Look at it."))
    person.account.refresh_from_db()
    settings.SECRET_KEY = "another key of a test, which is long enough"
    client = Client()
    client.force_login(person.account)

    (mail,) = fetched(client)["mails"]

    assert "body" not in mail


def test_mails_to_an_address_that_is_not_shown_to_be_theirs_are_not_told(signed_in, person):
    EmailAddress.objects.create(user=person.account, email="other@example.org", verified=False)
    make.make_message(to="other@example.org", kind="notice")

    assert fetched(signed_in)["mails"] == []


def test_sessions_are_counted_and_their_keys_are_not_told(signed_in, person):
    Client().force_login(person.account)
    Client().force_login(make.make_user())

    sessions = fetched(signed_in)["sessions"]

    assert len(sessions) == 2
    assert set(sessions[0]) == {"begun_at", "seen_at"}
    assert sessions[0]["begun_at"] is not None


def test_decisions_are_told_without_who_of_the_secretariat_decided(signed_in, person):
    staff = make.make_staff("somebody@desk.example.org")
    make.make_protection_decision(
        person, asked_by=staff, withdrawn_by=staff, withdrawn_at=make.NOON
    )
    make.make_account_decision(person.account, asked_by=staff)

    response = signed_in.get("/me/data.json")

    decision = response.json()["protection_decisions"][0]
    assert (decision["reason"], decision["withdrawn_by"]) == ("Called back.", "the secretariat")
    assert response.json()["account_decisions"][0]["kind"] == "restore-access"
    assert "desk.example.org" not in response.text


def test_earlier_versions_say_what_changed_when_and_whether_it_was_oneself(signed_in, person):
    person.name = "Another Name"
    person._history_user = person.account
    person.save()
    person.honorific = ""
    person._history_user = make.make_staff()
    person.save()

    versions = fetched(signed_in)["focal_point_history"]

    assert [(each["name"], each["changed"], each["history_user"]) for each in versions] == [
        ("Example Person", [], ""),
        ("Another Name", ["name"], "you"),
        ("Another Name", ["honorific"], "the secretariat"),
    ]


def test_what_was_deleted_is_told_as_long_as_its_history_is_held(signed_in, person):
    person.contact_details.get(value="An aide").delete()

    held = fetched(signed_in)

    assert [each["value"] for each in held["contact_details"]] == ["office@example.org"]
    assert [
        each["history_type"]
        for each in held["contact_detail_history"]
        if each["value"] == "An aide"
    ] == ["+", "-"]


def looked(person, **fields):
    make.make_entry("looked-at-contact", about=person.key, **fields)


def test_who_looked_is_named_as_far_as_the_person_may_see_the_name(signed_in, person):
    make.make_factor(person.account)
    named, hidden = make.make_colleague("Seen Colleague"), make.make_colleague("Hidden Colleague")
    make.make_protection(hidden)
    staff = make.make_staff()
    looked(person, who=named.account.pseudonym)
    looked(person, who=hidden.account.pseudonym)
    looked(person, who=staff.pseudonym, detail="desk")
    looked(named, who=person.account.pseudonym)

    held = fetched(signed_in)

    assert held["looks"] == [
        {"at": "2026-11-22T12:00:00Z", "who": "Seen Colleague"},
        {"at": "2026-11-22T12:00:00Z", "who": "a colleague"},
        {"at": "2026-11-22T12:00:00Z", "who": "the secretariat"},
    ]
    assert [
        each["about"] for each in held["done_by_you"] if each["what"] == "looked-at-contact"
    ] == ["somebody else"]


def test_what_others_did_is_told_without_a_pseudonym(signed_in, person):
    staff = make.make_staff()
    make.make_entry("protected", who=staff.pseudonym, about=person.key)
    make.make_entry("sign-in-refused", about=person.account.pseudonym, detail="code")

    response = signed_in.get("/me/data.json")

    assert [(each["what"], each["who"]) for each in response.json()["done_about_you"]] == [
        ("protected", "the secretariat"),
        ("sign-in-refused", "nobody who was signed in"),
    ]
    assert str(staff.pseudonym) not in response.text


def test_nothing_of_anybody_else_is_told(signed_in, person):
    """Each section, filled for somebody else who did something with the person."""
    other = make.make_colleague("Other Person", note="Of another")
    post = person.appointments.get()
    for fill in (make.make_contact_detail, make.make_consent, make.make_confirmation):
        fill(other)
    make.make_proposal(other.appointments.get(), explanation="Of another")
    staff = make.make_staff("other-staff@example.org")
    make.make_handover(post, asked_by=staff, successor_name="Other Successor", explanation="Other")
    make.make_handover(other.appointments.get(), successor=person, explanation="Other words")
    make.make_assistance(person, account=make.make_user("other-aide@example.org"))
    make.make_assistant_invitation(person, invited_by=staff, address="other-aide-2@example.org")
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(FocalPoint),
        object_id=str(other.pk),
        object_repr="Other Person",
        action_flag=CHANGE,
        change_message="Other message",
    )

    for address in ("/me/data.json", "/me/data/"):
        body = signed_in.get(address).text.lower()
        assert "of another" not in body
        assert "other person" not in body
        assert "other successor" not in body
        assert "other words" not in body
        assert "other message" not in body
        assert "other-" not in body


def test_a_successor_who_was_written_by_oneself_is_told(signed_in, person):
    make.make_handover(person.appointments.get(), asked_by=person.account)

    assert fetched(signed_in)["handovers"][0]["successor_name"] == "Example Successor"


def test_what_somebody_else_asked_about_a_post_that_is_one_s_own_now_is_not_told(signed_in, person):
    """Staff have corrected who holds it."""
    before = make.make_focal_point(account=make.make_user("before@example.org"))
    post = person.appointments.get()
    make.make_handover(post, asked_by=before.account, withdrawn_at=make.NOON)
    make.make_handover(post, asked_by=before.account, accepted_at=make.NOON)
    make.make_proposal(post, focal_point=before, asked_by=before.account)

    held = fetched(signed_in)

    assert held["handovers"] == held["proposals"] == held["proposed_changes"] == []


def test_of_what_staff_ask_one_is_told_what_is_accepted(signed_in, person):
    post, staff = person.appointments.get(), make.make_staff()
    make.make_handover(
        post, asked_by=staff, takes_over_on=date(2026, 12, 2), withdrawn_at=make.NOON
    )
    waits = make.make_handover(post, asked_by=staff)
    assert fetched(signed_in)["handovers"] == []

    type(waits).objects.filter(pk=waits.pk).update(accepted_at=make.NOON)

    assert [each["takes_over_on"] for each in fetched(signed_in)["handovers"]] == ["2026-12-01"]


def test_a_successor_chosen_by_staff_learns_of_it_once_it_is_accepted(signed_in, person):
    handover = make.make_handover(successor=person, asked_by=make.make_staff())
    assert fetched(signed_in)["handovers_to_you"] == []

    type(handover).objects.filter(pk=handover.pk).update(accepted_at=make.NOON)

    (told,) = fetched(signed_in)["handovers_to_you"]
    assert told["takes_over_on"] == "2026-12-01"


def test_an_account_without_an_entry_has_its_own_part(client):
    assistance = make.make_assistance(make.make_colleague("Example Official"))
    client.force_login(assistance.account)

    held = fetched(client)

    assert held["account"]["role"] == "assistant"
    assert held["assistances"] == [{"begun_at": "2026-11-22T12:00:00Z", "ended_at": None}]
    assert "focal_point" not in held
    assert "Example Official" not in client.get("/me/data/").text


def test_staff_are_told_what_they_did_and_not_to_whom(client, person):
    staff = make.make_staff()
    person.name = "Renamed Person"
    person._history_user = staff
    person.save()
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(FocalPoint),
        object_id=str(person.pk),
        object_repr="Renamed Person",
        action_flag=CHANGE,
        change_message="Changed Renamed.",
    )
    client.force_login(staff)

    response = client.get("/me/data.json")

    held = response.json()
    assert [(each["what"], each["how"]) for each in held["record_changes"]] == [
        ("focal point", "~")
    ]
    assert held["your_desk_log"][0]["action_flag"] == CHANGE
    assert "Renamed" not in response.text


def test_former_staff_have_the_account_part(client):
    former = make.make_staff()
    User.objects.filter(pk=former.pk).update(is_staff=False, is_superuser=False)
    client.force_login(User.objects.get(pk=former.pk))

    assert fetched(client)["account"]["email"] == former.email


@pytest.mark.parametrize("address", ["/me/data/", "/me/data.json"])
def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(signed_in, person, address):
    def add(n):
        for number in range(n):
            post = make.make_appointment(holder=person)
            make.make_proposal(post, asked_by=person.account, letter=make.make_kept_file())
            make.make_appointment_invitation(post)
            make.make_delegate(focal_point=person)
            make.make_contact_detail(person)
            make.make_confirmation(person, confirmed_on=date(2026, 1, 1 + number))
            make.make_entry("wrote", who=make.make_user().pseudonym, about=person.key)
            looked(person, who=make.make_colleague().account.pseudonym)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert signed_in.get(address).status_code == 200
        return len(asked)

    add(1)
    queries()
    for_one = queries()
    person.confirmations.all().delete()
    add(30)

    assert queries() == for_one


def test_a_long_list_is_cut_on_the_page_and_whole_in_the_file(signed_in, person):
    for _ in range(49):
        make.make_contact_detail(person)

    assert "1 more stands in the file." in text_of(signed_in, "/me/data/")
    assert len(fetched(signed_in)["contact_details"]) == 51

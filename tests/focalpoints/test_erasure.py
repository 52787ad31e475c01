"""Erasing all that is held about a person: rows, earlier versions, mails, files and traces."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import decisions
from accounts.models import NotYours, PreviewedSheet, User
from focalpoints import ledger
from focalpoints.erasure import GO_WITH_ACCOUNT, GO_WITH_ENTRY, erase_person
from focalpoints.models import (
    Appointment,
    ErasureDecision,
    ErasureRequest,
    FocalPoint,
    Handover,
)
from meetings.models import Delegation
from outbox.delivery import deliver
from outbox.models import Message
from sources.models import KeptFile, Translation
from tests import make
from tests.focalpoints.erased import (
    Person,
    canaries_left,
    copy_of_the_database,
    links_to_a_person,
    now,
    rows_led_by,
)
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

DECIDER = "what somebody decided at the desk about others: the account stays as an empty row"
# Fields that lead to an entry or an account, and whose rows stay, with the reason.
STAY = {
    "focalpoints.Appointment.holder": "that the post was held; the entry is an empty row",
    "focalpoints.HistoricalAppointment.holder": "the same, of earlier versions",
    "focalpoints.FocalPoint.account": "the empty row, without an account",
    "focalpoints.ErasureDecision.focal_point": "that two decided, and when; without the link",
    "focalpoints.ErasureDecision.account": "the same",
    "accounts.StaffInvitation.invited_by": "the invitation of somebody else",
    "focalpoints.AppointmentInvitation.invited_by": "the invitation of somebody else",
    "focalpoints.AssistantInvitation.invited_by": "the invitation of somebody else",
    "focalpoints.Proposal.asked_by": "goes with the entry that it is about",
    "focalpoints.Proposal.decided_by": "the proposal of somebody else",
    "focalpoints.Handover.asked_by": "goes with the post that is handed over",
    "focalpoints.Handover.decided_by": "the handover of somebody else",
    **{
        f"{decision}.{part}": DECIDER
        for decision in (
            "accounts.AccountDecision",
            "focalpoints.ProtectionDecision",
            "focalpoints.ErasureDecision",
        )
        for part in ("asked_by", "seconded_by", "withdrawn_by")
    },
}


@pytest.fixture
def person():
    return Person()


@pytest.fixture
def second():
    return make.make_staff("second@example.org")


def test_nothing_that_was_said_of_them_stands_in_any_table(person):
    before = copy_of_the_database()
    said = [f"canary{number:03}x" for number in range(1, person.canaries + 1)]
    assert [each for each in said if each not in before] == []

    erase_person(person.entry, at=now())

    assert canaries_left() == []
    assert not Message.objects.exists()
    assert not Session.objects.exists()  # what they hold is sealed


def test_every_row_that_leads_to_a_person_goes_or_has_a_reason_to_stay():
    told = {*GO_WITH_ENTRY, *GO_WITH_ACCOUNT, *STAY}
    led = {
        name
        for name, field in links_to_a_person().items()
        # Who edited is taken out of a version with the account.
        if field.name != "history_user" and name.replace(".Historical", ".") not in told
    }

    assert led == set()


def test_each_kind_of_row_that_goes_was_there_and_is_gone(person):
    fields = {
        name: field
        for name, field in links_to_a_person().items()
        if name.replace(".Historical", ".") in {*GO_WITH_ENTRY, *GO_WITH_ACCOUNT}
    }
    assert [name for name in fields if not rows_led_by(fields[name], person).exists()] == []

    erase_person(person.entry, at=now())

    assert [name for name in fields if rows_led_by(fields[name], person).exists()] == []


def test_the_facts_of_the_state_stay_and_so_does_the_letter_that_attests_to_them(person):
    erase_person(person.entry, at=make.NOON)

    post = Appointment.objects.get(pk=person.post.pk)
    assert (post.party.slug, post.started, post.office) == ("gha", "2012", "Director")
    assert (post.holder.name, post.holder.erased_at) == ("", make.NOON)
    assert post.passages.count() == 1
    assert list(KeptFile.objects.all()) == [person.evidence]
    assert Delegation.objects.filter(pk=person.delegation.pk).exists()
    assert str(post.holder) == "erased"
    assert post.history.first().holder == post.holder


def test_the_key_leads_nowhere_and_the_row_has_one_version(person, client):
    key = person.entry.key
    make.make_consent(person.entry, field="honorific")

    erase_person(person.entry, at=make.NOON)

    shell = FocalPoint.objects.get(pk=person.entry.pk)
    assert shell.key != key
    assert client.get(f"/focal-points/{key}/").content == client.get("/nowhere/").content
    assert client.get(f"/focal-points/{shell.key}/").content == client.get("/nowhere/").content
    assert [version.name for version in shell.history.all()] == [""]
    assert Entry.objects.filter(about=shell.key).count() == 0


def test_the_public_reads_what_it_would_read_of_a_post_without_a_name(client):
    country = make.make_country("gha")
    post = make.make_appointment(country, holder=make.make_colleague("Example Person"))
    make.make_consent(post.holder)
    named = client.get("/countries/gha/").content

    erase_person(post.holder, at=make.NOON)
    erased = [client.get(page).content for page in ("/countries/gha/", "/focal-points/", "/")]
    Appointment.objects.filter(pk=post.pk).update(holder=None)

    assert b"Example Person" in named
    assert erased == [
        client.get(page).content for page in ("/countries/gha/", "/focal-points/", "/")
    ]


def test_two_posts_of_erased_holders_stay_two():
    country = make.make_country()
    held = [
        make.make_appointment(country, holder=make.make_focal_point(), capacity="joint")
        for _ in range(2)
    ]

    for each in held:
        erase_person(each.holder, at=make.NOON)

    assert country.appointments.count() == 2


def test_what_is_somebody_elses_stays(person):
    colleague = make.make_colleague("Other Person", note="A note")
    shared = person.mailbox
    make.make_contact_detail(colleague, value=shared)
    make.make_message(to=colleague.account.email)
    assistant = User.objects.get(email="assistant@example.org")
    Client().force_login(assistant)

    erase_person(person.entry, at=make.NOON)

    colleague.refresh_from_db()
    assert (colleague.name, colleague.note) == ("Other Person", "A note")
    assert colleague.contact_details.get().value == shared
    assert Message.objects.get().to == colleague.account.email
    assert assistant.is_active


def test_a_mail_to_the_account_of_another_stays_though_the_address_is_recorded_here_too():
    colleague = make.make_colleague()
    entry = make.make_focal_point()
    make.make_contact_detail(entry, value=colleague.account.email)
    make.make_message(to=colleague.account.email)

    erase_person(entry, at=make.NOON)

    assert Message.objects.count() == 1


def test_a_text_that_another_fact_has_too_is_told_in_other_languages_still():
    entry = make.make_focal_point("Example Person")
    for holder in [entry, None]:
        make.make_delegate(focal_point=holder, inference="Of the list alone.")
    make.make_translation("Of the list alone.", "De la liste seule.")

    erase_person(entry, at=make.NOON)

    assert Translation.objects.get().translation == "De la liste seule."


def test_sheets_that_wait_to_be_imported_are_forgotten(person):
    PreviewedSheet.keep({"name": "sheet.csv"}, at=now())

    erase_person(person.entry, at=now())

    assert not PreviewedSheet.objects.exists()


def test_sessions_end_and_nobody_signs_in(person):
    browser = sign_in(Client(), person.account)
    assert browser.get("/me/").status_code == 200

    erase_person(account=person.account, at=make.NOON)

    assert browser.get("/me/").url == "/accounts/login/?next=/me/"
    assert not User.objects.filter(pk=person.account.pk).exists()
    assert FocalPoint.objects.get(pk=person.entry.pk).erased_at == make.NOON


def test_an_account_of_the_secretariat_is_not_erased():
    staff = make.make_staff()

    with pytest.raises(ValidationError, match="take it off the desk first"):
        erase_person(account=staff, at=make.NOON)

    assert User.objects.filter(pk=staff.pk).exists()


def test_of_whoever_decided_at_the_desk_an_empty_account_is_left():
    former = make.make_staff("former@example.org", first_name="Former")
    decision = make.make_account_decision(asked_by=former)
    former.become("")

    erase_person(account=former, at=make.NOON)

    decision.refresh_from_db()
    empty = decision.asked_by
    assert re.fullmatch(r"[0-9a-f-]{36}@erased\.invalid", empty.email)
    assert (empty.first_name, empty.is_active, empty.is_staff) == ("", False, False)
    assert not empty.has_usable_password()
    assert "former@example.org" not in copy_of_the_database()


def test_a_decision_about_nobody_erases_nobody():
    make.make_focal_point("Example Person")

    with pytest.raises(ValidationError, match="is erased already"):
        erase_person(at=make.NOON)

    assert FocalPoint.objects.get().name == "Example Person"


def test_a_sign_in_that_waits_for_a_code_ends_too():
    entry, browser = make.make_colleague(), Client()
    browser.post("/accounts/login/code/", {"email": entry.account.email})
    Client().post("/accounts/login/code/", {"email": make.make_user().email})
    assert Session.objects.count() == 2

    erase_person(entry, at=make.NOON)

    assert Session.objects.count() == 1


def test_erasing_twice_is_erasing_once(person):
    erase_person(person.entry, at=make.NOON)
    shell = FocalPoint.objects.get(pk=person.entry.pk)

    erase_person(shell, at=now())

    again = FocalPoint.objects.get(pk=shell.pk)
    assert (again.key, again.erased_at) == (shell.key, make.NOON)


def test_nothing_is_erased_of_which_no_line_can_be_kept(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "nowhere" / "erasures.ledger"
    entry = make.make_colleague("Example Person")

    with pytest.raises(ValidationError, match="the ledger of erasures cannot be written"):
        erase_person(entry, at=make.NOON)

    entry.refresh_from_db()
    assert entry.name == "Example Person"
    assert entry.account


def test_the_ledger_holds_a_hash_and_a_day_and_no_name_and_no_key(settings, tmp_path, person):
    settings.ERASURE_LEDGER = path = tmp_path / "erasures.ledger"
    pseudonym, keys = person.account.pseudonym, {person.entry.key}
    keys |= set(person.entry.former_keys.values_list("key", flat=True))

    erase_person(person.entry, at=make.NOON)

    lines = path.read_text().splitlines()
    noted = ledger.read()
    assert len(lines) == 3
    assert all(re.fullmatch("[0-9a-f]{64} 2026-11-22", line) for line in lines)
    assert {noted.day_of("entry", key) for key in keys} == {make.NOON.date()}
    assert noted.day_of("account", pseudonym) == make.NOON.date()
    assert noted.day_of("account", person.entry.key) is None
    assert path.stat().st_mode & 0o077 == 0


def test_the_trail_holds_that_it_was_done_under_the_pseudonyms_of_before(person):
    key, pseudonym = person.entry.key, person.account.pseudonym
    joined = person.entry.former_keys.get().key

    erase_person(person.entry, at=make.NOON)

    entries = Entry.objects.filter(what="erased").values_list("about", "detail")
    assert set(entries) == {(key, "entry"), (joined, "entry"), (pseudonym, "account")}
    assert Entry.objects.first_broken() is None


# As two of the secretariat decide it


def ask(entry, by):
    decision = ErasureDecision(
        focal_point=entry, account=entry.account, person=entry.key, reason="Called back."
    )
    return decisions.ask(decision, by=by, at=now())


def test_two_decide_and_the_person_is_told_before_and_after(second):
    first, entry = make.make_staff("first@example.org"), make.make_colleague("Example Person")
    address = entry.account.email
    decision = ask(entry, first)
    told_before = Message.objects.filter(to=address).values_list("pk", flat=True)[0]

    decisions.second(decision, by=second, at=now())

    told = Message.objects.get(to=address)
    assert told.pk != told_before
    assert "is done:\n\nTo erase what is held about the person." in told.letter.body
    decision.refresh_from_db()
    assert (decision.reason, decision.focal_point, decision.account) == ("", None, None)
    assert (decision.asked_by, decision.seconded_by) == (first, second)
    assert decision.carried_out_at
    assert FocalPoint.objects.get(pk=entry.pk).erased_at == decision.carried_out_at


def test_the_address_is_forgotten_once_the_last_mail_is_sent(second):
    entry = make.make_colleague()
    address = entry.account.email
    decisions.second(ask(entry, make.make_staff()), by=second, at=now())
    assert Message.objects.filter(to=address).exists()

    deliver()

    assert address not in copy_of_the_database()
    assert Message.objects.filter(state="sent").exists()  # those to staff


def test_the_person_who_stops_it_does_not_ask_for_it_any_more(client, second):
    entry = make.make_colleague("Example Person")
    request = make.make_erasure_request(entry.account)
    decision = ask(entry, make.make_staff())
    sign_in(client, entry.account)

    client.post(f"/me/decisions/erasure/{decision.pk}/stop/")

    request.refresh_from_db()
    assert request.settled_at
    with pytest.raises(NotYours):
        decisions.second(decision, by=second, at=now())
    assert FocalPoint.objects.get(pk=entry.pk).name == "Example Person"


def test_nobody_asks_for_the_erasure_of_one_of_the_secretariat():
    staff = make.make_staff()
    entry = make.make_focal_point(account=staff)

    with pytest.raises(ValidationError, match="take it off the desk first"):
        ask(entry, make.make_staff())


def test_another_decision_about_the_same_person_is_closed_with_it(second):
    entry = make.make_colleague()
    other = make.make_erasure_decision(entry, person=entry.account.pseudonym)
    ErasureDecision.objects.update(focal_point=None)

    decisions.second(ask(entry, make.make_staff()), by=second, at=now())

    other.refresh_from_db()
    assert not other.is_open
    assert (other.account, other.reason) == (None, "")
    assert not ErasureRequest.objects.exists()


def test_a_handover_to_somebody_erased_is_not_carried_out(person):
    erase_person(person.entry, at=make.NOON)

    assert not Handover.objects.filter(successor=person.entry.pk).exists()
    assert not FocalPoint.objects.in_directory(make.NOON.date()).filter(pk=person.entry.pk).exists()

"""Protect now: one act hides a person everywhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from focalpoints.models import FocalPoint, Protection
from focalpoints.protection import lift, protect
from outbox.models import Message
from tests import make
from trail.models import Entry

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(hours=1)


def trail():
    return [(entry.what, entry.who, entry.about) for entry in Entry.objects.order_by("number")]


def test_staff_hide_a_person_and_suspend_the_account_in_one_act():
    person, staff = make.make_colleague(), make.make_staff()

    protect(person, by=staff, at=make.NOON)

    assert FocalPoint.objects.protected().get() == person
    person.account.refresh_from_db()
    assert person.account.is_suspended
    assert trail() == [
        ("protected", staff.pseudonym, person.key),
        ("suspended", staff.pseudonym, person.account.pseudonym),
    ]


def test_the_person_is_told_what_was_done_and_how_it_is_undone_and_nobody_is_named():
    person, staff = make.make_colleague("Example Person"), make.make_staff()

    protect(person, by=staff, at=make.NOON)

    message = Message.objects.get()
    subject, body = message.letter
    assert message.to == person.account.email
    assert subject == "Your entry in the register is hidden"
    assert "has hidden your entry" in body
    assert "Your account is suspended too" in body
    assert "two persons of it, or one, after a day, open your account again" in body
    assert "Example Person" not in subject + body
    assert staff.email not in subject + body


def test_without_an_account_the_person_is_told_wherever_there_is_a_mailbox():
    person = make.make_focal_point()
    make.make_contact_detail(person, value="office@example.org")
    make.make_contact_detail(person, value="not an address")
    make.make_contact_detail(
        person, kind="private-email", value="home@example.org", audience="secretariat"
    )

    protect(person, by=make.make_staff(), at=make.NOON)

    messages = {message.to: message.letter.body for message in Message.objects.all()}
    assert set(messages) == {"office@example.org", "home@example.org"}
    for body in messages.values():
        assert "two persons of it, or one, after a day, show again what you had chosen" in body
        assert "account" not in body


def test_doing_it_twice_is_doing_it_once():
    person, staff = make.make_colleague(), make.make_staff()

    protect(person, by=staff, at=make.NOON)
    protect(FocalPoint.objects.get(), by=staff, at=LATER)

    assert Protection.objects.get().begun_at == make.NOON
    assert Message.objects.count() == 1
    assert len(trail()) == 2


def test_staff_suspend_the_account_of_whoever_had_hidden_themselves():
    person = make.make_colleague()
    protect(person, by=person.account, at=make.NOON)

    protect(person, by=make.make_staff(), at=LATER)

    person.account.refresh_from_db()
    assert person.account.is_suspended
    assert Message.objects.count() == 1


def test_the_person_hides_and_goes_on_working():
    person = make.make_colleague()

    protect(person, by=person.account, at=make.NOON)

    person.account.refresh_from_db()
    assert not person.account.is_suspended
    assert Protection.objects.get().by_themselves
    assert not Message.objects.exists()
    assert trail() == [("protected", person.account.pseudonym, person.key)]


@pytest.mark.parametrize("by_themselves", [True, False])
def test_the_person_undoes_it_alone(by_themselves):
    person = make.make_colleague()
    make.make_protection(person, by_themselves=by_themselves)

    lift(person, by=person.account, at=LATER)

    assert not FocalPoint.objects.protected().exists()
    assert Protection.objects.get().lifted_at == LATER
    assert trail() == [("protection-lifted", person.account.pseudonym, person.key)]


def test_nobody_else_undoes_it_alone():
    person = make.make_protection(make.make_colleague()).focal_point

    for stranger in (make.make_staff(), make.make_colleague().account):
        with pytest.raises(ValidationError):
            lift(person, by=stranger, at=LATER)

    assert FocalPoint.objects.protected().get() == person


def test_a_person_without_an_account_is_nobody_s_own():
    person = make.make_protection().focal_point

    with pytest.raises(ValidationError):
        lift(person, by=make.make_staff(), at=LATER)


def test_lifting_what_is_not_hidden_changes_nothing():
    person = make.make_colleague()

    lift(person, by=person.account, at=LATER)

    assert trail() == []


def test_a_person_is_hidden_again_after_it_was_lifted():
    person = make.make_protection(lifted_at=make.NOON).focal_point

    assert person.protect(by_themselves=True, at=LATER)

    assert Protection.objects.count() == 2


def test_the_next_request_of_the_suspended_is_nobody_s(client):
    person = make.make_colleague()
    client.force_login(person.account)
    assert client.get("/me/").status_code == 200

    protect(person, by=make.make_staff(), at=make.NOON)

    assert client.get("/me/").url == "/accounts/login/?next=/me/"


def test_an_editor_hides_a_colleague_and_leaves_the_account_of_staff_alone():
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    account = make.make_staff("administrator@example.org")
    person = make.make_focal_point(account=account)

    protect(person, by=editor, at=make.NOON)

    account.refresh_from_db()
    assert person.protections.open().exists()
    assert account.is_active

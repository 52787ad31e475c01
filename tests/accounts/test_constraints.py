from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make
from tests.refusal import again, changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db

LATER = timezone.now() + timedelta(hours=1)


def test_every_constraint_is_tested_here():
    assert constraints_of("accounts") == {
        "user_email_unique",
        "user_suspended_is_not_active",
        "user_superuser_is_staff",
        "accounts_staffinvitation_accepted_or_revoked",
        "accounts_staffinvitation_expires_later",
        "accounts_staffinvitation_one_open",
        "accounts_accountdecision_by_two",
        "accounts_accountdecision_by_two_or_later",
        "accounts_accountdecision_withdrawn_or_done",
        "account_decision_address",
        "account_decision_one_open",
    }


def test_an_address_differs_from_another_by_more_than_its_case():
    user = make.make_user("person@example.org")

    assert refusal_of(again(user, email="Person@Example.org", pseudonym=None)) == [
        "There is an account with this e-mail address already."
    ]


def test_a_suspended_account_is_not_active():
    user = changed(make.make_user(), suspended_at=LATER)

    assert refusal_of(user) == ["A suspended account cannot be active."]


def test_an_administrator_is_staff():
    user = changed(make.make_user(), is_superuser=True)

    assert refusal_of(user) == ["An administrator is a member of staff."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"accepted_at": LATER, "revoked_at": LATER}, "What was accepted cannot be revoked."),
        (
            {"expires_at": LATER - timedelta(days=9)},
            "An invitation expires after it was written.",
        ),
    ],
)
def test_an_invitation_is_one_thing_at_a_time(fields, sentence):
    assert refusal_of(changed(make.make_staff_invitation(), **fields)) == [sentence]


def test_an_address_has_one_open_invitation_of_a_kind():
    invitation = make.make_staff_invitation(address="person@example.org")

    other = again(invitation, address="PERSON@example.org", token_hash="0" * 64)
    assert refusal_of(other) == ["This address has been invited already."]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"carried_out_at": LATER}, "It takes a second person, or a day."),
        (
            {"carried_out_at": LATER, "alone_until": LATER + timedelta(seconds=1)},
            "It takes a second person, or a day.",
        ),
        (
            {"carried_out_at": LATER, "alone_until": LATER, "withdrawn_at": LATER},
            "What was carried out cannot be withdrawn.",
        ),
    ],
)
def test_a_decision_is_carried_out_by_two_or_after_a_day(fields, sentence):
    assert refusal_of(changed(make.make_account_decision(), **fields)) == [sentence]


def test_nobody_seconds_their_own_decision():
    decision = make.make_account_decision()

    assert refusal_of(changed(decision, seconded_by=decision.asked_by)) == [
        "Nobody seconds what they have asked for themselves."
    ]


def test_the_same_is_asked_for_once_at_a_time():
    assert refusal_of(again(make.make_account_decision())) == ["This has been asked for already."]


@pytest.mark.parametrize("fields", [{"new_address": "new@example.org"}, {"kind": "new-address"}])
def test_a_new_address_is_written_just_where_it_is_asked_for(fields):
    assert refusal_of(changed(make.make_account_decision(), **fields)) == [
        "Write the new address, where that is what is asked."
    ]

"""What takes two of the secretariat, and what stands in where there is one."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import decisions
from accounts.models import AccountDecision, NotYours, User
from focalpoints.models import ProtectionDecision
from focalpoints.protection import protect
from outbox.models import Message
from tests import make
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

Kind = AccountDecision.Kind


@pytest.fixture
def person():
    user = make.make_user("person@example.org")
    make.make_factor(user)
    return user


@pytest.fixture
def first():
    return make.make_staff("first@example.org")


@pytest.fixture
def second():
    return make.make_staff("second@example.org")


def ask(account, by, kind=Kind.RESTORE_ACCESS, **fields):
    decision = AccountDecision(account=account, kind=kind, reason="Called back.", **fields)
    return decisions.ask(decision, by=by, at=timezone.now())


def told():
    return sorted(Message.objects.values_list("to", flat=True))


def test_nothing_happens_until_a_second_person_agrees(person, first, second):
    ask(person, first)

    assert Authenticator.objects.filter(user=person).exists()
    assert told() == ["person@example.org", "second@example.org"]


def test_with_the_second_person_it_is_done_and_told(person, first, second):
    decision = ask(person, first)

    decisions.second(decision, by=second, at=timezone.now())

    assert not Authenticator.objects.filter(user=person).exists()
    assert told().count("person@example.org") == 2
    whats = Entry.objects.order_by("number").values_list("what", "detail", "about")
    assert list(whats) == [
        ("decision-asked", "restore-access", person.pseudonym),
        ("decision-seconded", "restore-access", person.pseudonym),
        ("decision-carried-out", "restore-access", person.pseudonym),
    ]


def test_nobody_seconds_their_own(person, first, second):
    decision = ask(person, first)

    with pytest.raises(NotYours):
        decisions.second(decision, by=first, at=timezone.now())


def test_the_database_refuses_one_person_as_two(person, first, second):
    decision = ask(person, first)

    with pytest.raises(IntegrityError), transaction.atomic():
        AccountDecision.objects.filter(pk=decision.pk).update(seconded_by=first)


def test_the_database_refuses_what_nobody_seconded(person, first, second):
    decision = ask(person, first)

    with pytest.raises(IntegrityError), transaction.atomic():
        AccountDecision.objects.filter(pk=decision.pk).update(carried_out_at=timezone.now())


def test_whom_it_is_about_does_not_second_it(first, second):
    decision = ask(second, first)

    with pytest.raises(NotYours):
        decisions.second(decision, by=second, at=timezone.now())


def test_who_has_no_second_factor_seconds_nothing(person, first, second):
    decision = ask(person, first)
    Authenticator.objects.filter(user=second).delete()

    with pytest.raises(NotYours):
        decisions.second(decision, by=second, at=timezone.now())


def test_editors_decide_about_focal_points_and_not_about_staff(person, first):
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    make.make_factor(editor)
    other = make.make_staff("other@example.org")

    with pytest.raises(NotYours):
        decisions.second(ask(other, first), by=editor, at=timezone.now())
    decisions.second(ask(person, first), by=editor, at=timezone.now())

    assert not Authenticator.objects.filter(user=person).exists()


def test_it_is_done_once(person, first, second):
    decision = ask(person, first)
    again = AccountDecision.objects.get()
    decisions.second(decision, by=second, at=timezone.now())

    with pytest.raises(NotYours):
        decisions.second(again, by=second, at=timezone.now())


def test_the_same_is_asked_for_once(person, first, second):
    ask(person, first)

    with pytest.raises(ValidationError, match="asked for already"):
        ask(person, second)


def test_alone_a_day_stands_in_for_the_second_person(person, first):
    decision = ask(person, first)
    asked_at = decision.asked_at

    with pytest.raises(NotYours):
        decisions.carry_out_alone(decision, by=first, at=asked_at + timedelta(hours=23, minutes=59))
    decisions.carry_out_alone(decision, by=first, at=asked_at + timedelta(days=1))

    assert not Authenticator.objects.filter(user=person).exists()
    assert told() == ["person@example.org"] * 2


def test_where_there_is_a_second_person_a_day_does_not_do(person, first, second):
    decision = ask(person, first)

    with pytest.raises(NotYours):
        decisions.carry_out_alone(decision, by=first, at=timezone.now() + timedelta(days=9))


def test_the_person_can_stop_it(person, first, second):
    decision = ask(person, first)

    decisions.withdraw(decision, by=person, at=timezone.now())

    with pytest.raises(NotYours):
        decisions.second(decision, by=second, at=timezone.now())
    assert "first@example.org" in told()


def test_nobody_else_stops_it(person, first):
    decision = ask(person, first)

    with pytest.raises(NotYours):
        decisions.withdraw(decision, by=make.make_user(), at=timezone.now())


def test_another_address_takes_the_place_of_a_dead_mailbox(client, person, first, second):
    client.force_login(person)
    decision = ask(person, first, Kind.NEW_ADDRESS, new_address="New@example.org")
    decisions.second(decision, by=second, at=timezone.now())

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert [(each.email, each.verified) for each in person.emailaddress_set.all()] == [
        ("new@example.org", True)
    ]
    assert {"person@example.org", "new@example.org"} <= set(told())
    assert client.get("/me/").status_code == 302


def test_an_address_that_is_taken_is_refused(person, first, second):
    with pytest.raises(ValidationError, match="There is an account with this"):
        ask(person, first, Kind.NEW_ADDRESS, new_address="SECOND@example.org")


@pytest.mark.parametrize(
    ("kind", "new_address"), [(Kind.NEW_ADDRESS, ""), (Kind.REINSTATE, "new@example.org")]
)
def test_an_address_is_written_just_where_it_is_asked_for(person, first, kind, new_address):
    with pytest.raises(ValidationError, match="Write the new address"):
        ask(person, first, kind, new_address=new_address)


def test_a_suspended_account_is_opened_by_two(person, first, second):
    person.suspend(at=timezone.now())
    decision = ask(person, first, Kind.REINSTATE)

    decisions.second(decision, by=second, at=timezone.now())

    person.refresh_from_db()
    assert person.is_active
    assert not person.is_suspended


def test_a_protection_is_lifted_by_two(person, first, second):
    holder = make.make_focal_point(account=person)
    protect(holder, by=first, at=timezone.now())
    decision = ProtectionDecision(focal_point=holder, reason="Back, and safe.")

    decisions.ask(decision, by=first, at=timezone.now())
    assert holder.protections.open().exists()
    decisions.second(decision, by=second, at=timezone.now())

    assert not holder.protections.open().exists()
    assert User.objects.get(pk=person.pk).is_active


def test_no_mail_names_the_person(person, first, second):
    make.make_focal_point("Example Person", account=person)
    decision = ask(person, first)
    decisions.second(decision, by=second, at=timezone.now())

    for message in Message.objects.all():
        text = message.letter.subject + message.letter.body
        assert "Example Person" not in text
        assert "person@example.org" not in text


def test_only_who_asked_carries_it_out_alone(person, first):
    decision = ask(person, first)
    came_later = make.make_staff()

    with pytest.raises(NotYours):
        decisions.carry_out_alone(decision, by=came_later, at=decision.asked_at + timedelta(days=1))

    assert Authenticator.objects.filter(user=person).exists()


def test_sessions_end_with_the_second_factors(client, person, first, second):
    sign_in(client, person)
    decision = ask(person, first)
    assert client.get("/me/").status_code == 200

    decisions.second(decision, by=second, at=timezone.now())

    assert client.get("/me/").status_code == 302


def test_only_who_decides_asks(person, first):
    for account, asker in [(person, make.make_user()), (first, make.make_editor())]:
        with pytest.raises(NotYours):
            ask(account, asker)

    assert not AccountDecision.objects.exists()


def test_a_new_address_is_told_to_the_old_one_too(person, first, second):
    decision = ask(person, first, Kind.NEW_ADDRESS, new_address="new@example.org")
    Message.objects.all().delete()

    decisions.second(decision, by=second, at=timezone.now())

    assert told() == ["first@example.org", "new@example.org", "person@example.org"]


def test_stopping_a_decision_is_in_the_trail(person, first):
    decision = ask(person, first)

    decisions.withdraw(decision, by=first, at=timezone.now())

    entry = Entry.objects.get(what="decision-withdrawn")
    assert (entry.who, entry.about) == (first.pseudonym, person.pseudonym)
    assert entry.detail == "restore-access"


# The desk


def desk_page(decision, act):
    return f"/admin/accounts/accountdecision/{decision.pk}/act/{act}/"


def test_a_decision_is_asked_for_and_seconded_on_the_desk(client, person, first, second):
    sign_in(client, first)
    client.post(
        f"/admin/accounts/user/{person.pk}/act/ask-restore-access/", {"reason": "Called back."}
    )
    decision = AccountDecision.objects.get()
    assert client.post(desk_page(decision, "second")).status_code == 403

    sign_in(client, second)
    client.post(desk_page(decision, "second"))

    decision.refresh_from_db()
    assert decision.seconded_by == second
    assert not Authenticator.objects.filter(user=person).exists()


def test_a_decision_needs_its_reason(client, person, first):
    sign_in(client, first)

    response = client.post(f"/admin/accounts/user/{person.pk}/act/ask-restore-access/", {})

    assert "This field is required." in response.content.decode()
    assert not AccountDecision.objects.exists()


def test_what_was_decided_in_the_meantime_is_not_decided_again(client, person, first, second):
    decision = ask(person, first)
    decisions.withdraw(decision, by=first, at=timezone.now())
    sign_in(client, second)

    assert client.post(desk_page(decision, "second")).status_code == 403


def test_nobody_invites_their_own_second_person(person, first):
    decision = ask(person, first)
    make.make_staff("invited@example.org", date_joined=decision.asked_at - timedelta(hours=23))
    invited = User.objects.get(email="invited@example.org")

    with pytest.raises(NotYours):
        decisions.second(decision, by=invited, at=decision.asked_at + timedelta(hours=1))


def test_lifting_a_protection_leaves_an_earlier_suspension(person, first, second):
    holder = make.make_focal_point(account=person)
    person.suspend(at=timezone.now())
    holder.protect(by_themselves=False, at=timezone.now())
    decision = ProtectionDecision(focal_point=holder, reason="Back, and safe.")
    decisions.ask(decision, by=first, at=timezone.now())

    decisions.second(decision, by=second, at=timezone.now())

    assert not holder.protections.open().exists()
    assert User.objects.get(pk=person.pk).is_suspended

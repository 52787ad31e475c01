"""Handing over a post: asked for, accepted, carried out on its day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, OperationalError, connection

from accounts.models import User
from focalpoints import handovers, register
from focalpoints.models import (
    Appointment,
    AppointmentInvitation,
    FocalPoint,
    Handover,
)
from focalpoints.roles import Role, role_of
from outbox.models import Message
from sources.models import KeptFile, Source
from tests import make
from tests.make import NOON
from tests.read import text_of
from trail.models import Entry

TODAY = NOON.date()
TOMORROW = TODAY + timedelta(days=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def leaving():
    return make.make_focal_point("Example Leaving", account=make.make_user("leaving@example.org"))


@pytest.fixture
def post(leaving):
    """Held since 29 September 2012."""
    return make.make_appointment(
        make.make_country("gha"),
        holder=leaving,
        office="Director",
        institution="Foreign Ministry",
        seat="capital",
    )


def ask(post, **fields):
    return handovers.ask(
        post,
        **{
            "takes_over_on": TODAY,
            "successor_name": "Example Successor",
            "successor_honorific": "Ms",
            "successor_address": "Successor@example.org",
            "by": post.holder.account,
            "at": NOON,
            **fields,
        },
    )


def letter():
    return SimpleUploadedFile("letter.pdf", b"%PDF-1.7 an example")


def mails():
    """To all but the secretariat."""
    return Message.objects.exclude(kind="notice-to-staff")


def told():
    return sorted(mails().values_list("to", flat=True))


def trail():
    return list(Entry.objects.order_by("number").values_list("what", "who", "about", "detail"))


# Asked for


def test_nothing_is_recorded_when_it_is_asked_for(post, leaving):
    handover = ask(post, letter=letter(), explanation="A new minister.")

    assert Handover.objects.undecided().get() == handover
    assert handover.successor_address == "successor@example.org"
    assert bytes(handover.letter.content) == b"%PDF-1.7 an example"
    assert Appointment.objects.open().get() == post
    assert FocalPoint.objects.get() == leaving
    assert not Source.objects.filter(kind="letter").exists()
    assert told() == []
    assert trail() == [("proposed", leaving.account.pseudonym, leaving.key, "handover")]


def test_the_secretariat_is_told_and_nobody_is_named(post, staff):
    ask(post)

    message = Message.objects.get()
    assert message.to == "staff@example.org"
    assert "/admin/focalpoints/handover/" in message.letter.body
    assert "Example" not in "".join(message.letter)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (TODAY + 366 * DAY, "more than a year ahead"),
        (TODAY - 31 * DAY, "more than 30 days ago"),
    ],
)
def test_a_day_far_off_is_refused(post, day, sentence):
    with pytest.raises(ValidationError, match=sentence):
        ask(post, takes_over_on=day)


@pytest.mark.parametrize("day", [TODAY + 365 * DAY, TODAY - 30 * DAY])
def test_a_day_just_within_is_taken(post, day):
    assert ask(post, takes_over_on=day).takes_over_on == day


def test_a_day_before_it_surely_began_is_refused(leaving):
    post = make.make_appointment(holder=leaving, started="[2026-11-01..2026-11-20]")

    with pytest.raises(ValidationError, match="not certain that this appointment had begun"):
        ask(post, takes_over_on=date(2026, 11, 19))
    assert ask(post, takes_over_on=date(2026, 11, 20)).pk


@pytest.mark.parametrize(
    "successor",
    [
        {"successor_name": "EXAMPLE  leaving"},
        {"successor_address": "LEAVING@example.org"},
    ],
)
def test_nobody_succeeds_themselves(post, successor):
    with pytest.raises(ValidationError, match="somebody else than whoever leaves"):
        ask(post, **successor)


def test_staff_do_not_choose_the_leaving_one_as_the_successor(post, staff):
    with pytest.raises(ValidationError, match="somebody else than whoever leaves"):
        ask(post, successor=post.holder, by=staff)


def test_a_hidden_or_erased_entry_is_no_successor(post, staff):
    hidden = make.make_protection().focal_point
    erased = make.make_focal_point()
    FocalPoint.objects.filter(pk=erased.pk).update(name="", erased_at=NOON)
    erased.refresh_from_db()

    with pytest.raises(ValidationError, match="The successor is hidden"):
        ask(post, successor=hidden, by=staff)
    with pytest.raises(ValidationError, match="This entry was erased"):
        ask(post, successor=erased, by=staff)


def test_whoever_types_an_address_does_not_learn_whose_it_is(post):
    hidden = make.make_colleague()
    make.make_protection(hidden)

    assert ask(post, successor_address=hidden.account.email).pk


def test_one_is_under_way_at_a_time(post):
    first = ask(post)
    with pytest.raises(ValidationError, match="under way already"):
        ask(post)

    handovers.withdraw(first, by=post.holder.account, at=NOON)

    assert ask(post).pk != first.pk


def test_what_is_refused_keeps_no_letter(post):
    with pytest.raises(ValidationError):
        ask(post, takes_over_on=TODAY - 31 * DAY, letter=letter())

    assert not KeptFile.objects.exists()


# Refused and withdrawn


def test_the_person_is_told_why_it_is_refused(post, staff):
    handover = ask(post)

    handovers.refuse(handover, by=staff, at=NOON, answer="No letter came.")

    message = mails().get()
    assert message.to == "leaving@example.org"
    assert "No letter came." in message.letter.body
    assert "Successor" not in "".join(message.letter)
    assert (handover.refused_at, handover.decided_by) == (NOON, staff)
    assert handover.successor_address == ""
    assert trail()[-1] == ("proposal-refused", staff.pseudonym, post.holder.key, "handover")


def test_a_refusal_says_why(post, staff):
    with pytest.raises(ValidationError, match="Say why it is refused"):
        handovers.refuse(ask(post), by=staff, at=NOON, answer=" ")


def test_what_is_accepted_and_waits_is_still_refused_or_withdrawn(post, staff):
    for stop in (
        lambda handover: handovers.refuse(handover, by=staff, at=NOON, answer="Not any more."),
        lambda handover: handovers.withdraw(handover, by=post.holder.account, at=NOON),
    ):
        handover = ask(post, takes_over_on=TOMORROW)
        handovers.accept(handover, by=staff, at=NOON)
        stop(handover)
        assert not handovers.carry_out(handover, at=NOON + DAY)

    assert Appointment.objects.open().get() == post


def test_only_whoever_asked_withdraws(post, staff):
    handover = ask(post, by=staff)

    with pytest.raises(ValidationError, match="Only who asked for it"):
        handovers.withdraw(handover, by=post.holder.account, at=NOON)


def test_what_is_withdrawn_keeps_neither_letter_nor_address(post):
    handover = ask(post, letter=letter())

    handovers.withdraw(handover, by=post.holder.account, at=NOON)

    assert (handover.letter, handover.successor_address) == (None, "")
    assert not KeptFile.objects.exists()
    assert trail()[-1][3] == "handover-withdrawn"


def test_what_is_carried_out_is_neither_refused_nor_withdrawn_nor_accepted_again(post, staff):
    handover = ask(post)
    handovers.accept(handover, by=staff, at=NOON)

    with pytest.raises(ValidationError, match="in the meantime"):
        handovers.refuse(handover, by=staff, at=NOON, answer="Too late.")
    with pytest.raises(ValidationError, match="in the meantime"):
        handovers.withdraw(handover, by=post.holder.account, at=NOON)
    with pytest.raises(ValidationError, match="in the meantime"):
        handovers.accept(handover, by=staff, at=NOON)


# Carried out


def test_is_carried_out_at_once_where_its_day_has_come(post, leaving, staff):
    handover = ask(post)

    handovers.accept(handover, by=staff, at=NOON)

    post.refresh_from_db()
    new = Appointment.objects.open().get()
    assert (post.ended, post.end_reason) == ("2026-11-22", "")
    assert (new.started, new.succeeds, new.party) == ("2026-11-22", post, post.party)
    assert (new.capacity, new.office, new.institution, new.seat) == (
        "primary",
        "Director",
        "Foreign Ministry",
        "capital",
    )
    assert (new.holder.name, new.holder.honorific) == ("Example Successor", "Ms")
    detail = new.holder.contact_details.get()
    assert (detail.kind, detail.value, detail.audience) == (
        "office-email",
        "successor@example.org",
        "network",
    )
    assert new.is_from_secretariat
    assert (handover.carried_out_at, handover.succeeded_by) == (NOON, new)
    assert new.history.count() == 1
    assert post.history.first().ended == "2026-11-22"


def test_afterwards_the_handover_holds_nothing_of_the_successor_but_the_entry(post, staff):
    handover = ask(post)

    handovers.accept(handover, by=staff, at=NOON)

    assert handover.successor.name == "Example Successor"
    assert handover.successor_name == handover.successor_honorific == ""
    assert handover.successor_address == ""


def test_the_letter_becomes_a_source_for_the_secretariat_alone(post, staff):
    handover = ask(post, letter=letter())

    handovers.accept(handover, by=staff, at=NOON)

    source = Source.objects.get(kind="letter")
    new = handover.succeeded_by
    assert source.audience == "secretariat"
    assert source.file == handover.letter
    assert source.label == "Letter on a handover: focal point of Ghana, 22 November 2026"
    assert [each.source for each in new.passages.all()] == [source]
    assert source in {each.source for each in post.passages.all()}
    assert not new.is_from_secretariat


def test_both_are_told_and_no_name_is_written(post, staff):
    handovers.accept(ask(post), by=staff, at=NOON)

    assert told() == ["leaving@example.org", "successor@example.org"]
    done = mails().get(to="leaving@example.org").letter
    assert "since 22 November 2026 your successor holds it" in done.body
    assert "Successor" not in "".join(done)
    invitation = AppointmentInvitation.objects.get()
    assert invitation.holder.name == "Example Successor"
    assert invitation.appointment == Appointment.objects.open().get()


def test_the_trail_says_who_accepted_and_that_it_was_handed_over(post, leaving, staff):
    handovers.accept(ask(post), by=staff, at=NOON)

    assert trail()[1:] == [
        ("proposal-accepted", staff.pseudonym, leaving.key, "handover"),
        ("invited", staff.pseudonym, None, "appointmentinvitation"),
        ("handed-over", staff.pseudonym, leaving.key, "handover"),
    ]


def test_a_future_day_waits_for_that_day(post, staff):
    handover = ask(post, takes_over_on=TOMORROW)

    handovers.accept(handover, by=staff, at=NOON)

    assert Handover.objects.waiting().get() == handover
    assert Appointment.objects.open().get() == post
    assert told() == ["leaving@example.org"]
    assert "Nothing changes until 23 November 2026" in mails().get().letter.body
    assert not handovers.carry_out(handover, at=NOON)
    assert FocalPoint.objects.count() == 1

    assert handovers.carry_out(handover, at=NOON + DAY)
    assert Appointment.objects.open().get().holder.name == "Example Successor"
    assert trail()[-2:] == [
        ("invited", None, None, "appointmentinvitation"),
        ("handed-over", None, post.holder.key, "handover"),
    ]


def test_the_party_has_no_gap_and_the_old_holder_is_out_on_the_day(client, post, leaving, staff):
    handovers.accept(ask(post), by=staff, at=NOON)

    for day in (TODAY - DAY, TODAY, TOMORROW):
        ghana = next(each for each in register.on(day).states if each.party == post.party)
        assert ghana.rung == register.Rung.APPOINTED
        assert len(ghana.in_force) == 1
    assert role_of(leaving.account, on=TODAY - DAY) == Role.FOCAL_POINT
    assert role_of(leaving.account, on=TODAY) == Role.FORMER
    text = text_of(client, "/countries/gha/")
    assert "first day out of office: 22 November 2026" in text
    assert "started 22 November 2026; no end recorded. Director. Foreign Ministry." in text
    assert "Example" not in text


@pytest.mark.parametrize("capacity", ["joint", "acting"])
def test_whoever_is_joint_or_acting_hands_over_alike(post, staff, capacity):
    Appointment.objects.update(capacity=capacity)
    handover = ask(post)

    handovers.accept(handover, by=staff, at=NOON)

    assert handover.succeeded_by.capacity == capacity
    assert handover.succeeded_by.succeeds == post


def test_an_alternate_is_followed_and_not_succeeded(post, staff):
    Appointment.objects.update(capacity="alternate")
    handover = ask(post)

    handovers.accept(handover, by=staff, at=NOON)

    new = handover.succeeded_by
    assert (new.capacity, new.started, new.succeeds) == ("alternate", "2026-11-22", None)


def test_a_post_whose_holder_nobody_named_is_handed_over_by_staff(staff):
    post = make.make_appointment()
    handover = handovers.ask(
        post, takes_over_on=TODAY, successor_name="Example Successor", by=staff, at=NOON
    )

    handovers.accept(handover, by=staff, at=NOON)

    assert handover.succeeded_by.holder.name == "Example Successor"
    assert told() == []  # without an address nobody is invited
    assert trail()[-1] == ("handed-over", staff.pseudonym, None, "handover")


def test_a_successor_with_an_entry_is_not_made_twice(post, staff):
    successor = make.make_focal_point("Example Alternate")
    handover = ask(post, successor=successor, by=staff)

    handovers.accept(handover, by=staff, at=NOON)

    assert handover.succeeded_by.holder == successor
    assert AppointmentInvitation.objects.get().address == "successor@example.org"


def test_a_successor_who_signs_in_already_is_found_and_told_without_an_invitation(post, staff):
    alternate = make.make_focal_point(account=make.make_user("alternate@example.org"))
    handover = ask(post, successor_address="Alternate@example.org")

    handovers.accept(handover, by=staff, at=NOON)

    assert handover.succeeded_by.holder == alternate
    assert told() == ["alternate@example.org", "leaving@example.org"]
    assert not AppointmentInvitation.objects.exists()
    assert not alternate.contact_details.exists()


def test_whom_staff_accepted_takes_over_whoever_has_the_address_by_then(post, staff):
    accepted = make.make_focal_point(account=make.make_user("successor@example.org"))
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)
    User.objects.filter(pk=accepted.account_id).update(email="moved@example.org")
    accepted.account.emailaddress_set.update(email="moved@example.org")
    make.make_focal_point("Example Other", account=make.make_user("successor@example.org"))

    assert handover.successor == accepted
    assert handovers.carry_out(handover, at=NOON + DAY)
    assert handover.succeeded_by.holder == accepted


def test_whoever_has_the_address_only_since_it_was_accepted_takes_over_nothing(post, staff):
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)
    make.make_focal_point("Example Other", account=make.make_user("successor@example.org"))

    assert "Example Successor, who gets a new entry" in handovers.successor_in_words(handover)
    assert not handovers.carry_out(handover, at=NOON + DAY)

    assert "Nobody has accepted that person" in handover.obstacle
    assert Appointment.objects.open().get() == post


def test_staff_read_the_typed_name_beside_the_entry_that_it_was_matched_with(post, staff):
    make.make_focal_point("Example Matched", account=make.make_user("successor@example.org"))
    handover = ask(post, takes_over_on=TOMORROW)

    for _ in ("asked for", "accepted"):
        assert handovers.successor_in_words(handover) == (
            "Example Matched, who has an entry already (typed as successor: Ms Example Successor)"
        )
        if not handover.is_accepted:
            handovers.accept(handover, by=staff, at=NOON)


def has_staff():
    make.make_staff("successor@example.org")


def has_assistant():
    make.make_assistance(account=make.make_user("successor@example.org"))


def has_suspended():
    make.make_user("successor@example.org", is_active=False)


def has_suspended_with_entry():
    make.make_focal_point(account=make.make_user("successor@example.org", is_active=False))


def has_account_without_entry():
    make.make_user("Successor@example.org")


def has_hidden():
    hidden = make.make_focal_point(account=make.make_user("successor@example.org"))
    make.make_protection(hidden)


@pytest.mark.parametrize(
    ("has_address", "sentence"),
    [
        (has_staff, "is of the secretariat"),
        (has_assistant, "is of an assistant"),
        (has_suspended, "is suspended or closed"),
        (has_suspended_with_entry, "is suspended or closed"),
        (has_account_without_entry, "There is an account with this e-mail address already."),
        (has_hidden, "The successor is hidden"),
    ],
)
@pytest.mark.parametrize("day", [TODAY, TOMORROW])
def test_whom_nobody_could_invite_is_refused_when_it_is_accepted(
    post, staff, has_address, sentence, day
):
    handover = ask(post, takes_over_on=day)
    has_address()

    with pytest.raises(ValidationError, match=sentence) as refused:
        handovers.accept(handover, by=staff, at=NOON)

    assert not hasattr(refused.value, "error_dict")  # the question has no field to say it beside
    assert Handover.objects.undecided().get() == handover
    assert handover.is_undecided
    assert told() == []


def test_an_end_that_staff_recorded_for_that_day_is_no_obstacle(post, staff):
    post.end(on="2026-11-22", reason="Retired.")
    handover = ask(post)

    handovers.accept(handover, by=staff, at=NOON)

    post.refresh_from_db()
    assert handover.succeeded_by.succeeds == post
    assert post.end_reason == "Retired."


# What stands in the way


def ended_meanwhile(post):
    post.end(on="2026-10")


def begun_later(post):
    Appointment.objects.filter(pk=post.pk).update(started="2026-11-25")


def another_one_begun(post):
    post.end(on="2026-11-23")
    make.make_appointment(post.party, started="2026-11-23")
    Appointment.objects.filter(pk=post.pk).update(ended="")


def another_holder(post):
    post.holder = make.make_focal_point()
    post.save()


def successor_hidden(post):
    hidden = make.make_focal_point(account=make.make_user("successor@example.org"))
    make.make_protection(hidden)


def chosen_one_hidden(post):
    """Staff accepted that person."""
    chosen = make.make_focal_point("Example Chosen")
    Handover.objects.update(successor=chosen)
    make.make_protection(chosen)


def address_of_staff(post):
    make.make_staff("successor@example.org")


def successor_is_the_leaving_one(post):
    Handover.objects.update(successor=post.holder)


@pytest.mark.parametrize(
    ("comes_between", "sentence"),
    [
        (ended_meanwhile, "has an end recorded (October 2026), which is not the day"),
        (begun_later, "not certain that this appointment had begun (25 November 2026)"),
        (another_holder, "Whoever asked for it does not hold this post any more."),
        (successor_hidden, "Nobody has accepted that person"),
        (chosen_one_hidden, "The successor is hidden: lift the protection first"),
        (address_of_staff, "The account of the successor is of the secretariat"),
        (successor_is_the_leaving_one, "somebody else than whoever leaves"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_done(post, staff, comes_between, sentence):
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)
    comes_between(post)
    Message.objects.all().delete()
    before = (list(Appointment.objects.values()), FocalPoint.objects.count())

    assert not handovers.carry_out(handover, at=NOON + DAY)

    assert sentence in handover.obstacle
    assert Handover.objects.due(TOMORROW).get() == handover
    assert (list(Appointment.objects.values()), FocalPoint.objects.count()) == before
    assert told() == []


def test_an_overlap_on_the_day_is_said(post, staff):
    """Another one was recorded from that time on, while the old one had an end."""
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)
    post.end(on="2026-11-23")
    make.make_appointment(post.party, started="2026-11-23")

    handovers.carry_out(handover, at=NOON + DAY)

    assert "This party has a focal point" in handover.obstacle


def test_the_next_run_tries_again(post, staff):
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)
    address_of_staff(post)
    handovers.carry_out(handover, at=NOON + DAY)
    Handover.objects.update(successor_address="other@example.org")

    assert handovers.carry_out(handover, at=NOON + 2 * DAY)

    assert handover.obstacle == ""
    post.refresh_from_db()
    assert post.ended == "2026-11-23"  # the day that was said, whenever it is done


def test_what_the_database_alone_refuses_is_an_obstacle_too(post, staff, monkeypatch):
    handover = ask(post, takes_over_on=TOMORROW)
    handovers.accept(handover, by=staff, at=NOON)

    def another_was_faster(execute, sql, *details):
        if sql.startswith('INSERT INTO "focalpoints_appointment"'):
            raise IntegrityError
        return execute(sql, *details)

    with connection.execute_wrapper(another_was_faster):
        assert not handovers.carry_out(handover, at=NOON + DAY)

    assert "at the same moment: try again" in handover.obstacle
    assert Appointment.objects.open().get() == post


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_time_one_carries_it_out(post, staff):
    """Each from a connection of its own, as from processes of their own."""
    handover = make.make_handover(post, takes_over_on=TODAY, accepted_at=NOON, decided_by=staff)

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(carried_out_apart, [handover.pk] * 6))

    assert sorted(done) == [False] * 5 + [True]
    assert Appointment.objects.count() == FocalPoint.objects.count() == 2
    assert AppointmentInvitation.objects.count() == 1
    assert Entry.objects.filter(what="handed-over").count() == 1


def carried_out_apart(key):
    for _ in range(1000):
        try:
            return handovers.carry_out(Handover.objects.get(pk=key), at=NOON)
        except OperationalError:
            # A database in memory does not wait for its turn, as one in a file does: ask again.
            sleep(0.01)
        finally:
            connection.close()

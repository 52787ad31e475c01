"""What becomes of a message: sent once, tried again, given up, too late; and nothing is lost."""

import smtplib
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from time import sleep

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from outbox.delivery import deliver, refusal_of
from outbox.models import CLAIM, KEPT, WAITS, Message
from outbox.post import put_again
from tests.make import make_message, make_user
from tests.outbox.mail_servers import closed_port, hanging, working
from tests.outbox.test_post import put_code

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def refused_at(message, at):
    """The message, claimed and refused at that time."""
    claimed = Message.objects.filter(pk=message.pk).claim_next(at=at)
    claimed.note_refused(refusal="TimeoutError", at=at)
    message.refresh_from_db()
    return message


@pytest.mark.django_db
def test_a_mail_server_is_given_the_mail(mail_server):
    message = put_code(subject="Your cöde", body="It is 471100.\nÅ.")

    with working() as (port, taken):
        mail_server(port)
        deliver()

    [mail] = [message_from_bytes(each, policy=default) for each in taken]
    assert mail["Subject"] == "Your cöde"
    assert mail["To"] == "person@example.org"
    assert mail["From"] == "register@example.org"
    assert mail["Message-ID"] == f"<{message.pk}@localhost>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Bcc"] is mail["Cc"] is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().split() == ["It", "is", "471100.", "Å."]


@pytest.mark.django_db
def test_what_is_sent_is_erased_and_its_state_stays(mailoutbox):
    put_code()

    deliver()

    [message] = Message.objects.all()
    assert (message.state, message.sealed, message.attempts) == ("sent", "", 1)
    assert message.finished_at
    assert [mail.to for mail in mailoutbox] == [["person@example.org"]]


@pytest.mark.django_db
def test_what_is_sent_is_not_sent_again(mailoutbox):
    put_code()

    deliver()
    deliver()

    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_decoy_is_never_sent(mailoutbox):
    put_code(deliver=False)

    deliver()

    assert mailoutbox == []
    assert Message.objects.get().state == "decoy"


@pytest.mark.django_db
def test_what_is_refused_waits_and_stops_no_other(mail_server):
    wrong = put_code(to="wrong@example.org")
    right = put_code(to="right@example.org")

    with working(refusing=["wrong@"]) as (port, taken):
        mail_server(port)
        deliver()

    wrong.refresh_from_db()
    right.refresh_from_db()
    assert (wrong.state, wrong.last_refusal) == ("waiting", "SMTPRecipientsRefused 550")
    assert (right.state, right.last_refusal) == ("sent", "")
    assert len(taken) == 1


@pytest.mark.django_db
def test_a_dead_mail_server_loses_nothing(mail_server):
    message = put_code()
    mail_server(closed_port())

    deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 1)
    assert message.last_refusal == "ConnectionRefusedError"
    assert message.letter.body == "It is 471100."


@pytest.mark.django_db
def test_a_mail_server_that_never_answers_is_left_after_a_while(mail_server):
    message = put_code()

    with hanging() as port:
        mail_server(port)
        deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 1)
    assert message.last_refusal == "SMTPServerDisconnected"
    assert message.letter.body == "It is 471100."


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_hangs_holds_up_nobody_who_writes(mail_server, settings):
    message = put_code()
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(5)
        mail_server(server.getsockname()[1])
        settings.EMAIL_TIMEOUT = 20

        delivering = pool.submit(deliver_apart)
        conversation, _address = server.accept()
        make_user("written@example.org")
        put_code(to="other@example.org", useless_after=NOON)
        still_delivering = not delivering.done()
        conversation.close()
        delivering.result()

    assert still_delivering
    message.refresh_from_db()
    assert (message.state, message.last_refusal) == ("waiting", "SMTPServerDisconnected")


def deliver_apart():
    """From a connection of its own, as from a process of its own."""
    try:
        deliver()
    finally:
        connection.close()


@pytest.mark.django_db
def test_once_the_mail_server_is_back_the_mail_goes_out(mail_server, time_machine):
    time_machine.move_to(NOON, tick=False)
    message = put_code()
    mail_server(closed_port())
    deliver()

    with working() as (port, taken):
        mail_server(port)
        time_machine.move_to(NOON + MINUTE - timedelta(seconds=1), tick=False)
        deliver()
        assert taken == []
        time_machine.move_to(NOON + MINUTE, tick=False)
        deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(taken)) == ("sent", 2, 1)


@pytest.mark.django_db
def test_tries_follow_one_another_ever_more_slowly_for_a_day():
    message, at, waits = make_message(), NOON, []

    while refused_at(message, at).state == "waiting":
        waits.append((message.next_try_at - at) // MINUTE)
        at = message.next_try_at

    assert waits == [1, 5, 15, 60, *[60] * 23]
    assert at - NOON == timedelta(hours=24, minutes=21)
    assert (message.state, message.finished_at) == ("given-up", at)
    assert message.letter.body == "It is 471100."


@pytest.mark.django_db
def test_a_message_that_was_given_up_is_tried_again_from_the_beginning(mailoutbox):
    message = make_message(attempts=len(WAITS))
    refused_at(message, NOON)
    assert message.state == "given-up"

    assert put_again(message, at=NOON + HOUR)
    deliver()

    message.refresh_from_db()
    assert (message.state, message.attempts, len(mailoutbox)) == ("sent", 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"state": "sent", "sealed": "", "finished_at": NOON},
        {"state": "decoy", "to": "", "sealed": "", "finished_at": NOON},
        {"state": "kept", "finished_at": NOON},
        {"state": "given-up", "finished_at": NOON, "useless_after": NOON + HOUR},
    ],
)
def test_nothing_else_is_tried_again(fields):
    message = make_message(**fields)

    assert not put_again(message, at=NOON + HOUR)

    assert Message.objects.values().get() == Message.objects.filter(pk=message.pk).values().get()
    assert Message.objects.get().state == message.state


@pytest.mark.django_db
def test_what_is_of_no_use_any_more_is_never_sent(mailoutbox):
    put_code(useless_after=timezone.now() - MINUTE)

    deliver()

    assert mailoutbox == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["waiting", "given-up"])
def test_what_came_too_late_is_erased(state):
    finished_at = None if state == "waiting" else NOON
    make_message(state=state, finished_at=finished_at, useless_after=NOON + HOUR)

    assert Message.objects.drop_useless(at=NOON + HOUR - MINUTE) == 0
    assert Message.objects.drop_useless(at=NOON + HOUR) == 1

    message = Message.objects.get()
    assert (message.state, message.sealed) == ("too-late", "")
    assert message.finished_at == NOON + HOUR


@pytest.mark.django_db
def test_what_is_being_sent_is_not_taken_for_too_late():
    make_message(useless_after=NOON + MINUTE)
    Message.objects.claim_next(at=NOON)

    assert Message.objects.drop_useless(at=NOON + MINUTE) == 0
    assert Message.objects.drop_useless(at=NOON + CLAIM) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_has_the_message():
    """Each from a connection of its own, as from processes of their own."""
    message = make_message()

    with ThreadPoolExecutor(3) as pool:
        claimed = list(pool.map(claim_apart, range(12)))

    assert [each for each in claimed if each] == [message]
    assert Message.objects.get().attempts == 1


def claim_apart(_worker):
    for _ in range(1000):
        try:
            return Message.objects.claim_next(at=NOON)
        except OperationalError:
            # A database in memory does not wait for its turn, as one in a file does: ask again.
            sleep(0.01)
        finally:
            connection.close()


@pytest.mark.django_db
def test_who_found_a_message_that_another_has_claimed_since_goes_without():
    make_message()
    faster = []

    def claim_before(execute, sql, *details):
        if sql.startswith("UPDATE") and not faster:
            faster.append(True)
            Message.objects.update(claimed_until=NOON + MINUTE)
        return execute(sql, *details)

    with connection.execute_wrapper(claim_before):
        assert Message.objects.claim_next(at=NOON) is None

    assert (faster, Message.objects.get().claimed_until) == ([True], NOON + MINUTE)


@pytest.mark.django_db
def test_a_claim_that_ran_out_is_another_s():
    make_message()
    first = Message.objects.claim_next(at=NOON)

    assert Message.objects.claim_next(at=NOON + CLAIM - timedelta(seconds=1)) is None
    second = Message.objects.claim_next(at=NOON + CLAIM)

    assert first == second
    first.note_refused(refusal="TimeoutError", at=NOON + CLAIM)
    assert Message.objects.get().claimed_until == NOON + 2 * CLAIM


@pytest.mark.django_db
def test_what_two_have_sent_is_sent_even_if_the_second_was_told_otherwise():
    make_message()
    first = Message.objects.claim_next(at=NOON)
    second = Message.objects.claim_next(at=NOON + CLAIM)

    first.note_sent(at=NOON + CLAIM)
    second.note_refused(refusal="TimeoutError", at=NOON + CLAIM + MINUTE)

    assert Message.objects.get().state == "sent"


@pytest.mark.django_db
def test_those_that_wait_longest_go_first(mailoutbox):
    make_message(to="second@example.org", next_try_at=NOON + MINUTE)
    make_message(to="first@example.org", next_try_at=NOON)
    make_message(to="later@example.org", next_try_at=timezone.now() + HOUR)

    deliver()

    assert [mail.to for mail in mailoutbox] == [["first@example.org"], ["second@example.org"]]


@pytest.mark.django_db
def test_a_text_that_cannot_be_opened_is_refused_and_not_lost(settings, mailoutbox):
    message = put_code()

    settings.SECRET_KEY = "another" * 10
    deliver()

    message.refresh_from_db()
    assert (message.state, message.last_refusal) == ("waiting", "Unsealable")
    assert mailoutbox == []


@pytest.mark.django_db
def test_a_month_after_it_is_done_a_message_goes():
    make_message(state="sent", sealed="", finished_at=NOON)
    kept = make_message(state="sent", sealed="", finished_at=NOON + MINUTE)
    waiting = make_message()

    Message.objects.prune(at=NOON + KEPT)

    assert set(Message.objects.all()) == {kept, waiting}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (
            smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"who?")}),
            "SMTPRecipientsRefused 550",
        ),
        (smtplib.SMTPSenderRefused(530, b"a@example.org", "b"), "SMTPSenderRefused 530"),
        (smtplib.SMTPDataError(554, b"a@example.org is spam"), "SMTPDataError 554"),
        (smtplib.SMTPServerDisconnected("a@example.org"), "SMTPServerDisconnected"),
        (ValueError("a@example.org"), "ValueError"),
    ],
)
def test_a_refusal_is_told_without_the_words_of_the_server(error, kind):
    assert refusal_of(error) == kind


@pytest.mark.django_db
def test_the_log_of_a_refusal_names_nobody(mail_server, caplog):
    message = put_code()

    with working(refusing=["person"]) as (port, _taken):
        mail_server(port)
        deliver()

    assert f"Message {message.pk} was not sent: SMTPRecipientsRefused 550" in caplog.text
    assert "person" not in caplog.text
    assert "471100" not in caplog.text


@pytest.mark.django_db
def test_a_message_is_named_without_its_address():
    assert str(make_message()) == "login-code of 2026-11-22 12:00"


@pytest.mark.django_db
def test_of_a_mail_that_leaves_nothing_no_row_is_kept_once_it_is_sent():
    make_message(leaves_nothing=True)
    other = make_message()

    deliver()

    assert [message.pk for message in Message.objects.all()] == [other.pk]


@pytest.mark.django_db
def test_a_mail_that_leaves_nothing_is_tried_again_and_then_forgotten():
    message = make_message(leaves_nothing=True)

    message = refused_at(message, NOON)
    assert message.state == "waiting"
    Message.objects.update(attempts=len(WAITS), next_try_at=NOON)
    claimed = Message.objects.claim_next(at=NOON)
    claimed.note_refused(refusal="TimeoutError", at=NOON)

    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_mail_that_leaves_nothing_is_forgotten_when_it_is_of_no_use_any_more():
    make_message(leaves_nothing=True, useless_after=NOON)
    make_message(useless_after=NOON)

    Message.objects.drop_useless(at=NOON)

    assert [message.state for message in Message.objects.all()] == ["too-late"]

"""A mail is written with the data that it tells of, or not at all."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks.exceptions import InvalidTaskBackendError
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from accounts.sealing import unseal
from outbox.models import Message
from outbox.post import put
from tests.make import make_user

pytestmark = pytest.mark.django_db


def put_code(**fields):
    return put(
        **{
            "to": "person@example.org",
            "kind": "login-code",
            "subject": "Your code",
            "body": "It is 471100.",
            **fields,
        }
    )


def in_database():
    """Every value of the row, and of the rows of the worker, as they lie there."""
    return str([list(Message.objects.values()), list(DBTaskResult.objects.values())])


def test_a_message_waits_and_a_worker_is_told():
    message = put_code()

    assert list(Message.objects.waiting()) == [message]
    assert (message.to, message.kind) == ("person@example.org", "login-code")
    assert message.next_try_at == message.written_at
    assert [run.task_path for run in DBTaskResult.objects.ready()] == ["outbox.tasks.deliver_due"]


@transaction.atomic
def register_twice():
    make_user("one@example.org")
    put_code()
    make_user("one@example.org")


def test_what_is_undone_takes_its_message_along():
    with pytest.raises(ValidationError, match="There is an account"):
        register_twice()

    assert (User.objects.count(), Message.objects.count(), DBTaskResult.objects.count()) == (0,) * 3


def test_a_message_whose_worker_cannot_be_told_is_not_written(settings):
    settings.TASKS = {"default": {"BACKEND": "nowhere.Backend"}}

    with pytest.raises(InvalidTaskBackendError):
        put_code()

    assert not Message.objects.exists()


def test_the_text_cannot_be_read_in_the_database():
    message = put_code()

    assert "471100" not in in_database()
    assert "Your code" not in in_database()
    assert message.letter == ("Your code", "It is 471100.")
    assert "471100" in unseal(message.sealed, purpose="outbox")


def test_the_worker_is_told_nothing_but_that_there_is_something():
    put_code()

    [run] = DBTaskResult.objects.all()
    assert run.args_kwargs == {"args": [], "kwargs": {}}
    assert "person" not in str(list(DBTaskResult.objects.values()))


@pytest.mark.parametrize(
    "to",
    [
        "a@example.org, b@example.org",
        "a@example.org;b@example.org",
        "a@example.org b@example.org",
        "a@example.org\nBcc: b@example.org",
        "Person <a@example.org>",
        "",
        ["a@example.org"],
        ["a@example.org", "b@example.org"],
        None,
    ],
    ids=repr,
)
@pytest.mark.parametrize("deliver", [True, False])
def test_a_message_goes_to_one_address_and_so_does_a_decoy(to, deliver):
    with pytest.raises((ValidationError, ValueError)):
        put_code(to=to, deliver=deliver)

    assert not Message.objects.exists()


@pytest.mark.parametrize("subject", ["Code\nBcc: b@example.org", "Code\r\n", "Code\u2028", ""])
def test_a_subject_is_one_line(subject):
    with pytest.raises(ValueError, match="one line"):
        put_code(subject=subject)

    assert not Message.objects.exists()


def test_a_decoy_keeps_neither_address_nor_text():
    decoy = put_code(deliver=False)

    assert (decoy.state, decoy.to, decoy.sealed) == ("decoy", "", "")
    assert "person@example.org" not in in_database()


def test_a_decoy_asks_as_much_of_the_database_as_a_message():
    put_code()
    with CaptureQueriesContext(connection) as of_message:
        put_code()
    with CaptureQueriesContext(connection) as of_decoy:
        put_code(deliver=False)

    verbs = [query["sql"].split()[0] for query in of_message]
    assert [query["sql"].split()[0] for query in of_decoy] == verbs
    assert verbs.count("INSERT") == 2
    assert DBTaskResult.objects.count() == 3


def test_in_the_local_mode_a_message_is_kept_and_no_worker_told(settings):
    settings.IS_LOCAL = True

    message = put_code()

    assert (message.state, message.letter.body) == ("kept", "It is 471100.")
    assert not DBTaskResult.objects.exists()

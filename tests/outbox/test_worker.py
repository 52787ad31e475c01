"""The worker of django-tasks-db does the sending, and is always told when to look again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db.models.signals import pre_delete
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from outbox.models import CLAIM, KEPT, Message
from outbox.tasks import BUSY, RunFailed, deliver_due, run
from tests.make import make_message
from tests.outbox.mail_servers import closed_port
from tests.outbox.test_post import in_database, put_code

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def planned():
    """When the next runs are."""
    return [run.run_after for run in DBTaskResult.objects.filter(status=TaskResultStatus.READY)]


def test_a_worker_sends_what_was_written(work, mailoutbox):
    put_code(to="one@example.org")
    put_code(to="two@example.org")

    work()

    assert sorted(mail.to[0] for mail in mailoutbox) == ["one@example.org", "two@example.org"]
    assert set(Message.objects.values_list("state", "sealed")) == {("sent", "")}
    assert planned() == []


def test_one_run_is_for_all_that_were_written_before(work):
    for _ in range(5):
        put_code()
    put_code(deliver=False)

    work()

    assert [run.status for run in DBTaskResult.objects.all()] == [TaskResultStatus.SUCCESSFUL]


def test_what_is_refused_has_a_run_for_the_next_try(work, mail_server, settings, time_machine):
    message = put_code()
    mail_server(closed_port())

    work()
    assert planned() == [NOON + MINUTE]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    time_machine.move_to(NOON + MINUTE, tick=False)
    work()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)
    assert planned() == []


@pytest.mark.parametrize("dying", ["BeforeSending", "AfterSending"])
def test_what_a_worker_died_over_is_sent_by_the_next(
    work, settings, time_machine, mailoutbox, dying
):
    message = put_code()
    settings.EMAIL_BACKEND = f"tests.outbox.dying.{dying}"
    with pytest.raises(SystemExit):
        run()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert planned() == [NOON + CLAIM + timedelta(seconds=BUSY)]

    time_machine.move_to(NOON + CLAIM + timedelta(seconds=BUSY), tick=False)
    work()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 2)
    ids = {mail.message()["Message-ID"] for mail in mailoutbox}
    assert ids == {f"<{message.pk}@localhost>"}
    assert len(mailoutbox) == (1 if dying == "BeforeSending" else 2)


def test_what_another_worker_is_at_has_a_run_for_when_its_claim_runs_out():
    make_message()
    Message.objects.claim_next(at=NOON)

    run()

    assert planned() == [NOON + CLAIM]


def test_a_worker_that_starts_looks_for_what_was_left_behind(work, mailoutbox):
    make_message()

    work("mail_worker")

    assert len(mailoutbox) == 1


def test_a_timer_delivers_without_a_worker(mailoutbox):
    put_code()
    put_code()

    call_command("deliver_mail")

    assert len(mailoutbox) == 2
    assert not DBTaskResult.objects.exists()


def test_a_run_drops_what_is_useless_and_what_is_a_month_old():
    make_message(useless_after=NOON)
    make_message(state="sent", sealed="", finished_at=NOON - KEPT)

    run()

    assert list(Message.objects.values_list("state", flat=True)) == ["too-late"]


@pytest.mark.parametrize("status", ["SUCCESSFUL", "FAILED", "RUNNING"])
def test_runs_are_remembered_for_a_day(status):
    deliver_due.enqueue()
    DBTaskResult.objects.update(status=status, started_at=NOON - DAY + MINUTE)

    run()
    assert DBTaskResult.objects.count() == 1

    DBTaskResult.objects.update(started_at=NOON - DAY)
    run()
    assert not DBTaskResult.objects.exists()


def refuse_with_personal_data(**kwargs):
    raise RuntimeError("Failing row contains person@example.org, 471100.")


@pytest.fixture
def _broken():
    """The database refuses something, in words that hold an address."""
    make_message(state="sent", sealed="", finished_at=NOON - KEPT)
    pre_delete.connect(refuse_with_personal_data, sender=Message)
    yield
    pre_delete.disconnect(refuse_with_personal_data, sender=Message)


@pytest.mark.usefixtures("_broken")
def test_a_run_that_breaks_off_leaves_no_word_of_a_mail_behind(work, caplog):
    put_code(to="other@example.com")

    work()

    [failed] = DBTaskResult.objects.failed()
    assert failed.exception_class_path == "outbox.tasks.RunFailed"
    assert "RuntimeError in refuse_with_personal_data" in failed.traceback
    assert "state=FAILED" in caplog.text
    kept = caplog.text + str(list(DBTaskResult.objects.values()))
    assert "person@example.org" not in kept
    assert "471100" not in kept + in_database()


@pytest.mark.usefixtures("_broken")
def test_the_error_itself_is_not_carried_along():
    with pytest.raises(RunFailed) as failed:
        run()

    assert failed.value.__cause__ is failed.value.__context__ is None

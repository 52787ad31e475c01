"""What the worker does, and how it comes to do it again."""

import traceback
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .delivery import BUSY, deliver
from .models import CLAIM, Message

# For so long the worker's own rows tell what it did.
KEPT = timedelta(days=1)


class RunFailed(Exception):
    """A run broke off. Says where and by what, without the words of the error."""


@task()
def deliver_due():
    """Send what is due. Takes no argument, so that its row holds no word of any mail."""
    run()


def run():
    """One run: send what is due, and see to it that the next comes in time.

    Raises RunFailed: the worker keeps and logs what a task raises, and an error of the database
    can hold the row that it refused.
    """
    try:
        _begin()
        deliver()
        _see_to_the_next()
    except Exception as error:
        failure = _place_of(error)
    else:
        return
    # Out here, where the error itself is not carried along as the reason.
    raise RunFailed(failure)


@transaction.atomic
def _begin():
    """Take over from all runs that are due, and leave one behind in case this one is killed.

    By then, whatever this run has claimed will be free again.
    """
    now = timezone.now()
    _runs(TaskResultStatus.READY).filter(run_after=get_date_max()).delete()
    _runs(TaskResultStatus.READY).filter(run_after__lte=now).delete()
    _runs(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED, TaskResultStatus.RUNNING).filter(
        started_at__lte=now - KEPT
    ).delete()
    deliver_due.using(run_after=now + timedelta(seconds=BUSY) + CLAIM).enqueue()
    Message.objects.drop_useless(at=now)
    Message.objects.prune(at=now)


@transaction.atomic
def _see_to_the_next():
    """A run for when the next message is due; none where nothing waits.

    First the old plan goes, then the messages are asked: what another worker notes in between
    comes with a plan of its own.
    """
    planned = _runs(TaskResultStatus.READY).exclude(run_after=get_date_max())
    planned.delete()
    if due_at := Message.objects.next_due_at():
        deliver_due.using(run_after=due_at).enqueue()


def _runs(*statuses):
    return DBTaskResult.objects.filter(task_path=deliver_due.module_path, status__in=statuses)


def _place_of(error):
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"

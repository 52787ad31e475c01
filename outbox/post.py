"""How a mail comes to be: written in the caller's transaction, with the data that it tells of."""

from django.conf import settings
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from .models import Letter, Message
from .tasks import deliver_due


@transaction.atomic
def put(*, to, kind, subject, body, useless_after=None, deliver=True, leaves_nothing=False):
    """Write one message to one person; a worker sends it once the transaction is committed.

    Where the address is not known to the portal and nobody may notice, `deliver=False` does the
    same work for nothing. Of one that `leaves_nothing` no row stays once it is sent, or given up.
    Raises ValidationError or ValueError for what cannot be one message.
    """
    if not isinstance(to, str):
        raise ValueError("A message goes to one address, given as a text.")
    validate_email(to)
    subject, body = str(subject), str(body)
    if subject.splitlines() != [subject]:
        raise ValueError("A subject is one line.")
    now = timezone.now()
    message = Message(
        to=to,
        kind=kind,
        written_at=now,
        next_try_at=now,
        useless_after=useless_after,
        leaves_nothing=leaves_nothing,
    )
    message.letter = Letter(subject, body)
    if not deliver:
        message.state, message.to, message.sealed = Message.State.DECOY, "", ""
    elif settings.IS_LOCAL:
        message.state = Message.State.KEPT
    if message.state != Message.State.WAITING:
        message.finished_at = now
    message.full_clean()
    message.save(force_insert=True)
    if not settings.IS_LOCAL:
        deliver_due.enqueue()
    return message


@transaction.atomic
def put_again(message, *, at):
    """Have a message that was given up sent after all. False where it is of no use any more."""
    if not message.wait_again(at=at):
        return False
    deliver_due.enqueue()
    return True

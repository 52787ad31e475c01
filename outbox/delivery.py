"""Talks to the mail server: each message by itself, and never inside a transaction."""

import logging
import smtplib
import time
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from .models import Message

logger = logging.getLogger(__name__)

# Seconds after which a run takes up no more: whoever ends a worker does not wait for ever.
BUSY = 30


def deliver():
    """Send what is due, one message after the other; one that is refused stops none."""
    ends = time.monotonic() + BUSY
    while time.monotonic() < ends:
        message = Message.objects.claim_next(at=timezone.now())
        if message is None:
            return
        _send(message)


def _send(message):
    try:
        _mail_of(message).send()
    except Exception as error:  # whatever it is: it must not keep the others waiting
        refusal = refusal_of(error)
        # Neither the text of the error nor where it arose: both can hold the address.
        logger.warning("Message %s was not sent: %s", message.pk, refusal)
        message.note_refused(refusal=refusal, at=timezone.now())
    else:
        message.note_sent(at=timezone.now())


def _mail_of(message):
    letter = message.letter
    host = urlsplit(settings.SITE_URL).hostname
    return EmailMessage(
        letter.subject,
        letter.body,
        to=[message.to],
        headers={
            # The same each time: what went out twice is recognised.
            "Message-ID": f"<{message.pk}@{host}>",
            "Date": formatdate(message.written_at.timestamp()),
            "Auto-Submitted": "auto-generated",
        },
    )


def refusal_of(error):
    """The kind of the error and the code of the mail server, without a word of what it says."""
    kind = type(error).__name__
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=recipients):
            codes = sorted({code for code, _text in recipients.values()})
            return " ".join([kind, *map(str, codes)])
        case smtplib.SMTPResponseException(smtp_code=code):
            return f"{kind} {code}"
    return kind

"""One focal point writes to another through the portal, and neither sees an address."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import send
from accounts.models import SpentForm, User
from sources.enumeration import listed_apart
from trail.models import Entry

from . import disclosure
from .models import Appointment, FocalPoint

LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000
HOUR = timedelta(hours=1)
WITHIN_AN_HOUR = 10


class TooMany(Exception):
    """Somebody has written as many messages within an hour as are taken."""

    def __init__(self, *, again_at, at):
        super().__init__(f"The next message is taken at {again_at:%H:%M} UTC.")
        self.again_at = again_at
        self.retry_after = max(1, ceil((again_at - at).total_seconds()))


def who_writes(account, day):
    """The focal point in office who signs in with the account: of one row, or of none."""
    return FocalPoint.objects.in_office(day).signing_in_as(account)


def who_is_written_to(key, day):
    """The colleague with that key, in the directory and with an account in use: one row or none."""
    return FocalPoint.objects.in_directory(day).with_account_in_use().filter(key=key)


@transaction.atomic
def write(*, by, to, subject, text, number, at):
    """Mail a message to the colleague with the key `to`, once for the form of that number.

    Returns whether it was taken now. Raises TooMany; FocalPoint.DoesNotExist where the account may
    not write, or not to them.
    """
    # Of two messages of one account at the same time, the second is counted after the first.
    User.objects.select_for_update().get(pk=by.pk)
    if not SpentForm.spend(number, at=at):
        return False
    _refuse_more_than_enough(by, at)
    day = at.date()
    sender = who_writes(by, day).unprotected().get()
    recipient = who_is_written_to(to, day).exclude(pk=sender.pk).select_related("account").get()

    def letter():
        # What a mail says by itself nobody can make it say by what they type.
        said = _("Message from a colleague: %(subject)s") % {"subject": subject}
        return said, _body(by, sender.key, text, day)

    send(recipient.account.email, letter, kind="message-to-colleague")
    Entry.objects.record(Entry.What.WROTE, who=by.pseudonym, about=to, at=at)
    return True


def _refuse_more_than_enough(account, at):
    written = Entry.objects.filter(
        what=Entry.What.WROTE, who=account.pseudonym, at__gt=at - HOUR
    ).order_by("-at", "-number")
    last = written.values_list("at", flat=True)[:WITHIN_AN_HOUR]
    if len(last) == WITHIN_AN_HOUR:
        raise TooMany(again_at=last[WITHIN_AN_HOUR - 1] + HOUR, at=at)


def _body(account, key, text, day):
    site = settings.SITE_URL.rstrip("/")
    # Each line is marked, so that none can be taken for one of the portal's.
    quoted = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    return _(
        "%(name)s writes to you through the register of R2P focal points. They hold these posts: "
        "%(posts)s.\n\n"
        "%(text)s\n\n"
        "They do not see your e-mail address, and an answer to this mail does not reach them. To "
        "answer, sign in and write from their page in the directory:\n%(page)s\n\n"
        "If this message should not have been sent, tell the secretariat:\n%(contact)s"
    ) % {
        "name": disclosure.find(key, disclosure.viewer_of(account)).full_name,
        "posts": listed_apart(posts_of(key, day)),
        "text": quoted,
        "page": site + reverse("colleague", args=[key]),
        "contact": site + reverse("contact"),
    }


def posts_of(key, day):
    """What the person surely holds on the day, in words: "Ghana, joint focal point"."""
    held = Appointment.objects.of_holder(key).certain(day).oldest_first()
    return [
        _("%(party)s, %(capacity)s")
        % {"party": each.party, "capacity": each.get_capacity_display()}
        for each in held
    ]

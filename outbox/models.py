"""Mails to be sent: written with the data that they tell of, or not at all."""

import json
import uuid
from datetime import timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.sealing import seal, unseal

PURPOSE = "outbox"

# For so long a worker has a message to itself; then it is taken to have died over it.
CLAIM = timedelta(minutes=2)

# How long to wait after each refusal: soon at first, then every hour until a day has passed.
WAITS = [
    *[timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)],
    *[timedelta(hours=1)] * 23,
]

# For so long staff can see what became of a message.
KEPT = timedelta(days=30)


class Letter(NamedTuple):
    """What a message says."""

    subject: str
    body: str


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Message.State.WAITING)

    def given_up(self):
        return self.filter(state=Message.State.GIVEN_UP)

    def kept_here(self):
        return self.filter(state=Message.State.KEPT)

    def unclaimed(self, at):
        """No worker is at it, or the one that was has had its time."""
        return self.exclude(claimed_until__gt=at)

    def useful(self, at):
        return self.exclude(useless_after__lte=at)

    def useless(self, at):
        return self.filter(useless_after__lte=at)

    def due(self, at):
        """To be sent now, those that have waited longest first."""
        due = self.waiting().filter(next_try_at__lte=at).unclaimed(at).useful(at)
        return due.order_by("next_try_at", "pk")

    def claim_next(self, *, at):
        """One message that is due, for this worker alone, or None.

        Of two workers that want the same one, the database lets one have it. That is committed
        before anybody talks to a mail server, which can take its time.
        """
        claim = {"claimed_until": at + CLAIM, "attempts": F("attempts") + 1}
        while message := self.due(at).first():
            with transaction.atomic(durable=True):
                if self.filter(pk=message.pk).due(at).update(**claim):
                    message.refresh_from_db()
                    return message
        return None

    def drop_useless(self, *, at):
        """What nobody has any use for is never sent, and its text is erased."""
        unsent = self.filter(state__in=[Message.State.WAITING, Message.State.GIVEN_UP])
        unsent.useless(at).unclaimed(at).filter(leaves_nothing=True).delete()
        return (
            unsent.useless(at)
            .unclaimed(at)
            .update(state=Message.State.TOO_LATE, sealed="", claimed_until=None, finished_at=at)
        )

    def prune(self, *, at):
        """Delete those on which the last word was spoken 30 days ago."""
        return self.filter(finished_at__lte=at - KEPT).delete()

    def next_due_at(self):
        """When the next of those that wait is due, claims considered; None if none waits."""
        waiting = self.waiting()
        unclaimed = waiting.filter(claimed_until=None).aggregate(at=models.Min("next_try_at"))
        claimed = waiting.aggregate(at=models.Min("claimed_until"))
        return min((each["at"] for each in (unclaimed, claimed) if each["at"]), default=None)


class Message(models.Model):
    """A mail to one person.

    What it says may open a door (a code, a link of invitation). It is kept sealed, for as long as
    it is of use: not once it is sent.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        GIVEN_UP = "given-up", _("given up")
        TOO_LATE = "too-late", _("too late, not sent")
        DECOY = "decoy", _("for show, not sent")
        KEPT = "kept", _("kept here to be read")

    # Stands in the Message-ID, by which a mail program knows what it has received already.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(_("kind"), max_length=40)
    to = models.EmailField(_("to"), blank=True)
    sealed = models.TextField(_("sealed text"), blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("condition", "state"),
        max_length=8,
        choices=State.choices,
        default=State.WAITING,
    )
    written_at = models.DateTimeField(_("written at"))
    useless_after = models.DateTimeField(_("useless after"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    last_refusal = models.CharField(
        _("last refusal"),
        max_length=80,
        blank=True,
        help_text=_("The kind of refusal. What a mail server says can hold addresses."),
    )
    leaves_nothing = models.BooleanField(
        _("leaves nothing"),
        default=False,
        editable=False,
        help_text=_("Of a mail to somebody erased nothing is kept: not once it is sent."),
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "pk"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        # The portal writes them.
        default_permissions = ["view"]
        permissions = [("try_again_message", _("Can have messages tried again"))]
        indexes = [
            models.Index(
                name="message_waiting", fields=["next_try_at"], condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="message_text_to_be_read",
                condition=Q(state__in=["sent", "too-late", "decoy"]) | ~Q(sealed=""),
                violation_error_message=_("A message that may yet be read has a text."),
            ),
            models.CheckConstraint(
                name="message_text_erased",
                condition=Q(state__in=["waiting", "given-up", "kept"]) | Q(sealed=""),
                violation_error_message=_("Of a message that nobody will read, no text is kept."),
            ),
            models.CheckConstraint(
                name="message_addressed",
                condition=Q(state="decoy", to="") | ~Q(state="decoy") & ~Q(to=""),
                violation_error_message=_("A message has an address, and a decoy has none."),
            ),
            models.CheckConstraint(
                name="message_finished",
                condition=Q(state="waiting", finished_at=None)
                | ~Q(state="waiting") & Q(finished_at__isnull=False),
                violation_error_message=_("A message is finished when it waits no longer."),
            ),
            models.CheckConstraint(
                name="message_claimed_while_waiting",
                condition=Q(state="waiting") | Q(claimed_until=None),
                violation_error_message=_("Only a message that waits is claimed by a worker."),
            ),
        ]

    def __str__(self):
        """Without the address: the log of the admin keeps this when the message is gone."""
        return _("%(kind)s of %(time)s") % {
            "kind": self.kind,
            "time": f"{self.written_at:%Y-%m-%d %H:%M}",
        }

    @property
    def letter(self):
        """What it says. Raises accounts.sealing.Unsealable."""
        return Letter(*json.loads(unseal(self.sealed, purpose=PURPOSE)))

    @letter.setter
    def letter(self, letter):
        self.sealed = seal(json.dumps(letter), purpose=PURPOSE)

    def note_sent(self, *, at):
        """The mail server has it: so it is, even if the claim has run out meanwhile."""
        if self.leaves_nothing:
            return self._forget()
        return (
            Message.objects.filter(pk=self.pk)
            .exclude(state=self.State.SENT)
            .update(
                state=self.State.SENT,
                sealed="",
                claimed_until=None,
                finished_at=at,
                last_refusal="",
            )
        )

    def note_refused(self, *, refusal, at):
        """It has not gone out this time: it waits for the next, or after the last is given up.

        Nothing changes where the claim has run out and another worker has it.
        """
        if self.attempts <= len(WAITS):
            change = {"next_try_at": at + WAITS[self.attempts - 1]}
        elif self.leaves_nothing:
            return self._forget()
        else:
            change = {"state": self.State.GIVEN_UP, "finished_at": at}
        return (
            Message.objects.waiting()
            .filter(pk=self.pk, claimed_until=self.claimed_until)
            .update(claimed_until=None, last_refusal=refusal, **change)
        )

    def _forget(self):
        return Message.objects.filter(pk=self.pk).delete()[0]

    def wait_again(self, *, at):
        """Once it was given up: from the beginning. False where it is of no use any more."""
        given_up = Message.objects.given_up().filter(pk=self.pk).useful(at)
        return bool(
            given_up.update(state=self.State.WAITING, attempts=0, next_try_at=at, finished_at=None)
        )

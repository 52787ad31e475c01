"""What readers tell the secretariat about a page, without an account."""

import re
from datetime import timedelta
from math import ceil

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Range
from django.utils.translation import gettext_lazy as _

LONGEST_PAGE = 500
LONGEST_TEXT = 4000
HOUR = timedelta(hours=1)
FROM_ONE_SENDER = 5
FROM_EVERYONE = 100

# PostgreSQL takes no NUL, and half of a surrogate pair cannot be written in UTF-8.
_ILLEGIBLE = re.compile("[\0\ud800-\udfff]")


def legible(text):
    """The text with a mark in place of each character that cannot be kept."""
    return _ILLEGIBLE.sub("\ufffd", text)


def refuse_illegible(text):
    if _ILLEGIBLE.search(text):
        raise ValidationError(
            _("One character cannot be read; it is shown as “\ufffd”. Take it out, please."),
            code="illegible",
        )


# Printable ASCII, as a browser sends it, with one "/" in front and no "\\", which browsers turn
# into one: whatever leads to another site is no page of this one.
is_page_here = RegexValidator(
    r"\A/(?!/)[!-\[\]-~]*\Z", _("A page is an address on this site, such as /countries/.")
)


class TooMany(Exception):
    """More remarks within an hour than are taken; `retry_after` seconds pass until the next."""

    def __init__(self, *, retry_after):
        super().__init__(f"The next remark is taken in {retry_after} seconds.")
        self.retry_after = retry_after

    @property
    def minutes(self):
        return ceil(self.retry_after / 60)


class RemarkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def settled(self):
        return self.exclude(settled_at=None)

    def sent_by(self, sender):
        return self.filter(sender=sender)

    def within_the_hour(self, at):
        """Sent less than an hour before."""
        return self.filter(sent_at__gt=at - HOUR)

    @transaction.atomic
    def receive(self, *, page, text, reply_to, sender, at):
        """Take a remark, once: a second click sends the same again, and is answered alike.

        Raises TooMany, or ValidationError.
        """
        remark = self.model(page=page, text=text, reply_to=reply_to, sender=sender, sent_at=at)
        remark.full_clean()
        self._wait_for_the_turn()
        lately = self.within_the_hour(at)
        same = lately.sent_by(sender).filter(page=page, text=text, reply_to=reply_to).first()
        if same:
            return same
        lately.sent_by(sender)._refuse_more_than(FROM_ONE_SENDER, at)
        lately._refuse_more_than(FROM_EVERYONE, at)
        remark.save()
        return remark

    def _wait_for_the_turn(self):
        """One remark is counted and kept after another, in all processes.

        The lock is on a row that always stands; it leaves alone those who only refer to that row.
        SQLite takes writers one at a time anyway.
        """
        ContentType.objects.select_for_update(no_key=True).get(app_label="remarks", model="remark")

    def _refuse_more_than(self, limit, at):
        """Raise TooMany where as many are there already, until the first of the last is old."""
        last = self.order_by("-sent_at", "-pk").values_list("sent_at", flat=True)[:limit]
        if len(last) == limit:
            raise TooMany(retry_after=max(1, ceil((last[limit - 1] + HOUR - at).total_seconds())))


class Remark(models.Model):
    """What a reader tells the secretariat about a page.

    No history is kept of it: that would keep what settling it erases.
    """

    page = models.CharField(
        _("page"), max_length=LONGEST_PAGE, blank=True, validators=[is_page_here]
    )
    text = models.TextField(_("text"), validators=[refuse_illegible])
    reply_to = models.EmailField(
        _("address for an answer"), blank=True, validators=[refuse_illegible]
    )
    sender = models.CharField(
        _("sender"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_("Tells senders apart for a day, and says of none who it is."),
    )
    sent_at = models.DateTimeField(_("sent at"), db_index=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        # Open ones first, and of these the oldest.
        ordering = [models.F("settled_at").desc(nulls_first=True), "sent_at", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        # Readers write remarks, and nobody rewrites them.
        default_permissions = ["view", "delete"]
        permissions = [("settle_remark", _("Can settle remarks"))]
        constraints = [
            models.CheckConstraint(
                name="remark_text_length",
                condition=Range(Length("text"), (1, LONGEST_TEXT)),
                violation_error_message=_("A remark says something, in at most 4000 characters."),
            ),
            models.CheckConstraint(
                name="remark_page_on_this_site",
                condition=Q(page="") | Q(page__startswith="/") & ~Q(page__startswith="//"),
                violation_error_message=_(
                    "A page is an address on this site: it begins with one “/”."
                ),
            ),
            models.CheckConstraint(
                name="remark_settled_without_sender",
                condition=Q(settled_at=None) | Q(reply_to="", sender=""),
                violation_error_message=_("Of a remark that is settled, nobody's address is kept."),
            ),
        ]

    def __str__(self):
        """Without its page or text: the log of the admin keeps this when the remark is gone."""
        return _("Remark of %(time)s") % {"time": f"{self.sent_at:%Y-%m-%d %H:%M}"}

    @transaction.atomic
    def settle(self, *, at):
        """Nothing is left to do: what could tell who sent it is erased, as readers are promised."""
        self.settled_at = self.settled_at or at
        self.reply_to = self.sender = ""
        self.full_clean()
        self.save()

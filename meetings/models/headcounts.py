"""How many are said to have come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from focalpoints.models import Qualifier
from sources import counts_in_words
from sources.translations import told

from .delegations import Delegation, SentFrom
from .meetings import Meeting, OfMeeting, OfMeetingQuerySet


class HeadcountQuerySet(OfMeetingQuerySet):
    ORDER = ["-of", "role", "sent_from", "-value", "pk"]

    def for_meeting(self):
        return super().for_meeting().order_by(*self.ORDER)

    def for_pictures(self):
        return self.public().order_by(*self.ORDER)


class Headcount(OfMeeting):
    """A number that a source reports about a meeting. Stored as reported, never computed."""

    class Of(models.TextChoices):
        STATES = "states", _("states")
        ORGANIZATIONS = "organizations", _("organizations")
        PERSONS = "persons", _("persons")

    collection = "headcounts"
    section = "headcounts"
    identity = ("meeting", "of", "counted", "sent_from", "role", "qualifier", "value")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="headcounts"
    )
    of = models.CharField(pgettext_lazy("what is counted", "of"), max_length=20, choices=Of)
    counted = models.CharField(
        _("counted as"),
        max_length=120,
        blank=True,
        help_text=_("Who was counted, where the source is narrower: “regional organizations”."),
    )
    sent_from = models.CharField(
        _("sent from"),
        max_length=20,
        blank=True,
        choices=SentFrom,
        help_text=_("Empty: from anywhere."),
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Delegation.Role, default=Delegation.Role.PARTICIPANT
    )
    qualifier = models.CharField(
        _("qualifier"), max_length=20, choices=Qualifier, default=Qualifier.AS_STATED
    )
    value = models.PositiveIntegerField(
        _("value"), default=0, help_text=_("As reported; 0 only where it is unnumbered.")
    )

    objects = HeadcountQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["meeting", "of", "role", "-value", "counted"]
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        constraints = [
            models.CheckConstraint(
                name="headcount_zero_only_unnumbered",
                condition=Q(qualifier="unnumbered", value=0)
                | (~Q(qualifier="unnumbered") & Q(value__gt=0)),
                violation_error_message=_(
                    "Write the number as reported, or 0 and “unnumbered” where there is none."
                ),
            ),
            models.UniqueConstraint(
                fields=[
                    "meeting",
                    "of",
                    "counted",
                    "sent_from",
                    "role",
                    "qualifier",
                    "value",
                ],
                name="headcount_unique",
                violation_error_message=_("This number is recorded already."),
            ),
        ]

    def __str__(self):
        return _("%(meeting)s: %(counted)s") % {
            "meeting": self.meeting,
            "counted": self.in_words(),
        }

    def in_words(self):
        """The number as reported: "more than 35 states"."""
        if self.counted:
            return counts_in_words.of_others(self.value, str(told(self.counted)), self.qualifier)
        return counts_in_words.counted(self.value, self.of, self.qualifier)

    def who_in_words(self):
        """Who was counted: "states (participant), sent from: capital"."""
        return self.in_role(str(told(self.counted)) or self.get_of_display())

    def in_role(self, counted):
        """The words about who was counted, with in which role, and sent from where."""
        said = {"counted": counted, "role": self.get_role_display()}
        if not self.sent_from:
            return _("%(counted)s (%(role)s)") % said
        said["place"] = self.get_sent_from_display()
        return _("%(counted)s (%(role)s), sent from: %(place)s") % said

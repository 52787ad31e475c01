"""Who hosted a meeting, in the role as stated."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models import Party

from .meetings import Meeting, OfMeeting, OfMeetingQuerySet


class HostQuerySet(OfMeetingQuerySet):
    def for_open_data(self):
        rows = super().for_open_data().select_related("party")
        return rows.order_by("meeting__slug", "party__slug", "key")

    def for_pictures(self):
        return self.public().select_related("party").order_by("role", "pk")

    def for_meeting(self):
        return super().for_meeting().select_related("party").order_by("role", "pk")


class Host(OfMeeting):
    """A party that hosted a meeting, in the role that a source states."""

    class Role(models.TextChoices):
        HOSTED = "hosted", _("hosted")
        CO_HOSTED = "co-hosted", _("co-hosted")
        CONVENED = "convened", _("convened")
        IN_ASSOCIATION = "in-association", _("in association with")
        IN_COLLABORATION = "in-collaboration", _("in collaboration with")

    collection = "hosts"
    section = "hosts"
    identity = ("meeting", "party", "role")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="hosts"
    )
    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="hosted"
    )
    role = models.CharField(_("role as stated"), max_length=20, choices=Role)
    through = models.CharField(
        _("through"), max_length=120, blank=True, help_text=_("Such as “foreign ministry”.")
    )

    objects = HostQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["meeting", "role", "party__name"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party", "role"],
                name="host_unique",
                violation_error_message=_("This party is recorded as host in this role already."),
            ),
        ]

    def __str__(self):
        return _("%(meeting)s: %(party)s (%(role)s)") % {
            "meeting": self.meeting,
            "party": self.party,
            "role": self.get_role_display(),
        }

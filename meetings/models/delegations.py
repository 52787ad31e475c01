"""Who came to a meeting."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models import Party
from focalpoints.models import FocalPoint
from sources.citations import Cited, CitedQuerySet
from sources.enumeration import in_parts
from sources.translations import as_printed

from .meetings import Meeting, OfMeeting, OfMeetingQuerySet


class SentFrom(models.TextChoices):
    """Where a delegation came from; empty where no source says."""

    CAPITAL = "capital", _("capital")
    MISSION = "mission", _("mission to the United Nations")


def sent_from_in_words(sent_from):
    """Such as "sent from: capital"."""
    if not sent_from:
        return gettext("sent from: not stated")
    return gettext("sent from: %(place)s") % {"place": SentFrom(sent_from).label}


class DelegateQuerySet(CitedQuerySet):
    def public(self):
        """Those of whom a public source tells; a focal point among them only as they chose."""
        nobody_hidden = models.Q(focal_point=None) | models.Q(
            focal_point__in=FocalPoint.objects.named_in_public()
        )
        return self.filter(nobody_hidden, audience=Delegate.Audience.PUBLIC)

    def for_fact(self):
        """No person is part of the open data; a public one has a page like any other fact."""
        rows = self.public().with_citations()
        return rows.select_related("delegation__meeting", "delegation__party")


class DelegationQuerySet(OfMeetingQuerySet):
    def for_meeting(self):
        """With those delegates whom everyone may know."""
        return (
            super()
            .for_meeting()
            .select_related("party")
            .with_delegates(Delegate.objects.public().with_citations())
            .order_by("party__kind", "role", "sent_from", "pk")
        )

    def for_open_data(self):
        rows = super().for_open_data().select_related("party")
        return rows.order_by("meeting__slug", "party__slug", "key")

    def for_pictures(self):
        return self.public().select_related("party").order_by("-role", "pk")

    def counted_alike(self):
        """By the key of a meeting, pairs: an unsaved delegation as they all are, and how many."""
        shared = ["role", "sent_from", "status"]
        rows = self.order_by().values_list("meeting", "party__kind", *shared)
        by_meeting = defaultdict(list)
        for meeting, kind, *values, number in rows.annotate(number=models.Count("pk")):
            alike = Delegation(party=Party(kind=kind), **dict(zip(shared, values, strict=True)))
            by_meeting[meeting].append((alike, number))
        return by_meeting

    def with_delegates(self, delegates):
        """With those of the given delegates that are theirs, as `public_delegates`."""
        return self.prefetch_related(
            models.Prefetch("delegates", queryset=delegates, to_attr="public_delegates")
        )


class Delegation(OfMeeting):
    """A party's attendance at a meeting. Hosting alone is not attending."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        OBSERVER = "observer", _("observer")
        PANELIST = "panelist", _("panelist")

    class Status(models.TextChoices):
        EXPECTED = "expected", _("expected")
        ATTENDED = "attended", _("attended")
        ABSENT = "absent", _("did not come")

    collection = "delegations"
    section = "delegations"
    identity = ("meeting", "party", "role")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="delegations"
    )
    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="delegations"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.PARTICIPANT)
    sent_from = models.CharField(
        _("sent from"),
        max_length=20,
        blank=True,
        choices=SentFrom,
        help_text=_("Empty: not stated."),
    )
    status = models.CharField(
        pgettext_lazy("attendance", "status"),
        max_length=20,
        choices=Status,
        default=Status.ATTENDED,
    )

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["meeting", "party__name", "role"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "party", "role"],
                name="delegation_unique",
                violation_error_message=_(
                    "This party has a delegation in this role at this meeting already."
                ),
            ),
        ]

    def __str__(self):
        return _("%(meeting)s: %(party)s (%(role)s)") % {
            "meeting": self.meeting,
            "party": self.party,
            "role": self.get_role_display(),
        }

    def in_words(self):
        """Its role and where it was sent from: "participant, sent from: capital"."""
        status = "" if self.came else self.get_status_display()
        return in_parts([self.get_role_display(), status, sent_from_in_words(self.sent_from)])

    @property
    def came(self):
        """Whether it is recorded as having come, not as expected or absent."""
        return self.status == self.Status.ATTENDED


class Delegate(Cited):
    """A person who came in a delegation."""

    class Audience(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("audience", "public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

    collection = "delegates"
    identity = ("delegation", "name", "position")

    delegation = models.ForeignKey(
        Delegation,
        verbose_name=_("delegation"),
        on_delete=models.CASCADE,
        related_name="delegates",
    )
    name = models.CharField(_("name"), max_length=200)
    position = models.CharField(_("position"), max_length=200, blank=True)
    is_head = models.BooleanField(_("head of the delegation"), default=False)
    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="attended_as",
    )
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=Audience,
        default=Audience.SECRETARIAT,
        help_text=_("Public only where a public source names the person."),
    )

    objects = DelegateQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["delegation", "-is_head", "name", "pk"]
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "name", "position"],
                name="delegate_unique",
                violation_error_message=_("This delegate is listed already."),
            ),
        ]

    def __str__(self):
        return str(as_printed(self.name))

    def clean(self):
        super().clean()
        self._refuse_publishing_by_unlinking()

    def _refuse_publishing_by_unlinking(self):
        """Only the link keeps back the name of a focal point who is not named in public."""
        if self.audience != self.Audience.PUBLIC or self.pk is None:
            return
        unnamed = FocalPoint.objects.not_named_in_public().filter(attended_as=self.pk)
        if unnamed.exclude(pk=self.focal_point_id).exists():
            raise ValidationError(
                _(
                    "The focal point linked until now is not named in public: narrow the audience "
                    "first, or in the same change."
                ),
                code="unlinked",
            )

    def get_absolute_url(self):
        return self.delegation.get_absolute_url()

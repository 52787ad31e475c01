"""Meetings of the network: who hosted, who came, how many were counted."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models import Party
from countries.regions import M49Region
from focalpoints.models import FocalPoint, Qualifier, Step
from sources.citations import Cited, CitedQuerySet
from sources.fields import EDTFField
from sources.models import Source


class SentFrom(models.TextChoices):
    """Where a delegation came from; empty where no source says."""

    CAPITAL = "capital", _("capital")
    MISSION = "mission", _("mission to the United Nations")


class MeetingQuerySet(CitedQuerySet):
    def of_network(self):
        """Those in a series of the network, not the occasions that sources refer to."""
        return self.exclude(series=Meeting.Series.OTHER)

    def newest_first(self):
        return self.select_related("country").order_by("-held", "-pk")

    def next_first(self):
        return self.select_related("country").order_by("held", "pk")

    def for_list(self):
        return self.public().newest_first().prefetch_related("hosts__party")

    def for_page(self):
        return (
            self.public()
            .with_citations()
            .select_related("country", "part_of")
            .prefetch_related(
                "parts",
                models.Prefetch(
                    "documents", queryset=Source.objects.public(), to_attr="public_documents"
                ),
            )
        )

    def held(self):
        return self.filter(status=Meeting.Status.HELD)

    def planned(self):
        return self.filter(status=Meeting.Status.PLANNED)


class Meeting(Cited):
    """A meeting of the network, or an occasion that sources refer to."""

    class Series(models.TextChoices):
        ANNUAL = "annual", _("annual meeting")
        REGIONAL = "regional", _("regional meeting")
        PREPARATORY = "preparatory", _("preparatory meeting")
        OTHER = "other", _("other occasion")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    identity = ("slug",)

    slug = models.SlugField(
        _("address"), unique=True, max_length=80, help_text=_("Such as 2013-accra. Set once.")
    )
    title = models.CharField(_("title"), max_length=250)
    series = models.CharField(_("series"), max_length=20, choices=Series)
    region = models.CharField(
        _("region"),
        max_length=3,
        blank=True,
        choices=M49Region,
        help_text=_("The M49 region of a regional meeting."),
    )
    ordinal = models.PositiveSmallIntegerField(
        _("ordinal"), null=True, blank=True, help_text=_("Its number in the series (and region).")
    )
    held = EDTFField(
        _("held"),
        blank=True,
        takes_span=True,
        takes_doubt=True,
        help_text=_("2011-05-17/2011-05-18, 2012-09-29, 2013-06; empty while planned."),
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.ForeignKey(
        Party,
        verbose_name=_("country"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": Party.Kind.COUNTRY},
        related_name="meetings_on_its_soil",
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.HELD)
    part_of = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("In our own words. Name no focal point here without their consent."),
    )
    steps = models.ManyToManyField(
        Step, verbose_name=_("steps taken there"), blank=True, related_name="meetings_at"
    )
    documents = models.ManyToManyField(
        Source, verbose_name=_("documents"), blank=True, related_name="meetings_documented"
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages", "steps", "documents"])

    class Meta:
        ordering = ["held", "pk"]
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "region", "ordinal"],
                name="meeting_ordinal_unique",
                violation_error_message=_(
                    "Another meeting has this number in this series and region."
                ),
            ),
            models.CheckConstraint(
                name="meeting_dated_unless_planned",
                condition=~Q(status="held") | ~Q(held=""),
                violation_error_message=_("A meeting that was held has a date, however broad."),
            ),
            models.CheckConstraint(
                name="meeting_not_part_of_itself",
                condition=Q(part_of=None) | ~Q(part_of=models.F("id")),
                violation_error_message=_("A meeting cannot be part of itself."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("meeting", args=[self.slug])


class OfMeetingQuerySet(CitedQuerySet):
    def for_meeting(self):
        """In the order of a meeting's page."""
        return self.public().with_citations().order_by("pk")

    def for_party(self):
        """In the order of a party's page: by meeting, the oldest first."""
        return (
            self.public()
            .with_citations()
            .select_related("meeting")
            .order_by("meeting__held", "meeting_id", "pk")
        )


class OfMeeting(Cited):
    """A fact about a meeting, which stands in a section of the meeting's page."""

    section = ""

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#{self.section}"


class OtherTitle(OfMeeting):
    """How a source calls a meeting."""

    section = "titles"
    identity = ("meeting", "title")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="other_titles"
    )
    title = models.CharField(_("title"), max_length=250)

    objects = OfMeetingQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["meeting", "title"]
        verbose_name = _("other title")
        verbose_name_plural = _("other titles")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "title"],
                name="other_title_unique",
                violation_error_message=_("This title is listed already."),
            ),
        ]

    def __str__(self):
        return f"{self.meeting}: “{self.title}”"


class HostQuerySet(OfMeetingQuerySet):
    def for_meeting(self):
        return (
            super()
            .for_meeting()
            .select_related("party")
            .order_by("role", "party__kind", "party__name", "pk")
        )


class Host(OfMeeting):
    """A party that hosted a meeting, in the role that a source states."""

    class Role(models.TextChoices):
        HOSTED = "hosted", _("hosted")
        CO_HOSTED = "co-hosted", _("co-hosted")
        CONVENED = "convened", _("convened")
        IN_ASSOCIATION = "in-association", _("in association with")
        IN_COLLABORATION = "in-collaboration", _("in collaboration with")

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
        return f"{self.meeting}: {self.party} ({self.get_role_display()})"


class DelegateQuerySet(CitedQuerySet):
    def public(self):
        return self.filter(audience=Delegate.Audience.PUBLIC)


class DelegationQuerySet(OfMeetingQuerySet):
    def for_meeting(self):
        """With those delegates whom everyone may know."""
        delegates = Delegate.objects.public().with_citations()
        return (
            super()
            .for_meeting()
            .select_related("party")
            .prefetch_related(
                models.Prefetch("delegates", queryset=delegates, to_attr="public_delegates")
            )
            .order_by("party__kind", "role", "sent_from", "party__name", "pk")
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
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ATTENDED)

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
        return f"{self.meeting}: {self.party} ({self.get_role_display()})"


class Delegate(Cited):
    """A person who came in a delegation."""

    class Audience(models.TextChoices):
        PUBLIC = "public", _("public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

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
        return self.name

    def get_absolute_url(self):
        return self.delegation.get_absolute_url()


class HeadcountQuerySet(OfMeetingQuerySet):
    def for_meeting(self):
        return super().for_meeting().order_by("-of", "role", "sent_from", "-value", "pk")


class Headcount(OfMeeting):
    """A number that a source reports about a meeting. Stored as reported, never computed."""

    class Of(models.TextChoices):
        STATES = "states", _("states")
        ORGANIZATIONS = "organizations", _("organizations")
        PERSONS = "persons", _("persons")

    section = "headcounts"
    identity = ("meeting", "of", "counted", "sent_from", "role", "qualifier", "value")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="headcounts"
    )
    of = models.CharField(_("of"), max_length=20, choices=Of)
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
        return f"{self.meeting}: {self.in_words()}"

    def in_words(self):
        """The number as reported: "more than 35 states"."""
        counted = self.counted or self.get_of_display()
        if self.qualifier == Qualifier.UNNUMBERED:
            return _("%(counted)s, not numbered") % {"counted": counted}
        if self.qualifier == Qualifier.AS_STATED:
            return f"{self.value} {counted}"
        return f"{self.get_qualifier_display()} {self.value} {counted}"

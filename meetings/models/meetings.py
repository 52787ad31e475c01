"""The meetings, and what sources call them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from countries.models import Party
from countries.regions import M49Region
from focalpoints.models import Step
from sources.citations import Cited, CitedQuerySet, naming_nobody
from sources.fields import EDTFField
from sources.models import Source
from sources.protection import ProtectingManyToManyField
from sources.translations import as_printed, told


class MeetingQuerySet(CitedQuerySet):
    def of_network(self):
        """Those in a series of the network, not the occasions that sources refer to."""
        return self.exclude(series=Meeting.Series.OTHER)

    def newest_first(self):
        return self.select_related("country").order_by("-held", "-pk")

    def oldest_first(self):
        return self.order_by("held", "pk")

    def next_first(self):
        return self.select_related("country").oldest_first()

    def for_list(self):
        return self.public().newest_first()

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

    def over_by(self, day):
        """Held, and over by that day, whatever the true date turns out to be."""
        return self.held().filter(held__latest__lte=day)

    def over_between(self, first, last):
        """Over by the last day, and perhaps not yet by the first."""
        return self.over_by(last).exclude(held__latest__lte=first)

    def after(self, day):
        """Perhaps not over by the day, as known now, whether they were held since or are planned.

        A planned one without a date comes after every day.
        """
        return self.exclude(status=Meeting.Status.CANCELLED).filter(held__latest__gt=day)

    def for_open_data(self):
        return (
            super()
            .for_open_data()
            .select_related("country", "part_of")
            .prefetch_related("steps", "documents")
            .order_by("held", "slug")
        )

    def planned(self):
        return self.filter(status=Meeting.Status.PLANNED)

    def coming(self, day):
        """Planned, and not known to have had its day before this one."""
        return self.planned().filter(held__latest__gte=day)


class Meeting(Cited):
    """A meeting of the network, or an occasion that sources refer to."""

    class Series(models.TextChoices):
        ANNUAL = "annual", _("annual meeting")
        REGIONAL = "regional", _("regional meeting")
        PREPARATORY = "preparatory", _("preparatory meeting")
        OTHER = "other", _("other occasion")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", pgettext_lazy("meeting", "held")
        CANCELLED = "cancelled", _("cancelled")

    collection = "meetings"
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
        pgettext_lazy("date of a meeting", "held"),
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
    status = models.CharField(
        pgettext_lazy("meeting", "status"), max_length=20, choices=Status, default=Status.HELD
    )
    part_of = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("meeting", "part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=naming_nobody(_("In our own words.")),
    )
    steps = ProtectingManyToManyField(
        Step, verbose_name=_("steps taken there"), blank=True, related_name="meetings_at"
    )
    documents = ProtectingManyToManyField(
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
        """Asks for the translations of a language once a request, never for one row."""
        return str(self.is_called())

    def is_called(self):
        """Its title, as `Told`."""
        return told(self.title)

    def get_absolute_url(self):
        return reverse("meeting", args=[self.slug])


class OfMeetingQuerySet(CitedQuerySet):
    def of(self, meetings):
        return self.filter(meeting__in=meetings)

    def for_open_data(self):
        return super().for_open_data().select_related("meeting").order_by("meeting__slug", "key")

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

    collection = "other-titles"
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
        return _("%(meeting)s: “%(title)s”") % {
            "meeting": self.meeting,
            "title": as_printed(self.title),
        }

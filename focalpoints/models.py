"""Focal points, the appointments they hold, and the steps of parties in the network."""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models import Party
from sources.citations import Cited, CitedQuerySet
from sources.dates import in_words
from sources.fields import EDTFField
from sources.identity import Identified, IdentifiedQuerySet
from sources.models import Passage


class FocalPoint(Identified):
    """The senior official, a person. Nothing of this is shown in public."""

    identity = ("key",)

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="focal_point",
    )
    note = models.TextField(_("note for staff"), blank=True)

    objects = IdentifiedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")

    def __str__(self):
        return self.name


class ContactDetail(models.Model):
    """One way to reach a focal point, apart from the person, with its own audience."""

    class Kind(models.TextChoices):
        OFFICE_EMAIL = "office-email", _("office e-mail")
        OFFICE_TELEPHONE = "office-telephone", _("office telephone")
        PRIVATE_EMAIL = "private-email", _("private e-mail")
        PRIVATE_TELEPHONE = "private-telephone", _("private telephone")
        ASSISTANT = "assistant", _("assistant")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="contact_details",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=254)
    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience, default=Audience.SECRETARIAT
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["focal_point", "kind", "pk"]
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        constraints = [
            models.CheckConstraint(
                name="contact_private_stays_private",
                condition=Q(kind__in=["office-email", "office-telephone"])
                | Q(audience="secretariat"),
                violation_error_message=_(
                    "A private contact is for the person and the secretariat only."
                ),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


class AppointmentQuerySet(CitedQuerySet):
    def certain(self, day):
        """In force on the day, whatever the true dates turn out to be."""
        return self.filter(started__latest__lte=day).exclude(ended__earliest__lte=day)

    def possible(self, day):
        """In force on the day under at least one reading of the dates."""
        return self.filter(started__earliest__lte=day).exclude(ended__latest__lte=day)

    def of(self, parties):
        return self.filter(party__in=parties)

    def begun(self, day):
        """Begun by the day under at least one reading of the dates."""
        return self.filter(started__earliest__lte=day)

    def open(self):
        """With no end recorded."""
        return self.filter(ended="")

    def holding(self):
        """Those that give a party a focal point: an alternate alone does not."""
        return self.exclude(capacity=Appointment.Capacity.ALTERNATE)

    def attested(self):
        """With `attested`: the date of the newest dated source each rests on, or None."""
        newest = (
            Passage.objects.filter(appointments=models.OuterRef("pk"))
            .dated()
            .order_by("-source__published__latest", "-source__published__earliest", "pk")
        )
        return self.annotate(attested=models.Subquery(newest.values("source__published")[:1]))

    def oldest_first(self):
        return self.select_related("party").order_by("started", "pk")

    def for_page(self):
        return self.public().attested().with_citations().oldest_first()


class Appointment(Cited):
    """A party's focal point office held over a period, by someone named or not.

    The period is half-open: `ended` is the first day out of office.
    """

    class Capacity(models.TextChoices):
        PRIMARY = "primary", _("focal point")
        JOINT = "joint", _("joint focal point")
        ACTING = "acting", _("acting focal point")
        ALTERNATE = "alternate", _("alternate")

    class Seat(models.TextChoices):
        CAPITAL = "capital", _("capital")
        NEW_YORK = "new-york", _("New York")
        GENEVA = "geneva", _("Geneva")
        OTHER = "other", _("elsewhere")

    identity = ("party", "holder", "capacity", "started")

    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="appointments"
    )
    holder = models.ForeignKey(
        FocalPoint,
        verbose_name=_("holder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        help_text=_("Empty where no source names the person."),
    )
    capacity = models.CharField(
        _("capacity"), max_length=20, choices=Capacity, default=Capacity.PRIMARY
    )
    office = models.CharField(_("office"), max_length=200, blank=True)
    institution = models.CharField(_("institution"), max_length=200, blank=True)
    seat = models.CharField(_("seat"), max_length=20, blank=True, choices=Seat)
    started = EDTFField(
        _("started"),
        help_text=_("2013-06-15, or the bounds: [2010-09..2014], [..2014] for no later than."),
    )
    ended = EDTFField(
        _("ended"),
        blank=True,
        help_text=_("The first day out of office. Empty: no end recorded."),
    )
    end_reason = models.CharField(
        _("end reason"),
        max_length=200,
        blank=True,
        help_text=_("For staff. Name no focal point here without their consent."),
    )
    succeeds = models.OneToOneField(
        "self",
        verbose_name=_("succeeds"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        help_text=_("The appointment that ended on the same, perhaps unknown, day."),
    )

    objects = AppointmentQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["party__name", "started", "pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=Q(capacity="primary", ended=""),
                name="appointment_one_open_primary",
                violation_error_message=_(
                    "This party has a focal point with no end recorded. End that appointment "
                    "first, or record this one as joint, acting or alternate."
                ),
            ),
            models.UniqueConstraint(
                fields=["party", "holder", "capacity", "started"],
                name="appointment_unique",
                violation_error_message=_("This appointment is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["party", "capacity", "started"],
                condition=Q(holder=None),
                name="appointment_unnamed_unique",
                violation_error_message=_("This appointment is recorded already."),
            ),
            models.CheckConstraint(
                name="appointment_end_not_before_start",
                condition=Q(ended__latest__gte=F("started__earliest")),
                violation_error_message=_(
                    "The first day out of office cannot come before the start."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.get_capacity_display()}, {in_words(self.started)}"

    def get_absolute_url(self):
        return f"{self.party.get_absolute_url()}#appointments"

    def clean(self):
        self.refuse_false_succession()
        self._refuse_overlap()

    def certainly_overlaps(self, other):
        """Whether there is a day on which both are certainly in force."""
        both_started = max(self.started.latest, other.started.latest)
        one_ended = min(self.ended.earliest, other.ended.earliest)
        return both_started < one_ended

    @transaction.atomic
    def end(self, *, on, reason=""):
        """Close the period; the given date (EDTF text) is the first day out of office."""
        self.ended = on
        self.end_reason = reason
        self.full_clean()
        self.save()

    def refuse_false_succession(self):
        """Raise ValidationError where this cannot have succeeded what it says it succeeds."""
        before = self.succeeds
        if before is None:
            return
        if before.party_id != self.party_id:
            raise ValidationError(
                {"succeeds": _("Only an appointment of the same party can be succeeded.")}
            )
        if self.Capacity.ALTERNATE in (before.capacity, self.capacity):
            raise ValidationError(
                {"succeeds": _("An alternate neither succeeds nor is succeeded.")}
            )
        if not before.ended or before.ended != self.started:
            raise ValidationError(
                {
                    "succeeds": _(
                        "The end of the one and the start of the other must be written alike: "
                        "they are the same day."
                    )
                }
            )

    def _refuse_overlap(self):
        """SQL cannot say "certainly overlap"; one writer per party at a time makes it hold."""
        if self.capacity != self.Capacity.PRIMARY or not self.party_id:
            return
        with transaction.atomic():
            Party.objects.select_for_update().filter(pk=self.party_id).first()
            others = self.party.appointments.filter(capacity=self.Capacity.PRIMARY)
            for other in others.exclude(pk=self.pk):
                if self.certainly_overlaps(other):
                    raise ValidationError(
                        _(
                            "This party has a focal point at that time already "
                            "(%(started)s): two cannot hold the post at once."
                        ),
                        code="overlap",
                        params={"started": in_words(other.started)},
                    )


class StepQuerySet(CitedQuerySet):
    def about_intention(self):
        """The steps that say whether a party intends to appoint, newest last."""
        return self.filter(kind__in=[Step.Kind.INTENDS, Step.Kind.WITHDREW]).order_by("taken", "pk")

    def of(self, parties):
        return self.filter(party__in=parties)

    def known_by(self, day):
        """Taken by that day, whatever the true date turns out to be."""
        return self.filter(taken__latest__lte=day)

    def for_page(self):
        return (
            self.public()
            .with_citations()
            .select_related("party")
            .prefetch_related("meetings_at")
            .order_by("taken", "party__name", "role", "pk")
        )


class Step(Cited):
    """What a party did or declared towards or within the network."""

    class Kind(models.TextChoices):
        LAUNCHED = "launched", _("launched the initiative")
        JOINED = "joined", _("joined the facilitating group")
        LEFT = "left", _("left the facilitating group")
        INTENDS = "intends", _("announced that it intends to appoint")
        WITHDREW = "withdrew", _("withdrew its intention to appoint")
        ANNOUNCED = "announced", _("announced an appointment")

    identity = ("party", "kind", "role", "taken")

    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    role = models.CharField(
        _("role as stated"),
        max_length=120,
        blank=True,
        help_text=_("Such as “in collaboration with”; empty where the kind says it all."),
    )
    taken = EDTFField(
        _("taken"),
        help_text=_("2013-06-15, or the bounds: [2013-06-11..2013-06-12]."),
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("appointment announced"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="announcements",
    )

    objects = StepQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["taken", "party__name", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "kind", "role", "taken"],
                name="step_unique",
                violation_error_message=_("This step is recorded already."),
            ),
            models.CheckConstraint(
                name="step_appointment_only_announced",
                condition=Q(kind="announced") | Q(appointment=None),
                violation_error_message=_(
                    "Only the announcement of an appointment names an appointment."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.party}: {self.get_kind_display()}, {in_words(self.taken)}"

    def get_absolute_url(self):
        return f"{self.party.get_absolute_url()}#steps"

    def clean(self):
        if self.appointment and self.appointment.party_id != self.party_id:
            raise ValidationError({"appointment": _("That appointment is another party's.")})


class NetworkCountQuerySet(CitedQuerySet):
    def known_by(self, day):
        """Counted by that day, whatever the true date turns out to be."""
        return self.filter(as_of__latest__lte=day)

    def for_page(self):
        return self.public().with_citations().order_by("as_of", "pk")


class Qualifier(models.TextChoices):
    """How a source puts a number."""

    AS_STATED = "as-stated", _("as stated")
    MORE_THAN = "more-than", _("more than")
    AT_LEAST = "at-least", _("at least")
    ABOUT = "about", _("about")
    UNNUMBERED = "unnumbered", _("unnumbered")


class NetworkCount(Cited):
    """How many parties had appointed, as a source reports it. Stored as reported."""

    class Of(models.TextChoices):
        STATES = "states", _("states")
        ORGANIZATIONS = "organizations", _("organizations")

    identity = ("of", "value", "qualifier", "as_of")

    of = models.CharField(_("of"), max_length=20, choices=Of, default=Of.STATES)
    value = models.PositiveIntegerField(_("value"))
    qualifier = models.CharField(
        _("qualifier"),
        max_length=20,
        choices=[choice for choice in Qualifier.choices if choice[0] != Qualifier.UNNUMBERED],
        default=Qualifier.AS_STATED,
    )
    as_of = EDTFField(_("as of"), help_text=_("The day of the count, or its bounds."))

    objects = NetworkCountQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["as_of", "pk"]
        verbose_name = _("reported size of the network")
        verbose_name_plural = _("reported sizes of the network")
        constraints = [
            models.UniqueConstraint(
                fields=["of", "value", "qualifier", "as_of"],
                name="network_count_unique",
                violation_error_message=_("This number is recorded already."),
            ),
        ]

    def __str__(self):
        return f"{self.value} {self.get_of_display()}, {in_words(self.as_of)}"

    def get_absolute_url(self):
        return f"{reverse('home')}#reported"

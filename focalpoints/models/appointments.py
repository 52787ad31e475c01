"""A party's focal point office, held over a period."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from countries.models import Party, local_name
from sources.citations import Cited, CitedQuerySet, naming_nobody
from sources.dates import in_words
from sources.enumeration import in_parts
from sources.fields import EDTFField
from sources.models import Passage
from sources.texts import readable

from .confirmations import Confirmation
from .persons import FocalPoint


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

    def held_by(self, account):
        """Those whose holder signs in with the account."""
        return self.filter(holder__account=account)

    def of_holder(self, key):
        """Those of the focal point with that key; without a key, none."""
        return self.filter(holder__key=key) if key else self.none()

    def held_by_any_of(self, focal_points):
        return self.filter(holder__in=focal_points)

    def of_directory(self, day):
        """Those that surely go on on the day, of the holders whom their colleagues find."""
        return self.certain(day).held_by_any_of(FocalPoint.objects.unprotected().not_erased())

    def with_holder_to_invite(self, day):
        """In force for certain on the day, with a holder who is not hidden and has no account."""
        without_account = FocalPoint.objects.unprotected().not_erased().filter(account=None)
        return self.certain(day).filter(holder__in=without_account)

    def resting_on(self, passages):
        """Without the holder, whom a page prints as `focalpoints.disclosure` says."""
        return super().resting_on(passages).select_related(None).select_related("party")

    def attested(self, *, to_staff=False, names_everybody=False):
        """With what attests each last: see `Appointment.attested`, which tells the newer of two.

        `attested_by_source` is the date of the newest dated source that it rests on, and
        `attested_by_source_inference` what in that date is our inference; `confirmed` is the last
        day on which the holder, certainly in office, said that the own entry is right. Each is
        None where there is none.

        Sources for the secretariat only attest to staff: the date of a letter is as private as
        the letter. Confirmations by whoever is not named in public attest to those only who may
        see everybody's name: the day would tell that there is somebody.
        """
        passages = Passage.objects.all() if to_staff else Passage.objects.public()
        newest = (
            passages.filter(appointments=models.OuterRef("pk"))
            .dated()
            .order_by("-source__published__latest", "-source__published__earliest", "pk")
        )
        confirmations = Confirmation.objects.attesting()
        if not names_everybody:
            confirmations = confirmations.filter(
                focal_point__in=FocalPoint.objects.named_in_public()
            )
        return self.annotate(
            attested_by_source=Subquery(newest.values("source__published")[:1]),
            attested_by_source_inference=Subquery(newest.values("source__published_inference")[:1]),
            confirmed=Subquery(confirmations.values("as_date")[:1], output_field=EDTFField()),
        )

    def not_attested_since(self, day):
        """Of those `attested()`: neither a source nor a confirmation is surely of a later day."""
        return self.filter(
            Q(attested_by_source=None) | Q(attested_by_source__earliest__lte=day),
            Q(confirmed=None) | Q(confirmed__earliest__lte=day),
        )

    def for_search(self):
        """What they are found and put in order by: the same for every page of a long list."""
        named = self.annotate(party_name=local_name("party__"))
        return named.values_list(
            "pk", "party", "party_name", "holder__name", "capacity", named=True
        )

    def for_open_data(self):
        """Without the holder, who is not part of the open data."""
        rows = super().for_open_data().select_related("party", "succeeds")
        return rows.order_by("party__slug", "started", "key")

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

    collection = "appointments"
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
    office = models.CharField(_("office"), max_length=200, blank=True, validators=[readable])
    institution = models.CharField(
        _("institution"), max_length=200, blank=True, validators=[readable]
    )
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
        help_text=naming_nobody(_("For staff.")),
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
                name="appointment_not_its_own_predecessor",
                condition=Q(succeeds=None) | ~Q(succeeds=F("id")),
                violation_error_message=_("An appointment cannot succeed itself."),
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
        return _("%(party)s: %(capacity)s, %(date)s") % {
            "party": self.party,
            "capacity": self.get_capacity_display(),
            "date": in_words(self.started),
        }

    def in_words(self):
        """The post, without whose it is: capacity, office and institution."""
        return in_parts([self.get_capacity_display(), self.office, self.institution])

    def get_absolute_url(self):
        return f"{self.party.get_absolute_url()}#appointments"

    def clean(self):
        self.refuse_false_succession()
        self._refuse_foreign_announcements()
        self._refuse_overlap()

    @property
    def attested(self):
        """The date of what attests it last, or None where nothing dated does.

        Of an appointment that was fetched `attested()`, which says what attests.
        """
        return self.confirmed if self._is_confirmed_since else self.attested_by_source

    @property
    def attested_inference(self):
        """What in that date is our inference: None where there is no date."""
        return "" if self._is_confirmed_since else self.attested_by_source_inference

    @property
    def _is_confirmed_since(self):
        # Of a source that came out some day between, nobody knows that it is the newer one.
        source, confirmed = self.attested_by_source, self.confirmed
        return confirmed is not None and (source is None or confirmed.latest >= source.earliest)

    def inference_of(self, name):
        """What in that date of it is our inference: `inference` tells of the start alone."""
        return self.inference if name == "started" else ""

    def certainly_overlaps(self, other):
        """Whether there is a day on which both are certainly in force."""
        both_started = max(self.started.latest, other.started.latest)
        one_ended = min(self.ended.earliest, other.ended.earliest)
        return both_started < one_ended

    @transaction.atomic
    def end(self, *, on, reason="", passages=()):
        """Close the period; the given date (EDTF text) is the first day out of office.

        The fact then rests on the given passages too. Raises ValidationError.
        """
        self.ended = on
        self.end_reason = reason
        self.full_clean()
        self.save()
        self.passages.add(*passages)

    def refuse_false_succession(self):
        """Raise ValidationError where this one cannot have succeeded another, or another it.

        Asked from both ends, because either may be edited.
        """
        if self.succeeds:
            self._refuse_circle()
            _refuse_as_successor(self.succeeds, self)
        after = Appointment.objects.filter(succeeds=self).first() if self.pk else None
        if after and after.pk != self.pk:
            _refuse_as_successor(self, after)

    def _refuse_circle(self):
        seen, before = set(), self.succeeds
        while before is not None and before.pk not in seen:
            if before.pk == self.pk:
                raise ValidationError(
                    {"succeeds": _("An appointment cannot come round to itself.")}
                )
            seen.add(before.pk)
            before = before.succeeds

    def _refuse_foreign_announcements(self):
        if self.pk and self.announcements.exclude(party=self.party_id).exists():
            raise ValidationError(
                {"party": _("Another party's step announces this appointment: change that first.")}
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


def _refuse_as_successor(before, after):
    if before.party_id != after.party_id:
        raise ValidationError(
            {"succeeds": _("Only an appointment of the same party can be succeeded.")}
        )
    if Appointment.Capacity.ALTERNATE in (before.capacity, after.capacity):
        raise ValidationError({"succeeds": _("An alternate neither succeeds nor is succeeded.")})
    if not before.ended or before.ended != after.started:
        raise ValidationError(
            {
                "succeeds": _(
                    "The end of the one and the start of the other must be written alike: "
                    "they are the same day."
                )
            }
        )

"""What parties did or declared towards the network."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from countries.models import Party
from countries.names import in_order_of_party
from sources.citations import Cited, CitedQuerySet
from sources.dates import in_words
from sources.fields import EDTFField
from sources.translations import as_printed

from .appointments import Appointment


class StepQuerySet(CitedQuerySet):
    def of(self, parties):
        return self.filter(party__in=parties)

    def known_by(self, day):
        """Taken by that day, whatever the true date turns out to be."""
        return self.filter(taken__latest__lte=day)

    def known_between(self, first, last):
        """Known by the last day and not yet by the first."""
        return self.known_by(last).exclude(taken__latest__lte=first)

    def about_intention(self):
        """Those that say whether a party intends to appoint."""
        return self.filter(kind__in=Step.ABOUT_INTENTION)

    def for_open_data(self):
        rows = super().for_open_data().select_related("party", "appointment")
        return rows.order_by("party__slug", "taken", "key")

    def oldest_first(self):
        return self.order_by("taken", "pk")

    def for_page(self):
        return (
            self.public()
            .with_citations()
            .select_related("party")
            .prefetch_related("meetings_at")
            .order_by("taken", "role", "pk")
        )


def steps_in_order(steps):
    """By when they were taken, and of the same time by the names of their parties."""
    return in_order_of_party(
        steps, lambda each: (each.taken.earliest, each.taken.latest, each.taken)
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

    # The newest of these says whether a party intends to appoint.
    ABOUT_INTENTION = (Kind.INTENDS, Kind.WITHDREW)

    collection = "steps"
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
        pgettext_lazy("date of a step", "taken"),
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
        return _("%(party)s: %(step)s, %(date)s") % {
            "party": self.party,
            "step": self.in_words(),
            "date": in_words(self.taken),
        }

    def in_words(self):
        """What the party did, in the role as stated: "launched the initiative (with others)"."""
        kind = self.get_kind_display()
        return (
            _("%(kind)s (%(role)s)") % {"kind": kind, "role": as_printed(self.role)}
            if self.role
            else kind
        )

    def get_absolute_url(self):
        return f"{self.party.get_absolute_url()}#steps"

    def clean(self):
        if self.appointment and self.appointment.party_id != self.party_id:
            raise ValidationError({"appointment": _("That appointment is another party's.")})

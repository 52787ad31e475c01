"""One official leaves a post, the next one takes it over on the same day."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sources.enumeration import in_parts
from sources.texts import readable

from .appointments import Appointment
from .persons import FocalPoint
from .submissions import NotOpen, Submission, SubmissionQuerySet


class HandoverQuerySet(SubmissionQuerySet):
    def waiting(self):
        """Accepted, and not carried out yet: because of the day, or of what stood in the way."""
        return self.filter(accepted_at__isnull=False, carried_out_at=None)

    def due(self, day):
        return self.waiting().filter(takes_over_on__lte=day)

    def pending(self):
        """Neither refused nor withdrawn nor carried out."""
        return self.filter(refused_at=None, withdrawn_at=None, carried_out_at=None)

    def of_any(self, appointments):
        return self.filter(appointment__in=appointments)

    def asked_by(self, account):
        return self.filter(asked_by=account)

    def told_to(self, account):
        """Those that the account asked for, and those of staff about a post of its person.

        Of staff, what is accepted: before, it may come to nothing.
        """
        by_staff = Q(asked_by__is_staff=True, accepted_at__isnull=False)
        return self.filter(Q(asked_by=account) | by_staff & Q(appointment__holder__account=account))

    def accepted_to(self, person):
        """Those in which the person takes over a post, once that is accepted."""
        to_them = Q(successor=person) | Q(succeeded_by__holder=person)
        return self.filter(to_them, accepted_at__isnull=False)

    def for_page(self):
        """The newest first, with what its post prints."""
        return self.select_related("appointment__party").order_by("-asked_at", "-pk")

    def first_day_first(self):
        return self.order_by("takes_over_on", "asked_at", "pk")


class Handover(Submission):
    """Who succeeds the holder of an appointment, and on which day.

    Asked for by the leaving official or by staff. Once accepted it is carried out on its day: the
    appointment ends, the next one begins and succeeds it.
    """

    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("appointment"),
        on_delete=models.PROTECT,
        related_name="handovers",
    )
    takes_over_on = models.DateField(
        _("day"), help_text=_("The first day of the successor in office, in UTC.")
    )
    successor = models.ForeignKey(
        FocalPoint,
        verbose_name=_("successor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handovers_to",
        help_text=_("Where the successor has an entry already."),
    )
    successor_name = models.CharField(
        _("name of the successor"), max_length=200, blank=True, validators=[readable]
    )
    successor_honorific = models.CharField(
        _("honorific"), max_length=60, blank=True, validators=[readable]
    )
    successor_address = models.EmailField(
        _("e-mail address of the successor"),
        blank=True,
        help_text=_("An invitation is sent there on the day. Without it, nobody is invited."),
    )
    succeeded_by = models.OneToOneField(
        Appointment,
        verbose_name=_("succeeded by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="handed_over",
    )
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, editable=False)
    obstacle = models.TextField(
        _("what stood in the way"), blank=True, editable=False
    )  # on its day, as a sentence

    objects = HandoverQuerySet.as_manager()

    class Meta(Submission.Meta):
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        default_permissions = ["view", "add", "change"]
        constraints = [
            *Submission.Meta.constraints,
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(refused_at=None, withdrawn_at=None, carried_out_at=None),
                name="handover_one_pending",
                violation_error_message=_(
                    "A handover of this post is under way already: withdraw it, to make another."
                ),
            ),
            models.CheckConstraint(
                name="handover_to_somebody",
                condition=Q(successor__isnull=False) | ~Q(successor_name=""),
                violation_error_message=_("Say who takes over."),
            ),
            models.CheckConstraint(
                name="handover_carried_out_once_accepted",
                condition=Q(carried_out_at=None) | Q(accepted_at__isnull=False),
                violation_error_message=_("A handover is carried out once it is accepted."),
            ),
        ]

    def __str__(self):
        return in_parts([self.appointment.party, self.takes_over_on])

    @property
    def is_carried_out(self):
        return self.carried_out_at is not None

    @property
    def is_accepted(self):
        return self.accepted_at is not None

    @property
    def is_pending(self):
        return self.refused_at is None and self.withdrawn_at is None and not self.is_carried_out

    @property
    def state(self):
        if self.is_carried_out:
            return pgettext_lazy("handover", "carried out")
        if self.refused_at:
            return pgettext_lazy("handover", "refused")
        if self.withdrawn_at:
            return pgettext_lazy("handover", "withdrawn")
        if self.obstacle:
            return _("accepted, something stands in the way")
        if self.is_accepted:
            return _("accepted, waits for its day")
        return _("waits for the secretariat")

    def is_due(self, day):
        return self.is_accepted and not self.is_carried_out and self.takes_over_on <= day

    def is_asked_by_holder(self):
        """Whether it was asked for by whoever holds the appointment now."""
        holder = self.appointment.holder
        return bool(self.asked_by_id and holder and holder.account_id == self.asked_by_id)

    def is_asked_by_staff(self):
        return self.asked_by is not None and self.asked_by.is_staff

    def refuse(self, *, by, at, answer):
        """Also what was accepted, until it is carried out. Raises NotOpen."""
        self._stop(refused_at=at, decided_by=by, answer=answer)

    def withdraw(self, *, at):
        """Also what was accepted, until it is carried out. Raises NotOpen."""
        self._stop(withdrawn_at=at)

    def _stop(self, **how):
        """Nobody is going to be invited: so the address is of no more use."""
        stopped = {"accepted_at": None, "obstacle": "", "successor_address": "", **how}
        if not Handover.objects.pending().filter(pk=self.pk).update(**stopped):
            raise NotOpen
        self.refresh_from_db()

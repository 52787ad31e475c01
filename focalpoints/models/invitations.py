"""How the holder of an appointment comes in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, Refused

from .appointments import Appointment
from .persons import FocalPoint


class AppointmentInvitation(Invitation):
    """An invitation of the holder of an appointment, for as long as they hold it."""

    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("appointment"),
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    holder = models.ForeignKey(
        FocalPoint, verbose_name=_("holder"), on_delete=models.PROTECT, related_name="invitations"
    )

    class Meta(Invitation.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def may_be_accepted(self, at):
        """While the same person holds it for certain, is not hidden, and has no account yet."""
        open_to = Appointment.objects.with_holder_to_invite(at.date())
        return open_to.filter(pk=self.appointment_id, holder=self.holder_id).exists()

    def bound_to(self):
        return {"appointment": self.appointment, "holder": self.holder}

    def to_what(self):
        return _(
            "You are invited as %(capacity)s of %(party)s, to see your entry and to reach your "
            "colleagues."
        ) % {
            "capacity": self.appointment.get_capacity_display(),
            "party": self.appointment.party,
        }

    def welcome(self, user):
        """Of two invitations of the same person, one gives the account."""
        free = FocalPoint.objects.filter(pk=self.holder_id, account=None)
        if not free.update(account=user):
            raise Refused

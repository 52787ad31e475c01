"""Who of the chosen holders gets an invitation, under which address, and who gets none and why."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.invitations import invite

from .models import Appointment, AppointmentInvitation, ContactDetail, FocalPoint


@dataclass(frozen=True)
class Candidate:
    """The holder of an appointment: an address to mail to, or what stands in the way."""

    appointment: Appointment
    address: str
    obstacle: str

    @property
    def gets_a_mail(self):
        return not self.obstacle


def candidates(appointments, *, day):
    """One of each appointment, in their order."""
    to_invite = set(appointments.with_holder_to_invite(day).values_list("pk", flat=True))
    hidden = set(FocalPoint.objects.protected().values_list("pk", flat=True))
    rows = appointments.select_related("party", "holder__account").prefetch_related(
        "holder__contact_details"
    )
    return [_candidate(row, row.pk in to_invite, row.holder_id in hidden) for row in rows]


@transaction.atomic
def invite_all(chosen, *, by, at, language):
    """Mail all candidates who get one, in the language, or none.

    Raises ValidationError, naming the address.
    """
    for each in chosen:
        try:
            invite(
                AppointmentInvitation,
                address=each.address,
                by=by,
                at=at,
                language=language,
                appointment=each.appointment,
                holder=each.appointment.holder,
            )
        except ValidationError as refusal:
            said = {"address": each.address, "refusal": " ".join(refusal.messages)}
            raise ValidationError(_("%(address)s: %(refusal)s") % said) from None


def _candidate(appointment, may_be_invited, is_hidden):
    holder = appointment.holder
    address = _address_of(holder) if holder else ""
    obstacle = ""
    if holder is None:
        obstacle = _("Nobody is named as its holder.")
    elif holder.account:
        obstacle = _("Has an account already.")
    elif is_hidden:
        obstacle = _("Is protected: lift that first.")
    elif not may_be_invited:
        obstacle = _("Does not surely hold it today.")
    elif not address:
        obstacle = _("No e-mail address is recorded.")
    return Candidate(appointment, address, obstacle)


def _address_of(holder):
    """The office first."""
    by_kind = {detail.kind: detail.value for detail in holder.contact_details.all()}
    return next((by_kind[kind] for kind in ContactDetail.EMAILS if kind in by_kind), "")

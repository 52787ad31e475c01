"""Focal points, the appointments they hold, and the steps of parties in the network."""

from .appointments import Appointment
from .consents import Consent
from .counts import NetworkCount, Qualifier
from .decisions import ProtectionDecision
from .invitations import AppointmentInvitation
from .persons import ContactDetail, FocalPoint
from .protections import Protection
from .steps import Step

__all__ = [
    "Appointment",
    "AppointmentInvitation",
    "Consent",
    "ContactDetail",
    "FocalPoint",
    "NetworkCount",
    "Protection",
    "ProtectionDecision",
    "Qualifier",
    "Step",
]

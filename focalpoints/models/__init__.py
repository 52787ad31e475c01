"""Focal points, the appointments they hold, and the steps of parties in the network."""

from .appointments import Appointment
from .assistance import Assistance, AssistantInvitation, Draft
from .confirmations import HOLDS_FOR, Confirmation, Notice
from .consents import Consent
from .counts import NetworkCount, Qualifier
from .decisions import ProtectionDecision
from .erasures import ErasureDecision, ErasureRequest
from .former_keys import FormerKey
from .handovers import Handover
from .invitations import AppointmentInvitation
from .persons import ContactDetail, FocalPoint
from .portraits import Portrait
from .proposals import Proposal, ProposedChange
from .protections import Protection
from .steps import Step
from .submissions import NotOpen, Submission

__all__ = [
    "HOLDS_FOR",
    "Appointment",
    "AppointmentInvitation",
    "Assistance",
    "AssistantInvitation",
    "Confirmation",
    "Consent",
    "ContactDetail",
    "Draft",
    "ErasureDecision",
    "ErasureRequest",
    "FocalPoint",
    "FormerKey",
    "Handover",
    "NetworkCount",
    "NotOpen",
    "Notice",
    "Portrait",
    "Proposal",
    "ProposedChange",
    "Protection",
    "ProtectionDecision",
    "Qualifier",
    "Step",
    "Submission",
]

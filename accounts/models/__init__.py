"""Accounts: who signs in, who was invited, and what two of the secretariat decide."""

from .decisions import AccountDecision, Decision, DecisionQuerySet, NotYours
from .forms import SpentForm
from .invitations import Invitation, Refused, StaffInvitation, find_invitation
from .sheets import PreviewedSheet
from .users import EDITORS, User, UserManager

__all__ = [
    "EDITORS",
    "AccountDecision",
    "Decision",
    "DecisionQuerySet",
    "Invitation",
    "NotYours",
    "PreviewedSheet",
    "Refused",
    "SpentForm",
    "StaffInvitation",
    "User",
    "UserManager",
    "find_invitation",
]

"""Meetings of the network: who hosted, who came, how many were counted."""

from .delegations import Delegate, Delegation, SentFrom
from .headcounts import Headcount
from .hosts import Host
from .meetings import Meeting, OtherTitle

__all__ = ["Delegate", "Delegation", "Headcount", "Host", "Meeting", "OtherTitle", "SentFrom"]

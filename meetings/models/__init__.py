"""Meetings of the network, and where sources differ about them or about anything before."""

from .delegations import Delegate, Delegation, SentFrom, sent_from_in_words
from .differences import Claim, Difference
from .headcounts import Headcount
from .hosts import Host
from .meetings import Meeting, OtherTitle

__all__ = [
    "Claim",
    "Delegate",
    "Delegation",
    "Difference",
    "Headcount",
    "Host",
    "Meeting",
    "OtherTitle",
    "SentFrom",
    "sent_from_in_words",
]

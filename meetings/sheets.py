"""Delegations as a sheet for staff."""

from django.utils.translation import gettext_lazy

from countries.models import Party
from sources.sheet_cells import ByKey, Column, Passages, Words, YesOrNo
from sources.sheets import FactResource

from .models import Delegation, Meeting, SentFrom


class DelegationResource(FactResource):
    """Without the delegates: they are persons, recorded one by one."""

    edited_with = ("meeting",)

    key = Column("key", is_for_reading=True)
    meeting = Column("meeting", ByKey(Meeting.objects, "slug"))
    party = Column("party", ByKey(Party.objects, "slug"))
    party__name = Column("party__name", name=gettext_lazy("party name"), is_for_reading=True)
    role = Column("role", Words(Delegation.Role.choices))
    sent_from = Column("sent_from", Words(SentFrom.choices))
    status = Column("status", Words(Delegation.Status.choices))
    passages = Column("passages", Passages())
    inference = Column("inference")
    is_from_secretariat = Column("is_from_secretariat", YesOrNo())

    class Meta:
        model = Delegation
        fields = [
            "key",
            "meeting",
            "party",
            "party__name",
            "role",
            "sent_from",
            "status",
            "passages",
            "inference",
            "is_from_secretariat",
        ]

    def with_relations(self, rows):
        return super().with_relations(rows).select_related("meeting", "party")

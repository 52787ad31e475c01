"""Appointments, and how focal points are reached, as sheets for staff."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Party
from sources.sheet_cells import ByKey, Column, Dated, Passages, Words, YesOrNo
from sources.sheets import FactResource, SheetResource

from .models import Appointment, ContactDetail, FocalPoint

_NUMBER = re.compile(r"[0-9]{1,18}")  # more digits no number has


class AppointmentResource(FactResource):
    of_persons = ("holder", "holder__name")
    edited_with = ("party",)

    key = Column("key", is_for_reading=True)
    party = Column("party", ByKey(Party.objects, "slug"))
    party__name = Column("party__name", name=gettext_lazy("party name"), is_for_reading=True)
    holder = Column("holder", ByKey(FocalPoint.objects, "key"))
    holder__name = Column("holder__name", name=gettext_lazy("holder name"), is_for_reading=True)
    capacity = Column("capacity", Words(Appointment.Capacity.choices))
    started = Column("started", Dated())
    ended = Column("ended", Dated())
    end_reason = Column("end_reason")
    succeeds = Column("succeeds", ByKey(Appointment.objects, "key"))
    office = Column("office")
    institution = Column("institution")
    seat = Column("seat", Words(Appointment.Seat.choices))
    passages = Column("passages", Passages())
    inference = Column("inference")
    is_from_secretariat = Column("is_from_secretariat", YesOrNo())

    class Meta:
        model = Appointment
        fields = [
            "key",
            "party",
            "party__name",
            "holder",
            "holder__name",
            "capacity",
            "started",
            "ended",
            "end_reason",
            "succeeds",
            "office",
            "institution",
            "seat",
            "passages",
            "inference",
            "is_from_secretariat",
        ]

    def with_relations(self, rows):
        return super().with_relations(rows).select_related("party", "holder", "succeeds")


class ContactDetailResource(SheetResource):
    """A contact has no key: it is found by its number, and stays with its person."""

    found_by = "pk"
    edited_with = ("focal_point",)

    pk = Column("pk", name=gettext_lazy("number"), is_for_reading=True)
    focal_point = Column("focal_point", ByKey(FocalPoint.objects, "key"))
    focal_point__name = Column(
        "focal_point__name", name=gettext_lazy("focal point name"), is_for_reading=True
    )
    kind = Column("kind", Words(ContactDetail.Kind.choices))
    value = Column("value")
    audience = Column("audience", Words(ContactDetail.Audience.choices))

    class Meta:
        model = ContactDetail
        fields = ["pk", "focal_point", "focal_point__name", "kind", "value", "audience"]

    def with_relations(self, rows):
        return rows.select_related("focal_point")

    def refuse(self, instance, row):
        """No act of staff shows a contact to more people, and none gives it to another person."""
        instance.refuse_widening()
        if not instance._state.adding:
            of_another = ContactDetail.objects.filter(pk=instance.pk).exclude(
                focal_point=instance.focal_point_id
            )
            if of_another.exists():
                raise ValidationError(
                    {
                        "focal_point": _(
                            "This contact is somebody else's: leave the number empty to add one."
                        )
                    }
                )

    def _named(self, keys):
        return ContactDetail.objects.filter(
            pk__in=[each for each in keys if _NUMBER.fullmatch(each)]
        )

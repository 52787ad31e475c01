"""The focal points themselves, and how they are reached. Nothing of it is public."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sources.identity import Identified, IdentifiedQuerySet


class FocalPoint(Identified):
    """The senior official, a person. Nothing of this is shown in public."""

    identity = ("key",)

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="focal_point",
    )
    note = models.TextField(_("note for staff"), blank=True)

    objects = IdentifiedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")

    def __str__(self):
        return self.name


class ContactDetail(models.Model):
    """One way to reach a focal point, apart from the person, with its own audience."""

    class Kind(models.TextChoices):
        OFFICE_EMAIL = "office-email", _("office e-mail")
        OFFICE_TELEPHONE = "office-telephone", _("office telephone")
        PRIVATE_EMAIL = "private-email", _("private e-mail")
        PRIVATE_TELEPHONE = "private-telephone", _("private telephone")
        ASSISTANT = "assistant", _("assistant")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="contact_details",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=254)
    audience = models.CharField(
        _("audience"), max_length=20, choices=Audience, default=Audience.SECRETARIAT
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["focal_point", "kind", "pk"]
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        constraints = [
            models.CheckConstraint(
                name="contact_private_stays_private",
                condition=Q(kind__in=["office-email", "office-telephone"])
                | Q(audience="secretariat"),
                violation_error_message=_(
                    "A private contact is for the person and the secretariat only."
                ),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

"""Hiding a focal point everywhere, at once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ProtectionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(lifted_at=None)

    def of(self, focal_point):
        return self.filter(focal_point=focal_point)


class Protection(models.Model):
    """A time in which a focal point is shown nowhere, but to themselves and the secretariat."""

    focal_point = models.ForeignKey(
        "focalpoints.FocalPoint",
        verbose_name=_("focal point"),
        on_delete=models.PROTECT,
        related_name="protections",
    )
    begun_at = models.DateTimeField(_("begun at"))
    by_themselves = models.BooleanField(_("by the person"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "pk"]
        verbose_name = _("protection")
        verbose_name_plural = _("protections")
        # Begun and lifted by acts, never typed.
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["focal_point"],
                condition=Q(lifted_at=None),
                name="protection_one_open",
                violation_error_message=_("The person is hidden already."),
            ),
            models.CheckConstraint(
                name="protection_lifted_not_before_begun",
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("begun_at")),
                violation_error_message=_("A protection cannot be lifted before it began."),
            ),
        ]

    def __str__(self):
        return f"{self.begun_at:%Y-%m-%d %H:%M}"

"""The picture of a focal point."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from .persons import FocalPoint

LONGEST_SIDE = 480  # pixels


class Portrait(models.Model):
    """A picture, written anew from what was sent: WebP, without what a camera noted.

    It stands in the database: what is erased there is erased. Its history holds no picture.
    """

    focal_point = models.OneToOneField(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="portrait",
    )
    image = models.BinaryField(_("picture"))
    digest = models.CharField(_("digest"), max_length=64)  # SHA-256 of the picture, hexadecimal
    width = models.PositiveSmallIntegerField(_("width in pixels"))
    height = models.PositiveSmallIntegerField(_("height in pixels"))
    set_at = models.DateTimeField(_("set at"))

    history = HistoricalRecords(excluded_fields=["image"])

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="portrait_size",
                condition=Q(width__range=(1, LONGEST_SIDE), height__range=(1, LONGEST_SIDE)),
                violation_error_message=_("A portrait is at most 480 pixels wide and high."),
            ),
        ]

    def __str__(self):
        return f"{self.width} x {self.height}"

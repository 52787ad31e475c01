"""Addresses of entries that were joined with another one: they still lead there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .persons import FocalPoint


class FormerKey(models.Model):
    """The key of an entry that is part of another one now, which is the same person's."""

    key = models.UUIDField(_("key"), unique=True)
    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="former_keys",
    )
    joined_at = models.DateTimeField(_("joined at"))

    class Meta:
        ordering = ["joined_at", "pk"]
        verbose_name = _("former key")
        verbose_name_plural = _("former keys")
        default_permissions = []

    def __str__(self):
        return str(self.key)

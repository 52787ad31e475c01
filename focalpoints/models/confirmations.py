"""That an entry is still right, and who was told of what is due."""

from datetime import timedelta

from django.db import models
from django.db.models import OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from sources.fields import DAY_LENGTH

from .persons import FocalPoint

HOLDS_FOR = timedelta(days=365)


class ConfirmationQuerySet(models.QuerySet):
    def of(self, focal_point):
        return self.filter(focal_point=focal_point)

    def holding(self, day):
        """Those that still count on the day: an entry is confirmed for a year."""
        return self.filter(confirmed_on__gt=day - HOLDS_FOR, confirmed_on__lte=day)

    def attesting(self):
        """In a subquery of appointments: those by the holder, while it was certainly in force.

        The newest comes first, each with `as_date`, its day as an EDTF column holds one. Days are
        compared as the texts that stand there.
        """
        return (
            self.annotate(day=Cast("confirmed_on", models.CharField(max_length=DAY_LENGTH)))
            .filter(
                focal_point=OuterRef("holder"),
                day__gte=OuterRef("started__latest"),
                day__lt=OuterRef("ended__earliest"),
            )
            .annotate(as_date=Concat("day", Value(" "), "day", Value(" "), "day"))
            .order_by("-confirmed_on", "pk")
        )


class Confirmation(models.Model):
    """On that day the person said that the own entry is right."""

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="confirmations",
    )
    confirmed_on = models.DateField(_("confirmed on"))

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        ordering = ["-confirmed_on", "pk"]
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        # By the person alone.
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["focal_point", "confirmed_on"],
                name="confirmation_once_a_day",
                violation_error_message=_("This was confirmed already."),
            ),
        ]

    def __str__(self):
        return f"{self.confirmed_on:%Y-%m-%d}"


class Notice(models.Model):
    """That a focal point was told of what is due on a day, so that nobody is told twice."""

    class Kind(models.TextChoices):
        CONFIRM_SOON = "confirm-soon", _("confirm the entry soon")
        CONFIRM_NOW = "confirm-now", _("confirm the entry")
        CONFIRM_LATE = "confirm-late", _("the entry is not confirmed")
        ERASURE = "erasure", _("erasure is near")

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    due_on = models.DateField(_("due on"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        ordering = ["-written_at", "pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["focal_point", "kind", "due_on"],
                name="notice_once",
                violation_error_message=_("The person was told of this already."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

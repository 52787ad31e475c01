"""What a focal point has agreed to show in public."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConsentQuerySet(models.QuerySet):
    def open(self):
        """Given, and not withdrawn."""
        return self.filter(withdrawn_at=None)

    def of(self, focal_point):
        return self.filter(focal_point=focal_point)

    def to_show(self, field):
        return self.filter(field=field)


class Consent(models.Model):
    """A person's own agreement to have one field of theirs shown in public.

    It is withdrawn at any time. What was agreed to, and when, stays.
    """

    class Field(models.TextChoices):
        NAME = "name", pgettext_lazy("of a person", "name")
        HONORIFIC = "honorific", _("honorific")
        PORTRAIT = "portrait", _("portrait")
        LANGUAGES = "languages", _("languages")
        BIOGRAPHY = "biography", _("biography")

    focal_point = models.ForeignKey(
        "focalpoints.FocalPoint",
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="consents",
    )
    field = models.CharField(_("field"), max_length=20, choices=Field)
    wording = models.TextField(_("wording"), help_text=_("What the person read and agreed to."))
    given_at = models.DateTimeField(_("given at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        # Given and withdrawn by the person alone.
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["focal_point", "field"],
                condition=Q(withdrawn_at=None),
                name="consent_one_open",
                violation_error_message=_("The person has agreed to this already."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_not_before_given",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("given_at")),
                violation_error_message=_("A consent cannot be withdrawn before it was given."),
            ),
        ]

    def __str__(self):
        return self.get_field_display()

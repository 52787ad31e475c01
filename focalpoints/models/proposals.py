"""Changes of official fields, proposed by the official and decided by staff."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sources.texts import readable

from .appointments import Appointment
from .persons import FocalPoint
from .submissions import Submission, SubmissionQuerySet


class ProposalQuerySet(SubmissionQuerySet):
    def of(self, focal_point):
        return self.filter(focal_point=focal_point)

    def not_of(self, focal_point):
        return self.exclude(focal_point=focal_point)


class Proposal(Submission):
    """That some official fields of an entry should say something else."""

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        editable=False,
        related_name="proposals",
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name=_("appointment"),
        on_delete=models.PROTECT,
        editable=False,
        related_name="proposals",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta(Submission.Meta):
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            *Submission.Meta.constraints,
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None),
                name="proposal_one_undecided",
                violation_error_message=_(
                    "A proposal about this post waits for the secretariat already: withdraw it, "
                    "to make another one."
                ),
            ),
        ]


class ProposedChange(models.Model):
    """One field of a proposal: what it said when it was proposed, and what it should say."""

    class Field(models.TextChoices):
        NAME = "name", pgettext_lazy("of a person", "name")
        OFFICE = "office", _("office")
        INSTITUTION = "institution", _("institution")
        CAPACITY = "capacity", _("capacity")
        STARTED = "started", _("started")
        ENDED = "ended", _("first day out of office")

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.CASCADE, related_name="changes"
    )
    field = models.CharField(_("field"), max_length=20, choices=Field)
    before = models.CharField(pgettext_lazy("value", "before"), max_length=200, blank=True)
    after = models.CharField(
        pgettext_lazy("value", "after"), max_length=200, blank=True, validators=[readable]
    )

    class Meta:
        ordering = ["proposal", "pk"]
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        default_permissions = []
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "field"],
                name="proposed_change_once",
                violation_error_message=_("A field is changed once."),
            ),
            models.CheckConstraint(
                name="proposed_change_changes",
                condition=~Q(before=F("after")),
                violation_error_message=_("Nothing is changed."),
            ),
        ]

    def __str__(self):
        return self.get_field_display()

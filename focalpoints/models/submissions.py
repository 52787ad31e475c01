"""What somebody asks the secretariat to record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from sources.models import KeptFile
from sources.texts import readable


class NotOpen(Exception):
    """It was decided or withdrawn in the meantime."""


class SubmissionQuerySet(models.QuerySet):
    def undecided(self):
        return self.filter(accepted_at=None, refused_at=None, withdrawn_at=None)

    def oldest_first(self):
        return self.order_by("asked_at", "pk")


class Submission(models.Model):
    """Asked for by somebody, decided by staff, or withdrawn before; what was decided stays."""

    explanation = models.TextField(
        _("anything that the secretariat should know"),
        max_length=2000,
        blank=True,
        validators=[readable],
    )
    letter = models.ForeignKey(
        KeptFile,
        verbose_name=_("letter"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="%(class)ss",
    )
    asked_by = models.ForeignKey(
        User,
        verbose_name=_("asked by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    refused_at = models.DateTimeField(_("refused at"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User,
        verbose_name=_("decided by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    answer = models.TextField(
        _("why it is refused"),
        blank=True,
        validators=[readable],
        help_text=_("The person reads it."),
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_one_outcome",
                condition=Q(accepted_at=None, refused_at=None)
                | Q(accepted_at=None, withdrawn_at=None)
                | Q(refused_at=None, withdrawn_at=None),
                violation_error_message=_("It was decided or withdrawn in the meantime."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_refused_with_reason",
                condition=Q(refused_at=None) | ~Q(answer=""),
                violation_error_message=_("Say why it is refused: the person reads it."),
            ),
        ]

    def __str__(self):
        return _("%(party)s, asked for on %(time)s") % {
            "party": self.appointment.party,
            "time": f"{self.asked_at:%Y-%m-%d %H:%M}",
        }

    @property
    def is_undecided(self):
        return self.accepted_at is None and self.refused_at is None and self.withdrawn_at is None

    def accept(self, *, by, at):
        """Of two at the same time, one finds it undecided. Raises NotOpen."""
        self._close(accepted_at=at, decided_by=by)

    def refuse(self, *, by, at, answer):
        """Raises NotOpen."""
        self._close(refused_at=at, decided_by=by, answer=answer)

    def withdraw(self, *, at):
        """Raises NotOpen."""
        self._close(withdrawn_at=at)

    def _close(self, **how):
        if not type(self).objects.undecided().filter(pk=self.pk).update(**how):
            raise NotOpen
        self.refresh_from_db()

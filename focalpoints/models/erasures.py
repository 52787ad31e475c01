"""Erasing what is held about a person: asked for by them, decided by two of the secretariat."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Decision, DecisionQuerySet, User

from .persons import FocalPoint


class ErasureRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def by(self, account):
        return self.filter(account=account)


class ErasureRequest(models.Model):
    """A person with an account asks that what is held about them be erased."""

    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="erasure_requests"
    )
    asked_at = models.DateTimeField(_("asked at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        default_permissions = ["view", "change"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(settled_at=None),
                name="erasure_request_one_open",
                violation_error_message=_("This has been asked for already."),
            ),
        ]

    def __str__(self):
        return f"{self.asked_at:%Y-%m-%d %H:%M}"


class ErasureDecisionQuerySet(DecisionQuerySet):
    def concerning(self, account):
        return self.filter(Q(account=account) | Q(focal_point__account=account))


class ErasureDecision(Decision):
    """To erase what is held about a person. That their state had a focal point stays."""

    # Of an account without an entry, of an entry without an account, or of both.
    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="erasure_decisions",
    )
    account = models.ForeignKey(
        User,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="erasure_decisions",
    )
    person = models.UUIDField(_("pseudonym"), editable=False)  # once nothing else is left

    objects = ErasureDecisionQuerySet.as_manager()

    class Meta(Decision.Meta):
        verbose_name = _("decision to erase")
        verbose_name_plural = _("decisions to erase")
        constraints = [
            *Decision.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="erasure_decision_one_open",
                violation_error_message=_("This has been asked for already."),
            ),
        ]

    leaves_nothing = True

    def clean(self):
        account = self.concerned()
        if self.is_open and account and account.is_staff:
            raise ValidationError(
                _("This is an account of the secretariat: take it off the desk first.")
            )

    def deciders(self):
        return User.objects.staff()

    def concerned(self):
        return self.account or (self.focal_point and self.focal_point.account)

    def addresses(self):
        if account := self.concerned():
            return {account.email}
        return self.focal_point.addresses() if self.focal_point else set()

    def about(self):
        return self.person

    def in_a_word(self):
        return "erase"

    def what(self):
        return _("To erase what is held about the person. It cannot be undone.")

    def withdraw(self, *, by, at):
        """The person who stops it does not ask for it any more."""
        super().withdraw(by=by, at=at)
        if by == self.concerned():
            ErasureRequest.objects.open().by(by).update(settled_at=at)

    def act(self, at):
        """Raises ValidationError."""
        from ..erasure import erase_person  # which knows all models

        erase_person(self.focal_point, self.account, at=at)
        self.refresh_from_db()

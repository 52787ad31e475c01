"""What two of the secretariat decide about a focal point."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Decision, DecisionQuerySet, User

from .persons import FocalPoint


class ProtectionDecisionQuerySet(DecisionQuerySet):
    def concerning(self, account):
        return self.filter(focal_point__account=account)


class ProtectionDecision(Decision):
    """To show a focal point again, and to open the account again that was suspended."""

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.PROTECT,
        related_name="decisions",
    )

    objects = ProtectionDecisionQuerySet.as_manager()

    class Meta(Decision.Meta):
        verbose_name = _("decision to lift a protection")
        verbose_name_plural = _("decisions to lift a protection")
        constraints = [
            *Decision.Meta.constraints,
            models.UniqueConstraint(
                fields=["focal_point"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="protection_decision_one_open",
                violation_error_message=_("This has been asked for already."),
            ),
        ]

    def deciders(self):
        return User.objects.staff()

    def concerned(self):
        return self.focal_point.account

    def addresses(self):
        return self.focal_point.addresses()

    def about(self):
        return self.focal_point.key

    def in_a_word(self):
        return "lift-protection"

    def what(self):
        return _("To show the focal point's entry again, and to open a suspended account again.")

    def act(self, at):
        """The account is opened again where the protection closed it, and not otherwise."""
        account = self.focal_point.account
        protection = self.focal_point.protections.open().first()
        self.focal_point.lift_protection(at=at)
        closed_at = account and account.suspended_at
        if protection and closed_at and closed_at >= protection.begun_at:
            account.reinstate()

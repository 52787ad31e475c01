"""What takes two of the secretariat, and what stands in where there is only one."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .users import User

DELAY = timedelta(days=1)


class NotYours(Exception):
    """This decision is not open to this member of staff, or not open any more."""


class DecisionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(carried_out_at=None, withdrawn_at=None)

    def closed(self):
        return self.exclude(carried_out_at=None, withdrawn_at=None)


class Decision(models.Model):
    """An act that one of the secretariat asks for and another one seconds, which carries it out.

    Where nobody else could second it, a day has to pass instead, in which all staff and the
    person concerned know of it.
    """

    reason = models.TextField(
        _("how you know that it is right"),
        help_text=_(
            "How you made sure that it is this person who asks: they were called back at their "
            "ministry, for instance. Name no focal point here without their consent."
        ),
    )
    asked_by = models.ForeignKey(
        User, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    alone_until = models.DateTimeField(
        _("may be carried out alone from"),
        null=True,
        blank=True,
        help_text=_("Where nobody else could second it when it was asked."),
    )
    seconded_by = models.ForeignKey(
        User,
        verbose_name=_("seconded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    carried_out_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User,
        verbose_name=_("withdrawn by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    leaves_nothing = False  # of the mail that says that it is done, once that is sent

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_by_two",
                condition=Q(seconded_by=None) | ~Q(seconded_by=F("asked_by")),
                violation_error_message=_("Nobody seconds what they have asked for themselves."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_by_two_or_later",
                condition=Q(carried_out_at=None)
                | Q(seconded_by__isnull=False)
                | Q(alone_until__isnull=False, alone_until__lte=F("carried_out_at")),
                violation_error_message=_("It takes a second person, or a day."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_withdrawn_or_done",
                condition=Q(carried_out_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("What was carried out cannot be withdrawn."),
            ),
        ]

    def __str__(self):
        return _("Decision asked for on %(time)s") % {"time": f"{self.asked_at:%Y-%m-%d %H:%M}"}

    @property
    def is_open(self):
        return self.carried_out_at is None and self.withdrawn_at is None

    @transaction.atomic
    def ask(self, *, by, at):
        """Raises NotYours, or ValidationError."""
        if not self.deciders().filter(pk=by.pk).exists():
            raise NotYours
        self.asked_by, self.asked_at = by, at
        self.alone_until = None if self.others().exists() else at + DELAY
        self.full_clean()
        self.save()

    @transaction.atomic
    def second(self, *, by, at):
        """Another one of the secretariat agrees, and so it is done. Raises NotYours."""
        if not self.may_be_seconded_by(by):
            raise NotYours
        self._close(seconded_by=by, carried_out_at=at)
        self.act(at)

    @transaction.atomic
    def carry_out_alone(self, *, by, at):
        """After the day that stands in for a second person. Raises NotYours."""
        if not self.may_be_carried_out_alone(by, at):
            raise NotYours
        self._close(carried_out_at=at)
        self.act(at)

    def withdraw(self, *, by, at):
        """By a member of staff, or by the person concerned. Raises NotYours."""
        if not self.may_be_withdrawn_by(by):
            raise NotYours
        self._close(withdrawn_by=by, withdrawn_at=at)

    def may_be_seconded_by(self, user):
        return self.is_open and self.others().filter(pk=user.pk).exists()

    def may_be_carried_out_alone(self, user, at):
        waited = self.alone_until is not None and self.alone_until <= at
        return self.is_open and waited and user == self.asked_by

    def may_be_withdrawn_by(self, user):
        decides = user == self.concerned() or self.deciders().filter(pk=user.pk).exists()
        return self.is_open and decides

    def others(self):
        """Who could second it: with a second factor, and not the person concerned.

        Nor whoever has just come in: nobody invites their own second person.
        """
        others = self.deciders().with_second_factor().filter(has_second_factor=True)
        others = others.filter(date_joined__lte=self.asked_at - DELAY).exclude(pk=self.asked_by_id)
        person = self.concerned()
        return others.exclude(pk=person.pk) if person else others

    def deciders(self):
        """The accounts of those who may ask for it, second it and withdraw it, as a QuerySet."""
        raise NotImplementedError

    def concerned(self):
        """The account of the person whom it is about, or None."""
        raise NotImplementedError

    def addresses(self):
        """Where the person is told: a set of e-mail addresses."""
        raise NotImplementedError

    def about(self):
        """The pseudonym of the person, for the trail."""
        raise NotImplementedError

    def in_a_word(self):
        """What is decided, for the trail."""
        raise NotImplementedError

    def what(self):
        """What is decided, in a sentence without a name."""
        raise NotImplementedError

    def act(self, at):
        """Do it, in the transaction in which it was decided."""
        raise NotImplementedError

    def _close(self, **how):
        """Of two at the same time, one update finds it open."""
        if not type(self).objects.open().filter(pk=self.pk).update(**how):
            raise NotYours
        self.refresh_from_db()


class AccountDecisionQuerySet(DecisionQuerySet):
    def concerning(self, account):
        return self.filter(account=account)

    def to_be_decided_by(self, user):
        """An editor has no part in what is decided about the secretariat's own accounts."""
        return self if user.is_administrator else self.exclude(account__is_staff=True)


class AccountDecision(Decision):
    """What two of the secretariat decide about an account."""

    class Kind(models.TextChoices):
        RESTORE_ACCESS = "restore-access", _("take off the second factors, which are lost")
        NEW_ADDRESS = "new-address", _("another address to sign in with")
        REINSTATE = "reinstate", _("open the suspended account again")

    kind = models.CharField(_("what"), max_length=20, choices=Kind)
    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="decisions"
    )
    new_address = models.EmailField(_("new e-mail address"), blank=True)

    objects = AccountDecisionQuerySet.as_manager()

    class Meta(Decision.Meta):
        verbose_name = _("decision about an account")
        verbose_name_plural = _("decisions about accounts")
        constraints = [
            *Decision.Meta.constraints,
            models.CheckConstraint(
                name="account_decision_address",
                condition=Q(kind="new-address", new_address__gt="")
                | (~Q(kind="new-address") & Q(new_address="")),
                violation_error_message=_("Write the new address, where that is what is asked."),
            ),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(carried_out_at=None, withdrawn_at=None),
                name="account_decision_one_open",
                violation_error_message=_("This has been asked for already."),
            ),
        ]

    def clean(self):
        self.new_address = self.new_address.lower()
        taken = User.objects.filter(email__iexact=self.new_address)
        if self.new_address and self.is_open and taken.exists():
            raise ValidationError(
                {"new_address": _("There is an account with this e-mail address already.")}
            )

    def deciders(self):
        """Administrators, where it is about one of the secretariat; else all of it."""
        return User.objects.administrators() if self.account.is_staff else User.objects.staff()

    def concerned(self):
        return self.account

    def addresses(self):
        return {self.account.email}

    def about(self):
        return self.account.pseudonym

    def in_a_word(self):
        return self.kind

    def what(self):
        return {
            self.Kind.RESTORE_ACCESS: _(
                "To take the second factors off the account: they are lost."
            ),
            self.Kind.NEW_ADDRESS: _("To give the account another address to sign in with."),
            self.Kind.REINSTATE: _("To open the suspended account again."),
        }[self.kind]

    def act(self, at):
        match self.kind:
            case self.Kind.RESTORE_ACCESS:
                Authenticator.objects.filter(user=self.account).delete()
            case self.Kind.NEW_ADDRESS:
                EmailAddress.objects.filter(user=self.account).delete()
                self.account.email = self.new_address
                self.account.full_clean(exclude=["password"])
                self.account.save()
                EmailAddress.objects.create(
                    user=self.account, email=self.new_address, primary=True, verified=True
                )
            case self.Kind.REINSTATE:
                self.account.reinstate()
        self.account.end_sessions()

"""How a person comes in: by invitation only."""

import hashlib
import secrets
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .users import User

LASTS = timedelta(days=7)
TOKEN_BYTES = 32  # 256 random bits


class Refused(Exception):
    """The invitation admits nobody. Why is not said: all refusals are alike."""


def hash_of(token):
    """What is kept of a token. It is random enough for a plain hash: nobody can guess it back."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Neither accepted nor revoked nor expired at the time."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def with_token(self, token):
        return self.filter(token_hash=hash_of(token))

    def to(self, address):
        return self.filter(address__iexact=address)


class Invitation(models.Model):
    """An invitation of one address, bound by its kind to what the person is invited to.

    Of the token that the mail carries, only a hash is kept.
    """

    address = models.EmailField(_("e-mail address"))
    language = models.CharField(
        _("language of the mail"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        verbose_name=_("invited by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    written_at = models.DateTimeField(_("written at"), editable=False)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, editable=False)
    accepted_by = models.OneToOneField(
        User,
        verbose_name=_("accepted by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_accepted_or_revoked",
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                violation_error_message=_("What was accepted cannot be revoked."),
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_expires_later",
                condition=Q(expires_at__gt=F("written_at")),
                violation_error_message=_("An invitation expires after it was written."),
            ),
            models.UniqueConstraint(
                Lower("address"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="%(app_label)s_%(class)s_one_open",
                violation_error_message=_("This address has been invited already."),
            ),
        ]

    def __str__(self):
        return self.address

    @classmethod
    @transaction.atomic
    def write(cls, *, address, invited_by, at, language=settings.LANGUAGE_CODE, **bound_to):
        """Invite an address; what it was invited to before, in the same way, is replaced.

        Returns the invitation and its token, which is kept nowhere. Raises ValidationError.
        """
        cls.objects.to(address).filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        invitation = cls(
            address=address.lower(),
            language=language,
            token_hash=hash_of(token),
            invited_by=invited_by,
            written_at=at,
            expires_at=at + LASTS,
            **bound_to,
        )
        invitation.full_clean()
        invitation.save()
        return invitation, token

    def clean(self):
        if not self.pk and User.objects.filter(email__iexact=self.address).exists():
            raise ValidationError(
                {"address": _("There is an account with this e-mail address already.")}
            )

    def state_at(self, at):
        if self.accepted_at:
            return pgettext_lazy("invitation", "accepted")
        if self.revoked_at:
            return pgettext_lazy("invitation", "revoked")
        return (
            pgettext_lazy("invitation", "open")
            if self.expires_at > at
            else pgettext_lazy("invitation", "expired")
        )

    def is_open(self, at):
        return type(self).objects.open(at).filter(pk=self.pk).exists()

    def may_be_sent_again(self, at):
        """Unless it was accepted, or the person has come in by another one."""
        taken = User.objects.filter(email__iexact=self.address).exists()
        return not self.accepted_at and not taken and self.may_be_accepted(at)

    def revoke(self, *, at):
        """Returns whether there was anything to revoke."""
        return bool(type(self).objects.open(at).filter(pk=self.pk).update(revoked_at=at))

    def use_up(self, *, address, at):
        """Take the invitation, once: of many at the same time, one update finds it open.

        Raises Refused. What follows belongs into the same transaction.
        """
        mine = type(self).objects.open(at).to(address).filter(pk=self.pk)
        if not self.may_be_accepted(at) or not mine.update(accepted_at=at):
            raise Refused

    def accepted(self, user):
        """The account that came of it. Raises ValidationError or Refused."""
        self.accepted_by = user
        type(self).objects.filter(pk=self.pk).update(accepted_by=user)
        self.welcome(user)

    def may_be_accepted(self, at):
        return True

    def bound_to(self):
        """The fields that say what the person is invited to."""
        raise NotImplementedError

    def to_what(self):
        """The same in a sentence."""
        raise NotImplementedError

    def welcome(self, user):
        """Make of the new account what it was invited to be. Raises Refused."""
        raise NotImplementedError


class StaffInvitation(Invitation):
    """An invitation to the secretariat, as editor or administrator."""

    class As(models.TextChoices):
        EDITOR = "editor", _("editor")
        ADMINISTRATOR = "administrator", _("administrator")

    invited_as = models.CharField(_("invited as"), max_length=20, choices=As, default=As.EDITOR)

    class Meta(Invitation.Meta):
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")

    def bound_to(self):
        return {"invited_as": self.invited_as}

    def to_what(self):
        if self.invited_as == self.As.ADMINISTRATOR:
            return _("You are invited to the secretariat's desk, as administrator.")
        return _("You are invited to the secretariat's desk, as editor.")

    def welcome(self, user):
        user.become(self.invited_as)


def find_invitation(token, at):
    """The open invitation that a token belongs to, of any kind, or None."""
    for kind in _kinds():
        found = kind.objects.open(at).with_token(token).first()
        if found and found.may_be_accepted(at):
            return found
    return None


def _kinds():
    return [model for model in apps.get_models() if issubclass(model, Invitation)]

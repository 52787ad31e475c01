"""Who prepares an entry for the official, and what they have prepared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from sources.texts import readable

from .persons import FocalPoint


class AssistanceQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def by(self, account):
        return self.filter(account=account)

    def of(self, focal_point):
        return self.filter(focal_point=focal_point)

    def for_official(self, account):
        """Those in which somebody drafts for whoever signs in with the account."""
        return self.filter(focal_point__account=account)

    def concerning(self, account):
        """Those which the account may end: as the official, or as the assistant."""
        return self.filter(Q(focal_point__account=account) | Q(account=account))


class Assistance(models.Model):
    """An account drafts for a focal point, who alone has a draft shown. It decides nothing."""

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="assistances",
    )
    account = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="assistances"
    )
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "pk"]
        verbose_name = _("assistance")
        verbose_name_plural = _("assistances")
        default_permissions = ["view"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(ended_at=None),
                name="assistance_of_one",
                violation_error_message=_("The account drafts for somebody already."),
            ),
        ]

    def __str__(self):
        return f"{self.begun_at:%Y-%m-%d}"


class AssistantInvitation(Invitation):
    """An invitation of somebody to draft for a focal point."""

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="assistant_invitations",
    )

    class Meta(Invitation.Meta):
        verbose_name = _("invitation of an assistant")
        verbose_name_plural = _("invitations of assistants")

    def may_be_accepted(self, at):
        """While the official is in office and not hidden."""
        return FocalPoint.objects.in_directory(at.date()).filter(pk=self.focal_point_id).exists()

    def bound_to(self):
        return {"focal_point": self.focal_point}

    def to_what(self):
        return _("You are invited to draft the entry of a focal point, who decides what is shown.")

    def welcome(self, user):
        Assistance.objects.create(
            focal_point=self.focal_point, account=user, begun_at=user.date_joined
        )


class Draft(models.Model):
    """What an assistant proposes that the own entry should say; the official saves it or not."""

    focal_point = models.OneToOneField(
        FocalPoint, verbose_name=_("focal point"), on_delete=models.CASCADE, related_name="draft"
    )
    made_by = models.ForeignKey(
        User, verbose_name=_("made by"), on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    honorific = models.CharField(_("honorific"), max_length=60, blank=True, validators=[readable])
    languages = models.CharField(_("languages"), max_length=200, blank=True)
    biography = models.TextField(_("biography"), blank=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        default_permissions = []

    def __str__(self):
        return f"{self.made_at:%Y-%m-%d %H:%M}"

"""The focal points themselves, and how they are reached. Who sees what of it: disclosure.py."""

import uuid

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, validate_email
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from sources.identity import Identified, IdentifiedQuerySet

from .consents import Consent
from .protections import Protection


class FocalPointQuerySet(IdentifiedQuerySet):
    def protected(self):
        """Hidden everywhere, from all but themselves and the secretariat."""
        return self.filter(Exists(Protection.objects.open().of(OuterRef("pk"))))

    def unprotected(self):
        return self.exclude(Exists(Protection.objects.open().of(OuterRef("pk"))))

    def in_office(self, day):
        """Who certainly hold an appointment on the day."""
        return self.filter(Exists(_appointments_certain(day)))

    def in_directory(self, day):
        """Whom their colleagues find on the day."""
        return self.unprotected().in_office(day)

    def named_in_public(self):
        """Who have consented to their name being shown, and are not hidden."""
        return self.unprotected().filter(Exists(_consents_to(Consent.Field.NAME)))

    def not_named_in_public(self):
        return self.exclude(pk__in=self.model.objects.named_in_public().values("pk"))

    def signing_in_as(self, account):
        return self.filter(account=account)

    def for_disclosure(self, day):
        """With all that `disclosure.disclose` asks of a person, in two queries for any number."""
        consents = {f"consents_to_{name}": Exists(_consents_to(name)) for name in Consent.Field}
        return (
            self.select_related("account")
            .annotate(
                is_protected=Exists(Protection.objects.open().of(OuterRef("pk"))),
                is_in_office=Exists(_appointments_certain(day)),
                **consents,
            )
            .prefetch_related("contact_details")
        )


def _appointments_certain(day):
    # By its name, because appointments know of persons.
    appointments = apps.get_model("focalpoints", "Appointment").objects
    return appointments.certain(day).filter(holder=OuterRef("pk"))


def _consents_to(field):
    return Consent.objects.open().of(OuterRef("pk")).to_show(field)


class FocalPoint(Identified):
    """The senior official, a person. Pages print what `disclosure.disclose` gives of them."""

    identity = ("key",)

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="focal_point",
    )
    note = models.TextField(
        _("note for staff"), blank=True, help_text=_("The person may ask to read it.")
    )

    objects = FocalPointQuerySet.as_manager()
    # Going back to an earlier version must not give anybody access.
    history = HistoricalRecords(excluded_fields=["account"])

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")

    def __str__(self):
        return self.name

    @transaction.atomic
    def consent(self, *, field, wording, at):
        """The person has agreed to show the field in public, after reading the wording.

        Returns the consent that holds: the one given before, if it was to the same wording.
        Raises ValidationError.
        """
        self._take_turns()
        given = self.consents.open().to_show(field).first()
        if given and given.wording == wording:
            return given
        self.withdraw(field=field, at=at)
        consent = Consent(focal_point=self, field=field, wording=wording, given_at=at)
        consent.full_clean()
        consent.save()
        return consent

    def withdraw(self, *, field, at):
        """From now on the field is not shown in public. Returns whether it was."""
        return bool(self.consents.open().to_show(field).update(withdrawn_at=at))

    @transaction.atomic
    def protect(self, *, by_themselves, at):
        """Hide the person everywhere. Returns whether they were to be seen until now."""
        self._take_turns()
        if self.protections.open().exists():
            return False
        protection = Protection(focal_point=self, by_themselves=by_themselves, begun_at=at)
        protection.full_clean()
        protection.save()
        return True

    def may_be_protected(self):
        """Whether anything is left to hide, or an account to suspend."""
        account = self.account
        return not self.protections.open().exists() or bool(account and account.is_active)

    def lift_protection(self, *, at):
        """Show again what was shown before. Returns whether anything was hidden."""
        return bool(self.protections.open().update(lifted_at=at))

    def addresses(self):
        """Where the person is told what is done with the entry: a set of e-mail addresses."""
        if self.account:
            return {self.account.email}
        written = [each for each in self.contact_details.all() if each.kind in ContactDetail.EMAILS]
        return {each.value for each in written if _is_address(each.value)}

    def _take_turns(self):
        """Of two who do the same at the same time, the second finds it done."""
        FocalPoint.objects.select_for_update().filter(pk=self.pk).first()


class ContactDetail(models.Model):
    """One way to reach a focal point, apart from the person, with its own audience."""

    class Kind(models.TextChoices):
        OFFICE_EMAIL = "office-email", _("office e-mail")
        OFFICE_TELEPHONE = "office-telephone", _("office telephone")
        PRIVATE_EMAIL = "private-email", _("private e-mail")
        PRIVATE_TELEPHONE = "private-telephone", _("private telephone")
        ASSISTANT = "assistant", _("assistant")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

    OFFICIAL = (Kind.OFFICE_EMAIL, Kind.OFFICE_TELEPHONE)
    EMAILS = (Kind.OFFICE_EMAIL, Kind.PRIVATE_EMAIL)

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="contact_details",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=254)
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=Audience,
        blank=True,
        help_text=_(
            "Left empty: the network for an official contact, the secretariat for a private one. "
            "Only the person opens a contact to the public."
        ),
    )
    opened_by_person_at = models.DateTimeField(
        _("opened to the public by the person at"), null=True, blank=True, editable=False
    )

    # Going back to an earlier version must not open what the person has closed since.
    history = HistoricalRecords(excluded_fields=["opened_by_person_at"])

    class Meta:
        ordering = ["focal_point", "kind", "pk"]
        verbose_name = _("contact detail")
        verbose_name_plural = _("contact details")
        constraints = [
            models.CheckConstraint(
                name="contact_private_stays_private",
                condition=Q(kind__in=["office-email", "office-telephone"])
                | Q(audience="secretariat"),
                violation_error_message=_(
                    "A private contact is for the person and the secretariat only."
                ),
            ),
            models.CheckConstraint(
                name="contact_audience_known",
                condition=Q(audience__in=["public", "network", "secretariat"]),
                violation_error_message=_("Say who may see this contact."),
            ),
            models.CheckConstraint(
                name="contact_opened_by_person",
                condition=Q(audience="public", opened_by_person_at__isnull=False)
                | ~Q(audience="public") & Q(opened_by_person_at=None),
                violation_error_message=_("Only the person opens a contact to the public."),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def is_official(self):
        return self.kind in self.OFFICIAL

    def clean(self):
        if self.kind in self.EMAILS and not _is_address(self.value):
            raise ValidationError({"value": EmailValidator.message})
        if not self.audience:
            self.audience = self.Audience.NETWORK if self.is_official else self.Audience.SECRETARIAT
        if self.audience != self.Audience.PUBLIC:
            self.opened_by_person_at = None
        elif not self.opened_by_person_at or not self._is_as_opened():
            # Forms for staff leave out the moment of opening, and with it the constraint.
            raise ValidationError(
                {
                    "audience": _(
                        "Only the person opens a contact to the public, and only this one: to "
                        "write another value, narrow it to the network first."
                    )
                }
            )

    @transaction.atomic
    def open_to_public(self, *, at):
        """The person's own act. Raises ValidationError."""
        self.audience = self.Audience.PUBLIC
        self.opened_by_person_at = at
        self.full_clean()
        self.save()

    def narrow(self, *, audience):
        """To the network or the secretariat. Raises ValidationError."""
        self.audience = audience
        self.full_clean()
        self.save()

    def _is_as_opened(self):
        """What the person opened is theirs, of this kind and with this value: nothing later."""
        same = {name: getattr(self, name) for name in ("focal_point_id", "kind", "value")}
        return ContactDetail.objects.filter(pk=self.pk, **same).exists()


def _is_address(text):
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

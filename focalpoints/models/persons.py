"""The focal points themselves, and how they are reached. Who sees what of it: disclosure.py."""

import uuid

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, MaxLengthValidator, validate_email
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from accounts.models import User
from sources.identity import Identified, IdentifiedQuerySet
from sources.texts import readable

from ..biography import LONGEST, links_to_the_web_only
from ..languages import codes_only
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

    def confirmed(self, day):
        """Who said within the year before the day that their entry is right."""
        return self.filter(Exists(_confirmations().holding(day)))

    def unconfirmed(self, day):
        """Who are in office on the day and have not said so."""
        in_office = self.not_erased().in_office(day)
        return in_office.exclude(Exists(_confirmations().holding(day)))

    def with_confirmed_on(self):
        """With the day on which they last said so, or None."""
        return self.annotate(
            confirmed_on=Subquery(_confirmations().values("confirmed_on")[:1]),
        )

    def to_remind(self, day):
        """Who could confirm on the day: in office, not hidden, and with an account in use."""
        return self.in_directory(day).with_account_in_use()

    def in_directory(self, day):
        """Whom their colleagues find on the day."""
        return self.unprotected().not_erased().in_office(day)

    def with_account_in_use(self):
        return self.filter(account__in=User.objects.in_use())

    def named_in_public(self):
        """Who have consented to their name being shown, and are not hidden."""
        return self.unprotected().filter(Exists(_consents_to(Consent.Field.NAME)))

    def not_named_in_public(self):
        return self.exclude(pk__in=self.model.objects.named_in_public().values("pk"))

    def signing_in_as(self, account):
        return self.filter(account=account)

    def speaking(self, code):
        """Who have said that they speak the language."""
        return self.filter(
            Q(languages=code)
            | Q(languages__startswith=f"{code} ")
            | Q(languages__endswith=f" {code}")
            | Q(languages__contains=f" {code} ")
        )

    def not_erased(self):
        return self.filter(erased_at=None)

    def assisted_by(self, account):
        """For whom the account drafts."""
        return self.filter(Exists(_assistances_by(account)))

    def for_disclosure(self, day):
        """With all that `disclosure.disclose` asks of a person, in two queries for any number."""
        consents = {f"consents_to_{name}": Exists(_consents_to(name)) for name in Consent.Field}
        return (
            self.select_related("account", "portrait")
            .defer("portrait__image")
            .with_confirmed_on()
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


def _confirmations():
    """The last one first."""
    confirmations = apps.get_model("focalpoints", "Confirmation").objects
    return confirmations.of(OuterRef("pk")).order_by("-confirmed_on")


def _assistances_by(account):
    assistances = apps.get_model("focalpoints", "Assistance").objects
    return assistances.open().by(account).of(OuterRef("pk"))


def _consents_to(field):
    return Consent.objects.open().of(OuterRef("pk")).to_show(field)


class FocalPoint(Identified):
    """The senior official, a person. Pages print what `disclosure.disclose` gives of them."""

    identity = ("key",)

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=200, validators=[readable])
    honorific = models.CharField(_("honorific"), max_length=60, blank=True, validators=[readable])
    # The codes in one text, in order: no row of its own would hold more, and one version of the
    # entry holds them all.
    languages = models.CharField(
        _("languages"), max_length=200, blank=True, validators=[codes_only]
    )
    biography = models.TextField(
        _("biography"),
        blank=True,
        validators=[
            MaxLengthValidator(LONGEST),
            readable,
            links_to_the_web_only,
        ],
        help_text=_("Markdown: **bold**, *italics*, lists, [links](https://example.org)."),
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="focal_point",
    )
    note = models.TextField(
        _("note for staff"),
        blank=True,
        validators=[readable],
        help_text=_("The person may ask to read it."),
    )
    erased_at = models.DateTimeField(
        _("erased at"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Nothing of the person is held any more: the row stands for the posts."),
    )

    objects = FocalPointQuerySet.as_manager()
    # Going back to an earlier version must not give anybody access.
    history = HistoricalRecords(excluded_fields=["account"])

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("focal point")
        verbose_name_plural = _("focal points")
        constraints = [
            models.CheckConstraint(
                name="focal_point_named_or_erased",
                condition=Q(erased_at=None) & ~Q(name="")
                | Q(
                    erased_at__isnull=False,
                    name="",
                    honorific="",
                    languages="",
                    biography="",
                    note="",
                    account=None,
                ),
                violation_error_message=_("Whoever is not erased has a name."),
            ),
        ]

    def __str__(self):
        return self.name or str(pgettext_lazy("person", "erased"))

    @transaction.atomic
    def consent(self, *, field, wording, at):
        """The person has agreed to show the field in public, after reading the wording.

        Returns the consent that holds: the one given before, if it was to the same wording.
        Raises ValidationError.
        """
        self.take_turns()
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
        self.take_turns()
        if self.protections.open().exists():
            return False
        protection = Protection(focal_point=self, by_themselves=by_themselves, begun_at=at)
        protection.full_clean()
        protection.save()
        return True

    def may_be_protected(self):
        """Whether anything is left to hide, or an account to suspend."""
        if self.erased_at:
            return False
        account = self.account
        return not self.protections.open().exists() or bool(account and account.is_active)

    def lift_protection(self, *, at):
        """Show again what was shown before. Returns whether anything was hidden."""
        return bool(self.protections.open().update(lifted_at=at))

    def take_turns(self):
        """Lock the entry until the transaction ends: whoever edits it next finds this done."""
        FocalPoint.objects.select_for_update().filter(pk=self.pk).first()

    def has_contact(self, *, kind, value):
        return self.contact_details.filter(kind=kind, value=value).exists()

    def kind_of_past_contact(self, pk):
        """Of a contact that was the person's, whether or not it is removed by now; else None."""
        past = ContactDetail.history.filter(id=pk, focal_point=self.pk)
        return past.values_list("kind", flat=True).first()

    def addresses(self):
        """Where the person is told what is done with the entry: a set of e-mail addresses."""
        if self.account:
            return {self.account.email}
        written = [each for each in self.contact_details.all() if each.kind in ContactDetail.EMAILS]
        return {each.value for each in written if _is_address(each.value)}


class ContactDetail(models.Model):
    """One way to reach a focal point, apart from the person, with its own audience."""

    class Kind(models.TextChoices):
        OFFICE_EMAIL = "office-email", _("office e-mail")
        OFFICE_TELEPHONE = "office-telephone", _("office telephone")
        PRIVATE_EMAIL = "private-email", _("private e-mail")
        PRIVATE_TELEPHONE = "private-telephone", _("private telephone")
        ASSISTANT = "assistant", pgettext_lazy("contact", "assistant")

    class Audience(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("audience", "public")
        NETWORK = "network", _("the network")
        SECRETARIAT = "secretariat", _("the secretariat only")

    NARROWEST_FIRST = (Audience.SECRETARIAT, Audience.NETWORK, Audience.PUBLIC)
    OFFICIAL = (Kind.OFFICE_EMAIL, Kind.OFFICE_TELEPHONE)
    EMAILS = (Kind.OFFICE_EMAIL, Kind.PRIVATE_EMAIL)

    focal_point = models.ForeignKey(
        FocalPoint,
        verbose_name=_("focal point"),
        on_delete=models.CASCADE,
        related_name="contact_details",
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    value = models.CharField(_("value"), max_length=254, validators=[readable])
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
            models.UniqueConstraint(
                fields=["focal_point", "kind", "value"],
                name="contact_once",
                violation_error_message=_("This contact is recorded already."),
            ),
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
        if self._state.adding and self.focal_point_id and self.focal_point.erased_at:
            raise ValidationError(_("Of somebody erased nothing is recorded any more."))
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

    def refuse_widening(self):
        """For acts of staff, on top of `clean`. Raises ValidationError.

        A contact that was deleted is shown to nobody: bringing it back widens it.
        """
        if self._state.adding:
            return
        saved = ContactDetail.objects.filter(pk=self.pk).values_list("audience", flat=True).first()
        width = self.NARROWEST_FIRST.index
        if saved is None or width(self.audience) > width(saved):
            raise ValidationError(
                {"audience": _("Only the person shows a contact to more people.")}
            )

    @transaction.atomic
    def open_to_public(self, *, at):
        """The person's own act. Raises ValidationError."""
        self.audience = self.Audience.PUBLIC
        self.opened_by_person_at = at
        self.full_clean()
        self.save()

    @transaction.atomic
    def rewrite(self, *, value, audience, at):
        """The person's own act: another value, another audience, of a new contact the first ones.

        What is public is closed before it is changed, and then opened again, as they did before.
        Raises ValidationError.
        """
        is_other_value = value != self.value
        if not is_other_value and audience == self.audience:
            return
        self.value = value
        if audience != self.Audience.PUBLIC:
            self.narrow(audience=audience)
            return
        if is_other_value:
            self.narrow(audience=self.Audience.NETWORK)
        self.open_to_public(at=at)

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

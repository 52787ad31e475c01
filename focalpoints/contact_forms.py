"""What a person types to say how they are reached, and by whom."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from r2pnet.conflicts import TellsOfConflict
from sources.texts import readable

from .models import ContactDetail

Kind, Audience = ContactDetail.Kind, ContactDetail.Audience

# From the narrowest to the widest.
AUDIENCES = [
    (Audience.SECRETARIAT, _("The secretariat only")),
    (Audience.NETWORK, _("Your colleagues in office")),
    (Audience.PUBLIC, _("Everybody, in public")),
]
_ADDRESS = forms.EmailInput, _("Like name@example.org.")
_NUMBER = forms.TelInput, _("With the code of the country, like +000 00 000 0000.")
INPUTS = {
    Kind.OFFICE_EMAIL: _ADDRESS,
    Kind.PRIVATE_EMAIL: _ADDRESS,
    Kind.OFFICE_TELEPHONE: _NUMBER,
    Kind.PRIVATE_TELEPHONE: _NUMBER,
    Kind.ASSISTANT: (forms.TextInput, _("The name, and how to reach them.")),
}
TELEPHONES = (Kind.OFFICE_TELEPHONE, Kind.PRIVATE_TELEPHONE)
_DIGITS = set("0123456789")
_IN_NUMBERS = _DIGITS | set("+-() ")

PRIVATE_STAYS_PRIVATE = _("A private contact is for you and the secretariat only.")
NO_NUMBER = _(
    "Write the number in the digits 0 to 9, with + and spaces, hyphens and brackets if you like: "
    "+000 00 000 0000."
)
NO_ADDRESS = _("Write the address like name@example.org.")


class ContactForm(forms.Form):
    """A contact of one kind, and of an official one also who sees it.

    Without a maxlength, by which browsers cut off what is pasted, and say nothing. `only_narrows`:
    the contact stays, and is shown to no more people.
    """

    value = forms.CharField(error_messages={"required": _("Write the contact.")})
    audience = forms.ChoiceField(
        label=_("Who sees it"),
        choices=AUDIENCES,
        error_messages={
            "required": _("Choose who sees it."),
            "invalid_choice": _("Choose who sees it from those that are offered."),
        },
    )

    def __init__(self, data=None, *, kind, only_narrows=False, **kwargs):
        super().__init__(data, **kwargs)
        self.kind = Kind(kind)
        widget, help_text = INPUTS[self.kind]
        value = self.fields["value"]
        value.label, value.help_text = capfirst(self.kind.label), help_text
        value.widget = widget(attrs={"autocomplete": "off", "spellcheck": "false"})
        value.disabled = only_narrows
        if not self.is_official:
            del self.fields["audience"]
        elif only_narrows:
            narrower = [audience for audience, _words in AUDIENCES].index(self.initial["audience"])
            self.fields["audience"].choices = AUDIENCES[: narrower + 1]

    @property
    def is_official(self):
        return self.kind in ContactDetail.OFFICIAL

    @property
    def audience_typed(self):
        return self._typed("audience") if self.is_official else Audience.SECRETARIAT

    def clean_value(self):
        """On one line. What stood there before is no reason not to narrow it."""
        value = self.cleaned_data["value"]
        if "value" not in self.changed_data:
            return value
        value = " ".join(value.split())
        readable(value)
        if self.kind in ContactDetail.EMAILS:
            _must_be_address(value)
        elif self.kind in TELEPHONES:
            _must_be_number(value)
        return value

    def clean(self):
        cleaned = super().clean()
        asked_for = self.data.get("audience", Audience.SECRETARIAT)
        if not self.is_official and asked_for != Audience.SECRETARIAT:
            raise ValidationError(PRIVATE_STAYS_PRIVATE, code="private")
        return cleaned

    def writes(self, detail, *, at):
        """Whether the contact was written as typed; else the form says why not."""
        try:
            detail.rewrite(value=self._typed("value"), audience=self.audience_typed, at=at)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True

    def _typed(self, name):
        """What stands there already, where somebody saved it meanwhile and nothing was typed."""
        return self.cleaned_data.get(name, self.initial.get(name))


class ChangeContactForm(TellsOfConflict, ContactForm):
    """Of a contact that is there."""

    def __init__(self, data=None, *, detail, only_narrows):
        self.instance = detail
        initial = {"value": detail.value, "audience": detail.audience}
        super().__init__(data, kind=detail.kind, only_narrows=only_narrows, initial=initial)


def _must_be_address(value):
    try:
        validate_email(value)
    except ValidationError:
        raise ValidationError(NO_ADDRESS, code="address") from None


def _must_be_number(value):
    if not (set(value) <= _IN_NUMBERS and set(value) & _DIGITS):
        raise ValidationError(NO_NUMBER, code="number")

"""What somebody types who names their successor, and what staff type for them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import SpentForm
from sources.kept_files import AsksForLetterAgain, LetterField
from sources.texts import readable

from . import handovers
from .entry_forms import OneLine, WholeText
from .forms import DayField
from .models import Appointment, Handover
from .network_forms import NumberField


class DayOfHandover(DayField):
    """A day, as year-month-day; which ones are taken, `handovers.ask` says."""

    widget = forms.TextInput(
        attrs={"placeholder": "2026-12-01", "autocomplete": "off", "spellcheck": "false"}
    )

    def to_python(self, value):
        return super().to_python(value) if value and value.strip() else None

    def validate(self, value):
        if value is None:
            raise ValidationError(self.error_messages["required"], code="required")


class HandOverForm(AsksForLetterAgain, forms.Form):
    """By the leaving official."""

    number = NumberField(initial=SpentForm.new_number)
    successor_name = OneLine(
        label=_("Name of your successor"),
        max_length=200,
        validators=[readable],
        error_messages={"required": _("Write who takes over.")},
    )
    successor_honorific = OneLine(
        label=_("Honorific of your successor"),
        required=False,
        max_length=60,
        validators=[readable],
        help_text=_("Such as Ms, Dr or H.E.; may stay empty."),
    )
    successor_address = forms.EmailField(
        label=_("Office e-mail address of your successor"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "The invitation goes there, on the day, and nothing else is sent there. It then "
            "stands in their entry, for their colleagues in the network, until they change it. "
            "Without it, nobody is invited."
        ),
        error_messages={
            "invalid": _("Write the address like name@example.org, or leave it empty."),
            "max_length": _("No e-mail address is longer than %(limit_value)d characters."),
        },
    )
    takes_over_on = DayOfHandover(
        label=_("Their first day in office"),
        help_text=_(
            "Year-month-day, such as 2026-12-01, in UTC: from that day on it is not yours any more."
        ),
        error_messages={"required": _("Write the day, as year-month-day.")},
    )
    explanation = WholeText(
        label=_("Anything that the secretariat should know"),
        required=False,
        max_length=2000,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    letter = LetterField()

    def refuse(self, refusal):
        """Say beside the fields, or above them, why it is not taken."""
        by_field = getattr(refusal, "error_dict", {None: refusal})
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)
        self.ask_for_letter_again()


class HandoverForm(AsksForLetterAgain, forms.ModelForm):
    """By staff, who may also choose an entry that is there already."""

    asked_by = None  # who types it: the class is made for one request

    takes_over_on = DayOfHandover(
        label=_("Day"),
        help_text=_("The first day of the successor in office, in UTC: 2026-12-01."),
        error_messages={"required": _("Write the day, as year-month-day.")},
    )
    letter = LetterField()

    class Meta:
        model = Handover
        fields = [
            "appointment",
            "takes_over_on",
            "successor",
            "successor_name",
            "successor_honorific",
            "successor_address",
            "explanation",
        ]

    def _post_clean(self):
        """Judged as `handovers.ask` will judge it, under the lock that it takes."""
        super()._post_clean()
        if self.errors:
            return
        self.instance.asked_by = self.asked_by
        Appointment.objects.select_for_update().get(pk=self.instance.appointment_id)
        try:
            self.instance.validate_constraints()
            handovers.refuse_impossible(self.instance, at=timezone.now())
        except ValidationError as refusal:
            self.add_error(None, refusal)

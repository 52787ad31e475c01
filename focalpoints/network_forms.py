"""What colleagues ask of the directory, and what they write to one another."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import SpentForm
from countries.forms import NO_GROUP
from countries.models import Party
from countries.names import answer
from countries.regions import M49Region, RegionalGroup
from sources.order import in_order
from sources.texts import readable

from . import languages
from .models import Appointment, FocalPoint
from .writing import LONGEST_SUBJECT, LONGEST_TEXT


def _languages():
    return [("", pgettext_lazy("language", "any")), *languages.choices()]


class NetworkForm(forms.Form):
    """The filters of the directory; every one may be left empty."""

    q = forms.CharField(
        label=_("Name of a colleague or a party"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=_languages)
    group = forms.ChoiceField(
        label=_("UN regional group"),
        required=False,
        choices=[
            ("", pgettext_lazy("UN regional group", "any")),
            *RegionalGroup.choices,
            (NO_GROUP, _("in no group")),
        ],
    )
    region = forms.ChoiceField(
        label=_("M49 region"),
        required=False,
        choices=[("", pgettext_lazy("M49 region", "any")), *M49Region.choices],
    )

    @property
    def is_filtering(self):
        return any(self.cleaned_data.values())

    def chosen(self, appointments):
        """The keys of those of the appointments that fit, in order of party, capacity and holder.

        One query, and two more where a name is looked for: names are compared folded, which no
        database does alike.
        """
        wanted = self.cleaned_data
        if wanted["language"]:
            speakers = FocalPoint.objects.speaking(wanted["language"])
            appointments = appointments.held_by_any_of(speakers)
        if wanted["group"]:
            group = "" if wanted["group"] == NO_GROUP else wanted["group"]
            appointments = appointments.of(Party.objects.in_group(group))
        if wanted["region"]:
            appointments = appointments.of(Party.objects.in_region(wanted["region"]))
        rows = self._answering(appointments.for_search())
        return [row.pk for row in sorted(rows, key=_in_order)]

    def _answering(self, rows):
        words = self.cleaned_data["q"]
        if not words:
            return rows
        parties = {party.pk: party for party in Party.objects.with_names()}
        return [
            row for row in rows if answer(words, [row.holder__name, *parties[row.party].known_as()])
        ]


def _in_order(row):
    """Of a party those who hold its post before their alternates."""
    place = Appointment.Capacity.values.index(row.capacity)
    return in_order(row.party_name), place, in_order(row.holder__name), row.pk


def one_line(text):
    """Raise ValidationError where a text has more than one line."""
    if len(text.splitlines()) > 1:
        raise ValidationError(_("Write the subject in one line."), code="lines")


class TypedField(forms.CharField):
    """Text of at most so many characters as people count them: a line break is one."""

    default_validators = [readable]

    def to_python(self, value):
        return super().to_python(value and value.replace("\r\n", "\n"))

    def widget_attrs(self, widget):
        """Without a maxlength, by which browsers cut off what is pasted, and say nothing."""
        return {}


class NumberField(forms.UUIDField):
    """The number of a form, by which it is taken once. One that has none gets it now."""

    widget = forms.HiddenInput

    def prepare_value(self, value):
        return value or SpentForm.new_number()

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError:
            return SpentForm.new_number()


class WriteForm(forms.Form):
    """A message to a colleague."""

    number = NumberField(initial=SpentForm.new_number)
    subject = TypedField(
        label=_("Subject"),
        max_length=LONGEST_SUBJECT,
        validators=[one_line],
        error_messages={
            "required": _("Write in a few words what it is about."),
            "max_length": _(
                "Write at most %(limit_value)d characters as the subject; these are %(show_value)d."
            ),
        },
    )
    text = TypedField(
        label=_("Message"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _(
                "Write at most %(limit_value)d characters; these are %(show_value)d. You can "
                "send the rest as a second message."
            ),
        },
    )

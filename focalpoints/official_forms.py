"""What an official types who asks the secretariat to record something else."""

from types import SimpleNamespace

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from r2pnet.conflicts import TellsOfConflict
from sources.dates import in_words
from sources.fields import EDTFFormField
from sources.kept_files import AsksForLetterAgain, LetterField
from sources.texts import readable

from .entry_forms import OneLine, WholeText
from .models import Appointment, ProposedChange

Field = ProposedChange.Field


class DayText(EDTFFormField):
    """A date as precise as known; its help repeats in words what is recorded."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def widget_attrs(self, widget):
        """Without a maxlength, by which browsers cut off what is pasted, and say nothing."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class ProposeForm(AsksForLetterAgain, TellsOfConflict, forms.Form):
    """The official fields as they are recorded (texts by field), to be typed over."""

    name = OneLine(
        label=gettext_lazy("Your name, as the post is held under"),
        max_length=200,
        validators=[readable],
        error_messages={"required": gettext_lazy("Write your name.")},
    )
    office = OneLine(
        label=gettext_lazy("Office"),
        required=False,
        max_length=200,
        validators=[readable],
        help_text=gettext_lazy("Your title, such as Director for Human Rights."),
    )
    institution = OneLine(
        label=gettext_lazy("Institution"),
        required=False,
        max_length=200,
        validators=[readable],
        help_text=gettext_lazy("Such as Ministry of Foreign Affairs."),
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("Capacity"),
        choices=Appointment.Capacity,
        error_messages={
            "required": gettext_lazy("Choose in which capacity you hold the post."),
            "invalid_choice": gettext_lazy("Choose one of the capacities that are offered."),
        },
    )
    started = DayText(
        label=gettext_lazy("In office since"),
        max_length=40,
        help_text=gettext_lazy(
            "2013-06-15, or 2013-06, or the bounds: [2010-09..2014], [..2014] for no later than."
        ),
        error_messages={
            "required": gettext_lazy("Write since when; [..2014] if not known better.")
        },
    )
    ended = DayText(
        label=gettext_lazy("First day out of office"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Leave it empty while you hold the post. Whom you hand over to, you say elsewhere."
        ),
    )
    explanation = WholeText(
        label=gettext_lazy("Anything that the secretariat should know"),
        required=False,
        max_length=2000,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    letter = LetterField()

    def __init__(self, data=None, files=None, *, recorded):
        # Of two rows, the person and the appointment: so it has no one time of saving.
        self.instance = SimpleNamespace(_state=SimpleNamespace(adding=False))
        super().__init__(data, files, initial=recorded)
        for name in ("started", "ended"):
            if recorded[name]:
                self.fields[name].help_text = _("%(help)s It reads: %(words)s.") % {
                    "help": self.fields[name].help_text,
                    "words": in_words(recorded[name]),
                }

    @cached_property
    def changed_data(self):
        """Of the official fields alone: the rest is no part of the record."""
        return [name for name in super().changed_data if name in Field.values]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.changed_data:
            self.add_error(
                None, _("Nothing here differs from what is recorded: change what is not right.")
            )
        return cleaned

    @property
    def wanted(self):
        """Texts by field."""
        return {name: str(self.cleaned_data[name]) for name in Field.values}

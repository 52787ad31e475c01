"""What a person types into the own entry."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from r2pnet.conflicts import TellsOfConflict

from .languages import CODES, UN_LANGUAGES, choices, joined
from .models import FocalPoint

_BLANK_CHOICES = 2  # the page works without scripts: who speaks more languages saves, and goes on


class WholeText(forms.CharField):
    """Text that comes back whole where it is refused, with one kind of line break.

    Without a maxlength, by which browsers cut off what is pasted, and say nothing.
    """

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n").strip()

    def has_changed(self, initial, data):
        return super().has_changed((initial or "").replace("\r\n", "\n"), data)

    def widget_attrs(self, widget):
        return {}


class OneLine(WholeText):
    def to_python(self, value):
        return re.sub(r"\s*[\r\n\t]\s*", " ", super().to_python(value))


class ManyChoices(forms.SelectMultiple):
    """Of several inputs of one name: what was chosen in each, without those left empty."""

    def value_from_datadict(self, data, files, name):
        return [chosen for chosen in super().value_from_datadict(data, files, name) if chosen]


class LanguagesField(forms.MultipleChoiceField):
    """Codes, which `clean` joins as a focal point keeps them."""

    widget = ManyChoices
    default_error_messages = {
        "invalid_choice": _("Choose the languages from those that are offered.")
    }

    def __init__(self, **kwargs):
        super().__init__(choices=choices, **kwargs)

    def clean(self, value):
        return joined(super().clean(value))


class EntryForm(TellsOfConflict, forms.ModelForm):
    """`draft`: what an assistant has prepared, which then stands in the fields to begin with."""

    languages = LanguagesField(
        label=_("Languages"),
        help_text=_("In which colleagues can speak or write to you."),
        required=False,
    )

    class Meta:
        model = FocalPoint
        fields = ["honorific", "languages", "biography"]
        field_classes = {"honorific": OneLine, "biography": WholeText}
        widgets = {"biography": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"honorific": _("As it stands in front of your name: Ms, Dr, H.E.")}

    def __init__(self, data=None, *, instance, draft=None):
        super().__init__(data, instance=instance, initial=_as_typed(instance))
        if draft and not self.is_bound:
            self.initial |= {
                "honorific": draft.honorific,
                "biography": draft.biography,
                **_as_typed(draft),
            }

    @property
    def typed(self):
        """What the entry is to say: of a field that was left alone, what is saved by now."""
        return {name: getattr(self.instance, name) for name in self.Meta.fields}

    def languages_offered(self):
        """Code, name, and whether it is chosen, of each official language of the UN."""
        chosen = self._chosen()
        offered = [(code, name) for code, name in choices() if code in UN_LANGUAGES]
        return [(code, name, code in chosen) for code, name in offered]

    def more_languages(self):
        """The codes of the others that are chosen, and some empty ones."""
        others = self._chosen() - set(UN_LANGUAGES)
        return [*sorted(others & set(CODES)), *[""] * _BLANK_CHOICES]

    def other_choices(self):
        return [each for each in choices() if each[0] not in UN_LANGUAGES]

    def _chosen(self):
        return set(self["languages"].value() or ())


def _as_typed(row):
    """Languages, which a row keeps as one text."""
    return {"languages": row.languages.split()}

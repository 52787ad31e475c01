"""What readers ask of the register."""

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from focalpoints.forms import Codes, DayForm
from focalpoints.register import Rung

from .models import Party
from .names import in_order
from .regions import M49Region, RegionalGroup
from .states import CHARACTERS, ENTRIES, Reading, TooManyEntries, codes_in, read

NO_GROUP = "none"
WORLD = "world"


class RegisterForm(DayForm):
    """The filters of the register; every one may be left empty."""

    q = forms.CharField(
        label=_("Name of a state or organization"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    rung = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[("", pgettext_lazy("standing", "any")), *Rung.choices],
    )
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
    view = forms.ChoiceField(
        label=_("Show as"),
        required=False,
        choices=[("", _("lists")), (WORLD, _("world and lists"))],
    )
    field_order = ["q", "rung", "group", "region", "on", "view"]

    @property
    def shows_world(self):
        return self.cleaned_data["view"] == WORLD

    @property
    def is_filtering(self):
        return any(self.cleaned_data[name] for name in ["q", "rung", "group", "region"])

    @property
    def asked(self):
        """The query that asks for the same states on the same day, however they are shown."""
        names = ["q", "rung", "group", "region", "on"]
        given = {name: self.data[name] for name in names if self.data.get(name)}
        return f"?{urlencode(given)}" if given else ""

    def chosen(self, standings):
        """Those of the standings, or of their lines, that all filters let through."""
        words = self.cleaned_data["q"]
        named = Party.objects.answering_to(words) if words else None
        return [
            each
            for each in standings
            if self._lets_through(each) and (named is None or each.party.pk in named)
        ]

    def _lets_through(self, standing):
        wanted = self.cleaned_data
        party = standing.party
        return (
            wanted["rung"] in ("", standing.rung)
            and wanted["group"] in ("", party.un_group or (party.is_country and NO_GROUP))
            and wanted["region"] in ("", party.m49_region)
        )


class StatesForm(DayForm):
    """A list of states, typed or chosen, and a day.

    Wants the parties, `with_names()`. What the list says is the `reading`, also where none of it
    is understood.
    """

    names = forms.CharField(
        label=_("Names or codes of states"),
        required=False,
        max_length=CHARACTERS,
        widget=forms.Textarea(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "One on each line, or with commas or semicolons between: names in English, ISO 3166-1 "
            "codes of two or three letters, M49 codes."
        ),
    )
    states = forms.CharField(label=_("States"), required=False, max_length=CHARACTERS, widget=Codes)
    field_order = ["names", "states", "on"]

    def __init__(self, parties, *args, **options):
        super().__init__(*args, **options)
        self.parties = parties
        self.reading = Reading()

    def clean(self):
        if self.errors or not self.is_asked:
            return
        try:
            self.reading = read(self.cleaned_data["names"], self.parties, codes=self.codes)
        except TooManyEntries:
            raise ValidationError(
                _("That is a list of more than %(number)s entries: ask about fewer at once."),
                params={"number": ENTRIES},
                code="entries",
            ) from None
        if not self.reading.states:
            raise ValidationError(_("None of it was understood as a state."), code="nothing")

    @property
    def is_asked(self):
        """Whether there is a list at all."""
        return bool(self.cleaned_data["names"] or self.cleaned_data["states"])

    @property
    def codes(self):
        """The codes of the boxes, or of the link."""
        return codes_in(self.cleaned_data.get("states", ""))

    @property
    def ticked(self):
        """The codes of the boxes, as addresses of countries are written."""
        return [code.lower() for code in self.codes]

    @property
    def groups(self):
        """The states to choose from, by UN regional group: each its label, and its states."""
        states = sorted((party for party in self.parties if party.is_country), key=in_order)
        groups = [*RegionalGroup.choices, ("", _("In no group"))]
        return [
            (label, [party for party in states if party.un_group == group])
            for group, label in groups
        ]

    @property
    def codes_in_link(self):
        """The codes of the states that were understood, as a link has them."""
        return ",".join(sorted(party.slug for party in self.reading.states))

    def asked_for(self):
        return {"states": self.codes_in_link}


class WholeStatesForm(StatesForm):
    """For a file, in which nothing could be said of what was not understood."""

    def clean(self):
        super().clean()
        if self.errors:
            return
        if not self.is_asked:
            raise ValidationError(_("Say which states."), code="none")
        if not self.reading.is_whole:
            raise ValidationError(
                _("A file is made only where every entry is understood as a state."), code="whole"
            )

"""What readers ask of the register."""

from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoints.forms import DayForm
from focalpoints.register import Rung

from .regions import M49Region, RegionalGroup

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
        label=_("Standing"), required=False, choices=[("", _("any")), *Rung.choices]
    )
    group = forms.ChoiceField(
        label=_("UN regional group"),
        required=False,
        choices=[("", _("any")), *RegionalGroup.choices, (NO_GROUP, _("in no group"))],
    )
    region = forms.ChoiceField(
        label=_("M49 region"), required=False, choices=[("", _("any")), *M49Region.choices]
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
        """Those of the standings that all filters let through."""
        return [standing for standing in standings if self._lets_through(standing)]

    def _lets_through(self, standing):
        wanted = self.cleaned_data
        party = standing.party
        return (
            wanted["rung"] in ("", standing.rung)
            and wanted["group"] in ("", party.un_group or (party.is_country and NO_GROUP))
            and wanted["region"] in ("", party.m49_region)
            and party.answers_to(wanted["q"])
        )

"""The day that a page is asked about."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.dates import day_in_words

from .register import FIRST_DAY, today

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayField(forms.CharField):
    """A day of the register, from its first day to today in UTC; cleans to datetime.date."""

    # Not a date picker: those drop what they cannot read, and the typed text has to come back.
    widget = forms.TextInput(
        attrs={"placeholder": "2013-06-12", "autocomplete": "off", "spellcheck": "false"}
    )

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return today()
        try:
            if not _ISO_DAY.fullmatch(value):
                raise ValueError
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError(
                _("“%(value)s” is not a day. Write year-month-day, such as 2013-06-12."),
                params={"value": value},
            ) from None

    def validate(self, value):
        if not FIRST_DAY <= value <= today():
            raise ValidationError(
                _("The register knows the days from %(first)s to today, not %(value)s."),
                params={"first": day_in_words(FIRST_DAY), "value": value.isoformat()},
            )

    def run_validators(self, value):
        """Those of a text field would refuse a date."""


class DayForm(forms.Form):
    """What `?on=` says: a day of the register, today if nothing is said."""

    on = DayField(
        label=_("On the day"), required=False, help_text=_("Year-month-day; empty for today.")
    )

    @property
    def day(self):
        return self.cleaned_data["on"]

    @property
    def is_today(self):
        return self.day == today()

    @property
    def day_query(self):
        """The query that keeps the day in a link; empty where none was asked for."""
        return f"?on={self.day.isoformat()}" if self.data.get("on") else ""

"""The day that a page is asked about; or two, and of whom."""

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.states import CHARACTERS, ENTRIES, TooManyEntries, codes_in, read
from sources.dates import day_in_words
from sources.enumeration import listed, quoted
from sources.order import in_order

from .register import FIRST_DAY, today

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayField(forms.CharField):
    """A day of the register, from its first day to today in UTC; cleans to datetime.date.

    Where nothing is typed, `otherwise` says which day is meant: today, unless another is given.
    """

    # Not a date picker: those drop what they cannot read, and the typed text has to come back.
    widget = forms.TextInput(
        attrs={"placeholder": "2013-06-12", "autocomplete": "off", "spellcheck": "false"}
    )

    def __init__(self, *, otherwise=today, **options):
        super().__init__(**options)
        self.otherwise = otherwise

    def to_python(self, value):
        value = super().to_python(value)
        if not value:
            return self.otherwise()
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
        """The query that keeps the day in a link; empty where none was asked for, or is known."""
        is_asked = self.data.get("on") and "on" in self.cleaned_data
        return f"?on={self.day.isoformat()}" if is_asked else ""

    def asked_for(self):
        """What the page was asked for, by name, as a link repeats it."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def asked_on(self, day):
        """The query that asks for the same on that day, which is written out."""
        return f"?{urlencode({**self.asked_for(), 'on': day.isoformat()}, safe=',')}"

    @property
    def printed(self):
        """It as HTML. What was understood is the same for everybody who asks for the same."""
        if self.errors:
            return _printed(self)
        return _understood(type(self), tuple(self.asked_for().items()), get_language())


def _printed(form):
    return render_to_string("focalpoints/_filters.html", {"form": form})


@lru_cache(maxsize=100)
def _understood(kind, asked, _language):
    """Such a form once printed: its choices take longer than all else of a page."""
    return _printed(kind(dict(asked)))


class Codes(forms.TextInput):
    """Boxes send their codes each for itself, a link sends them with commas between."""

    def value_from_datadict(self, data, files, name):
        return ",".join(data.getlist(name))


class ChangesForm(forms.Form):
    """What `?from=` and `?to=` say: two days of the register, the first and today if nothing.

    And `?states=`: codes of the parties that are meant; all are, if it says nothing. Wants all
    parties, `with_names()`; those of the codes are the `parties`, in order of name.
    """

    first = DayField(
        label=_("From the day"),
        required=False,
        otherwise=lambda: FIRST_DAY,
        help_text=_("Year-month-day; empty for the first day of the register."),
    )
    last = DayField(
        label=_("To the day"), required=False, help_text=_("Year-month-day; empty for today.")
    )
    states = forms.CharField(
        label=_("States or organizations"),
        required=False,
        max_length=CHARACTERS,
        widget=Codes(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Codes with commas between, such as aus,gha; empty for all."),
    )

    def __init__(self, of_parties, *args, **options):
        super().__init__(*args, **options)
        self._of_parties = of_parties
        self.parties = []

    def add_prefix(self, field_name):
        """`from` is a word of Python, and no field can be called so in a class."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean_states(self):
        typed = self.cleaned_data["states"]
        if typed:
            self.parties = self._parties_with(typed)
        return typed

    def _parties_with(self, typed):
        try:
            reading = read("", self._of_parties, codes=codes_in(typed))
        except TooManyEntries:
            raise ValidationError(
                _("That is a list of more than %(number)s entries: ask about fewer at once."),
                params={"number": ENTRIES},
                code="entries",
            ) from None
        parties = [*reading.states, *reading.organizations]
        missed = [*reading.unknown, *(each.entry for each in reading.ambiguous)]
        if missed or not parties:
            raise ValidationError(
                _("Not understood as a state or organization: %(entries)s."),
                params={"entries": listed(map(quoted, missed or [typed]))},
                code="unknown",
            )
        return sorted(parties, key=lambda each: (in_order(each), each.pk))

    def clean(self):
        if self.is_in_wrong_order:
            first, last = self.days
            raise ValidationError(
                _("%(last)s comes before %(first)s: write the earlier day first."),
                params={"first": day_in_words(first), "last": day_in_words(last)},
                code="order",
            )

    @property
    def days(self):
        """The two days, as far as they can be read."""
        return [self.cleaned_data[name] for name in ("first", "last") if name in self.cleaned_data]

    @property
    def is_in_wrong_order(self):
        """Whether both days can be read, and would do the other way round."""
        return len(self.days) == 2 and self.days[0] > self.days[1]

    def asked_between(self, first, last):
        """The query that asks for the same parties between two days."""
        codes = ",".join(sorted(party.slug for party in self.parties))
        return query_between(first, last, codes)


def query_between(first, last, codes=""):
    """The query of a `ChangesForm` for two days; without a first day, up to the last."""
    asked = {"from": first and first.isoformat(), "to": last.isoformat(), "states": codes}
    given = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(given, safe=',')}"

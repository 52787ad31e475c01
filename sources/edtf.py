"""Dates exactly as precise as known: a small profile of EDTF (ISO 8601-2).

Instants     2013    2013-06    2013-06-15        known to that precision
Sets         [2010-09..2014]    [..2014]    [2010..]    one instant, at an unknown time within
Spans        2011-05-17/2011-05-18    2013/..      first and last day included
Doubt        a trailing ? (uncertain) or ~ (approximate) on an instant or a span
Empty        not recorded
"""

import calendar
import re
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100

_INSTANT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_SET = re.compile(r"\[([^\[\]./]*)\.\.([^\[\]./]*)\]")


class EDTF(str):
    """A date in the profile: the text as written, which knows its earliest and latest day.

    Making one does not check it; `parse` does. Reading a bound of a text outside the
    profile raises ValidationError.
    """

    __slots__ = ()

    @property
    def earliest(self):
        """The first day (datetime.date) that the text allows; the highest date when empty."""
        return parse(self)[0]

    @property
    def latest(self):
        """The last day (datetime.date) that the text allows; the highest date when empty."""
        return parse(self)[1]

    @property
    def is_span(self):
        return "/" in self

    @property
    def is_doubtful(self):
        return self.endswith(("?", "~"))

    @property
    def is_known_span(self):
        """Whether it is a span of which the first and the last day are known."""
        ends_in_days = {len(each) for each in self.endpoints} == {len("2013-06-15")}
        return self.is_span and ends_in_days and not self.is_doubtful

    @property
    def endpoints(self):
        """The texts of the two ends of a set or span, without doubt; an open end is empty."""
        plain = self.rstrip("?~")
        if self.is_span:
            first, last = plain.split("/")
            return EDTF(first), EDTF("" if last == ".." else last)
        if in_set := _SET.fullmatch(plain):
            return EDTF(in_set[1]), EDTF(in_set[2])
        return EDTF(plain), EDTF(plain)


@lru_cache(maxsize=4096)  # a page asks the same few dates again and again
def parse(text):
    """The earliest and latest day (two datetime.date) of a text in the profile.

    Raises ValidationError with a sentence that shows what to write instead.
    """
    if text == "":
        return date.max, date.max
    if text.count("/") == 1:
        return _parse_span(text)
    if text.startswith("["):
        return _parse_set(text)
    return _parse_instant(text[:-1] if text.endswith(("?", "~")) else text)


def hull(dates):
    """The narrowest EDTF that holds every one of the given instants and sets.

    Empty where they leave both ends open.
    """
    first = min(dates, key=lambda each: (each.earliest, each.latest))
    last = max(dates, key=lambda each: (each.latest, each.earliest))
    if first == last:
        return first
    earliest, latest = first.endpoints[0], last.endpoints[1]
    return EDTF(f"[{earliest}..{latest}]" if earliest or latest else "")


def _parse_instant(text):
    written = _INSTANT.fullmatch(text)
    if not written:
        raise ValidationError(
            _(
                "“%(text)s” is not a date this register can read. Write 2013, 2013-06 or "
                "2013-06-15, or the earliest and latest as [2010-09..2014]."
            ),
            code="edtf",
            params={"text": text},
        )
    year, month, day = written.groups()
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValidationError(
            _("%(year)s is outside the years this register holds. Write a year from 1900 to 2100."),
            code="edtf",
            params={"year": year},
        )
    try:
        first = date(int(year), int(month or 1), int(day or 1))
        days_in_month = calendar.monthrange(first.year, int(month or 12))[1]
        last = date(first.year, int(month or 12), int(day or days_in_month))
    except (ValueError, calendar.IllegalMonthError):
        raise ValidationError(
            _(
                "There is no day %(text)s in the calendar. Write year-month-day, "
                "such as 2013-06-15."
            ),
            code="edtf",
            params={"text": text},
        ) from None
    return first, last


def _parse_set(text):
    ends = _SET.fullmatch(text)
    if not ends or not (ends[1] or ends[2]):
        raise ValidationError(
            _(
                "“%(text)s” is not a pair of bounds. Write [2010-09..2014] for between two dates, "
                "[..2014] for no later than, [2010-09..] for no earlier than."
            ),
            code="edtf",
            params={"text": text},
        )
    earliest = _parse_instant(ends[1])[0] if ends[1] else date.min
    latest = _parse_instant(ends[2])[1] if ends[2] else date.max
    _refuse_backwards(text, earliest, latest)
    return earliest, latest


def _parse_span(text):
    first, last = (text[:-1] if text.endswith(("?", "~")) else text).split("/")
    earliest = _parse_instant(first)[0]
    latest = date.max if last == ".." else _parse_instant(last)[1]
    _refuse_backwards(text, earliest, latest)
    return earliest, latest


def _refuse_backwards(text, earliest, latest):
    if earliest > latest:
        raise ValidationError(
            _("“%(text)s” ends before it begins. Write the earlier date first."),
            code="edtf",
            params={"text": text},
        )

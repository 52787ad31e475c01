"""The words for dates: each says exactly what is known, the same on every page, in every language.

What stands before a date changes it in many languages ("le 10 avril 2013" but "en avril 2013";
"сентябрь", "с сентября"). So each place in a phrase has its own message for a day, a month and a
year, and a translator never has to bend one of them.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from .edtf import EDTF

# In the form that stands alone, as in "September 2010".
MONTHS = [
    pgettext_lazy("month alone", "January"),
    pgettext_lazy("month alone", "February"),
    pgettext_lazy("month alone", "March"),
    pgettext_lazy("month alone", "April"),
    pgettext_lazy("month alone", "May"),
    pgettext_lazy("month alone", "June"),
    pgettext_lazy("month alone", "July"),
    pgettext_lazy("month alone", "August"),
    pgettext_lazy("month alone", "September"),
    pgettext_lazy("month alone", "October"),
    pgettext_lazy("month alone", "November"),
    pgettext_lazy("month alone", "December"),
]
# In the form that follows a day or another word, as in "10 April 2013" and "since April 2013".
MONTHS_WITHIN = [
    pgettext_lazy("month within a date", "January"),
    pgettext_lazy("month within a date", "February"),
    pgettext_lazy("month within a date", "March"),
    pgettext_lazy("month within a date", "April"),
    pgettext_lazy("month within a date", "May"),
    pgettext_lazy("month within a date", "June"),
    pgettext_lazy("month within a date", "July"),
    pgettext_lazy("month within a date", "August"),
    pgettext_lazy("month within a date", "September"),
    pgettext_lazy("month within a date", "October"),
    pgettext_lazy("month within a date", "November"),
    pgettext_lazy("month within a date", "December"),
]

# By the length of an EDTF instant: a year, a month, a day.
_ALONE = {
    4: pgettext_lazy("date alone", "%(year)s"),
    7: pgettext_lazy("date alone", "%(month)s %(year)s"),
    10: pgettext_lazy("date alone", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_BY = {
    4: pgettext_lazy("date in “by ...”", "%(year)s"),
    7: pgettext_lazy("date in “by ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("date in “by ...”", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_NOT_BEFORE = {
    4: pgettext_lazy("date in “not before ...”", "%(year)s"),
    7: pgettext_lazy("date in “not before ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("date in “not before ...”", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_BETWEEN = {
    4: pgettext_lazy("first date in “between ... and ...”", "%(year)s"),
    7: pgettext_lazy("first date in “between ... and ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("first date in “between ... and ...”", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_AND = {
    4: pgettext_lazy("second date in “between ... and ...”", "%(year)s"),
    7: pgettext_lazy("second date in “between ... and ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("second date in “between ... and ...”", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_SINCE = {
    4: pgettext_lazy("date in “since ...”", "%(year)s"),
    7: pgettext_lazy("date in “since ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("date in “since ...”", "%(day)s %(of_month)s %(year)s"),
}
_BEFORE_TO = {
    4: pgettext_lazy("first date in “... to ...”", "%(year)s"),
    7: pgettext_lazy("first date in “... to ...”", "%(of_month)s %(year)s"),
    10: pgettext_lazy("first date in “... to ...”", "%(day)s %(of_month)s %(year)s"),
}
_AFTER_TO = {
    4: pgettext_lazy("second date in “... to ...”", "%(year)s"),
    7: pgettext_lazy("second date in “... to ...”", "%(month)s %(year)s"),
    10: pgettext_lazy("second date in “... to ...”", "%(day)s %(of_month)s %(year)s"),
}


def in_words(written):
    """An EDTF date as a reader would say it, such as "between September 2010 and 2014".

    An empty date gives an empty text: what that means, each page says for itself.
    """
    written = EDTF(written)
    if not written:
        return ""
    words = _plain_words(written)
    if written.endswith("?"):
        return _("%(date)s (uncertain)") % {"date": words}
    if written.endswith("~"):
        return _("about %(date)s") % {"date": words}
    return words


def honest_in_words(written, inference=""):
    """The date in words, and that part of it is our inference, where it is."""
    words = in_words(written)
    return f"{words} {inferred_mark()}" if inference and words else words


def inferred_mark():
    """What stands behind a date that is partly our inference."""
    return _("(partly inferred)")


def year_in_words(written):
    """An EDTF date as in words, to the year."""
    written = EDTF(written)
    if not written:
        return ""
    first, last = (each[:4] for each in written.endpoints)
    doubt = written[-1] if written.is_doubtful else ""
    if first == last:
        return in_words(f"{first}{doubt}")
    if written.is_span:
        return in_words(f"{first}/{last or '..'}{doubt}")
    return in_words(f"[{first}..{last}]")


def day_in_words(day):
    """A single known day (datetime.date) in words; of a time, its day in UTC."""
    return _put(_in_utc(day), _ALONE[10])


def time_in_words(at):
    """A time (an aware datetime) in words, to the minute, in UTC."""
    at = _in_utc(at)
    return _("%(day)s, %(time)s") % {"day": day_in_words(at), "time": f"{at:%H:%M}"}


def _in_utc(at):
    return timezone.localtime(at) if hasattr(at, "hour") and timezone.is_aware(at) else at


def _plain_words(written):
    first, last = written.endpoints
    if written.is_span:
        return _span_in_words(first, last)
    if not first:
        return _("by %(date)s") % {"date": _said(last, _AFTER_BY)}
    if not last:
        return _("not before %(date)s") % {"date": _said(first, _AFTER_NOT_BEFORE)}
    if first != last:
        return _set_in_words(first, last)
    return _said(first, _ALONE)


def _said(instant, messages):
    """An EDTF instant in the words of its place in a phrase."""
    return _put(instant.earliest, messages[len(instant)])


def _put(day, message, **more):
    return str(message) % {
        **more,
        "day": _day_of_month(day.day),
        "month": MONTHS[day.month - 1],
        "of_month": MONTHS_WITHIN[day.month - 1],
        "year": f"{day.year:04}",
    }


def _day_of_month(number):
    """Some languages count the first day of a month and number the others: "1er mai, 2 mai"."""
    return pgettext("first day of a month", "1") if number == 1 else str(number)


def _set_in_words(first, last):
    if _are_days_of_one_month(first, last):
        return _days_of_one_month(
            first, last, _("between %(first_day)s and %(day)s %(of_month)s %(year)s")
        )
    return _("between %(first)s and %(last)s") % {
        "first": _said(first, _AFTER_BETWEEN),
        "last": _said(last, _AFTER_AND),
    }


def _span_in_words(first, last):
    if not last:
        return _("since %(date)s") % {"date": _said(first, _AFTER_SINCE)}
    if first == last:
        return _said(first, _ALONE)
    if _are_days_of_one_month(first, last):
        return _days_of_one_month(first, last, _("%(first_day)s-%(day)s %(of_month)s %(year)s"))
    return _("%(first)s to %(last)s") % {
        "first": _said(first, _BEFORE_TO),
        "last": _said(last, _AFTER_TO),
    }


def _days_of_one_month(first, last, message):
    return _put(last.earliest, message, first_day=_day_of_month(first.earliest.day))


def _are_days_of_one_month(first, last):
    return len(first) == len(last) == 10 and first[:7] == last[:7]

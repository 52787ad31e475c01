"""The words for dates: each says exactly what is known, the same on every page."""

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .edtf import EDTF


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
    """A single known day (datetime.date) in words."""
    return format_date(day, pgettext("date format", "j F Y"))


def _plain_words(written):
    first, last = written.endpoints
    if written.is_span:
        return _span_in_words(first, last)
    if not first:
        return _("by %(date)s") % {"date": _instant_in_words(last)}
    if not last:
        return _("not before %(date)s") % {"date": _instant_in_words(first)}
    if first != last:
        return _set_in_words(first, last)
    return _instant_in_words(first)


def _instant_in_words(instant):
    pattern = {
        4: pgettext("date format", "Y"),
        7: pgettext("date format", "F Y"),
        10: pgettext("date format", "j F Y"),
    }[len(instant)]
    return format_date(instant.earliest, pattern)


def _set_in_words(first, last):
    if _are_days_of_one_month(first, last):
        return _("between %(first_day)s and %(last)s") % {
            "first_day": first.earliest.day,
            "last": _instant_in_words(last),
        }
    return _("between %(first)s and %(last)s") % {
        "first": _instant_in_words(first),
        "last": _instant_in_words(last),
    }


def _span_in_words(first, last):
    if not last:
        return _("since %(date)s") % {"date": _instant_in_words(first)}
    if first == last:
        return _instant_in_words(first)
    if _are_days_of_one_month(first, last):
        return _("%(first_day)s-%(last)s") % {
            "first_day": first.earliest.day,
            "last": _instant_in_words(last),
        }
    return _("%(first)s to %(last)s") % {
        "first": _instant_in_words(first),
        "last": _instant_in_words(last),
    }


def _are_days_of_one_month(first, last):
    return len(first) == len(last) == 10 and first[:7] == last[:7]

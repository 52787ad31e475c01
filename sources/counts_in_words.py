"""How many there are of something, as a source puts it: each combination is one message.

Languages part ways after "more than": a case, a number or a gender changes with what is counted.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

# By the qualifier and what is counted. What is counted may be named more narrowly, see `of_others`.
COUNTED = {
    ("as-stated", "states"): ngettext_lazy("%(value)s state", "%(value)s states", "count"),
    ("more-than", "states"): ngettext_lazy(
        "more than %(value)s state", "more than %(value)s states", "count"
    ),
    ("at-least", "states"): ngettext_lazy(
        "at least %(value)s state", "at least %(value)s states", "count"
    ),
    ("about", "states"): ngettext_lazy("about %(value)s state", "about %(value)s states", "count"),
    ("unnumbered", "states"): gettext_lazy("states, not numbered"),
    ("as-stated", "organizations"): ngettext_lazy(
        "%(value)s organization", "%(value)s organizations", "count"
    ),
    ("more-than", "organizations"): ngettext_lazy(
        "more than %(value)s organization", "more than %(value)s organizations", "count"
    ),
    ("at-least", "organizations"): ngettext_lazy(
        "at least %(value)s organization", "at least %(value)s organizations", "count"
    ),
    ("about", "organizations"): ngettext_lazy(
        "about %(value)s organization", "about %(value)s organizations", "count"
    ),
    ("unnumbered", "organizations"): gettext_lazy("organizations, not numbered"),
    ("as-stated", "persons"): ngettext_lazy("%(value)s person", "%(value)s persons", "count"),
    ("more-than", "persons"): ngettext_lazy(
        "more than %(value)s person", "more than %(value)s persons", "count"
    ),
    ("at-least", "persons"): ngettext_lazy(
        "at least %(value)s person", "at least %(value)s persons", "count"
    ),
    ("about", "persons"): ngettext_lazy(
        "about %(value)s person", "about %(value)s persons", "count"
    ),
    ("unnumbered", "persons"): gettext_lazy("persons, not numbered"),
}
REPORTED = {
    ("as-stated", "states"): ngettext_lazy(
        "%(value)s state reported", "%(value)s states reported", "count"
    ),
    ("more-than", "states"): ngettext_lazy(
        "more than %(value)s state reported", "more than %(value)s states reported", "count"
    ),
    ("at-least", "states"): ngettext_lazy(
        "at least %(value)s state reported", "at least %(value)s states reported", "count"
    ),
    ("about", "states"): ngettext_lazy(
        "about %(value)s state reported", "about %(value)s states reported", "count"
    ),
    ("as-stated", "organizations"): ngettext_lazy(
        "%(value)s organization reported", "%(value)s organizations reported", "count"
    ),
    ("more-than", "organizations"): ngettext_lazy(
        "more than %(value)s organization reported",
        "more than %(value)s organizations reported",
        "count",
    ),
    ("at-least", "organizations"): ngettext_lazy(
        "at least %(value)s organization reported",
        "at least %(value)s organizations reported",
        "count",
    ),
    ("about", "organizations"): ngettext_lazy(
        "about %(value)s organization reported", "about %(value)s organizations reported", "count"
    ),
}
PUT = {
    "more-than": gettext_lazy("more than %(value)s"),
    "at-least": gettext_lazy("at least %(value)s"),
    "about": gettext_lazy("about %(value)s"),
}


def put(value, qualifier="as-stated"):
    """The number alone: "17", "more than 35"."""
    return str(PUT[qualifier] % {"value": value}) if qualifier in PUT else str(value)


def counted(value, of, qualifier="as-stated", *, shown=None):
    """Such as "more than 35 states"; the number stands there as `shown`, where that is given."""
    return _said(COUNTED[qualifier, of], value, shown)


def reported(value, of, qualifier="as-stated", *, shown=None):
    """Such as "more than 35 states reported"."""
    return _said(REPORTED[qualifier, of], value, shown)


def of_others(value, named, qualifier="as-stated"):
    """The same where the source counts something narrower: "more than 3 regional organizations"."""
    if qualifier == "unnumbered":
        return _("%(counted)s, not numbered") % {"counted": named}
    return _("%(number)s %(counted)s") % {"number": put(value, qualifier), "counted": named}


def _said(message, value, shown):
    return str(message % {"count": value, "value": value if shown is None else shown})

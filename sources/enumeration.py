"""Things one after the other, as a reader sees them: what stands between them is translated."""

from django.utils.translation import pgettext


def comma():
    """What stands between things listed, with its blank."""
    return pgettext("between things listed", ", ")


def semicolon():
    """What stands between things that may hold commas themselves, with its blank."""
    return pgettext("between long things listed", "; ")


def listed(things):
    """Those of the things that are not empty: "Chile, Ghana, Togo"."""
    return comma().join(_not_empty(things))


def listed_apart(things):
    """Those of the things that are not empty: "Accra, Ghana; Copenhagen, Denmark"."""
    return semicolon().join(_not_empty(things))


def quoted(thing):
    """The thing in quotation marks."""
    return pgettext("quotation marks", "“%(thing)s”") % {"thing": thing}


def sentence(words):
    """The words with a full stop."""
    return pgettext("a sentence", "%(words)s.") % {"words": words}


def _not_empty(things):
    return [str(each) for each in things if each]

"""Things one after the other, as a reader sees them: what stands between them is translated."""

from django.utils.translation import pgettext


def comma():
    """What stands between things listed, with its blank."""
    return pgettext("between things listed", ", ")


def part_comma():
    """What stands between the parts of one thing, which are no list, with its blank."""
    return pgettext("between parts of one thing", ", ")


def semicolon():
    """What stands between things that may hold commas themselves, with its blank."""
    return pgettext("between long things listed", "; ")


def listed(things):
    """Those of the things that are not empty: "Chile, Ghana, Togo"."""
    return comma().join(_not_empty(things))


def listed_apart(things):
    """Those of the things that are not empty: "Accra, Ghana; Copenhagen, Denmark"."""
    return semicolon().join(_not_empty(things))


def in_parts(parts):
    """Those of the parts of one thing that are not empty: "Director, Ministry of Examples"."""
    return part_comma().join(_not_empty(parts))


def in_sentences(sentences):
    """Those of the sentences that are not empty, one after the other."""
    both = pgettext("two sentences", "%(one)s %(next)s")
    said = ""
    for each in _not_empty(sentences):
        said = both % {"one": said, "next": each} if said else each
    return said


def quoted(thing):
    """The thing in quotation marks."""
    return pgettext("quotation marks", "“%(thing)s”") % {"thing": thing}


def sentence(words):
    """The words with a full stop."""
    return pgettext("a sentence", "%(words)s.") % {"words": words}


def _not_empty(things):
    return [str(each) for each in things if each]

"""The texts of the record, as readers of a language are shown them.

Summaries, what a passage says, our inferences: staff write them once, in English as a rule, and
keep what they say in other languages beside (`Translation`). What is kept in one language alone is
shown in that one, and marked as such.
"""

from contextlib import contextmanager
from typing import NamedTuple

from asgiref.local import Local
from django.apps import apps
from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language

LETTERS_OF_A_WORD = 10


def spoken():
    """The code of the language that is spoken; English where none is."""
    return get_language() or settings.LANGUAGE_CODE


class Told(NamedTuple):
    """A text of the record as a reader is shown it, and the code of the language that it is in."""

    text: str
    language: str

    @property
    def is_foreign(self):
        """Whether it says something, in another language than the page."""
        return bool(self.text) and self.language != spoken()

    def __str__(self):
        """For a sentence to take it up: set apart where it is in another language."""
        return set_apart(self.text) if self.is_foreign else self.text

    def shortened(self, words):
        """With so many of its words; where no blanks stand between them, of as many letters."""
        short = Truncator(self.text).words(words)
        return self._replace(text=Truncator(short).chars(words * LETTERS_OF_A_WORD))


# What stands between them runs in its own direction, and is in English: a page makes a marked
# element of it (`claims.called`), elsewhere the signs themselves keep it apart (UAX #9: FSI, PDI).
FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"


def set_apart(text):
    """A text in another language, for a sentence to take it up."""
    return f"{FIRST_STRONG_ISOLATE}{joined_up(text)}{POP_DIRECTIONAL_ISOLATE}"


def cut_short(text, letters):
    """The text with so many letters at most; what is set apart in it stays so where it is cut."""
    cut = Truncator(text).chars(letters)
    opened = cut.count(FIRST_STRONG_ISOLATE) - cut.count(POP_DIRECTIONAL_ISOLATE)
    return cut + POP_DIRECTIONAL_ISOLATE * opened


def joined_up(text):
    """A text without the signs: for programs, which compare names."""
    return str(text).replace(FIRST_STRONG_ISOLATE, "").replace(POP_DIRECTIONAL_ISOLATE, "")


def as_printed(text):
    """A title, a name or a role as documents have it, which are in English, as `Told`."""
    return Told(text, settings.LANGUAGE_CODE)


def told(text):
    """The text in the language that is spoken, as far as it is kept in it, as `Told`."""
    return _kept().get(text) or Told(text, settings.LANGUAGE_CODE)


def recorded_in(text, kept):
    """The code of the language that a text is in, of which this is kept: a translation by language.

    It is the one into which the text is its own translation. English comes first: where the words
    are the same in another language, "Accra" for instance, they are kept in both.
    """
    own = [code for code, translation in kept.items() if translation == text]
    return settings.LANGUAGE_CODE if not own or settings.LANGUAGE_CODE in own else own[0]


# What was read for this request: all of a language at once, and only where a text is shown at all.
_read = Local()


def read_anew():
    """With each request: somebody may have translated something since."""
    _read.of_language = {}


@contextmanager
def none_kept():
    """Within it texts stand as they are recorded: where there is no database to ask."""
    _read.of_language = {code: {} for code, _name in settings.LANGUAGES}
    try:
        yield
    finally:
        read_anew()


def _kept():
    language = spoken()
    if not hasattr(_read, "of_language"):
        read_anew()
    if language not in _read.of_language:
        _read.of_language[language] = _told_to_readers_of(language)
    return _read.of_language[language]


def _told_to_readers_of(language):
    # By its name: the rows of the record tell their texts through this module.
    kept = apps.get_model("sources.Translation").objects.for_readers_of(language).by_text()
    return {text: _told_of(text, by_language, language) for text, by_language in kept.items()}


def _told_of(text, kept, language):
    if language in kept:
        return Told(kept[language], language)
    return Told(text, recorded_in(text, kept))

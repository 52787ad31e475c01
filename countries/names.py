"""Names compared as readers type them: without accents, case and punctuation.

And sorted as their language sorts them.
"""

import re
import unicodedata
from functools import lru_cache

import icu
from django.conf import settings
from django.utils.translation import get_language

_NOT_WORDS = re.compile(r"[\W_]+")
# Sources write "the United States"; names of parties stand without it.
ARTICLE = "the"


def fold(text):
    """The text for comparison: "Côte d'Ivoire" and "COTE D’IVOIRE" fold alike.

    Unicode compatibility decomposition without marks, case folded, anything but letters and
    digits a single space.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORDS.sub(" ", bare.casefold()).strip()


def answer(words, names):
    """Whether each of the words stands in one of the names, all folded. Without words, they do."""
    wanted = [word for word in fold(words).split() if word != ARTICLE]
    if words.strip() and not wanted:
        return False
    haystack = " ".join(fold(name) for name in names)
    return all(word in haystack for word in wanted)


def in_order(text):
    """By what texts are sorted in the language that is spoken, as bytes.

    In the order that the Unicode CLDR gives for the language (UTS #10): ñ after n in Spanish, й
    after и in Russian, characters by their pinyin in Chinese. Both databases would need a collation
    of each language installed; so lists of names are sorted here.
    """
    return _collator(get_language() or settings.LANGUAGE_CODE).getSortKey(str(text))


def in_order_of_party(rows, before):
    """The rows by what `before` gives of each, then by the names of their parties."""
    return sorted(rows, key=lambda row: (before(row), in_order(row.party), row.pk))


@lru_cache(maxsize=16)
def _collator(language):
    return icu.Collator.createInstance(icu.Locale.forLanguageTag(language))

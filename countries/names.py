"""Names compared as readers type them: without accents, case and punctuation."""

import re
import unicodedata
from functools import cache

import icu
from django.conf import settings

from sources.order import in_order

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


@cache
def everyday_names(iso):
    """What the country of an alpha-2 code is called day by day, in each language of the site.

    From the Unicode CLDR: "Россия", "Corée du Sud". They are for finding a state by, and shown to
    nobody: the register names states as the United Nations do.
    """
    country = icu.Locale("", iso)
    languages = [icu.Locale.forLanguageTag(code) for code, _name in settings.LANGUAGES]
    return list(dict.fromkeys(country.getDisplayCountry(each) for each in languages))


def in_order_of_party(rows, before):
    """The rows by what `before` gives of each, then by the names of their parties.

    Where both are the same, the order of the rows stays.
    """
    return sorted(rows, key=lambda row: (before(row), in_order(row.party)))

"""Names compared as readers type them: without accents, case and punctuation."""

import re
import unicodedata

_NOT_WORDS = re.compile(r"[\W_]+")


def fold(text):
    """The text for comparison: "Côte d'Ivoire" and "COTE D’IVOIRE" fold alike.

    Unicode compatibility decomposition without marks, case folded, anything but letters and
    digits a single space.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _NOT_WORDS.sub(" ", bare.casefold()).strip()

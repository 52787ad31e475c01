"""Texts in the order of their language."""

from functools import lru_cache

import icu

from .translations import spoken


def in_order(text):
    """By what texts are sorted in the language that is spoken, as bytes.

    In the order that the Unicode CLDR gives for the language (UTS #10): ñ after n in Spanish, й
    after и in Russian, characters by their pinyin in Chinese. Both databases would need a collation
    of each language installed; so lists of names are sorted here.
    """
    return _collator(spoken()).getSortKey(str(text))


@lru_cache(maxsize=16)
def _collator(language):
    return icu.Collator.createInstance(icu.Locale.forLanguageTag(language))

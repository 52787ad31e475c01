"""The languages that somebody can say they speak, by their ISO 639-1 codes.

Django knows those that software is translated into; official languages of states are added.
"""

import icu
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.order import in_order
from sources.translations import spoken

UN_LANGUAGES = ["ar", "zh", "en", "fr", "ru", "es"]  # the six official ones of the United Nations
MOST = 12

_ADDED = """
    am ay dv dz ee fj gn ha ht ku lg ln lo mg mi mt ny ps
    qu rn rw sg si sm sn so ss st ti tn to wo xh yo zh zu
"""
_OF_DJANGO = {code for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info}
CODES = sorted({*_OF_DJANGO, *_ADDED.split()})


def name_of(code):
    """The name of the language in the one that is spoken, as the Unicode CLDR has it."""
    readers = icu.Locale.forLanguageTag(spoken())
    return icu.Locale.forLanguageTag(code).getDisplayLanguage(readers)


def choices():
    """Pairs of code and name, by name."""
    return sorted(((code, name_of(code)) for code in CODES), key=lambda pair: in_order(pair[1]))


def joined(codes):
    """The codes as one text, each once, in order: "en fr". The same languages, the same text."""
    return " ".join(sorted(set(codes)))


def codes_only(text):
    """Raise ValidationError where a text is not what `joined` gives of some of the codes."""
    codes = text.split()
    if text != joined(codes) or not set(codes) <= set(CODES) or len(codes) > MOST:
        raise ValidationError(
            _("Choose at most %(most)s languages, each once."),
            code="languages",
            params={"most": MOST},
        )

"""The languages that somebody can say they speak: by their ISO 639-1 codes, named as Django does.

Django knows those that software is translated into; official languages of states are added.
"""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from countries.names import in_order

UN_LANGUAGES = ["ar", "zh", "en", "fr", "ru", "es"]  # the six official ones of the United Nations
MOST = 12

_ADDED = {
    "am": _("Amharic"),
    "ay": _("Aymara"),
    "dv": _("Divehi"),
    "dz": _("Dzongkha"),
    "ee": _("Ewe"),
    "fj": _("Fijian"),
    "gn": _("Guarani"),
    "ha": _("Hausa"),
    "ht": _("Haitian Creole"),
    "ku": _("Kurdish"),
    "lg": _("Ganda"),
    "ln": _("Lingala"),
    "lo": _("Lao"),
    "mg": _("Malagasy"),
    "mi": _("Māori"),
    "mt": _("Maltese"),
    "ny": _("Chichewa"),
    "ps": _("Pashto"),
    "qu": _("Quechua"),
    "rn": _("Kirundi"),
    "rw": _("Kinyarwanda"),
    "sg": _("Sango"),
    "si": _("Sinhala"),
    "sm": _("Samoan"),
    "sn": _("Shona"),
    "so": _("Somali"),
    "ss": _("Swati"),
    "st": _("Sesotho"),
    "ti": _("Tigrinya"),
    "tn": _("Tswana"),
    "to": pgettext_lazy("language", "Tongan"),
    "wo": _("Wolof"),
    "xh": _("Xhosa"),
    "yo": _("Yoruba"),
    "zh": _("Chinese"),
    "zu": _("Zulu"),
}
_OF_DJANGO = {
    code: info["name"] for code, info in LANG_INFO.items() if len(code) == 2 and "name" in info
}
CODES = sorted({*_OF_DJANGO, *_ADDED})


def name_of(code):
    return str(_ADDED[code]) if code in _ADDED else gettext(_OF_DJANGO[code])


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

"""What may stand in a text that people type."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LINES = "\n\r\t"
# Joiners and marks of direction, without which some languages cannot be written.
_NEEDED = {"\u200c", "\u200d", "\u200e", "\u200f"}
# Control characters, formats, and line and paragraph separators that no keyboard types.
_HIDDEN = {"Cc", "Cf", "Zl", "Zp"}


def readable(text):
    """Raise ValidationError where a text holds characters that are not to be seen.

    Control characters (Unicode Cc, but for line breaks and tabs), formats (Cf, but for joiners and
    marks of direction; those that override the direction of writing are among them, UAX #9), and
    separators of lines and paragraphs (Zl, Zp).
    """
    for place, letter in enumerate(text, 1):
        kind = unicodedata.category(letter)
        is_hidden = kind in _HIDDEN and letter not in _LINES and letter not in _NEEDED
        if is_hidden:
            raise ValidationError(
                _(
                    "There is a character in this text that cannot be seen (U+%(code)s, at place "
                    "%(place)s). Delete it, or type the text anew."
                ),
                code="unreadable",
                params={"code": f"{ord(letter):04X}", "place": place},
            )

"""What may stand in a text that people type."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_LINES = "\n\r\t"
# They turn the direction of what follows: a text can so be made to read as another one. The marks
# U+200E and U+200F, which right-to-left languages need, do not.
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}


def readable(text):
    """Raise ValidationError where a text holds characters that are not to be seen.

    Control characters (Unicode Cc, but for line breaks and tabs) and those that override the
    direction of writing (UAX #9, explicit embeddings, overrides and isolates).
    """
    for place, letter in enumerate(text, 1):
        is_control = unicodedata.category(letter) == "Cc" and letter not in _LINES
        if is_control or letter in _TURNING:
            raise ValidationError(
                _(
                    "There is a character in this text that cannot be seen (U+%(code)s, at place "
                    "%(place)s). Delete it, or type the text anew."
                ),
                code="unreadable",
                params={"code": f"{ord(letter):04X}", "place": place},
            )

"""What may stand in a text that people type."""

import pytest
from django.core.exceptions import ValidationError

from sources.texts import readable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Two lines,\r\n\tand a tab",
        "Côte d’Ivoire, Кыргызстан, 中国",
        "مرحبا\u200f (R2P)\u200e",  # the marks that right-to-left languages need
        "नि\u200dज",  # a joiner, which Indic scripts need
        "👩\u200d⚖️",
    ],
)
def test_takes_what_can_be_read_in_any_script(text):
    assert readable(text) is None


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a\x00b", "0000", 2),
        ("bell\x07", "0007", 5),
        ("\x1b[31mred", "001B", 1),
        ("next\x85line", "0085", 5),
        ("\x7f", "007F", 1),
        ("gpj.\u202egnp", "202E", 5),
        ("\u202aabc", "202A", 1),
        ("abc\u2066", "2066", 4),
        ("abc\u2069", "2069", 4),
    ],
)
def test_refuses_what_cannot_be_seen_and_says_where_it_stands(text, code, place):
    with pytest.raises(ValidationError) as refused:
        readable(text)

    assert refused.value.messages == [
        f"There is a character in this text that cannot be seen (U+{code}, at place {place}). "
        "Delete it, or type the text anew."
    ]

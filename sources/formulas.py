"""What a spreadsheet would take for the beginning of a formula."""

import unicodedata

_SIGNS = ("=", "+", "-", "@")
_BREAKS = ("\t", "\r", "\n")


def begins_formula(text):
    """Whether a spreadsheet might run the text.

    Spreadsheets see through full-width signs, and through blanks and marks before a sign.
    """
    if text.startswith(_BREAKS):
        return True
    begins = unicodedata.normalize("NFKC", text).lstrip()
    seen = 0
    while seen < len(begins) and unicodedata.category(begins[seen])[0] in "CZ":
        seen += 1
    return begins.startswith(_SIGNS, seen)

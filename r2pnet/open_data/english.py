"""What programs read is in English, whatever the language of the page that leads to it.

A digest is compared, an id and an address are kept, a description is read by what was written for
it: none of them may say another thing to whoever reads the pages in French. So texts that
describe the data are marked with `gettext_noop`, stay as they are for programs, and are
translated by `for_reader` at the moment when a page prints them.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

_MADE = {}  # by sentence: what `made` made it of


def in_english():
    """Within it, texts are those of the code and addresses have no prefix of a language.

    Each place that makes what programs read enters it for itself: pieces of a file are written
    after the view has answered, and what is kept in memory is made for whoever comes first.
    """
    return translation.override(settings.LANGUAGE_CODE)


def made(template, *, texts=None, names=None):
    """The sentence in English, from a marked template; kept in mind for `for_reader`.

    `texts` are marked as well, and translated with it; `names` are the same in all languages.
    """
    texts, names = texts or {}, names or {}
    sentence = template % {**texts, **names}
    _MADE[sentence] = template, texts, names
    return sentence


def for_reader(text):
    """A marked text, or a sentence made of such, in the language of the page."""
    if text not in _MADE:
        return gettext(text)
    template, texts, names = _MADE[text]
    told = {name: for_reader(each) for name, each in texts.items()}
    return gettext(template) % {**told, **names}

"""What a person reads before a field of theirs is shown in public. It is kept as they agreed to it.

Whoever changes a text here changes no consent: those given stay with the words of their day.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .models import Consent

_WORDINGS = {
    Consent.Field.NAME: _(
        "My name is shown in public: on a page of my own, with the day on which I last confirmed "
        "my entry, and wherever the register shows a post that I hold or held, or a meeting at "
        "which I was. Everybody can read and copy it. I can have it shown no longer at any time; "
        "what others have copied by then stays with them."
    ),
    Consent.Field.HONORIFIC: _(
        "My honorific is shown in public, in front of my name, wherever that is shown. Everybody "
        "can read and copy it. I can have it shown no longer at any time; what others have copied "
        "by then stays with them."
    ),
    Consent.Field.PORTRAIT: _(
        "My portrait is shown on my public page: the one that is there today, and each that I put "
        "in its place. Everybody can see and copy it. I can have it shown no longer at any time; "
        "what others have copied by then stays with them."
    ),
    Consent.Field.LANGUAGES: _(
        "The languages that I have said I speak are shown on my public page, as I keep them from "
        "time to time. Everybody can read and copy them. I can have them shown no longer at any "
        "time; what others have copied by then stays with them."
    ),
    Consent.Field.BIOGRAPHY: _(
        "My biography is shown on my public page, as I write it from time to time. Everybody can "
        "read and copy it. I can have it shown no longer at any time; what others have copied by "
        "then stays with them."
    ),
}


def language_of(field, wording):
    """The code of the language in which somebody agreed to it; empty where the words are older."""
    for code, _name in settings.LANGUAGES:
        with override(code):
            if wording == wording_of(field):
                return code
    return ""


def wording_of(field):
    """The words to agree to today, in the language of whoever reads them."""
    return str(_WORDINGS[field])

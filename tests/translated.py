"""A language in which every text of the portal reads otherwise, and every address has a prefix.

It needs no translation: whatever goes through gettext comes out between guillemets.
"""

from contextlib import contextmanager

from django.test import override_settings
from django.urls.base import clear_url_caches
from django.utils import translation
from django.utils.translation import trans_real

LANGUAGE = "fr"


class Told(trans_real.DjangoTranslation):
    def gettext(self, message):
        return f"«{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}»"

    def ngettext(self, singular, plural, number):
        return self.gettext(singular if number == 1 else plural)


@contextmanager
def all_translated():
    """Within it, the language is another one, for texts and addresses alike."""
    before = dict(trans_real._translations)
    trans_real._translations[LANGUAGE] = Told(LANGUAGE)
    try:
        with override_settings(ROOT_URLCONF="tests.prefixed"), translation.override(LANGUAGE):
            yield
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(before)
        clear_url_caches()

"""What of the interface stands there in English."""

import re
from functools import cache
from pathlib import Path

import django
import polib
from django.apps import apps
from django.conf import settings
from django.utils.translation import to_locale

from countries.models import Party
from tests.crawl import kinds_of_pages, said_on

LATIN = re.compile(r"[A-Za-z][A-Za-z’']+(?:-[A-Za-z]+)*")
# Codes, acronyms, digests, addresses.
NO_WORDS = re.compile(r"\b[A-Z0-9]{2,6}\b|\b[0-9a-f]{12}\b|(https?:/)?/[a-z0-9-]\S*", re.ASCII)


def latin(words):
    return set(LATIN.findall(NO_WORDS.sub("", words)))


@cache
def english_of_interface(language):
    """Each string of ours and of the libraries that reads otherwise in the language."""
    folders = [
        settings.BASE_DIR,
        Path(django.__file__).parent / "conf",
        # Names of states, which the register has of its own.
        *(Path(app.path) for app in apps.get_app_configs() if app.name != "django_countries"),
    ]
    paths = [
        folder / "locale" / to_locale(language) / "LC_MESSAGES/django.mo" for folder in folders
    ]
    read = [entry for path in paths if path.exists() for entry in polib.mofile(path)]
    alike = {
        each.msgid for each in read if each.msgid in (each.msgstr, *each.msgstr_plural.values())
    }
    own_names = {name for _code, name in settings.LANGUAGES}
    return {each.msgid for each in read if latin(each.msgid)} - alike - own_names


def in_english_below(client, start, *, only):
    """Strings of the interface in English on the pages from one on: (path, words)."""
    language = start.split("/")[1]
    english = english_of_interface(language) - {*Party.objects.values_list("slug", flat=True)}
    return sorted(
        (path, words)
        for path, soup in kinds_of_pages(client, start, only=only)
        for words, said_in in said_on(soup)
        if said_in == language and words in english
    )

"""Nobody meets an English sentence in another language: every kind of page, as a reader goes."""

import re

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale

from tests.crawl import kinds_of_pages, said_on

pytestmark = pytest.mark.django_db

NOT_FOR_READERS = ["/admin/", "/me/", "/api/", "/data/", "/network/"]
# Names and signs that are written so in every language.
IN_LATIN_LETTERS = set("API CSV JSON SVG EDTF ISO UTC XLSX".split())
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]+")


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("language", ["ar", "zh-hans", "ru"])
def test_what_is_not_marked_as_english_has_the_letters_of_the_language(client, language):
    found = set()
    for path, soup in kinds_of_pages(client, f"/{language}/", but=NOT_FOR_READERS):
        for words, said_in in said_on(soup):
            if said_in == language:
                left = set(LATIN.findall(words)) - IN_LATIN_LETTERS
                if left:
                    found.add((path, words[:100]))

    assert sorted(found) == []


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_string_of_the_interface_stands_there_in_english(client, language):
    folder = settings.BASE_DIR / "locale" / to_locale(language) / "LC_MESSAGES"
    english = {
        entry.msgid
        for entry in polib.mofile(folder / "django.mo")
        if entry.msgid not in (entry.msgstr, *entry.msgstr_plural.values())
    }
    in_english = {
        words
        for _path, soup in kinds_of_pages(client, "/", but=NOT_FOR_READERS)
        for words, said_in in said_on(soup)
        if said_in == "en" and len(LATIN.findall(words)) > 3
    }

    found = {
        (path, words[:100])
        for path, soup in kinds_of_pages(client, f"/{language}/", but=NOT_FOR_READERS)
        for words, said_in in said_on(soup)
        if said_in == language and words in english | in_english
    }

    assert sorted(found) == []

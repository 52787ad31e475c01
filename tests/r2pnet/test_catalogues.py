"""The catalogues of the languages: whole, up to the strings of the code, and as compiled."""

import re
import shutil
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import to_locale

OURS = [each.name for each in apps.get_app_configs() if (settings.BASE_DIR / each.name).is_dir()]
OF_LIBRARIES = [each.path for each in apps.get_app_configs() if each.name not in OURS]
LANGUAGES = ["ar", "zh-hans", "fr", "ru", "es"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%%")
TAG = re.compile(r"</?[a-z][^>]*>")
ENTITY = re.compile(r"&[a-z]+;")
# Of the plural forms, those that may say the number in a word: none, one and two in Arabic. The
# first of Russian is for 21 and 31 too.
MAY_LACK_THE_NUMBER = {"ar": (0, 1, 2), "ru": (), "fr": (0,), "es": (0,), "zh-hans": ()}
LETTERS = {"ar": r"[\u0600-\u06ff]", "ru": r"[а-яёА-ЯЁ]", "zh-hans": r"[\u4e00-\u9fff]"}
# The same word in the other language; names, signs and codes, which have no letters to speak of.
IN_ENGLISH_TOO = Path(__file__).with_name("in_english_too.txt")


# The bare word in the catalogue means another thing than the glossary's.
ALSO_SAID_OF_SOMETHING_ELSE = {"erased", "picture", "suspended"}


@cache
def catalogue(language):
    folder = settings.BASE_DIR / "locale" / to_locale(language) / "LC_MESSAGES"
    return polib.pofile(str(folder / "django.po")), polib.mofile(str(folder / "django.mo"))


def key(entry):
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def bare(text):
    """Without placeholders, elements and entities."""
    return ENTITY.sub("", TAG.sub("", PLACEHOLDER.sub("", text)))


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def written_anew(tmp_path_factory):
    """The folder of the catalogues as `make messages` leaves them, of a copy."""
    assert shutil.which("xgettext"), "This test needs GNU gettext: apt-get install gettext."
    folder = tmp_path_factory.mktemp("written_anew")
    for part in [*OURS, "templates"]:
        (folder / part).symlink_to(settings.BASE_DIR / part)
    shutil.copytree(settings.BASE_DIR / "locale", folder / "locale")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(settings, "LOCALE_PATHS", [str(folder / "locale")])
        call_command(
            "makemessages",
            locale=[to_locale(language) for language in LANGUAGES],
            add_location="file",
            no_obsolete=True,
            symlinks=True,
            verbosity=0,
        )
    return folder / "locale"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_changed_is_written_as_it_stands(language, written_anew):
    """So that what a translator has changed is all that is seen."""
    path = Path(to_locale(language), "LC_MESSAGES", "django.po")

    assert (written_anew / path).read_text(encoding="utf-8") == (
        settings.BASE_DIR / "locale" / path
    ).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_marked_string_stands_in_it_and_no_other(language, written_anew):
    """`make messages` adds what lacks here, and takes out what nothing says any more."""
    path = written_anew / to_locale(language) / "LC_MESSAGES" / "django.po"
    marked = {key(entry) for entry in polib.pofile(str(path))}
    written = {key(entry) for entry in catalogue(language)[0] if not entry.obsolete}

    assert sorted(marked - written) == []
    assert sorted(written - marked) == []


def test_the_words_of_libraries_are_still_said_by_one():
    in_stead = {
        (entry.msgctxt, entry.msgid)
        for entry in catalogue("fr")[0]
        if entry.occurrences == [("r2pnet/words_of_libraries.py", "")]
    }
    folders = [Path(django.__file__).parent / "conf", *map(Path, OF_LIBRARIES)]
    said = {
        (entry.msgctxt, entry.msgid)
        for folder in folders
        for file in folder.glob("locale/*/LC_MESSAGES/django.mo")
        for entry in polib.mofile(str(file))
    }

    assert in_stead
    assert sorted(str(each) for each in in_stead - said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated_for_certain(language):
    source = catalogue(language)[0]

    assert [entry.msgid for entry in source.untranslated_entries()] == []
    assert [entry.msgid for entry in source.fuzzy_entries()] == []
    assert [entry.msgid for entry in source.obsolete_entries()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_source(language):
    source, compiled = catalogue(language)

    assert {key(entry): forms(entry) for entry in compiled} == {
        key(entry): forms(entry) for entry in source
    }
    assert compiled.metadata["Plural-Forms"] == source.metadata["Plural-Forms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_plural_has_the_forms_of_the_language(language):
    source = catalogue(language)[0]
    wanted = int(re.search(r"nplurals=(\d)", source.metadata["Plural-Forms"])[1])

    counted = {entry.msgid: len(forms(entry)) for entry in source if entry.msgid_plural}

    assert {"ar": 6, "ru": 3, "fr": 2, "es": 2, "zh-hans": 1}[language] == wanted
    assert {msgid for msgid, number in counted.items() if number != wanted} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_elements_are_those_of_the_string(language):
    differing = []
    for entry in catalogue(language)[0]:
        for place, form in enumerate(forms(entry)):
            shown = set(PLACEHOLDER.findall(form))
            allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if entry.msgid_plural and place in MAY_LACK_THE_NUMBER[language]:
                wanted = set()
            if not wanted <= shown <= allowed:
                differing.append((entry.msgid, form))
            if sorted(TAG.findall(form)) != sorted(TAG.findall(entry.msgid)):
                differing.append((entry.msgid, form))

    assert differing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_begins_and_ends_as_that_of_the_string(language):
    """What is put together with something else keeps its blanks and breaks."""
    differing = [
        entry.msgid
        for entry in catalogue(language)[0]
        for form in forms(entry)
        if form.startswith("\n") != entry.msgid.startswith("\n")
        or form.endswith("\n") != entry.msgid.endswith("\n")
    ]

    assert differing == []


@pytest.mark.parametrize("language", LETTERS)
def test_what_is_translated_is_in_the_letters_of_the_language(language):
    known = set(IN_ENGLISH_TOO.read_text(encoding="utf-8").splitlines())
    words = re.compile(r"[A-Za-z]{3}")

    left = [
        entry.msgid
        for entry in catalogue(language)[0]
        if words.search(bare(entry.msgid)) and not re.search(LETTERS[language], forms(entry)[-1])
    ]

    assert sorted(set(left) - known) == []


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_reads_as_in_english_is_meant_so(language):
    known = set(IN_ENGLISH_TOO.read_text(encoding="utf-8").splitlines())

    same = [
        entry.msgid
        for entry in catalogue(language)[0]
        if forms(entry)[-1] == (entry.msgid_plural or entry.msgid)
        and re.search(r"[A-Za-z]{2}", bare(entry.msgid))
    ]

    assert sorted(set(same) - known) == []


def test_the_glossary_has_each_word_as_the_catalogues_have_it():
    """A translator mends a term there first; what has its own entry is held to it."""
    text = (settings.BASE_DIR / "docs" / "glossary-in-six-languages.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    [english, *_languages], *words = rows
    assert english == "English"
    known = {
        language: {
            entry.msgid: forms(entry)[0] for entry in catalogue(language)[0] if not entry.msgctxt
        }
        for language in LANGUAGES
    }

    differing = [
        (word, language, known[language][word], cell)
        for word, *cells in words
        if word not in ALSO_SAID_OF_SOMETHING_ELSE
        for language, cell in zip(LANGUAGES, cells, strict=True)
        if known[language].get(word, "").casefold() not in cell.casefold()
    ]

    assert differing == []
    assert len(words) > 90

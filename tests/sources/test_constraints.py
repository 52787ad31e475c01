import pytest

from sources.models import LARGEST_FILE
from tests import make
from tests.refusal import again, changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db


def edition_of_itself():
    source = make.make_source()
    return changed(source, edition_of=source)


def second_passage_with_an_anchor():
    return again(make.make_passage(), position=2)


def second_statement_at_a_place():
    return again(make.make_statement(), text="Another.")


def file_too_large():
    return changed(make.make_kept_file(), size=LARGEST_FILE + 1)


def second_translation_of_a_text():
    return again(make.make_translation("Words.", "Des mots."), translation="D'autres.")


def translation_of_nothing():
    return changed(make.make_translation("Words.", "Des mots."), translation="")


CASES = {
    "translation_unique": (
        second_translation_of_a_text,
        "This text is translated into that language already.",
    ),
    "translation_says_something": (
        translation_of_nothing,
        "A translation is of some text, and says something.",
    ),
    "file_size": (file_too_large, "A file holds something, and at most 5 MB."),
    "source_not_its_own_edition": (
        edition_of_itself,
        "A document cannot be another edition of itself.",
    ),
    "passage_anchor_unique": (
        second_passage_with_an_anchor,
        "This source has a passage with this anchor already.",
    ),
    "statement_position_unique": (
        second_statement_at_a_place,
        "Another statement stands at this place already.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("sources") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]

"""What a page prints of what a fact rests on."""

import pytest

from sources.templatetags.claims import citations
from tests.make import make_passage, make_source, make_statement

pytestmark = pytest.mark.django_db


def test_passages_of_one_source_stand_under_one_label():
    page, release = make_source("page"), make_source("release")
    first, second, third = make_passage(page), make_passage(release), make_passage(page)

    cited = citations(make_statement(passages=[first, second, third]))["cited"]

    assert [(source, found) for source, found in cited] == [
        (page, [first, third]),
        (release, [second]),
    ]


def test_of_a_letter_only_that_it_is_held_is_shown():
    letter = make_source("letter", audience="secretariat")
    public = make_passage(make_source("page"))

    shown = citations(make_statement(passages=[public, make_passage(letter)]))

    assert shown["support"].passages == (public,)
    assert shown["support"].holds_document


def test_two_facts_that_look_alike_have_the_same_support():
    public = make_passage(make_source("page"))
    letters = [make_passage(make_source(f"letter-{n}", audience="secretariat")) for n in range(2)]

    one, other = (make_statement(passages=[public, letter]) for letter in letters)

    assert one.support() == other.support()
    assert one.support() != make_statement(passages=[public]).support()
    assert one.support() != make_statement(passages=[public, letters[0]], inference="So.").support()

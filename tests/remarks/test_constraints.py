import pytest
from django.utils import timezone

from tests import make
from tests.refusal import changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db


def remark_with(**fields):
    return changed(make.make_remark(), **fields)


CASES = {
    "remark_text_length": (
        lambda: remark_with(text=""),
        "A remark says something, in at most 4000 characters.",
    ),
    "remark_page_on_this_site": (
        lambda: remark_with(page="//elsewhere.example/"),
        "A page is an address on this site: it begins with one “/”.",
    ),
    "remark_settled_without_sender": (
        lambda: remark_with(settled_at=timezone.now(), reply_to="reader@example.org"),
        "Of a remark that is settled, nobody's address is kept.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("remarks") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]


def test_a_text_of_4000_characters_is_taken_and_not_one_more():
    remark_with(text="é" * 4000).save()

    assert refusal_of(remark_with(text="é" * 4001)) == [
        "A remark says something, in at most 4000 characters."
    ]


def test_a_page_on_another_site_is_refused():
    assert refusal_of(remark_with(page="https://elsewhere.example/")) == [
        "A page is an address on this site: it begins with one “/”."
    ]


def test_a_settled_remark_that_still_tells_its_sender_is_refused():
    assert refusal_of(remark_with(settled_at=timezone.now(), sender="a" * 64)) == [
        "Of a remark that is settled, nobody's address is kept."
    ]

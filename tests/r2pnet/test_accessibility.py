"""The accessibility statement."""

import pytest

from tests.read import soup_of, text_of


@pytest.mark.parametrize(
    "sentence",
    [
        "level AA, on all public pages",
        "so we do not claim to conform fully",
        "screen readers, with the people who use them",
        "This statement was written on 22 November 2026",
    ],
)
def test_says_what_is_aimed_at_and_what_is_not_tested(client, sentence):
    assert sentence in text_of(client, "/accessibility/")


def test_leads_to_the_form(client):
    assert soup_of(client, "/accessibility/").select_one("main a[href='/tell-us/']")

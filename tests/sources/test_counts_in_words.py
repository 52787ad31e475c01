"""How many there are, as a source puts it."""

import pytest

from sources.counts_in_words import counted, of_others, put, reported


@pytest.mark.parametrize(
    ("value", "states", "organizations", "persons"),
    [
        (0, "0 states", "0 organizations", "0 persons"),
        (1, "1 state", "1 organization", "1 person"),
        (2, "2 states", "2 organizations", "2 persons"),
        (37, "37 states", "37 organizations", "37 persons"),
    ],
)
@pytest.mark.parametrize(
    ("qualifier", "before"),
    [
        ("as-stated", ""),
        ("more-than", "more than "),
        ("at-least", "at least "),
        ("about", "about "),
    ],
)
def test_what_is_counted_agrees_with_its_number(
    value, states, organizations, persons, qualifier, before
):
    assert put(value, qualifier) == f"{before}{value}"
    assert counted(value, "states", qualifier) == f"{before}{states}"
    assert counted(value, "organizations", qualifier) == f"{before}{organizations}"
    assert counted(value, "persons", qualifier) == f"{before}{persons}"
    assert reported(value, "states", qualifier) == f"{before}{states} reported"
    assert reported(value, "organizations", qualifier) == f"{before}{organizations} reported"


@pytest.mark.parametrize("of", ["states", "organizations", "persons"])
def test_what_is_not_numbered_says_so(of):
    assert counted(0, of, "unnumbered") == f"{of}, not numbered"


def test_what_is_counted_more_narrowly_is_named_by_its_source():
    assert of_others(3, "regional organizations") == "3 regional organizations"
    assert of_others(3, "regional organizations", "more-than") == (
        "more than 3 regional organizations"
    )
    assert of_others(0, "regional organizations", "unnumbered") == (
        "regional organizations, not numbered"
    )


def test_a_number_may_stand_there_otherwise():
    assert counted(1, "states", "at-least", shown="one") == "at least one state"
    assert reported(2, "states", shown="two") == "two states reported"

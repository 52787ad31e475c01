from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sources.edtf import EDTF, hull, parse

LOWEST, HIGHEST = date.min, date.max


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-06-15", date(2013, 6, 15), date(2013, 6, 15)),
        ("2013-06?", date(2013, 6, 1), date(2013, 6, 30)),
        ("2013~", date(2013, 1, 1), date(2013, 12, 31)),
        ("[2010-09..2014]", date(2010, 9, 1), date(2014, 12, 31)),
        ("[2010-09..2013-04-10]", date(2010, 9, 1), date(2013, 4, 10)),
        ("[..2014]", LOWEST, date(2014, 12, 31)),
        ("[2010-09..]", date(2010, 9, 1), HIGHEST),
        ("2011-05-17/2011-05-18", date(2011, 5, 17), date(2011, 5, 18)),
        ("2011-05-17/2011-05-18?", date(2011, 5, 17), date(2011, 5, 18)),
        ("2013/..", date(2013, 1, 1), HIGHEST),
        ("", HIGHEST, HIGHEST),
        ("1900", date(1900, 1, 1), date(1900, 12, 31)),
        ("2100-12-31", date(2100, 12, 31), date(2100, 12, 31)),
    ],
)
def test_knows_its_earliest_and_latest_day(text, earliest, latest):
    assert parse(text) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("June 2013", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013-6-15", "Write 2013, 2013-06 or 2013-06-15"),
        ("13", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013-06-15\n", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013?~", "Write 2013, 2013-06 or 2013-06-15"),
        ("٢٠١٣", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013-06-15T10:00", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013/2014/2015", "Write 2013, 2013-06 or 2013-06-15"),
        ("2013-02-29", "There is no day 2013-02-29"),
        ("2013-13", "There is no day 2013-13"),
        ("2013-00", "There is no day 2013-00"),
        ("1899", "Write a year from 1900 to 2100"),
        ("2101-01-01", "Write a year from 1900 to 2100"),
        ("[..]", "[..2014] for no later than"),
        ("[2010]", "[..2014] for no later than"),
        ("[2010..2014", "[..2014] for no later than"),
        ("[2010..2014]?", "[..2014] for no later than"),
        ("[2010,2014]", "[..2014] for no later than"),
        ("[2014..2010]", "Write the earlier date first"),
        ("2011-05-18/2011-05-17", "Write the earlier date first"),
        ("../2013", "Write 2013, 2013-06 or 2013-06-15"),
        ("/", "Write 2013, 2013-06 or 2013-06-15"),
    ],
)
def test_refuses_anything_else_and_shows_what_to_write(text, hint):
    with pytest.raises(ValidationError) as refused:
        parse(text)

    assert hint in refused.value.messages[0]


@given(st.text(alphabet="0123456789-[]./?~ ", max_size=30))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        earliest, latest = parse(text)
    except ValidationError:
        return
    assert earliest <= latest


def test_hull_of_one_date_is_that_date():
    assert hull([EDTF("[2013-06-12..2014]")] * 2) == "[2013-06-12..2014]"


def test_hull_spans_from_the_earliest_to_the_latest():
    assert hull([EDTF("2012-03"), EDTF("2011-06-13"), EDTF("[2013-06-12..2014]")]) == (
        "[2011-06-13..2014]"
    )


@pytest.mark.parametrize(
    ("written", "is_known"),
    [
        ("2011-05-17/2011-05-18", True),
        ("2011-05-17/2011-05-18?", False),
        ("2011-05/2011-06", False),
        ("2011-05-17/..", False),
        ("[2011-05-17..2011-05-18]", False),
        ("2011-05-17", False),
    ],
)
def test_of_a_known_span_the_first_and_the_last_day_are_known(written, is_known):
    assert EDTF(written).is_known_span is is_known

import pytest

from sources.dates import honest_in_words, in_words, year_in_words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2010", "2010"),
        ("2010-09", "September 2010"),
        ("2012-09-29", "29 September 2012"),
        ("[2010-09..2014]", "between September 2010 and 2014"),
        ("[2010-09..2013-04-10]", "between September 2010 and 10 April 2013"),
        ("[2013-06-11..2013-06-12]", "between 11 and 12 June 2013"),
        ("[2013-05-30..2013-06-02]", "between 30 May 2013 and 2 June 2013"),
        ("[..2013-04-10]", "by 10 April 2013"),
        ("[2010-09..]", "not before September 2010"),
        ("2011-05-17/2011-05-18", "17-18 May 2011"),
        ("2011-05-30/2011-06-02", "30 May 2011 to 2 June 2011"),
        ("2011-05/2011-06", "May 2011 to June 2011"),
        ("2013/..", "since 2013"),
        ("2013-06?", "June 2013 (uncertain)"),
        ("2013~", "about 2013"),
        ("2011-05-17/2011-05-18?", "17-18 May 2011 (uncertain)"),
        ("[2013..2013]", "2013"),
        ("", ""),
    ],
)
def test_says_exactly_what_is_known(written, words):
    assert in_words(written) == words


@pytest.mark.parametrize(
    ("written", "inference", "words"),
    [
        ("2013-06-12", "", "12 June 2013"),
        ("2013-06-12", "A guess.", "12 June 2013 (partly inferred)"),
        ("", "A guess.", ""),
    ],
)
def test_says_that_a_date_is_partly_inferred(written, inference, words):
    assert honest_in_words(written, inference) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2013-06-12", "2013"),
        ("2013-06?", "2013 (uncertain)"),
        ("[2013-06..2014-01]", "between 2013 and 2014"),
        ("[..2014-05]", "by 2014"),
        ("[2014-05..]", "not before 2014"),
        ("2013-12-31/2014-01-02~", "about 2013 to 2014"),
        ("2013-06-11/2013-06-12", "2013"),
        ("2013-06/..", "since 2013"),
        ("", ""),
    ],
)
def test_says_a_year_no_more_exactly_than_it_is_known(written, words):
    assert year_in_words(written) == words

import pytest

from sources.dates import in_words


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

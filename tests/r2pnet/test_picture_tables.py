"""The table of a picture, for a file."""

import pytest

from r2pnet.pictures import Column, Dated, Row, Table


def test_a_date_says_in_words_that_it_is_partly_inferred():
    assert Dated("2013-06-12").in_words() == "12 June 2013"
    assert Dated("2013-06-12", "A guess.").in_words() == "12 June 2013 (partly inferred)"


@pytest.mark.django_db
def test_a_column_of_dates_is_followed_by_what_in_them_is_inferred():
    rows = [
        Row(["Ghana", Dated("2012", "A guess."), Dated("2013")], "/countries/gha/"),
        Row(["Rwanda", "no end recorded", Dated("2014")]),
    ]

    table = Table(["State", "Ended", "Attested"], rows).for_file()

    assert table.columns == ["State", "Ended", "Ended: inferred", "Attested"]
    assert [row.cells for row in table.rows] == [
        ["Ghana", Dated("2012", "A guess."), "A guess.", Dated("2013")],
        ["Rwanda", "no end recorded", "", Dated("2014")],
    ]
    assert [row.url for row in table.rows] == ["/countries/gha/", ""]


@pytest.mark.django_db
def test_a_column_may_be_headed_otherwise_in_a_file():
    column = Column("17-18 May 2011, New York", "2011-05-17/2011-05-18 New York")

    table = Table(["State", column], [Row(["Ghana", Dated("2013", "A guess.")])])

    assert str(table.columns[1]) == "17-18 May 2011, New York"
    assert table.for_file().columns[1:] == [
        "2011-05-17/2011-05-18 New York",
        "2011-05-17/2011-05-18 New York: inferred",
    ]


def test_a_table_without_rows_keeps_its_columns():
    assert Table(["State", "Ended"], []).for_file() == Table(["State", "Ended"], [])

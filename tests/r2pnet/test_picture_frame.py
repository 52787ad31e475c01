"""What stands beside every drawing: sentence, keys, table, sources, files."""

import pytest
from django.template.loader import render_to_string

from r2pnet.pictures import Dated, Key, Picture, Row, Table
from sources.models import Source
from tests.read import soup_from, words


def framed(**fields):
    picture = Picture(
        **{
            "name": "example",
            "title": "A question",
            "caption": "The answer in a sentence.",
            "drawing": None,
            "table": Table(["State", "Since"], []),
            "sources": [],
            "height": 60,
            **fields,
        }
    )
    return soup_from(render_to_string("pictures/_figure.html", {"picture": picture}))


def test_the_table_says_what_the_drawing_shows():
    rows = [
        Row(["Ghana", Dated("[2010-09..2014]", "We infer the bound.")], "/countries/gha/"),
        Row(["Togo", Dated("2012")]),
    ]

    table = framed(table=Table(["State", "Since"], rows)).table

    assert [words(each) for each in table.select("thead th")] == ["State", "Since"]
    assert [words(each) for each in table.select("tbody tr")] == [
        "Ghana between September 2010 and 2014 (partly inferred)",
        "Togo 2012",
    ]
    assert [(a["href"], words(a)) for a in table.select("th[scope=row] a")] == [
        ("/countries/gha/", "Ghana")
    ]


def test_an_empty_table_says_so():
    assert words(framed().tbody) == "Nothing of this is recorded."


def test_the_drawing_is_hidden_from_who_reads_sentence_and_table():
    soup = framed()

    assert soup.select_one(".drawing svg")["aria-hidden"] == "true"
    assert words(soup.figcaption) == "A question The answer in a sentence."


@pytest.mark.parametrize(("width", "stop", "name"), [(0, None, None), (300, "0", "A question")])
def test_a_drawing_that_keeps_its_width_is_scrolled_with_the_keyboard(width, stop, name):
    drawing = framed(width=width).select_one(".drawing")

    assert (drawing.get("tabindex"), drawing.get("aria-label")) == (stop, name)


@pytest.mark.django_db
def test_sources_and_files_stand_below():
    line = framed(sources=[Source(slug="page", label="A page")], query="?on=2013-06-12").select_one(
        ".source-line"
    )

    assert words(line) == "Sources: A page. Download: the picture (SVG), the table (CSV)."
    assert [a["href"] for a in line.select("a")] == [
        "/sources/page/",
        "/pictures/example.svg?on=2013-06-12",
        "/pictures/example.csv?on=2013-06-12",
    ]


def test_keys_say_what_the_marks_mean():
    soup = framed(keys=[Key("dot", "dot possible", "possibly")])

    assert words(soup.select_one(".keys li")) == "possibly"
    assert soup.select_one(".keys circle")["class"] == ["dot", "possible"]

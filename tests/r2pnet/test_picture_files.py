"""Pictures as files: SVG for a document, CSV for a spreadsheet."""

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest

from r2pnet.style_sheet import light_style, tokens
from tests.make import make_appointment, make_country, make_passage, make_source
from tests.read import text_of

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def texts_of(response):
    root = ElementTree.fromstring(response.content)
    return [each.text for each in root.iter(f"{SVG}text")]


def rows_of(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_the_picture_says_by_itself_what_it_shows(client):
    release = make_source("release", label="Release of 2012 & more")
    make_appointment(make_country("gha"), started="2012", passages=[make_passage(release)])

    response = client.get("/pictures/world.svg?on=2013-06-12")

    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == (
        'attachment; filename="r2pnet-world-on-2013-06-12.svg"'
    )
    texts = texts_of(response)
    assert texts[0] == "Which states have a focal point for R2P: where each stands on 12 June 2013"
    assert "Sources: Release of 2012 & more" in texts
    assert "appointed: 1" in texts
    assert any("no boundaries" in text for text in texts)
    assert texts[-1] == "appointed: 1"
    assert "http://localhost:8000/pictures/world.svg?on=2013-06-12 · CC BY 4.0" in texts


def test_the_picture_carries_the_land_and_its_colours(client):
    root = ElementTree.fromstring(client.get("/pictures/world.svg").content)

    assert len(root.find(f".//{SVG}path[@class='land']").get("d")) > 10_000
    style = root.find(f"{SVG}style").text
    assert ".land { fill: #" in style
    assert "var(" not in style
    assert "light-dark(" not in style


def test_a_character_that_xml_cannot_write_breaks_no_picture(client):
    make_country("gha", name="Gha\x01na\ufffe")

    response = client.get("/pictures/world.svg")

    assert "Ghana: none recorded" in [
        each.text for each in ElementTree.fromstring(response.content).iter(f"{SVG}title")
    ]


def test_links_of_the_picture_lead_to_the_site(client):
    make_country("gha")

    root = ElementTree.fromstring(client.get("/pictures/world.svg?on=2013-06-12").content)

    assert [a.get("href") for a in root.iter(f"{SVG}a")] == [
        "http://localhost:8000/countries/gha/?on=2013-06-12"
    ]


def test_the_table_is_a_file_that_spreadsheets_read(client):
    make_appointment(make_country("civ", name="Côte d'Ivoire"), started="2012", passages=[])

    response = client.get("/pictures/world.csv?on=2013-06-12")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert rows_of(response) == [
        ["State", "ISO 3166-1 alpha-3 code", "Standing", "Since", "Last attested"],
        ["Côte d'Ivoire", "CIV", "appointed", "2012", ""],
    ]


@pytest.mark.parametrize(
    "name",
    [
        "=1+1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\n=1",
        " =1",
        "\u200b=1",
        "\ufeff=1",
        "\x01=1",
        "＝1",
        "＠x",
    ],
)
def test_no_cell_is_a_formula(client, name):
    make_country("gha", name=name)

    assert rows_of(client.get("/pictures/world.csv"))[1][0] == f"'{name}"


@pytest.mark.parametrize(
    "address",
    ["nothing.svg", "world.png", "world/gha.svg", "timeline.svg", "timeline/nowhere.svg"],
)
def test_there_is_no_other_file(client, address):
    assert "There is no such page" in text_of(client, f"/pictures/{address}", status=404)


def test_a_filter_that_is_none_is_refused_with_a_sentence(client):
    text = text_of(client, "/pictures/world.svg?rung=high", status=400)

    assert "high is not one of the available choices" in text


def test_a_drawing_is_as_wide_as_the_page_of_the_file_lets_it_be(client):
    root = ElementTree.fromstring(client.get("/pictures/network.svg").content)

    drawing = root.findall(f"{SVG}svg")[-1]
    assert (root.get("width"), drawing.get("x"), drawing.get("width")) == ("960", "24", "912")


def test_a_day_that_is_none_is_refused_with_a_sentence(client):
    text = text_of(client, "/pictures/world.svg?on=tomorrow", status=400)

    assert "“tomorrow” is not a day." in text


def test_the_colours_are_those_of_the_day():
    by_day = dict(tokens())["--land"].partition(",")[0].removeprefix("light-dark(")

    assert f".land {{ fill: {by_day}; }}" in light_style()

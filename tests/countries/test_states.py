"""A list of states, at /states/ and /states.csv."""

import csv

import pytest
import time_machine

from countries.models import Party
from countries.states import TooManyEntries, read
from r2pnet.open_data.tables import REGISTER
from tests.make import (
    make_appointment,
    make_country,
    make_organization,
    make_other_name,
    make_step,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

NAMES = {
    "bol": "Bolivia (Plurinational State of)",
    "civ": "Côte d'Ivoire",
    "cog": "Congo",
    "cod": "Democratic Republic of the Congo",
    "gmb": "Gambia",
    "gbr": "United Kingdom of Great Britain and Northern Ireland",
    "irl": "Ireland",
    "kor": "Republic of Korea",
    "prk": "Democratic People's Republic of Korea",
    "nam": "Namibia",
    "rou": "Romania",
    "omn": "Oman",
    "chn": "China",
    "tza": "United Republic of Tanzania",
}


@pytest.fixture
def states():
    """States whose names are hard to read."""
    for slug, name in NAMES.items():
        make_country(slug, name=name)
    make_other_name(Party.objects.get(slug="cog"), name="Republic of the Congo")
    make_other_name(Party.objects.get(slug="civ"), name="Ivory Coast")
    make_other_name(Party.objects.get(slug="gbr"), name="United Kingdom")


def reading_of(text, codes=()):
    return read(text, Party.objects.with_names(), codes=codes)


def slugs(text):
    reading = reading_of(text)
    assert reading.is_whole
    return [party.slug for party in reading.states]


@pytest.mark.usefixtures("states")
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Namibia", "nam"),
        ("NA", "nam"),
        ("nam", "nam"),
        ("516", "nam"),
        ("68", "bol"),
        ("068", "bol"),
        ("COTE D’IVOIRE", "civ"),
        ("ivory coast", "civ"),
        ("The Gambia", "gmb"),
        ("Bolivia (Plurinational State of)", "bol"),
        ("Bolivie", "bol"),
        ("Намибия", "nam"),
        ("纳米比亚", "nam"),
        ("Bolivia, Plurinational State of", "bol"),
        ("Korea, Republic of", "kor"),
        ("Congo, Democratic Republic of the", "cod"),
        ("Congo, Republic of the", "cog"),
        ("Tanzania, United Republic of", "tza"),
        ("Congo", "cog"),
        ("Oman", "omn"),
        ("Bolivia", "bol"),
        ("Great Britain", "gbr"),
    ],
)
def test_understands_names_and_codes_however_they_are_written(typed, slug):
    assert slugs(typed) == [slug]
    assert slugs(f"{typed}\nIreland") == [slug, "irl"]


@pytest.mark.usefixtures("states")
@pytest.mark.parametrize(
    "typed",
    [
        "nam, kor, ie",
        "nam;kor;ie",
        "nam\r\nkor\r\nie\r\n",
        "nam\tkor\tie",
        "Namibia, Korea, Republic of, Ireland",
        " nam ,, kor\n\n;ie, ,nam",
    ],
)
def test_takes_apart_what_stands_between_entries_and_folds_what_comes_twice(typed):
    assert slugs(typed) == ["nam", "kor", "irl"]


@pytest.mark.usefixtures("states")
def test_two_states_with_a_comma_between_are_not_one_in_whose_name_their_words_stand():
    assert slugs("Ireland, United Kingdom") == ["irl", "gbr"]


@pytest.mark.usefixtures("states")
def test_part_of_a_line_is_not_understood_where_lines_part_the_entries():
    reading = reading_of("Ireland\nHong Kong, China")

    assert [party.slug for party in reading.states] == ["irl"]
    assert reading.unknown == ["Hong Kong, China"]


@pytest.mark.usefixtures("states")
@pytest.mark.parametrize("typed", ["Atlantis", "Rom", "999", "the", "٠٦٨", "x" * 9000])
def test_names_back_what_it_does_not_understand(typed):
    reading = reading_of(typed)

    assert (reading.states, reading.unknown) == ([], [typed])


@pytest.mark.usefixtures("states")
def test_lists_the_candidates_of_what_may_be_several():
    [candidates] = reading_of("Korea").ambiguous

    assert candidates.entry == "Korea"
    assert {party.slug for party in candidates.states} == {"kor", "prk"}


@pytest.mark.usefixtures("states")
def test_says_how_it_read_what_is_no_whole_name():
    reading = reading_of("plurinational\nNamibia\nplurinational")

    assert [(entry, party.slug) for entry, party in reading.by_words] == [("plurinational", "bol")]


def test_reads_two_hundred_entries_and_no_more():
    make_country("gha")

    assert len(reading_of("gha\n" * 200).states) == 1
    with pytest.raises(TooManyEntries):
        reading_of("gha," * 201)
    with pytest.raises(TooManyEntries):
        reading_of("gha", codes=["gha"] * 200)


def page(client, query="", status=200):
    return soup_of(client, f"/states/{query}", status)


def rows(soup, section):
    return [words(th) for th in soup.select(f"#{section} tbody th")]


def test_lists_the_states_by_where_they_stand_on_the_day(client):
    make_appointment(make_country("gha", name="Ghana"), started="2012")
    make_appointment(make_country("dnk", name="Denmark"), started="[2012..2014]")
    make_appointment(make_country("fra", name="France"), started="2012", inference="We think so.")
    make_step(make_country("lbr", name="Liberia"), taken="2012")
    make_country("and", name="Andorra")
    make_appointment(make_country("aut", name="Austria"), started="2012")

    soup = page(client, "?names=GHA%0D%0Adenmark%0D%0Afr;lbr;Andorra&on=2013-06-12")

    assert (
        "Of 5 states asked about: Between 2 and 3 states "
        "recorded with a focal point on 12 June 2013, as known now."
        in words(soup.select_one(".headline"))
    )
    assert rows(soup, "appointed") == ["Ghana"]
    assert rows(soup, "appointed-inferred") == ["France"]
    assert rows(soup, "possible") == ["Denmark"]
    assert rows(soup, "intends") == ["Liberia"]
    assert rows(soup, "none") == ["Andorra"]
    assert soup.select_one("#appointed a")["href"] == "/countries/gha/?on=2013-06-12"


@pytest.mark.parametrize(("day", "number"), [("2013-06-11", 0), ("2013-06-12", 1)])
def test_counts_from_the_day_of_the_appointment(client, day, number):
    make_appointment(make_country("gha"), started="2013-06-12")

    assert f"{number} state" in words(page(client, f"?states=gha&on={day}").select_one(".headline"))


def test_boxes_and_a_link_ask_alike(client):
    for slug in ("gha", "dnk"):
        make_country(slug)

    boxes, link = page(client, "?states=gha&states=dnk"), page(client, "?states=dnk,gha")

    assert rows(boxes, "none") == rows(link, "none")
    assert [box["value"] for box in boxes.select("input[checked]")] == ["dnk", "gha"]


@time_machine.travel("2026-11-22")
def test_has_a_permanent_link_with_the_codes_and_the_day(client):
    make_appointment(make_country("gha", name="Ghana"), started="2012-01-01")
    make_country("dnk", name="Denmark")

    links = [a["href"] for a in page(client, "?names=Ghana, Denmark, Xyz").select(".as-of a")]

    assert links == [
        "?states=dnk,gha&on=2012-01-01",
        "?states=dnk,gha&on=2026-11-22",
        "/changes/?to=2026-11-22&states=dnk,gha",
    ]


def test_names_back_what_was_not_understood(client):
    make_country("gha", name="Ghana")
    make_country("kor", name="Republic of Korea")
    make_country("prk", name="Democratic People's Republic of Korea")
    make_organization("european-union", name="European Union", acronym="EU")

    soup = page(client, "?names=Ghana;<b>Atlantis</b>;Korea;eu&on=2013-06-12")

    assert words(soup.select_one("#unknown")) == "Not understood: “<b>Atlantis</b>”."
    assert words(soup.select_one(".ambiguous")) == (
        "“Korea” may mean: Democratic People's Republic of Korea (PRK), Republic of Korea (KOR)."
    )
    assert "The list is of states" in words(soup.select_one("#not-states"))
    assert soup.select_one("#not-states a")["href"] == (
        "/organizations/european-union/?on=2013-06-12"
    )
    assert rows(soup, "none") == ["Ghana"]


def test_offers_the_states_by_group_and_no_organization(client):
    make_country("gha", name="Ghana")
    make_country("vat", name="Holy See", un_group="")
    make_organization("european-union")

    soup = page(client)

    groups = {
        words(each.legend): [box["value"] for box in each.select("input")]
        for each in soup.select("fieldset")
    }
    assert groups["African States"] == ["gha"]
    assert groups["In no group"] == ["vat"]
    assert len(soup.select("fieldset input")) == 2
    assert not soup.select(".as-of")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("names=Atlantis", "None of it was understood as a state."),
        ("names=,,", "None of it was understood as a state."),
        ("states=%00", "Null characters are not allowed."),
        ("names=%00", "Null characters are not allowed."),
        ("names=gha&on=soon", "“soon” is not a day."),
        ("names=gha&on=2010-08-31", "knows the days from 1 September 2010 to today"),
        ("names=" + "x" * 10_001, "at most 10000 characters"),
        ("states=" + "x" * 10_001, "at most 10000 characters"),
        ("states=" + "gha," * 201, "more than 200 entries"),
    ],
)
@pytest.mark.parametrize("address", ["/states/", "/states.csv"])
def test_refuses_with_a_sentence(client, address, query, sentence):
    make_country("gha")

    assert sentence in words(soup_of(client, f"{address}?{query}", status=400))


def test_gives_the_typed_text_back(client):
    soup = page(client, "?names=Atlantis%0D%0AMu&on=2013-06-12", status=400)

    assert soup.select_one("textarea").get_text().split() == ["Atlantis", "Mu"]
    assert soup.select_one("input[name=on]")["value"] == "2013-06-12"
    assert "Not understood: “Atlantis”, “Mu”." in words(soup)


def test_the_file_has_the_columns_of_the_register(client):
    make_appointment(make_country("gha", name="Ghana"), started="2012", inference="We think so.")
    make_country("nam", name="Namibia")
    make_country("dnk")

    response = client.get("/states.csv?states=gha,nam&on=2013-06-12")

    header, *found = csv.reader(response.content.decode().splitlines())
    assert header == [column.name for column in REGISTER.columns]
    named = [dict(zip(header, row, strict=True)) for row in found]
    assert [
        (row["day"], row["party"], row["rung"], row["is_certain"], row["is_inferred"])
        for row in named
    ] == [
        ("2013-06-12", "gha", "appointed", "true", "true"),
        ("2013-06-12", "nam", "none", "false", "false"),
    ]
    assert response["Content-Disposition"] == (
        'attachment; filename="r2pnet-states-2013-06-12.csv"'
    )


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Say which states."),
        ("?states=gha,xyz", "A file is made only where every entry is understood as a state."),
        ("?states=gha,eu", "A file is made only where every entry is understood as a state."),
    ],
)
def test_a_file_is_refused_where_it_would_leave_something_out(client, query, sentence):
    make_country("gha")
    make_organization("european-union", acronym="EU")

    assert sentence in words(soup_of(client, f"/states.csv{query}", status=400))


@pytest.mark.parametrize("address", ["/states/", "/states.csv"])
def test_whoever_asks_too_often_waits(client, settings, address):
    settings.COMPUTED_A_MINUTE = 0

    response = client.get(address)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize(("address", "number"), [("/states/", 6), ("/states.csv", 4)])
def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries, address, number
):
    for added in (1, 29):
        for _ in range(added):
            make_step(make_appointment().party)
        codes = ",".join(Party.objects.values_list("slug", flat=True))

        with django_assert_num_queries(number):
            assert client.get(f"{address}?states={codes}").status_code == 200

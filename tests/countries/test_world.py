"""The world as a picture: one equal dot for each state."""

from datetime import date
from itertools import combinations
from math import dist
from xml.etree import ElementTree

import pytest

from countries.models import Country
from countries.world import world
from focalpoints import register
from tests.make import (
    make_appointment,
    make_country,
    make_organization,
    make_passage,
    make_source,
    make_step,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

DAY = date(2013, 6, 12)


def dots_of(picture):
    return {dot.url: dot for dot in picture.drawing}


def test_a_dot_shows_the_rung_on_the_day_and_leads_to_the_state_s_page():
    make_appointment(make_country("gha", name="Ghana"), started="2012")
    make_appointment(make_country("rwa"), started="2012", inference="We think so.")
    make_appointment(make_country("fra"), started="[2012..2014]")
    make_country("dnk")

    dots = dots_of(world(register.on(DAY), day_query="?on=2013-06-12"))

    assert {url: dot.style for url, dot in dots.items()} == {
        "/countries/gha/?on=2013-06-12": "dot appointed",
        "/countries/rwa/?on=2013-06-12": "dot appointed inferred",
        "/countries/fra/?on=2013-06-12": "dot possible",
        "/countries/dnk/?on=2013-06-12": "dot none",
    }
    assert dots["/countries/gha/?on=2013-06-12"].title == "Ghana: appointed"


def test_an_organization_is_no_dot():
    make_organization()

    assert world(register.on(DAY)).drawing == []


def test_a_state_that_a_filter_leaves_out_stands_back():
    make_country("gha")
    rwanda = make_country("rwa")
    network = register.on(DAY)

    picture = world(network, chosen=[each for each in network.states if each.party.pk == rwanda.pk])

    assert dots_of(picture)["/countries/gha/"].style == "dot none aside"
    assert dots_of(picture)["/countries/rwa/"].style == "dot none"
    assert [row.url for row in picture.table.rows] == ["/countries/rwa/"]
    assert [key.label for key in picture.keys] == ["none recorded: 1"]
    assert picture.caption.endswith(
        "1 state is shown. The others, which the filters leave out, stand back."
    )


def test_where_no_filter_is_set_none_stands_back():
    make_country("gha")

    picture = world(register.on(DAY), day_query="?on=2013-06-12")

    assert picture.caption.endswith("1 state is shown.")
    assert [row.url for row in picture.table.rows] == ["/countries/gha/?on=2013-06-12"]


def test_a_state_without_a_place_is_in_the_table_alone():
    make_country("zzz", iso="XX", name="Somewhere")

    picture = world(register.on(DAY))

    assert picture.drawing == []
    assert [row.cells[0] for row in picture.table.rows] == ["Somewhere"]


def test_the_table_says_since_when_and_when_last_attested():
    release = make_source("release", published="2013-06-12")
    ghana = make_country("gha", name="Ghana")
    first = make_appointment(ghana, started="2011", ended="2012")
    make_appointment(ghana, started="2012", succeeds=first, passages=[make_passage(release)])

    (row,) = world(register.on(DAY)).table.rows

    assert [str(cell) for cell in row.cells] == [
        "Ghana",
        "GHA",
        "appointed",
        "2011",
        "2013-06-12",
    ]


def test_the_keys_count_the_states():
    make_appointment(make_country("gha"), started="2012", inference="We think so.")
    make_country("rwa")

    keys = world(register.on(DAY)).keys

    assert [(key.style, key.label) for key in keys] == [
        ("dot appointed inferred", "appointed (by inference): 1"),
        ("dot none", "none recorded: 1"),
    ]


def test_rests_on_the_public_sources_of_what_it_shows():
    shown = make_passage(make_source("page"))
    make_appointment(passages=[shown, make_passage(make_source("letter", audience="secretariat"))])
    make_source("elsewhere")

    assert [each.slug for each in world(register.on(DAY)).sources] == ["page"]


def test_rests_on_intentions_too_and_on_nothing_that_came_later_or_is_of_organizations():
    said = {
        slug: make_passage(make_source(slug)) for slug in ["intention", "later", "organization"]
    }
    make_step(make_country("bdi"), taken="2013-06-11", passages=[said["intention"]])
    make_appointment(make_country("gha"), started="2013-06-13", passages=[said["later"]])
    make_appointment(make_organization(), started="2012", passages=[said["organization"]])

    assert [each.slug for each in world(register.on(DAY)).sources] == ["intention"]


def test_the_land_is_one_outline():
    outline = ElementTree.parse("static/world.svg").getroot()

    assert [each.get("id") for each in outline] == ["land"]


def test_is_a_view_of_the_register_beside_its_lists(client):
    make_country("gha")
    make_country("rwa")

    soup = soup_of(client, "/countries/?view=world&on=2013-06-12&q=gha")

    drawn = soup.select(".drawing a")
    assert [(a["href"], a["tabindex"]) for a in drawn] == [
        ("/countries/gha/?on=2013-06-12", "-1"),
        ("/countries/rwa/?on=2013-06-12", "-1"),
    ]
    assert soup.select_one(".drawing svg")["aria-hidden"] == "true"
    assert "no boundaries" in words(soup.select_one(".picture"))
    assert [a["href"] for a in soup.select("table.register th a")] == [
        "/countries/gha/?on=2013-06-12"
    ]


def test_the_files_hold_what_the_filters_let_through(client):
    make_country("gha", name="Ghana")
    make_country("rwa")

    soup = soup_of(client, "/countries/?view=world&on=2013-06-12&q=gha")

    svg, csv = [a["href"] for a in soup.select(".source-line a[download]")]
    assert (svg, csv) == (
        "/pictures/world.svg?q=gha&on=2013-06-12",
        "/pictures/world.csv?q=gha&on=2013-06-12",
    )
    assert client.get(csv).content.decode("utf-8-sig").splitlines() == [
        "State,ISO 3166-1 alpha-3 code,Standing,Since,Last attested",
        "Ghana,GHA,none recorded,,",
    ]


def test_no_date_loses_its_inference_in_the_file(client):
    release = make_passage(make_source("page", published="2013"))
    make_appointment(
        make_country("gha", name="Ghana"),
        started="[2010-09..2012]",
        inference="We infer the bound.",
        passages=[release],
    )

    assert client.get("/pictures/world.csv?on=2013-06-12").content.decode(
        "utf-8-sig"
    ).splitlines() == [
        "State,ISO 3166-1 alpha-3 code,Standing,Since,Since: inferred,Last attested",
        "Ghana,GHA,appointed (by inference),[2010-09..2012],We infer the bound.,2013",
    ]


def test_lists_alone_draw_nothing(client):
    make_country("gha")

    assert soup_of(client, "/countries/").select(".drawing") == []


def test_another_view_is_refused(client):
    soup = soup_of(client, "/countries/?view=globe", status=400)

    assert "globe" in words(soup.select_one(".errorlist"))


# On the seeded register, which stays for the rest of the module.


@pytest.mark.usefixtures("seeded")
def test_every_state_has_a_dot_and_no_dot_covers_another():
    picture = world(register.on(DAY))

    places = [(dot.x, dot.y) for dot in picture.drawing]
    assert len(places) == Country.objects.count() == 195
    assert min(dist(one, other) for one, other in combinations(places, 2)) > 2 * 5.2
    assert all(0 < x < picture.view_box and 0 < y < picture.height for x, y in places)


@pytest.mark.usefixtures("seeded")
def test_the_pacific_is_whole():
    dots = dots_of(world(register.on(DAY)))

    from_west_to_east = ["aus", "nzl", "ton", "kir", "usa", "chl"]
    across = [dots[f"/countries/{slug}/"].x for slug in from_west_to_east]
    assert across == sorted(across)

"""The pictures of the whole network: over time, and by UN regional group."""

import re
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from focalpoints import register
from focalpoints.models import NetworkCount
from focalpoints.pictures import groups, network
from r2pnet.pictures import Dated
from tests.drawn import cells, drawn, percents, styles, words
from tests.make import (
    make_appointment,
    make_country,
    make_network_count,
    make_passage,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def groups_on(day=DAY, **options):
    return groups(register.on(day), **options)


def labels(picture):
    return [mark.label and mark.label.text for mark in picture.drawing.marks]


# The network over time


def test_a_network_of_which_nothing_is_recorded():
    picture = network(DAY)

    assert picture.caption == (
        "States recorded with a focal point: 0 on 1 September 2010, 0 on 22 November 2026. "
        "No source had reported a size by then."
    )
    assert cells(picture) == [
        [Dated("2010-09-01"), "recorded, from this day on", 0, 0, 0, ""],
    ]
    assert [level.number for level in picture.drawing.levels] == [0, 1]
    assert [key.style for key in picture.keys] == ["line possible", "line certain"]
    assert percents(drawn(picture))


def test_one_state_and_one_size_are_spoken_of_as_one():
    make_appointment(inference="We think so.", passages=[])
    make_network_count(value=1)

    assert (
        "1 of them is certain on the last day only through an inference of ours. No dated source "
        "attests them. A source reports one size of the network: 1." in network(DAY).caption
    )


@pytest.mark.parametrize(
    ("published", "is_after"),
    [("2026-11-21", True), ("2026-11-22", False), ("2026-11", False)],
)
def test_what_follows_the_newest_source_is_not_known(published, is_after):
    make_appointment(passages=[make_passage(make_source(published=published))])

    picture = network(DAY)

    assert ("nothing is known of the time since" in picture.caption) is is_after
    assert ("bar after" in styles(drawn(picture), "rect")) is is_after


def test_an_inference_that_ends_comes_down_to_what_is_stated():
    make_appointment(started="2011", ended="2013-01-01", inference="We think so.")

    assert network(date(2014, 1, 1)).drawing.inferred.count("V") == 2
    assert network(date(2014, 1, 1)).drawing.inferred.endswith("V100")


def test_numbers_are_qualified_in_words():
    make_network_count(value=35, qualifier=NetworkCount.qualifier.field.choices[1][0])

    picture = network(DAY)

    assert labels(picture) == ["more than 35"]
    assert words(drawn(picture), "title")[0] == "more than 35 states reported, 29 September 2012"
    assert cells(picture)[1][-1] == "35 (more than)"


def test_labels_that_would_cover_each_other_give_way():
    for value in (20, 21, 22, 23, 60):
        make_network_count(value=value)

    found = [mark.label for mark in network(DAY).drawing.marks]

    assert [each and (each.text, each.is_wide) for each in found] == [
        ("20", False),
        None,
        None,
        ("23", False),
        ("60", False),
    ]


def test_the_label_of_an_inference_stands_where_no_mark_covers_it():
    for _ in range(40):
        make_appointment(started="2010-09-01", inference="We think so.")

    places = []
    for as_of in ["2026-10", "2018-10-01", "2022-10-01", "2014-10-01"]:
        make_network_count(value=42, as_of=as_of)
        make_network_count(value=37, as_of=as_of)
        label = network(DAY).drawing.inferred_label
        places.append(label and (round(label.x), label.is_wide))

    assert places == [(53, False), (76, True), (30, True), None]


def test_labels_at_the_edges_stay_inside():
    make_network_count(value=17, qualifier="more-than", as_of="2010-09-01")
    make_network_count(value=37, qualifier="more-than", as_of="2026-11-20")

    assert [mark.label.anchor for mark in network(DAY).drawing.marks] == ["start", "end"]


def test_a_month_is_a_point_and_a_season_a_bar():
    for as_of in ["2012-09", "[2013-01-01..2013-03-03]", "[2013-01-01..2013-03-04]", "[..2009]"]:
        make_network_count(as_of=as_of)

    picture = network(DAY)

    assert [mark.style for mark in picture.drawing.marks] == [
        "point reported",
        "point reported",
        "bar reported",
    ]
    assert len(cells(picture)) == 5


def test_positions_are_written_alike_in_every_language():
    make_appointment()
    picture = network(DAY)

    with translation.override("fr"):
        inner = render_to_string(picture.template, {"drawing": picture.drawing})

    assert 'x1="5%"' in inner
    assert not re.search(r'="\d+,', inner)


def test_the_network_takes_three_queries(django_assert_num_queries):
    make_appointment()
    make_network_count()
    with django_assert_num_queries(3):
        drawn(network(DAY))
    for _ in range(29):
        make_appointment(started="[2011..2013]", ended="2014-05")
        make_network_count()

    with django_assert_num_queries(3):
        drawn(network(DAY))


# The groups


def test_dots_stand_in_order_of_rung():
    make_country()
    make_step()
    make_appointment(ended="2013")
    make_appointment(started="[2012..2027]")
    make_appointment(inference="We think so.")
    make_appointment()

    assert styles(drawn(groups_on()), "circle") == [
        "dot appointed",
        "dot appointed inferred",
        "dot possible",
        "dot vacant",
        "dot intends",
        "dot none",
    ]


def test_a_dot_leads_to_its_state_and_none_recorded_to_nowhere():
    make_appointment(make_country("gha", name="Ghana & friends"))
    make_country("rwa")

    root = drawn(groups_on(query="?on=2026-11-22"), site="https://r2pnet.example")

    [link] = [each for each in root.iter() if each.tag.endswith("}a")]
    assert link.get("href") == "https://r2pnet.example/countries/gha/?on=2026-11-22"
    assert link.get("tabindex") == "-1"
    assert words(root, "title") == ["Ghana & friends: appointed"]


def test_a_state_is_a_dot_from_the_day_of_its_un_status():
    make_country("ssd", un_status_since=date(2011, 7, 14))

    dots = [len(groups_on(day).drawing[0].dots) for day in (date(2011, 7, 13), date(2011, 7, 14))]

    assert dots == [0, 1]


def test_groups_without_states_have_no_dots():
    picture = groups_on()

    assert [group.number for group in picture.drawing] == ["0 of 0"] * 6
    assert "None in 5 groups: African States, Asia-Pacific States," in picture.caption
    assert styles(drawn(picture), "circle") == []


def test_the_groups_take_one_query_beside_the_register(django_assert_num_queries):
    make_appointment()
    with django_assert_num_queries(5):
        drawn(groups_on())
    for _ in range(29):
        make_appointment()

    with django_assert_num_queries(5):
        drawn(groups_on())

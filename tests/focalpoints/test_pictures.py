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
from tests.drawn import SVG, cells, drawn, percents, styles, words
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


def test_one_state_is_counted_in_a_number():
    make_appointment(started="2010-09-01", passages=[])

    assert "a focal point: 1 on 1 September 2010, 1 on 22 November 2026." in network(DAY).caption


@pytest.mark.parametrize(
    ("published", "is_after"),
    [("2025-11-22", True), ("2025-11-23", False), ("2026-11-22", False), ("2026-11", False)],
)
def test_what_follows_the_newest_source_is_not_known_after_a_year(published, is_after):
    make_appointment(passages=[make_passage(make_source(published=published))])

    picture = network(DAY)

    assert ("nothing is known of the time since" in picture.caption) is is_after
    assert ("bar after" in styles(drawn(picture), "rect")) is is_after
    assert ("bar after" in [key.style for key in picture.keys]) is is_after


def test_a_state_that_was_attested_of_late_does_not_hide_those_that_were_not():
    attested = [("2013-06-12", ""), ("2012", "It bears no date."), ("2026-06-12", ""), ("", "")]
    for published, inference in attested:
        source = make_source(published=published, published_inference=inference)
        make_appointment(started="2012-01-01", passages=[make_passage(source)])

    picture = network(DAY)

    assert picture.caption.startswith(
        "States recorded with a focal point: 0 on 1 September 2010, 4 on 22 November 2026. "
        "2 of 4 not attested since: last attested between 2012 and 12 June 2013 (partly "
        "inferred), and nothing is known of them since. No dated source attests 1 of 4."
    )
    label = picture.drawing.after.label
    assert label.text == "2 of 4 not attested since"
    assert label.wide_text == ": last attested between 2012 and 12 June 2013 (partly inferred)"
    assert picture.drawing.after.x == picture.drawing.axis.at(date(2013, 6, 12))
    assert [[str(cell) for cell in row[:2]] for row in cells(picture)[2:]] == [
        ["2012", "last attested: 1 state"],
        ["2013-06-12", "last attested: 1 state"],
        ["2026-06-12", "last attested: 1 state"],
        ["by no dated source", "last attested: 1 state"],
    ]
    assert cells(picture)[2][0].inference == "It bears no date."


def test_states_attested_at_an_open_date_have_no_day_from_which_nothing_is_known():
    passage = make_passage(make_source(published="[2013..]"))
    make_appointment(passages=[passage])

    picture = network(DAY)

    assert "Last attested not before 2013: nothing is known" in picture.caption
    assert picture.drawing.after is None


def test_what_may_have_been_attested_on_the_day_itself_has_no_time_since():
    make_appointment(passages=[make_passage(make_source(published="[2013..2026-11-22]"))])

    assert network(DAY).drawing.after is None
    assert network(date(2026, 11, 23)).drawing.after is not None


def test_the_dates_that_attest_stand_in_the_table_in_order_of_time():
    for published in ["2013", "[2012..2014]"]:
        make_appointment(passages=[make_passage(make_source(published=published))])

    assert [str(row[0]) for row in cells(network(DAY))[-2:]] == ["[2012..2014]", "2013"]


def test_where_the_dates_leave_both_ends_open_it_was_longer_ago_than_a_year():
    for published in ["[..2013]", "[2012..]"]:
        make_appointment(passages=[make_passage(make_source(published=published))])

    assert "Last attested longer ago than a year: nothing is known" in network(DAY).caption


@pytest.mark.parametrize(("published", "anchor"), [("2014-06-12", "start"), ("2025-06-12", "end")])
def test_the_label_of_what_is_not_known_stays_inside(published, anchor):
    make_appointment(passages=[make_passage(make_source(published=published))])

    after = network(DAY).drawing.after

    assert after.label.anchor == anchor
    assert after.label.x == (after.x if anchor == "start" else 98)


def test_a_size_from_before_the_first_day_stands_in_the_table_alone():
    make_network_count(value=3, as_of="2009")

    picture = network(DAY)

    assert picture.caption.endswith("0 on 22 November 2026.")
    assert cells(picture)[1][-1] == "3 (as stated)"
    assert picture.drawing.marks == []


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (26, [0, 10, 20, 30]),
        (251, [0, 50, 100, 150, 200, 250, 300]),
    ],
)
def test_the_levels_are_round_numbers_up_to_the_largest(value, levels):
    make_network_count(value=value)

    assert [level.number for level in network(DAY).drawing.levels] == levels


def test_the_label_of_a_zero_stands_above_the_axis_or_nowhere():
    make_network_count(value=0, as_of="2018-06-12")
    make_network_count(value=0, as_of="2018-06-12", qualifier="about")

    drawing = network(DAY).drawing

    assert [mark.label and mark.label.y < drawing.bottom for mark in drawing.marks] == [True, None]


def test_what_has_room_in_a_wide_drawing_alone_is_shown_there_alone():
    for as_of in ["2016-01-01", "2016-06-01", "2016-11-01"]:
        make_network_count(value=20, as_of=as_of)

    root = drawn(network(DAY))

    labels = [each for each in root.iter(f"{SVG}text") if each.text == "20"]
    assert [each.get("class") for each in labels] == [
        "tick",
        "strong",
        "strong",
        "strong wide-only",
    ]


def test_the_label_of_an_inference_may_have_room_in_a_wide_drawing_alone():
    for _ in range(40):
        make_appointment(started="2010-09-01", inference="We think so.")
    make_network_count(value=42, as_of="2018-10-01")
    make_network_count(value=37, as_of="2018-10-01")
    make_network_count(value=37, as_of="2026-10")

    root = drawn(network(DAY))

    found = {each.text: each.get("class") for each in root.iter(f"{SVG}text")}
    assert found["40 by inference of ours"] == "label wide-only"


def test_the_date_of_what_is_not_known_stands_in_a_wide_drawing_alone():
    make_appointment(passages=[make_passage(make_source(published="2013-06-12"))])

    [part] = drawn(network(DAY)).iter(f"{SVG}tspan")

    assert (part.get("class"), part.text) == ("wide-only", ": last attested 12 June 2013")


def test_years_between_others_stand_in_a_wide_drawing_alone():
    root = drawn(network(DAY))

    found = {each.text: each.get("class") for each in root.iter(f"{SVG}text")}
    assert (found["2014"], found["2015"]) == ("tick wide-only", "tick")


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


def test_an_empty_register_says_so():
    picture = groups_on()

    assert picture.caption == "No state is in the register on 22 November 2026."
    assert {group.number for group in picture.drawing} == {"none of its states is in the register"}
    assert (styles(drawn(picture), "circle"), picture.keys) == ([], [])


def test_of_groups_whose_states_are_not_in_the_register_nothing_is_said():
    make_appointment(make_country(un_group="african"))
    make_country(un_group="western-european-other")

    assert groups_on().caption == (
        "States recorded with a focal point on 22 November 2026: 1 of 2. "
        "None in one group: Western European and other States."
    )


def test_a_group_in_which_a_state_may_have_one_is_not_a_group_with_none():
    make_appointment(make_country(un_group="african"), started="[2012..2027]")

    assert groups_on().caption == (
        "States recorded with a focal point on 22 November 2026: between 0 and 1 of 1."
    )


def test_dots_stand_in_two_tens_to_a_row():
    for _ in range(21):
        make_country()

    dots = groups_on().drawing[0].dots

    assert [(dots[at].x, dots[at].y) for at in (0, 9, 10, 19, 20)] == [
        (6.5, 44),
        (123.5, 44),
        (143.5, 44),
        (260.5, 44),
        (6.5, 57),
    ]


def test_the_groups_take_one_query_beside_the_register(django_assert_num_queries):
    make_appointment()
    with django_assert_num_queries(4):
        drawn(groups_on())
    for _ in range(29):
        make_appointment()

    with django_assert_num_queries(4):
        drawn(groups_on())

"""Who came to the meetings, and how many, as pictures."""

import pytest

from meetings.pictures import attendance, headcounts
from sources.translations import read_anew
from tests.make import (
    make_country,
    make_delegate,
    make_delegation,
    make_headcount,
    make_host,
    make_meeting,
    make_organization,
    make_passage,
    make_source,
)
from tests.meetings.drawings import drawn, marks, rows, svg_of, words_of

pytestmark = pytest.mark.django_db


# Who came


def test_states_stand_before_organizations_in_order_of_folded_name():
    meeting = make_meeting()
    make_delegation(meeting, make_organization(name="African Union"))
    for slug, name in [("zaf", "South Africa"), ("cri", "Costa Rica"), ("civ", "Côte d'Ivoire")]:
        make_delegation(meeting, make_country(slug, name=name))

    picture = drawn(attendance)

    assert [row[0] for row in rows(picture)] == [
        "Costa Rica",
        "Côte d'Ivoire",
        "South Africa",
        "African Union",
    ]


@pytest.mark.parametrize(
    ("fields", "style", "words"),
    [
        ({"sent_from": "capital"}, "dot capital", "came, sent from: capital"),
        (
            {"sent_from": "mission"},
            "dot mission",
            "came, sent from: mission to the United Nations",
        ),
        ({}, "dot unstated", "came, sent from: not stated"),
        (
            {"inference": "It spoke."},
            "dot unstated inferred",
            "came, sent from: not stated, by inference",
        ),
        (
            {"role": "observer", "sent_from": "capital"},
            "dot capital",
            "came, sent from: capital, observer",
        ),
    ],
)
def test_a_mark_says_from_where_and_its_title_says_it_in_words(fields, style, words):
    meeting = make_meeting(city="Accra")
    make_delegation(meeting, make_country("gha", name="Ghana"), **fields)

    svg = svg_of(drawn(attendance))

    [mark] = svg.select("g")
    assert " ".join(mark.circle["class"]) == style
    assert mark.title.get_text() == f"Ghana, 2013 Accra: {words}"


def test_a_host_that_is_not_recorded_as_having_come_has_the_ring_alone():
    make_host(make_meeting(), make_country("gha", name="Ghana"), inference="It is said so.")

    picture = drawn(attendance)

    assert marks(picture) == {"Ghana": {"2013 annual meeting": ["ring host inferred"]}}
    assert rows(picture) == [["Ghana", "state", "host: hosted, by inference"]]
    assert picture.caption == "No state and no organization is recorded as having come."


def test_a_party_in_two_roles_has_two_dots_side_by_side_in_one_ring():
    meeting, ghana = make_meeting(), make_country("gha", name="Ghana")
    make_delegation(meeting, ghana, role="panelist")
    make_delegation(meeting, ghana, sent_from="capital")
    make_host(meeting, ghana)

    picture = drawn(attendance)

    assert marks(picture) == {
        "Ghana": {"2013 annual meeting": ["dot capital", "dot unstated", "ring host"]}
    }
    assert [dot.x for dot in picture.drawing.sections[0].lines[0].marks[0].dots] == [190, 196]
    assert picture.caption.startswith("Recorded as having come: 1 state and 0 organizations")


@pytest.mark.parametrize(
    ("status", "words"), [("expected", "expected"), ("absent", "did not come")]
)
def test_who_did_not_come_stands_in_the_table_alone(status, words):
    meeting = make_meeting()
    make_delegation(meeting, make_country("gha", name="Ghana"), status=status)
    make_delegation(meeting, make_organization(name="OSCE"))

    picture = drawn(attendance)

    assert marks(picture) == {"OSCE": {"2013 annual meeting": ["dot unstated"]}}
    assert rows(picture)[0] == ["Ghana", "state", words]
    assert picture.caption == (
        "Recorded as having come: 0 states and 1 organization, to 1 of 1 meeting. "
        "Who was expected, or is recorded as not having come, stands in the table alone."
    )


def test_only_meetings_of_the_network_that_were_held_are_shown():
    make_delegation(make_meeting(series="other"))
    make_delegation(make_meeting(status="planned"))

    picture = drawn(attendance)

    assert picture.caption == "No meeting of the network is recorded as held."
    assert rows(picture) == []


@pytest.mark.parametrize("draw", [attendance, headcounts])
def test_of_more_than_24_meetings_the_newest_are_shown_and_the_caption_says_so(draw):
    for year in range(1990, 2015):
        make_meeting(held=str(year), city="Accra")

    picture = drawn(draw)

    assert picture.caption.endswith("Meetings shown: the newest 24 of 25.")
    links = svg_of(picture).select("a")
    assert [link.get_text().split()[0] for link in links][::23] == ["1991", "2014"]
    assert len(links) == 24


@pytest.mark.parametrize(
    ("when", "label"),
    [
        ("2013?", "2013 (uncertain) Accra"),
        ("[2013-06..2014-01]", "between 2013 and 2014 A…"),
        ("2013-12-31/2014-01-02", "2013 to 2014 Accra"),
        ("2013-12-31/2014-01-02~", "about 2013 to 2014 Accra"),
        ("[..2014-05]", "by 2014 Accra"),
        ("2013/..", "since 2013 Accra"),
    ],
)
def test_a_head_does_not_say_more_of_the_year_than_is_known(when, label):
    make_meeting(held=when, city="Accra")

    assert [head.label for head in drawn(attendance).drawing.heads] == [label]


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_its_title_and_the_table():
    meeting, name = make_meeting(), "The Organization for the Study of Long Names"
    make_delegation(meeting, make_organization("a", name=name))
    make_delegation(meeting, make_organization("b", name=f"{name} & more", acronym="OSLN"))

    picture = drawn(attendance)

    labels = [line.label for line in picture.drawing.sections[0].lines]
    assert labels == ["The Organization for the …", "OSLN"]
    assert list(marks(picture)) == [name, f"{name} & more"]
    assert [row[0] for row in rows(picture)] == [name, f"{name} & more"]


def test_an_empty_grid_says_so():
    assert svg_of(drawn(attendance)).get_text().strip() == "Nothing is recorded."


def test_a_date_that_is_partly_inferred_is_marked_in_the_head_of_the_column():
    make_meeting(held="2013", city="Accra", inference="The year is.")

    picture = drawn(attendance)

    [column] = picture.table.columns[2:]
    assert (column.label, column.in_file) == (
        "2013 (partly inferred), Accra",
        "2013 (partly inferred) Accra",
    )
    assert picture.drawing.heads[0].title.endswith(", 2013 (partly inferred)")


@pytest.mark.parametrize("draw", [attendance, headcounts])
def test_a_source_for_the_secretariat_alone_is_not_named(draw):
    letter = make_passage(make_source(label="A private letter", audience="secretariat"))
    release = make_passage(make_source(label="The release"))
    meeting = make_meeting(passages=[])
    make_delegation(meeting, make_country("gha", name="Ghana"), passages=[letter])
    make_headcount(meeting, value=1, passages=[release])
    make_host(meeting, passages=[release])

    assert [source.label for source in drawn(draw).sources] == ["The release"]
    assert rows(drawn(attendance))[1][2] == "came, sent from: not stated"


def test_keys_are_given_of_what_is_drawn():
    meeting = make_meeting()
    make_delegation(meeting, make_country("gha"), sent_from="capital", inference="It spoke.")

    assert [key.style for key in drawn(attendance).keys] == [
        "dot capital",
        "dot unstated inferred",
    ]

    make_host(meeting, make_country("rwa"))
    make_delegation(make_meeting(), make_country("zaf"), sent_from="mission")
    make_delegation(meeting, make_country("cri"))

    assert [key.style for key in drawn(attendance).keys] == [
        "dot capital",
        "dot mission",
        "dot unstated",
        "dot unstated inferred",
        "ring host",
        "blank",
    ]


def test_nothing_drawn_has_no_keys():
    make_meeting()

    assert drawn(attendance).keys == []
    assert drawn(headcounts).keys == []


def test_a_source_of_the_date_of_a_meeting_is_a_source_of_the_grid():
    make_meeting(passages=[make_passage(make_source(label="The invitation"))])

    assert [source.label for source in drawn(attendance).sources] == ["The invitation"]


def test_names_are_sorted_without_the_accents_of_their_first_letters():
    meeting = make_meeting()
    for name in ["Étoile", "Fund", "Academy"]:
        make_delegation(meeting, make_organization(name=name))

    assert [row[0] for row in rows(drawn(attendance))] == ["Academy", "Étoile", "Fund"]


def test_who_came_stands_before_who_was_expected():
    meeting, ghana = make_meeting(), make_country("gha")
    make_delegation(meeting, ghana, role="participant", status="expected")
    make_delegation(meeting, ghana, role="observer", status="attended")

    assert rows(drawn(attendance))[0][2] == "came, sent from: not stated, observer; expected"


def test_a_short_name_stands_in_full_where_there_is_an_acronym_too():
    make_delegation(make_meeting(), make_organization(name="African Union", acronym="AU"))

    [line] = drawn(attendance).drawing.sections[0].lines
    assert line.label == "African Union"


# How many came


def test_words_at_the_end_of_a_bar_keep_off_it_and_those_without_a_bar_do_not():
    make_headcount(make_meeting(), value=4)

    svg = svg_of(drawn(headcounts))

    said = {each.get_text(): each.get("dx") for each in svg.select("text")}
    assert (said["4 reported"], said["0 named"]) == ("6", "0")


def test_keys_are_given_of_the_bars_that_are_drawn():
    meeting = make_meeting()
    make_headcount(meeting, value=4)

    assert [key.style for key in drawn(headcounts).keys] == ["bar reported"]

    make_headcount(meeting, value=3, inference="Four minus one.")
    make_delegation(meeting)
    make_delegation(meeting, inference="It spoke.")

    assert [key.style for key in drawn(headcounts).keys] == [
        "bar reported",
        "bar reported inferred",
        "bar recorded",
        "bar inferred",
    ]


def test_more_recorded_by_name_than_reported_is_as_many_or_more():
    meeting = make_meeting()
    make_headcount(meeting, value=1)
    for _ in range(2):
        make_delegation(meeting)

    picture = drawn(headcounts)

    assert "For 1 of 1 the register names as many as reported, or more." in picture.caption
    assert bars_of(picture)[1] == ("bar recorded", "0.00%", "40.00%")


def bars_of(picture):
    return [(bar.style, bar.x, bar.width) for bar in picture.drawing.bars]


def test_the_longest_bar_leaves_room_for_its_words_and_what_is_inferred_stands_apart():
    meeting = make_meeting()
    make_headcount(meeting, value=4)
    make_delegation(meeting)
    make_delegation(meeting, inference="It spoke.")

    picture = drawn(headcounts)

    assert bars_of(picture) == [
        ("bar reported", "0.00%", "40.00%"),
        ("bar recorded", "0.00%", "10.00%"),
        ("bar inferred", "10.00%", "10.00%"),
    ]
    assert words_of(picture)[2:] == ["4 reported", "2 named, 1 by inference"]


def test_a_reported_number_that_is_inferred_is_drawn_dashed_and_said():
    make_headcount(make_meeting(), value=4, inference="Five minus one.")

    picture = drawn(headcounts)

    assert bars_of(picture) == [("bar reported inferred", "0.00%", "40.00%")]
    assert words_of(picture)[2:] == ["4 reported, by inference", "0 named"]
    assert rows(picture)[0][5] == "as stated, by inference"


def test_what_is_counted_more_narrowly_stands_in_words():
    meeting = make_meeting()
    make_headcount(meeting, of="organizations", counted="regional organizations", value=3)
    make_delegation(meeting, make_organization())

    picture = drawn(headcounts)

    assert bars_of(picture) == []
    assert words_of(picture)[1:] == ["regional organizations", "3 reported, not compared"]
    assert rows(picture)[0][2:] == [
        *["regional organizations", "participant", "anywhere", "as stated", 3],
        *["not compared", "not compared"],
    ]
    assert picture.caption == (
        "No reported number stands beside how many are recorded by name. "
        "1 headcount stands in words alone: it has no number, or counts more narrowly than the "
        "register records."
    )


@pytest.mark.parametrize(
    ("qualifier", "full"), [("as-stated", 1), ("at-least", 1), ("about", 1), ("more-than", 0)]
)
def test_as_many_as_reported_is_more_where_the_source_says_more_than(qualifier, full):
    meeting = make_meeting()
    make_headcount(meeting, value=1, qualifier=qualifier)
    make_delegation(meeting)

    assert f"For {full} of 1 the register names as many as reported" in drawn(headcounts).caption


def test_a_meeting_without_a_number_says_so():
    make_meeting(city="Accra", title="Third")

    picture = drawn(headcounts)

    assert words_of(picture) == ["2013 Accra", "no number reported"]
    assert rows(picture)[0][6] == "no number reported"


def test_no_meeting_says_so():
    picture = drawn(headcounts)

    assert picture.caption == "No meeting of the network is recorded as held."
    assert svg_of(picture).get_text().strip() == "Nothing is recorded."


def test_persons_are_counted_where_they_are_public_and_only_then_their_source_is_named():
    passages = [make_passage(make_source(label="The list of speakers"))]
    delegation = make_delegation(make_meeting(passages=[]), passages=[])
    make_delegate(delegation, name="Example Adviser", audience="public", passages=passages)
    make_delegate(delegation, name="Example Official", audience="network")
    make_headcount(delegation.meeting, value=31, passages=[])
    assert [source.label for source in drawn(headcounts).sources] == []

    make_headcount(delegation.meeting, of="persons", value=2, passages=[])

    picture = drawn(headcounts)
    assert words_of(picture)[-3:] == ["persons", "2 reported", "1 named"]
    assert [source.label for source in picture.sources] == ["The list of speakers"]
    assert "Example" not in str(picture)


def test_a_delegation_that_no_headcount_counts_brings_no_source():
    meeting = make_meeting(passages=[])
    make_headcount(meeting, of="states", passages=[])
    make_delegation(meeting, make_organization())

    assert drawn(headcounts).sources == []


# Both


@pytest.mark.parametrize(("draw", "queries"), [(attendance, 6), (headcounts, 7)])
def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    draw, queries, django_assert_num_queries
):
    passages = [make_passage()]

    def add():
        delegation = make_delegation(make_meeting(passages=passages), passages=passages)
        make_delegate(delegation, audience="public", passages=passages)
        make_host(delegation.meeting, passages=passages)
        make_headcount(delegation.meeting, passages=passages)

    add()
    read_anew()
    with django_assert_num_queries(queries):
        svg_of(drawn(draw))
    for _ in range(29):
        add()

    read_anew()
    with django_assert_num_queries(queries):
        svg_of(drawn(draw))

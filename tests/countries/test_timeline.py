"""The timeline of a party."""

from datetime import date, timedelta

import pytest

from countries.pictures import timeline
from countries.timeline_drawing import Entry, draw
from r2pnet.time_axis import TimeAxis
from sources.translations import read_anew
from tests.drawn import cells, drawn, percents, styles, words
from tests.make import (
    make_appointment,
    make_country,
    make_delegation,
    make_focal_point,
    make_host,
    make_meeting,
    make_organization,
    make_passage,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def attested(published, **fields):
    return [make_passage(make_source(published=published, **fields))]


def spans(picture):
    """The bars of the picture: first day, day of the end, style."""
    return [
        (span.begins.isoformat(), span.ends.isoformat(), span.style)
        for lane in picture.drawing.lanes
        for mark in lane.marks
        for span in mark.entry.spans
    ]


def lanes(picture):
    return {
        lane.label: [mark.entry.number for mark in lane.marks] for lane in picture.drawing.lanes
    }


def rows(picture):
    return [[str(cell) for cell in row] for row in cells(picture)]


def test_an_empty_timeline_says_so_and_draws_the_axis():
    picture = timeline(make_country("gha", name="Ghana"), DAY)

    assert picture.title == "Timeline: Ghana"
    assert picture.caption == (
        "From 1 September 2010 to 22 November 2026 nothing is recorded that it did, held, "
        "attended or hosted."
    )
    assert (picture.keys, picture.table.rows, picture.sources) == ([], [], [])
    assert words(drawn(picture), "text")[-2:] == ["1 September 2010", "22 November 2026"]


def test_the_lanes_number_what_they_hold_in_order_of_time():
    party = make_step(taken="2013-06-11").party
    make_delegation(make_meeting(held="2011-05-17/2011-05-18"), party)
    make_host(make_meeting(held="2012-09-29"), party)
    make_appointment(party, started="2014-01-01", ended="2016")

    picture = timeline(party, DAY)

    assert lanes(picture) == {
        "Steps": [3],
        "Appointments": [4],
        "Meetings attended": [1],
        "Meetings hosted": [2],
    }
    assert styles(drawn(picture), "circle") == ["point step", "point meeting", "point host"]


def test_the_caption_counts_what_is_recorded():
    party = make_step().party
    for held in ["2012", "2013"]:
        make_delegation(make_meeting(held=held), party)

    assert timeline(party, DAY).caption == (
        "Recorded from 1 September 2010 to 22 November 2026: 1 step, 2 delegations to meetings."
    )


def test_the_table_says_what_when_and_where_it_is_drawn():
    party = make_step(taken="2013-06-11", role="with others").party
    make_delegation(make_meeting(title="Second", held="2012-09-29"), party, inference="It spoke.")
    make_host(make_meeting(title="Third", held="2013-07", inference="A guess."), party)

    picture = timeline(party, DAY)

    assert rows(picture) == [
        ["Second: participant (by inference)", "2012-09-29", "Meetings attended", "1"],
        ["announced that it intends to appoint (with others)", "2013-06-11", "Steps", "2"],
        ["Third: hosted", "2013-07", "Meetings hosted", "3"],
    ]
    assert [row.cells[1].inference for row in picture.table.rows] == ["", "", "A guess."]
    assert [row.url for row in picture.table.rows] == [
        "/meetings/meeting-1/#delegations",
        f"/countries/{party.slug}/#steps",
        "/meetings/meeting-2/#hosts",
    ]


def test_an_appointment_is_certain_only_between_its_bounds():
    row = make_appointment(started="[2011..2012]", ended="2014", passages=attested("2013"))

    picture = timeline(row.party, DAY)

    assert spans(picture) == [
        ("2011-01-01", "2012-12-31", "bar possible"),
        ("2012-12-31", "2014-01-01", "bar certain"),
        ("2014-01-01", "2014-12-31", "bar possible"),
    ]
    assert rows(picture) == [
        ["focal point, started", "[2011..2012]", "Appointments", "1"],
        ["focal point, first day out of office", "2014", "Appointments", "1"],
        ["focal point, last attested", "2013", "Appointments", "1"],
    ]


def test_without_an_end_nothing_is_known_after_the_newest_source():
    row = make_appointment(started="2012-01-01", passages=attested("2014"))

    picture = timeline(row.party, DAY)

    assert spans(picture) == [
        ("2012-01-01", "2014-01-01", "bar certain"),
        ("2014-01-01", "2014-12-31", "bar possible"),
        ("2014-12-31", "2026-11-22", "bar after"),
    ]
    assert rows(picture)[1][1] == "no end recorded"
    assert picture.caption.endswith(
        "Where no end is recorded, nothing is known of the time since an appointment was last "
        "attested."
    )


def test_without_a_dated_source_nothing_is_known_after_the_start():
    row = make_appointment(started="[2011..2012]", passages=attested(""))

    picture = timeline(row.party, DAY)

    assert spans(picture) == [
        ("2011-01-01", "2012-12-31", "bar possible"),
        ("2012-12-31", "2026-11-22", "bar after"),
    ]
    assert rows(picture)[2][1] == "not by a dated source"


def test_what_rests_on_an_inference_is_dashed():
    source = {"published": "[2013..2014]", "published_inference": "It bears no date."}
    party = make_appointment(
        started="[2011..2012]", inference="A guess.", passages=attested(**source)
    ).party
    make_step(party, taken="[2011..2012]", inference="A guess.")
    make_delegation(make_meeting(held="2011-05-17"), party, inference="It spoke.")

    picture = timeline(party, DAY)

    assert spans(picture) == [
        ("2011-01-01", "2012-12-31", "bar possible inferred"),
        ("2011-01-01", "2012-12-31", "bar possible inferred"),
        ("2012-12-31", "2013-01-01", "bar inferred"),
        ("2013-01-01", "2014-12-31", "bar possible inferred"),
        ("2014-12-31", "2026-11-22", "bar after"),
    ]
    assert styles(drawn(picture), "circle") == ["point meeting inferred"]
    assert [key.label for key in picture.keys] == [
        "in office, by inference",
        "possible, between bounds by inference",
        "no end recorded; not attested since",
        "by inference",
    ]


def test_successors_share_a_bar_without_a_gap():
    first = make_appointment(started="2012-01-01", ended="2013-06", passages=attested("2012"))
    make_appointment(
        first.party, started="2013-06", ended="2014-01-01", succeeds=first, passages=[]
    )

    picture = timeline(first.party, DAY)

    assert spans(picture) == [("2012-01-01", "2014-01-01", "bar certain")]
    assert len(picture.table.rows) == 6


def test_two_who_do_not_succeed_each_other_have_a_bar_each():
    first = make_appointment(started="2012-01-01", ended="2013-06", passages=attested("2012"))
    make_appointment(first.party, started="2013-06", ended="2014-01-01", passages=[])

    assert lanes(timeline(first.party, DAY)) == {"Appointments": [1, 2]}


def marked(picture):
    """What the drawing marks: the styles of its bars, and of its points."""
    root = drawn(picture)
    return styles(root, "rect"), styles(root, "circle")


def test_an_office_that_was_never_held_for_a_day_is_a_point():
    row = make_appointment(started="2012-01-01", ended="2012-01-01")

    picture = timeline(row.party, DAY)

    assert lanes(picture) == {"Appointments": [1]}
    assert marked(picture) == ([], ["point appointment"])


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2012-03-02", ([], ["point appointment"])),
        ("2012-03-03", (["bar certain"], [])),
    ],
)
def test_an_office_held_for_too_short_a_time_for_a_bar_is_a_point(ended, expected):
    row = make_appointment(started="2012-01-01", ended=ended, passages=attested("2012-01-01"))

    picture = timeline(row.party, DAY)

    assert marked(picture) == expected
    assert [key.style for key in picture.keys] == expected[0]


def test_an_office_attested_for_too_short_a_time_for_a_bar_is_a_point_before_what_follows():
    row = make_appointment(
        started="2012-01-01", inference="A guess.", passages=attested("2012-01-20")
    )

    picture = timeline(row.party, DAY)

    assert marked(picture) == (
        ["bar inferred", "bar after"],
        ["point appointment inferred"],
    )
    assert picture.keys[-1].style == "point appointment inferred"


@pytest.mark.parametrize("published", ["2026-11-22", "2026-11", ""])
def test_who_was_appointed_today_is_a_point_and_nothing_is_said_of_the_time_since(published):
    row = make_appointment(started="2026-11-22", passages=attested(published))

    picture = timeline(row.party, DAY)

    assert marked(picture) == ([], ["point appointment"])
    assert "nothing is known" not in picture.caption


@pytest.mark.parametrize(("published", "is_after"), [("2026-11-21", True), ("2026-11-22", False)])
def test_nothing_is_known_only_after_the_day_that_attests(published, is_after):
    row = make_appointment(started="2012-01-01", passages=attested(published))

    picture = timeline(row.party, DAY)

    assert ("bar after" in styles(drawn(picture), "rect")) is is_after
    assert ("nothing is known of the time since" in picture.caption) is is_after


def test_on_the_first_day_all_is_points():
    party = make_step(taken="[2010-09..2014]").party
    make_appointment(party, started="[2010-09..2014]", passages=attested("2014"))
    make_appointment(party, started="[..2010-09-01]", capacity="joint", passages=attested("2014"))

    picture = timeline(party, date(2010, 9, 1))

    assert marked(picture) == ([], ["point step", "point appointment", "point appointment"])


def test_a_source_older_than_the_start_attests_no_more_than_the_start():
    row = make_appointment(started="[2013..2014]", passages=attested("2012"))

    assert spans(timeline(row.party, DAY)) == [
        ("2013-01-01", "2014-12-31", "bar possible"),
        ("2014-12-31", "2026-11-22", "bar after"),
    ]


def test_what_is_inferred_stays_so_where_the_date_of_its_source_is_stated():
    row = make_appointment(
        started="2012-01-01", inference="A guess.", passages=attested("[2013..2014]")
    )

    assert spans(timeline(row.party, DAY))[:2] == [
        ("2012-01-01", "2013-01-01", "bar inferred"),
        ("2013-01-01", "2014-12-31", "bar possible inferred"),
    ]


def test_an_inference_in_one_of_two_that_may_be_in_force_does_not_dash_them():
    first = make_appointment(started="[2011..2014]", ended="[2012..2014]", passages=[])
    make_appointment(
        first.party,
        started="[2012..2014]",
        ended="2015-01-01",
        succeeds=first,
        inference="A guess.",
        passages=[],
    )

    assert spans(timeline(first.party, DAY)) == [
        ("2011-01-01", "2014-12-31", "bar possible"),
        ("2014-12-31", "2015-01-01", "bar inferred"),
    ]


def test_an_inference_dashes_no_more_than_the_time_of_its_own():
    first = make_appointment(started="2011-01-01", ended="2012-01-01", passages=[])
    make_appointment(
        first.party,
        started="2012-01-01",
        ended="[2013..2014]",
        succeeds=first,
        inference="A guess.",
        passages=[],
    )

    assert spans(timeline(first.party, DAY)) == [
        ("2011-01-01", "2012-01-01", "bar certain"),
        ("2012-01-01", "2013-01-01", "bar inferred"),
        ("2013-01-01", "2014-12-31", "bar possible inferred"),
    ]


def test_a_successor_is_shown_where_the_one_before_had_not_begun():
    before = make_appointment(started="2014", ended="2015")
    make_appointment(before.party, started="2012-01-01", succeeds=before, passages=[])

    assert lanes(timeline(before.party, date(2013, 1, 1))) == {"Appointments": [1]}


def test_what_begins_on_one_day_is_numbered_by_its_end():
    party = make_appointment(started="2012-01-01", ended="2015-01-01").party
    make_appointment(party, started="2012-01-01", ended="2014-01-01", capacity="joint")

    picture = timeline(party, DAY)

    assert [row[:2] + row[3:] for row in rows(picture) if "first day" in row[0]] == [
        ["joint focal point, first day out of office", "2014-01-01", "1"],
        ["focal point, first day out of office", "2015-01-01", "2"],
    ]


def test_facts_of_one_date_share_a_point():
    party = make_step(taken="2010-09", kind="launched").party
    make_step(party, taken="2010-09", kind="launched", role="in association with")

    picture = timeline(party, DAY)

    assert lanes(picture) == {"Steps": [1]}
    assert words(drawn(picture), "title") == [
        "launched the initiative: September 2010; "
        "launched the initiative (in association with): September 2010"
    ]


def test_a_point_is_dashed_only_where_all_of_it_is_inferred():
    party = make_host(make_meeting(held="2012-02-24"), inference="A guess.").party
    make_host(make_meeting(held="2012-02-24"), party)

    assert styles(drawn(timeline(party, DAY)), "circle") == ["point host"]


def test_an_inferred_date_of_a_meeting_dashes_its_point_and_is_said():
    meeting = make_meeting(title="Second", held="2012-09-29", inference="A guess.")

    root = drawn(timeline(make_host(meeting).party, DAY))

    assert styles(root, "circle") == ["point host inferred"]
    assert words(root, "title") == ["Second: hosted: 29 September 2012 (partly inferred)"]


@pytest.mark.parametrize(
    ("held", "style"),
    [
        ("2012-09-29", []),
        ("2012-09", []),
        ("2012-01-01/2012-12-31", []),
        ("2012-01-01/2012-12-31~", ["bar possible"]),
        ("2012", ["bar possible"]),
        ("[2012-01-01..2012-03-02]", []),
        ("[2012-01-01..2012-03-03]", ["bar possible"]),
        ("2012/..", ["bar possible"]),
    ],
)
def test_a_date_too_broad_for_a_point_is_a_bar(held, style):
    party = make_delegation(make_meeting(held=held)).party

    root = drawn(timeline(party, DAY))

    assert styles(root, "rect") == style
    assert len(styles(root, "circle")) == 1 - len(style)


def test_shows_nothing_that_had_not_begun_by_the_day():
    day = date(2013, 6, 11)
    party = make_step(taken="[2013-06-11..2013-06-12]").party
    make_step(party, taken="2013-06-12", kind="joined")
    make_appointment(party, started="2013-06-12")
    make_delegation(make_meeting(held="2013-06-12"), party)
    make_host(make_meeting(held="2013-06-12"), party)

    assert lanes(timeline(party, day)) == {"Steps": [1]}


def test_only_meetings_that_were_held_and_attended_are_shown():
    party = make_delegation(status="absent").party
    make_delegation(make_meeting(status="cancelled"), party)
    make_host(make_meeting(status="planned", held=""), party)

    assert timeline(party, DAY).drawing.lanes == []


def test_begins_earlier_where_something_is_recorded_earlier():
    party = make_host(make_meeting(held="2005-09-16")).party
    make_step(party, taken="[..2012]")

    picture = timeline(party, DAY)

    assert picture.caption.startswith("Recorded from 16 September 2005 to")
    assert all(3 <= place <= 97 for place in percents(drawn(picture)))


def test_an_organization_has_a_timeline_too():
    party = make_organization("a-centre")
    make_host(party=party)

    picture = timeline(party, DAY, query="?on=2026-11-22")

    assert picture.svg == "/pictures/timeline/a-centre.svg?on=2026-11-22"
    assert picture.csv == "/pictures/timeline/a-centre.csv?on=2026-11-22"


def test_marks_that_stand_close_stand_in_rows():
    party = make_country(name="A name so long that it would not fit into any one line " * 3)
    for number in range(12):
        make_step(party, taken=f"2013-{number + 1:02}-01")

    picture = timeline(party, DAY)

    [lane] = picture.drawing.lanes
    for one in lane.marks:
        for other in lane.marks:
            assert one is other or one.y != other.y or abs(one.x - other.x) * 2.88 >= 18


@pytest.mark.parametrize(("days", "heights"), [(624, [40, 68]), (625, [40, 40])])
def test_marks_stand_in_one_row_where_they_only_touch(days, heights):
    first = date(2010, 1, 1)
    axis = TimeAxis(first, first + timedelta(days=9400))  # a day in a hundredth of a percent
    entries = [
        Entry("step", day, day, "point step", [], [])
        for day in (first, first + timedelta(days=days))
    ]

    [lane] = draw({"step": "Steps"}, entries, axis).lanes

    assert [mark.y for mark in lane.marks] == heights


def test_what_has_room_in_an_upper_row_stands_there():
    first = date(2010, 1, 1)
    axis = TimeAxis(first, first + timedelta(days=9400))
    entries = [
        Entry("step", day, day, "point step", [], [])
        for day in (first + timedelta(days=days) for days in (0, 10, 700))
    ]

    [lane] = draw({"step": "Steps"}, entries, axis).lanes

    assert [[mark.entry.begins for mark in lane.marks if mark.y == y] for y in (40, 68)] == [
        [entries[0].begins, entries[2].begins],
        [entries[1].begins],
    ]


def test_two_lanes_of_one_label_stay_apart():
    day = date(2013, 6, 12)
    entries = [Entry(lane, day, day, "", [], []) for lane in ("step", "host")]

    drawing = draw({"step": "In one word", "host": "In one word"}, entries, TimeAxis(day, DAY))

    assert [[mark.entry.lane for mark in lane.marks] for lane in drawing.lanes] == [
        ["step"],
        ["host"],
    ]


def test_leads_to_the_one_page_that_a_mark_is_about():
    meeting = make_meeting("2013-accra", held="2013-06-11")
    party = make_delegation(meeting).party
    make_delegation(meeting, party, role="panelist")
    make_host(meeting, party)
    make_host(make_meeting(held="2013-06-11"), party)

    root = drawn(timeline(party, DAY), site="https://r2pnet.example")

    assert [
        (each.get("href"), each.get("tabindex")) for each in root.iter() if each.tag.endswith("}a")
    ] == [("https://r2pnet.example/meetings/2013-accra/#delegations", "-1")]
    assert not [each for each in root.iter() if each.get("id")]


def test_the_sources_are_the_public_ones_of_what_is_shown():
    def passages(slug, **fields):
        return [make_passage(make_source(slug, **fields))]

    party = make_step(taken="2013", passages=passages("step")).party
    make_appointment(party, started="2013", passages=passages("letter", audience="secretariat"))
    make_step(party, taken="2027", passages=passages("later"))
    meeting = make_meeting(held="2013", passages=passages("meeting"))
    make_host(meeting, party, passages=passages("host"))
    make_delegation(meeting, party, passages=passages("delegation"))
    make_delegation(make_meeting(held="2014"), party, status="absent", passages=passages("absent"))

    assert {source.slug for source in timeline(party, DAY).sources} == {
        "step",
        "meeting",
        "host",
        "delegation",
    }


def test_tells_nothing_that_is_for_the_secretariat():
    letter = attested("2020-02-02", audience="secretariat", label="A letter")
    row = make_appointment(
        holder=make_focal_point("A. Person"), end_reason="A reason", passages=letter
    )

    picture = timeline(row.party, DAY)

    told = f"{picture.caption} {rows(picture)} {words(drawn(picture), 'title')}"
    assert rows(picture)[2][1] == "not by a dated source"
    assert not any(word in told for word in ["Person", "reason", "letter", "2020"])


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(django_assert_num_queries):
    party = make_country()

    def record(number):
        make_step(party, taken=f"20{number + 11}")
        make_appointment(party, started=f"20{number + 11}", capacity="joint")
        meeting = make_meeting(held=f"20{number + 11}")
        make_host(meeting, party)
        make_delegation(meeting, party)

    record(0)
    read_anew()
    with django_assert_num_queries(6):
        drawn(timeline(party, date(2045, 1, 1)))
    for number in range(1, 30):
        record(number)

    read_anew()
    with django_assert_num_queries(6):
        assert len(timeline(party, date(2045, 1, 1)).table.rows) == 30 * 6

"""The pictures of the meetings, drawn from the register as seeded."""

import pytest

from meetings.pictures import attendance, headcounts
from r2pnet.pictures import Dated
from tests.meetings.drawings import drawn, marks, svg_of, words_of

pytestmark = pytest.mark.usefixtures("seeded")


def test_37_states_and_4_organizations_came_to_4_of_5_meetings():
    picture = drawn(attendance)

    assert picture.caption == (
        "Recorded as having come: 37 states and 4 organizations, to 4 of 5 meetings. "
        "10 of 45 delegations are recorded by inference."
    )
    assert [head.label for head in picture.drawing.heads] == [
        "2011 New York",
        "2012 preparatory meeting",
        "2012 New York",
        "2013 Ljubljana",
        "2013 Accra",
    ]
    assert [section.label for section in picture.drawing.sections] == ["States", "Organizations"]
    assert [len(section.lines) for section in picture.drawing.sections] == [38, 7]
    assert [source.slug for source in picture.sources] == [
        "2011-06-13-first-meeting-summary",
        "2012-03-preparatory-workshop",
        "2012-09-29-joint-press-release",
        "r2p-focal-points-page",
        "2012-second-meeting-web-edition",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Argentina", {"2011 New York": ["dot mission"]}),
        (
            "Denmark",
            {
                "2011 New York": ["dot capital", "ring host"],
                "2012 New York": ["dot unstated inferred", "ring host"],
                "2013 Accra": ["ring host"],
            },
        ),
        ("Slovenia", {"2013 Ljubljana": ["ring host"]}),
        ("United Nations", {"2013 Ljubljana": ["dot unstated"]}),
        ("Stanley Center for Peace and Security", {"2012 preparatory meeting": ["ring host"]}),
    ],
)
def test_each_party_has_its_marks(name, expected):
    assert marks(drawn(attendance))[name] == expected


def test_the_table_says_the_same_in_words():
    table = drawn(attendance).table

    assert [str(column) for column in table.columns] == [
        "State or organization",
        "Kind",
        "17-18 May 2011, New York",
        "24-26 February 2012, preparatory meeting",
        "29 September 2012, New York",
        "10 April 2013, Ljubljana",
        "11-12 June 2013, Accra",
    ]
    assert table.for_file().columns[2:] == [
        "2011-05-17/2011-05-18 New York",
        "2012-02-24/2012-02-26 preparatory meeting",
        "2012-09-29 New York",
        "2013-04-10 Ljubljana",
        "2013-06-11/2013-06-12 Accra",
    ]
    [denmark] = [row for row in table.rows if row.url == "/countries/dnk/"]
    assert denmark.cells == [
        "Denmark",
        "state",
        "came, sent from: capital; host: convened",
        "not known",
        "came, sent from: not stated, by inference; host: hosted",
        "not known",
        "host: co-hosted",
    ]
    [center] = [row for row in table.rows if row.url == "/organizations/stanley-center/"]
    assert center.cells[1:4] == [
        "organization",
        "not known",
        "host: convened; host: in collaboration with",
    ]


def test_9_numbers_stand_beside_what_is_recorded():
    picture = drawn(headcounts)

    assert picture.caption == (
        "9 reported numbers, from 4 of 5 meetings, stand beside how many are recorded by name. "
        "For 3 of 9 the register names as many as reported, or more. "
        "5 headcounts stand in words alone: they have no number, or count more narrowly than "
        "the register records."
    )
    assert words_of(picture) == [
        "2011 New York",
        *["states", "31 reported", "31 named"],
        *["states, sent from the capital", "19 reported", "19 named"],
        *["states, sent from the mission", "12 reported", "12 named"],
        *["panelists from academia and diplomacy", "12 reported", "0 named"],
        *["non-governmental organizations", "4 reported", "0 named"],
        "2012 preparatory meeting",
        *["focal points", "no number reported, 0 named"],
        *["ambassadors and experts of missions t…", "no number reported, 0 named"],
        *["UN officials", "no number reported, 0 named"],
        *["mass atrocity specialists", "no number reported, 0 named"],
        *["other national representatives", "no number reported, 0 named"],
        "2012 New York",
        *["states", "36 reported", "3 named, by inference"],
        "2013 Ljubljana",
        *["states", "31 reported", "4 named, by inference"],
        "2013 Accra",
        *["states", "more than 35 reported", "3 named, by inference"],
        *["regional organizations", "3 reported", "0 named"],
    ]


def test_the_table_holds_each_number():
    picture = drawn(headcounts)

    accra = [row for row in picture.table.rows if row.url == "/meetings/2013-accra/"]
    assert [row.cells for row in accra] == [
        [
            "Third Annual Meeting of the Global Network of R2P Focal Points",
            Dated("2013-06-11/2013-06-12"),
            *["states", "participant", "anywhere", "more than", 35, 3, 3],
        ],
        [
            "Third Annual Meeting of the Global Network of R2P Focal Points",
            Dated("2013-06-11/2013-06-12"),
            *["regional organizations", "participant", "anywhere", "as stated", 3, 0, 0],
        ],
    ]
    assert len(picture.table.rows) == 14


@pytest.mark.parametrize("draw", [attendance, headcounts])
def test_a_drawing_has_no_ids_and_its_links_lead_to_the_site_but_not_the_keyboard(draw):
    svg = svg_of(drawn(draw))

    links = svg.select("a")
    assert svg.select("[id], [style], script") == []
    assert {link["tabindex"] for link in links} == {"-1"}
    assert all(link["href"].startswith("https://r2pnet.example/") for link in links)

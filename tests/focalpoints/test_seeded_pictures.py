"""The pictures of the whole network as seeded, held against what the five sources say."""

import re
from datetime import date

import pytest

from focalpoints import register
from focalpoints.over_time import NetworkOverTime
from focalpoints.pictures import groups, network
from tests.drawn import cells, drawn, paths, percents, styles, words

pytestmark = pytest.mark.usefixtures("seeded")

DAY = date(2026, 11, 22)


def groups_on(day=DAY):
    return groups(register.on(day))


def test_the_sizes_of_the_network():
    over_time = NetworkOverTime(DAY)

    assert [
        (each.since.isoformat(), each.stated, each.pair.certain, each.pair.possible)
        for each in over_time.sizes
    ] == [
        ("2010-09-01", 0, 0, 37),
        ("2013-04-10", 4, 4, 37),
        ("2014-12-31", 4, 37, 37),
    ]
    assert over_time.attestation.last == "[2013-06-12..2014]"


def test_the_network_as_seeded_says_what_it_shows():
    picture = network(DAY)

    assert picture.caption == (
        "States recorded with a focal point: between 0 and 37 on 1 September 2010, 37 on "
        "22 November 2026. 33 of them are certain on the last day only through an inference of "
        "ours. Last attested between 12 June 2013 and 2014 (partly inferred): nothing is known of "
        "the time since. Sources report 2 sizes of the network: 17, 37."
    )
    assert [source.slug for source in picture.sources] == [
        "2012-09-29-joint-press-release",
        "r2p-focal-points-page",
        "2012-second-meeting-web-edition",
    ]


def test_the_network_as_seeded_in_its_table():
    picture = network(DAY)

    assert picture.table.columns == [
        "Day",
        "What",
        "Certain, without an inference of ours",
        "Certain",
        "At most",
        "As reported",
    ]
    assert [[str(cell) for cell in row] for row in cells(picture)] == [
        ["2010-09-01", "recorded, from this day on", "0", "0", "37", ""],
        ["2013-04-10", "recorded, from this day on", "4", "4", "37", ""],
        ["2014-12-31", "recorded, from this day on", "4", "37", "37", ""],
        ["2012-09-29", "reported", "", "", "", "17 (as stated)"],
        ["[2013-06-12..2014]", "reported", "", "", "", "37 (as stated)"],
        ["[2013-06-12..2014]", "last attested: 37 states", "", "", "", ""],
    ]
    assert [bool(row[0].inference) for row in cells(picture)[3:]] == [False, True, True]


def test_the_network_as_seeded_in_its_drawing():
    root = drawn(network(DAY))

    assert paths(root) == {
        "area band": "M80 100V7.5H224.6V100ZM224.6 90V7.5H320.3V90Z",
        "line possible": "M80 7.5V7.5H224.6V7.5H320.3V7.5H980",
        "line certain": "M80 100V100H224.6V90H320.3V90H980",
        "line inferred": "M320.3 90V7.5H980",
    }
    assert "33 by inference of ours" in words(root, "text")
    assert styles(root, "circle") == ["point reported"]
    assert styles(root, "rect") == ["bar after", "bar reported inferred"]
    assert words(root, "title") == [
        "17 states reported, 29 September 2012",
        "37 states reported, between 12 June 2013 and 2014 (partly inferred)",
    ]


@pytest.mark.parametrize("day", [date(2010, 9, 1), date(2010, 9, 2), date(2013, 4, 10), DAY])
def test_the_network_stays_in_its_place(day):
    root = drawn(network(day))

    assert all(0 <= place <= 100 for place in percents(root))
    assert not [each for each in root.iter() if each.get("id")]
    for path in paths(root).values():
        along = [float(x) for x in re.findall(r"[MH]([\d.]+)", path)]
        assert along == sorted(along)
        assert all(0 <= float(y) <= 100 for y in re.findall(r"V([\d.]+)", path))


def test_the_groups_as_seeded_say_what_they_show():
    picture = groups_on()

    assert picture.caption == (
        "States recorded with a focal point on 22 November 2026: 37 of 195. "
        "None in one group: Asia-Pacific States."
    )
    assert [(group.label, group.number, len(group.dots)) for group in picture.drawing] == [
        ("African States", "4 of 54", 54),
        ("Asia-Pacific States", "0 of 54", 54),
        ("Eastern European States", "10 of 23", 23),
        ("Latin American and Caribbean States", "4 of 33", 33),
        ("Western European and other States", "19 of 29", 29),
        ("In no group", "0 of 2", 2),
    ]
    assert [source.slug for source in picture.sources] == ["r2p-focal-points-page"]


def test_the_groups_as_seeded_in_their_table():
    picture = groups_on()

    assert picture.table.columns == [
        "UN regional group",
        "Certain",
        "At most",
        "States in the group",
        "appointed",
        "appointed (by inference)",
        "intends to appoint",
        "none recorded",
    ]
    assert cells(picture)[0] == [
        "African States",
        4,
        4,
        54,
        "",
        "Botswana, Côte d'Ivoire, Democratic Republic of the Congo, Ghana",
        "Burundi, Liberia",
        48,
    ]
    assert cells(picture)[1] == ["Asia-Pacific States", 0, 0, 54, "", "", "", 54]


def test_a_group_with_bounds_names_both():
    picture = groups_on(date(2013, 4, 10))

    assert "between 4 and 37 of 195." in picture.caption
    assert picture.drawing[2].number == "between 3 and 10 of 23"
    assert [key.style for key in picture.keys] == ["dot appointed", "dot possible", "dot none"]


def test_no_dot_covers_another_or_leaves_the_drawing():
    picture = groups_on()
    places = [(dot.x, dot.y) for group in picture.drawing for dot in group.dots]

    assert len(set(places)) == len(places) == 195
    assert all(5.2 <= x <= picture.width - 5.2 and y <= picture.height - 5.2 for x, y in places)
    assert not [each for each in drawn(picture).iter() if each.get("id")]

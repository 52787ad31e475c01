"""The timelines as seeded, held against what the five sources say."""

from datetime import date

import pytest

from countries.models import Party
from countries.pictures import timeline
from tests.drawn import cells, drawn, percents

pytestmark = pytest.mark.usefixtures("seeded")

DAY = date(2026, 11, 22)


def timeline_of(slug, day=DAY):
    return timeline(Party.objects.get(slug=slug), day)


def told_of_and_one_more():
    """Parties of whom anything is drawn, and one of all the others, whose pictures are alike."""
    told_of = Party.objects.exclude(appointments=None, steps=None, delegations=None, hosted=None)
    return [*told_of.distinct(), Party.objects.exclude(pk__in=told_of).first()]


def test_austria_was_in_office_between_its_announcement_and_the_newest_source():
    [appointments] = [
        lane for lane in timeline_of("aut").drawing.lanes if lane.label == "Appointments"
    ]

    assert [
        (span.begins.isoformat(), span.ends.isoformat(), span.style)
        for span in appointments.marks[0].entry.spans
    ] == [
        ("2010-09-01", "2013-04-10", "bar possible"),
        ("2013-04-10", "2013-06-12", "bar certain"),
        ("2013-06-12", "2014-12-31", "bar possible inferred"),
        ("2014-12-31", "2026-11-22", "bar after"),
    ]


def test_denmark_launched_appointed_attended_and_hosted():
    picture = timeline_of("dnk")

    assert picture.caption == (
        "Recorded from 1 September 2010 to 22 November 2026: 2 steps, 1 appointment, "
        "2 delegations to meetings, 3 roles as host. Where no end is recorded, nothing is known "
        "of the time since an appointment was last attested."
    )
    assert [(str(row[1]), *row[2:]) for row in cells(picture)] == [
        ("2010-09", "Steps", 1),
        ("2010-09", "Steps", 1),
        ("[2010-09..2014]", "Appointments", 2),
        ("no end recorded", "Appointments", 2),
        ("[2013-06-12..2014]", "Appointments", 2),
        ("2011-05-17/2011-05-18", "Meetings attended", 3),
        ("2011-05-17/2011-05-18", "Meetings hosted", 4),
        ("2012-09-29", "Meetings attended", 5),
        ("2012-09-29", "Meetings hosted", 6),
        ("2013-06-11/2013-06-12", "Meetings hosted", 7),
    ]


def test_an_organization_that_hosted_has_no_appointment():
    assert timeline_of("gcr2p").caption == (
        "Recorded from 1 September 2010 to 22 November 2026: 2 steps, 5 roles as host."
    )


@pytest.mark.parametrize("day", [date(2010, 9, 1), date(2013, 6, 11), DAY])
def test_every_timeline_stays_in_its_place(day):
    for party in told_of_and_one_more():
        root = drawn(timeline(party, day))

        assert all(3 <= place <= 97 for place in percents(root))
        assert not [each for each in root.iter() if each.get("id")]

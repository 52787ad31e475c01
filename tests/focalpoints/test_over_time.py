"""The network over time, held against the register of single days."""

from datetime import date, timedelta

import pytest

from focalpoints import register
from focalpoints.over_time import NetworkOverTime, course
from focalpoints.register import Rung
from tests.make import (
    make_appointment,
    make_network_count,
    make_organization,
    make_passage,
    make_source,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)


def sizes(day=DAY):
    return [
        (size.since.isoformat(), size.stated, size.pair.certain, size.pair.possible)
        for size in NetworkOverTime(day).sizes
    ]


def test_nothing_recorded_is_none_from_the_first_day():
    assert sizes() == [("2010-09-01", 0, 0, 0)]


def test_possible_from_the_earliest_start_and_certain_from_the_latest():
    make_appointment(started="[2012-01-01..2013-04-10]")

    assert sizes() == [
        ("2010-09-01", 0, 0, 0),
        ("2012-01-01", 0, 0, 1),
        ("2013-04-10", 1, 1, 1),
    ]


def test_the_end_takes_away_first_what_is_certain_then_what_is_possible():
    make_appointment(started="2012-01-01", ended="2013-06")

    assert sizes()[1:] == [
        ("2012-01-01", 1, 1, 1),
        ("2013-06-01", 0, 0, 1),
        ("2013-06-30", 0, 0, 0),
    ]


def test_what_is_certain_by_inference_is_not_stated():
    make_appointment(started="2012-01-01", inference="We think so.")

    assert sizes()[1:] == [("2012-01-01", 0, 1, 1)]


def test_a_second_row_without_an_inference_states_it():
    party = make_appointment(started="2012-01-01", inference="We think so.").party
    make_appointment(party, started="2013-01-01", capacity="joint")

    assert sizes()[1:] == [("2012-01-01", 0, 1, 1), ("2013-01-01", 1, 1, 1)]


def test_a_handover_in_an_unknown_day_changes_nothing():
    first = make_appointment(started="2012-01-01", ended="2013-06")
    make_appointment(first.party, started="2013-06", succeeds=first)

    assert sizes()[1:] == [("2012-01-01", 1, 1, 1)]


def test_two_changes_that_make_up_for_each_other_are_no_change():
    make_appointment(started="2012-01-01", ended="2013-06-01")
    make_appointment(started="2013-06-01")

    assert sizes()[1:] == [("2012-01-01", 1, 1, 1)]


def test_what_began_before_the_first_day_stands_on_it():
    make_appointment(started="[..2010-09-01]")

    assert sizes() == [("2010-09-01", 1, 1, 1)]


@pytest.mark.parametrize(("day", "count"), [("2011-12-31", 1), ("2012-01-01", 2)])
def test_goes_to_the_day(day, count):
    make_appointment(started="2012-01-01")

    assert len(sizes(date.fromisoformat(day))) == count


def test_alternates_and_organizations_are_not_counted():
    make_appointment(capacity="alternate")
    make_appointment(make_organization())

    assert sizes() == [("2010-09-01", 0, 0, 0)]


def test_agrees_with_the_register_on_each_of_its_days_and_on_the_eve_of_it():
    first = make_appointment(started="[2011..2012-05]", ended="[2013-06-10..2013-07]")
    second = make_appointment(
        first.party, started="[2013-06-10..2013-07]", ended="2015", succeeds=first
    )
    make_appointment(second.party, started="[2015-03..2016]", inference="We think so.")
    make_appointment(started="[2010-09..2014]", inference="We think so.")
    make_appointment(started="2014-02", ended="2014-02", capacity="acting")
    found = NetworkOverTime(DAY).sizes

    for size, after in zip(found, [*found[1:], None], strict=True):
        eve = after.since - timedelta(days=1) if after else DAY
        for day in (size.since, eve):
            network = register.on(day)
            assert size.pair == network.state_pair
            assert size.stated == network.state_pair.certain - len(network.inferred_states)


def test_a_course_begins_on_the_day_asked_for():
    row = make_appointment(started="2012-01-01", ended="2013-06-12")

    found = course(row.party, [row], date(2012, 1, 1), date(2013, 6, 12))

    assert [(each.day.isoformat(), each.rung) for each in found] == [
        ("2012-01-01", Rung.APPOINTED),
        ("2013-06-12", Rung.VACANT),
    ]


def test_reported_sizes_are_those_of_states_known_by_the_day():
    for as_of in ["[2013-06-12..2014]", "2012-09-29"]:
        make_network_count(as_of=as_of)
    make_network_count(of="organizations")

    assert [each.as_of for each in NetworkOverTime(DAY).reported] == [
        "2012-09-29",
        "[2013-06-12..2014]",
    ]
    assert [each.as_of for each in NetworkOverTime(date(2014, 12, 30)).reported] == ["2012-09-29"]


def test_the_newest_source_is_that_of_a_post_in_force():
    for published, ended in [("2012", ""), ("2013-06-12", ""), ("2020", "2020-06-01")]:
        passage = make_passage(make_source(published=published))
        make_appointment(started="2012", ended=ended, passages=[passage])

    assert NetworkOverTime(DAY).newest.attested == "2013-06-12"
    assert NetworkOverTime(date(2020, 5, 31)).newest.attested == "2020"


def test_there_is_no_newest_source_without_a_post_in_force():
    make_appointment(ended="2013")

    assert NetworkOverTime(DAY).newest is None


def test_a_letter_to_the_secretariat_is_neither_newest_nor_a_source():
    letter = make_source(published="2020-02-02", audience="secretariat")
    make_appointment(passages=[make_passage(letter)])
    make_network_count(passages=[make_passage(letter)])

    over_time = NetworkOverTime(DAY)

    assert over_time.newest is None
    assert list(over_time.sources()) == []


def test_the_sources_are_those_of_states_and_of_their_number():
    make_appointment(passages=[make_passage(make_source("appointment"))])
    make_network_count(passages=[make_passage(make_source("count"))])
    alternate = make_passage(make_source("alternate"))
    make_appointment(capacity="alternate", passages=[alternate])
    organization = make_passage(make_source("organization"))
    make_appointment(make_organization(), passages=[organization])

    assert {source.slug for source in NetworkOverTime(DAY).sources()} == {"appointment", "count"}

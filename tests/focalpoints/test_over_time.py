"""The network over time, held against the register of single days."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from focalpoints import register
from focalpoints.models import Appointment, NetworkCount
from focalpoints.over_time import Around, DaysOfChange, NetworkOverTime, course, holds
from focalpoints.pictures import network
from tests.drawn import cells
from tests.make import (
    make_appointment,
    make_network_count,
    make_organization,
    make_passage,
    make_source,
    make_step,
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


def test_numbers_are_numbers_also_where_a_single_state_is_counted():
    make_appointment(started="2010-09-01")

    [size] = NetworkOverTime(DAY).sizes

    assert str((size.stated, size.pair.certain, size.pair.possible)) == "(1, 1, 1)"


def test_a_course_tells_what_is_stated_certain_and_possible_when():
    first = make_appointment(started="2012-01-01", ended="[2013-06-12..2013-06-20]")
    second = make_appointment(
        first.party,
        started="[2013-06-12..2013-06-20]",
        ended="2014-01-01",
        succeeds=first,
        inference="We think so.",
    )

    found = course([first, second])

    begins, handover, ends = date(2012, 1, 1), date(2013, 6, 12), date(2014, 1, 1)
    assert found.stated == [(begins, handover)]
    assert found.certain == [(begins, ends)]
    assert found.possible_stated == [(begins, date(2013, 6, 20))]
    assert found.possible == [(begins, ends)]
    assert found.bounds == {begins, handover, date(2013, 6, 20), ends}


def test_a_course_joins_what_touches_and_what_lies_within():
    row = make_appointment(started="2012-01-01", ended="2015-01-01")
    within = make_appointment(row.party, started="2013-01-01", ended="2014-01-01", capacity="joint")
    apart = make_appointment(row.party, started="2016-01-01", ended="2017-01-01")

    assert course([apart, within, row]).certain == [
        (date(2012, 1, 1), date(2015, 1, 1)),
        (date(2016, 1, 1), date(2017, 1, 1)),
    ]


def test_a_gap_that_should_not_be_in_a_succession_is_not_certain():
    first = make_appointment(started="2012-01-01", ended="2013-01-01")
    second = make_appointment(first.party, started="2014-01-01", ended="2015-01-01", succeeds=first)

    assert course([first, second]).certain == [
        (date(2012, 1, 1), date(2013, 1, 1)),
        (date(2014, 1, 1), date(2015, 1, 1)),
    ]


def test_a_period_holds_from_its_first_day_to_the_eve_of_its_end():
    periods = [(date(2012, 1, 1), date(2013, 6, 12))]

    assert [
        holds(periods, date.fromisoformat(day))
        for day in ["2011-12-31", "2012-01-01", "2013-06-11", "2013-06-12"]
    ] == [False, True, True, False]


def test_appointments_that_come_round_to_themselves_end():
    first = make_appointment(started="2012-01-01", ended="2013-01-01")
    second = make_appointment(first.party, started="2013-01-01", ended="2014-01-01", succeeds=first)
    first.succeeds = second

    assert course([first, second]).certain == [(date(2012, 1, 1), date(2014, 1, 1))]


def test_reported_sizes_are_those_of_states_known_by_the_day():
    for as_of in ["[2013-06-12..2014]", "2012-09-29"]:
        make_network_count(as_of=as_of)
    make_network_count(of="organizations")

    assert [each.as_of for each in NetworkOverTime(DAY).reported] == [
        "2012-09-29",
        "[2013-06-12..2014]",
    ]
    assert [each.as_of for each in NetworkOverTime(date(2014, 12, 30)).reported] == ["2012-09-29"]


def test_reported_sizes_of_one_day_stand_in_order_of_number():
    for value in (37, 17):
        make_network_count(value=value)

    assert [each.value for each in NetworkOverTime(DAY).reported] == [17, 37]


@pytest.mark.parametrize(
    ("as_of", "is_in_time"), [("2010-08", False), ("[2010-08..2010-09]", True)]
)
def test_reported_sizes_are_in_time_from_the_first_day_on(as_of, is_in_time):
    count = make_network_count(as_of=as_of)

    over_time = NetworkOverTime(DAY)

    assert over_time.reported == [count]
    assert over_time.reported_in_time == ([count] if is_in_time else [])


def test_the_attestation_is_that_of_the_register():
    for published, ended in [("2012", ""), ("2026-06-12", ""), ("", ""), ("2020", "2020-06-01")]:
        passage = make_passage(make_source(published=published))
        make_appointment(started="2012", ended=ended, passages=[passage])

    found = NetworkOverTime(DAY).attestation

    assert found == register.on(DAY).attestation()
    assert (found.recorded, found.within_a_year, found.longer_ago, found.never) == (3, 1, 1, 1)


def test_a_letter_to_the_secretariat_neither_attests_nor_is_a_source():
    letter = make_source(published="2020-02-02", audience="secretariat")
    make_appointment(passages=[make_passage(letter)])
    make_network_count(passages=[make_passage(letter)])

    over_time = NetworkOverTime(DAY)

    assert (over_time.attestation.never, over_time.attestation.last) == (1, "")
    assert list(over_time.sources()) == []


def test_the_sources_are_those_of_states_and_of_their_number():
    make_appointment(passages=[make_passage(make_source("appointment"))])
    make_network_count(passages=[make_passage(make_source("count"))])
    alternate = make_passage(make_source("alternate"))
    make_appointment(capacity="alternate", passages=[alternate])
    organization = make_passage(make_source("organization"))
    make_appointment(make_organization(), passages=[organization])

    assert {source.slug for source in NetworkOverTime(DAY).sources()} == {"appointment", "count"}


def test_a_long_succession_in_every_state_is_one_period_in_each():
    before = [make_appointment(started="1990-01", ended="1991-01") for _ in range(3)]
    for year in range(1991, 2020):
        before = Appointment.objects.bulk_create(
            Appointment(party=each.party, started=each.ended, ended=f"{year + 1}-01", succeeds=each)
            for each in before
        )

    assert [(str(row[0]), *row[2:5]) for row in cells(network(DAY))] == [
        ("2010-09-01", 3, 3, 3),
        ("2020-01-01", 0, 0, 3),
        ("2020-01-31", 0, 0, 0),
    ]


def days_of_change(parties=None):
    """All of them, walked through from the last one back to the first."""
    days, found = DaysOfChange(parties), []
    day = DAY + timedelta(days=1)
    while (day := days.around(day).previous) is not None:
        found.insert(0, day)
    return found


def test_the_days_of_change_are_those_on_which_the_register_tells_something_else():
    first = make_appointment(started="[2013-01-05..2013-01-20]", ended="[2013-02-10..2013-03-05]")
    second = make_appointment(
        first.party, started="[2013-02-10..2013-03-05]", ended="2013-03-15", succeeds=first
    )
    make_appointment(second.party, started="[2013-02-20..2013-04]", inference="We think so.")
    make_appointment(started="2013-01-10", ended="2013-01-10")
    make_appointment(make_organization(), started="2013-02", capacity="acting")
    make_appointment(started="2013-01-30", capacity="alternate")
    party = make_step(taken="2013-01-25").party
    make_step(party, kind="withdrew", taken="2013-02")
    make_network_count(as_of="2013-03-31")
    begins = date(2012, 12, 31)
    span = [begins + timedelta(days=number) for number in range(150)]

    told = {day: _told(day) for day in span}

    assert days_of_change() == [day for eve, day in pairwise(span) if told[eve] != told[day]]


def _told(day):
    network = register.on(day)
    sizes = NetworkCount.objects.known_by(day).count()
    return [each.told for each in (*network.states, *network.organizations)], sizes


def test_days_of_change_go_from_the_first_day_to_today(time_machine):
    time_machine.move_to("2026-11-22")
    make_appointment(started="2009", ended="2010-09-01")
    make_appointment(started="2010-08-31")
    make_appointment(started="2026-11-22", ended="2026-11-23")

    assert days_of_change() == [date(2010, 9, 1), date(2026, 11, 22)]


def test_days_of_change_of_a_party_are_its_own():
    make_appointment(started="2012-01-01")
    make_network_count(as_of="2012-02-01")
    party = make_appointment(started="2013-01-01").party
    make_step(party, taken="2014-01-01")

    assert days_of_change([party]) == [date(2013, 1, 1), date(2014, 1, 1)]


def test_around_a_day_of_change_are_the_others():
    make_appointment(started="2012-01-01", ended="2013-01-01")

    days = DaysOfChange()

    assert days.around(date(2012, 1, 1)) == Around(None, date(2013, 1, 1))
    assert days.around(date(2012, 1, 2)) == Around(date(2012, 1, 1), date(2013, 1, 1))
    assert days.around(date(2013, 1, 1)) == Around(date(2012, 1, 1), None)


def test_days_of_change_take_the_same_number_of_queries_for_one_row_and_for_thirty(
    django_assert_num_queries,
):
    for number in (1, 29):
        for _ in range(number):
            make_step(make_appointment().party)
            make_network_count()

        with django_assert_num_queries(3):
            DaysOfChange().around(DAY)


def test_a_day_of_change_is_inferred_where_no_date_has_it_without_an_inference():
    make_appointment(
        started="[2012-01-01..2013-01-01]", inference="We think so.", ended="2015-01-01"
    )
    make_appointment(started="[2013-01-01..2014-01-01]")
    days = DaysOfChange()

    found = [days.around(date(year, 6, 1)) for year in (2011, 2012, 2014)]

    assert [(each.is_previous_inferred, each.is_next_inferred) for each in found] == [
        (False, True),
        (True, False),
        (False, False),
    ]

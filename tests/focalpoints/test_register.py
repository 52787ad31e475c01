from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countries.models import Party
from focalpoints import register
from focalpoints.models import Appointment, Step
from focalpoints.register import Rung, Standing
from sources.edtf import EDTF
from tests.make import (
    make_appointment,
    make_country,
    make_organization,
    make_passage,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db

DAY = date(2013, 6, 12)


def rung_of(party, day=DAY):
    return register.standings([party], day)[0].rung


def test_appointed_once_the_latest_start_has_come():
    party = make_appointment(started="[2010-09..2013-04-10]").party

    assert rung_of(party, date(2013, 4, 9)) == Rung.POSSIBLE
    assert rung_of(party, date(2013, 4, 10)) == Rung.APPOINTED


def test_possibly_appointed_from_the_earliest_start():
    party = make_appointment(started="[2010-09..2014]").party

    assert rung_of(party, date(2010, 8, 31)) == Rung.NONE
    assert rung_of(party, date(2010, 9, 1)) == Rung.POSSIBLE


def test_the_first_day_out_of_office_is_out_of_office():
    party = make_appointment(started="2012-01-01", ended="2013-06-12").party

    assert rung_of(party, date(2013, 6, 11)) == Rung.APPOINTED
    assert rung_of(party, date(2013, 6, 12)) == Rung.VACANT


def test_possibly_appointed_while_the_end_may_have_come():
    party = make_appointment(started="2012-01-01", ended="2013-06").party

    assert rung_of(party, date(2013, 5, 31)) == Rung.APPOINTED
    assert rung_of(party, date(2013, 6, 1)) == Rung.POSSIBLE
    assert rung_of(party, date(2013, 6, 30)) == Rung.VACANT


@pytest.mark.parametrize("capacity", ["primary", "joint", "acting"])
def test_a_holder_of_the_post_counts(capacity):
    assert rung_of(make_appointment(capacity=capacity).party) == Rung.APPOINTED


def test_an_alternate_alone_does_not_count():
    assert rung_of(make_appointment(capacity="alternate").party) == Rung.NONE


def test_an_intention_counts_from_the_latest_day_it_may_have_been_taken():
    party = make_step(taken="[2013-06-11..2013-06-12]").party

    assert rung_of(party, date(2013, 6, 11)) == Rung.NONE
    assert rung_of(party, date(2013, 6, 12)) == Rung.INTENDS


def test_a_withdrawn_intention_is_none():
    party = make_step(taken="2012").party
    make_step(party, kind=Step.Kind.WITHDREW, taken="2013-01")

    assert rung_of(party) == Rung.NONE


def test_the_newest_intention_holds():
    party = make_step(kind=Step.Kind.WITHDREW, taken="2012").party
    make_step(party, taken="2013-01")

    assert rung_of(party) == Rung.INTENDS


def test_an_intention_stands_beside_a_possible_appointment():
    party = make_appointment(started="[2010-09..2014]").party
    make_step(party, taken="[2013-06-11..2013-06-12]")

    [standing] = register.standings([party], DAY)

    assert standing.rung == Rung.POSSIBLE
    assert standing.beside == ["announced that it intends to appoint"]


def test_steps_stand_beside_the_rung_once_each_and_not_the_intention_that_is_the_rung():
    party = make_step(kind=Step.Kind.LAUNCHED, taken="2010-09").party
    make_step(party, kind=Step.Kind.LAUNCHED, role="in association with", taken="2010-09")
    make_step(party, taken="2012")
    make_step(party, kind=Step.Kind.LEFT, taken="2014")

    [standing] = register.standings([party], DAY)

    assert standing.rung == Rung.INTENDS
    assert standing.beside == ["launched the initiative"]


def handover(*, succeeds):
    """Two holders with the handover in an unknown day of June 2013."""
    first = make_appointment(started="2012-01-01", ended="2013-06")
    second = make_appointment(
        first.party, started="2013-06", succeeds=first if succeeds else None, passages=[]
    )
    return first.party, second


def test_a_handover_in_an_unknown_day_leaves_no_gap():
    party, _ = handover(succeeds=True)

    assert rung_of(party, date(2013, 6, 15)) == Rung.APPOINTED


def test_two_holders_who_do_not_succeed_each_other_may_leave_a_gap():
    party, _ = handover(succeeds=False)

    assert rung_of(party, date(2013, 6, 15)) == Rung.POSSIBLE


def test_a_chain_of_handovers_leaves_no_gap():
    party, second = handover(succeeds=True)
    Appointment.objects.filter(pk=second.pk).update(ended="[2013-06-10..2013-07]")
    make_appointment(party, started="[2013-06-10..2013-07]", succeeds=second)

    assert rung_of(party, date(2013, 6, 15)) == Rung.APPOINTED


def test_what_is_certain_only_through_an_inference_says_so():
    inferred = make_appointment(inference="We think so.").party
    stated = make_appointment().party

    standings = register.standings([inferred, stated], DAY)

    assert {each.party: each.is_inferred for each in standings} == {inferred: True, stated: False}


def test_one_row_without_an_inference_is_enough():
    party = make_appointment(inference="We think so.").party
    make_appointment(party, capacity="joint")

    assert not register.standings([party], DAY)[0].is_inferred


def test_states_and_organizations_are_counted_apart():
    make_appointment(started="2012")
    make_appointment(started="[2013..2014]")
    make_appointment(make_organization(), started="2012")

    network = register.on(DAY)

    assert (network.state_pair.certain, network.state_pair.possible) == (1, 2)
    assert (network.organization_pair.certain, network.organization_pair.possible) == (1, 1)


def test_names_come_in_the_order_that_readers_expect():
    for slug, name in [("cze", "Czechia"), ("civ", "Côte d'Ivoire"), ("cri", "Costa Rica")]:
        make_country(slug, name=name)

    assert [str(each.party) for each in register.on(DAY).states] == [
        "Costa Rica",
        "Côte d'Ivoire",
        "Czechia",
    ]


def test_a_group_counts_only_those_with_un_status_on_the_day():
    make_country("ssd", un_status_since=date(2011, 7, 14))

    sizes = [
        register.by_group(register.on(day).states)[0].size
        for day in [date(2011, 7, 13), date(2011, 7, 14)]
    ]

    assert sizes == [0, 1]


def test_attested_by_the_newest_dated_source():
    passages = [
        make_passage(make_source(published=published))
        for published in ["2012-09-29", "[2013-06-12..2014]", ""]
    ]
    party = make_appointment(passages=passages).party

    assert register.standings([party], DAY)[0].last_attested.attested == "[2013-06-12..2014]"


def test_a_source_without_a_date_attests_nothing():
    party = make_appointment(passages=[make_passage(make_source(published=""))]).party

    assert register.standings([party], DAY)[0].last_attested is None


def test_a_letter_to_the_secretariat_attests_to_staff_alone():
    letter = make_source(published="2020-02-02", audience="secretariat")
    row = make_appointment(passages=[make_passage(letter), make_passage()])

    [standing] = register.standings([row.party], DAY)

    assert standing.last_attested.attested == "2013-06-12"
    assert Appointment.objects.attested(to_staff=True).get().attested == "2020-02-02"


def test_attestation_counts_what_is_fresh_what_is_old_and_what_is_not_known():
    for published in ["2025-11-23", "2025-11-22", "2013-06", "[2013-06-12..2014]", ""]:
        make_appointment(passages=[make_passage(make_source(published=published))])

    attestation = register.on(date(2026, 11, 22)).attestation()

    assert attestation.recorded == 5
    assert attestation.within_a_year == 1
    assert (attestation.longer_ago, attestation.last) == (3, "[2013-06..2025-11-22]")
    assert attestation.never == 1


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    django_assert_num_queries,
):
    make_appointment()
    with django_assert_num_queries(3):
        register.on(DAY)
    for _ in range(29):
        make_step(make_appointment().party)

    with django_assert_num_queries(3):
        assert len(register.on(DAY).states) == 30


days = st.dates(date(2009, 1, 1), date(2016, 12, 31))


@st.composite
def edtf_dates(draw):
    first, last = sorted([draw(days), draw(days)])
    return EDTF(
        draw(
            st.sampled_from(
                [f"{first}", f"{first:%Y-%m}", f"{first:%Y}", f"[{first}..{last}]", f"[..{last}]"]
            )
        )
    )


@st.composite
def appointments(draw):
    ended = draw(st.one_of(st.just(EDTF("")), edtf_dates()))
    return Appointment(
        pk=draw(st.integers(1, 10**6)), started=draw(edtf_dates()), ended=ended, inference=""
    )


@given(st.lists(appointments(), max_size=4, unique_by=lambda each: each.pk), days)
def test_certain_is_part_of_possible_and_every_party_stands_on_one_rung(held, day):
    begun = [each for each in held if each.started.earliest <= day]

    standing = Standing(Party(), day, begun)

    assert standing.is_possible or not standing.is_certain
    assert standing.rung in Rung
    assert (standing.rung == Rung.VACANT) == (bool(begun) and not standing.is_possible)


def test_attested_within_a_year_is_counted_from_the_earliest_day():
    make_appointment(passages=[make_passage(make_source(published="[2013..2026-11-20]"))])

    assert register.on(date(2026, 11, 22)).attestation().within_a_year == 0


def test_only_what_is_in_force_attests():
    old = make_passage(make_source(published="2020"))
    party = make_appointment(ended="2013", passages=[old]).party
    new = make_passage(make_source(published="2014"))
    make_appointment(party, started="2013", passages=[new])

    [standing] = register.standings([party], date(2015, 1, 1))

    assert standing.last_attested.attested == "2014"


def test_a_vacant_post_tells_when_it_was_last_attested():
    party = make_appointment(ended="2013").party

    [standing] = register.standings([party], date(2015, 1, 1))

    assert standing.rung == Rung.VACANT
    assert standing.last_attested.attested == "2013-06-12"


def test_the_last_date_is_inferred_where_that_of_an_old_source_is():
    for inference in ["", "It bears no date."]:
        source = make_source(published="2013", published_inference=inference)
        make_appointment(passages=[make_passage(source)])

    assert register.on(date(2026, 11, 22)).attestation().is_last_inferred


def test_a_fresh_date_does_not_make_the_last_one_inferred():
    fresh = make_source(published="2026-11", published_inference="It bears no date.")
    make_appointment(passages=[make_passage(fresh)])
    make_appointment(passages=[make_passage(make_source(published="2013"))])

    assert not register.on(date(2026, 11, 22)).attestation().is_last_inferred


def test_dates_that_leave_both_ends_open_have_no_bounds_to_tell():
    for published in ["[..2014]", "[2010..]"]:
        make_appointment(passages=[make_passage(make_source(published=published))])

    assert register.on(date(2026, 11, 22)).attestation().last == ""


def test_a_circle_of_successions_ends():
    first = make_appointment(started="2013-06", ended="2013-06")
    second = make_appointment(first.party, started="2013-06", ended="2013-06", capacity="joint")
    Appointment.objects.filter(pk=first.pk).update(succeeds=second)
    Appointment.objects.filter(pk=second.pk).update(succeeds=first)

    assert rung_of(first.party, date(2013, 6, 15)) == Rung.POSSIBLE

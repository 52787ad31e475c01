"""What holds in the register whatever the dates are: asked of plain values, without a database."""

from collections import namedtuple
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from countries.models import Party
from focalpoints.models import Step
from focalpoints.register import Pair, Register, Rung, Standing, by_rung
from sources.edtf import EDTF

FIRST = date(2010, 9, 1)
SPAN = 24  # days: the fewer, the more often bounds meet
DAYS = [FIRST + timedelta(days=number) for number in range(SPAN + 1)]

# What the register reads of an appointment and of a step: rows of the model are slow to make.
Post = namedtuple("Post", "pk started ended inference succeeds_id")
Taken = namedtuple("Taken", "pk kind taken")

few = settings(max_examples=40, deadline=None)


def dates(first=0, last=SPAN):
    """A date of which the bounds lie between the two days, which are counted from the first."""
    numbers = st.integers(first, last)
    return st.tuples(numbers, numbers).map(lambda both: written(*sorted(both)))


def written(first, last):
    earliest, latest = (FIRST + timedelta(days=number) for number in (first, last))
    return EDTF(f"[{earliest}..{latest}]" if earliest != latest else f"{earliest}")


def number_of(day):
    return (day - FIRST).days


@st.composite
def held(draw):
    """Posts of one party: each may succeed another, on the same day, as it is known."""
    posts = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        succeeded = {each.succeeds_id for each in posts}
        free = [each for each in posts if each.ended and each.pk not in succeeded]
        before = draw(st.sampled_from([None, *free]))
        started = before.ended if before else draw(dates())
        ended = EDTF("")
        if draw(st.booleans()):
            ended = draw(dates(number_of(started.earliest), SPAN + 5))
        inference = draw(st.sampled_from(["", "We think so."]))
        posts.append(Post(number, started, ended, inference, before.pk if before else None))
    return posts


steps = st.lists(
    st.builds(Taken, pk=st.none(), kind=st.sampled_from(Step.Kind.values), taken=dates()),
    max_size=2,
).map(lambda found: sorted(found, key=lambda each: (each.taken.earliest, each.taken.latest)))
parties = st.tuples(
    st.sampled_from([Party(kind=kind, name="Example") for kind in Party.Kind.values]),
    held(),
    steps,
)


def standing(party, posts, taken, day):
    """As `register.standings` makes it: of what has begun and is known by the day."""
    return Standing(
        party,
        day,
        [each for each in posts if each.started.earliest <= day],
        [each for each in taken if each.taken.latest <= day],
    )


@few
@given(parties)
def test_what_is_certain_is_possible(of_party):
    for day in DAYS:
        found = standing(*of_party, day)

        assert found.is_possible or not found.is_certain
        assert found.is_certain or not found.is_inferred


@few
@given(st.lists(parties, max_size=4))
def test_each_party_stands_on_one_rung_and_the_sections_add_up(all_of_them):
    for day in DAYS:
        network = Register(day, [standing(*each, day) for each in all_of_them])

        assert len(network.states) + len(network.organizations) == len(all_of_them)
        for standings, pair in [
            (network.states, network.state_pair),
            (network.organizations, network.organization_pair),
        ]:
            sections = by_rung(standings)
            listed = [id(each) for section in sections for each in section.standings]
            on = {rung: sum(each.size for each in sections if each.rung == rung) for rung in Rung}
            assert sorted(listed) == sorted(id(each) for each in standings)
            assert pair == Pair(on[Rung.APPOINTED], on[Rung.APPOINTED] + on[Rung.POSSIBLE])


@st.composite
def narrower(draw, posts):
    """The same posts, of which the dates are known better.

    What two posts share, the day of a handover, is one date: it is known better of both.
    """
    better = {EDTF(""): EDTF("")}
    for each in posts:
        for date_ in (each.started, each.ended):
            if date_ not in better:
                bounds = number_of(date_.earliest), number_of(date_.latest)
                better[date_] = draw(dates(*bounds))
    return [each._replace(started=better[each.started], ended=better[each.ended]) for each in posts]


@few
@given(st.data())
def test_to_know_a_date_better_never_makes_less_certain_nor_more_possible(data):
    all_of_them = data.draw(st.lists(parties, min_size=1, max_size=2))
    better = [(party, data.draw(narrower(posts)), taken) for party, posts, taken in all_of_them]

    for day in DAYS:
        before = Register(day, [standing(*each, day) for each in all_of_them])
        after = Register(day, [standing(*each, day) for each in better])

        for wide, narrow in [
            (before.state_pair, after.state_pair),
            (before.organization_pair, after.organization_pair),
        ]:
            assert narrow.certain >= wide.certain
            assert narrow.possible <= wide.possible

"""The official and staff write the same entry at the same moment, again and again."""

import pytest
from django.test import Client

from tests import make
from tests.races import Racer, race
from tests.signed_in import sign_in


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_wins_and_the_other_keeps_what_was_typed():
    save_at_once(rounds=40)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_two_hundred_times_one_wins_each_time():
    save_at_once(rounds=200)


def save_at_once(rounds):
    person = make.make_colleague("Example Person", honorific="start")
    make.make_factor(person.account)
    desk = f"/admin/focalpoints/focalpoint/{person.pk}/change/"
    official = Racer(sign_in(Client(), person.account))
    staff = Racer(sign_in(Client(), make.make_staff()))

    def write(racer, address, form, who):
        def send(number, at_once):
            typed = f"{who} {number}"
            # The page of the round before is old: so it is opened anew, and stays open.
            data = racer.form_of(address, form)
            before = data["honorific"]
            answer = racer.send(address, {**data, "honorific": typed}, at_once)
            return before, typed, answer.status_code, answer.text

        return send

    results = race(
        write(official, "/me/entry/", "form:has([name=seen])", "official"),
        write(staff, desk, "#focalpoint_form", "staff"),
        rounds=rounds,
    )

    saved = "start"
    for one, other in results:
        assert one[0] == other[0] == saved
        (winner,) = [each for each in (one, other) if each[2] == 302]
        (loser,) = [each for each in (one, other) if each[2] != 302]
        assert loser[2] in (200, 409)
        assert f'value="{loser[1]}"' in loser[3]  # what was typed stays
        assert f'<td data-label="Saved by now">{winner[1]}</td>' in loser[3]  # and theirs is shown
        saved = winner[1]
    assert len(results) == rounds

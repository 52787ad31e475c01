"""Focal points are reminded to confirm their entry: once of each, however often it is run."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from focalpoints.confirmations import remind
from focalpoints.models import Notice
from outbox.models import Message
from tests import make
from tests.races import race

pytestmark = pytest.mark.django_db

CONFIRMED = date(2026, 1, 1)
DUE = date(2027, 1, 1)
JOINED = datetime(2026, 6, 1, 23, tzinfo=UTC)


@pytest.fixture
def person():
    """In office, and has confirmed on the first day of 2026."""
    person = make.make_colleague("Example Person", honorific="Ms")
    make.make_confirmation(person, confirmed_on=CONFIRMED)
    return person


@pytest.fixture
def newcomer():
    """In office, and has confirmed nothing since they came in, late on the first of June 2026."""
    return make.make_colleague("New Comer", account=make.make_user(date_joined=JOINED))


def run(day):
    return dict(remind(day=day, at=make.NOON))


def told():
    return sorted((notice.kind, notice.due_on) for notice in Notice.objects.all())


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 12, 1), None),
        (date(2026, 12, 2), "confirm-soon"),
        (date(2026, 12, 31), "confirm-soon"),
        (date(2027, 1, 1), "confirm-now"),
        (date(2027, 1, 4), "confirm-now"),
        (date(2027, 1, 30), "confirm-now"),
        (date(2027, 1, 31), "confirm-late"),
        (date(2030, 1, 1), "confirm-late"),
    ],
)
def test_says_what_is_due_on_the_day_and_the_newest_alone(person, day, kind):
    assert run(day) == ({kind: 1} if kind else {})

    assert told() == ([(kind, DUE)] if kind else [])
    assert Message.objects.count() == bool(kind)


def test_whoever_never_confirmed_is_due_from_the_day_they_came_in(newcomer):
    assert run(date(2026, 5, 31)) == {"confirm-soon": 1}
    assert run(date(2026, 6, 1)) == {"confirm-now": 1}
    assert run(date(2026, 7, 1)) == {"confirm-late": 1}
    assert {due_on for _kind, due_on in told()} == {date(2026, 6, 1)}


def test_running_it_every_day_of_two_years_tells_three_times_in_all(person):
    for n in range(0, 730, 15):
        run(CONFIRMED + timedelta(days=n))

    assert told() == [("confirm-late", DUE), ("confirm-now", DUE), ("confirm-soon", DUE)]
    assert Message.objects.count() == 3


def test_a_run_for_an_earlier_day_says_nothing_that_is_over(person):
    run(date(2027, 1, 1))

    assert run(date(2026, 12, 2)) == {}


def test_whoever_confirms_is_due_again_a_year_later(person):
    run(DUE)
    make.make_confirmation(person, confirmed_on=DUE)

    assert run(date(2027, 12, 1)) == {}
    assert run(date(2027, 12, 2)) == {"confirm-soon": 1}


def leave(person):
    person.appointments.update(ended="2014")


def suspend(person):
    person.account.suspend(at=make.NOON)


def lose_the_account(person):
    person.account = None
    person.save()


@pytest.mark.parametrize("act", [leave, make.make_protection, suspend, lose_the_account])
def test_whoever_is_out_of_office_hidden_or_without_an_account_in_use_is_not_told(person, act):
    act(person)

    assert run(DUE) == {}
    assert not Message.objects.exists()


def test_the_mail_names_nobody_and_says_what_happens_otherwise(person):
    run(date(2026, 12, 2))

    message = Message.objects.get()
    subject, body = message.letter
    assert message.to == person.account.email
    assert subject == "Is your entry in the register still right?"
    assert "Example Person" not in body
    assert "on 1 January 2026. That holds for a year: until 1 January 2027." in body
    assert f"{settings.SITE_URL}/me/\n" in body
    assert "your entry turns grey on 1 January 2027" in body


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("person", "That held for a year: until 1 January 2027."),
        ("newcomer", "You have not confirmed your entry in the register of R2P focal points yet."),
    ],
)
def test_the_mail_says_how_the_entry_stands(request, who, sentence):
    request.getfixturevalue(who)

    run(DUE)

    body = Message.objects.get().letter.body
    assert sentence in body
    assert "your entry stays grey" in body


def test_where_the_mail_cannot_be_written_nobody_counts_as_told(person):
    type(person.account).objects.update(email="no address")

    with pytest.raises(ValidationError):
        run(DUE)

    assert told() == []


def test_the_command_says_how_many_and_no_name(person, newcomer):
    said = StringIO()

    call_command("remind", on=DUE, stdout=said)

    assert said.getvalue().splitlines() == [
        "2 reminders are written.",
        "confirm the entry soon: 0",
        "confirm the entry: 1",
        "the entry is not confirmed: 1",
    ]


def test_a_dry_run_counts_and_writes_nothing(person):
    said = StringIO()

    call_command("remind", "--on", "2027-01-01", "--dry-run", stdout=said)

    assert said.getvalue().startswith("1 reminder is due.\n")
    assert told() == []
    assert not Message.objects.exists()


def test_the_command_takes_a_day_as_it_is_written_everywhere():
    with pytest.raises(CommandError, match="A day is written as in 2026-11-22"):
        call_command("remind", "--on", "1 January 2027")


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_the_same_time_one_tells(person):
    for _ in range(2):
        make.make_confirmation(make.make_colleague(), confirmed_on=CONFIRMED)
    days = [date(2026, 12, 2), DUE, date(2027, 1, 31)]

    def run_at_once(number, at_once):
        at_once.wait(timeout=30)
        return sum(run(days[number]).values())

    written = race(run_at_once, run_at_once, rounds=3)

    assert [sum(pair) for pair in written] == [3, 3, 3]

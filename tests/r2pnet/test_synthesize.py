"""A network that does not exist, on one's own machine."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from countries.models import Party
from focalpoints.models import Appointment, Step
from focalpoints.register import Rung, on, today
from meetings.models import Delegation, Meeting
from r2pnet import examples
from r2pnet.open_data.version import version
from sources.models import Passage, Source
from tests import make

pytestmark = pytest.mark.django_db


def test_it_makes_as_many_delegations_as_asked_for(capsys, monkeypatch):
    monkeypatch.setattr("r2pnet.management.commands.synthesize.ROWS", 500)

    call_command("synthesize", delegations=2600)

    assert Delegation.objects.count() == 2600
    assert capsys.readouterr().out.splitlines() == [
        "2000 of 2600 delegations",
        "2600 of 2600 delegations",
    ]
    assert Delegation.objects.uncited().count() == 0
    assert Party.objects.filter(name="Example 00017").count() == 1
    assert Party.objects.countries().count() == 0
    rungs = {standing.rung for standing in on(today()).organizations}
    assert rungs == set(Rung)
    assert Appointment.objects.exclude(succeeds=None).exists()
    assert Step.objects.exists()
    assert Meeting.objects.of_network().count() == 6
    call_command("check_register")


@pytest.mark.parametrize(
    ("asked", "parties", "meetings"),
    [
        ({"delegations": 40}, 10, 10),
        ({"delegations": 400}, 100, 100),
        ({"delegations": 40, "parties": 20}, 20, 10),
        ({"delegations": 40, "meetings": 1}, 40, 1),
        ({"delegations": 40, "parties": 5, "meetings": 1}, 5, 8),
        ({"delegations": 40, "parties": 50, "meetings": 60}, 50, 60),
    ],
)
def test_whatever_is_listed_grows_with_it(asked, parties, meetings):
    call_command("synthesize", **asked)

    assert Delegation.objects.count() == asked["delegations"]
    assert Party.objects.count() == parties
    assert Meeting.objects.count() == Source.objects.count() == meetings
    assert Passage.objects.count() == 5 * meetings
    call_command("check_register")


def test_it_goes_again_and_leaves_what_was_there():
    ghana = make.make_country("gha")
    make.make_delegation(party=ghana)
    make.make_appointment(ghana)
    before = version()

    call_command("synthesize", delegations=10)
    with_it = version()
    call_command("synthesize", remove=True)

    assert with_it != before
    assert version() == before


def test_it_is_made_once():
    call_command("synthesize", delegations=3)

    with pytest.raises(CommandError, match="A made-up network is there already"):
        call_command("synthesize", delegations=3)
    assert Delegation.objects.count() == 3


def test_what_was_recorded_since_holds_it():
    call_command("synthesize", delegations=3)
    make.make_delegation(Meeting.objects.first(), make.make_country("gha"))
    make.make_host(Meeting.objects.first(), make.make_country())

    with pytest.raises(CommandError, match="refers to it"):
        call_command("synthesize", remove=True)
    assert Source.objects.filter(label="Example 00001").exists()


def test_a_register_that_is_served_takes_none(settings):
    settings.MODE = "production"

    with pytest.raises(CommandError, match="nothing was done"):
        call_command("synthesize", delegations=10)
    assert Source.objects.count() == 0


def test_a_register_that_holds_it_is_not_served_until_it_is_gone(settings):
    call_command("synthesize", delegations=10)
    settings.MODE = "production"

    with pytest.raises(ImproperlyConfigured, match="synthesize --remove"):
        examples.refuse()

    call_command("synthesize", remove=True)
    examples.refuse()


@pytest.mark.parametrize(
    "arguments", [{}, {"delegations": 0}, {"delegations": -1}, {"delegations": 9, "parties": -1}]
)
def test_a_number_is_asked_for(arguments):
    with pytest.raises(CommandError, match="Say how many"):
        call_command("synthesize", **arguments)

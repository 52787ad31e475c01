"""What is asked of delegations."""

import pytest

from meetings.models import Delegation
from tests.make import make_delegation


@pytest.mark.parametrize(
    ("status", "came"), [("attended", True), ("expected", False), ("absent", False)]
)
def test_only_who_attended_came(status, came):
    assert Delegation(status=status).came is came


@pytest.mark.django_db
def test_the_facts_at_hand_are_asked_about_in_the_database():
    make_delegation()
    found = [make_delegation(), make_delegation()]

    assert set(Delegation.objects.among(found)) == set(found)

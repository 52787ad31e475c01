import pytest

from tests import make
from tests.refusal import again, constraints_of, refusal_of

pytestmark = pytest.mark.django_db


def test_every_constraint_is_tested_here():
    assert constraints_of("accounts") == {"user_email_unique"}


def test_an_address_differs_from_another_by_more_than_its_case():
    user = make.make_user("person@example.org")

    assert refusal_of(again(user, email="Person@Example.org")) == [
        "There is an account with this e-mail address already."
    ]

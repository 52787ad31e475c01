"""Numbers as their sources put them."""

import pytest

from focalpoints.models import NetworkCount, Qualifier
from tests.make import make_network_count


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        ("as-stated", "35"),
        ("more-than", "more than 35"),
        ("at-least", "at least 35"),
        ("about", "about 35"),
    ],
)
def test_a_number_is_put_as_its_source_puts_it(qualifier, words):
    assert Qualifier(qualifier).put(35) == words
    assert NetworkCount(value=35, qualifier=qualifier).as_put == words


@pytest.mark.django_db
def test_sizes_of_states_are_not_those_of_organizations():
    make_network_count(of="organizations")
    count = make_network_count()

    assert list(NetworkCount.objects.of_states()) == [count]

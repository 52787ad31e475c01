"""The search over the register as seeded."""

from urllib.parse import urlencode

import pytest

from tests.read import soup_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("Holland", "nld"),
        ("U.A.E.", "are"),
        ("Ivory Coast", "civ"),
        ("burma", "mmr"),
        ("the DRC", "cod"),
        ("NA", "nam"),
        ("004", "afg"),
    ],
)
def test_readers_need_not_know_the_official_names(client, seeded, q, code):
    first = soup_of(client, f"/search/?{urlencode({'q': q})}").select_one("main section li > a")

    assert first["href"] == f"/countries/{code}/"

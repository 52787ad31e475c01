"""The licence of the data."""

import pytest

from focalpoints.register import today
from r2pnet.open_data.version import known_version
from sources.dates import day_in_words
from tests.read import soup_of, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sentence",
    [
        "Creative Commons Attribution 4.0 International licence (CC BY 4.0)",
        "The licence does not cover the documents that the facts are drawn from.",
        "The code of the portal BSD 3-Clause licence",
        "Natural Earth, in the public domain",
    ],
)
def test_says_what_stands_under_which_licence(client, sentence):
    assert sentence in text_of(client, "/licence/")


def test_shows_how_to_name_the_source_with_the_site_s_own_address(client, settings):
    settings.SITE_URL = "https://register.example"

    assert (
        "Register of R2P Focal Points: “The register”. Facts as of 12 June 2013, as known on "
        f"{day_in_words(today())}. https://register.example/countries/?on=2013-06-12 "
        f"(version of the data: {known_version()[:12]}). CC BY 4.0."
    ) in text_of(client, "/licence/")


def test_links_the_licence_itself(client):
    link = soup_of(client, "/licence/").select_one("a[rel~=license]")

    assert link["href"] == "https://creativecommons.org/licenses/by/4.0/"

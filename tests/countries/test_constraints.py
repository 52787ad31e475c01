import pytest

from countries.models import NAMES_IN_LANGUAGES
from tests import make
from tests.refusal import again, changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db

ONE_KIND = (
    "A country has an ISO code, an M49 code and region and a UN status; an organization has none "
    "of these, but a kind of its own."
)


def country_without_a_code():
    return changed(make.make_country("gha"), iso="")


def second_country_with_a_code():
    return again(make.make_country("gha"), slug="oth", name="Other")


def country_at_an_address_of_its_own():
    return changed(make.make_country("gha"), slug="ghana")


def part_of_itself():
    organization = make.make_organization()
    return changed(organization, parent=organization)


def second_party_of_the_same_name_in(field):
    def make_second():
        first = make.make_organization("first", **{field: "Name"})
        return again(first, slug="second", name="Second", **{field: "Name"})

    return make_second


def second_name_alike():
    return again(make.make_other_name())


def name_that_ends_before_it_begins():
    return changed(make.make_other_name(), used_from="2019-11", used_until="2018")


CASES = {
    "party_is_one_kind": (country_without_a_code, ONE_KIND),
    "country_address_is_alpha_3": (
        country_at_an_address_of_its_own,
        "The address of a country is its ISO 3166-1 alpha-3 code in lower case.",
    ),
    "party_iso_unique": (
        second_country_with_a_code,
        "Another country has this ISO code already.",
    ),
    **{
        f"party_{field}_unique": (
            second_party_of_the_same_name_in(field),
            "Another party has this name already.",
        )
        for field in NAMES_IN_LANGUAGES
    },
    "party_not_its_own_parent": (part_of_itself, "An organization cannot be part of itself."),
    "other_name_unique": (second_name_alike, "This name is listed already."),
    "other_name_until_not_before_from": (
        name_that_ends_before_it_begins,
        "This name ends before it begins.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("countries") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]


@pytest.mark.parametrize(
    "fields",
    [
        {"m49": ""},
        {"m49_region": ""},
        {"un_status": ""},
        {"acronym": "GH"},
        {"organization_kind": "convening"},
        {"kind": "organization"},
        {"kind": ""},
    ],
)
def test_a_country_has_all_that_makes_one_and_nothing_of_an_organization(fields):
    assert refusal_of(changed(make.make_country("gha"), **fields)) == [ONE_KIND]


@pytest.mark.parametrize(
    "fields",
    [
        {"iso": "GH"},
        {"m49": "288"},
        {"m49_region": "002"},
        {"m49_subregion": "202"},
        {"un_group": "african"},
        {"un_status": "observer"},
        {"organization_kind": ""},
    ],
)
def test_an_organization_has_nothing_of_a_country(fields):
    assert refusal_of(changed(make.make_organization(), **fields)) == [ONE_KIND]


def test_organizations_share_having_no_code():
    make.make_organization().full_clean()
    make.make_organization().full_clean()

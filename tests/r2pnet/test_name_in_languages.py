from io import StringIO

import pytest
from django.core.management import call_command

from countries.models import Party
from tests.make import make_country, make_organization

pytestmark = pytest.mark.django_db


def run():
    said = StringIO()
    call_command("name_in_languages", stdout=said)
    return said.getvalue()


def test_gives_the_names_that_the_fixtures_know_and_keeps_those_that_staff_wrote():
    make_country("gha", name_fr="Le Ghana de la rédaction")
    make_organization("example")

    assert run() == "1 states and organizations have got names.\n"

    ghana = Party.objects.get(slug="gha")
    assert (ghana.name_fr, ghana.name_ru) == ("Le Ghana de la rédaction", "Гана")
    assert ghana.history.count() == 2
    assert Party.objects.get(slug="example").name_fr == ""


def test_a_second_run_changes_nothing():
    make_country("gha")
    run()

    assert run() == "0 states and organizations have got names.\n"
    assert Party.objects.get(slug="gha").history.count() == 2


@pytest.mark.usefixtures("seeded")
def test_a_register_that_is_filled_from_the_fixtures_lacks_none():
    assert run() == "0 states and organizations have got names.\n"


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("field", ["name_ar", "name_zh_hans", "name_fr", "name_ru", "name_es"])
def test_every_state_has_a_name_in_each_language(field):
    states = Party.objects.countries()

    assert states.filter(**{field: ""}).count() == 0
    assert states.values(field).distinct().count() == states.count() == 195

"""Values made once for each version of what is public."""

from dataclasses import fields, is_dataclass
from datetime import date

import pytest
import time_machine
from django.db import connection, models, transaction
from django.utils import translation

from countries import register_page
from countries.models import Party
from r2pnet import prepared as module
from r2pnet import views
from r2pnet.models import PublicVersion
from r2pnet.prepared import forget, prepared
from r2pnet.public_version import move
from sources.models import Translation
from sources.translations import told
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _versioned():
    move(connection)  # the tests before have emptied the table
    forget()


@pytest.fixture
def names():
    """Gives the names of all parties, prepared; `names.made` says how often they were."""

    @prepared
    def names(*_args):
        names.made += 1
        return tuple(Party.objects.order_by("name").values_list("name", flat=True))

    names.made = 0
    return names


def test_is_made_once_while_nothing_public_changes(names):
    make.make_country("gha")

    assert names() == names() == ("Ghana",)
    make.make_user()
    assert names() == ("Ghana",)
    assert names.made == 1


@pytest.mark.parametrize("way", ["save", "update", "sql", "delete"])
def test_is_never_older_than_the_data(names, way):
    ghana = make.make_country("gha")
    names()

    if way == "save":
        ghana.name = "Ghana itself"
        ghana.save()
    elif way == "update":
        Party.objects.update(name="Ghana itself")
    elif way == "sql":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE countries_party SET name = 'Ghana itself'")
    else:
        ghana.delete()

    assert names() == (() if way == "delete" else ("Ghana itself",))


def test_questions_days_and_languages_stand_apart(names):
    names("one")
    names("other")
    with translation.override("fr"):
        names("one")
    with time_machine.travel("2031-01-01"):
        names("one")
    names("one")

    assert names.made == 4


def test_a_transaction_sees_what_it_changes_and_nobody_else_does(names):
    make.make_country("gha")
    names()

    with transaction.atomic():
        Party.objects.update(name="Ghana itself")
        assert names() == ("Ghana itself",)
        transaction.set_rollback(True)

    assert names() == ("Ghana",)


def test_what_was_made_while_the_data_changed_is_not_kept():
    make.make_country("gha")

    @prepared
    def name():
        said = Party.objects.get().name
        Party.objects.update(name="Ghana itself")
        return said

    assert name() == "Ghana"
    assert name() == "Ghana itself"


def test_a_translation_that_was_read_before_the_version_is_read_again():
    @prepared
    def summary():
        return told("A summary.").text

    with translation.override("fr"):
        told("A summary.")  # as a page may do first
        make.make_translation("A summary.", "Un résumé.", "fr")

        assert summary() == "Un résumé."
        Translation.objects.update(translation="Un autre résumé.")
        assert summary() == "Un autre résumé."


def test_without_a_version_nothing_is_kept(names):
    PublicVersion.objects.all().delete()

    assert names() == names() == ()
    assert names.made == 2


def test_only_so_many_are_kept_and_those_asked_for_last(names, monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)

    for question in ("one", "two", "one", "three", "one"):
        names(question)

    assert names.made == 3
    names("two")
    assert names.made == 4


@pytest.mark.parametrize("make_of", [register_page.on, views.of_day])
def test_no_row_is_kept(make_of):
    ghana = make.make_country("gha")
    make.make_appointment(ghana)
    make.make_network_count()

    kept = list(_values_in(make_of(date(2024, 5, 1), "")))

    assert [value for value in kept if isinstance(value, str) and "Ghana" in value]
    assert not [value for value in kept if isinstance(value, (models.Model, models.QuerySet))]


def _values_in(value):
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from _values_in(getattr(value, field.name))
    elif isinstance(value, (list, tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values_in(each)


def test_the_second_page_asks_for_the_version_alone(client, django_assert_num_queries):
    make.make_appointment(make.make_country("gha"))
    client.get("/countries/")

    with django_assert_num_queries(1):
        page = client.get("/countries/").content.decode()
    assert "Ghana" in page

    Party.objects.update(name="Ghana itself")
    assert "Ghana itself" in client.get("/countries/").content.decode()

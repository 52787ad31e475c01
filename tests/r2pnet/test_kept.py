"""What is known of all that is public until that changes: in which order it stands."""

import pytest
from django.db import connection, transaction

from meetings.models import Meeting
from r2pnet import kept
from r2pnet.kept import keys_of, with_keys
from r2pnet.models import PublicVersion
from r2pnet.public_version import move
from tests import make
from tests.read import soup_of, words

COMMITTED = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    kept.forget()
    monkeypatch.setattr("r2pnet.kept.SHORT", 0)
    yield
    kept.forget()


@pytest.fixture
def versioned(db):
    move(connection)  # the tests before have emptied the table


def counted(answers):
    """A function that answers one after another, and how often it was asked."""
    asked = []

    def find():
        asked.append(None)
        return answers[len(asked) - 1]

    return find, asked


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_is_found_once_until_something_public_changes():
    find, asked = counted(["first", "second"])

    assert [kept.kept("a key", find) for _time in range(3)] == ["first"] * 3
    make.make_meeting()
    assert [kept.kept("a key", find) for _time in range(3)] == ["second"] * 3
    assert len(asked) == 2


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_each_key_has_its_own():
    assert kept.kept("one", lambda: 1) == 1
    assert kept.kept("other", lambda: 2) == 2


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_in_a_transaction_it_is_found_anew():
    with transaction.atomic():
        assert list(keys_of(Meeting.objects.all())) == []
        meeting = make.make_meeting()
        assert list(keys_of(Meeting.objects.all())) == [meeting.pk]
        transaction.set_rollback(True)

    assert list(keys_of(Meeting.objects.all())) == []


@COMMITTED
def test_without_a_version_nothing_is_kept():
    PublicVersion.objects.all().delete()
    find, asked = counted(["first", "second"])

    assert kept.kept("a key", find) == "first"
    assert kept.kept("a key", find) == "second"
    assert len(asked) == 2


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_only_so_many_are_kept_and_the_one_not_asked_for_goes(monkeypatch):
    monkeypatch.setattr("r2pnet.kept.MOST", 2)
    find, asked = counted(["one", "one again"])

    kept.kept("one", find)
    kept.kept("two", lambda: 2)
    kept.kept("one", find)
    kept.kept("three", lambda: 3)
    kept.kept("one", find)
    assert len(asked) == 1
    kept.kept("two", lambda: 2)
    kept.kept("four", lambda: 4)

    assert kept.kept("one", find) == "one again"
    assert len(kept._kept) == 2


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_a_short_list_pushes_nothing_out(monkeypatch):
    monkeypatch.setattr("r2pnet.kept.SHORT", 2)
    make.make_meeting()

    keys_of(Meeting.objects.all())
    assert not kept._kept
    make.make_meeting()
    keys_of(Meeting.objects.all())

    assert len(kept._kept) == 1


@pytest.mark.django_db
def test_rows_come_in_the_order_of_their_keys_without_those_that_have_gone():
    first, second = make.make_meeting(), make.make_meeting()

    assert with_keys(Meeting.objects.order_by("pk"), [second.pk, 0, first.pk]) == [second, first]


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_a_page_of_a_long_list_reads_its_own_rows_alone(client, django_assert_num_queries):
    for number in range(101):
        make.make_source(f"source-{number:03}", label=f"Source {number}")
    client.get("/sources/")

    with django_assert_num_queries(4) as queries:
        last = client.get("/sources/?page=2")

    assert [each.label for each in last.context["page"]] == ["Source 100"]
    assert not any("OFFSET" in each["sql"] for each in queries)
    assert client.get("/sources/?page=3").status_code == 404
    make.make_source("source-101", label="Source 101")
    assert len(client.get("/sources/?page=2").context["page"].object_list) == 2


def parties_on(client, address):
    return [words(each) for each in soup_of(client, address).select("tbody th a")]


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_the_posts_stand_in_the_order_of_each_language_and_of_each_day(client):
    make.make_appointment(make.make_country(name="Germany", name_fr="Allemagne"), started="2012")
    make.make_appointment(make.make_country(name="Denmark", name_fr="Danemark"), started="2014")

    for _again in range(2):
        assert parties_on(client, "/focal-points/") == ["Denmark", "Germany"]
        assert parties_on(client, "/fr/focal-points/") == ["Allemagne", "Danemark"]
        assert parties_on(client, "/focal-points/?on=2013-06-12") == ["Germany"]
    make.make_appointment(make.make_country(name="Angola"), started="2012")

    assert parties_on(client, "/focal-points/") == ["Angola", "Denmark", "Germany"]


@COMMITTED
@pytest.mark.usefixtures("versioned")
def test_the_register_of_the_api_is_that_of_the_day_and_of_what_was_asked_for(client):
    make.make_appointment(make.make_country(name="Germany"), started="2012")
    make.make_country(name="Denmark")

    def names(query=""):
        answer = client.get(f"/api/v1/register{query}").json()
        return (
            answer["states"]["certain"],
            answer["count"],
            [each["name"] for each in answer["results"]],
        )

    for _again in range(2):
        assert names() == (1, 2, ["Denmark", "Germany"])
        assert names("?offset=1") == (1, 2, ["Germany"])
        assert names("?rung=none") == (1, 1, ["Denmark"])
        assert names("?on=2011-01-01") == (0, 2, ["Denmark", "Germany"])
    make.make_appointment(make.make_country(name="Angola"), started="2012")

    assert names() == (2, 3, ["Angola", "Denmark", "Germany"])

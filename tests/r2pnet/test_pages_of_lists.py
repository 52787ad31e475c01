"""In which order long lists stand: known until something public changes."""

import pytest
from django.db import connection, transaction

from meetings.models import Meeting
from r2pnet import prepared
from r2pnet.prepared import keys_of, with_keys
from r2pnet.public_version import move
from tests import make
from tests.read import soup_of, words

COMMITTED = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch):
    prepared.forget()
    monkeypatch.setattr("r2pnet.prepared.SHORT", 0)
    yield
    prepared.forget()


@pytest.fixture
def versioned(db):
    move(connection)  # the tests before have emptied the table


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
@pytest.mark.usefixtures("versioned")
def test_a_short_list_pushes_nothing_out(monkeypatch):
    monkeypatch.setattr("r2pnet.prepared.SHORT", 2)
    make.make_meeting()

    keys_of(Meeting.objects.all())
    assert not prepared._kept
    make.make_meeting()
    keys_of(Meeting.objects.all())

    assert len(prepared._kept) == 1


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

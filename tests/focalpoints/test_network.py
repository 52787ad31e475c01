"""The directory, at /network/: colleagues in office, and how to reach them."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.read import soup_of, text_of
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    """A focal point in office, with a second factor, who reads."""
    person = make.make_colleague("Example Reader")
    make.make_factor(person.account)
    client.force_login(person.account)
    return client


@pytest.fixture
def colleague():
    person = make.make_focal_point("Example Person", honorific="Ms", account=make.make_user())
    make.make_appointment(
        make.make_country("gha", name="Ghana"), holder=person, office="Director", capacity="joint"
    )
    make.make_contact_detail(person, value="office@example.org")
    make.make_contact_detail(
        person, kind="private-telephone", value="canary-private", audience="secretariat"
    )
    return person


def address_of(person):
    return f"/network/{person.key}/"


def names(client):
    return [a.get_text() for a in soup_of(client, "/network/").select("tbody th a")]


def looks():
    return [(each.who, each.about) for each in Entry.objects.filter(what="looked-at-contact")]


def test_lists_colleagues_in_office_with_party_and_office(reader, colleague):
    rows = soup_of(reader, "/network/").select("tbody tr")

    texts = [" ".join(row.get_text(" ").split()) for row in rows]
    assert "Ms Example Person Ghana joint focal point, Director" in texts


@pytest.mark.parametrize("ended", ["2014", "[2013..2100]"])
def test_lists_nobody_who_is_surely_in_office_no_more(reader, ended):
    person = make.make_focal_point("Former Person")
    make.make_appointment(holder=person, ended=ended)

    assert names(reader) == ["Example Reader"]
    assert reader.get(address_of(person)).status_code == 404


def test_shows_a_colleague_with_contact_details_and_nothing_private(reader, colleague):
    text = text_of(reader, address_of(colleague))

    assert "Ms Example Person" in text
    assert "Ghana: joint focal point" in text
    assert "Office e-mail office@example.org" in text
    assert "canary-private" not in text
    assert "seen by" not in text


def test_shows_a_colleague_with_what_they_hold_today_alone(reader, colleague):
    make.make_appointment(make.make_country("fra"), holder=colleague, started="2011", ended="2012")

    page = reader.get(address_of(colleague))

    assert [each.party.slug for each in page.context["appointments"]] == ["gha"]


def test_records_each_look_at_the_contact_details_of_another(reader, colleague):
    reader.get("/network/")
    assert looks() == []

    reader.get(address_of(colleague))
    reader.get(address_of(colleague))

    (who, about) = looks()[0]
    assert about == colleague.key
    assert who != colleague.account.pseudonym
    assert len(looks()) == 2


def test_records_no_look_at_the_own_entry(client, colleague):
    client.force_login(colleague.account)

    client.get(address_of(colleague))

    assert looks() == []


def test_without_a_second_factor_one_sees_names_and_how_to_get_further(client, colleague):
    client.force_login(make.make_colleague("Example Reader").account)

    soup = soup_of(client, address_of(colleague))

    assert "Ms Example Person" in soup.get_text()
    assert "You see contact details once you have a second factor." in soup.get_text()
    assert soup.select_one("main a[href='/accounts/2fa/']")
    assert b"office@example.org" not in client.get(address_of(colleague)).content
    assert looks() == []


def test_recovery_codes_alone_are_no_second_factor(client, colleague):
    reader = make.make_colleague()
    reader.account.authenticator_set.create(type="recovery_codes", data={})
    client.force_login(reader.account)

    assert b"office@example.org" not in client.get(address_of(colleague)).content


def test_whoever_is_hidden_is_like_nobody(reader, colleague):
    make.make_protection(colleague)

    assert names(reader) == ["Example Reader"]
    hidden, unknown = reader.get(address_of(colleague)), reader.get(f"/network/{uuid.uuid4()}/")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert hidden.content == reader.get("/nowhere/").content


def test_whoever_is_hidden_is_in_no_directory_of_staff_either(client, colleague):
    make.make_protection(colleague)
    client.force_login(make.make_staff())

    assert names(client) == []
    assert client.get(address_of(colleague)).status_code == 404


def test_staff_who_may_see_focal_points_use_the_directory(client, colleague):
    client.force_login(
        make.make_editor("focalpoints.view_focalpoint", "focalpoints.view_contactdetail")
    )

    assert names(client) == ["Ms Example Person"]
    assert "canary-private" in text_of(client, address_of(colleague))
    assert len(looks()) == 1


def former():
    person = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=person, ended="2014")
    return person.account


def editor_of_meetings():
    return make.make_editor("meetings.view_meeting")


@pytest.mark.parametrize("stranger", [former, editor_of_meetings, make.make_user])
def test_for_all_others_there_is_no_such_page(client, colleague, stranger):
    client.force_login(stranger())
    nowhere = client.get("/nowhere/").content

    for address in ("/network/", address_of(colleague), f"/network/{uuid.uuid4()}/"):
        response = client.get(address)
        assert (response.status_code, response.content) == (404, nowhere)


def test_whoever_is_not_signed_in_is_sent_to_the_login_whomever_they_ask_for(client, colleague):
    for address in ("/network/", address_of(colleague), f"/network/{uuid.uuid4()}/"):
        assert client.get(address).url == f"/accounts/login/?next={address}"


def test_is_never_kept_and_not_for_search_engines(reader, colleague):
    for address in ("/network/", address_of(colleague)):
        soup = soup_of(reader, address)
        assert "no-store" in reader.get(address)["Cache-Control"]
        assert soup.select_one("meta[name=robots]")["content"] == "noindex"
        assert soup.select_one(".tell-us a")["href"] == "/tell-us/"


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(reader, colleague):
    for_one = queries(reader, "/network/"), queries(reader, address_of(colleague))

    for _ in range(29):
        make.make_contact_detail(make.make_colleague())
        make.make_contact_detail(colleague)
        make.make_appointment(holder=colleague)

    assert (queries(reader, "/network/"), queries(reader, address_of(colleague))) == for_one

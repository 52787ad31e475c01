"""The directory, at /network/: colleagues in office, and how to reach them."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from focalpoints.models import FocalPoint
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
    person = make.make_focal_point(
        "Example Person", honorific="Ms", languages="ar fr", account=make.make_user()
    )
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
    assert "Ms Example Person Ghana joint focal point, Director Arabic, French" in texts


def test_joint_holders_and_alternates_stand_together_with_what_they_are(reader, colleague):
    alternate = make.make_focal_point("Another Person")
    make.make_appointment(
        colleague.appointments.get().party, holder=alternate, capacity="alternate"
    )

    rows = soup_of(reader, "/network/?q=ghana").select("tbody tr")

    assert [" ".join(row.get_text(" ").split()) for row in rows] == [
        "Ms Example Person Ghana joint focal point, Director Arabic, French",
        "Another Person Ghana alternate",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=PERSON", ["Ms Example Person"]),
        ("q=gold coast", ["Ms Example Person"]),
        ("q=the person ghana", ["Ms Example Person"]),
        ("q=Jose", ["José Example"]),
        ("q=nobody of that name", []),
        ("language=ar", ["Ms Example Person"]),
        ("language=fr", ["Ms Example Person"]),
        ("language=de", []),
        ("group=african", ["Ms Example Person", "Example Reader"]),
        ("group=western-european-other", []),
        ("group=none", []),
        ("region=002", ["Ms Example Person", "Example Reader"]),
        ("region=150&q=", []),
        ("group=african&region=002&language=ar&q=example", ["Ms Example Person"]),
    ],
)
def test_filters_let_through_whoever_fits_all_of_them(reader, colleague, query, found):
    make.make_other_name(colleague.appointments.get().party, name="Gold Coast")
    organization = make.make_organization()
    make.make_appointment(organization, holder=make.make_focal_point("José Example"))

    shown = [a.get_text() for a in soup_of(reader, f"/network/?{query}").select("tbody th a")]

    assert sorted(shown) == sorted(found)


def test_says_so_where_nobody_fits(reader, colleague):
    text = text_of(reader, "/network/?language=de")

    assert "0 posts fit." in text
    assert "No colleague fits. Leave a filter out, or look for another name." in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("group=atlantis", "atlantis is not one of the available choices."),
        ("region=%3Cb%3E", "<b> is not one of the available choices."),
        ("language=xx", "xx is not one of the available choices."),
        (f"q={'x' * 101}", "at most 100 characters (it has 101)"),
    ],
)
def test_refuses_what_is_no_filter_with_the_text_back(reader, colleague, query, said):
    soup = soup_of(reader, f"/network/?q=typed&{query}", status=400)

    assert said in " ".join(soup.get_text().split())
    assert "Ms Example Person" not in soup.get_text()
    assert soup.select_one("main input[name=q]")["value"] in ("typed", "x" * 101)


def test_pages_keep_the_filters(reader, colleague):
    for _ in range(100):
        make.make_appointment(make.make_organization(), holder=colleague)

    first = soup_of(reader, "/network/?q=example&group=")
    second = soup_of(reader, "/network/" + first.select_one("nav.pages a[rel=next]")["href"])

    assert [len(each.select("tbody tr")) for each in (first, second)] == [100, 2]
    assert "q=example" in second.select_one("nav.pages a[rel=prev]")["href"]


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


def test_without_a_second_factor_one_is_told_why_and_sees_nobody(client, colleague):
    """The same whomever one asks for: recovery codes alone are none."""
    reader = make.make_colleague("Example Reader")
    reader.account.authenticator_set.create(type="recovery_codes", data={})
    client.force_login(reader.account)

    for address in ("/network/", address_of(colleague), f"/network/{uuid.uuid4()}/"):
        soup = soup_of(client, address, status=403)
        assert "First a second factor" in soup.get_text()
        assert "Example" not in soup.get_text()
        assert soup.select_one("main a[href='/accounts/2fa/']")
    assert looks() == []


def test_whoever_is_hidden_is_like_nobody(reader, colleague):
    make.make_protection(colleague)

    assert names(reader) == ["Example Reader"]
    hidden, unknown = reader.get(address_of(colleague)), reader.get(f"/network/{uuid.uuid4()}/")
    assert (hidden.status_code, hidden.content) == (404, unknown.content)
    assert hidden.content == reader.get("/nowhere/").content


def test_whoever_is_erased_is_in_no_directory(reader):
    person = make.make_focal_point("Erased Person")
    make.make_appointment(holder=person)
    FocalPoint.objects.filter(pk=person.pk).update(name="", erased_at=make.NOON)

    assert names(reader) == ["Example Reader"]
    assert reader.get(address_of(person)).status_code == 404


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
    search = "/network/?q=e&language=ar&region=002"
    for_one = [queries(reader, each) for each in ("/network/", search, address_of(colleague))]

    for _ in range(29):
        make.make_contact_detail(make.make_colleague(languages="ar"))
        make.make_contact_detail(colleague)
        make.make_appointment(holder=colleague)

    for_thirty = [queries(reader, each) for each in ("/network/", search, address_of(colleague))]
    assert for_thirty == for_one

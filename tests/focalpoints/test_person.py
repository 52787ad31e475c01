"""What everybody may see of a focal point: the own page, and the posts that they hold or held."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.read import soup_of, text_of

pytestmark = pytest.mark.django_db

PAGES = ["/countries/gha/", "/focal-points/", "/focal-points/?on=2013-06-12", "/"]


@pytest.fixture
def person():
    person = make.make_focal_point("Example Person", honorific="Ms", note="canary-note")
    make.make_contact_detail(person, kind="office-telephone", value="canary-network")
    make.make_contact_detail(
        person, kind="private-telephone", value="canary-private", audience="secretariat"
    )
    make.make_appointment(
        make.make_country("gha", name="Ghana"), holder=person, office="Director", seat="geneva"
    )
    return person


@pytest.fixture
def named(person):
    """Who shows name, honorific and office e-mail to everybody."""
    make.make_consent(person)
    make.make_consent(person, field="honorific")
    make.make_contact_detail(person, value="office@example.org", audience="public")
    return person


def page_of(person):
    return f"/focal-points/{person.key}/"


def public_site(client, *more):
    return [client.get(address).content for address in (*PAGES, *more)]


def test_shows_what_the_person_chose_with_the_posts(client, named):
    text = text_of(client, page_of(named))

    assert "Ms Example Person" in text
    assert "Ghana: focal point, started 29 September 2012; no end recorded. Director." in text
    assert "Office e-mail office@example.org" in text
    assert "canary" not in text


def test_shows_a_contact_alone_without_the_name(client, person):
    make.make_contact_detail(person, value="office@example.org", audience="public")

    text = text_of(client, page_of(person))

    assert "A focal point" in text
    assert "office@example.org" in text
    assert "Example Person" not in text


def test_without_consent_there_is_no_such_page(client, person):
    response = client.get(page_of(person))

    assert response.status_code == 404
    assert response.content == client.get(f"/focal-points/{uuid.uuid4()}/").content
    assert response.content == client.get("/nowhere/").content


def test_is_the_same_whoever_looks(client, named):
    as_read = client.get(page_of(named))
    colleague = make.make_colleague()
    make.make_factor(colleague.account)

    for account in (colleague.account, make.make_staff()):
        signed_in = Client()
        signed_in.force_login(account)
        assert signed_in.get(page_of(named)).content == as_read.content
    assert not as_read.cookies


def test_the_posts_name_their_holder_where_they_chose_so(client, named):
    for address in ("/countries/gha/", "/focal-points/"):
        soup = soup_of(client, address)
        assert "Held by Ms Example Person. Office e-mail: office@example.org." in " ".join(
            soup.get_text().split()
        )
        assert soup.select_one(f"main a[href='{page_of(named)}']")


def test_the_list_of_posts_does_not_say_that_it_names_nobody_where_it_does(client, named):
    sentence = "No focal point is named here"

    assert sentence not in text_of(client, "/focal-points/")
    make.make_protection(named)
    assert sentence in text_of(client, "/focal-points/")


def test_a_past_appointment_names_whoever_held_it_and_not_how_to_reach_them(client, named):
    named.appointments.update(ended="2014")

    text = text_of(client, "/countries/gha/")

    assert "Held by Ms Example Person." in text
    assert "office@example.org" not in text


def test_a_holder_without_consent_and_none_give_the_same_pages(client, person):
    held = public_site(client)

    person.appointments.update(holder=None)

    assert public_site(client) == held


def test_a_hidden_holder_and_none_give_the_same_pages(client, named):
    named_pages = public_site(client)
    make.make_protection(named)
    hidden = public_site(client)
    page = client.get(page_of(named)).content

    named.appointments.update(holder=None)

    assert hidden != named_pages
    assert public_site(client) == hidden
    assert page == client.get(f"/focal-points/{uuid.uuid4()}/").content


def test_withdrawing_takes_the_name_away_with_the_next_request(client, named):
    named.withdraw(field="name", at=make.NOON)

    assert "Example Person" not in text_of(client, "/countries/gha/")
    assert "Example Person" not in text_of(client, page_of(named))


def test_a_delegate_who_is_a_focal_point_is_named_as_they_chose(client, person):
    meeting = make.make_meeting("accra")
    delegation = make.make_delegation(meeting, make.make_country("dnk"))
    without = client.get("/meetings/accra/").content
    passage = make.make_passage()
    make.make_delegate(
        delegation, name="Example Person", focal_point=person, audience="public", passages=[passage]
    )
    address = f"/sources/{passage.source.slug}/"

    assert client.get("/meetings/accra/").content == without
    assert "Example Person" not in text_of(client, address)
    make.make_consent(person)
    assert "Example Person" in text_of(client, "/meetings/accra/")
    assert "Example Person" in text_of(client, address)
    make.make_protection(person)
    assert client.get("/meetings/accra/").content == without


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(client, named):
    for_one = [queries(client, address) for address in (*PAGES, page_of(named))]

    for _ in range(29):
        other = make.make_consent(make.make_focal_point()).focal_point
        make.make_contact_detail(other, audience="public")
        make.make_appointment(named.appointments.get().party, capacity="joint", holder=other)
        make.make_contact_detail(named)

    assert [queries(client, address) for address in (*PAGES, page_of(named))] == for_one


def test_a_named_holder_takes_two_queries_more(client, named):
    with_holder = [queries(client, address) for address in PAGES]

    named.appointments.update(holder=None)

    without = [queries(client, address) for address in PAGES]
    assert [more - less for more, less in zip(with_holder, without, strict=True)] == [2, 2, 2, 0]

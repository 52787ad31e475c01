"""The own entry, at /me/, and what a person does there alone."""

import pytest

from focalpoints.models import FocalPoint
from tests import make
from tests.read import soup_of, text_of, words
from trail.models import Entry

pytestmark = pytest.mark.django_db

PAGES = [
    "/me/",
    "/me/hide/",
    "/me/show/",
    "/me/sign-out-everywhere/",
    "/me/data/",
    "/me/data.json",
    "/me/erasure/",
]


@pytest.fixture
def person():
    person = make.make_colleague("Example Person", honorific="Ms", note="A note of staff")
    make.make_contact_detail(person, value="office@example.org")
    make.make_contact_detail(person, kind="assistant", value="An aide", audience="secretariat")
    return person


@pytest.fixture
def former():
    person = make.make_focal_point("Former Person", account=make.make_user())
    make.make_appointment(holder=person, started="2012", ended="2014")
    return person


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def reauthenticate(client):
    return client.post("/accounts/reauthenticate/?next=/me/", {"password": make.PASSWORD})


def trail():
    """All but that somebody signed in."""
    entries = Entry.objects.exclude(what__startswith="signed").order_by("number")
    return [(entry.what, entry.who, entry.about) for entry in entries]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, address, method):
    assert getattr(client, method)(address).url == f"/accounts/login/?next={address}"


@pytest.mark.parametrize("address", ["/me/", "/me/data/", "/me/data.json", "/me/erasure/"])
def test_is_never_kept_by_a_cache(signed_in, address):
    assert "no-store" in signed_in.get(address)["Cache-Control"]


@pytest.mark.parametrize("address", ["/me/", "/me/data/", "/me/erasure/"])
def test_is_not_for_search_engines_and_gives_no_address_away(signed_in, address):
    soup = soup_of(signed_in, address)

    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert soup.select_one(".tell-us a")["href"] == "/tell-us/"


def test_shows_all_of_the_own_entry_and_who_else_sees_it(signed_in):
    text = text_of(signed_in, "/me/")

    assert "You are signed in as: focal point." in text
    assert "Name Ms Example Person" in text
    assert "Shown in public nothing of your person" in text
    assert "Note of the secretariat A note of staff" in text
    assert "office@example.org seen by: the network" in text
    assert "An aide seen by: the secretariat only" in text


def test_says_what_is_shown_in_public(signed_in, person):
    make.make_consent(person)
    make.make_consent(person, field="honorific")

    assert "Shown in public name, honorific" in text_of(signed_in, "/me/")


def test_whoever_is_hidden_is_told_that_nothing_is_shown_whatever_they_chose(signed_in, person):
    make.make_consent(person)
    make.make_protection(person)

    soup = soup_of(signed_in, "/me/")

    assert "Shown in public nothing, to anybody, while you are hidden" in words(soup)
    assert words(soup.select_one("#danger")) == "You are hidden"
    assert "Show me again" in words(soup.select_one("[aria-labelledby=danger]"))


def test_whoever_is_not_hidden_reads_what_to_do_in_danger(signed_in):
    assert words(soup_of(signed_in, "/me/").select_one("#danger")) == "If you are in danger"


def test_leads_to_the_secretariat_where_the_entry_is_not_right(signed_in):
    link = soup_of(signed_in, "/me/").select_one("[aria-labelledby=entry] a[href='/contact/']")

    assert words(link) == "Write to the secretariat"


def test_shows_nothing_of_anybody_else(signed_in):
    make.make_contact_detail(make.make_colleague("Other Person"), value="other@example.org")

    text = text_of(signed_in, "/me/")

    assert "Other Person" not in text
    assert "other@example.org" not in text


def test_says_why_to_set_up_a_second_factor_to_whoever_has_none(signed_in, person):
    sentence = "You have no second factor yet."

    assert sentence in text_of(signed_in, "/me/")
    make.make_factor(person.account)
    assert sentence not in text_of(signed_in, "/me/")


def test_leads_to_how_one_signs_in(signed_in):
    links = {a["href"] for a in soup_of(signed_in, "/me/").select("main a")}

    assert links >= {
        "/accounts/email/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/network/",
    }
    assert "/admin/" not in links


def test_leads_staff_to_the_desk(client):
    client.force_login(make.make_staff())

    soup = soup_of(client, "/me/")

    assert "You are signed in as: administrator." in " ".join(soup.get_text().split())
    assert "The register holds no entry of your own." in soup.get_text()
    assert soup.select_one("main a[href='/admin/']")


def test_hides_the_person_at_once_and_shows_them_again(client, signed_in, person):
    make.make_consent(person)

    assert signed_in.post("/me/hide/").url == "/me/"
    assert client.get(f"/focal-points/{person.key}/").status_code == 404
    assert "You are hidden" in text_of(signed_in, "/me/")

    reauthenticate(signed_in)
    assert signed_in.post("/me/show/").url == "/me/"
    assert client.get(f"/focal-points/{person.key}/").status_code == 200
    assert trail() == [
        ("protected", person.account.pseudonym, person.key),
        ("protection-lifted", person.account.pseudonym, person.key),
    ]


def test_showing_again_asks_who_one_is_and_then_does_it(signed_in, person):
    make.make_protection(person)

    asked = signed_in.post("/me/show/")
    assert asked.url == "/accounts/reauthenticate/?next=%2Fme%2Fshow%2F"
    assert FocalPoint.objects.protected().get() == person

    answered = signed_in.post(asked.url, {"password": make.PASSWORD})
    assert answered.url == "/me/"
    assert not FocalPoint.objects.protected().exists()


@pytest.mark.parametrize("address", ["/me/hide/", "/me/show/", "/me/sign-out-everywhere/"])
def test_a_look_at_the_address_of_an_act_does_nothing(signed_in, person, address):
    make.make_protection(person) if "show" in address else None
    before = FocalPoint.objects.protected().exists()

    assert signed_in.get(address).url == "/me/"

    assert FocalPoint.objects.protected().exists() == before
    assert signed_in.get("/me/").status_code == 200


def test_nobody_hides_with_a_form_of_another_site(person):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(person.account)

    assert client.post("/me/hide/").status_code == 403
    assert not FocalPoint.objects.protected().exists()


def test_signs_out_everywhere(client, signed_in, person):
    from django.test import Client

    elsewhere = Client()
    elsewhere.force_login(person.account)

    assert signed_in.post("/me/sign-out-everywhere/").url == "/accounts/login/"

    for each in (signed_in, elsewhere):
        assert each.get("/me/").url == "/accounts/login/?next=/me/"


def test_staff_without_an_entry_hide_nobody(client):
    client.force_login(make.make_staff())

    response = client.post("/me/hide/")

    assert response.status_code == 404
    assert response.content == client.get("/nowhere/").content


def test_a_former_focal_point_has_the_own_data_and_nothing_else(client, former):
    client.force_login(former.account)

    assert "You are signed in as: former focal point." in text_of(client, "/me/")
    assert client.get("/me/data.json").json()["focal_point"]["name"] == "Former Person"
    assert client.post("/me/erasure/").status_code == 302
    response = client.get("/network/")
    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


def test_a_former_focal_point_hides_and_shows_again(client, former):
    client.force_login(former.account)

    client.post("/me/hide/")
    assert former.protections.open().exists()
    reauthenticate(client)
    client.post("/me/show/")

    assert not former.protections.open().exists()


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    signed_in, person, django_assert_num_queries
):
    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            signed_in.get("/me/")
        return len(asked)

    for_one = queries()
    for _ in range(29):
        make.make_contact_detail(person)
        make.make_appointment(holder=person)

    assert queries() == for_one


@pytest.mark.parametrize(
    "make_decision", [make.make_account_decision, make.make_protection_decision]
)
def test_the_person_stops_what_they_did_not_ask_for(signed_in, person, make_decision):
    about = person.account if make_decision is make.make_account_decision else person
    decision = make_decision(about)
    form = soup_of(signed_in, "/me/").select_one("#decisions ~ form")

    signed_in.post(form["action"])
    signed_in.post(form["action"])  # the second click

    decision.refresh_from_db()
    assert decision.withdrawn_by == person.account
    assert not soup_of(signed_in, "/me/").select("#decisions")


def test_nobody_stops_what_is_about_another(signed_in):
    decision = make.make_account_decision(make.make_user())

    assert signed_in.post(f"/me/decisions/account/{decision.pk}/stop/").status_code == 404
    assert signed_in.post("/me/decisions/nothing/1/stop/").status_code == 404
    decision.refresh_from_db()
    assert decision.is_open

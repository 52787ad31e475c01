"""A country's page, and an organization's."""

import pytest

from tests.make import (
    make_appointment,
    make_country,
    make_delegation,
    make_focal_point,
    make_host,
    make_meeting,
    make_organization,
    make_other_name,
    make_passage,
    make_source,
    make_step,
)
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def test_tells_the_appointment_with_its_bounds(client):
    make_appointment(make_country("aut", name="Austria"), started="[2010-09..2013-04-10]")

    assert (
        "focal point, started between September 2010 and 10 April 2013; no end recorded"
        in text_of(client, "/countries/aut/")
    )


def test_every_fact_leads_to_its_passage(client):
    passage = make_passage(make_source("page", label="The page"), anchor="p21")
    party = make_appointment(make_country("aut"), passages=[passage]).party
    make_step(party, passages=[passage])
    make_delegation(party=party, passages=[passage])
    make_host(party=party, passages=[passage])

    soup = soup_of(client, "/countries/aut/")

    assert [a["href"] for a in soup.select(".cite a")] == ["/sources/page/#p21"] * 4


def test_tells_the_step_with_its_role_as_stated_and_its_meeting(client):
    step = make_step(
        make_country("dnk"), kind="launched", role="in association with", taken="2010-09"
    )
    make_meeting(title="Ministerial Meeting").steps.add(step)

    assert (
        "launched the initiative (role as stated: in association with), September 2010, "
        "at: Ministerial Meeting" in text_of(client, "/countries/dnk/")
    )


def test_tells_the_meetings_attended_and_hosted(client):
    party = make_country("gha")
    make_delegation(make_meeting(title="First Meeting"), party, sent_from="capital")
    make_host(make_meeting(title="Third Meeting", held="2013-06"), party, through="ministry")

    text = text_of(client, "/countries/gha/")

    assert "First Meeting, 11-12 June 2013 participant, sent from: capital" in text
    assert "Third Meeting, June 2013 hosted, through its ministry" in text


def test_marks_what_is_inferred(client):
    make_appointment(make_country("gha"), inference="The page bears no date.")

    assert "Inferred: The page bears no date." in text_of(client, "/countries/gha/")


def test_says_what_is_not_recorded(client):
    make_country("and", name="Andorra")

    text = text_of(client, "/countries/and/")

    assert "No appointment is recorded. That is not to say that there was none." in text
    assert "No step is recorded." in text
    assert "No attendance is recorded by name." in text


def test_shows_the_standing_on_the_day_asked_for(client):
    make_appointment(make_country("gha", name="Ghana"), started="2013-06-12")

    assert "none recorded on 11 June 2013" in text_of(client, "/countries/gha/?on=2013-06-11")
    assert "appointed on 12 June 2013" in text_of(client, "/countries/gha/?on=2013-06-12")


def test_refuses_a_day_that_is_none_and_gives_it_back(client):
    make_country("gha")

    soup = soup_of(client, "/countries/gha/?on=soon", status=400)

    assert soup.select_one("input[name=on]")["value"] == "soon"
    assert "“soon” is not a day." in soup.get_text()


def test_names_nobody_who_holds_a_post(client):
    holder = make_focal_point("Example Person")
    make_appointment(make_country("gha"), holder=holder, end_reason="A private reason")

    text = text_of(client, "/countries/gha/")

    assert "Example Person" not in text
    assert "A private reason" not in text


def test_a_named_holder_and_none_give_the_same_page(client):
    appointment = make_appointment(make_country("gha"))
    unnamed = client.get("/countries/gha/").content

    appointment.holder = make_focal_point("Example Person")
    appointment.save()

    assert client.get("/countries/gha/").content == unnamed


def test_a_secretariat_only_source_is_not_named(client):
    letter = make_source("letter", label="A private letter", audience="secretariat")
    make_appointment(make_country("gha"), passages=[make_passage(letter)])

    text = text_of(client, "/countries/gha/")

    assert "A private letter" not in text
    assert "confirmed by a document held by the secretariat" in text


@pytest.mark.parametrize("code", ["GHA", "gh", "GH", "Gha"])
def test_other_spellings_of_the_code_lead_to_the_one_address(client, code):
    make_country("gha")

    response = client.get(f"/countries/{code}/?on=2013-06-12")

    assert response.status_code == 301
    assert response["Location"] == "/countries/gha/?on=2013-06-12"


@pytest.mark.parametrize("address", ["/countries/xyz/", "/countries/zz/", "/organizations/gha/"])
def test_an_unknown_party_is_not_there(client, address):
    make_country("gha")

    assert client.get(address).status_code == 404


def test_a_missing_page_says_nothing_of_the_address(client):
    assert client.get("/countries/xyz/").content == client.get("/organizations/nobody/").content


def test_an_organization_has_a_page_with_its_other_names(client):
    center = make_organization("stanley-center", name="Stanley Center")
    make_other_name(center, name="Stanley Foundation", used_until="2019-11")

    text = text_of(client, "/organizations/stanley-center/")

    assert "Stanley Foundation, until November 2019" in text
    assert "regional or international organization" in text


def test_names_the_scheme_of_each_grouping(client):
    make_country("aus", un_group="western-european-other", m49_region="009", m49_subregion="053")

    text = text_of(client, "/countries/aus/")

    assert "UN regional group Western European and other States" in text
    assert "M49 region Oceania, Australia and New Zealand" in text


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    party = make_country("gha")

    def add(number):
        make_appointment(party, capacity="joint", started=f"{1950 + number}")
        make_meeting().steps.add(make_step(party, taken=f"{1950 + number}"))
        make_delegation(party=party)
        make_host(party=party)
        make_other_name(party)

    add(0)
    with django_assert_num_queries(26):
        client.get("/countries/gha/")
    for number in range(1, 30):
        add(number)

    with django_assert_num_queries(26):
        client.get("/countries/gha/")


def test_does_not_say_that_nothing_is_known_of_the_time_since_where_an_end_is(client):
    make_appointment(make_country("gha"), started="2012", ended="[2013..2015]")

    assert "nothing is known of the time since" not in text_of(
        client, "/countries/gha/?on=2014-01-01"
    )


def test_does_not_say_that_nothing_came_of_an_intention_where_an_appointment_did(client):
    party = make_step(make_country("lbr"), taken="2013-06-12").party
    make_step(make_country("bdi"), taken="2013-06-12")
    make_appointment(party, started="2014")

    sentence = "Nothing that it did about it since is recorded."
    assert sentence not in text_of(client, "/countries/lbr/?on=2013-07-01")
    assert sentence in text_of(client, "/countries/bdi/?on=2013-07-01")


def test_leads_to_the_days_on_which_its_own_standing_or_steps_change(client):
    make_appointment(make_country("dnk"), started="2012-07-01")
    party = make_appointment(make_country("gha"), started="[2012-01-01..2013-04-10]").party
    make_step(party, kind="joined", taken="2012-08")

    days = soup_of(client, "/countries/gha/?on=2012-06-01").select_one(".as-of")

    assert [(a["href"], words(a)) for a in days.select("a")] == [
        ("?on=2012-01-01", "Previous day from which something else is known: 1 January 2012"),
        ("?on=2012-08-31", "Next day from which something else is known: 31 August 2012"),
        ("?on=2012-06-01", "Permanent link to this page as of 1 June 2012"),
        ("/changes/?to=2012-06-01&states=gha", "What changed up to this day"),
    ]


def test_says_what_of_the_page_is_of_the_day(client):
    make_country("gha")

    sentence = "The lists below hold all that is recorded, of whatever day."

    assert sentence in text_of(client, "/countries/gha/?on=2012-06-01")
    assert sentence not in text_of(client, "/countries/gha/")


def test_an_organization_has_days_too(client):
    make_appointment(make_organization("union"), started="2012-01-01")

    soup = soup_of(client, "/organizations/union/?on=2011-01-01")

    assert "none recorded on 1 January 2011" in words(soup)
    assert soup.select_one("a[rel=next]")["href"] == "?on=2012-01-01"
    assert soup.select_one(".eyebrow a")["href"] == "/countries/?on=2011-01-01"

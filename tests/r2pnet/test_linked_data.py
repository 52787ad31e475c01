"""What the head of a page says to machines: its address, a preview, and data in JSON-LD."""

import json
from urllib.parse import urlsplit

import pytest
from pyld import jsonld

from focalpoints.register import today
from tests.make import (
    make_appointment,
    make_colleague,
    make_consent,
    make_country,
    make_delegate,
    make_delegation,
    make_difference,
    make_focal_point,
    make_host,
    make_meeting,
    make_organization,
    make_other_name,
    make_other_title,
    make_protection,
    make_source,
)
from tests.read import soup_of

pytestmark = pytest.mark.django_db

SITE = "https://register.example"
SCHEMA = "https://schema.org/"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def data_of(client, address):
    """By type, what the page says in the words of schema.org."""
    [block] = soup_of(client, address).select("script:not([src])")
    assert block["type"] == "application/ld+json"
    document = json.loads(block.string)
    assert document["@context"] == "https://schema.org"
    return {node["@type"]: node for node in document["@graph"]}


def canonical(client, address):
    [link] = soup_of(client, address).select("link[rel=canonical]")
    return link["href"]


def preview(client, address):
    metas = soup_of(client, address).select("meta[property^='og:']")
    return {meta["property"]: meta["content"] for meta in metas}


def vocabulary(url, options):
    """Instead of fetching schema.org: its words, under the address that it gives to them."""
    assert url == "https://schema.org"
    document = {"@context": {"@vocab": SCHEMA}}
    return {"contextUrl": None, "documentUrl": url, "document": document}


def test_a_meeting_is_an_event(client):
    ghana, denmark = (
        make_country("gha", name="Ghana", iso="GH"),
        make_country("dnk", name="Denmark"),
    )
    centre = make_organization("centre", name="Centre")
    whole = make_meeting("whole", title="A conference")
    meeting = make_meeting(
        "accra",
        title="Third Meeting",
        held="2013-06-11/2013-06-12",
        city="Accra",
        country=ghana,
        summary="In our words.",
        part_of=whole,
    )
    make_other_title(meeting, title="meeting of June")
    make_host(meeting, ghana, role="co-hosted")
    make_host(meeting, centre, role="in-association")
    make_host(meeting, denmark, role="co-hosted", inference="We think so.")
    make_delegation(meeting, denmark)
    make_delegation(meeting, centre, status="absent")
    make_delegation(meeting, ghana, inference="It spoke.")

    event = data_of(client, "/meetings/accra/")["Event"]

    state = {"@type": "GovernmentOrganization"}
    assert event == {
        "@type": "Event",
        "@id": f"{SITE}/meetings/accra/#meeting",
        "name": "Third Meeting",
        "url": f"{SITE}/meetings/accra/",
        "eventStatus": "https://schema.org/EventScheduled",
        "alternateName": ["meeting of June"],
        "description": "In our words.",
        "startDate": "2013-06-11",
        "endDate": "2013-06-12",
        "location": {
            "@type": "Place",
            "name": "Accra",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Accra",
                "addressCountry": "GH",
            },
        },
        "organizer": [state | party_of("countries/gha", "Ghana")],
        "contributor": [{"@type": "Organization"} | party_of("organizations/centre", "Centre")],
        "attendee": [state | party_of("countries/dnk", "Denmark")],
        "superEvent": {
            "@type": "Event",
            "@id": f"{SITE}/meetings/whole/#meeting",
            "name": "A conference",
            "url": f"{SITE}/meetings/whole/",
        },
    }


def party_of(path, name):
    return {"@id": f"{SITE}/{path}/#party", "name": name, "url": f"{SITE}/{path}/"}


@pytest.mark.parametrize(
    ("held", "dates"),
    [
        ("2013-06-11/2013-06-12", ["2013-06-11", "2013-06-12"]),
        ("2012-09-29", ["2012-09-29", None]),
        ("2013-06", ["2013-06", None]),
        ("2013", ["2013", None]),
        ("[2013-06-11..2013-06-12]", [None, None]),
        ("[..2013]", [None, None]),
        ("2013?", [None, None]),
        ("2013-06-11/2013-06-12~", [None, None]),
        ("2013-06-11/..", ["2013-06-11", None]),
    ],
)
def test_a_date_is_as_precise_as_known_or_left_out(client, held, dates):
    make_meeting("accra", held=held)

    event = data_of(client, "/meetings/accra/")["Event"]

    assert [event.get("startDate"), event.get("endDate")] == dates


def test_a_date_that_is_inferred_is_left_out_and_so_is_none(client):
    make_meeting("inferred", inference="We think so.")
    make_meeting("planned", held="", status="planned")
    make_meeting("cancelled", status="cancelled")

    assert "startDate" not in data_of(client, "/meetings/inferred/")["Event"]
    assert "startDate" not in data_of(client, "/meetings/planned/")["Event"]
    cancelled = data_of(client, "/meetings/cancelled/")["Event"]
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_state_is_a_government_that_serves_its_country(client):
    ghana = make_country("gha", name="Ghana", iso="GH", m49="288")
    make_other_name(ghana, name="Gold Coast")
    make_appointment(ghana, started="2012", institution="Ministry")
    make_appointment(ghana, started="2011", ended="2011-05", institution="Former Ministry")

    state = data_of(client, "/countries/gha/")["GovernmentOrganization"]

    codes = {each["propertyID"]: each["value"] for each in state["areaServed"].pop("identifier")}
    assert codes == {
        "ISO 3166-1 alpha-2": "GH",
        "ISO 3166-1 alpha-3": "GHA",
        "UN M49": "288",
    }
    assert state == {
        "@type": "GovernmentOrganization",
        **party_of("countries/gha", "Ghana"),
        "alternateName": ["Gold Coast"],
        "areaServed": {"@type": "Country", "name": "Ghana"},
        "department": [{"@type": "GovernmentOrganization", "name": "Ministry"}],
    }


def test_on_another_day_the_institutions_are_those_of_the_day(client):
    ghana = make_country("gha")
    make_appointment(ghana, started="2012", institution="Ministry")

    state = data_of(client, "/countries/gha/?on=2011-01-01")["GovernmentOrganization"]

    assert "department" not in state


def test_an_organization_goes_by_its_acronym_too(client):
    make_organization("european-union", name="European Union", acronym="EU")

    organization = data_of(client, "/organizations/european-union/")["Organization"]

    assert organization["alternateName"] == ["EU"]
    assert "areaServed" not in organization


def test_a_person_is_one_only_with_their_consent(client):
    person = make_colleague("Example Person", honorific="Ms", languages="en fr")
    make_consent(person, field="portrait")
    hidden = make_colleague("Hidden Person")
    make_consent(hidden)
    make_protection(hidden)
    address = f"/focal-points/{person.key}/"
    assert client.get(address).status_code == 404

    make_consent(person)

    data = data_of(client, address)
    assert data["Person"] == {
        "@type": "Person",
        "@id": f"{SITE}{address}#person",
        "name": "Example Person",
        "url": f"{SITE}{address}",
    }
    assert client.get(f"/focal-points/{hidden.key}/").status_code == 404
    assert preview(client, address) == {}


def test_what_the_person_shows_besides_is_said_too(client):
    person = make_colleague("Example Person", honorific="Ms", languages="en fr")
    for field in ["name", "honorific", "languages"]:
        make_consent(person, field=field)

    said = data_of(client, f"/focal-points/{person.key}/")["Person"]

    assert (said["honorificPrefix"], said["knowsLanguage"]) == ("Ms", ["English", "French"])


def test_no_person_is_in_the_data_of_any_other_page(client):
    person = make_focal_point("Example Person")
    make_consent(person)
    ghana, meeting = make_country("gha"), make_meeting("accra")
    make_appointment(ghana, holder=person)
    make_delegation(meeting, ghana)

    for address in ["/", "/countries/", "/countries/gha/", "/meetings/accra/"]:
        assert "Example Person" not in json.dumps(data_of(client, address))


def test_the_register_is_a_dataset_under_its_licence(client):
    for address in ["/", "/countries/?on=2013-06-12", "/data/", "/api/v1/"]:
        dataset = data_of(client, address)["Dataset"]

        assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert dataset["url"] == f"{SITE}/"
        assert dataset["temporalCoverage"] == "2010-09/.."
        file = urlsplit(dataset["distribution"]["contentUrl"]).path
        assert client.get(file).status_code == 200


@pytest.mark.parametrize(
    ("address", "trail"),
    [
        ("/countries/gha/", ["/", "/countries/", "/countries/gha/"]),
        ("/organizations/centre/", ["/", "/countries/", "/organizations/centre/"]),
        ("/meetings/accra/", ["/", "/meetings/", "/meetings/accra/"]),
        (
            "/meetings/accra/ledger/",
            ["/", "/meetings/", "/meetings/accra/", "/meetings/accra/ledger/"],
        ),
        ("/sources/release/", ["/", "/sources/", "/sources/release/"]),
        ("/differences/", ["/", "/sources/", "/differences/"]),
        ("/changes/", ["/", "/countries/", "/changes/"]),
    ],
)
def test_the_way_to_a_page_is_told(client, address, trail):
    make_country("gha")
    make_organization("centre")
    make_meeting("accra")
    make_source("release")
    make_difference()

    items = data_of(client, address)["BreadcrumbList"]["itemListElement"]

    assert [item["item"] for item in items] == [f"{SITE}{path}" for path in trail]
    assert [item["position"] for item in items] == list(range(1, len(trail) + 1))
    assert all(item["name"] for item in items)


def test_it_parses_as_json_ld_and_every_word_stands_in_the_vocabulary(client):
    ghana = make_country("gha")
    make_appointment(ghana, institution="Ministry")
    meeting = make_meeting("accra", city="Accra", country=ghana, summary="In our words.")
    make_host(meeting, ghana)
    make_delegation(meeting, ghana)
    make_source("release", title="A title", published="2013")

    for address in ["/", "/countries/gha/", "/meetings/accra/", "/sources/release/"]:
        [block] = soup_of(client, address).select("script:not([src])")
        nodes = jsonld.expand(json.loads(block.string), {"documentLoader": vocabulary})

        assert nodes
        for node in nodes:
            assert node["@type"][0].startswith(SCHEMA)
            assert all(name.startswith((SCHEMA, "@")) for name in node)


def test_nothing_in_the_data_ends_the_block(client):
    title = "</script><script>alert(1)</script> & <!-- \u2028"
    make_meeting("accra", title=title)

    response = client.get("/meetings/accra/")

    assert response.text.count("<script") == response.text.count("</script>") == 2
    assert data_of(client, "/meetings/accra/")["Event"]["name"] == title


def test_the_policy_lets_no_script_of_a_page_run(client):
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "script-src 'self';" in f"{policy};"
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("address", "its_one_address"),
    [
        ("/", "/"),
        ("/?on=2013-06-12", "/?on=2013-06-12"),
        ("/countries/?on=2013-06-12&q=x&rung=none", "/countries/?on=2013-06-12"),
        ("/countries/gha/?on=2013-06-12&utm=x", "/countries/gha/?on=2013-06-12"),
        ("/countries/gha/?on=", "/countries/gha/"),
        ("/about/?x=1", "/about/"),
        ("/meetings/accra/?on=2013-06-12", "/meetings/accra/"),
        ("/sources/?page=1", "/sources/"),
        ("/states/", "/states/"),
        ("/states/?states=GHA&on=2013-06-12", "/states/?states=gha&on=2013-06-12"),
        ("/changes/", "/changes/"),
        (
            "/changes/?from=2012-09-29&to=2013-06-12&utm=x",
            "/changes/?from=2012-09-29&to=2013-06-12",
        ),
    ],
)
def test_a_page_has_one_address(client, address, its_one_address):
    make_country("gha")
    make_meeting("accra")

    assert canonical(client, address) == f"{SITE}{its_one_address}"


def test_today_needs_no_day_and_a_second_page_keeps_its_number(client):
    for number in range(101):
        make_source(f"source-{number}")

    assert canonical(client, f"/countries/?on={today().isoformat()}") == f"{SITE}/countries/"
    assert canonical(client, "/sources/?page=2") == f"{SITE}/sources/?page=2"


def test_a_preview_says_what_the_page_is(client):
    make_meeting("accra", title="Third Meeting", summary="In our words.")

    assert preview(client, "/meetings/accra/") == {
        "og:title": "Third Meeting",
        "og:type": "website",
        "og:url": f"{SITE}/meetings/accra/",
        "og:site_name": "Register of R2P Focal Points",
        "og:description": "In our words.",
    }


def test_a_person_is_nothing_to_preview(client):
    delegate = make_delegate(audience="public")

    assert preview(client, delegate.get_fact_url()) == {}


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/", "The network today"),
        ("/?on=2013-06-12", "The network on 12 June 2013"),
        (
            "/changes/?from=2012-09-29&to=2013-06-12",
            "What changed from 29 September 2012 to 12 June 2013",
        ),
    ],
)
def test_a_preview_names_the_days_of_the_page(client, address, title):
    assert preview(client, address)["og:title"] == title
    assert preview(client, address)["og:url"] == f"{SITE}{address}"


def test_each_alternate_is_there(client):
    make_country("gha")
    make_meeting("accra")
    make_source("release")

    for address in ["/", "/countries/gha/", "/meetings/accra/", "/sources/release/"]:
        links = soup_of(client, address).select("link[rel=alternate][type], link[rel=service-desc]")
        assert links
        for link in links:
            answer = client.get(link["href"])
            assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (
                200,
                link["type"],
            )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere/", 404),
        ("/countries/zzz/", 404),
        ("/countries/gha/?on=tomorrow", 400),
        ("/countries/?rung=x", 400),
        ("/search/?q=x", 200),
        ("/accounts/login/", 200),
        ("/invitations/refused/", 410),
        ("/tell-us/sent/", 200),
    ],
)
def test_other_pages_say_nothing_to_machines(client, address, status):
    make_country("gha")

    page = soup_of(client, address, status)

    assert not page.select("link[rel=canonical], meta[property], [type='application/ld+json']")

"""The page of a fact."""

import pytest

from focalpoints.models import Consent
from tests import make
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db

KINDS = {
    "statements": make.make_statement,
    "appointments": make.make_appointment,
    "steps": make.make_step,
    "network-counts": make.make_network_count,
    "meetings": make.make_meeting,
    "other-titles": make.make_other_title,
    "hosts": make.make_host,
    "delegations": make.make_delegation,
    "headcounts": make.make_headcount,
    "claims": make.make_claim,
}


def page_of(client, fact):
    return soup_of(client, fact.get_fact_url())


def recorded(soup):
    """What the page says is recorded, by label."""
    fields = soup.select_one("#says ~ dl")
    return {
        words(label): words(value)
        for label, value in zip(fields.select("dt"), fields.select("dd"), strict=True)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fact_has_a_page(client, kind):
    passage = make.make_passage(make.make_source("page", label="The page"), anchor="p4", says="So.")
    fact = KINDS[kind](passages=[passage])

    soup = page_of(client, fact)

    assert fact.get_fact_url() == f"/facts/{kind}/{fact.key}/"
    assert words(soup.h1) == str(fact)
    assert recorded(soup)
    assert words(soup.select_one(".passage")) == "The page, p4 So."
    assert soup.select_one(".passage a")["href"] == "/sources/page/#p4"
    assert soup.find("a", href=fact.get_absolute_url())
    name = fact.slug if kind == "meetings" else fact.key
    assert soup.find("a", href=f"/api/v1/{kind}/{name}")


def test_prints_dates_in_words_and_links_to_the_party(client):
    ghana = make.make_country("gha", name="Ghana")
    post = make.make_appointment(
        ghana, started="[2010-09..2014]", inference="The page bears no date.", office="Director"
    )

    soup = page_of(client, post)

    assert recorded(soup) == {
        "Party": "Ghana",
        "Capacity": "focal point",
        "Office": "Director",
        "Started": "between September 2010 and 2014 (partly inferred)",
        "Ended": "no end recorded",
    }
    assert soup.select_one("dd data")["value"] == "[2010-09..2014]"
    assert soup.select_one("#says ~ dl a")["href"] == "/countries/gha/"
    assert "Inferred: The page bears no date." in words(soup)


def test_what_leads_to_another_fact_leads_to_its_page(client):
    post = make.make_appointment(make.make_country("gha"))
    step = make.make_step(post.party, kind="announced", appointment=post)
    meeting = make.make_meeting()
    meeting.steps.add(step)
    meeting.documents.add(make.make_source("page"), make.make_source(audience="secretariat"))

    def leads_to(fact):
        return [a["href"] for a in page_of(client, fact).select("#says ~ dl a")]

    assert leads_to(step) == ["/countries/gha/", post.get_fact_url()]
    assert leads_to(meeting) == [step.get_fact_url(), "/sources/page/"]


def test_never_tells_of_the_holder_nor_of_the_seat(client):
    holder = make.make_focal_point("canary-name")
    for field in Consent.Field:
        make.make_consent(holder, field=field)
    post = make.make_appointment(
        holder=holder, seat="geneva", ended="2014", end_reason="canary-reason"
    )

    text = str(page_of(client, post))

    assert "canary" not in text
    assert "Geneva" not in text


def test_of_a_letter_only_that_it_is_held(client):
    letter = make.make_source("canary-slug", label="canary-label", audience="secretariat")
    post = make.make_appointment(passages=[make.make_passage(letter, says="canary-says")])

    text = text_of(client, post.get_fact_url())

    assert "No passage of a public document." in text
    assert "It is confirmed by a document held by the secretariat." in text
    assert "canary" not in str(page_of(client, post))


def test_what_is_known_to_the_secretariat_says_so(client):
    step = make.make_step(passages=[], is_from_secretariat=True)

    assert "It is known to the secretariat" in text_of(client, step.get_fact_url())


def test_editions_of_one_document_count_as_one(client):
    release = make.make_source("release")
    web = make.make_source("web", edition_of=release)
    passages = [make.make_passage(source) for source in (release, web, make.make_source())]
    step = make.make_step(passages=passages)

    assert "It rests on 2 documents; editions of one document count as one." in text_of(
        client, step.get_fact_url()
    )


def test_a_document_that_is_less_precise_is_not_told_to_say_so(client):
    step = make.make_step(inference="The page says the year only.")

    text = text_of(client, step.get_fact_url())

    assert "It rests on one document." in text
    assert "says so" not in text


def test_the_differences_that_concern_it_stand_there_side_by_side(client):
    step = make.make_step()
    difference = make.make_difference(question="When?", reason="The narrower date is shown.")
    difference.steps.add(step)
    make.make_claim(difference, states="In 2010.")
    make.make_claim(difference, states="In September 2010.", is_displayed=True)
    make.make_difference(question="Something else?")

    section = page_of(client, step).select_one("section[aria-labelledby=differences]")

    assert [words(h3.a) for h3 in section.select("h3")] == ["When?"]
    shown, other = section.select("li")
    assert words(shown).startswith("The register shows this one: In September 2010.")
    assert words(other).startswith("In 2010.")
    assert "Why: The narrower date is shown." in words(section)


@pytest.mark.parametrize(
    "address",
    [
        "/facts/appointments/nothing/",
        "/facts/persons/nothing/",
        "/facts//nothing/",
        f"/facts/steps/{'x' * 300}/",
        "/facts/steps/%00/",
    ],
)
def test_an_unknown_fact_is_not_there(client, address):
    assert client.get(address).status_code == 404


def test_a_delegate_has_a_page_only_while_public(client):
    person = make.make_consent(make.make_focal_point("Example Person")).focal_point
    delegate = make.make_delegate(name="Example Person", focal_point=person, audience="public")
    nothing = client.get("/facts/delegates/nothing/")

    assert recorded(page_of(client, delegate))["Name"] == "Example Person"
    make.make_protection(person)
    hidden = client.get(delegate.get_fact_url())

    assert (hidden.status_code, hidden.content) == (404, nothing.content)
    other = make.make_delegate(audience="network")
    assert client.get(other.get_fact_url()).content == nothing.content


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    post = make.make_appointment()

    def add():
        post.passages.add(make.make_passage())
        difference = make.make_difference()
        difference.appointments.add(post)
        make.make_claim(difference)

    add()
    with django_assert_num_queries(8):
        client.get(post.get_fact_url())
    for _ in range(29):
        add()

    with django_assert_num_queries(8):
        client.get(post.get_fact_url())


def test_every_fact_on_a_page_leads_to_its_own(client):
    ghana = make.make_country("gha", name="Ghana")
    post, step = make.make_appointment(ghana), make.make_step(ghana)

    links = soup_of(client, "/countries/gha/").find_all("a", string="how this is known")

    assert {a["href"] for a in links} == {post.get_fact_url(), step.get_fact_url()}
    assert links[0]["aria-label"] == f"how this is known: {post}"

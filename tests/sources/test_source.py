"""A source's page, and the list of sources."""

from datetime import date

import pytest

from tests.make import (
    make_appointment,
    make_claim,
    make_country,
    make_delegate,
    make_delegation,
    make_headcount,
    make_host,
    make_meeting,
    make_network_count,
    make_other_title,
    make_passage,
    make_source,
    make_statement,
    make_step,
)
from tests.read import soup_of, text_of

pytestmark = pytest.mark.django_db


def facts_on(client, slug, anchor):
    passage = soup_of(client, f"/sources/{slug}/").select_one(f"#{anchor}")
    return [(a.get_text(), a["href"]) for a in passage.select(".rests a")]


def test_each_passage_shows_the_facts_that_rest_on_it(client):
    source = make_source("page")
    here, there = make_passage(source, position=1), make_passage(source, position=2)
    ghana = make_country("gha", name="Ghana")
    post = make_appointment(ghana, started="[2010-09..2014]", passages=[here], key="post")
    came = make_delegation(make_meeting("accra", title="Accra"), ghana, passages=[here, there])

    assert facts_on(client, "page", "p1") == [
        ("Ghana: focal point, between September 2010 and 2014", "/facts/appointments/post/"),
        ("Accra: Ghana (participant)", f"/facts/delegations/{came.key}/"),
    ]
    assert post.get_fact_url() == "/facts/appointments/post/"
    assert facts_on(client, "page", "p2") == [
        ("Accra: Ghana (participant)", f"/facts/delegations/{came.key}/")
    ]


def test_every_kind_of_fact_is_shown(client):
    passages = [make_passage(make_source("page"))]
    for make in [
        make_statement,
        make_appointment,
        make_step,
        make_network_count,
        make_meeting,
        make_other_title,
        make_host,
        make_delegation,
        make_headcount,
    ]:
        make(passages=passages)
    make_delegate(audience="public", passages=passages)
    make_claim(passages=passages)

    assert len(facts_on(client, "page", "p1")) == 11


def test_a_delegate_who_is_not_public_is_not_shown(client):
    passage = make_passage(make_source("page"))
    make_delegate(name="Example Person", passages=[passage])

    assert facts_on(client, "page", "p1") == []


def test_tells_the_document_as_printed_and_how_its_date_is_known(client):
    make_source(
        "page",
        title="R2P Focal Points",
        issued_by="The Centre",
        published="[2013-06-12..2014]",
        published_inference="It bears no date.",
        note="A note for staff",
    )

    text = text_of(client, "/sources/page/")

    assert "R2P Focal Points" in text
    assert "between 12 June 2013 and 2014 (partly inferred) Inferred: It bears no date." in text
    assert "A note for staff" not in text


def test_editions_lead_to_each_other(client):
    release = make_source("release", label="The release")
    make_source("web", label="The web edition", edition_of=release)

    assert "The web edition" in soup_of(client, "/sources/release/").select_one(".facts").text
    assert "The release" in soup_of(client, "/sources/web/").select_one(".facts").text


def test_an_edition_for_the_secretariat_is_not_shown(client):
    release = make_source("release")
    make_source("letter", label="A private letter", edition_of=release, audience="secretariat")

    assert "A private letter" not in soup_of(client, "/sources/release/").text


def test_a_source_for_the_secretariat_is_not_there(client):
    make_source("letter", audience="secretariat")

    hidden = client.get("/sources/letter/")

    assert hidden.status_code == 404
    assert hidden.content == client.get("/sources/no-such-letter/").content


def test_the_list_shows_public_sources_the_oldest_first_and_undated_last(client):
    make_source(label="Undated", published="")
    make_source(label="Second", published="2012-03")
    make_source(label="First", published="2011-06-13")
    make_source(label="A private letter", audience="secretariat")

    labels = [h2.get_text() for h2 in soup_of(client, "/sources/").select(".cards h2")]

    assert labels == ["First", "Second", "Undated"]


def test_the_list_does_not_name_an_edition_for_the_secretariat(client):
    letter = make_source(label="A private letter", audience="secretariat")
    make_source(edition_of=letter)

    assert "A private letter" not in soup_of(client, "/sources/").text


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    source = make_source("page")

    def add():
        passages = [make_passage(source)]
        make_appointment(passages=passages)
        make_step(passages=passages)
        make_delegate(make_delegation(passages=passages), audience="public", passages=passages)
        make_host(passages=passages)
        make_headcount(passages=passages)
        make_statement(passages=passages)
        make_meeting(passages=passages).documents.add(source)
        make_source(kind="referred-to").referred_to_in.add(*passages)
        source.referred_to_in.add(*passages)

    add()
    with django_assert_num_queries(19):
        client.get("/sources/page/")
    for _ in range(14):
        add()

    with django_assert_num_queries(19):
        client.get("/sources/page/")


def test_a_document_that_was_not_read_says_where_it_is_referred_to(client):
    passage = make_passage(make_source("page", label="The page"), anchor="p13")
    memo = make_source("memo", label="The memo", kind="referred-to", published="", title="")
    memo.referred_to_in.add(passage)

    text = text_of(client, "/sources/memo/")

    assert "Title as referred to not known" in text
    assert "Published not known" in text
    assert "Referred to in The page, p13" in text
    assert "Refers to: The memo" in text_of(client, "/sources/page/")


def test_a_reference_to_or_from_a_secretariat_s_source_is_not_shown(client):
    letter = make_source("letter", label="A private letter", audience="secretariat")
    page = make_source("page")
    letter.referred_to_in.add(make_passage(page))
    page.referred_to_in.add(make_passage(letter))

    assert "A private letter" not in soup_of(client, "/sources/page/").text


def test_a_date_that_is_partly_inferred_says_so(client):
    make_source("page", published="[2013-06-12..2014]", published_inference="It bears no date.")

    assert "between 12 June 2013 and 2014 (partly inferred)" in text_of(client, "/sources/")


def test_three_editions_know_each_other(client):
    first = make_source("first", label="First edition")
    make_source("second", label="Second edition", edition_of=first)
    make_source("third", label="Third edition", edition_of=first)

    facts = soup_of(client, "/sources/second/").select_one(".facts").text

    assert "First edition" in facts
    assert "Third edition" in facts


def test_a_day_before_the_profile_is_told_as_it_stands(client):
    make_source("page", read_on=date(202, 6, 12))

    assert "Read on 12 June 0202" in text_of(client, "/sources/page/")

"""The ledgers of a meeting and of a source: what is cited, inferred and unknown."""

import pytest

from tests import make
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def ledger(client, address):
    """Each line: what, how it is known, and what is known, without what it rests on."""
    rows = soup_of(client, address).select("table tbody tr")
    lines = []
    for row in rows:
        for rest in row.select(".citations, .inference"):
            rest.decompose()
        lines.append(tuple(words(cell) for cell in row.select("th, td")))
    return lines


def test_of_an_empty_meeting_everything_is_unknown(client):
    make.make_meeting("planned", status="planned", held="")

    lines = ledger(client, "/meetings/planned/ledger/")

    assert lines == [
        (what, "unknown", "")
        for what in [
            "Date",
            "City",
            "Country",
            "Venue",
            "Number in its series",
            "Hosts",
            "How many states came",
            "How many organizations came",
            "How many persons came",
            "Which states came, by name",
            "Which organizations came, by name",
            "Which persons came, by name",
            "Sent from where",
            "What it was about",
            "Steps taken there",
            "Documents",
        ]
    ]
    assert "16 unknown." in text_of(client, "/meetings/planned/ledger/")


def test_of_a_meeting_each_thing_is_cited_inferred_or_unknown(client):
    ghana = make.make_country("gha", name="Ghana")
    meeting = make.make_meeting(
        "accra",
        held="2013-06-11/2013-06-12",
        city="Accra",
        country=ghana,
        ordinal=3,
        summary="About what is to be done.",
        inference="The source dates only the workshop.",
    )
    make.make_host(meeting, ghana, role="co-hosted", through="foreign ministry")
    make.make_headcount(meeting, value=35, qualifier="more-than")
    make.make_headcount(meeting, of="persons", counted="officials", qualifier="unnumbered", value=0)
    make.make_delegation(meeting, ghana, sent_from="capital")
    make.make_delegation(meeting, make.make_country("bdi"), inference="It spoke.")
    step = make.make_step(make.make_country("lbr", name="Liberia"), taken="2013-06-11")
    meeting.steps.add(step)
    meeting.documents.add(make.make_source(label="The summary"))
    make.make_other_title(meeting, title="third meeting")

    assert ledger(client, "/meetings/accra/ledger/") == [
        ("Date", "partly inferred", "11-12 June 2013 (partly inferred)"),
        ("City", "cited", "Accra"),
        ("Country", "cited", "Ghana"),
        ("Venue", "unknown", ""),
        ("Number in its series", "cited", "3"),
        (
            "Host, in the role as stated: co-hosted",
            "cited",
            "Ghana, through its foreign ministry",
        ),
        (
            "How many states came",
            "cited",
            "more than 35 states (participant); 2 named, 1 by inference",
        ),
        (
            "Which other states came",
            "unknown",
            "more than 33 of: more than 35 states (participant)",
        ),
        ("How many organizations came", "unknown", ""),
        (
            "How many persons came",
            "unknown",
            "officials, not numbered (participant); 0 named",
        ),
        (
            "Which states came, by name",
            "partly inferred",
            "2 named, 1 by inference: Burundi; Ghana",
        ),
        ("Which organizations came, by name", "unknown", ""),
        ("Which persons came, by name", "unknown", ""),
        ("Sent from: capital", "cited", "1 named"),
        ("Sent from where", "unknown", "not stated of: 1 named, 1 by inference"),
        ("What it was about", "cited", "About what is to be done."),
        (
            "Step taken there",
            "cited",
            "Liberia: announced that it intends to appoint, 11 June 2013",
        ),
        ("Document", "cited", "The summary"),
        ("Called otherwise", "cited", "third meeting"),
    ]


def test_a_meeting_s_ledger_gives_passages_and_the_inference(client):
    passage = make.make_passage(make.make_source("page", label="The page"), anchor="p4")
    meeting = make.make_meeting("accra", passages=[passage])
    for slug in ["gha", "bdi"]:
        country = make.make_country(slug)
        make.make_delegation(meeting, country, inference="It spoke.", passages=[passage])

    soup = soup_of(client, "/meetings/accra/ledger/")

    (row,) = [each for each in soup.select("tr") if "Which states came" in words(each)]
    assert [a["href"] for a in row.select(".cite a")] == ["/sources/page/#p4"]
    assert words(row.select_one(".inference")) == "Inferred: It spoke."


def test_what_a_meeting_rests_on_stands_once_and_beside_none_of_its_lines(client):
    passage = make.make_passage(make.make_source("page", label="The page"), anchor="p4")
    make.make_meeting("accra", city="Accra", inference="Its day is not stated.", passages=[passage])

    soup = soup_of(client, "/meetings/accra/ledger/")

    assert [a["href"] for a in soup.select("main .cite a")] == ["/sources/page/#p4"]
    assert not soup.select("table .cite")
    (row,) = [each for each in soup.select("tr") if words(each).startswith("Date ")]
    assert "Inferred: Its day is not stated." in words(row)


def test_what_is_known_to_the_secretariat_is_no_citation(client):
    make.make_meeting("accra", city="Accra", passages=[], is_from_secretariat=True)

    assert ("City", "known to the secretariat", "Accra") in ledger(
        client, "/meetings/accra/ledger/"
    )


def test_a_letter_and_a_delegate_who_is_not_public_do_not_show(client):
    letter = make.make_source("letter", label="canary-label", audience="secretariat")
    kept = [make.make_passage(letter, says="canary-says")]
    meeting = make.make_meeting("accra", city="Accra", passages=kept)
    meeting.documents.add(letter)
    make.make_delegate(make.make_delegation(meeting, passages=kept), name="canary-name")

    text = str(soup_of(client, "/meetings/accra/ledger/"))

    assert "canary" not in text
    assert "confirmed by a document held by the secretariat" in text
    assert ("City", "cited", "Accra") in ledger(client, "/meetings/accra/ledger/")
    assert ("Documents", "unknown", "") in ledger(client, "/meetings/accra/ledger/")


def test_of_a_source_it_says_what_is_inferred_and_unknown(client):
    make.make_source(
        "page",
        title="",
        issued_by="The Centre",
        published="[2013-06-12..2014]",
        published_inference="It bears no date.",
        url="https://example.org/",
    )

    assert ledger(client, "/sources/page/ledger/") == [
        ("Title", "recorded by the register", "the document bears none"),
        ("Issued by", "recorded by the register", "The Centre"),
        ("Published", "partly inferred", "between 12 June 2013 and 2014 (partly inferred)"),
        ("Web address", "recorded by the register", "https://example.org/"),
        ("Address opened for the register", "unknown", ""),
    ]


def test_of_a_document_that_was_not_read_those_tell_that_refer_to_it(client):
    memo = make.make_source("memo", title="", published="", kind="referred-to")
    memo.issued_by = "The Centre"
    memo.save()
    memo.referred_to_in.add(make.make_passage(make.make_source("page"), anchor="p9"))

    soup = soup_of(client, "/sources/memo/ledger/")

    assert [a["href"] for a in soup.select(".cite a")] == ["/sources/page/#p9"]
    assert ledger(client, "/sources/memo/ledger/") == [
        ("Title", "unknown", ""),
        ("Issued by", "cited", "The Centre"),
        ("Published", "unknown", ""),
        ("Web address", "unknown", ""),
        ("What it says", "unknown", ""),
    ]


def test_of_each_passage_it_says_which_facts_rest_on_it_and_how(client):
    source = make.make_source("page")
    used, unused = make.make_passage(source), make.make_passage(source)
    post = make.make_appointment(passages=[used], inference="The page bears no date.")
    step = make.make_step(passages=[used])
    make.make_delegate(name="canary-name", passages=[unused])

    soup = soup_of(client, "/sources/page/ledger/")

    facts = {a["href"]: words(a.parent.span) for a in soup.select("#p1 .rests a")}
    assert facts == {post.get_fact_url(): "partly inferred", step.get_fact_url(): "cited"}
    assert words(soup.select_one("#p2 .rests")) == "No fact of the network rests on this passage."
    assert "1 cited, 1 partly inferred. No fact rests on 1 passage." in words(soup)
    assert "canary" not in str(soup)


@pytest.mark.parametrize("kind", ["sources", "meetings"])
def test_one_that_may_not_be_seen_is_as_one_that_is_not_there(client, kind):
    make.make_source("letter", audience="secretariat")

    hidden = client.get(f"/{kind}/letter/ledger/")

    assert hidden.status_code == 404
    assert hidden.content == client.get(f"/{kind}/nothing/ledger/").content


def test_the_pages_lead_to_their_ledgers(client):
    make.make_source("page")
    make.make_meeting("accra")

    for address in ["/sources/page/", "/meetings/accra/"]:
        assert soup_of(client, address).find("a", href=f"{address}ledger/")


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    source = make.make_source("page")
    meeting = make.make_meeting("accra", part_of=make.make_meeting())

    def add():
        passages = {"passages": [make.make_passage(source)]}
        delegation = make.make_delegation(meeting, **passages)
        make.make_delegate(delegation, audience="public", **passages)
        make.make_host(meeting, **passages)
        make.make_headcount(meeting, value=meeting.headcounts.count() + 40, **passages)
        make.make_other_title(meeting, **passages)
        meeting.steps.add(make.make_step(**passages))
        meeting.documents.add(make.make_source())

    add()
    with django_assert_num_queries(25):
        client.get("/meetings/accra/ledger/")
    with django_assert_num_queries(15):
        client.get("/sources/page/ledger/")
    for _ in range(20):
        add()

    with django_assert_num_queries(25):
        client.get("/meetings/accra/ledger/")
    with django_assert_num_queries(15):
        client.get("/sources/page/ledger/")

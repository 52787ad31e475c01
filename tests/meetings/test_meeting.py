"""A meeting's page, and the list of meetings."""

import pytest

from tests.make import (
    make_country,
    make_delegate,
    make_delegation,
    make_headcount,
    make_host,
    make_meeting,
    make_organization,
    make_other_title,
    make_passage,
    make_source,
    make_step,
)
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def test_tells_when_and_where(client):
    ghana = make_country("gha", name="Ghana")
    make_meeting("accra", held="2013-06-11/2013-06-12", city="Accra", country=ghana, ordinal=3)

    text = text_of(client, "/meetings/accra/")

    assert "annual meeting · no. 3" in text
    assert "11-12 June 2013, Accra, Ghana" in text


def test_groups_hosts_by_their_role_as_stated(client):
    meeting = make_meeting("accra")
    make_host(meeting, make_country("gha", name="Ghana"), role="co-hosted")
    make_host(meeting, make_organization(name="The Centre"), role="in-association", through="x")
    make_host(meeting, make_country("dnk", name="Denmark"), role="co-hosted")

    soup = soup_of(client, "/meetings/accra/")

    section = soup.select_one("section[aria-labelledby=hosts]")
    assert [h3.get_text() for h3 in section.select("h3")] == ["co-hosted", "in association with"]
    assert [a.get_text() for a in section.select("li > a")] == ["Denmark", "Ghana", "The Centre"]


def test_groups_delegations_by_kind_role_and_where_they_came_from(client):
    meeting = make_meeting("accra")
    make_delegation(meeting, make_country("gha", name="Ghana"), sent_from="capital")
    make_delegation(meeting, make_country("rwa", name="Rwanda"), sent_from="mission")
    make_delegation(meeting, make_organization(name="OSCE"), role="observer")

    section = soup_of(client, "/meetings/accra/").select_one("section[aria-labelledby=delegations]")

    assert [words(h3) for h3 in section.select("h3")] == [
        "States (participant), sent from: capital 1",
        "States (participant), sent from: mission to the United Nations 1",
        "Organizations (observer), sent from: not stated 1",
    ]


def counted(client, slug):
    rows = soup_of(client, f"/meetings/{slug}/").select("section[aria-labelledby=headcounts] tr")
    return [[words(cell) for cell in row.select("td")[:2]] for row in rows[1:]]


def test_a_reported_number_stands_beside_those_named(client):
    meeting = make_meeting("first")
    make_headcount(meeting, value=2)
    make_headcount(meeting, value=1, sent_from="capital")
    make_headcount(meeting, of="persons", role="panelist", value=12)
    make_delegation(meeting, make_country("gha"), sent_from="capital")
    make_delegation(meeting, make_country("rwa"), sent_from="mission")
    make_delegation(meeting, make_country("fra"), role="observer")
    make_delegation(meeting, make_organization())

    assert counted(client, "first") == [
        ["2 reported", "2 named"],
        ["1 reported", "1 named"],
        ["12 reported", "0 named"],
    ]


def test_says_who_is_named_by_inference(client):
    meeting = make_meeting("second")
    make_headcount(meeting, value=36)
    make_delegation(meeting, inference="It spoke.")
    assert counted(client, "second") == [["36 reported", "1 named, by inference"]]

    make_delegation(meeting)

    assert counted(client, "second") == [["36 reported", "2 named, 1 by inference"]]


def test_keeps_the_qualifier_of_a_number(client):
    meeting = make_meeting("third")
    make_headcount(meeting, value=35, qualifier="more-than")
    make_headcount(meeting, of="persons", counted="UN officials", qualifier="unnumbered", value=0)

    assert counted(client, "third") == [
        ["more than 35 reported", "0 named"],
        ["no number reported", "0 named"],
    ]


def test_one_who_did_not_come_is_not_counted(client):
    meeting = make_meeting("third")
    make_headcount(meeting, value=35)
    make_delegation(meeting, status="absent")

    assert counted(client, "third") == [["35 reported", "0 named"]]


def test_names_a_delegate_only_where_that_is_public(client):
    delegation = make_delegation(make_meeting("ljubljana"), make_organization())
    make_delegate(delegation, name="Example Adviser", position="Adviser", audience="public")
    make_delegate(delegation, name="Example Colleague", audience="network")
    make_delegate(delegation, name="Example Official")

    text = text_of(client, "/meetings/ljubljana/")

    assert "Example Adviser, Adviser" in text
    assert "Example Colleague" not in text
    assert "Example Official" not in text


def test_shows_steps_documents_and_other_titles(client):
    meeting = make_meeting("accra")
    meeting.steps.add(make_step(make_country("bdi", name="Burundi"), taken="2013-06-11"))
    meeting.documents.add(make_source(label="The summary"))
    meeting.documents.add(make_source(label="A private letter", audience="secretariat"))
    make_other_title(meeting, title="third meeting")

    text = text_of(client, "/meetings/accra/")

    assert "Burundi announced that it intends to appoint, 11 June 2013" in text
    assert "The summary" in text
    assert "“third meeting”" in text
    assert "A private letter" not in text


def test_leads_to_what_it_is_part_of_and_back(client):
    conference = make_meeting("conference", title="Conference", series="other")
    make_meeting("workshop", title="Workshop", series="preparatory", part_of=conference)

    assert "Part of: Conference" in text_of(client, "/meetings/workshop/")
    assert "With, as a part of it: Workshop" in text_of(client, "/meetings/conference/")


def test_an_empty_meeting_says_what_is_not_recorded(client):
    make_meeting("planned", status="planned", held="")

    text = text_of(client, "/meetings/planned/")

    assert "date not recorded" in text
    assert "No host is recorded." in text
    assert "No number is reported." in text
    assert "Nobody who came is recorded by name." in text


@pytest.mark.parametrize("slug", ["nowhere", "2013-Accra", "x" * 200])
def test_an_unknown_meeting_is_not_there(client, slug):
    assert client.get(f"/meetings/{slug}/").status_code == 404


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    meeting = make_meeting("accra", part_of=make_meeting())
    passages = [make_passage()]

    def add():
        delegation = make_delegation(meeting, passages=passages)
        make_delegate(delegation, audience="public", passages=passages)
        make_host(meeting, passages=passages)
        make_headcount(meeting, value=meeting.headcounts.count() + 1, passages=passages)
        make_other_title(meeting, passages=passages)
        meeting.steps.add(make_step(passages=passages))
        meeting.documents.add(make_source())

    add()
    with django_assert_num_queries(26):
        client.get("/meetings/accra/")
    for _ in range(20):
        add()

    with django_assert_num_queries(26):
        client.get("/meetings/accra/")


def titles(client, query=""):
    return [h2.get_text() for h2 in soup_of(client, f"/meetings/{query}").select(".cards h2")]


def test_the_list_has_the_newest_first(client):
    make_meeting(title="First", held="2011-05-17/2011-05-18")
    make_meeting(title="Third", held="2013-06")
    make_meeting(title="Second", held="2012-09-29")

    assert titles(client) == ["Third", "Second", "First"]


def test_the_list_turns_its_pages(client):
    for _ in range(101):
        make_meeting(passages=[])

    soup = soup_of(client, "/meetings/")

    assert len(soup.select(".cards h2")) == 100
    assert soup.select_one("a[rel=next]")["href"] == "?page=2"
    assert len(titles(client, "?page=2")) == 1


@pytest.mark.parametrize("page", ["0", "3", "-1", "two", "1e3", "9" * 30, "٢", "", "%00"])
def test_a_page_that_is_not_there_is_a_404(client, page):
    assert client.get(f"/meetings/?page={page}").status_code == 404


def test_an_empty_list_says_so(client):
    assert "No meeting is recorded." in text_of(client, "/meetings/")


def test_the_list_ends_in_two_pictures_of_the_meetings_held(client):
    make_delegation(make_meeting("accra", city="Accra"), make_country("gha", name="Ghana"))

    pictures = soup_of(client, "/meetings/").select("section[aria-labelledby=compared] figure")

    assert [words(each.select_one("tbody tr")) for each in pictures] == [
        "Ghana state came, sent from: not stated",
        "Meeting 1 11-12 June 2013 no number reported",
    ]
    assert [each["href"] for each in pictures[1].select("a[download]")] == [
        "/pictures/headcounts.svg",
        "/pictures/headcounts.csv",
    ]


def test_the_list_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    def add():
        delegation = make_delegation()
        make_delegate(delegation, audience="public")
        make_host(delegation.meeting)
        make_headcount(delegation.meeting)

    add()
    with django_assert_num_queries(15):
        client.get("/meetings/")
    for _ in range(29):
        add()

    with django_assert_num_queries(15):
        client.get("/meetings/")


def test_those_who_did_not_come_stand_apart(client):
    meeting = make_meeting("accra")
    make_delegation(meeting, make_country("gha"))
    make_delegation(meeting, make_country("rwa"), status="absent")

    headings = soup_of(client, "/meetings/accra/").select("section[aria-labelledby=delegations] h3")

    assert [words(h3) for h3 in headings] == [
        "States (participant), sent from: not stated 1",
        "States (participant), did not come, sent from: not stated 1",
    ]


def test_nothing_is_compared_where_the_source_counts_more_narrowly(client):
    meeting = make_meeting("accra")
    make_headcount(meeting, of="organizations", counted="regional organizations", value=3)
    assert counted(client, "accra") == [["3 reported", "0 named"]]

    make_delegation(meeting, make_organization())

    assert counted(client, "accra") == [["3 reported", "not compared"]]

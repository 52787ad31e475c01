"""Where the sources differ: the page, and the pages of what it concerns."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.models import Claim, Difference
from tests import make
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def test_claims_stand_side_by_side_with_their_passages_and_why(client):
    page = make.make_passage(make.make_source("page", label="The page"), anchor="p4")
    difference = make.make_difference(
        "when", question="When was it launched?", reason="The narrower date is shown."
    )
    make.make_claim(difference, states="In 2010.")
    make.make_claim(
        difference,
        states="In September 2010.",
        is_displayed=True,
        inference="The year is ours.",
        passages=[page],
    )

    article = soup_of(client, "/differences/").select_one("article#when")

    assert words(article.h3) == "When was it launched? more or less precise"
    shown, other = article.select("li")
    assert words(shown).startswith("The register shows this one: In September 2010. The page, p4")
    assert words(shown).endswith("Inferred: The year is ours.")
    assert shown.select_one(".cite a")["href"] == "/sources/page/#p4"
    assert words(other).startswith("In 2010.")
    assert "Why: The narrower date is shown." in words(article)
    assert "None of them" not in words(article)


def test_where_none_is_preferred_it_says_so(client):
    difference = make.make_difference("who", kind="tension")
    make.make_claim(difference)
    make.make_claim(difference)

    article = soup_of(client, "/differences/").select_one("article#who")

    assert "None of them is shown before the others." in words(article)
    assert "The register shows" not in words(article)


def test_the_questions_stand_in_their_order_and_lead_down(client):
    make.make_difference("second", position=2, question="Second?")
    make.make_difference("first", position=1, question="First?")

    soup = soup_of(client, "/differences/")

    links = soup.select("nav[aria-labelledby=questions] a")
    assert [(words(a), a["href"]) for a in links] == [("First?", "#first"), ("Second?", "#second")]
    assert [words(h3.a) for h3 in soup.select("article h3")] == ["First?", "Second?"]


def test_it_names_what_it_concerns(client):
    difference = make.make_difference("when")
    step = make.make_step(make.make_country("gha", name="Ghana"), taken="2010-09")
    difference.steps.add(step)
    difference.meetings.add(make.make_meeting("accra", title="Accra"))

    article = soup_of(client, "/differences/").select_one("article#when")

    concerns, recorded = article.select("p")[-2:]
    assert words(concerns) == "It concerns: Accra"
    assert words(recorded) == (
        "Recorded as: Ghana: announced that it intends to appoint, September 2010"
    )
    assert recorded.a["href"] == step.get_fact_url()


def test_without_differences_it_says_so(client):
    assert "No difference between sources is recorded." in text_of(client, "/differences/")


def test_of_a_letter_a_claim_tells_only_that_it_is_held(client):
    letter = make.make_source("canary-slug", label="canary-label", audience="secretariat")
    claim = make.make_claim(passages=[make.make_passage(letter, says="canary-says")])
    claim.difference.parties.add(make.make_country("gha"))

    for address in ["/differences/", "/countries/gha/", claim.get_fact_url()]:
        page = str(soup_of(client, address))
        assert "canary" not in page
    assert "confirmed by a document held by the secretariat" in text_of(client, "/differences/")


def listed(client, address):
    links = soup_of(client, address).select("section[aria-labelledby=differences] a")
    return [(words(a), a["href"]) for a in links]


def test_the_pages_of_what_it_concerns_lead_there(client):
    source = make.make_source("page")
    difference = make.make_difference("when", question="When?")
    make.make_claim(difference, passages=[make.make_passage(source), make.make_passage(source)])
    difference.parties.add(make.make_country("gha"), make.make_organization("centre"))
    difference.meetings.add(make.make_meeting("accra"))
    make.make_difference("other", question="Something else?")
    make.make_country("dnk")

    for address in [
        "/countries/gha/",
        "/organizations/centre/",
        "/meetings/accra/",
        "/sources/page/",
    ]:
        assert listed(client, address) == [("When?", "/differences/#when")]
    assert listed(client, "/countries/dnk/") == []


def test_about_finds_what_concerns_a_row():
    meeting = make.make_meeting()
    title, host, came = (
        make.make_other_title(meeting),
        make.make_host(meeting),
        make.make_delegation(meeting),
    )
    names, roles = make.make_difference("names", kind="names"), make.make_difference("roles")
    names.meetings.add(meeting)
    roles.hosts.add(host)
    claim = make.make_claim(roles)

    def about(row):
        return [each.slug for each in Difference.objects.about(row).in_order()]

    assert about(meeting) == about(title) == ["names"]
    assert about(host) == about(claim) == ["roles"]
    assert about(claim.passages.get().source) == ["roles"]
    assert about(came) == []


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    def add():
        difference = make.make_difference()
        make.make_claim(difference)
        difference.parties.add(make.make_country())
        difference.appointments.add(make.make_appointment())
        difference.steps.add(make.make_step())
        difference.network_counts.add(make.make_network_count())
        difference.hosts.add(make.make_host())
        difference.meetings.add(make.make_meeting())

    add()
    with django_assert_num_queries(15):
        client.get("/differences/")
    for _ in range(29):
        add()

    with django_assert_num_queries(15):
        client.get("/differences/")


# What the database holds


def test_two_claims_cannot_both_be_shown():
    difference = make.make_difference()
    make.make_claim(difference, is_displayed=True)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_claim(difference, is_displayed=True)
    with pytest.raises(ValidationError, match="Only one claim can be the one that is shown"):
        Claim(difference=difference, position=9, states="x", is_displayed=True).full_clean()
    make.make_claim(is_displayed=True)


def test_two_claims_cannot_stand_at_one_place():
    difference = make.make_difference()
    make.make_claim(difference, position=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_claim(difference, position=1)


# On the desk


def test_staff_record_a_difference_with_its_claims(client):
    editor = make.make_staff()
    client.force_login(editor)
    passage, ghana = make.make_passage(), make.make_country("gha")
    page = reverse("admin:meetings_difference_add")
    form = client.get(page).context["adminform"].form
    sent = {
        "number": form["number"].value(),
        "question": "When was it launched?",
        "slug": "when-launched",
        "kind": "precision",
        "position": "1",
        "reason": "The narrower date is shown.",
        "parties": [ghana.pk],
        "claims-TOTAL_FORMS": "2",
        "claims-INITIAL_FORMS": "0",
        "claims-0-position": "1",
        "claims-0-states": "In September 2010.",
        "claims-0-is_displayed": "on",
        "claims-0-passages": [passage.pk],
        "claims-1-position": "2",
        "claims-1-states": "In 2010.",
    }

    refused = client.post(page, sent)

    assert "Say how this is known" in refused.text
    assert not Difference.objects.exists()
    form = refused.context["adminform"].form
    sent |= {"number": form["number"].value(), "claims-1-passages": [passage.pk]}
    client.post(page, sent)
    difference = Difference.objects.get()
    assert list(difference.parties.all()) == [ghana]
    assert [(claim.states, claim.is_displayed) for claim in difference.claims.all()] == [
        ("In September 2010.", True),
        ("In 2010.", False),
    ]
    assert difference.history.latest().history_user == editor

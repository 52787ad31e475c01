"""What changed between two days, at /changes/ and /changes.csv."""

import csv
from datetime import date

import pytest
import time_machine

from focalpoints.changes import Changes
from tests.make import (
    make_appointment,
    make_country,
    make_meeting,
    make_network_count,
    make_organization,
    make_passage,
    make_source,
    make_step,
)
from tests.read import soup_from, soup_of, words

pytestmark = pytest.mark.django_db


def page(client, query="", status=200):
    return soup_of(client, f"/changes/{query}", status)


def rows(soup, section):
    return [
        tuple(words(cell) for cell in row.select("th, td"))
        for row in soup.select(f"#{section}-moved tbody tr")
    ]


def lines(client, query=""):
    response = client.get(f"/changes.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(response.content.decode().splitlines()))


def test_tells_from_which_rung_to_which(client):
    make_appointment(make_country("gha", name="Ghana"), started="[2012-06-01..2013-06-12]")
    make_step(make_country("lbr", name="Liberia"), taken="2013-06-12")
    make_appointment(make_country("aut", name="Austria"), started="2011", ended="2013-06-12")
    make_appointment(make_country("dnk", name="Denmark"), started="2011")

    soup = page(client, "?from=2013-06-11&to=2013-06-12")

    assert rows(soup, "states") == [
        ("Austria", "appointed", "vacant"),
        ("Ghana", "possibly appointed", "appointed"),
        ("Liberia", "none recorded", "intends to appoint"),
    ]
    assert soup.select_one("#states-moved a")["href"] == "/countries/aut/?on=2013-06-12"


def test_nothing_changed_on_the_eve(client):
    make_appointment(started="2013-06-12")

    text = words(page(client, "?from=2013-06-10&to=2013-06-11"))

    assert text.count("All of them stand where they stood.") == 2
    assert "No step is certain to have been taken in this time." in text
    assert "No size is certain to have been reported in this time." in text
    assert "No meeting is certain to have ended in this time." in text


def test_what_rests_on_an_inference_stands_apart(client):
    make_appointment(make_country("gha", name="Ghana"), started="2013", inference="We think so.")
    party = make_appointment(
        make_country("dnk", name="Denmark"), started="2012", inference="We think so."
    ).party
    make_appointment(party, started="2013", capacity="joint")
    make_appointment(make_country("fra", name="France"), started="2013")

    soup = page(client, "?from=2012-12-31&to=2013-12-31")

    assert rows(soup, "states") == [("France", "none recorded", "appointed")]
    assert rows(soup, "states-inferred") == [
        ("Denmark", "appointed (by inference)", "appointed"),
        ("Ghana", "none recorded", "appointed (by inference)"),
    ]


def test_organizations_stand_apart(client):
    make_appointment(make_organization(name="European Union"), started="2013-06-12")

    soup = page(client, "?from=2013-06-11&to=2013-06-12")

    assert rows(soup, "states") == []
    assert rows(soup, "organizations") == [("European Union", "none recorded", "appointed")]


def test_totals_are_pairs_with_the_reported_sizes_and_their_days(client):
    make_appointment(started="[2012-01-01..2014]")
    make_appointment(started="2013", inference="We think so.")
    make_appointment(make_organization(), started="2012")
    make_network_count(value=17, as_of="2012-09-29")
    make_network_count(value=37, as_of="[2013-06-12..2014]", qualifier="more-than")

    soup = page(client, "?from=2012-12-31&to=2014-12-31")

    totals = [
        tuple(words(cell) for cell in row.select("td"))
        for row in soup.select("section[aria-labelledby=totals] tbody tr")
    ]
    assert totals == [
        ("Between 0 and 1 states", "2 states"),
        ("0", "1"),
        ("1 organization", "1 organization"),
        (
            "17 states (as stated); day of the count: 29 September 2012",
            "17 states (as stated); day of the count: 29 September 2012 "
            "more than 37 states; day of the count: between 12 June 2013 and 2014",
        ),
    ]
    sizes = words(soup.select_one("section[aria-labelledby=sizes]"))
    assert "more than 37 states" in sizes
    assert "17 states" not in sizes


def test_a_handover_on_a_known_day_is_a_change_of_the_post_alone(client):
    first = make_appointment(make_country("gha", name="Ghana"), started="2012", ended="2013-06-12")
    make_appointment(first.party, started="2013-06-12", succeeds=first)

    soup = page(client, "?from=2013-06-11&to=2013-06-12")

    assert rows(soup, "states") == []
    assert (
        "Ghana: focal point, first day out of office: 12 June 2013; "
        "focal point, started 12 June 2013;"
        in words(soup.select_one("section[aria-labelledby=states]"))
    )


@pytest.mark.parametrize(("last", "is_told"), [("2013-06-11", False), ("2013-06-12", True)])
def test_steps_sizes_and_meetings_are_told_from_the_last_day_of_their_dates(client, last, is_told):
    passage = make_passage(make_source("release"))
    make_step(make_country("lbr", name="Liberia"), taken="[2013-06-11..2013-06-12]")
    make_network_count(value=17, as_of="[2013-06-11..2013-06-12]", passages=[passage])
    make_meeting(title="Accra", held="2013-06-11/2013-06-12")

    soup = page(client, f"?from=2013-06-10&to={last}")

    found = {
        name: words(soup.select_one(f"section[aria-labelledby={name}]"))
        for name in ("steps", "sizes", "meetings")
    }
    assert ("Liberia announced that it intends to appoint" in found["steps"]) == is_told
    assert ("17 states" in found["sizes"]) == is_told
    assert ("Accra, 11-12 June 2013" in found["meetings"]) == is_told


def test_what_was_known_on_the_first_day_is_not_told_again(client):
    make_step(taken="2013-06-12")
    make_meeting(held="2013-06-12")

    assert lines(client, "?from=2013-06-12&to=2013-06-13") == []


@time_machine.travel("2026-11-22")
def test_goes_from_the_first_day_of_the_register_to_today(client):
    make_appointment(make_country("gha", name="Ghana"), started="2026-11-22")

    soup = page(client)

    assert "From 1 September 2010 to 22 November 2026" in words(soup.select_one(".headline"))
    assert rows(soup, "states") == [("Ghana", "none recorded", "appointed")]


def test_leads_to_the_neighbouring_changes_and_to_itself(client):
    for day in ("2012-01-01", "2013-01-01", "2014-01-01", "2015-01-01"):
        make_appointment(started=day)

    links = [
        (a["href"], words(a))
        for a in page(client, "?from=2012-06-01&to=2014-06-01").select(".as-of a")
    ]

    assert links == [
        ("?from=2012-01-01&to=2014-06-01", "From the change before: 1 January 2012"),
        ("?from=2013-01-01&to=2014-06-01", "From the change after: 1 January 2013"),
        ("?from=2012-06-01&to=2014-01-01", "To the change before: 1 January 2014"),
        ("?from=2012-06-01&to=2015-01-01", "To the change after: 1 January 2015"),
        (
            "?from=2012-06-01&to=2014-06-01",
            "Permanent link to the changes from 1 June 2012 to 1 June 2014",
        ),
        ("/changes.csv?from=2012-06-01&to=2014-06-01", "Download the changes (CSV)"),
    ]


def test_days_in_the_wrong_order_are_refused_and_can_be_exchanged(client):
    soup = page(client, "?from=2013-06-12&to=2013-06-11", status=400)

    assert "11 June 2013 comes before 12 June 2013: write the earlier day first." in words(soup)
    assert soup.select_one(".notice a")["href"] == "?from=2013-06-11&to=2013-06-12"
    assert soup.select_one("input[name=from]")["value"] == "2013-06-12"


def test_one_day_may_be_both(client):
    assert "All of them stand where they stood." in words(
        page(client, "?from=2013-06-12&to=2013-06-12")
    )


@pytest.mark.parametrize("address", ["/changes/", "/changes.csv"])
@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("from", "yesterday", "“yesterday” is not a day."),
        ("to", "2013-02-29", "“2013-02-29” is not a day."),
        ("to", "9" * 500, "is not a day."),
        ("from", "٢٠١٣-06-12", "is not a day."),
        ("from", "2010-08-31", "knows the days from 1 September 2010 to today, not 2010-08-31"),
        ("to", "2999-01-01", "knows the days from 1 September 2010 to today, not 2999-01-01"),
    ],
)
def test_refuses_what_is_no_day_with_the_typed_text(client, address, name, typed, sentence):
    soup = soup_of(client, f"{address}?{name}={typed}", status=400)

    assert sentence in words(soup)
    assert soup.select_one(f"input[name={name}]")["value"] == typed


def test_the_file_tells_the_same(client):
    ghana = make_country("gha", name="Ghana")
    post = make_appointment(ghana, started="[2012..2013-04-10]", inference="We think so.")
    step = make_step(ghana, kind="announced", taken="2013-04-10")
    size = make_network_count(as_of="2013-04-10")
    make_meeting("accra", held="2013-04-10")
    joint = make_appointment(
        make_appointment(make_country("dnk", name="=Denmark"), started="2011").party,
        started="2013-04-10",
        capacity="joint",
    )

    found = lines(client, "?from=2013-04-09&to=2013-04-10")

    assert [(each["change"], each["id"], each["party"], each["name"]) for each in found] == [
        ("standing", "gha", "gha", "Ghana"),
        ("post", joint.key, "dnk", "'=Denmark"),
        ("step", step.key, "gha", "Ghana"),
        ("reported-size", size.key, "", ""),
        ("meeting", "accra", "", ""),
    ]
    standing, joined, *_ = found
    assert (standing["rung_before"], standing["rung_after"]) == ("possible", "appointed")
    assert (standing["is_inferred"], joined["is_inferred"]) == ("true", "false")
    assert (joined["date"], joined["date_earliest"]) == ("2013-04-10", "2013-04-10")
    assert joined["url"].endswith(f"/facts/appointments/{joint.key}/")
    assert post.key not in str(found)


def test_the_file_is_named_for_the_days(client):
    response = client.get("/changes.csv?from=2013-04-09&to=2013-04-10")

    assert response["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response["Content-Disposition"] == (
        'attachment; filename="r2pnet-changes-2013-04-09-2013-04-10.csv"'
    )


@pytest.mark.parametrize("address", ["/changes/", "/changes.csv"])
def test_whoever_asks_too_often_waits(client, settings, address):
    settings.COMPUTED_A_MINUTE = 0

    response = client.get(address)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("address", "number", "number_of_some"), [("/changes/", 17, 13), ("/changes.csv", 13, 10)]
)
def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries, address, number, number_of_some
):
    codes = []
    for added in (1, 29):
        for _ in range(added):
            codes.append(make_step(make_appointment().party).party.slug)
            make_network_count()
            make_meeting()

        with django_assert_num_queries(number):
            client.get(address)
        with django_assert_num_queries(number_of_some):
            client.get(address, {"states": ",".join(codes)})


def test_compares_the_same_parties_on_both_days():
    make_appointment(make_country("gha"), started="2013")
    make_country("dnk")

    changes = Changes(date(2012, 1, 1), date(2014, 1, 1))

    assert [each.party.slug for each in changes.before.states] == ["dnk", "gha"]
    assert [each.party.slug for each in changes.after.states] == ["dnk", "gha"]
    assert changes.reported_before == changes.newly_reported == []


def test_compares_some_parties_alone(client):
    for code, name in (("gha", "Ghana"), ("dnk", "Denmark"), ("fra", "France")):
        make_step(make_appointment(make_country(code, name=name), started="2013").party)
    make_appointment(make_organization("union", name="Union"), started="2013")
    make_network_count(as_of="2013-06-12")
    make_meeting(held="2013-06-12")

    soup = page(client, "?from=2012-01-01&to=2014-01-01&states=gha&states=DNK,union")

    assert [row[0] for row in rows(soup, "states")] == ["Denmark", "Ghana"]
    assert [row[0] for row in rows(soup, "organizations")] == ["Union"]
    assert "Only of: Denmark, Ghana, Union." in words(soup.select_one(".page-head"))
    assert "France" not in words(soup.select_one("main"))
    assert not soup.select("section[aria-labelledby=sizes], section[aria-labelledby=meetings]")
    assert [a["href"] for a in soup.select(".as-of p a")] == [
        "?from=2012-01-01&to=2014-01-01&states=dnk,gha,union",
        "/changes.csv?from=2012-01-01&to=2014-01-01&states=dnk,gha,union",
    ]
    found = lines(client, "?from=2012-01-01&to=2014-01-01&states=gha,union")
    assert [(each["change"], each["party"]) for each in found] == [
        ("standing", "gha"),
        ("standing", "union"),
        ("step", "gha"),
    ]


@pytest.mark.parametrize("address", ["/changes/", "/changes.csv"])
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "gha,<b>xyz</b>,Korea",
            "Not understood as a state or organization: “<b>xyz</b>”, “Korea”.",
        ),
        (",", "Not understood as a state or organization: “,”."),
        ("gha," * 201, "That is a list of more than 200 entries"),
        ("g" * 10_001, "Ensure this value has at most 10000 characters"),
    ],
)
def test_refuses_what_is_no_party_with_the_typed_text(client, address, typed, sentence):
    make_country("gha", name="Ghana")
    make_country("kor", name="Republic of Korea")
    make_country("prk", name="Democratic People's Republic of Korea")

    response = client.get(address, {"states": typed})

    assert response.status_code == 400
    soup = soup_from(response.content)
    assert sentence in words(soup)
    assert soup.select_one("input[name=states]")["value"] == typed


def test_days_in_the_wrong_order_keep_the_parties(client):
    make_country("gha")

    soup = page(client, "?from=2013-06-12&to=2013-06-11&states=gha", status=400)

    assert soup.select_one(".notice a")["href"] == "?from=2013-06-11&to=2013-06-12&states=gha"


def test_an_inference_about_the_start_of_a_post_tells_nothing_of_its_end(client):
    party = make_appointment(make_country("gha"), started="2011").party
    make_appointment(
        party,
        started="2012",
        ended="2013-06-12",
        capacity="joint",
        inference="We think so.",
    )

    for days, is_inferred in (
        ("from=2011-12-31&to=2012-12-31", "true"),
        ("from=2013-06-11&to=2013-06-12", "false"),
    ):
        (post,) = lines(client, f"?{days}")
        assert (post["change"], post["is_inferred"]) == ("post", is_inferred)


def test_says_no_absence_that_is_not_known(client):
    make_network_count(value=37, as_of="[2013-06-12..2014]")
    make_step(
        make_country("aus", name="Australia"), kind="joined", taken="[2012-01-31..2012-03-31]"
    )

    sizes = words(page(client, "?from=2013-06-12&to=2013-12-31").select_one("main"))
    steps = words(page(client, "?from=2012-03-30&to=2012-03-31").select_one("main"))

    assert "No size is certain to have been reported in this time." in sizes
    assert "No size is certain to have been reported by this day." in sizes
    assert "surely past by the last day, and not surely by the first" in steps
    assert "Steps surely taken Australia joined" in steps

"""The home page."""

import pytest
import time_machine

from tests.make import (
    make_appointment,
    make_country,
    make_meeting,
    make_network_count,
    make_passage,
    make_source,
    make_statement,
)
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db


def test_says_how_many_states_and_when_they_were_last_attested(client):
    for published in ["2013-06-12", ""]:
        make_appointment(passages=[make_passage(make_source(published=published))])

    assert (
        "2 states recorded: 0 attested within the last year, 1 last attested 12 June 2013, "
        "1 not attested by a dated source." in text_of(client, "/")
    )


def test_says_which_states_since_when_and_how_that_is_known(client):
    page = make_passage(make_source("page"), anchor="p20")
    for slug, name in [("gha", "Ghana"), ("dnk", "Denmark")]:
        make_appointment(make_country(slug, name=name), started="[2010-09..2012]", passages=[page])
    make_appointment(make_country("fra", name="France"), started="2013")

    first, second = soup_of(client, "/").select(".since > li")

    assert words(first.h3) == "between September 2010 and 2012 2 states"
    assert [(a["href"], words(a)) for a in first.select(".names a")] == [
        ("/countries/dnk/", "Denmark"),
        ("/countries/gha/", "Ghana"),
    ]
    assert [a["href"] for a in first.select(".cite a")] == ["/sources/page/#p20"]
    assert words(second.h3) == "2013 1 state"


def test_what_other_passages_tell_stands_apart(client):
    make_appointment(started="2012")
    make_appointment(started="2012")
    make_appointment(started="2012", inference="We think so.")

    assert len(soup_of(client, "/").select(".since > li")) == 3


def test_a_state_with_two_posts_is_one_state(client):
    ghana = make_country("gha", name="Ghana")
    page = make_passage(make_source("page"))
    make_appointment(ghana, started="2012", passages=[page])
    make_appointment(ghana, started="2012", capacity="joint", passages=[page])

    assert words(soup_of(client, "/").select_one(".since > li")).startswith("2012 1 state Ghana")


def test_an_office_handed_over_without_a_gap_goes_on_since_its_first_holder(client):
    ghana = make_country("gha")
    first = make_appointment(ghana, started="2011", ended="2015-06")
    second = make_appointment(ghana, started="2015-06", ended="2020-01", succeeds=first)
    make_appointment(ghana, started="2020-01", succeeds=second)

    (start,) = soup_of(client, "/").select(".since > li")

    assert words(start.h3) == "2011 1 state"


def test_a_post_that_ends_on_an_unknown_day_stands_apart_with_its_end(client):
    make_appointment(started="2012")
    make_appointment(started="2012", ended="[2020..2100]")
    make_appointment(started="2012", ended="2020")

    heads = [words(each.h3) for each in soup_of(client, "/").select(".since > li")]

    assert heads == [
        "2012 1 state",
        "2012; first day out of office: between 2020 and 2100 1 state",
    ]


def test_the_larger_of_two_that_began_at_once_stands_first(client):
    page = make_passage(make_source("page"))
    make_appointment(make_country("alb"), started="2012")
    for slug in ["gha", "rwa"]:
        make_appointment(make_country(slug), started="2012", passages=[page])

    heads = [words(each.h3) for each in soup_of(client, "/").select(".since > li")]

    assert heads == ["2012 2 states", "2012 1 state"]


def test_does_not_tell_which_states_share_a_letter(client):
    page = make_passage(make_source("page"))
    letters = [make_passage(make_source(f"letter-{n}", audience="secretariat")) for n in range(2)]
    for letter in letters:
        make_appointment(started="2012", passages=[page, letter])
    make_appointment(started="2012", passages=[page])

    with_letter, without = soup_of(client, "/").select(".since > li")

    assert "2 states" in words(with_letter.h3)
    assert "confirmed by a document held by the secretariat" in words(with_letter)
    assert "held by the secretariat" not in words(without)


def test_shows_the_world(client):
    make_appointment(make_country("gha"))

    (dot,) = soup_of(client, "/").select("#picture-world .drawing a")

    assert dot["href"] == "/countries/gha/"
    assert dot.circle["class"] == ["dot", "appointed"]


def test_says_what_rests_on_an_inference(client):
    make_appointment(inference="We think so.")

    assert "1 of them is certain on this day only through an inference" in text_of(client, "/")


def test_shows_reported_sizes_with_their_source(client):
    make_network_count(value=17, passages=[make_passage(make_source("release"), anchor="p8")])

    reported = soup_of(client, "/").select_one("#reported")

    assert "17 states reported (as stated); day of the count: 29 September 2012" in words(reported)
    assert reported.select_one("a")["href"] == "/sources/release/#p8"


@time_machine.travel("2026-11-22")
def test_shows_the_latest_and_the_next_meeting_of_the_network(client):
    make_meeting(title="Stale", status="planned", held="2026-11-21")
    make_meeting(title="First", held="2011-05-17")
    make_meeting(title="Third", held="2013-06-11")
    make_meeting(title="Conference", held="2014", series="other")
    make_meeting(title="Fifth", status="planned", held="2028")
    make_meeting(title="Fourth", status="planned", held="2027-05")

    text = text_of(client, "/")

    assert "Latest Third, 11 June 2013" in text
    assert "Next Fourth, May 2027" in text


def test_says_what_a_focal_point_is_with_the_passage(client):
    passage = make_passage(make_source("release"), anchor="p7")
    make_statement(topic="focal-point", text="A senior official.", passages=[passage])

    assert soup_of(client, "/").select_one("#what + .claims a")["href"] == "/sources/release/#p7"


def test_an_empty_register_says_so(client):
    text = text_of(client, "/")

    assert "0 states recorded" in text
    assert "No source had reported a number by this day." in text
    assert "No meeting is recorded as held." in text
    assert "No planned meeting is recorded." in text


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    def add():
        make_appointment()
        make_network_count()
        make_meeting()
        make_statement(topic="focal-point")
        make_statement(topic="network")

    add()
    with django_assert_num_queries(25):
        client.get("/")
    for _ in range(29):
        add()

    with django_assert_num_queries(25):
        client.get("/")


def test_says_what_is_only_possible(client):
    make_appointment(make_country("gha", name="Ghana"), started="[2013..2100]")

    soup = soup_of(client, "/")

    assert words(soup.select_one(".names")) == "Ghana (possibly)"
    assert "Between 0 and 1 states recorded with a focal point" in words(
        soup.header.find_next("header")
    )
    assert "0 states recorded:" not in words(soup)


def test_shows_the_day_asked_for(client):
    make_appointment(make_country("gha", name="Ghana"), started="2013-06-12")
    make_network_count(value=17, as_of="2013-06-12")

    eve = soup_of(client, "/?on=2013-06-11")
    day = soup_of(client, "/?on=2013-06-12")

    assert "0 states recorded with a focal point on 11 June 2013, as known now." in words(eve)
    assert "No source had reported a number by this day." in words(eve)
    assert "1 state recorded with a focal point on 12 June 2013, as known now." in words(day)
    assert "17 states reported" in words(day.select_one("#reported"))
    assert "The network on 12 June 2013" in words(day.title)


def test_keeps_the_day_in_its_links_and_pictures(client):
    fact = make_appointment(make_country("gha"), inference="We think so.")

    soup = soup_of(client, "/?on=2013-06-12")

    links = [a["href"] for a in soup.select("main a[href^='/']")]
    without_day = {link for link in links if "on=2013-06-12" not in link}
    assert without_day <= {
        "/changes/?to=2013-06-12",
        fact.get_fact_url(),
        "/sources/source-1/",
        "/sources/source-1/#p1",
        "/how-to-appoint/",
        "/about/",
        "/meetings/",
    }
    assert {
        "/countries/?on=2013-06-12",
        "/countries/?on=2013-06-12#appointed-inferred",
        "/countries/gha/?on=2013-06-12",
        "/focal-points/?on=2013-06-12",
        "/pictures/world.svg?on=2013-06-12",
        "/pictures/network.csv?on=2013-06-12",
        "/pictures/groups.svg?on=2013-06-12",
    } <= set(links)


@time_machine.travel("2026-11-22")
def test_leads_to_the_days_of_change_on_either_side_and_to_itself(client):
    make_appointment(started="[2012-01-01..2013-04-10]")

    days = soup_of(client, "/?on=2012-06-01").select_one(".as-of")
    today = soup_of(client, "/").select_one(".as-of")

    assert [(a["href"], words(a)) for a in days.select("nav a")] == [
        ("?on=2012-01-01", "Previous day from which something else is known: 1 January 2012"),
        ("?on=2013-04-10", "Next day from which something else is known: 10 April 2013"),
    ]
    assert "The day is that of the facts, as they are known now" in words(days)
    assert [(a["href"], words(a)) for a in today.select("a")] == [
        ("?on=2013-04-10", "Previous day from which something else is known: 10 April 2013"),
        ("?on=2026-11-22", "Permanent link to this page as of 22 November 2026"),
        ("/changes/?to=2026-11-22", "What changed up to this day"),
    ]
    assert "No later change is recorded, up to today." in words(today)


def test_says_so_where_nothing_changed_before(client):
    make_appointment(started="2012-01-01")

    assert "No earlier change is recorded." in text_of(client, "/?on=2012-01-01")


@pytest.mark.parametrize("typed", ["soon", "2010-08-31", "2013-02-29", "%00", "٢٠١٣-06-12"])
def test_refuses_a_day_that_it_does_not_know(client, typed):
    soup = soup_of(client, f"/?on={typed}", status=400)

    assert soup.select_one("input[name=on]")["aria-invalid"] == "true"
    assert not soup.select(".as-of")


@time_machine.travel("2026-11-22")
@pytest.mark.parametrize(
    ("day", "latest", "following"),
    [
        ("2011-05-17", "No meeting is recorded as held.", "First, 17-18 May 2011"),
        ("2011-05-18", "First, 17-18 May 2011", "Second, 2013"),
        ("2013-12-31", "Second, 2013", "Third, 2028"),
    ],
)
def test_the_meetings_are_those_around_the_day(client, day, latest, following):
    make_meeting(title="First", held="2011-05-17/2011-05-18")
    make_meeting(title="Called off", held="2012", status="cancelled")
    make_meeting(title="Second", held="2013")
    make_meeting(title="Third", held="2028", status="planned")

    assert f"Latest {latest} Next {following}" in text_of(client, f"/?on={day}")

"""The search over everything public."""

import re
from urllib.parse import urlencode

import pytest

from meetings.models import Delegate, Delegation
from r2pnet.search import Query, marked
from sources.citations import cited_models
from tests import make
from tests.make import (
    make_appointment,
    make_claim,
    make_consent,
    make_country,
    make_delegate,
    make_delegation,
    make_difference,
    make_focal_point,
    make_meeting,
    make_network_count,
    make_organization,
    make_other_name,
    make_other_title,
    make_passage,
    make_protection,
    make_source,
    make_statement,
    make_step,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db


def page_of(client, q, status=200, **more):
    return soup_of(client, f"/search/?{urlencode({'q': q, **more})}", status)


def found(client, q, **more):
    """By heading, the links that stand under it."""
    section = page_of(client, q, **more).select_one("main section")
    return {
        words(heading): [words(a) for a in heading.find_next_sibling("ul").select("li > a")]
        for heading in section.select("h2")
    }


def places(client, q):
    """Where each thing was found: the text of its lines, with what is marked in brackets."""
    section = page_of(client, q).select_one("main section")
    for mark in section.select("mark"):
        mark.replace_with(f"[{mark.get_text()}]")
    return [[words(small) for small in li.select("small")] for li in section.select("li")]


@pytest.mark.parametrize(
    "q",
    ["Côte d’Ivoire", "cote d ivoire", "COTE DIVOIRE", "ivoire", "Ivory Coast", "CI", "civ", "384"],
)
def test_finds_a_state_however_it_is_written(client, q):
    ivory_coast = make_country("civ", name="Côte d'Ivoire", iso="CI", m49="384")
    make_other_name(ivory_coast, name="Ivory Coast")
    make_country("gha", name="Ghana", iso="GH", m49="288")

    assert [link for links in found(client, q).values() for link in links] == ["Côte d'Ivoire"]


@pytest.mark.parametrize("q", ["Россия", "Rusia", "俄罗斯", "روسيا", "Russie"])
def test_finds_a_state_by_what_it_is_called_day_by_day_and_does_not_say_so(client, q):
    make_country("rus", name="Russian Federation", iso="RU", m49="643")
    make_country("gha", name="Ghana", iso="GH", m49="288")

    assert [link for links in found(client, q).values() for link in links] == ["Russian Federation"]
    assert places(client, q) == [[]]


def test_a_code_or_an_acronym_comes_first_and_only_as_a_whole(client):
    make_country("nru", name="Nauru", iso="NR", m49="520")
    make_country("nam", name="Namibia", iso="NA", m49="516")
    make_organization("north", name="North Example", acronym="NA")
    make_country("gha", name="Ghana", iso="GH", m49="288")

    assert list(found(client, "na").items())[:2] == [
        ("Called exactly so 2", ["Namibia", "North Example"]),
        ("States 1", ["Nauru"]),
    ]
    assert found(client, "28") == {}


def test_initials_are_one_word(client):
    emirates = make_country("are", name="United Arab Emirates", iso="AE")
    make_other_name(emirates, name="UAE")

    assert found(client, "U.A.E.") == {"Called exactly so 1": ["United Arab Emirates"]}


def test_all_words_must_be_there_wherever_they_stand(client):
    make_meeting("2013-accra", title="Third Example Meeting", city="Accra", held="2013")
    make_meeting("2014-accra", title="Fourth Example Meeting", city="Accra", held="2014")

    assert found(client, "accra third") == {"Meetings 1": ["Third Example Meeting"]}
    assert found(client, "accra fifth") == {}


def test_says_where_it_was_found_with_the_words_marked(client):
    meeting = make_meeting("accra", title="Third Meeting", summary="It was held in Accra.")
    make_other_title(meeting, title="Accra Meeting")

    assert places(client, "ACCRA meet") == [
        ["(title)", "other title: [Accra] [Meet]ing", "series: annual [meet]ing"],
    ]


def test_shows_of_a_long_text_what_stands_around_the_words(client):
    make_statement(text="Lorem " * 40 + "a ministry decides " + "ipsum " * 40)

    [[place]] = places(client, "ministry")

    assert place.startswith("statement: … Lorem Lorem")
    assert "a [ministry] decides ipsum" in place
    assert place.endswith("ipsum …")
    assert len(place) < 300


def fill_with_canaries():
    country = make_country("gha", name="Canary")
    passage = make_passage(
        make_source("release", label="Canary label"), anchor="p9", says="Canary says"
    )
    make_organization("canary", name="The Canary Centre")
    meeting = make_meeting("accra", title="Meeting of the Canary")
    person = make_focal_point("Canary Person")
    make_consent(person)
    make_appointment(country, holder=person, office="Canary Office", passages=[passage])
    make_delegate(make_delegation(meeting, country), name="Canary Delegate", audience="public")
    make_statement(topic="focal-point", text="A canary sings.")
    make_claim(make_difference(question="Where?", reason="Unsettled."), states="Canary claim")


def test_finds_every_kind_of_what_is_public(client):
    fill_with_canaries()

    assert found(client, "canary") == {
        "Called exactly so 1": ["Canary"],
        "Organizations 1": ["The Canary Centre"],
        "Meetings 1": ["Meeting of the Canary"],
        "Appointments 1": ["Canary: focal point"],
        "Focal points 1": ["Canary Person"],
        "Delegates 1": ["Canary Delegate"],
        "Sources 1": ["Canary label"],
        "Passages 1": ["Canary label, p9"],
        "Statements 1": ["What a focal point is"],
        "Where sources differ 1": ["Where?"],
    }


@pytest.mark.parametrize(
    "model",
    # Delegations are found by their party and their meeting, delegates by their names.
    [model for model in cited_models() if model not in (Delegation, Delegate)],
    ids=lambda model: model.collection,
)
def test_finds_every_kind_of_fact_by_what_is_inferred_in_it(client, model):
    maker = getattr(make, f"make_{re.sub('(?<!^)(?=[A-Z])', '_', model.__name__).lower()}")
    fact = maker(inference="A canary sings.")

    links = page_of(client, "canary").select("main section li > a")

    assert fact.get_fact_url() in [link["href"] for link in links]


@pytest.mark.parametrize(
    ("q", "sentence"),
    [
        ("joined group", "Ghana: joined the facilitating group, 2012"),
        ("17 states", "17 states, 2012"),
        ("hosted accra", "Meeting at Accra: Ghana (hosted)"),
        ("foreign ministry", "Meeting at Accra: Ghana (hosted)"),
        ("31 states", "Meeting at Accra: 31 states"),
    ],
)
def test_finds_facts_by_the_sentence_that_says_them(client, q, sentence):
    ghana, meeting = make_country("gha", name="Ghana"), make_meeting(title="Meeting at Accra")
    make_step(ghana, kind="joined", taken="2012")
    make_network_count(value=17, as_of="2012")
    make.make_host(meeting, ghana, through="foreign ministry")
    make.make_headcount(meeting, value=31)

    assert found(client, q) == {"Other facts 1": [sentence]}


def test_each_thing_found_has_a_page(client):
    fill_with_canaries()

    links = page_of(client, "canary").select("main section li > a")

    assert {client.get(link["href"]).status_code for link in links} == {200}


def test_finds_the_pages_of_the_site(client):
    assert found(client, "privacy") == {"Pages of this site 1": ["Privacy notice"]}


def test_finds_a_fact_by_its_key_and_whatever_stands_at_an_address(client, settings):
    settings.SITE_URL = "https://register.example"
    step = make_step(make_country("gha", name="Ghana"))

    by_key = found(client, step.key)
    assert by_key == {"Called exactly so 1": [str(step)]}
    assert found(client, f"/facts/steps/{step.key}/") == by_key
    assert found(client, "https://register.example/countries/gha/?on=2013-06-12") == {
        "Called exactly so 1": ["Ghana"]
    }
    assert found(client, "/facts/steps/%00/") == {}
    assert found(client, "/nowhere/") == {}
    assert found(client, "//[") == {}
    assert found(client, "/\t/[") == {}


def test_finds_nobody_who_is_not_named_in_public_and_nothing_private(client):
    meeting, ghana = make_meeting("accra"), make_country("gha")
    delegation = make_delegation(meeting, ghana)
    hidden = make_focal_point("Canary Hidden")
    make_consent(hidden)
    make_protection(hidden)
    unnamed = make_focal_point("Canary Unnamed", note="Canary note", biography="Canary life")
    for person, capacity in [(hidden, "primary"), (unnamed, "joint")]:
        make_appointment(
            ghana, holder=person, capacity=capacity, office="Office", end_reason="Canary reason"
        )
        make_delegate(delegation, name=f"{person.name} X", focal_point=person, audience="public")
    make_delegate(delegation, name="Canary Delegate", audience="network")
    letter = make_source("letter", audience="secretariat", label="Canary", note="Canary")
    make_passage(letter, says="Canary says", quotation="Canary words")
    make_source("release", note="Canary note")

    assert found(client, "canary") == {}
    assert found(client, "office") == {
        "Appointments 2": [f"{ghana}: focal point", f"{ghana}: joint focal point"]
    }


def test_a_name_is_gone_with_the_consent_to_it(client):
    person = make_focal_point("Canary Person")
    consent = make_consent(person)
    assert found(client, "canary") == {"Focal points 1": ["Canary Person"]}

    consent.delete()

    assert found(client, "canary") == {}


def test_a_day_leads_to_the_register_and_to_what_is_dated_then(client):
    ghana = make_country("gha", name="Ghana")
    undated = make_passage(make_source("undated", published=""))
    make_meeting(
        "accra", title="Held over two days", held="2013-06-11/2013-06-12", passages=[undated]
    )
    make_meeting("june", title="Held some day in June", held="2013-06", passages=[undated])
    make_meeting(
        "planned", title="Planned", held="2013-06-12", status="planned", passages=[undated]
    )
    make_step(ghana, kind="launched", taken="2013-06-12", passages=[undated])
    make_step(ghana, kind="joined", taken="[2013-06-11..2013-06-12]", passages=[undated])
    make_network_count(value=17, as_of="2013-06-12", passages=[undated])
    make_appointment(ghana, started="2013-06-12", ended="2014", passages=[undated])
    make_source("release", label="Released", published="2013-06-12")

    page = page_of(client, "2013-06-12")

    assert page.select_one(".headline a")["href"] == "/countries/?on=2013-06-12"
    assert words(page.select_one(".headline")) == "The register on 12 June 2013"
    assert found(client, "2013-06-12") == {
        "Dated then 5": [
            "Held over two days",
            "17 states",
            "Ghana: focal point",
            "Ghana: launched the initiative",
            "Released",
        ]
    }
    assert "Held some day in June" in found(client, "2013-06")["Dated then 7"]
    assert found(client, "2014") == {"Dated then 1": ["Ghana: focal point"]}


def test_a_day_in_words_is_looked_for_as_a_day_and_as_words(client):
    undated = [make_passage(make_source("undated", published=""), says="Of nothing")]
    make_meeting("accra", title="Of two days", held="2013-06-11/2013-06-12", passages=undated)
    make_meeting("july", title="After 12 June 2013", held="2013-07", passages=undated)

    assert found(client, "12 June 2013") == {
        "Dated then 1": ["Of two days"],
        "Meetings 1": ["After 12 June 2013"],
    }


@pytest.mark.parametrize(
    ("q", "day"),
    [
        ("2012", "2012-12-31"),
        ("2012-02", "2012-02-29"),
        ("2010-08", None),
        ("2010", "2010-12-31"),
        ("2012-02-30", None),
        ("12 June 2013", "2013-06-12"),
        (" 1  june 2013 ", "2013-06-01"),
        ("11-12 June 2013", "2013-06-12"),
        ("11 – 12 June 2013", "2013-06-12"),
        ("June 2013", "2013-06-30"),
        ("31 June 2013", None),
        ("12-11 June 2013", None),
        ("12 Junius 2013", None),
        ("٢ June 2013", None),
        ("June 1999", None),
        ("1999", None),
        ("2099-01-01", None),
        ("２０１２", None),
    ],
)
def test_a_month_or_year_leads_to_its_last_day_that_the_register_knows(client, q, day):
    link = page_of(client, q).select_one(".headline a")

    assert (link and link["href"]) == (day and f"/countries/?on={day}")


def test_marks_are_safe_whatever_is_typed_and_stored(client):
    make_statement(text="Some <b>bold</b> & <script>alert(1)</script>")

    section = page_of(client, "<b>bold").select_one("main section")

    assert [mark.get_text() for mark in section.select("mark")] == ["b", "bold", "b"]
    assert "Some <b>bold</b> & <script>alert(1)</script>" in words(section)
    assert not section.select("script, b")


@pytest.mark.parametrize("q", ["%", "_", "*", "\\", "' OR 1=1", "(", "the", "…"])
def test_no_sign_means_anything(client, q):
    make_country("gha", name="Ghana")

    assert found(client, q) == {}
    assert "Nothing is found for that." in words(page_of(client, q).main)


def test_nothing_typed_gives_hints_and_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = page_of(client, " ")

    assert "What you can look for" in words(page.main)
    assert len(page.select("form[role=search]")) == 1


@pytest.mark.parametrize(
    ("q", "sentence"),
    [
        ("x" * 101, "That is too long to look for (101 characters, at most 100)."),
        ("gha\0na", "Null characters are not allowed."),
    ],
)
def test_refuses_what_cannot_be_looked_for_with_the_typed_text(client, q, sentence):
    page = page_of(client, q, status=400)

    assert sentence in words(page.main)
    assert page.select_one("main [name=q]")["value"].replace("\0", "") == q.replace("\0", "")


def test_takes_a_hundred_characters_and_the_last_of_several_texts(client):
    make_country("gha", name="Ghana")

    assert page_of(client, "é" * 100)
    assert "Ghana" in words(soup_of(client, "/search/?q=nowhere&q=ghana").main)


def test_shows_25_at_a_time_in_an_order_that_stays(client):
    for number in range(30):
        make_organization(f"org-{number:02}", name=f"Example {number:02}")

    first = found(client, "example")["Organizations 30"]
    second = found(client, "example", page=2)["Organizations 30"]

    assert first + second == [f"Example {number:02}" for number in range(30)]
    assert (len(first), len(second)) == (25, 5)
    assert page_of(client, "example", 404, page=3)


@pytest.mark.parametrize("q", ["example", "2013"])
def test_asks_the_same_few_questions_of_1_row_and_of_30(client, django_assert_num_queries, q):
    def fill(number):
        country = make_country(name=f"Example {number}")
        make_other_name(country, name=f"Other example {number}")
        meeting = make_meeting(
            f"m{number}", title=f"Example {number}", held="2013", country=country
        )
        make_other_title(meeting, title=f"Example title {number}")
        person = make_focal_point(f"Example Person {number}")
        make_consent(person)
        make_appointment(country, holder=person, office="Example", started="2013")
        make_delegate(make_delegation(meeting, country), name="Example", audience="public")
        make_step(country, taken="2013")
        make_passage(make_source(label=f"Example {number}", published="2013"), says="Example")
        make_claim(make_difference(question=f"Example {number}"), states="Example")

    asked = 30 if q == "2013" else 24
    for number in range(30):
        fill(number)
        if number in (0, 29):
            with django_assert_num_queries(asked):
                page_of(client, q)


def test_is_asked_a_bounded_number_of_times_a_minute(client, settings):
    settings.COMPUTED_A_MINUTE = 0

    refused = client.get("/search/?q=ghana")

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("address", "status"),
    [("/", 200), ("/countries/gha/", 200), ("/nowhere/", 404), ("/accounts/login/", 200)],
)
def test_every_page_has_one_search_form_with_a_label(client, address, status):
    make_country("gha")

    [form] = soup_of(client, address, status).select("form[role=search]")
    field = form.select_one("[name=q]")

    assert form["action"] == "/search/"
    assert form.get("method") is None
    assert words(form.select_one(f"label[for={field['id']}]")) == "Search"


@pytest.mark.parametrize(
    ("text", "typed", "pieces"),
    [
        ("Côte d'Ivoire", "cote", ["[Côte]", " d'Ivoire"]),
        ("Cote\u0301 d", "cote", ["[Cote\u0301]", " d"]),
        ("Straße", "STRASSE", ["[Straße]"]),
        ("ﬁne art", "fine", ["[ﬁne]", " art"]),
        ("a-b a", "a", ["[a]", "-b ", "[a]"]),
        ("abcd", "ab abc", ["[abc]", "d"]),
        ("1²", "12", ["[1²]"]),
    ],
)
def test_marks_the_letters_as_they_are_written(text, typed, pieces):
    found = marked(text, Query(typed))

    assert [f"[{piece.text}]" if piece.is_found else piece.text for piece in found] == pieces

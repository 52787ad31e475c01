"""The register, at /countries/."""

import pytest

from tests.make import (
    make_appointment,
    make_country,
    make_network_count,
    make_organization,
    make_other_name,
    make_passage,
    make_source,
    make_step,
)
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db


def page(client, query="", status=200):
    return soup_of(client, f"/countries/{query}", status)


def rows(soup, section):
    return [words(th) for th in soup.select(f"#{section} tbody th")]


def test_every_state_stands_on_one_rung(client):
    make_appointment(make_country("gha", name="Ghana"))
    make_appointment(make_country("dnk", name="Denmark"), started="[2010-09..2100]")
    make_step(make_country("lbr", name="Liberia"))
    make_appointment(make_country("aut", name="Austria"), ended="2014")
    make_country("and", name="Andorra")

    soup = page(client)

    assert rows(soup, "appointed") == ["Ghana"]
    assert rows(soup, "possible") == ["Denmark"]
    assert rows(soup, "intends") == ["Liberia"]
    assert rows(soup, "vacant") == ["Austria"]
    assert rows(soup, "none") == ["Andorra"]


def test_what_is_certain_by_inference_is_listed_apart(client):
    make_appointment(make_country("gha", name="Ghana"), inference="We think so.")

    soup = page(client)

    assert rows(soup, "appointed-inferred") == ["Ghana"]
    assert soup.select("#appointed-inferred .chip.inferred")


@pytest.mark.parametrize(
    "typed", ["cote", "the cote d'ivoire", "CÔTE D’IVOIRE", "ivory coast", "civ", "CI", "ivoire"]
)
def test_finds_a_state_by_any_of_its_names(client, typed):
    make_other_name(make_country("civ", name="Côte d'Ivoire"), name="Ivory Coast")
    make_country("gha", name="Ghana")

    assert rows(page(client, f"?q={typed}"), "none") == ["Côte d'Ivoire"]


def test_filters_by_standing_group_and_region(client):
    make_country("gha", name="Ghana")
    make_country("aus", name="Australia", un_group="western-european-other", m49_region="009")
    make_appointment(make_country("vat", name="Holy See", un_group="", m49_region="150"))

    assert rows(page(client, "?group=western-european-other"), "none") == ["Australia"]
    assert rows(page(client, "?region=002"), "none") == ["Ghana"]
    assert rows(page(client, "?rung=appointed"), "appointed") == ["Holy See"]
    assert rows(page(client, "?group=none"), "appointed") == ["Holy See"]


def test_signs_that_are_no_words_find_nothing(client):
    make_country("gha")

    assert "No state fits." in words(page(client, "?q=???"))


def test_says_so_where_nothing_fits(client):
    make_country("gha", name="Ghana")

    text = words(page(client, "?q=atlantis"))

    assert "No state fits." in text
    assert "0 of 1 states fit." in text


def test_shows_the_day_asked_for_and_keeps_it_in_links(client):
    make_appointment(make_country("gha", name="Ghana"), started="2013-06-12")

    soup = page(client, "?on=2013-06-11")

    assert "States on 11 June 2013" in words(soup)
    assert soup.select_one("#none tbody a")["href"] == "/countries/gha/?on=2013-06-11"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("on=yesterday", "“yesterday” is not a day. Write year-month-day"),
        ("on=2013-02-30", "“2013-02-30” is not a day."),
        ("on=2013-2-3", "“2013-2-3” is not a day."),
        ("on=2010-08-31", "knows the days from 1 September 2010 to today, not 2010-08-31"),
        ("on=2999-01-01", "knows the days from 1 September 2010 to today, not 2999-01-01"),
        ("on=%D9%A2%D9%A0%D9%A1%D9%A3-06-12", "is not a day."),
        ("on=%00", "is not a day. Write year-month-day"),
        ("q=%00", "Null characters are not allowed"),
        ("rung=king", "king is not one of the available choices"),
        ("group=moon", "moon is not one of the available choices"),
        ("region=2", "2 is not one of the available choices"),
        ("q=" + "x" * 101, "at most 100 characters"),
    ],
)
def test_refuses_what_it_cannot_read_with_a_sentence(client, query, sentence):
    assert sentence in words(page(client, f"?{query}", status=400))


def test_gives_the_typed_text_back(client):
    soup = page(client, "?on=yesterday&q=Ghana", status=400)

    assert soup.select_one("input[name=on]")["value"] == "yesterday"
    assert soup.select_one("main input[name=q]")["value"] == "Ghana"


def test_organizations_have_a_pair_of_their_own(client):
    make_appointment(make_organization(name="African Union"))

    soup = page(client)

    assert "0 states recorded with a focal point" in words(soup)
    assert "1 organization recorded with a focal point" in words(soup)
    assert [a.get_text() for a in soup.select("section[aria-labelledby=organizations] a")] == [
        "African Union"
    ]


def test_a_reported_size_stands_beside_the_pair_from_its_day_on(client):
    make_network_count(value=17, as_of="2012-09-29")

    before = words(page(client, "?on=2012-09-28").select_one("#reported"))
    after = words(page(client, "?on=2012-09-29").select_one("#reported"))

    assert "17" not in before
    assert "17 states reported (as stated); day of the count: 29 September 2012" in after


def test_says_when_an_appointment_was_last_attested(client):
    passage = make_passage(make_source(published="[2013-06-12..2014]"))
    make_appointment(make_country("gha", name="Ghana"), passages=[passage])

    cells = [words(td) for td in page(client).select("#appointed tbody td")]

    assert cells[:2] == ["29 September 2012", "between 12 June 2013 and 2014"]


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(
    client, django_assert_num_queries
):
    make_appointment()
    make_network_count()
    with django_assert_num_queries(10):
        page(client)
    for _ in range(29):
        make_step(make_appointment().party)
        make_network_count()

    with django_assert_num_queries(10):
        page(client)


def test_organizations_stand_below_the_states_on_the_same_day(client):
    assert client.get("/organizations/?on=2012-09-29")["Location"] == (
        "/countries/?on=2012-09-29#organizations"
    )


def test_leads_to_the_days_of_change_with_the_filters(client):
    make_appointment(make_country("gha", name="Ghana"), started="[2012-01-01..2013-04-10]")

    days = page(client, "?q=Gha+na&rung=&group=african&on=2012-06-01").select_one(".as-of")

    assert [a["href"] for a in days.select("a")] == [
        "?q=Gha+na&group=african&on=2012-01-01",
        "?q=Gha+na&group=african&on=2013-04-10",
        "?q=Gha+na&group=african&on=2012-06-01",
        "/changes/?to=2012-06-01",
    ]


def test_leads_to_a_list_of_states_on_the_same_day(client):
    hrefs = [a["href"] for a in page(client, "?on=2012-06-01").select("main a")]

    assert "/states/?on=2012-06-01" in hrefs
    assert "/focal-points/?on=2012-06-01" in hrefs


def test_the_filters_are_printed_as_each_reader_asked_in_each_language(client):
    pages = [
        client.get(address).content.decode()
        for address in (
            "/countries/?rung=vacant",
            "/countries/?rung=intends&q=%3Cb%3E",
            "/fr/countries/?rung=vacant",
            "/countries/?rung=vacant",
        )
    ]

    assert [page.count('<option value="vacant" selected>') for page in pages] == [1, 0, 1, 1]
    assert 'value="&lt;b&gt;"' in pages[1]
    assert ">vacant</option>" in pages[0]
    assert ">vacant</option>" not in pages[2]

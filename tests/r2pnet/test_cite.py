"""How a page is cited."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.cache import caches

from focalpoints.register import today
from r2pnet import cite
from r2pnet.open_data.version import version
from sources.dates import day_in_words
from tests import make
from tests.addresses import patterns_of_the_site
from tests.read import soup_of, text_of, words
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = today().isoformat()


@pytest.fixture(autouse=True)
def _without_what_another_test_knew():
    caches["known"].clear()


def cited(client, page):
    """The citation in plain text, and in BibTeX by field."""
    soup = soup_of(client, f"/cite/?{urlencode({'page': page})}")
    bibtex = soup.select_one("pre").get_text()
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", bibtex, re.MULTILINE))
    return words(soup.select_one("blockquote")), {"key": bibtex.splitlines()[0], **fields}


def test_names_the_day_the_version_and_an_address_that_stays(client, settings):
    settings.SITE_URL = "https://register.example"
    make.make_country("gha", name="Ghana")
    short = version()[:12]

    plain, bibtex = cited(client, "/countries/gha/?on=2013-06-12")

    assert plain == (
        "Register of R2P Focal Points: “Ghana”. Facts as of 12 June 2013, as known on "
        f"{day_in_words(today())}. https://register.example/countries/gha/?on=2013-06-12 "
        f"(version of the data: {short}). CC BY 4.0."
    )
    assert bibtex == {
        "key": "@misc{r2pnet-countries-gha-on-2013-06-12-2013-06-12,",
        "author": "{Register of R2P Focal Points}",
        "title": "{Ghana}",
        "year": str(today().year),
        "url": "https://register.example/countries/gha/?on=2013-06-12",
        "urldate": TODAY,
        "note": f"Facts as of 2013-06-12. Version of the data: {short}. CC BY 4.0",
    }
    assert version() in text_of(client, "/cite/?page=/countries/gha/")


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("/", f"/?on={TODAY}"),
        ("/?on=2013-06-12", "/?on=2013-06-12"),
        ("/countries/GH/", f"/countries/gha/?on={TODAY}"),
        ("/countries/?group=african&on=2013-06-12", "/countries/?group=african&on=2013-06-12"),
        ("/countries/?q=C%C3%B4te", f"/countries/?q=C%C3%B4te&on={TODAY}"),
        ("/countries/?on=2012-01-01&on=2013-06-12", "/countries/?on=2013-06-12"),
        ("/meetings/accra/?on=2013-06-12", "/meetings/accra/"),
        ("/meetings/accra/ledger/", "/meetings/accra/ledger/"),
        ("/sources/page/#p4", "/sources/page/#p4"),
        ("/sources/page/#p5", "/sources/page/"),
        ("/focal-points/?on=2013-06-12&page=1", "/focal-points/?on=2013-06-12&page=1"),
        ("/states/?names=Ghana", f"/states/?states=gha&on={TODAY}"),
        ("/states/", f"/states/?on={TODAY}"),
        ("/changes/?from=2012-09-29&to=2013-06-12", "/changes/?from=2012-09-29&to=2013-06-12"),
        ("/changes/?from=2012-09-29", f"/changes/?from=2012-09-29&to={TODAY}"),
        ("/differences/", "/differences/"),
        ("/about/", "/about/"),
        ("http://testserver/about/", "/about/"),
    ],
)
def test_writes_the_day_out_where_the_page_is_of_one(client, settings, page, path):
    settings.SITE_URL = "http://testserver/"
    make.make_country("gha", name="Ghana")
    make.make_meeting("accra")
    make.make_passage(make.make_source("page"), anchor="p4")

    _plain, bibtex = cited(client, page)

    assert bibtex["url"] == f"http://testserver{path}"
    assert client.get(path).status_code == 200


def test_two_days_are_named_both(client):
    plain, bibtex = cited(client, "/changes/?from=2012-09-29&to=2013-06-12")

    assert "“What changed from 29 September 2012 to 12 June 2013”" in plain
    assert "Facts as of 29 September 2012 and of 12 June 2013, as known on" in plain
    assert bibtex["note"].startswith("Facts as of 2012-09-29 and of 2013-06-12. ")


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("/?on=2013-06-12", "“The network on 12 June 2013”"),
        ("/", f"“The network on {day_in_words(today())}”"),
    ],
)
def test_the_home_page_is_named_with_its_day(client, page, title):
    assert title in cited(client, page)[0]


def test_each_passage_of_a_source_can_be_cited(client):
    source = make.make_source("page", label="The page")
    make.make_passage(source, anchor="p4")

    link = soup_of(client, "/sources/page/").select_one("#p4 a[href^='/cite/']")

    assert link["href"] == "/cite/?page=%2Fsources%2Fpage%2F%23p4"
    assert "“The page, p4”" in text_of(client, link["href"])


def test_the_footer_leads_there(client):
    make.make_country("gha")

    link = soup_of(client, "/countries/gha/?on=2013-06-12").find("a", string="Cite this page")

    assert link["href"] == "/cite/?page=%2Fcountries%2Fgha%2F%3Fon%3D2013-06-12"
    assert "Ghana" in text_of(client, link["href"])


@pytest.mark.parametrize("page", ["/nowhere/", "/sources/letter/", "/tell-us/", "/cite/"])
def test_a_page_that_is_not_cited_has_no_link(client, page):
    assert "Cite this page" not in client.get(page).text


@pytest.mark.parametrize(
    "page",
    [
        "/nowhere/",
        "/\t/[",
        "/countries/zzz/",
        "/meetings/%00/",
        "/me/",
        "/admin/",
        "/accounts/login/",
        "/tell-us/",
        "/healthz",
        "/data/parties.csv",
        "/facts/persons/nothing/",
    ],
)
def test_what_is_no_public_page_cannot_be_cited(client, page):
    client.force_login(make.make_user())

    response = client.get("/cite/", {"page": page})

    assert response.status_code == 404
    assert "No public page of this site stands there that could be cited." in response.text
    assert f'value="{page}"' in response.text


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("", "Write the address of a page of this site."),
        ("countries", "“countries” is no page of this site. Its address begins with a “/”."),
        ("//evil.example/", "is no page of this site."),
        ("https://evil.example/countries/", "is no page of this site."),
        ("/\\evil.example/", "is no page of this site."),
        ("/countries/\0", "Null characters are not allowed."),
        ("/" + "x" * 2000, "No page has an address of so many characters."),
        ("/countries/?on=2013-13-01", "“2013-13-01” is not a day."),
        ("/countries/?on=٢٠١٣-٠٦-١٢", "is not a day."),
        ("/countries/?on=2999-01-01", "not 2999-01-01."),
        ("/changes/?from=2013-06-12&to=2012-09-29", "write the earlier day first."),
        ("/states/?states=xx", "None of it was understood as a state."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(client, page, sentence):
    response = client.get("/cite/", {"page": page})

    assert response.status_code == 400
    assert sentence in response.text


def test_without_an_address_it_asks_for_one(client):
    soup = soup_of(client, "/cite/")

    assert soup.select_one("input[name=page]")
    assert not soup.select("pre")


def test_a_source_for_the_secretariat_and_a_hidden_delegate_are_as_if_not_there(client):
    make.make_source("letter", label="canary-label", audience="secretariat")
    hidden = make.make_delegate(name="canary-name")

    for page in ["/sources/letter/", "/sources/letter/ledger/", hidden.get_fact_url()]:
        response = client.get("/cite/", {"page": page})
        assert response.status_code == 404
        assert "canary" not in response.text


def test_nobody_is_cited_by_name(client):
    person = make.make_consent(make.make_focal_point("canary-name")).focal_point
    make.make_appointment(holder=person)
    address = f"/focal-points/{person.key}/"

    assert "canary-name" in client.get(address).text
    assert client.get("/cite/", {"page": address}).status_code == 404
    meeting = make.make_meeting(title="Accra")
    delegation = make.make_delegation(meeting, make.make_country("gha", name="Ghana"))
    delegate = make.make_delegate(delegation, name="canary-name", audience="public")
    assert "“Accra: Ghana (participant)”" in cited(client, delegate.get_fact_url())[0]
    assert "canary" not in client.get("/cite/", {"page": delegate.get_fact_url()}).text


def test_the_title_is_escaped_for_tex():
    citation = cite.Citation(
        "50% & {more} _of_ $it #1 ~^\\", "/about/", (date(2013, 6, 12),), date(2014, 1, 1), "0" * 64
    )

    assert (
        r"  title = {{50\% \& \{more\} \_of\_ \$it \#1 "
        r"\textasciitilde{}\textasciicircum{}\textbackslash{}}}," in citation.bibtex
    )


def test_the_key_stays_while_the_data_change():
    def key(seen_on, version):
        return cite.Citation("Ghana", "/countries/gha/", (date(2013, 6, 12),), seen_on, version).key

    assert key(date(2014, 1, 1), "0" * 64) == key(date(2026, 1, 1), "f" * 64)


def test_every_page_that_is_of_a_day_can_be_cited():
    names = {each.name for each in patterns_of_the_site() if hasattr(each, "name")}

    assert {name for name in cite.FORMS if not cite.is_citable(name)} == set()
    assert names >= {*cite.ABOUT_ONE, *cite.FORMS}


def test_asked_too_often_it_says_when_to_come_again(client, settings):
    settings.COMPUTED_A_MINUTE = 1
    client.get("/cite/")

    answer = client.get("/cite/")

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) <= 60


def test_whoever_is_signed_in_is_told_the_same(client):
    page = "/cite/?page=/about/"
    before = text_of(client, page)

    sign_in(client, make.make_staff())

    assert text_of(client, page) == before

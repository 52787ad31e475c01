"""The own entry as others see it, at /me/as/..., and what all pages of a person print alike."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from focalpoints.models import Consent
from focalpoints.register import today
from tests import make
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

AUDIENCES = ["public", "colleague", "secretariat"]


@pytest.fixture
def person():
    person = make.make_colleague(
        "Example Person",
        honorific="Ms",
        languages="en fr",
        biography="**A** biography.",
        note="canary-note",
    )
    make.make_portrait(person)
    make.make_confirmation(person, confirmed_on=today())
    make.make_contact_detail(person, value="public@example.org", audience="public")
    make.make_contact_detail(person, kind="office-telephone", value="canary-network")
    make.make_contact_detail(
        person, kind="private-telephone", value="canary-private", audience="secretariat"
    )
    return person


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


@pytest.fixture
def colleague():
    reader = make.make_colleague("Example Reader")
    make.make_factor(reader.account)
    client = Client()
    client.force_login(reader.account)
    return client


def seen_as(client, audience):
    return words(soup_of(client, f"/me/as/{audience}/").select_one("main section"))


def part_of(client, address):
    """What the page says of the person, without contact details, which stand elsewhere on some."""
    part = soup_of(client, address).select_one(".person")
    for heading in part.find_all("h2", string="Contact"):
        heading.find_next_sibling("dl").decompose()
        heading.decompose()
    return words(part)


def test_the_public_sees_what_the_person_agreed_to(signed_in, person):
    assert "canary" not in seen_as(signed_in, "public")
    assert seen_as(signed_in, "public").startswith("Your name is not shown. Contact Office e-mail")

    make.make_consent(person)
    make.make_consent(person, field="biography")

    seen = seen_as(signed_in, "public")
    assert seen.startswith("Example Person Confirmed on")
    assert "Biography A biography." in seen
    assert "French" not in seen
    assert "canary" not in seen


def test_a_colleague_sees_what_is_for_the_network(signed_in):
    seen = seen_as(signed_in, "colleague")

    assert seen.startswith("Ms Example Person Confirmed on")
    assert "Languages English, French Biography A biography." in seen
    assert "canary-network" in seen
    assert "canary-private" not in seen
    assert "canary-note" not in seen


def test_the_secretariat_sees_all_of_it(signed_in, person):
    seen = seen_as(signed_in, "secretariat")

    for said in ("canary-network", "canary-private", "canary-note", person.account.email):
        assert said in seen


def test_it_is_what_the_pages_of_others_say(signed_in, colleague, person):
    for field in Consent.Field:
        make.make_consent(person, field=field)

    public, network = f"/focal-points/{person.key}/", f"/network/{person.key}/"
    assert part_of(Client(), public) == part_of(signed_in, "/me/as/public/")
    assert part_of(colleague, network) == part_of(signed_in, "/me/as/colleague/")


def test_each_page_has_the_portrait_from_its_own_address(signed_in, colleague, person):
    make.make_consent(person, field="portrait")
    pages = {
        f"/focal-points/{person.key}/": Client(),
        f"/network/{person.key}/": colleague,
        "/me/as/public/": signed_in,
    }

    found = [soup_of(client, page).select_one("img.portrait") for page, client in pages.items()]

    assert [each["src"] for each in found] == [
        f"/focal-points/{person.key}/portrait.webp",
        f"/network/{person.key}/portrait.webp",
        "/me/portrait.webp",
    ]
    assert [each["alt"] for each in found] == [
        "Portrait of the focal point",
        "Portrait of Ms Example Person",
        "Portrait of the focal point",
    ]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_whoever_is_hidden_is_seen_by_the_secretariat_alone(signed_in, person, audience):
    for field in Consent.Field:
        make.make_consent(person, field=field)
    make.make_protection(person)

    seen = seen_as(signed_in, audience)

    assert ("Example Person" in seen) == (audience == "secretariat")
    assert seen.startswith("They see nothing of you") == (audience != "secretariat")


def test_a_former_focal_point_sees_that_colleagues_see_nothing(client):
    former = make.make_consent(make.make_focal_point(account=make.make_user())).focal_point
    make.make_appointment(holder=former, ended="2014")
    client.force_login(former.account)

    assert seen_as(client, "colleague").startswith("They see nothing of you")
    assert seen_as(client, "public").startswith(former.name)


@pytest.mark.parametrize("audience", ["everybody", "me", "PUBLIC"])
def test_there_are_no_other_audiences(client, signed_in, audience):
    response = signed_in.get(f"/me/as/{audience}/")

    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_is_there_for_the_person_alone(client, audience):
    address = f"/me/as/{audience}/"
    assert client.get(address).url == f"/accounts/login/?next={address}"

    for account in (make.make_staff(), make.make_assistance().account):
        client.force_login(account)
        response = client.get(address)
        assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


def test_is_looked_at_alone_and_kept_by_no_cache(signed_in):
    response = signed_in.get("/me/as/public/")

    assert "no-store" in response["Cache-Control"]
    assert signed_in.post("/me/as/public/").status_code == 405


@pytest.mark.parametrize(
    ("days_ago", "sentence", "is_grey"),
    [
        (364, "Confirmed on {day} by the focal point.", False),
        (365, "Not confirmed within the last year: last on {day}.", True),
        (None, "Not confirmed within the last year. It may not be right any more.", True),
    ],
)
def test_an_entry_that_is_not_confirmed_is_grey_in_public(client, days_ago, sentence, is_grey):
    person = make.make_consent().focal_point
    day = today() - timedelta(days=days_ago or 0)
    if days_ago is not None:
        make.make_confirmation(person, confirmed_on=day)

    part = soup_of(client, f"/focal-points/{person.key}/").select_one(".person")

    assert sentence.format(day=f"{day.day} {day:%B %Y}") in words(part)
    assert ("unconfirmed" in part["class"]) == is_grey


def test_a_contact_without_a_name_says_nothing_of_being_confirmed(client):
    person = make.make_confirmation().focal_point
    make.make_contact_detail(person, audience="public")

    part = soup_of(client, f"/focal-points/{person.key}/").select_one(".person")

    assert words(part) == "Contact Office e-mail office@example.org"
    assert part["class"] == ["person"]


def test_what_a_person_says_takes_the_public_page_no_query_more(client, person):
    plain = make.make_consent(make.make_colleague("Plain Person")).focal_point
    for field in Consent.Field:
        make.make_consent(person, field=field)

    def queries(client, address):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked), [each["sql"] for each in asked if '"image"' in each["sql"]]

    pages = [f"/focal-points/{each.key}/" for each in (plain, person)]
    for_plain, for_talkative = [queries(client, page) for page in pages]

    assert for_plain == for_talkative
    assert for_plain[1] == []

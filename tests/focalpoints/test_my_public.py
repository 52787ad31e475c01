"""What is public of a person, at /me/public/: by their own agreement, field by field."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from focalpoints import keeping
from focalpoints.consent_wording import wording_of
from focalpoints.models import Consent, FocalPoint
from tests import make
from tests.read import soup_from, soup_of, text_of, words
from trail.models import Entry

pytestmark = pytest.mark.django_db

PAGE = "/me/public/"


@pytest.fixture
def person():
    return make.make_colleague(
        "Example Person", honorific="Ms", languages="en fr", biography="A biography."
    )


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


@pytest.fixture
def former():
    person = make.make_focal_point("Former Person", account=make.make_user())
    make.make_appointment(holder=person, started="2012", ended="2014")
    return person


def part(page, field):
    return page.select_one(f"section[aria-labelledby={field}]")


def press(client, field):
    """The one button beside the field, as a browser sends its form."""
    form = part(soup_of(client, PAGE), field).select_one("form")
    sent = form.select("input, button[name]")
    return client.post(PAGE, {each["name"]: each["value"] for each in sent}, follow=True)


def trail():
    entries = Entry.objects.exclude(what__startswith="signed").order_by("number")
    return [(entry.what, entry.who, entry.about, entry.detail) for entry in entries]


def open_consents(person):
    return sorted(person.consents.open().values_list("field", flat=True))


@pytest.mark.parametrize("field", Consent.Field)
def test_every_field_is_private_until_the_person_agrees(signed_in, field):
    beside = part(soup_of(signed_in, PAGE), field)

    assert "Not shown in public." in words(beside)
    assert words(beside.select_one("blockquote")) == wording_of(field)
    assert words(beside.select_one("button")) == "Show in public"


def test_the_person_agrees_to_the_words_that_they_read(client, signed_in, person):
    response = press(signed_in, "name")

    assert [str(each) for each in response.context["messages"]] == [
        "You have agreed to show in public: name."
    ]
    assert response.redirect_chain == [(PAGE, 302)]
    assert Consent.objects.get().wording == wording_of("name")
    assert "Example Person" in text_of(client, f"/focal-points/{person.key}/")
    assert trail() == [("consented", person.account.pseudonym, person.key, "name")]
    beside = part(soup_from(response.content), "name")
    assert "Shown in public. You agreed to it on" in words(beside)
    assert words(beside.select_one("blockquote")) == wording_of("name")


def test_the_words_of_the_day_are_shown_whatever_they_are_today(signed_in, person):
    make.make_consent(person, wording="Words of another day.")

    beside = part(soup_of(signed_in, PAGE), "name")

    assert "on 22 November 2026, 12:00 UTC" in words(beside)
    assert words(beside.select_one("blockquote")) == "Words of another day."
    assert beside.select_one("blockquote")["lang"] == ""


def test_the_words_are_marked_as_of_the_language_in_which_they_were_read(signed_in, person):
    in_english = wording_of("name")
    press(signed_in, "name")

    beside = part(soup_of(signed_in, f"/fr{PAGE}"), "name")

    assert beside.select_one("blockquote")["lang"] == "en"
    assert words(beside.select_one("blockquote")) == in_english


def test_it_is_shown_no_longer_with_the_next_request(client, signed_in, person):
    for field in ("name", "biography"):
        press(signed_in, field)
    assert "A biography." in text_of(client, f"/focal-points/{person.key}/")

    press(signed_in, "biography")
    assert "A biography." not in text_of(client, f"/focal-points/{person.key}/")

    press(signed_in, "name")
    assert client.get(f"/focal-points/{person.key}/").status_code == 404
    assert [each[0] for each in trail()] == ["consented"] * 2 + ["consent-withdrawn"] * 2
    assert Consent.objects.filter(withdrawn_at=None).count() == 0


def test_pressing_twice_is_pressing_once(signed_in, person):
    show = {"field": "name", "wording": wording_of("name")}

    for _ in range(2):
        assert signed_in.post(PAGE, show).url == PAGE
    assert Consent.objects.count() == 1
    for _ in range(2):
        assert signed_in.post(PAGE, {"field": "name", "withdraw": "1"}).url == PAGE

    assert [each[0] for each in trail()] == ["consented", "consent-withdrawn"]


@pytest.mark.parametrize("wording", ["", "Other words."])
def test_nobody_agrees_to_words_that_they_have_not_read(signed_in, person, wording):
    response = signed_in.post(PAGE, {"field": "name", "wording": wording}, follow=True)

    assert "The text beside the button has changed: read it once more." in words(
        soup_from(response.content)
    )
    assert open_consents(person) == []
    assert trail() == []


@pytest.mark.parametrize("field", ["", "note", "account", "name "])
def test_nothing_else_can_be_shown(client, signed_in, field):
    response = signed_in.post(PAGE, {"field": field, "wording": "x"})

    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("field", "emptied", "sentence"),
    [
        ("honorific", "", "An honorific is shown together with the name alone."),
        ("biography", "", "It is shown as soon as your name, your portrait or a contact detail"),
        ("biography", "biography", "Nothing stands there yet."),
        ("portrait", "", "Nothing stands there yet."),
    ],
)
def test_says_why_something_is_not_to_be_seen(signed_in, person, field, emptied, sentence):
    make.make_consent(person, field=field)
    if emptied:
        FocalPoint.objects.update(**{emptied: ""})

    beside = words(part(soup_of(signed_in, PAGE), field))

    assert beside.startswith(f"{field.capitalize()} Not shown now, though you agreed to it")
    assert sentence in beside


def test_whoever_is_hidden_reads_that_nothing_is_shown(signed_in, person):
    make.make_consent(person)
    make.make_protection(person)

    page = soup_of(signed_in, PAGE)

    assert "You are hidden: nothing is shown to anybody, whatever" in words(page)
    assert "You are hidden." in words(part(page, "name"))
    assert "You have no public page" in words(page)


def test_a_former_focal_point_withdraws_and_agrees_to_nothing_more(client, former):
    make.make_consent(former)
    client.force_login(former.account)
    page = soup_of(client, PAGE)
    assert [words(button) for button in page.select("main form button")] == ["Show no longer"]

    press(client, "name")
    client.post(PAGE, {"field": "name", "wording": wording_of("name")})

    assert "Only a focal point in office has more shown in public." in text_of(client, PAGE)
    assert open_consents(former) == []


def test_staff_agree_for_nobody(client, person):
    staff = make.make_staff()
    client.force_login(staff)

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"field": "name", "wording": wording_of("name")}).status_code == 404
    for verb, more in ((keeping.show_in_public, {"wording": "x"}), (keeping.show_no_longer, {})):
        with pytest.raises(ValidationError) as refused:
            verb(person, field="name", by=staff, at=make.NOON, **more)
        assert refused.value.messages == ["Only the person says what is shown in public."]
    assert not Consent.objects.exists()


def test_an_assistant_agrees_for_nobody(client):
    assistance = make.make_assistance()
    client.force_login(assistance.account)

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, {"field": "name", "wording": wording_of("name")}).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, method):
    assert getattr(client, method)(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_is_kept_by_no_cache_and_shows_nobody_else(signed_in):
    make.make_consent(make.make_colleague("Other Person"), wording="Other words.")

    response = signed_in.get(PAGE)

    assert "no-store" in response["Cache-Control"]
    assert "Other" not in response.text


def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(signed_in, person):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(PAGE)
        return len(asked)

    make.make_consent(person)
    for_one = queries()
    for _ in range(29):
        make.make_consent(person, field="portrait", withdrawn_at=make.NOON)
        make.make_contact_detail(person)

    assert queries() == for_one

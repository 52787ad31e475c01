"""What a person says of themselves, at /me/entry/."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from focalpoints import keeping
from focalpoints.models import Draft, FocalPoint
from tests import make
from tests.read import soup_from, soup_of, words
from trail.models import Entry

pytestmark = pytest.mark.django_db

PAGE = "/me/entry/"


@pytest.fixture
def person():
    return make.make_colleague(
        "Example Person", honorific="Ms", languages="en", biography="As it was."
    )


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def typed(page, **anew):
    """What a browser sends of the form that saves, after somebody typed into it."""
    form = page.select_one("form:has([name=biography])")
    fields = {field["name"]: field.get("value", "") for field in form.select("input[type=hidden]")}
    fields["honorific"] = form.select_one("[name=honorific]").get("value", "")
    fields["biography"] = form.select_one("[name=biography]").get_text().removeprefix("\n")
    ticked = form.select("[name=languages][checked], select[name=languages] option[selected]")
    fields["languages"] = [each["value"] for each in ticked]
    return {**fields, **anew}


def filled(client, address=PAGE, **anew):
    return typed(soup_of(client, address), **anew)


def said(person):
    now = FocalPoint.objects.get(pk=person.pk)
    return now.honorific, now.languages, now.biography


def errors_of(response, name):
    return [words(each) for each in soup_from(response.content).select(f"#id_{name}_error li")]


def versions(person):
    return [version.history_user for version in person.history.all()]


def test_saves_what_is_typed_as_one_version_of_the_person(signed_in, person):
    form = filled(signed_in, honorific="Dr", languages=["fr", "", "sw", "en"], biography="New.")

    response = signed_in.post(PAGE, form, follow=True)

    assert response.redirect_chain == [("/me/", 302)]
    assert [str(message) for message in response.context["messages"]] == ["Your entry is saved."]
    assert said(person) == ("Dr", "en fr sw", "New.")
    assert versions(person) == [person.account, None]


def test_what_is_saved_stands_in_the_form(signed_in, person):
    person.languages = "en fr sw"
    person.save()

    page = soup_of(signed_in, PAGE)

    assert {**typed(page), "csrfmiddlewaretoken": "", "seen": ""} == {
        "csrfmiddlewaretoken": "",
        "seen": "",
        "draft": "",
        "honorific": "Ms",
        "languages": ["en", "fr", "sw"],
        "biography": "As it was.",
    }
    assert "The register has you as Example Person." in words(page)
    assert not page.select("[name=name]")


def test_leads_to_where_the_name_is_proposed(signed_in, person):
    make.make_appointment(holder=person, ended="2014")

    links = soup_of(signed_in, PAGE).select("main section .names a[href^='/me/posts/']")

    held = person.appointments.get(ended="")
    assert [link["href"] for link in links] == [f"/me/posts/{held.pk}/propose/"]


def test_the_own_page_leads_to_what_is_kept_there_and_to_the_draft(signed_in, person):
    make.make_draft(person)

    hrefs = [link["href"] for link in soup_of(signed_in, "/me/").select("main a")]

    assert {
        "/me/entry/",
        "/me/entry/?draft=1",
        "/me/public/",
        "/me/as/public/",
        "/me/as/colleague/",
        "/me/as/secretariat/",
    } <= set(hrefs)


def test_the_own_page_leads_a_former_focal_point_to_what_they_may_do(client):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    client.force_login(former.account)

    hrefs = [link["href"] for link in soup_of(client, "/me/").select("main a")]

    assert "/me/public/" in hrefs
    assert "/me/entry/" not in hrefs


def test_each_language_has_a_label_and_one_more_can_be_added(signed_in):
    page = soup_of(signed_in, PAGE)

    ticks = [words(label) for label in page.select("fieldset label:has(input)")]
    assert ticks == ["Arabic", "Chinese", "English", "French", "Russian", "Spanish"]
    lists = page.select("select[name=languages]")
    assert [words(page.select_one(f"label[for={each['id']}]")) for each in lists] == [
        "Another language"
    ] * 2


def test_the_same_sent_twice_is_saved_once_and_is_no_conflict(signed_in, person):
    form = filled(signed_in, biography="New.")

    answers = [signed_in.post(PAGE, form).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert len(versions(person)) == 2


def test_saving_what_stands_there_already_makes_no_version(signed_in, person):
    FocalPoint.objects.update(biography="Two\r\nlines.")

    assert signed_in.post(PAGE, filled(signed_in, biography="Two\r\nlines.")).status_code == 302

    assert said(person) == ("Ms", "en", "Two\nlines.")
    assert signed_in.post(PAGE, filled(signed_in, biography="Two\r\nlines.")).status_code == 302
    assert len(versions(person)) == 2


def test_of_two_windows_the_second_sees_both_and_nothing_is_lost(signed_in, person):
    first = filled(signed_in, biography="From the first window.", languages=["en", "fr"])
    second = filled(signed_in, biography="From the second window.", languages=["en", "sw"])
    signed_in.post(PAGE, first)

    refused = signed_in.post(PAGE, second)

    page = soup_from(refused.content)
    assert refused.status_code == 409
    assert "Somebody saved this at" in words(page.select_one(".error-summary"))
    assert [[words(cell) for cell in row("td")] for row in page.select(".conflict tbody tr")] == [
        ["English, French", "English, Swahili"],
        ["From the first window.", "From the second window."],
    ]
    assert said(person) == ("Ms", "en fr", "From the first window.")

    assert signed_in.post(PAGE, typed(page)).status_code == 302
    assert said(person) == ("Ms", "en sw", "From the second window.")


def test_what_somebody_saved_stays_where_the_person_typed_nothing(signed_in, person):
    form = filled(signed_in)
    FocalPoint.objects.update(biography="Saved meanwhile.")

    assert signed_in.post(PAGE, form).status_code == 302

    assert said(person) == ("Ms", "en", "Saved meanwhile.")


def test_what_staff_saved_meanwhile_is_shown_and_not_written_over(signed_in, person):
    form = filled(signed_in, biography="Typed by the person.")
    person.biography = "Typed by staff."
    person.save()

    assert signed_in.post(PAGE, form).status_code == 409

    assert said(person)[2] == "Typed by staff."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 50_000, "Ensure this value has at most 3000 characters (it has 50000)."),
        (
            "[me](javascript:alert(1))",
            "A link leads to the web: “javascript:alert(1)” does not begin with https://.",
        ),
        (
            "abc\u202edef",
            "There is a character in this text that cannot be seen (U+202E, at place 4). "
            "Delete it, or type the text anew.",
        ),
        (
            "abc\x07",
            "There is a character in this text that cannot be seen (U+0007, at place 4). "
            "Delete it, or type the text anew.",
        ),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(signed_in, person, text, sentence):
    response = signed_in.post(
        PAGE, filled(signed_in, honorific="Dr", languages=["ru", "sw"], biography=text)
    )

    assert response.status_code == 400
    assert errors_of(response, "biography") == [sentence]
    again = typed(soup_from(response.content))
    assert (again["honorific"], again["languages"]) == ("Dr", ["ru", "sw"])
    assert again["biography"] == text
    assert said(person) == ("Ms", "en", "As it was.")


def test_an_honorific_that_is_too_long_comes_back_whole(signed_in):
    response = signed_in.post(PAGE, filled(signed_in, honorific="x" * 61))

    assert errors_of(response, "honorific") == [
        "Ensure this value has at most 60 characters (it has 61)."
    ]
    assert typed(soup_from(response.content))["honorific"] == "x" * 61
    # Else browsers cut off what is pasted.
    assert not soup_from(response.content).select("main [maxlength]")


def test_an_honorific_is_one_line(signed_in, person):
    signed_in.post(PAGE, filled(signed_in, honorific="H.E.\r\nDr"))

    assert said(person)[0] == "H.E. Dr"


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (["en", "tlh"], "Choose the languages from those that are offered."),
        (
            ["am", "ar", "de", "en", "es", "fr", "ha", "it", "ja", "ru", "sw", "wo", "zu"],
            "Choose at most 12 languages, each once.",
        ),
    ],
)
def test_languages_that_cannot_be_are_refused(signed_in, person, codes, sentence):
    response = signed_in.post(PAGE, filled(signed_in, languages=codes))

    assert errors_of(response, "languages") == [sentence]
    assert said(person)[1] == "en"


def test_a_preview_shows_what_each_would_see_and_saves_nothing(signed_in, person):
    make.make_consent(person)
    make.make_consent(person, field="languages")
    form = filled(signed_in, languages=["fr"], biography="**New** biography", preview="1")

    response = signed_in.post(PAGE, form)

    page = soup_from(response.content)
    public, colleague, secretariat = [words(each) for each in page.select(".preview details")]
    assert "Languages French" in public
    assert "New biography" not in public
    assert "New biography" in colleague
    assert person.account.email not in colleague
    assert person.account.email in secretariat
    assert page.select_one(".preview .biography strong").get_text() == "New"
    assert said(person) == ("Ms", "en", "As it was.")
    assert len(versions(person)) == 1


def test_after_a_preview_what_was_typed_stays_and_can_be_saved(signed_in, person):
    form = filled(signed_in, languages=["fr"], biography="New.", preview="1")
    page = soup_from(signed_in.post(PAGE, form).content)

    signed_in.post(PAGE, typed(page))

    assert said(person) == ("Ms", "fr", "New.")


def test_a_preview_of_what_is_refused_says_why(signed_in):
    response = signed_in.post(PAGE, filled(signed_in, biography="<b>", preview="1"))

    assert errors_of(response, "biography") == [
        "“<b>” is HTML, and would not work here: write Markdown."
    ]
    assert not soup_from(response.content).select(".preview")


def test_a_preview_of_an_old_page_tells_of_the_conflict(signed_in, person):
    form = filled(signed_in, biography="Typed.", preview="1")
    FocalPoint.objects.update(biography="Saved meanwhile.")

    assert signed_in.post(PAGE, form).status_code == 409


def test_a_draft_is_offered_and_shown_to_nobody(signed_in, person):
    make.make_draft(person, biography="Drafted.")

    page = soup_of(signed_in, PAGE)

    assert "Your assistant has drafted a new version" in words(page)
    assert typed(page)["biography"] == "As it was."
    assert "Drafted." not in words(page)


def test_a_draft_fills_the_form_and_saving_settles_it(signed_in, person):
    make.make_draft(person, honorific="Dr", languages="fr sw", biography="Drafted.")
    form = filled(signed_in, f"{PAGE}?draft=1")
    assert (form["honorific"], form["languages"]) == ("Dr", ["fr", "sw"])

    assert signed_in.post(PAGE, {**form, "preview": "1"}).status_code == 200
    assert Draft.objects.exists()
    assert signed_in.post(PAGE, form).status_code == 302

    assert said(person) == ("Dr", "fr sw", "Drafted.")
    assert not Draft.objects.exists()
    assert versions(person) == [person.account, None]


def test_saving_without_the_draft_leaves_it_waiting(signed_in, person):
    make.make_draft(person)

    signed_in.post(PAGE, filled(signed_in, biography="My own."))

    assert Draft.objects.exists()


def test_a_draft_that_was_written_since_is_neither_settled_nor_discarded(signed_in, person):
    draft = make.make_draft(person)
    form = filled(signed_in, f"{PAGE}?draft=1")
    Draft.objects.update(made_at=draft.made_at + timedelta(minutes=1))

    signed_in.post(PAGE, form)
    response = signed_in.post("/me/entry/discard-draft/", {"draft": form["draft"]}, follow=True)

    assert Draft.objects.exists()
    assert "Your assistant has written a newer draft by now." in words(soup_from(response.content))


def test_a_button_discards_the_draft(signed_in, person):
    make.make_draft(person)
    form = soup_of(signed_in, PAGE).select_one("form[action='/me/entry/discard-draft/']")
    fields = {each["name"]: each["value"] for each in form.select("input")}

    assert signed_in.get(form["action"]).url == PAGE
    assert Draft.objects.exists()
    assert [signed_in.post(form["action"], fields).url for _ in range(2)] == [PAGE, PAGE]

    assert not Draft.objects.exists()
    assert said(person)[2] == "As it was."


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?draft=1", "/me/entry/discard-draft/"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, address):
    for response in (client.get(address), client.post(address)):
        assert response.url.startswith("/accounts/login/?next=/me/entry/")


def test_is_kept_by_no_cache_and_found_by_no_search_engine(signed_in):
    response = signed_in.get(PAGE)

    assert "no-store" in response["Cache-Control"]
    assert soup_from(response.content).select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("who", ["former", "staff", "assistant"])
def test_is_there_for_nobody_who_is_not_in_office(client, who):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    accounts = {
        "former": lambda: former.account,
        "staff": make.make_staff,
        "assistant": lambda: make.make_assistance().account,
    }
    client.force_login(accounts[who]())

    nowhere = client.get("/nowhere/").content
    for address in (PAGE, "/me/entry/discard-draft/"):
        response = client.post(address, {"biography": "Changed."})
        assert (response.status_code, response.content) == (404, nowhere)
    assert client.get(PAGE).status_code == 404
    assert not FocalPoint.objects.filter(biography="Changed.").exists()


def test_changes_the_own_entry_alone(signed_in, person):
    other = make.make_draft(make.make_colleague("Other Person")).focal_point

    form = filled(signed_in, f"{PAGE}?draft=1", biography="Mine.", pk=other.pk, draft="x")
    assert signed_in.post(PAGE, form).status_code == 302

    assert said(person)[2] == "Mine."
    assert said(other) == ("", "", "")
    assert Draft.objects.exists()


def test_takes_the_same_number_of_queries_for_one_post_and_for_thirty(signed_in, person):
    form = filled(signed_in, preview="1")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            signed_in.post(PAGE, form)
        return len(asked)

    for_one = queries()
    for number in range(29):
        make.make_contact_detail(person)
        make.make_appointment(holder=person)
        keeping.edit_entry(
            person,
            honorific="",
            languages="en",
            biography=str(number),
            by=person.account,
            at=timezone.now(),
        )
    form = filled(signed_in, preview="1")

    assert queries() == for_one


def test_the_verb_takes_nothing_that_the_form_would_refuse(person):
    with pytest.raises(ValidationError):
        keeping.edit_entry(
            person, honorific="", languages="fr en", biography="", by=person.account, at=make.NOON
        )

    assert said(person) == ("Ms", "en", "As it was.")
    assert not Entry.objects.exists()


def test_the_version_says_who_saved_it_and_when(person):
    by = person.account

    assert keeping.edit_entry(
        person, honorific="Dr", languages="", biography="", by=by, at=make.NOON
    )
    assert not keeping.edit_entry(
        person, honorific="Dr", languages="", biography="", by=by, at=make.NOON
    )

    version = person.history.latest("history_id")
    assert (version.history_user, version.history_date, version.honorific) == (by, make.NOON, "Dr")
    assert person.history.count() == 2

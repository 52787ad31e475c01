"""How a person is reached, at /me/contact/: what, by whom, and who alone decides that."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from focalpoints.models import ContactDetail
from tests import make
from tests.races import sent_from
from tests.read import soup_from, soup_of, text_of, words

pytestmark = pytest.mark.django_db

ADD = "/me/contact/add/"


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


@pytest.fixture
def detail(person):
    """An office e-mail for the network."""
    return make.make_contact_detail(person)


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


@pytest.fixture
def former():
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    return former


def page_of(detail):
    return f"/me/contact/{detail.pk}/"


def add(client, kind, value, **typed):
    return client.post(f"{ADD}?kind={kind}", {"value": value, **typed})


def filled(client, address, **typed):
    """The form of the page as it stands there, with what is typed into it."""
    form = soup_of(client, address).select_one("form:has([name=value])")
    inputs = {each["name"]: each.get("value", "") for each in form.select("input[name]")}
    chosen = {
        each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select")
    }
    return {**inputs, **chosen, **typed}


def change(client, detail, **typed):
    return client.post(page_of(detail), filled(client, page_of(detail), **typed))


def refusal(response, status=400):
    assert response.status_code == status
    return words(soup_from(response.content).select_one(".error-summary li"))


def rows():
    return list(ContactDetail.objects.values_list("kind", "value", "audience").order_by("pk"))


def history():
    kept = ContactDetail.history.order_by("history_id")
    return list(kept.values_list("history_type", "value", "audience", "history_user__email"))


def is_nowhere(response):
    return response.status_code == 404 and response.content == Client().get("/nowhere/").content


def seen_by_colleagues(person):
    colleague = Client()
    account = make.make_colleague().account
    make.make_factor(account)
    colleague.force_login(account)
    return colleague.get(f"/network/{person.key}/").text


def seen_by_everybody(person):
    make.make_consent(person) if not person.consents.exists() else None
    return Client().get(f"/focal-points/{person.key}/").text


def test_offers_each_kind_and_says_who_sees_it(signed_in):
    links = soup_of(signed_in, ADD).select("main .claims a")

    assert [link["href"] for link in links] == [f"{ADD}?kind={kind}" for kind in ContactDetail.Kind]
    assert text_of(signed_in, ADD).count("only you and the secretariat see it") == 3


@pytest.mark.parametrize(
    ("kind", "value"),
    [("office-email", "office@example.org"), ("office-telephone", "+000 (0) 1-2")],
)
def test_adds_an_office_contact_for_the_network(signed_in, person, kind, value):
    typed = filled(signed_in, f"{ADD}?kind={kind}", value=value)

    assert signed_in.post(f"{ADD}?kind={kind}", typed).url == "/me/"

    assert rows() == [(kind, value, "network")]
    assert history() == [("+", value, "network", person.account.email)]
    assert value in seen_by_colleagues(person)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("private-email", "home@example.org"),
        ("private-telephone", "+000 1"),
        ("assistant", "Example Aide"),
    ],
)
def test_adds_a_private_contact_that_only_the_secretariat_sees(signed_in, person, kind, value):
    page = soup_of(signed_in, f"{ADD}?kind={kind}")
    assert not page.select("select")
    assert "this cannot be widened" in words(page)

    assert add(signed_in, kind, value).url == "/me/"

    assert rows() == [(kind, value, "secretariat")]
    assert value not in seen_by_colleagues(person)
    assert value not in seen_by_everybody(person)


@pytest.mark.parametrize("audience", ["public", "network"])
@pytest.mark.parametrize("kind", ["private-email", "private-telephone", "assistant"])
def test_a_forged_form_widens_no_private_contact(signed_in, person, kind, audience):
    value = "000@example.org" if kind == "private-email" else "000"
    sentence = "A private contact is for you and the secretariat only."

    assert refusal(add(signed_in, kind, value, audience=audience)) == sentence
    private = make.make_contact_detail(person, kind=kind, value=value, audience="secretariat")
    assert refusal(change(signed_in, private, audience=audience)) == sentence

    assert rows() == [(kind, value, "secretariat")]


def test_opens_a_contact_to_everybody_and_notes_when(signed_in, person, detail):
    assert change(signed_in, detail, audience="public").url == "/me/"

    opened = ContactDetail.objects.get()
    assert opened.opened_by_person_at is not None
    assert opened.value in seen_by_everybody(person)
    assert history()[1:] == [("~", opened.value, "public", person.account.email)]


def test_adds_one_that_is_open_to_everybody_from_the_start(signed_in, person):
    add(signed_in, "office-telephone", "+000 1", audience="public")

    assert rows() == [("office-telephone", "+000 1", "public")]
    assert "+000 1" in seen_by_everybody(person)


def test_changes_the_value_of_one_that_is_open_in_one_step(signed_in, person):
    detail = make.make_contact_detail(person, audience="public")

    assert change(signed_in, detail, value="new@example.org").url == "/me/"

    changed = ContactDetail.objects.get()
    assert (changed.value, changed.audience) == ("new@example.org", "public")
    assert changed.opened_by_person_at != make.NOON
    assert "new@example.org" in seen_by_everybody(person)
    assert history()[1:] == [
        ("~", "new@example.org", "network", person.account.email),
        ("~", "new@example.org", "public", person.account.email),
    ]


def test_narrowing_takes_effect_with_the_next_page(signed_in, person):
    detail = make.make_contact_detail(person, audience="public")
    assert detail.value in seen_by_everybody(person)

    change(signed_in, detail, audience="network")
    assert detail.value not in seen_by_everybody(person)
    assert detail.value in seen_by_colleagues(person)

    change(signed_in, detail, audience="secretariat")
    assert detail.value not in seen_by_colleagues(person)
    assert [row[2] for row in history()] == ["public", "network", "secretariat"]


def test_saving_what_is_there_already_leaves_no_trace(signed_in, detail):
    assert change(signed_in, detail).url == "/me/"

    assert len(history()) == 1


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("office-email", "", "Write the contact."),
        ("office-email", "office", "Write the address like name@example.org."),
        ("office-email", "javascript:alert(1)", "Write the address like name@example.org."),
        ("office-telephone", "+", "Write the number in the digits 0 to 9"),
        ("office-telephone", "+000 ext. 5", "Write the number in the digits 0 to 9"),
        ("office-telephone", "٠١٢", "Write the number in the digits 0 to 9"),
        ("office-telephone", "\u202e321", "There is a character in this text that cannot be seen"),
        ("assistant", "A\u0007B", "There is a character in this text that cannot be seen"),
        ("assistant", "x" * 50_000, "Ensure this value has at most 254 characters"),
    ],
    ids=["empty", "text", "script", "sign", "letters", "digits", "turned", "bell", "long"],
)
def test_refuses_what_is_no_contact_and_keeps_what_was_typed(signed_in, kind, value, sentence):
    audience = "network" if "office" in kind else "secretariat"

    response = add(signed_in, kind, value, audience=audience)

    assert refusal(response).startswith(sentence)
    assert soup_from(response.content).select_one("[name=value]").get("value", "") == value
    assert rows() == []


def test_a_number_copied_from_elsewhere_comes_on_one_line_with_plain_spaces(signed_in):
    add(signed_in, "office-telephone", " +000\u00a01\u202f2 ", audience="network")

    assert rows() == [("office-telephone", "+000 1 2", "network")]


def test_what_staff_once_wrote_otherwise_is_narrowed_all_the_same(signed_in, person):
    detail = make.make_contact_detail(person, kind="office-telephone", value="+000 ext. 5")

    assert change(signed_in, detail, audience="secretariat").url == "/me/"

    assert rows() == [("office-telephone", "+000 ext. 5", "secretariat")]


def test_refuses_an_audience_that_there_is_not(signed_in):
    response = add(signed_in, "office-telephone", "0", audience="everybody")

    assert refusal(response) == "Choose who sees it from those that are offered."


@pytest.mark.parametrize("query", ["", "?kind=", "?kind=fax"])
def test_asks_for_a_kind_where_none_is_said(signed_in, query):
    assert signed_in.post(f"{ADD}{query}", {"value": "0"}).status_code == 400
    assert "What is it?" in text_of(signed_in, f"{ADD}{query}")
    assert rows() == []


def test_a_second_click_adds_no_second_row(signed_in):
    for _click in range(2):
        assert add(signed_in, "assistant", "Example Aide").url == "/me/"

    assert rows() == [("assistant", "Example Aide", "secretariat")]


def test_the_second_click_is_told_that_it_is_there(signed_in):
    for _click in range(2):
        response = add(signed_in, "assistant", "Example Aide")

    said = [str(message) for message in response.wsgi_request._messages]
    assert said[-1] == "This contact is recorded already."


def test_does_not_become_one_that_is_there_already(signed_in, person, detail):
    other = make.make_contact_detail(person)

    assert refusal(change(signed_in, other, value=detail.value)) == (
        "This contact is recorded already."
    )


def test_its_kind_stays(signed_in, detail):
    change(signed_in, detail, kind="assistant", value="new@example.org")

    assert rows() == [("office-email", "new@example.org", "network")]


def test_removes_one_and_a_second_click_finds_it_done(signed_in, person, detail):
    for _click in range(2):
        assert signed_in.post(page_of(detail), {"remove": "yes"}).url == "/me/"

    assert rows() == []
    assert history()[1:] == [("-", detail.value, "network", person.account.email)]
    assert is_nowhere(signed_in.get(page_of(detail)))


def test_shows_both_where_somebody_saved_it_in_the_meantime(signed_in, detail):
    typed = filled(signed_in, page_of(detail), value="mine@example.org")
    ContactDetail.objects.update(value="theirs@example.org")

    response = signed_in.post(page_of(detail), typed)

    page = soup_from(response.content)
    assert "Somebody saved this" in refusal(response, 409)
    assert "theirs@example.org" in words(page.select_one(".conflict"))
    assert page.select_one("[name=value]")["value"] == "mine@example.org"
    assert rows()[0][1] == "theirs@example.org"

    seen = page.select_one("[name=seen]")["value"]
    assert signed_in.post(page_of(detail), {**typed, "seen": seen}).url == "/me/"
    assert rows()[0][1] == "mine@example.org"


def test_an_old_page_does_not_open_again_what_was_narrowed_since(signed_in, detail):
    typed = filled(signed_in, page_of(detail), value="mine@example.org")
    detail.narrow(audience="secretariat")

    assert signed_in.post(page_of(detail), typed).status_code == 409

    assert ContactDetail.objects.get().audience == "secretariat"


def test_what_was_typed_stays_where_the_contact_was_removed_in_the_meantime(signed_in, detail):
    typed = filled(signed_in, page_of(detail), value="mine@example.org", audience="secretariat")
    ContactDetail.objects.get().delete()

    response = signed_in.post(page_of(detail), typed)

    page = soup_from(response.content)
    assert response.status_code == 409
    assert "removed while you were writing" in words(page)
    assert page.select_one("[name=value]")["value"] == "mine@example.org"
    assert page.select_one("option[selected]")["value"] == "secretariat"
    assert page.select_one("main form")["action"] == f"{ADD}?kind=office-email"


def test_nobody_comes_near_the_contact_of_another(person, detail):
    for account in (make.make_colleague().account, make.make_staff(), make.make_user()):
        stranger = Client()
        stranger.force_login(account)
        assert is_nowhere(stranger.get(page_of(detail)))
        for typed in ({"value": "x@example.org", "audience": "network"}, {"remove": "yes"}):
            assert is_nowhere(stranger.post(page_of(detail), typed))

    assert len(history()) == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, detail, method):
    for address in (ADD, page_of(detail)):
        assert getattr(client, method)(address).url == f"/accounts/login/?next={address}"


def test_a_number_larger_than_any_is_nobodys(signed_in):
    assert is_nowhere(signed_in.get(f"/me/contact/{10**30}/"))
    assert is_nowhere(signed_in.post(f"/me/contact/{10**30}/", {"remove": "yes"}))


def test_who_is_no_longer_in_office_adds_and_opens_none(client, former):
    detail = make.make_contact_detail(former)
    client.force_login(former.account)

    assert is_nowhere(client.get(ADD))
    assert is_nowhere(add(client, "office-telephone", "0", audience="network"))
    assert refusal(change(client, detail, audience="public")).startswith("Choose who sees it")
    change(client, detail, value="new@example.org", audience="network")

    assert rows() == [("office-email", detail.value, "network")]


def test_who_is_no_longer_in_office_narrows_and_removes(client, former):
    detail = make.make_contact_detail(former, audience="public")
    client.force_login(former.account)

    assert change(client, detail, audience="secretariat").url == "/me/"
    assert [row[2] for row in rows()] == ["secretariat"]
    assert client.post(page_of(detail), {"remove": "yes"}).url == "/me/"
    assert rows() == []


def test_pages_are_kept_by_no_cache_and_are_not_for_search_engines(signed_in, detail):
    for address in (ADD, f"{ADD}?kind=assistant", page_of(detail)):
        assert "no-store" in signed_in.get(address)["Cache-Control"]
        assert soup_of(signed_in, address).select_one("[name=robots]")["content"] == "noindex"
        assert soup_of(signed_in, address).select_one(".tell-us a")["href"] == "/tell-us/"


def test_shows_one_contact_and_none_of_the_others(signed_in, person, detail):
    make.make_contact_detail(person, kind="assistant", value="An aide", audience="secretariat")

    assert "An aide" not in signed_in.get(page_of(detail)).text


def test_takes_the_same_number_of_queries_beside_one_contact_and_thirty(signed_in, person, detail):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            signed_in.get(page_of(detail))
        return len(asked)

    beside_none = queries()
    for _each in range(30):
        make.make_contact_detail(person)

    assert queries() == beside_none


def test_the_second_of_two_clicks_and_an_old_page_sent_as_it_stood_are_no_error(client):
    person = make.make_colleague()
    detail = make.make_contact_detail(person, kind="office-telephone", value="+000 1")
    client.force_login(person.account)
    page = f"/me/contact/{detail.pk}/"
    before = sent_from(soup_of(client, page).select_one("main form:has([name=seen])"))

    first = client.post(page, {**before, "value": "+000 2"})
    again = client.post(page, {**before, "value": "+000 2"})
    as_it_stood = client.post(page, before)

    assert [first.url, again.url, as_it_stood.url] == ["/me/"] * 3
    detail.refresh_from_db()
    assert detail.value == "+000 2"
    assert detail.history.count() == 2

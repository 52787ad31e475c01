"""The contact page."""

from tests.read import soup_of, text_of, words


def test_leads_to_the_form_and_to_how_a_focal_point_is_appointed(client):
    links = {a["href"] for a in soup_of(client, "/contact/").select("main a")}

    assert links == {"/tell-us/", "/how-to-appoint/"}


def test_names_nobody_where_nothing_is_set(client):
    page = soup_of(client, "/contact/")

    assert [words(h2) for h2 in page.select("h2")] == [
        "Write to the secretariat",
        "For governments and focal points",
    ]
    assert "mailto:" not in str(page)


def test_shows_who_keeps_the_register_as_far_as_it_is_set(client, settings):
    settings.CONTACT_NAME = "The <Secretariat>"
    settings.CONTACT_EMAIL = "register@example.org"
    settings.CONTACT_ADDRESS = "1 Example Street\nExample Town"

    page = soup_of(client, "/contact/")

    assert page.select_one("#keeper")
    assert words(page.select_one(".facts")) == (
        "Name The <Secretariat> E-mail register@example.org Address 1 Example StreetExample Town"
    )
    assert page.select_one("a[href='mailto:register@example.org']")
    assert str(page.select_one(".facts br")) == "<br/>"


def test_leaves_out_what_is_not_set(client, settings):
    settings.CONTACT_NAME = "The Secretariat"

    assert words(soup_of(client, "/contact/").select_one(".facts")) == "Name The Secretariat"


def test_asks_not_to_name_the_focal_point(client):
    assert "Do not name the focal point in the form" in text_of(client, "/contact/")


def test_asks_the_database_nothing(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/contact/")

"""Joining two entries of one person on the desk, and where the old addresses lead."""

import pytest
from django.utils import timezone

from focalpoints import joining
from focalpoints.models import Consent, FocalPoint
from tests import make
from tests.read import soup_from, text_of, words
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

LIST = "/admin/focalpoints/focalpoint/"


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


@pytest.fixture
def kept():
    return make.make_focal_point("Example Kept", honorific="Ms")


@pytest.fixture
def other():
    return make.make_focal_point("Example Other", languages="fr")


def page_of(kept, other=None):
    return f"{LIST}{kept.pk}/join/{other.pk}/" if other else f"{LIST}{kept.pk}/join/"


def seen(response):
    """What the form of the preview sends."""
    return {"seen": soup_from(response.content).select_one("input[name=seen]")["value"]}


def columns(response):
    """What the preview says of each field: kept, other, joined."""
    table = soup_from(response.content).select_one("#content-main table")
    rows = table.tbody.select("tr")
    return {words(row.th): [words(cell) for cell in row.select("td")] for row in rows}


def joined(kept, other, staff):
    joining.join(kept, other, by=staff, at=timezone.now())


def test_the_page_of_an_entry_leads_there(desk, kept):
    page = soup_from(desk.get(f"{LIST}{kept.pk}/change/").content)

    assert page.select_one(f"a[href='{page_of(kept)}']").get_text() == "Join with another entry"


def test_the_other_entry_is_chosen_first(desk, kept, other):
    page = soup_from(desk.get(page_of(kept)).content)

    assert page.select_one("select[name=other]")["data-model-name"] == "appointment"
    assert desk.get(page_of(kept), {"other": other.pk}).url == page_of(kept, other)


@pytest.mark.parametrize("chosen", ["", "x", "99"])
def test_whoever_is_not_there_is_not_chosen(desk, kept, chosen):
    response = desk.get(page_of(kept), {"other": chosen})

    assert response.status_code == 200
    assert len(response.context["form"].errors["other"]) == 1


def test_the_preview_shows_both_and_what_comes_of_it(desk, kept, other):
    make.make_contact_detail(other)

    preview = columns(desk.get(page_of(kept, other)))

    assert preview["Name"] == ["Example Kept", "Example Other", "Example Kept"]
    assert preview["Honorific"] == ["Ms", "–", "Ms"]
    assert preview["Languages"] == ["–", "French", "French"]
    office = "Office e-mail: office@example.org (the network)"
    assert preview["Contact details"] == ["–", office, office]
    assert FocalPoint.objects.count() == 2


def test_the_preview_says_that_the_name_is_public_no_more(desk, kept, other):
    make.make_consent(kept)
    make.make_appointment(holder=other)

    response = desk.get(page_of(kept, other))

    assert columns(response)["Shown in public"] == ["name", "–", "–"]
    assert "No longer public: name" in response.text
    assert kept.consents.open().exists()


def test_looking_at_both_is_in_the_trail(desk, kept, other):
    desk.get(page_of(kept, other))

    looked = Entry.objects.filter(what="looked-at-contact", detail="desk")
    assert {entry.about for entry in looked} == {kept.key, other.key}


def test_confirmed_they_are_one(desk, kept, other):
    response = desk.post(page_of(kept, other), seen(desk.get(page_of(kept, other))), follow=True)

    assert response.redirect_chain == [(f"{LIST}{kept.pk}/change/", 302)]
    assert "The two entries are one now." in response.text
    assert list(FocalPoint.objects.all()) == [kept]
    assert Entry.objects.filter(what="joined").count() == 1


def test_sent_twice_they_are_joined_once(desk, kept, other):
    data = seen(desk.get(page_of(kept, other)))

    for _click in range(2):
        response = desk.post(page_of(kept, other), data, follow=True)

    assert "The other entry is there no more: nothing was joined now." in response.text
    assert Entry.objects.filter(what="joined").count() == 1


def test_what_was_changed_since_is_shown_first(desk, kept, other):
    data = seen(desk.get(page_of(kept, other)))
    FocalPoint.objects.filter(pk=other.pk).update(biography="Newer")

    response = desk.post(page_of(kept, other), data)

    assert "One of the two was changed in the meantime." in response.text
    assert columns(response)["Biography"] == ["–", "Newer", "Newer"]
    assert FocalPoint.objects.count() == 2


def test_what_stands_in_the_way_is_said(desk, kept, other):
    for person in (kept, other):
        FocalPoint.objects.filter(pk=person.pk).update(account=make.make_user())

    response = desk.get(page_of(kept, other))

    assert "Both have an account." in response.text
    assert soup_from(response.content).select_one("input[name=seen]") is None


def test_joining_asks_for_the_second_factor_again(client, staff, kept, other):
    sign_in(client, staff, afresh=False)

    response = client.post(page_of(kept, other), seen(client.get(page_of(kept, other))))

    assert "/reauthenticate/" in response.url
    assert FocalPoint.objects.count() == 2


def editor():
    account = make.make_user()
    account.become("editor")
    make.make_factor(account)
    return account


def who_may_delete_other_rows():
    return make.make_editor("focalpoints.change_focalpoint", "focalpoints.delete_focalpoint")


@pytest.mark.parametrize("make_account", [editor, who_may_delete_other_rows])
def test_only_administrators_join(client, kept, other, make_account):
    sign_in(client, make_account())

    for page in (page_of(kept), page_of(kept, other)):
        assert client.get(page).status_code == 403
        assert client.post(page).status_code == 403
    assert "join/" not in client.get(f"{LIST}{kept.pk}/change/").text


def test_whoever_is_not_staff_learns_nothing(client, kept, other):
    for account in [None, make.make_colleague().account]:
        if account:
            client.force_login(account)
        response = client.get(page_of(kept, other))
        assert response.status_code == 302
        assert response.url.startswith("/admin/login/")


def test_nobody_is_joined_who_is_not_there(desk, kept, other):
    assert desk.get(f"{LIST}{kept.pk}/join/99/").status_code == 404
    assert desk.get(f"{LIST}99/join/").status_code == 404
    assert desk.get(f"{LIST}99/join/{other.pk}/").status_code == 404


def test_the_preview_asks_as_many_questions_for_30_rows_as_for_one(
    desk, django_assert_num_queries, django_assert_max_num_queries, kept, other
):
    """Of those that are shown: each row that moves is saved, with a version of its own."""
    make.make_contact_detail(kept)
    desk.get(page_of(kept, other))
    with django_assert_max_num_queries(200) as for_one:
        desk.get(page_of(kept, other))

    for _ in range(29):
        make.make_contact_detail(kept)

    with django_assert_num_queries(len(for_one)):
        desk.get(page_of(kept, other))


def test_the_old_address_leads_to_the_kept_entry(client, staff, kept, other):
    make.make_consent(kept)
    make.make_consent(kept, field=Consent.Field.PORTRAIT)
    make.make_portrait(kept)
    first = make.make_focal_point("First")
    joined(other, first, staff)
    joined(kept, other, staff)

    for key in (first.key, other.key):
        for page in ("", "portrait.webp"):
            response = client.get(f"/focal-points/{key}/{page}")
            assert response.status_code == 301
            assert response.url == f"/focal-points/{kept.key}/{page}"
            assert "no-store" in response["Cache-Control"]
    assert "Example Kept" in text_of(client, f"/focal-points/{kept.key}/")


@pytest.mark.parametrize("why", ["nobody agreed", "hidden", "erased"])
def test_where_the_kept_entry_is_not_shown_the_old_address_is_none(client, staff, kept, other, why):
    if why != "nobody agreed":
        make.make_consent(kept)
        make.make_consent(kept, field=Consent.Field.PORTRAIT)
        make.make_portrait(kept)
    joined(kept, other, staff)
    if why == "hidden":
        make.make_protection(kept)
    elif why == "erased":
        FocalPoint.objects.filter(pk=kept.pk).update(
            name="", honorific="", languages="", erased_at=make.NOON
        )
        kept.portrait.delete()

    nowhere = client.get("/nowhere/")
    for page in ("", "portrait.webp"):
        response = client.get(f"/focal-points/{other.key}/{page}")
        assert (response.status_code, response.content) == (404, nowhere.content)


def test_colleagues_find_the_kept_entry_under_the_old_address(client, staff, other):
    kept, looks = make.make_colleague("Example Kept"), make.make_colleague()
    joined(kept, other, staff)
    make.make_factor(looks.account)
    client.force_login(looks.account)

    assert client.get(f"/network/{other.key}/").url == f"/network/{kept.key}/"
    make.make_protection(kept)
    response = client.get(f"/network/{other.key}/")
    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


def test_a_member_of_the_public_is_led_nowhere_in_the_network(client, staff, other):
    kept = make.make_colleague("Example Kept")
    joined(kept, other, staff)
    client.force_login(make.make_user())

    assert client.get(f"/network/{other.key}/").status_code == 404

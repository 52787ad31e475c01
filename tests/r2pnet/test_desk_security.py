"""What members of staff with some permissions cannot do or see on the desk."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType

from countries.models import Party
from r2pnet.admin import OUR_APPS
from sources.models import Source
from tests.make import (
    make_appointment,
    make_appointment_invitation,
    make_assistance,
    make_assistant_invitation,
    make_contact_detail,
    make_country,
    make_delegate,
    make_editor,
    make_focal_point,
    make_passage,
    make_protection_decision,
    make_source,
    make_staff,
    make_staff_invitation,
    make_user,
)
from tests.read import text_of
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db


def versions(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/history/"


def version(row):
    return f"{versions(row)}{row.history.first().history_id}/"


def test_who_may_only_look_cannot_go_back_to_a_version(client):
    letter = make_source("letter", audience="secretariat")
    client.force_login(make_editor("sources.view_source"))

    response = client.post(
        version(letter),
        {"label": "Public now", "kind": "letter", "language": "en", "audience": "public"},
    )

    assert response.status_code == 403
    assert Source.objects.get().audience == "secretariat"


def test_who_may_not_add_cannot_bring_back_what_was_deleted(client):
    source = make_source("gone")
    address = version(source)
    source.delete()
    client.force_login(make_editor("sources.view_source", "sources.change_source"))

    assert client.post(address, {"label": "Back"}).status_code == 403
    assert not Source.objects.exists()


def test_the_address_of_a_party_is_not_changed_through_its_history(client):
    ghana = make_country("gha")
    client.force_login(make_staff())

    response = client.post(
        f"/admin/countries/party/{ghana.pk}/history/{ghana.history.first().history_id}/",
        {"name": "Ghana", "slug": "hacked", "kind": "country"},
    )

    assert response.status_code == 403
    assert Party.objects.get().slug == "gha"


@pytest.mark.parametrize("part", ["abc/history/", "1/history/abc/", "%00/history/"])
def test_an_address_that_names_no_version_is_not_there(client, part):
    make_source()
    client.force_login(make_staff())

    assert client.get(f"/admin/sources/source/{part}").status_code in (302, 404)


def test_a_deletion_does_not_name_rows_that_may_not_be_seen(client):
    passage = make_passage()
    make_delegate(name="Example Person", passages=[passage])
    client.force_login(make_editor("sources.view_passage", "sources.delete_passage"))

    text = client.get(f"/admin/sources/passage/{passage.pk}/delete/").content.decode()

    assert "Example Person" not in text
    assert "1 that you may not see" in text


@pytest.mark.parametrize("address", ["", "?q=Example", "{pk}/change/"])
def test_the_holder_is_named_to_who_may_see_focal_points(client, address):
    row = make_appointment(holder=make_focal_point("Example Person"))
    address = f"/admin/focalpoints/appointment/{address.format(pk=row.pk)}"
    permissions = ["focalpoints.view_appointment", "focalpoints.change_appointment"]

    client.force_login(make_editor(*permissions))
    assert "Example Person" not in client.get(address).content.decode()

    client.force_login(make_editor(*permissions, "focalpoints.view_focalpoint"))
    assert "Example Person" in client.get(address).content.decode()


def test_the_key_of_a_person_gives_no_name_away(client):
    person = make_focal_point("Example Person")
    client.force_login(make_editor("focalpoints.add_appointment", "focalpoints.view_appointment"))

    response = client.post("/admin/focalpoints/appointment/add/", {"holder": person.pk})

    assert response.status_code == 200
    assert "Example Person" not in response.content.decode()


def test_an_account_is_shown_to_who_may_see_accounts(client):
    make_focal_point(account=make_user("person@example.org"))
    client.force_login(make_editor("focalpoints.view_focalpoint"))

    assert "person@example.org" not in client.get("/admin/focalpoints/focalpoint/").content.decode()


@pytest.mark.parametrize(
    "make",
    [
        make_appointment_invitation,
        make_assistance,
        make_assistant_invitation,
        make_contact_detail,
        make_protection_decision,
    ],
)
def test_what_is_of_a_person_is_for_who_may_see_focal_points(client, make):
    row = make()
    model = row._meta.model_name
    may = [f"focalpoints.{each}_{model}" for each in row._meta.default_permissions]
    sign_in(client, make_editor(*may))

    for page in ["", "add/", *(f"{row.pk}/{page}/" for page in ("change", "history", "delete"))]:
        address = f"/admin/focalpoints/{model}/{page}"
        assert client.get(address).status_code == 403, address
    assert f"/focalpoints/{model}/" not in client.get("/admin/").text


def test_nobody_who_may_only_change_contacts_reads_whose_they_are(client):
    detail = make_contact_detail()
    sign_in(client, make_editor("focalpoints.change_contactdetail"))

    page = f"/admin/focalpoints/contactdetail/{detail.pk}/change/"
    assert client.get(page).status_code == 403


def test_no_search_asks_for_the_value_of_a_contact(client):
    make_contact_detail(make_focal_point("Example Person"), value="canary@example.org")
    sign_in(client, make_staff())

    page = "/admin/focalpoints/contactdetail/?q="
    assert client.get(f"{page}canary").context["cl"].result_count == 0
    assert client.get(f"{page}Person").context["cl"].result_count == 1


def test_no_detour_tells_the_address_of_a_hidden_row(client):
    letter = make_source("letter", audience="secretariat")
    key = ContentType.objects.get_for_model(Source).pk
    client.force_login(make_editor())

    assert client.get(f"/admin/r/{key}/{letter.pk}/").status_code == 404


def test_nobody_makes_their_own_account_a_superuser(client):
    editor = make_editor("accounts.view_user", "accounts.change_user")
    client.force_login(editor)

    client.post(
        f"/admin/accounts/user/{editor.pk}/change/",
        {"email": editor.email, "is_active": "on", "is_superuser": "on", "is_staff": "on"},
    )

    editor.refresh_from_db()
    assert not editor.is_superuser


@pytest.mark.parametrize("page", ["change", "act/suspend", "act/become-editor"])
def test_nobody_else_changes_the_account_of_a_superuser(client, page):
    staff = make_staff()
    client.force_login(make_editor("accounts.view_user", "accounts.change_user"))

    assert client.post(f"/admin/accounts/user/{staff.pk}/{page}/", {}).status_code == 403


def test_a_nul_is_no_text_to_ask_for(client):
    client.force_login(make_staff())

    assert client.get("/admin/sources/source/?q=%00").status_code == 400


def test_a_session_cookie_that_was_never_ours_is_none(client):
    # As it comes over the wire: newer Pythons do not write such a cookie, but they read it.
    response = client.get("/admin/", headers={"cookie": r'session="\000\000aaaaaaaaaa"'})

    assert response.status_code == 302


def test_a_login_of_any_length_is_refused_and_not_an_error(client):
    response = client.post("/accounts/login/", {"login": "x" * 100_000, "password": "y"})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("address", "permission"),
    [
        ("focalpoints/appointment/?holder={pk}", "focalpoints.view_appointment"),
        ("focalpoints/appointment/?holder__isnull=True", "focalpoints.view_appointment"),
        ("meetings/delegate/?focal_point={pk}", "meetings.view_delegate"),
        ("focalpoints/appointment/?end_reason__regex=^m", "focalpoints.view_appointment"),
        ("remarks/remark/?sender__startswith=0", "remarks.view_remark"),
    ],
)
def test_an_address_puts_no_question_to_a_field_that_is_not_shown(client, address, permission):
    holder = make_focal_point()
    make_appointment(holder=holder, end_reason="moved")
    client.force_login(make_editor(permission))

    assert client.get("/admin/" + address.format(pk=holder.pk)).status_code == 400


@pytest.mark.parametrize(
    "query", ["capacity__exact=primary", "party__un_group__exact=african", "end=open"]
)
def test_the_filters_of_a_list_go_on_asking(client, query):
    make_appointment(make_country("gha", name="Ghana", un_group="african"))
    make_appointment(
        make_country("fra", name="France", un_group="western-european-other"),
        capacity="acting",
        ended="2014",
    )
    client.force_login(make_editor("focalpoints.view_appointment"))

    text = text_of(client, f"/admin/focalpoints/appointment/?{query}")

    assert "1 appointment" in text


def test_the_date_of_a_letter_is_shown_to_who_may_see_sources(client):
    letter = make_source("letter", published="2020-02-02", audience="secretariat")
    make_appointment(passages=[make_passage(letter)])
    address = "/admin/focalpoints/appointment/"

    client.force_login(make_editor("focalpoints.view_appointment"))
    assert "2 February 2020" not in text_of(client, address)

    client.force_login(
        make_editor(
            "focalpoints.view_appointment", "sources.view_source", email="other@example.org"
        )
    )
    assert "2 February 2020" in text_of(client, address)


def test_an_act_does_not_tell_whether_a_row_is_there(client):
    sign_in(client, make_editor("meetings.view_meeting"))
    invitation = make_staff_invitation()

    for pk in (invitation.pk, invitation.pk + 1):
        page = f"/admin/accounts/staffinvitation/{pk}/act/revoke/"
        assert client.post(page).status_code == 403


def test_the_desk_holds_only_what_the_portal_registers():
    apps = {type(each).__module__.partition(".")[0] for each in admin.site._registry.values()}

    assert apps == OUR_APPS

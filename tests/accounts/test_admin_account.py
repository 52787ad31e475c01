"""Accounts on the desk: looked at, and acted upon."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import acts
from accounts.models import EDITORS, AccountDecision, User
from outbox.models import Message
from tests import make
from tests.read import text_of
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


def page_of(user):
    return reverse("admin:accounts_user_change", args=[user.pk])


def act(user, name):
    return f"/admin/accounts/user/{user.pk}/act/{name}/"


def test_nobody_is_added_edited_or_deleted(desk):
    user = make.make_user()
    pages = ["/admin/accounts/user/add/", f"/admin/accounts/user/{user.pk}/delete/"]

    assert [desk.post(page).status_code for page in [*pages, page_of(user)]] == [403] * 3


def test_the_list_says_who_has_which_role_and_a_second_factor(desk):
    make.make_user("person@example.org")

    text = text_of(desk, "/admin/accounts/user/")

    assert "administrator" in text
    assert "focal point, or former" in text


def test_an_account_is_suspended_and_its_person_is_told(desk, staff):
    user = make.make_user("person@example.org")

    desk.post(act(user, "suspend"))

    user.refresh_from_db()
    assert user.is_suspended
    assert not user.is_active
    assert [message.to for message in Message.objects.all()] == ["person@example.org"]
    entry = Entry.objects.get(what="suspended")
    assert (entry.who, entry.about) == (staff.pseudonym, user.pseudonym)


def test_a_suspended_account_is_nobody_from_the_next_request_on(client, staff):
    editor = make.make_editor("sources.view_source")
    sign_in(client, editor)
    assert client.get("/admin/sources/source/").status_code == 200

    editor.suspend(at=timezone.now())

    assert client.get("/admin/sources/source/").status_code == 302


@pytest.mark.parametrize("name", ["suspend", "become-editor", "ask-restore-access"])
def test_nobody_does_it_to_their_own_account(desk, staff, name):
    assert desk.post(act(staff, name), {"reason": "Mine"}).status_code == 403


@pytest.mark.parametrize(
    ("name", "role"),
    [("become-administrator", "administrator"), ("become-nobody", "")],
)
def test_an_editor_gets_another_role_and_signs_in_anew(client, desk, name, role):
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    client.get("/")

    desk.post(act(editor, name))

    editor.refresh_from_db()
    assert editor.staff_role == role
    assert Entry.objects.get(what="role-changed").detail == (role or "none")
    assert Message.objects.get().to == "editor@example.org"


def test_who_is_no_staff_becomes_staff_by_invitation_alone(desk):
    user = make.make_user()

    assert desk.post(act(user, "become-editor")).status_code == 403


def test_a_session_ends_when_the_role_has_changed(client):
    editor = make.make_staff("editor@example.org")
    sign_in(client, editor)

    User.objects.get(pk=editor.pk).become("editor")

    assert client.get("/admin/").status_code == 302


def test_all_sessions_of_an_account_are_ended(client, desk):
    user = make.make_user()
    theirs = sign_in(Client(), user)
    assert theirs.get("/me/").status_code == 200

    desk.post(act(user, "end-sessions"))

    assert theirs.get("/me/").status_code == 302


@pytest.mark.parametrize("name", ["suspend", "end-sessions", "become-editor", "ask-new-address"])
def test_editors_do_nothing_with_accounts(client, name):
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    make.make_factor(editor)
    sign_in(client, editor)
    user = make.make_user()

    assert client.get(page_of(user)).status_code == 403
    assert client.post(act(user, name), {"reason": "Why not"}).status_code == 403


def test_an_act_asks_for_the_second_factor_again(client, staff):
    sign_in(client, staff, afresh=False)
    user = make.make_editor(email="other@example.org")

    response = client.post(act(user, "become-administrator"))

    assert response.status_code == 302
    assert "/reauthenticate/" in response.url
    user.refresh_from_db()
    assert not user.is_superuser


def test_a_second_factor_is_asked_for_before_the_desk_opens(client):
    staff = make.make_user(is_staff=True, is_superuser=True)
    client.force_login(staff)

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "set one up here" in response.content.decode()


def test_a_focal_point_is_no_member_of_staff(client):
    client.force_login(make.make_user())

    assert client.get("/admin/", follow=True).status_code == 403


def test_no_page_shows_a_secret(desk):
    user = make.make_staff("other@example.org")

    page = desk.get(page_of(user)).content.decode()

    assert "JBSWY3DPEHPK3PXP" not in page
    assert user.password not in page
    assert not mail.outbox
    assert not AccountDecision.objects.exists()


def test_editors_get_their_permissions_with_the_tables():
    assert Group.objects.get(name=EDITORS).permissions.filter(codename="change_appointment")


def test_editors_see_no_decision_about_the_secretariat(client):
    editor = make.make_user("editor@example.org")
    editor.become("editor")
    make.make_factor(editor)
    about_staff = make.make_account_decision(make.make_staff("other@example.org"))
    make.make_account_decision(make.make_user("person@example.org"))
    sign_in(client, editor)

    text = text_of(client, "/admin/accounts/accountdecision/")

    assert "person@example.org" in text
    assert "other@example.org" not in text
    assert (
        client.get(f"/admin/accounts/accountdecision/{about_staff.pk}/change/").status_code == 302
    )


@pytest.mark.parametrize("role", ["administrator", ""])
def test_who_is_no_editor_any_more_keeps_none_of_their_permissions(role):
    editor = make.make_user()
    editor.become("editor")

    editor.become(role)

    assert not editor.groups.exists()


def test_ending_the_sessions_of_an_account_is_in_the_trail(desk, staff):
    user = make.make_user()

    desk.post(act(user, "end-sessions"))

    entry = Entry.objects.get(what="sessions-ended")
    assert (entry.who, entry.about) == (staff.pseudonym, user.pseudonym)


def test_an_editor_who_may_see_accounts_ends_no_sessions(client):
    sign_in(client, make.make_editor("accounts.view_user"))
    user = make.make_user()

    assert client.post(act(user, "end-sessions")).status_code == 403

    user.refresh_from_db()
    assert user.session_epoch == 0


def test_an_act_stands_in_the_history_of_the_row(desk):
    user = make.make_user()

    desk.post(act(user, "suspend"))

    assert LogEntry.objects.get().object_id == str(user.pk)


def test_an_urgent_act_does_not_ask_for_the_factor_again(client, staff):
    sign_in(client, staff, afresh=False)
    user = make.make_user()

    client.post(act(user, "suspend"))

    user.refresh_from_db()
    assert user.is_suspended


def test_the_act_itself_suspends_nobody_by_their_own_hand(staff):
    with pytest.raises(ValidationError, match="ask a colleague"):
        acts.suspend(staff, by=staff, at=timezone.now())

    staff.refresh_from_db()
    assert staff.is_active


def test_the_act_itself_gives_nobody_another_role_by_their_own_hand(staff):
    with pytest.raises(ValidationError, match="ask a colleague"):
        acts.change_role(staff, "", by=staff, at=timezone.now())

    staff.refresh_from_db()
    assert staff.is_administrator


def test_inviting_staff_asks_for_the_second_factor_again(client, staff):
    sign_in(client, staff, afresh=False)

    response = client.post(
        "/admin/accounts/staffinvitation/add/",
        {"address": "person@example.org", "invited_as": "editor"},
    )

    assert "/reauthenticate/" in response.url
    assert not Message.objects.exists()

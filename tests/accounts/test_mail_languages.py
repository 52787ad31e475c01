"""A mail is in the language of whoever reads it, and not of whoever has it written."""

import pytest
from django.utils import translation

from accounts import acts
from accounts.letters import language_of
from accounts.models import StaffInvitation, User
from outbox.models import Message
from tests import make
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

SUSPENDED = {
    "en": "Your account is suspended",
    "fr": "Votre compte est suspendu",
}


@pytest.fixture
def desk(client):
    return sign_in(client, make.make_staff("staff@example.org"))


def test_an_account_is_told_in_its_own_language_whoever_acts():
    account = make.make_user("person@example.org", language="fr")

    with translation.override("ru"):
        acts.suspend(account, by=make.make_staff(), at=make.NOON)
        assert translation.get_language() == "ru"

    letter = Message.objects.get(to=account.email).letter
    assert letter.subject == SUSPENDED["fr"]
    assert "/fr/contact/" in letter.body


def test_each_of_several_readers_is_told_in_their_own():
    make.make_staff("french@example.org", language="fr")
    make.make_staff("english@example.org", language="en")

    acts.suspend(make.make_user(), by=make.make_staff("by@example.org"), at=make.NOON)

    subjects = {each.to: each.letter.subject for each in Message.objects.all()}
    assert subjects["english@example.org"] == "An act at the secretariat's desk"
    assert subjects["french@example.org"] != subjects["english@example.org"]


def test_an_unknown_address_is_written_to_in_the_language_that_is_spoken():
    with translation.override("es"):
        assert language_of("stranger@example.org") == "es"


@pytest.mark.parametrize("page", ["en", "fr"])
def test_a_code_to_sign_in_is_in_the_language_of_the_account(client, page):
    make.make_user("person@example.org", language="fr")

    prefix = "" if page == "en" else f"/{page}"
    client.post(f"{prefix}/accounts/login/code/", {"email": "person@example.org"})

    letter = Message.objects.get().letter
    assert "code" in letter.body
    assert "Quelqu’un" in letter.body
    assert letter.body.rstrip().endswith("/fr/")


def test_an_invitation_is_in_the_language_that_staff_choose(desk):
    desk.post(
        "/admin/accounts/staffinvitation/add/",
        {"address": "new@example.org", "invited_as": "editor", "language": "fr"},
    )

    assert StaffInvitation.objects.get().language == "fr"
    letter = Message.objects.get().letter
    assert "/fr/invitations/" in letter.body
    assert "/fr/contact/" in letter.body


@pytest.mark.parametrize(("language", "chosen"), [("", "en"), ("/fr", "fr")])
def test_the_language_of_the_desk_is_chosen_until_staff_choose_another(desk, language, chosen):
    form = desk.get(f"{language}/admin/accounts/staffinvitation/add/").context["adminform"].form

    assert form["language"].value() == chosen


def test_who_accepts_is_written_to_in_the_language_of_the_page_from_then_on(client):
    invitation = make.make_staff_invitation("new@example.org", language="fr")

    client.get(f"/ar/invitations/{invitation.token}/", follow=True)
    client.post("/ar/accounts/signup/", {"email": "new@example.org"})

    assert User.objects.get(email="new@example.org").language == "ar"


def test_the_person_chooses_another_language(client):
    user = make.make_user("person@example.org")
    sign_in(client, user)

    answer = client.post("/fr/me/mail-language/", {"language": "fr"}, follow=True)

    user.refresh_from_db()
    assert user.language == "fr"
    assert answer.request["PATH_INFO"] == "/fr/me/"
    assert "Français" in answer.text


@pytest.mark.parametrize("sent", [{}, {"language": "de"}, {"language": ""}])
def test_another_language_than_those_of_the_site_changes_nothing(client, sent):
    user = make.make_user("person@example.org", language="es")
    sign_in(client, user)

    client.post("/me/mail-language/", sent)

    user.refresh_from_db()
    assert user.language == "es"

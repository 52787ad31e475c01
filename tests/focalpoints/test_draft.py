"""An assistant drafts, at /me/draft/; the official alone saves what is drafted."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from focalpoints.assistants import end_assistance, invite_assistant
from focalpoints.models import Assistance, AssistantInvitation, Draft, FocalPoint
from outbox.models import Message
from tests import make
from tests.read import soup_of, text_of
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

PAGE = "/me/draft/"
TYPED = {"honorific": "Ms", "languages": ["fr", "en"], "biography": "Drafted."}


@pytest.fixture
def official():
    return make.make_colleague("Example Official", honorific="Dr", biography="As it is.")


@pytest.fixture
def assistance(official):
    return make.make_assistance(official)


@pytest.fixture
def signed_in(client, assistance):
    client.force_login(assistance.account)
    return client


def opened(client):
    """What the page knows of what is saved, and of the draft that waits."""
    page = soup_of(client, PAGE)
    return {name: page.select_one(f"main [name={name}]")["value"] for name in ("seen", "draft")}


def keep(client, **typed):
    return client.post(PAGE, {**opened(client), **TYPED, **typed})


def test_whoever_is_not_signed_in_is_sent_to_the_login(client):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"


def test_nobody_else_drafts(client, assistance):
    others = [assistance.focal_point.account, make.make_colleague().account, make.make_staff()]
    for other in others:
        client.force_login(other)

        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, TYPED).status_code == 404
    assert not Draft.objects.exists()


def test_begins_with_what_is_saved_and_shows_no_contact(signed_in, official):
    make.make_contact_detail(official, value="office@example.org")

    text = text_of(signed_in, PAGE)

    assert "You draft for Dr Example Official." in text
    assert "As it is." in text
    assert "office@example.org" not in text


def test_what_is_drafted_is_shown_to_nobody_else(signed_in, client, official):
    make.make_consent(official)
    make.make_consent(official, field="biography")

    assert keep(signed_in).url == PAGE

    draft = Draft.objects.get()
    assert (draft.honorific, draft.languages, draft.biography) == ("Ms", "en fr", "Drafted.")
    assert "Drafted." not in client.get(f"/focal-points/{official.key}/").text
    assert FocalPoint.objects.get(pk=official.pk).biography == "As it is."
    client.force_login(official.account)
    assert "Drafted." in client.get("/me/entry/?draft=1").text


def test_a_second_draft_replaces_the_first(signed_in):
    keep(signed_in)
    keep(signed_in, biography="Drafted anew.")

    assert Draft.objects.get().biography == "Drafted anew."


def test_a_draft_that_was_kept_meanwhile_is_shown_and_not_overwritten(signed_in):
    before = opened(signed_in)
    keep(signed_in, biography="Kept meanwhile.")

    response = signed_in.post(PAGE, {**before, **TYPED})

    assert response.status_code == 409
    assert "Kept meanwhile." in response.text
    assert "Drafted." in response.text
    assert Draft.objects.get().biography == "Kept meanwhile."
    assert keep(signed_in).url == PAGE
    assert Draft.objects.get().biography == "Drafted."


def test_what_an_entry_would_not_take_is_refused_and_comes_back(signed_in):
    response = keep(signed_in, biography="[here](javascript:alert)")

    assert response.status_code == 400
    assert "does not begin with https://" in response.text
    assert "[here](javascript:alert)" in response.text
    assert not Draft.objects.exists()


def test_what_the_official_saved_meanwhile_is_shown_and_what_was_typed_stays(signed_in, official):
    before = opened(signed_in)
    FocalPoint.objects.filter(pk=official.pk).update(biography="Saved by the official.")

    response = signed_in.post(PAGE, {**before, **TYPED})

    assert response.status_code == 409
    assert "Saved by the official." in response.text
    assert "Drafted." in response.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("over", ["hidden", "out of office", "ended"])
def test_nothing_is_drafted_any_more(signed_in, official, assistance, over):
    match over:
        case "hidden":
            official.protect(by_themselves=True, at=timezone.now())
        case "out of office":
            official.appointments.update(ended="2014")
        case "ended":
            end_assistance(assistance, by=official.account, at=timezone.now())

    # A session ends where the role does; who is hidden is still in office.
    assert signed_in.get(PAGE).status_code == (404 if over == "hidden" else 302)
    signed_in.force_login(assistance.account)
    assert signed_in.get(PAGE).status_code == 404


def test_the_official_ends_it_and_the_draft_is_gone(client, official, assistance):
    make.make_draft(official, made_by=assistance.account)
    client.force_login(official.account)
    address = f"/me/assistants/{assistance.pk}/end/"
    form = soup_of(client, "/me/").select_one(f"form[action='{address}']")

    client.post(form["action"])
    client.post(form["action"])  # the second click

    assert not Draft.objects.exists()
    assert Assistance.objects.get().ended_at
    entries = Entry.objects.filter(what="assistance-ended")
    assert [entry.about for entry in entries] == [assistance.account.pseudonym]
    assert Message.objects.get().to == assistance.account.email


def test_nobody_ends_the_assistance_of_another(client, assistance):
    client.force_login(make.make_colleague().account)

    assert client.post(f"/me/assistants/{assistance.pk}/end/").status_code == 404
    assert Assistance.objects.open().exists()


def test_an_assistant_comes_in_by_invitation_and_finds_where_to_draft(client, official):
    invitation = make.make_assistant_invitation(official)

    client.get(f"/invitations/{invitation.token}/")
    client.post("/accounts/signup/", {"email": invitation.address})

    assert Assistance.objects.get().focal_point == official
    assert "You are signed in as: assistant." in text_of(client, "/me/")
    assert soup_of(client, "/me/").select_one(f"main a[href='{PAGE}']")


@pytest.mark.parametrize("over", ["hidden", "out of office"])
def test_an_invitation_holds_while_the_official_is_there(client, official, over):
    invitation = make.make_assistant_invitation(official)
    if over == "hidden":
        official.protect(by_themselves=True, at=timezone.now())
    else:
        official.appointments.update(ended="2014")

    assert client.get(f"/invitations/{invitation.token}/").url == "/invitations/refused/"


def test_staff_invite_an_assistant_and_the_official_is_told(client, official):
    sign_in(client, make.make_staff())
    address = f"/admin/focalpoints/focalpoint/{official.pk}/act/invite-assistant/"

    client.post(address, {"address": "assistant@example.org", "language": "en"})

    assert AssistantInvitation.objects.get().focal_point == official
    mails = {message.to: message.letter.body for message in Message.objects.all()}
    assert mails.keys() == {"assistant@example.org", official.account.email}
    assert "Example Official" not in mails["assistant@example.org"]


def test_the_officials_own_address_is_no_assistants(official):
    with pytest.raises(ValidationError, match="own address"):
        invite_assistant(
            official, address=official.account.email, by=make.make_staff(), at=timezone.now()
        )


def test_staff_end_an_assistance(client, assistance):
    sign_in(client, make.make_staff())

    client.post(f"/admin/focalpoints/assistance/{assistance.pk}/act/end/")

    assert not Assistance.objects.open().exists()

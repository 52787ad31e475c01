"""Mails on the secretariat's desk: what became of them, never what they say."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from outbox.models import Message
from tests.make import make_editor, make_message, make_staff, make_user
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db

LIST = "/admin/outbox/message/"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GIVEN_UP = {"state": "given-up", "finished_at": NOON, "attempts": 28}


def page_of(message):
    return reverse("admin:outbox_message_change", args=[message.pk])


def try_again(client, *chosen):
    keys = [message.pk for message in chosen]
    return client.post(LIST, {"action": "try_again", "_selected_action": keys}, follow=True)


def test_the_list_shows_the_state_of_each_the_newest_first(client):
    client.force_login(make_staff())
    make_message(attempts=1, last_refusal="SMTPRecipientsRefused 550")
    make_message(
        kind="invitation",
        state="sent",
        sealed="",
        written_at=NOON + timedelta(hours=1),
        finished_at=NOON + timedelta(hours=1),
    )

    rows = soup_of(client, LIST).select("#result_list tbody tr")
    shown = [[words(cell) for cell in row.select("td:not(.action-checkbox)")] for row in rows]
    assert [cells[:4] for cells in shown] == [
        ["invitation", "person@example.org", "sent", "0"],
        ["login-code", "person@example.org", "waiting", "1"],
    ]
    assert [cells[-1] for cells in shown] == ["-", "SMTPRecipientsRefused 550"]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("state__exact=sent", ["invitation"]),
        ("kind=login-code", ["login-code"]),
        ("q=other@", ["invitation"]),
    ],
)
def test_the_list_is_narrowed(client, query, kinds):
    client.force_login(make_staff())
    make_message()
    make_message(
        kind="invitation", to="other@example.org", state="sent", sealed="", finished_at=NOON
    )

    shown = client.get(f"{LIST}?{query}").context["cl"].result_list

    assert [message.kind for message in shown] == kinds


@pytest.mark.parametrize("state", ["waiting", "given-up", "kept"])
def test_what_a_mail_says_is_shown_to_nobody(client, state):
    client.force_login(make_staff())
    message = make_message(state=state, finished_at=None if state == "waiting" else NOON)

    for address in [LIST, page_of(message)]:
        text = client.get(address).text
        assert "person@example.org" in text
        assert "471100" not in text
        assert "Your code" not in text
        assert message.sealed not in text


def test_no_question_is_put_to_the_sealed_text(client):
    client.force_login(make_staff())

    assert client.get(f"{LIST}?sealed__startswith=g").status_code == 400


def test_whoever_is_not_signed_in_is_sent_to_the_login(client):
    message = make_message()

    for address in [LIST, page_of(message)]:
        assert client.get(address).url.endswith(f"?next={address}")


def test_an_account_that_is_not_staff_is_sent_to_the_login(client):
    client.force_login(make_user())

    assert client.get(LIST).url.endswith(f"?next={LIST}")


def test_who_may_not_see_messages_sees_none(client):
    client.force_login(make_editor("remarks.view_remark"))
    message = make_message()

    assert client.get(LIST).status_code == 403
    assert client.get(page_of(message)).status_code == 403


def test_nobody_writes_changes_or_deletes_a_message(client):
    client.force_login(make_staff())
    message = make_message()

    assert client.post(page_of(message), {"to": "other@example.org"}).status_code == 403
    assert client.post(f"{LIST}add/", {"to": "other@example.org"}).status_code == 403
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403
    assert [each.to for each in Message.objects.all()] == ["person@example.org"]


def test_staff_have_given_up_messages_tried_again(client):
    client.force_login(make_editor("outbox.view_message", "outbox.try_again_message"))
    given_up, sent = (
        make_message(**GIVEN_UP),
        make_message(state="sent", sealed="", finished_at=NOON),
    )

    text = try_again(client, given_up, sent).text

    assert "1 message is tried again now." in text
    assert "1 message is left as it is" in text
    assert list(Message.objects.waiting()) == [given_up]
    assert DBTaskResult.objects.ready().count() == 1
    [entry] = LogEntry.objects.all()
    assert entry.object_repr == "login-code of 2026-11-22 12:00"


def test_who_may_only_look_is_not_offered_to_try_again(client):
    client.force_login(make_editor("outbox.view_message"))
    given_up = make_message(**GIVEN_UP)

    response = try_again(client, given_up)

    assert "Try the chosen messages again" not in response.text
    assert list(Message.objects.given_up()) == [given_up]


def test_the_rows_of_the_worker_are_not_on_the_desk(client):
    client.force_login(make_staff())

    assert "Task Results" not in text_of(client, "/admin/")
    assert client.get("/admin/django_tasks_database/dbtaskresult/").status_code == 404

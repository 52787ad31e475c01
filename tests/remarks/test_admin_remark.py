"""Remarks on the secretariat's desk."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from remarks.models import Remark
from tests.make import make_editor, make_remark, make_staff
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.django_db

LIST = "/admin/remarks/remark/"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def page_of(remark):
    return reverse("admin:remarks_remark_change", args=[remark.pk])


def settle(client, *remarks):
    chosen = {"action": "settle", "_selected_action": [remark.pk for remark in remarks]}
    return client.post(LIST, chosen, follow=True)


def test_open_remarks_come_first_and_of_these_the_oldest(client):
    client.force_login(make_staff())
    settled = make_remark(settled_at=NOON, sent_at=NOON - timedelta(days=9))
    new = make_remark(sent_at=NOON)
    old = make_remark(sent_at=NOON - timedelta(days=1))

    shown = client.get(LIST).context["cl"].result_list

    assert list(shown) == [old, new, settled]


@pytest.mark.parametrize(
    ("settled", "texts"), [("no", ["It is open."]), ("yes", ["It is settled."])]
)
def test_the_list_shows_those_that_are_open_or_settled(client, settled, texts):
    client.force_login(make_staff())
    make_remark(text="It is open.")
    make_remark(text="It is settled.", settled_at=NOON)

    shown = client.get(LIST, {"settled": settled}).context["cl"].result_list

    assert [remark.text for remark in shown] == texts


def test_a_remark_is_shown_with_its_page_as_a_link_and_nothing_to_type(client):
    client.force_login(make_staff())
    remark = make_remark(
        page="/countries/gha/?on=2013-06-12",
        text="It is <b>wrong</b>.",
        reply_to="reader@example.org",
    )

    for address in [LIST, page_of(remark)]:
        page = soup_of(client, address)
        assert page.select_one('a[href="/countries/gha/?on=2013-06-12"]')
        assert "It is <b>wrong</b>." in words(page)
    assert "reader@example.org" in words(page)
    assert not page.select("#remark_form input[type=text], #remark_form textarea")
    assert not page.select("[name=_save]")


def test_the_mark_of_the_sender_is_shown_to_nobody(client):
    client.force_login(make_staff())
    remark = make_remark(sender="canary")

    assert "canary" not in client.get(LIST).text
    assert "canary" not in client.get(page_of(remark)).text


def test_staff_settle_the_chosen_remarks(client):
    client.force_login(make_staff())
    first, second, third = (make_remark(reply_to="reader@example.org") for _ in range(3))

    response = settle(client, first, second)

    assert "2 remarks are settled; who sent them is erased." in response.text
    assert list(Remark.objects.open()) == [third]
    assert list(Remark.objects.settled().values_list("reply_to", flat=True)) == ["", ""]
    assert LogEntry.objects.count() == 2
    assert "reader@example.org" not in str(list(LogEntry.objects.values()))


def test_who_may_only_look_is_not_offered_to_settle(client):
    client.force_login(make_editor("remarks.view_remark"))
    remark = make_remark()

    response = settle(client, remark)

    assert "Settle the chosen remarks" not in response.text
    assert list(Remark.objects.open()) == [remark]


def test_who_may_settle_settles(client):
    client.force_login(make_editor("remarks.view_remark", "remarks.settle_remark"))
    remark = make_remark()

    assert "1 remark is settled; who sent it is erased." in settle(client, remark).text
    assert not Remark.objects.open().exists()


def test_who_may_not_see_remarks_sees_none(client):
    client.force_login(make_editor("sources.view_source"))
    remark = make_remark()

    assert client.get(LIST).status_code == 403
    assert client.get(page_of(remark)).status_code == 403


def test_who_may_delete_deletes_and_the_log_keeps_no_word_of_it(client):
    client.force_login(make_editor("remarks.view_remark", "remarks.delete_remark"))
    remark = make_remark(text="canary", reply_to="canary@example.org", sender="canary")

    client.post(reverse("admin:remarks_remark_delete", args=[remark.pk]), {"post": "yes"})

    assert not Remark.objects.exists()
    assert "canary" not in str(list(LogEntry.objects.values()))


def test_nobody_writes_or_changes_a_remark(client):
    client.force_login(make_staff())
    remark = make_remark(text="As written.")

    assert client.post(page_of(remark), {"text": "Other."}).status_code == 403
    assert client.post(f"{LIST}add/", {"text": "Made up."}).status_code == 403
    assert [each.text for each in Remark.objects.all()] == ["As written."]


def test_a_remark_is_settled_from_its_own_page(client):
    remark = make_remark(reply_to="reader@example.org")
    client.force_login(make_editor("remarks.view_remark", "remarks.settle_remark"))

    soup = soup_of(client, f"/admin/remarks/remark/{remark.pk}/change/")
    form = soup.find("form", attrs={"aria-labelledby": "settle"})
    assert "answer first" in words(form)
    client.post(form["action"], {each["name"]: each["value"] for each in form("input")[:-1]})

    remark.refresh_from_db()
    assert (remark.settled_at is None, remark.reply_to) == (False, "")


@pytest.mark.parametrize(
    ("permissions", "settled"),
    [(["remarks.view_remark"], None), (["remarks.view_remark", "remarks.settle_remark"], "now")],
)
def test_settling_is_offered_to_who_may_while_it_is_open(client, permissions, settled):
    remark = make_remark()
    if settled:
        remark.settle(at=remark.sent_at)
    client.force_login(make_editor(*permissions))

    text = text_of(client, f"/admin/remarks/remark/{remark.pk}/change/")

    assert "Settle this remark" not in text

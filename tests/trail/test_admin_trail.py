"""The trail on the secretariat's desk: read, and nothing else."""

from uuid import UUID

import pytest
from django.urls import reverse

from tests.make import make_editor, make_staff, make_user
from tests.read import soup_of, words
from tests.trail.test_entry import ANOTHER, NOON, SOMEBODY, record
from trail.models import Entry

pytestmark = pytest.mark.django_db

LIST = "/admin/trail/entry/"


def page(name, entry):
    return reverse(f"admin:trail_entry_{name}", args=[entry.pk])


def shown(client, **query):
    return [entry.number for entry in client.get(LIST, query).context["cl"].result_list]


def test_the_newest_entries_come_first(client):
    record(at=NOON)
    record(at=NOON)
    client.force_login(make_staff())

    numbers = [number for number in shown(client) if number <= 2]

    assert numbers == [2, 1]


def test_an_entry_is_shown_with_its_digest_and_nothing_to_type(client):
    entry = record("suspended", about=ANOTHER, detail="lost-laptop")
    client.force_login(make_staff())

    soup = soup_of(client, page("change", entry))

    for text in ["suspended", str(SOMEBODY), str(ANOTHER), "lost-laptop", entry.digest]:
        assert text in words(soup)
    assert not soup.select("#entry_form input[type=text], [name=_save]")


def test_the_list_is_filtered_by_what_was_done(client):
    record("exported")
    record("suspended")
    client.force_login(make_staff())

    assert shown(client, what__exact="exported") == [1]


@pytest.mark.parametrize("search", [str(ANOTHER), ANOTHER.hex, str(ANOTHER).upper()])
def test_a_pseudonym_finds_what_its_account_did_and_what_was_done_about_it(client, search):
    record(who=ANOTHER)
    record(who=SOMEBODY, about=ANOTHER)
    record(who=SOMEBODY)
    client.force_login(make_staff())

    assert shown(client, q=search) == [2, 1]


@pytest.mark.parametrize("search", ["person@example.org", str(UUID(int=7)), "0000"])
def test_what_is_no_pseudonym_in_the_trail_finds_nothing(client, search):
    record()
    client.force_login(make_staff())

    assert shown(client, q=search) == []


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client):
    entry = record()

    for address in [LIST, page("change", entry)]:
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("make_account", [make_user, make_editor])
def test_who_may_not_see_the_trail_sees_none_of_it(client, make_account):
    entry = record(detail="canary")
    client.force_login(make_account())

    for address in [LIST, page("change", entry), page("history", entry)]:
        response = client.get(address)
        assert response.status_code in (302, 403)
        assert "canary" not in response.text


def test_staff_without_the_permission_are_refused(client):
    entry = record()
    client.force_login(make_editor("sources.view_source"))

    assert client.get(LIST).status_code == 403
    assert client.get(page("change", entry)).status_code == 403


def test_staff_with_the_permission_may_look(client):
    record()
    client.force_login(make_editor("trail.view_entry"))

    assert 1 in shown(client)


def test_nobody_adds_changes_or_deletes_an_entry(client):
    entry = record()
    client.force_login(make_staff())

    chosen = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    client.post(LIST, chosen)
    for name, address in [
        ("add", f"{LIST}add/"),
        ("change", page("change", entry)),
        ("delete", page("delete", entry)),
    ]:
        assert (name, client.post(address, {"post": "yes"}).status_code) == (name, 403)
    assert client.get(page("delete", entry)).status_code == 403
    assert Entry.objects.get(number=1).what == "signed-in"
    assert Entry.objects.first_broken() is None


def test_nobody_can_be_allowed_to_do_more_than_look():
    assert Entry._meta.default_permissions == ["view"]
    assert Entry._meta.permissions == []

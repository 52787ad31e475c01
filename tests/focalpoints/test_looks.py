"""Who looked at one's contact details: recorded, and shown to the person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from focalpoints import looks
from focalpoints.disclosure import viewer_of
from tests import make
from tests.desk import typed
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def person():
    """A focal point in office, with a second factor, at whose contact details others look."""
    person = make.make_colleague("Example Person")
    make.make_factor(person.account)
    return person


@pytest.fixture
def colleague():
    return make.make_colleague("Example Colleague", honorific="Ms")


def look(at_whom, by, at=make.NOON):
    looks.note(at_whom.key, by=by.account, at=at, on_behalf_of=viewer_of(by.account))


def told(person):
    """What is shown to the person: when, who, how often."""
    shown = looks.lately(viewer_of(person.account))
    return [(f"{each.at:%H:%M}", each.who, each.times) for each in shown]


def test_names_a_colleague_as_the_person_sees_them(person, colleague):
    look(person, colleague)

    assert told(person) == [("12:00", "Ms Example Colleague", 1)]


@pytest.mark.parametrize("why", ["hidden", "former", "without a second factor"])
def test_says_a_colleague_where_the_person_may_not_see_the_name(person, colleague, why):
    look(person, colleague)
    if why == "hidden":
        make.make_protection(colleague)
    elif why == "former":
        colleague.appointments.update(ended="2014")
    else:
        person.account.authenticator_set.all().delete()

    assert told(person) == [("12:00", "a colleague", 1)]


def test_says_the_secretariat_of_all_its_staff_on_the_desk_and_in_the_directory(person, client):
    make.make_contact_detail(person)
    for staff in (make.make_staff(), make.make_staff()):
        client.force_login(staff)
        client.get(f"/network/{person.key}/")
    sign_in(client, staff).get(f"/admin/focalpoints/focalpoint/{person.pk}/change/")

    assert [(who, times) for _at, who, times in told(person)] == [("the secretariat", 3)]


def test_shows_the_looks_of_one_within_an_hour_as_one_and_keeps_all(person, colleague):
    other = make.make_colleague("Another Colleague")
    for minutes in (0, 30, 59, 60, 61):
        look(person, colleague, at=make.NOON + minutes * MINUTE)
        look(person, other, at=make.NOON + minutes * 3 * MINUTE)

    assert told(person)[:3] == [
        ("15:03", "Another Colleague", 3),
        ("13:01", "Ms Example Colleague", 4),
        ("13:30", "Another Colleague", 1),
    ]
    assert Entry.objects.filter(what="looked-at-contact").count() == 10


def test_shows_the_last_twenty_and_those_of_nobody_else(person, colleague):
    for hours in range(25):
        look(person, colleague, at=make.NOON + timedelta(hours=hours))
    look(colleague, person)

    assert len(told(person)) == 20
    assert told(person)[0][0] == "12:00"
    assert told(colleague) == [("12:00", "a colleague", 1)]


def test_shows_the_looks_at_an_entry_that_was_joined_with_it(person, colleague):
    former = make.make_former_key(person)
    look(former, colleague)

    assert told(person) == [("12:00", "Ms Example Colleague", 1)]


def test_an_account_without_an_entry_is_told_of_none(client):
    assert looks.lately(viewer_of(make.make_staff())) == []


def test_is_told_in_words(person, colleague):
    for _ in range(2):
        look(person, colleague)
    shown = looks.lately(viewer_of(person.account))

    text = " ".join(render_to_string("focalpoints/me/_looks.html", {"looks": shown}).split())

    assert "22 November 2026, 12:00 UTC: Ms Example Colleague" in text
    assert "2 times within an hour" in text
    assert "Nobody so far." in render_to_string("focalpoints/me/_looks.html", {"looks": []})


def test_takes_the_same_number_of_queries_for_one_and_for_thirty(person, colleague):
    look(person, colleague)
    viewer = viewer_of(person.account)
    with CaptureQueriesContext(connection) as for_one:
        looks.lately(viewer)

    for _ in range(29):
        look(person, make.make_colleague())

    with CaptureQueriesContext(connection) as for_thirty:
        assert len(looks.lately(viewer)) == 20
    assert len(for_thirty) == len(for_one)


@pytest.mark.parametrize("page", ["change/", "history/", "history/{version}/"])
def test_a_page_of_the_desk_that_shows_a_contact_leaves_an_entry(person, client, page):
    contact = make.make_contact_detail(person, value="canary@example.org")
    address = f"/admin/focalpoints/contactdetail/{contact.pk}/{page}"
    staff = make.make_staff()

    answer = sign_in(client, staff).get(address.format(version=contact.history.get().history_id))

    entry = Entry.objects.get(what="looked-at-contact")
    assert "canary@example.org" in answer.text or page == "history/"
    assert (entry.who, entry.about, entry.detail) == (staff.pseudonym, person.key, "desk")


def test_so_does_the_history_of_one_that_is_deleted(person, client):
    contact = make.make_contact_detail(person)
    pk = contact.pk
    contact.delete()

    sign_in(client, make.make_staff()).get(f"/admin/focalpoints/contactdetail/{pk}/history/")

    assert Entry.objects.get(what="looked-at-contact").about == person.key


def test_the_list_of_the_desk_shows_no_contact_and_leaves_none(person, client):
    make.make_contact_detail(person, value="canary@example.org")

    answer = sign_in(client, make.make_staff()).get("/admin/focalpoints/contactdetail/")

    assert "Example Person" in answer.text
    assert "canary" not in answer.text
    assert not Entry.objects.filter(what="looked-at-contact").exists()


def test_whoever_may_not_see_contacts_leaves_none(person, client):
    contact = make.make_contact_detail(person)
    sign_in(client, make.make_editor("focalpoints.view_focalpoint"))

    refused = client.get(f"/admin/focalpoints/contactdetail/{contact.pk}/change/")

    assert refused.status_code == 403
    assert not Entry.objects.filter(what="looked-at-contact").exists()


def looked_at():
    return list(Entry.objects.filter(what="looked-at-contact").values_list("about", flat=True))


@pytest.mark.parametrize("page", ["focalpoint", "contactdetail"])
def test_a_form_of_the_desk_that_is_shown_again_leaves_an_entry(person, client, page):
    contact = make.make_contact_detail(person, value="canary@example.org")
    row = person if page == "focalpoint" else contact
    address = f"/admin/focalpoints/{page}/{row.pk}/change/"
    data = typed(sign_in(client, make.make_staff()).get(address))
    other = make.make_focal_point("Somebody Else")
    refused = {"name": ""} if page == "focalpoint" else {"focal_point": other.pk, "kind": "x"}

    answer = client.post(address, data | refused)

    assert "canary@example.org" in answer.text
    assert looked_at() == [person.key] * 2


def test_a_form_of_the_desk_that_is_taken_leaves_none(person, client):
    contact = make.make_contact_detail(person)
    address = f"/admin/focalpoints/contactdetail/{contact.pk}/change/"
    data = typed(sign_in(client, make.make_staff()).get(address))

    assert client.post(address, data | {"value": "new@example.org"}).status_code == 302
    assert looked_at() == [person.key]


def test_a_conflict_on_the_desk_leaves_an_entry(person, client):
    contact = make.make_contact_detail(person, value="one@example.org")
    address = f"/admin/focalpoints/contactdetail/{contact.pk}/change/"
    data = typed(sign_in(client, make.make_staff()).get(address))
    contact.value = "canary@example.org"
    contact.save()

    answer = client.post(address, data | {"value": "two@example.org"})

    assert "canary@example.org" in answer.text
    assert looked_at() == [person.key] * 2


def test_who_may_change_contacts_sees_them_with_the_person_and_leaves_an_entry(person, client):
    make.make_contact_detail(person, value="canary@example.org")
    editor = make.make_editor("focalpoints.view_focalpoint", "focalpoints.change_contactdetail")

    answer = sign_in(client, editor).get(f"/admin/focalpoints/focalpoint/{person.pk}/change/")

    assert "canary@example.org" in answer.text
    assert looked_at() == [person.key]


def test_inviting_leaves_an_entry_of_each_whose_address_is_shown(client):
    holders = [make.make_focal_point() for _ in range(3)]
    for number, holder in enumerate(holders[:2]):
        make.make_contact_detail(holder, value=f"canary{number}@example.org")
    posts = [make.make_appointment(holder=each, started="2013") for each in [*holders, holders[0]]]
    address = f"/admin/focalpoints/appointment/invite/{','.join(str(each.pk) for each in posts)}/"
    shown = {each.key for each in holders[:2]}

    answer = sign_in(client, make.make_staff()).get(address)

    assert "canary0@example.org" in answer.text
    assert "canary1@example.org" in answer.text
    assert sorted(looked_at()) == sorted(shown)
    make.make_user("canary1@example.org")
    assert "There is an account" in client.post(address, {"language": "en"}).text
    assert sorted(looked_at()) == sorted([*shown, *shown])

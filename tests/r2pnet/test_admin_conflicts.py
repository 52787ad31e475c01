"""Two people at once on the secretariat's desk, and forms that are sent twice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import SpentForm
from focalpoints.models import Appointment, ContactDetail, FocalPoint
from sources.models import Source
from tests import make
from tests.desk import refusals, typed, with_row
from tests.read import soup_from, words

pytestmark = pytest.mark.django_db

LIST = "/admin/focalpoints/focalpoint/"
ADD = f"{LIST}add/"


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def person():
    return make.make_focal_point("Example Person", honorific="Ms")


def page_of(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def conflicts_in(response):
    """Each table of a conflict: what it is about, and its rows."""
    tables = soup_from(response.content).select("table.conflict")
    return [
        (words(table.caption), [[words(cell) for cell in row.select("th, td")] for row in rows])
        for table in tables
        for rows in [table.find("tbody").find_all("tr")]
    ]


def table_of(sql):
    return sql.partition(' FROM "')[2].partition('"')[0]


def test_a_newer_version_is_not_overwritten(desk, person):
    data = typed(desk.get(page_of(person)), name="Example Newname", honorific="Dr")
    FocalPoint.objects.update(honorific="Prof.")

    response = desk.post(page_of(person), data)

    assert "Somebody saved this at" in " ".join(refusals(response))
    assert conflicts_in(response) == [
        (
            "What is saved by now, beside what you typed",
            [["Name", "Example Person", "Example Newname"], ["Honorific", "Prof.", "Dr"]],
        )
    ]
    assert typed(response)["name"] == "Example Newname"
    assert FocalPoint.objects.get().honorific == "Prof."


def test_what_the_page_sends_again_is_taken(desk, person):
    data = typed(desk.get(page_of(person)), honorific="Dr")
    FocalPoint.objects.update(honorific="Prof.")
    refused = desk.post(page_of(person), data)

    page = soup_from(refused.content).select_one("#focalpoint_form")
    hidden = {each["name"]: each["value"] for each in page.select("input[type=hidden][value]")}
    response = desk.post(page_of(person), hidden | {"name": "Example Person", "honorific": "Dr"})

    assert response.status_code == 302
    assert FocalPoint.objects.get().honorific == "Dr"


def test_a_fact_tells_of_a_newer_version_too(desk):
    appointment = make.make_appointment(office="Director")
    data = typed(desk.get(page_of(appointment)), office="Minister")
    Appointment.objects.update(office="Secretary")

    response = desk.post(page_of(appointment), data)

    assert conflicts_in(response)[0][1] == [["Office", "Secretary", "Minister"]]


def test_passages_are_shown_by_name(desk):
    step = make.make_step(passages=[make.make_passage(make.make_source("letter-1"))])
    data = typed(desk.get(page_of(step)), role="Host")
    step.passages.set([make.make_passage(make.make_source("letter-2"))])

    response = desk.post(page_of(step), data)

    assert conflicts_in(response)[0][1] == [
        ["Role as stated", "–", "Host"],
        ["Passages", "letter-2 p1", "nothing: what is saved stays"],
    ]


def test_a_row_on_the_page_says_which_it_is(desk, person):
    detail = make.make_contact_detail(person, kind="office-telephone", value="+000 1")
    data = typed(desk.get(page_of(person)), **{"contact_details-0-value": "+000 2"})
    ContactDetail.objects.update(value="+000 3")

    response = desk.post(page_of(person), data)

    assert conflicts_in(response) == [
        (
            "office telephone: what is saved by now, beside what you typed",
            [["Value", "+000 3", "+000 2"]],
        )
    ]
    again = typed(response)
    assert again["contact_details-0-value"] == "+000 2"
    assert desk.post(page_of(person), again).status_code == 302
    detail.refresh_from_db()
    assert detail.value == "+000 2"


def test_a_row_on_the_page_that_was_left_alone_keeps_the_newer_version(desk, person):
    make.make_contact_detail(person, kind="office-telephone", value="+000 1")
    data = typed(desk.get(page_of(person)), honorific="Dr")
    ContactDetail.objects.update(value="+000 3")

    response = desk.post(page_of(person), data)

    assert response.status_code == 302
    assert FocalPoint.objects.get().honorific == "Dr"
    assert ContactDetail.objects.get().value == "+000 3"


def test_a_row_that_somebody_deleted_is_no_obstacle_to_the_others(desk, person):
    gone, stays = make.make_contact_detail(person), make.make_contact_detail(person)
    data = typed(desk.get(page_of(person)), **{"contact_details-1-value": "new@example.org"})
    gone.delete()

    response = desk.post(page_of(person), data)

    assert response.status_code == 302
    assert [(each.pk, each.value) for each in person.contact_details.all()] == [
        (stays.pk, "new@example.org")
    ]


def test_what_was_typed_into_a_row_that_somebody_deleted_is_kept(desk, person):
    gone, stays = make.make_contact_detail(person), make.make_contact_detail(person)
    data = typed(desk.get(page_of(person)), **{"contact_details-0-value": "new@example.org"})
    gone.delete()

    response = desk.post(page_of(person), data)

    assert "Somebody deleted this row while you were writing." in " ".join(refusals(response))
    assert conflicts_in(response)[0][1][1] == ["Value", "–", "new@example.org"]
    assert "contact_details-0-DELETE" in response.text
    assert desk.post(page_of(person), typed(response)).status_code == 302
    assert {each.value for each in person.contact_details.all()} == {"new@example.org", stays.value}


def test_a_row_that_somebody_deleted_can_be_let_go(desk, person):
    gone = make.make_contact_detail(person)
    data = typed(desk.get(page_of(person)), **{"contact_details-0-value": "new@example.org"})
    gone.delete()
    told = desk.post(page_of(person), data)

    response = desk.post(page_of(person), typed(told, **{"contact_details-0-DELETE": "on"}))

    assert response.status_code == 302
    assert not ContactDetail.objects.exists()


def test_who_may_not_add_rows_makes_none_of_one_that_is_gone(client, person):
    client.force_login(
        make.make_editor(
            "focalpoints.change_focalpoint",
            "focalpoints.view_focalpoint",
            "focalpoints.change_contactdetail",
            "focalpoints.view_contactdetail",
        )
    )
    gone = make.make_contact_detail(person)
    data = typed(client.get(page_of(person)), **{"contact_details-0-value": "new@example.org"})
    gone.delete()

    client.post(page_of(person), typed(client.post(page_of(person), data)))

    assert not ContactDetail.objects.exists()


def test_a_row_that_somebody_changed_is_not_deleted_unseen(desk, person):
    make.make_contact_detail(person, value="one@example.org")
    data = typed(desk.get(page_of(person)), **{"contact_details-0-DELETE": "on"})
    ContactDetail.objects.update(value="two@example.org")

    response = desk.post(page_of(person), data)

    assert "while you were about to delete it" in " ".join(refusals(response))
    assert conflicts_in(response)[0][1] == [
        ["Value", "two@example.org", "nothing: the row is to be deleted"]
    ]
    assert ContactDetail.objects.exists()
    assert desk.post(page_of(person), typed(response)).status_code == 302
    assert not ContactDetail.objects.exists()


def test_rows_one_below_the_other_tell_of_it_too(desk):
    country = make.make_country("gha")
    make.make_appointment(country, office="Director")
    data = typed(desk.get(page_of(country)), **{"appointments-0-office": "Minister"})
    Appointment.objects.update(office="Secretary")

    response = desk.post(page_of(country), data)

    assert conflicts_in(response) == [
        (
            "Ghana: focal point, 29 September 2012: what is saved by now, beside what you typed",
            [["Office", "Secretary", "Minister"]],
        )
    ]
    assert desk.post(page_of(country), typed(response)).status_code == 302
    assert Appointment.objects.get().office == "Minister"


def test_a_page_sent_twice_is_saved_once(desk, person):
    row = {"kind": "assistant", "value": "Example Assistant", "audience": "secretariat"}
    data = with_row(typed(desk.get(page_of(person)), honorific="Dr"), "contact_details", **row)

    for _click in range(2):
        response = desk.post(page_of(person), data)

    assert response.url == LIST
    assert "This was saved already: nothing is recorded twice." in desk.get(LIST).text
    assert [each.honorific for each in person.history.order_by("pk")] == ["Ms", "Dr"]
    assert ContactDetail.objects.count() == 1


def test_saving_what_is_saved_already_leaves_no_version(desk, person):
    response = desk.post(page_of(person), typed(desk.get(page_of(person))))

    assert response.status_code == 302
    assert person.history.count() == 1
    assert not LogEntry.objects.exists()


def test_the_same_page_with_other_words_is_another(desk, person):
    data = typed(desk.get(page_of(person)), honorific="Dr")
    desk.post(page_of(person), data)

    response = desk.post(page_of(person), data | {"honorific": "Prof."})

    assert conflicts_in(response)[0][1] == [["Honorific", "Dr", "Prof."]]


def test_a_form_sent_twice_adds_one_row(desk):
    data = typed(desk.get(ADD), name="Example Person")

    desk.post(ADD, data | {"_continue": "Save and continue editing"})
    response = desk.post(ADD, data | {"_save": "Save"}, follow=True)

    assert FocalPoint.objects.count() == 1
    assert response.redirect_chain == [(LIST, 302)]
    assert "This was saved already: nothing is recorded twice." in response.text


def test_a_form_sent_twice_is_not_told_that_it_contradicts_itself(desk):
    page = "/admin/sources/source/add/"
    data = typed(desk.get(page), label="Example", slug="example", kind="letter")

    answers = [desk.post(page, data) for _click in range(2)]

    assert [answer.url for answer in answers] == ["/admin/sources/source/"] * 2
    assert Source.objects.count() == 1


def test_a_refused_form_is_taken_once_it_is_right(desk):
    refused = desk.post(ADD, typed(desk.get(ADD), name=""))

    assert not SpentForm.objects.exists()
    assert desk.post(ADD, typed(refused, name="Example Person")).status_code == 302
    assert FocalPoint.objects.exists()


def test_each_page_has_a_number_of_its_own(desk):
    assert typed(desk.get(ADD))["number"] != typed(desk.get(ADD))["number"]


@pytest.mark.parametrize("number", ["", "17"])
def test_a_form_without_a_number_is_sent_once_more(desk, number):
    told = desk.post(ADD, typed(desk.get(ADD), name="Example Person", number=number))

    assert refusals(told) == ["Send this once more: so it is sure to be recorded once."]
    assert not FocalPoint.objects.exists()
    assert desk.post(ADD, typed(told)).status_code == 302


def test_numbers_of_two_days_ago_are_forgotten():
    old, new = uuid4(), uuid4()
    SpentForm.spend(old, at=make.NOON)

    SpentForm.spend(new, at=make.NOON + timedelta(days=2))
    assert SpentForm.objects.count() == 2
    SpentForm.spend(uuid4(), at=make.NOON + timedelta(days=2, seconds=1))

    assert not SpentForm.objects.filter(number=old).exists()
    assert SpentForm.objects.filter(number=new).exists()


def test_a_contact_is_locked_after_its_focal_point(desk, person):
    """As the person does who edits contacts: in another order, each would wait for the other."""
    detail = make.make_contact_detail(person)
    data = typed(desk.get(page_of(detail)))

    with CaptureQueriesContext(connection) as asked:
        desk.post(page_of(detail), data)

    if connection.features.has_select_for_update:
        locks = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    else:
        locks = [each["sql"] for each in asked if "ORDER BY" in each["sql"]][1:]
    assert [table_of(sql) for sql in locks[:2]] == [
        "focalpoints_focalpoint",
        "focalpoints_contactdetail",
    ]

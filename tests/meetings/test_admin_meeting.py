import pytest
from django.db import IntegrityError, connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Delegation, Headcount, Meeting
from tests import make
from tests.desk import refusals, typed, with_row

pytestmark = pytest.mark.django_db

ADD = "admin:meetings_meeting_add"
ADD_DELEGATION = "admin:meetings_delegation_add"
DELEGATION_TWICE = "This party has a delegation in this role at this meeting already."


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(meeting):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk])


def delegation_row(party, passage, **fields):
    return {
        "party": party.pk,
        "role": "participant",
        "sent_from": "capital",
        "status": "attended",
        "passages": [passage.pk],
        **fields,
    }


def test_a_delegation_came_from_the_capital_says_this_release(desk):
    accra, ghana, release = make.make_meeting(), make.make_country("gha"), make.make_passage()
    page = page_of(accra)

    row = delegation_row(ghana, release)
    response = desk.post(page, with_row(typed(desk.get(page)), "delegations", **row))

    assert refusals(response) == []
    delegation = accra.delegations.get()
    assert (delegation.party, delegation.sent_from) == (ghana, "capital")
    assert list(delegation.passages.all()) == [release]


def test_the_same_delegation_twice_in_one_submit_is_refused_in_a_sentence(desk):
    accra, ghana, release = make.make_meeting(), make.make_country("gha"), make.make_passage()
    page = page_of(accra)

    data = with_row(typed(desk.get(page)), "delegations", **delegation_row(ghana, release))
    row = delegation_row(ghana, release, inference="Typed and kept.")
    response = desk.post(page, with_row(data, "delegations", **row))

    assert refusals(response) == [DELEGATION_TWICE]
    assert b"Typed and kept." in response.content
    assert not Delegation.objects.exists()


def test_a_delegation_that_is_recorded_already_is_refused_in_a_sentence(desk):
    delegation, release = make.make_delegation(), make.make_passage()
    page = page_of(delegation.meeting)

    row = delegation_row(delegation.party, release)
    response = desk.post(page, with_row(typed(desk.get(page)), "delegations", **row))

    assert refusals(response) == [DELEGATION_TWICE]
    assert Delegation.objects.get() == delegation


def test_a_delegation_recorded_already_is_refused_on_its_own_page_too(desk):
    delegation, release = make.make_delegation(), make.make_passage()
    page = reverse(ADD_DELEGATION)

    row = delegation_row(delegation.party, release, meeting=delegation.meeting_id)
    response = desk.post(page, typed(desk.get(page), **row))

    assert refusals(response) == [DELEGATION_TWICE]
    assert Delegation.objects.get() == delegation


def test_a_row_that_the_database_refuses_in_the_last_moment_is_judged_again(desk):
    accra, ghana, release = make.make_meeting(), make.make_country("gha"), make.make_passage()
    page = reverse(ADD_DELEGATION)
    data = typed(desk.get(page), **delegation_row(ghana, release, meeting=accra.pk))
    refused = []

    def refuse_once(**kwargs):
        if not refused:
            refused.append(True)
            raise IntegrityError

    pre_save.connect(refuse_once, sender=Delegation)
    response = desk.post(page, data)
    pre_save.disconnect(refuse_once, sender=Delegation)

    assert refused == [True]
    assert refusals(response) == []
    assert Delegation.objects.get().party == ghana


@pytest.mark.parametrize(
    ("qualifier", "value", "sentences"),
    [
        ("more-than", "35", []),
        ("unnumbered", "0", []),
        (
            "as-stated",
            "0",
            ["Write the number as reported, or 0 and “unnumbered” where there is none."],
        ),
        ("as-stated", "-1", ["Ensure this value is greater than or equal to 0."]),
    ],
)
def test_a_headcount_is_recorded_as_reported(desk, qualifier, value, sentences):
    accra, release = make.make_meeting(), make.make_passage()
    page = page_of(accra)
    row = {
        "of": "states",
        "role": "participant",
        "qualifier": qualifier,
        "value": value,
        "passages": [release.pk],
    }

    response = desk.post(page, with_row(typed(desk.get(page)), "headcounts", **row))

    assert refusals(response) == sentences
    assert Headcount.objects.count() == (not sentences)


def test_hosts_and_other_titles_are_recorded_on_the_page_of_the_meeting(desk):
    accra, ghana, release = make.make_meeting(), make.make_country("gha"), make.make_passage()
    page = page_of(accra)

    data = typed(desk.get(page))
    data = with_row(data, "hosts", party=ghana.pk, role="hosted", passages=[release.pk])
    data = with_row(data, "other_titles", title="The Accra meeting", passages=[release.pk])
    response = desk.post(page, data)

    assert refusals(response) == []
    assert [(each.party.slug, each.role) for each in accra.hosts.all()] == [("gha", "hosted")]
    assert [each.title for each in accra.other_titles.all()] == ["The Accra meeting"]


def meeting_fields(**fields):
    return {
        "title": "Third meeting",
        "slug": "2013-accra",
        "series": "annual",
        "ordinal": "3",
        "held": "2013-06-11/2013-06-12",
        "status": "held",
        "passages": [make.make_passage().pk],
        **fields,
    }


def test_a_meeting_is_added_and_its_dates_are_repeated_in_words(desk):
    page = reverse(ADD)

    desk.post(page, typed(desk.get(page), **meeting_fields()))

    response = desk.get(page_of(Meeting.objects.get()))
    assert "It reads: 11-12 June 2013." in response.text


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"held": ""}, ["A meeting that was held has a date, however broad."]),
        ({"held": "", "status": "planned"}, []),
        ({"held": "2013?"}, []),
        (
            {"held": "2013-06-12/2013-06-11"},
            ["“2013-06-12/2013-06-11” ends before it begins. Write the earlier date first."],
        ),
        ({"ordinal": "2"}, ["Another meeting has this number in this series and region."]),
        ({"slug": "2012-new-york"}, ["Meeting with this Address already exists."]),
        (
            {"passages": []},
            [
                "Say how this is known: choose the passage it rests on, or mark it as known "
                "to the secretariat."
            ],
        ),
        ({"passages": [], "is_from_secretariat": "on"}, []),
    ],
)
def test_a_wrong_meeting_is_refused_in_a_sentence(desk, fields, sentences):
    make.make_meeting("2012-new-york", ordinal=2)
    page = reverse(ADD)

    response = desk.post(page, typed(desk.get(page), **meeting_fields(**fields)))

    assert refusals(response) == sentences
    assert Meeting.objects.count() == (1 if sentences else 2)


def test_steps_and_documents_are_chosen_on_the_page_of_the_meeting(desk):
    step, source = make.make_step(), make.make_source()
    page = reverse(ADD)

    fields = meeting_fields(steps=[step.pk], documents=[source.pk])
    response = desk.post(page, typed(desk.get(page), **fields))

    assert refusals(response) == []
    meeting = Meeting.objects.get()
    assert (list(meeting.steps.all()), list(meeting.documents.all())) == ([step], [source])


def test_the_page_asks_as_many_questions_for_31_delegations_as_for_two(
    desk, django_assert_num_queries
):
    small, large, release = make.make_meeting(), make.make_meeting(), make.make_passage()
    parties = [make.make_country() for _ in range(31)]
    for meeting, came in [(small, parties[:2]), (large, parties)]:
        for party in came:
            make.make_delegation(meeting, party, passages=[release])
    desk.get(page_of(small))
    with CaptureQueriesContext(connection) as for_two:
        desk.get(page_of(small))

    with django_assert_num_queries(len(for_two)):
        response = desk.get(page_of(large))

    assert response.text.count(f"{release}</option>") == 31


def test_delegates_are_recorded_on_the_page_of_their_delegation(desk):
    delegation, release = make.make_delegation(), make.make_passage()
    page = reverse("admin:meetings_delegation_change", args=[delegation.pk])
    row = {"name": "A. N. Other", "audience": "secretariat", "passages": [release.pk]}

    response = desk.post(page, with_row(typed(desk.get(page)), "delegates", **row))

    assert refusals(response) == []
    assert [(each.name, each.audience) for each in delegation.delegates.all()] == [
        ("A. N. Other", "secretariat")
    ]


def test_a_meeting_that_others_rest_on_is_not_deleted_and_they_are_named(desk):
    delegation = make.make_delegation(make.make_meeting(title="Accra"), make.make_country("gha"))
    page = reverse("admin:meetings_meeting_delete", args=[delegation.meeting_id])

    response = desk.post(page, {"post": "yes"})

    fact = reverse("admin:meetings_delegation_change", args=[delegation.pk])
    assert f'<a href="{fact}">Accra: Ghana (participant)</a>' in response.text
    assert Meeting.objects.get() == delegation.meeting

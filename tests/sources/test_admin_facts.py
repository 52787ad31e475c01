"""From the source outward: facts are recorded from the passage that they rest on."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from focalpoints.models import Appointment, NetworkCount, Step
from meetings.models import Delegation, Headcount, Host, OtherTitle
from sources.models import Statement
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(passage, *kind):
    return reverse("admin:sources_passage_facts", args=[passage.pk, *kind])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def refused(response):
    return response.context["form"].non_field_errors()


def test_staff_choose_among_the_kinds_of_facts(desk):
    passage = make.make_passage(says="Thirty-one states came.")

    response = desk.get(page_of(passage))

    assert "Thirty-one states came." in response.text
    assert list(response.context["kinds"]) == [
        "appointments",
        "ends",
        "steps",
        "delegations",
        "hosts",
        "headcount",
        "network-count",
        "other-title",
        "statement",
    ]


def test_several_delegations_are_recorded_at_a_time(desk):
    accra, passage = make.make_meeting(title="Accra"), make.make_passage()
    parties = [make.make_country("gha"), make.make_country("dnk")]

    fields = {"meeting": accra.pk, "role": "participant", "sent_from": "capital"}
    response = desk.post(
        page_of(passage, "delegations"),
        {**fields, "status": "attended", "parties": [party.pk for party in parties]},
    )

    assert said(response) == ["Recorded: Accra: Denmark (participant); Accra: Ghana (participant)."]
    assert {
        (each.party.slug, each.sent_from, *each.passages.all()) for each in Delegation.objects.all()
    } == {("gha", "capital", passage), ("dnk", "capital", passage)}


def test_what_was_recorded_already_rests_on_this_passage_too(desk):
    delegation = make.make_delegation(make.make_meeting(title="Accra"), make.make_country("gha"))
    passage, denmark = make.make_passage(), make.make_country("dnk")

    response = desk.post(
        page_of(passage, "delegations"),
        {
            "meeting": delegation.meeting_id,
            "role": "participant",
            "status": "attended",
            "parties": [delegation.party_id, denmark.pk],
        },
    )

    assert said(response) == [
        "Recorded: Accra: Denmark (participant).",
        "Recorded already, and now resting on this passage too: Accra: Ghana (participant).",
    ]
    assert passage in delegation.passages.all()
    assert delegation.passages.count() == 2


def test_a_passage_that_says_something_else_is_not_cited_for_what_is_recorded(desk):
    delegation = make.make_delegation(
        make.make_meeting(title="Accra"), make.make_country("gha"), sent_from="mission"
    )
    passage = make.make_passage()

    response = desk.post(
        page_of(passage, "delegations"),
        {
            "meeting": delegation.meeting_id,
            "role": "participant",
            "sent_from": "capital",
            "status": "attended",
            "parties": [delegation.party_id],
        },
    )

    assert refused(response) == [
        "Ghana: This is recorded already, with something else under: sent from. Change it there."
    ]
    assert passage not in delegation.passages.all()


def test_if_one_party_is_refused_nothing_is_recorded_and_what_was_typed_is_kept(desk):
    ghana, denmark, passage = (
        make.make_country("gha"),
        make.make_country("dnk"),
        make.make_passage(),
    )
    make.make_appointment(ghana, started="2012-09-29")

    response = desk.post(
        page_of(passage, "appointments"),
        {
            "parties": [ghana.pk, denmark.pk],
            "capacity": "primary",
            "started": "[2010-09..2014]",
            "office": "Typed and kept",
        },
    )

    assert refused(response) == [
        "Ghana: This party has a focal point at that time already (29 September 2012): "
        "two cannot hold the post at once.",
        "Ghana: This party has a focal point with no end recorded. End that appointment first, "
        "or record this one as joint, acting or alternate.",
    ]
    assert 'value="Typed and kept"' in response.text
    assert f'<option value="{denmark.pk}" selected>Denmark</option>' in response.text
    assert Appointment.objects.count() == 1


def test_a_date_outside_the_profile_is_refused_beside_its_field(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()

    response = desk.post(
        page_of(passage, "appointments"),
        {"parties": [ghana.pk], "capacity": "primary", "started": "since last May"},
    )

    assert response.context["form"].errors["started"] == [
        "“since last May” is not a date this register can read. Write 2013, 2013-06 or "
        "2013-06-15, or the earliest and latest as [2010-09..2014]."
    ]
    assert 'value="since last May"' in response.text
    assert not Appointment.objects.exists()


def test_steps_are_recorded_with_the_meeting_at_which_they_were_taken(desk):
    accra, passage = make.make_meeting(), make.make_passage()
    ghana = make.make_country("gha")

    desk.post(
        page_of(passage, "steps"),
        {"taken_at": accra.pk, "parties": [ghana.pk], "kind": "intends", "taken": "2013-06-11"},
    )

    step = Step.objects.get()
    assert (step.party, list(step.passages.all())) == (ghana, [passage])
    assert list(accra.steps.all()) == [step]


def test_hosts_are_recorded_in_the_role_as_stated(desk):
    accra, passage = make.make_meeting(), make.make_passage()
    parties = [make.make_country("gha"), make.make_organization()]

    desk.post(
        page_of(passage, "hosts"),
        {"meeting": accra.pk, "parties": [each.pk for each in parties], "role": "co-hosted"},
    )

    assert {(each.party.name, each.role) for each in Host.objects.all()} == {
        ("Ghana", "co-hosted"),
        ("Organization 1", "co-hosted"),
    }


@pytest.mark.parametrize(
    ("kind", "model", "fields"),
    [
        (
            "headcount",
            Headcount,
            {"of": "states", "role": "participant", "qualifier": "more-than", "value": "35"},
        ),
        (
            "network-count",
            NetworkCount,
            {"of": "states", "qualifier": "as-stated", "value": "17", "as_of": "2012-09-29"},
        ),
        ("other-title", OtherTitle, {"title": "The Accra meeting"}),
        ("statement", Statement, {"topic": "network", "position": "1", "text": "A purpose."}),
    ],
)
def test_one_fact_of_the_other_kinds_is_recorded_and_the_second_time_cited(
    desk, kind, model, fields
):
    first, second, accra = make.make_passage(), make.make_passage(), make.make_meeting()
    fields = {"meeting": accra.pk, **fields}

    desk.post(page_of(first, kind), fields)
    desk.post(page_of(second, kind), fields)

    fact = model.objects.get()
    assert set(fact.passages.all()) == {first, second}


def test_a_number_that_cannot_stand_is_refused_in_a_sentence(desk):
    accra, passage = make.make_meeting(), make.make_passage()

    response = desk.post(
        page_of(passage, "headcount"),
        {
            "meeting": accra.pk,
            "of": "states",
            "role": "participant",
            "qualifier": "as-stated",
            "value": "0",
        },
    )

    assert refused(response) == [
        "Write the number as reported, or 0 and “unnumbered” where there is none."
    ]
    assert not Headcount.objects.exists()


def test_an_editor_is_offered_only_what_the_editor_may_record(client):
    client.force_login(
        make.make_editor(
            "sources.view_passage", "meetings.add_delegation", "meetings.change_delegation"
        )
    )
    passage = make.make_passage()

    assert list(client.get(page_of(passage)).context["kinds"]) == ["delegations"]
    assert client.get(page_of(passage, "delegations")).status_code == 200
    assert client.get(page_of(passage, "appointments")).status_code == 403
    assert client.post(page_of(passage, "appointments"), {}).status_code == 403


def test_an_editor_who_may_not_change_meetings_links_no_step_to_one(client):
    client.force_login(
        make.make_editor("sources.view_passage", "focalpoints.add_step", "focalpoints.change_step")
    )
    accra, ghana, passage = make.make_meeting(), make.make_country("gha"), make.make_passage()

    client.post(
        page_of(passage, "steps"),
        {"taken_at": accra.pk, "parties": [ghana.pk], "kind": "intends", "taken": "2013"},
    )

    assert Step.objects.get().party == ghana
    assert not accra.steps.exists()


def test_an_editor_who_may_not_see_passages_is_refused(client):
    client.force_login(make.make_editor("meetings.add_delegation", "meetings.change_delegation"))

    assert client.get(page_of(make.make_passage())).status_code == 403


def test_whoever_is_not_signed_in_is_sent_to_the_login(client):
    page = page_of(make.make_passage(), "delegations")

    assert client.get(page).url == f"{reverse('admin:login')}?next={page}"


def test_a_kind_or_passage_that_there_is_not_is_not_found(desk):
    passage = make.make_passage()

    assert desk.get(page_of(passage, "rumours")).status_code == 404
    passage.delete()
    passage.pk = 1
    assert desk.get(page_of(passage)).status_code == 404


def test_the_history_says_who_recorded_a_fact(desk):
    accra, passage, ghana = make.make_meeting(), make.make_passage(), make.make_country("gha")

    desk.post(
        page_of(passage, "hosts"), {"meeting": accra.pk, "parties": [ghana.pk], "role": "hosted"}
    )

    versions = Host.objects.get().history.all()
    assert {each.history_user.email for each in versions} == {"person-1@example.org"}


def test_the_appointments_of_several_parties_are_ended_at_a_time(desk):
    rows, passage = [make.make_appointment(), make.make_appointment()], make.make_passage()
    parties = [row.party.pk for row in rows]

    desk.post(
        page_of(passage, "ends"), {"parties": parties, "capacity": "primary", "ended": "2014-05"}
    )

    ended = Appointment.objects.filter(ended="2014-05")
    assert {row.pk for row in ended} == {row.pk for row in rows}
    assert all(passage in row.passages.all() for row in ended)


def test_an_end_without_an_open_appointment_is_refused_and_nothing_is_ended(desk):
    row, ghana = make.make_appointment(), make.make_country("gha", name="Ghana")
    data = {"parties": [row.party.pk, ghana.pk], "capacity": "primary", "ended": "2014-05"}

    response = desk.post(page_of(make.make_passage(), "ends"), data)

    assert refused(response) == ["Ghana: No appointment is open in this capacity."]
    assert not Appointment.objects.exclude(ended="").exists()


def test_an_end_before_the_start_is_refused(desk):
    row = make.make_appointment(make.make_country("gha", name="Ghana"), started="2013")
    data = {"parties": [row.party.pk], "capacity": "primary", "ended": "2012"}

    response = desk.post(page_of(make.make_passage(), "ends"), data)

    assert refused(response) == ["Ghana: The first day out of office cannot come before the start."]


def test_what_is_no_key_is_refused_in_a_sentence(desk):
    response = desk.post(page_of(make.make_passage(), "appointments"), {"parties": "abc"})

    assert response.status_code == 200
    assert response.context["form"].errors["parties"]

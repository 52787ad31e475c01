import pytest
from django.urls import reverse

from focalpoints.models import Appointment
from tests import make
from tests.desk import refusals, typed

pytestmark = pytest.mark.django_db

ADD = "admin:focalpoints_appointment_add"
LIST = "admin:focalpoints_appointment_changelist"


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(appointment):
    return reverse("admin:focalpoints_appointment_change", args=[appointment.pk])


def columns(response, name):
    return [
        getattr(response.context["cl"].model_admin, name)(row)
        for row in response.context["cl"].result_list
    ]


def test_an_appointment_known_within_bounds_is_recorded_and_repeated_in_words(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = reverse(ADD)

    data = typed(desk.get(page), party=ghana.pk, started="[2010-09..2014]", passages=[passage.pk])
    desk.post(page, data)

    response = desk.get(page_of(Appointment.objects.get()))
    assert "It reads: between September 2010 and 2014." in response.text


def test_the_form_says_that_an_end_is_the_first_day_out_of_office(desk):
    response = desk.get(reverse(ADD))

    assert "The first day out of office. Empty: no end recorded." in response.text


OPEN_TWICE = (
    "This party has a focal point with no end recorded. End that appointment first, or record "
    "this one as joint, acting or alternate."
)
OVERLAP = (
    "This party has a focal point at that time already (29 September 2012): "
    "two cannot hold the post at once."
)


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, [OVERLAP, OPEN_TWICE]),
        ({"started": "2012-09-29", "capacity": "joint"}, ["This appointment is recorded already."]),
        ({"ended": "2014"}, [OVERLAP]),
        ({"started": "2010", "ended": "2012-09-29"}, []),
        ({"capacity": "alternate", "ended": "2012"}, []),
        (
            {"capacity": "acting", "ended": "2011"},
            ["The first day out of office cannot come before the start."],
        ),
        (
            {"capacity": "acting", "started": "2013/2014"},
            [
                "This is one day, not a span of days. If the day is not known, write the "
                "earliest and the latest day, such as [2013-06-11..2013-06-12]."
            ],
        ),
        ({"capacity": "acting", "started": ""}, ["This field is required."]),
        (
            {"capacity": "acting", "passages": []},
            [
                "Say how this is known: choose the passage it rests on, or mark it as known "
                "to the secretariat."
            ],
        ),
        ({"capacity": "acting", "passages": [], "is_from_secretariat": "on"}, []),
    ],
)
def test_a_wrong_appointment_is_refused_in_a_sentence_and_kept_as_typed(desk, fields, sentences):
    ghana, passage = make.make_country("gha"), make.make_passage()
    make.make_appointment(ghana, started="2012-09-29")
    make.make_appointment(ghana, started="2012-09-29", capacity="joint")
    page = reverse(ADD)

    typed_in = {"party": ghana.pk, "started": "2012-10", "passages": [passage.pk], "office": "Kept"}
    response = desk.post(page, typed(desk.get(page), **(typed_in | fields)))

    assert refusals(response) == sentences
    assert Appointment.objects.count() == (2 if sentences else 3)
    assert not sentences or 'value="Kept"' in response.text


def test_a_list_says_dates_in_words_and_when_each_was_last_attested(desk):
    source = make.make_source(published="2013-06-12")
    make.make_appointment(
        started="[2010-09..2014]", ended="2015-01", passages=[make.make_passage(source)]
    )

    response = desk.get(reverse(LIST))

    assert columns(response, "started_in_words") == ["between September 2010 and 2014"]
    assert columns(response, "ended_in_words") == ["January 2015"]
    assert columns(response, "last_attested") == ["12 June 2013"]
    assert columns(response, "rests_on") == [1]


def test_a_list_is_narrowed_to_appointments_with_no_end_recorded(desk):
    make.make_appointment(ended="2014")
    still = make.make_appointment()

    response = desk.get(reverse(LIST), {"end": "open"})

    assert list(response.context["cl"].result_list) == [still]


@pytest.mark.parametrize("how", ["nothing", "inferred", "secretariat"])
def test_a_list_is_narrowed_by_how_its_facts_are_known(desk, how):
    make.make_appointment()
    facts = {
        "nothing": make.make_appointment(passages=[]),
        "inferred": make.make_appointment(inference="The upper bound is ours."),
        "secretariat": make.make_appointment(passages=[], is_from_secretariat=True),
    }

    response = desk.get(reverse(LIST), {"known": how})

    assert list(response.context["cl"].result_list) == [facts[how]]


def test_an_appointment_is_found_by_another_name_of_its_party(desk):
    make.make_appointment(make.make_country("gha"))
    ivory_coast = make.make_country("civ")
    make.make_other_name(ivory_coast, name="Ivory Coast")
    appointment = make.make_appointment(ivory_coast)

    response = desk.get(reverse(LIST), {"q": "ivory coast"})

    assert list(response.context["cl"].result_list) == [appointment]


def test_an_earlier_version_comes_back_with_the_passages_of_its_day(desk):
    first, second = make.make_passage(), make.make_passage()
    appointment = make.make_appointment(started="2012", passages=[first])
    desk.post(
        page_of(appointment),
        typed(desk.get(page_of(appointment)), started="2013", passages=[second.pk]),
    )
    earlier = appointment.history.filter(started="2012").first()

    version = reverse(
        "admin:focalpoints_appointment_simple_history", args=[appointment.pk, earlier.pk]
    )
    form = desk.get(version).context["adminform"].form
    shown = {name: form[name].value() or "" for name in form.fields}
    desk.post(version, shown)

    appointment.refresh_from_db()
    assert shown["passages"] == [first.pk]
    assert (appointment.started, list(appointment.passages.all())) == ("2012", [first])


def test_an_earlier_version_that_contradicts_the_register_is_refused(desk):
    appointment = make.make_appointment(make.make_country("gha"), started="2012")
    desk.post(page_of(appointment), typed(desk.get(page_of(appointment)), ended="2012-12-01"))
    make.make_appointment(appointment.party, started="2013")
    earlier = appointment.history.last()

    version = reverse(
        "admin:focalpoints_appointment_simple_history", args=[appointment.pk, earlier.pk]
    )
    response = desk.post(
        version, {"party": appointment.party_id, "capacity": "primary", "started": "2012"}
    )

    assert response.status_code == 200
    assert b"two cannot hold the post at once" in response.content


def test_an_appointment_deleted_by_mistake_is_brought_back_from_its_history(desk):
    passage = make.make_passage()
    appointment = make.make_appointment(started="2012", passages=[passage])
    pk = appointment.pk
    desk.post(reverse("admin:focalpoints_appointment_delete", args=[pk]), {"post": "yes"})

    last = Appointment.history.filter(id=pk).exclude(history_type="-").first()
    version = reverse("admin:focalpoints_appointment_simple_history", args=[pk, last.pk])
    form = desk.get(version).context["adminform"].form
    desk.post(version, {name: form[name].value() or "" for name in form.fields})

    brought_back = Appointment.objects.get()
    assert (brought_back.pk, brought_back.started) == (pk, "2012")
    assert list(brought_back.passages.all()) == [passage]


def test_the_history_names_who_changed_which_passages(desk):
    first, second = make.make_passage(), make.make_passage()
    appointment = make.make_appointment(passages=[first])
    desk.post(page_of(appointment), typed(desk.get(page_of(appointment)), passages=[second.pk]))

    response = desk.get(reverse("admin:focalpoints_appointment_history", args=[appointment.pk]))

    assert "person-1@example.org" in response.text
    assert f"[{first}] &rarr; []" in response.text
    assert f"[] &rarr; [{second}]" in response.text
    assert "style=" not in response.text


def test_an_appointment_that_a_step_announced_is_not_deleted_with_others(desk):
    appointment = make.make_appointment(make.make_country("gha"))
    step = make.make_step(appointment.party, kind="announced", appointment=appointment)
    other = make.make_appointment()

    response = desk.post(
        reverse(LIST),
        {
            "action": "delete_selected",
            "_selected_action": [appointment.pk, other.pk],
            "post": "yes",
        },
    )

    fact = reverse("admin:focalpoints_step_change", args=[step.pk])
    sentence = "Ghana: announced an appointment, 11 June 2013"
    assert f'Step: <a href="{fact}">{sentence}</a>' in response.text
    assert Appointment.objects.count() == 2

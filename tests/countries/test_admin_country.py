import pytest
from django.urls import reverse

from countries.models import Country, Organization, OtherName
from focalpoints.models import Appointment
from tests import make
from tests.desk import refusals, typed, with_row
from tests.read import soup_from

pytestmark = pytest.mark.django_db

ADD_ORGANIZATION = "admin:countries_organization_add"


FIELD_OF_A_PARTY = {"app_label": "focalpoints", "model_name": "appointment", "field_name": "party"}


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(country):
    return reverse("admin:countries_country_change", args=[country.pk])


def appointment_row(passage, **fields):
    return {
        "capacity": "primary",
        "started": "2012-09-29",
        "ended": "",
        "passages": [passage.pk],
        **fields,
    }


def test_an_appointment_is_recorded_on_the_page_of_its_country(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = page_of(ghana)

    data = with_row(typed(desk.get(page)), "appointments", **appointment_row(passage))
    response = desk.post(page, data)

    assert refusals(response) == []
    appointment = Appointment.objects.get()
    assert (appointment.party, list(appointment.passages.all())) == (ghana, [passage])


def test_a_step_is_recorded_on_the_page_of_its_country(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = page_of(ghana)
    row = {"kind": "intends", "taken": "[2013-06-11..2013-06-12]", "passages": [passage.pk]}

    response = desk.post(page, with_row(typed(desk.get(page)), "steps", **row))

    assert refusals(response) == []
    assert [(step.kind, step.taken) for step in ghana.steps.all()] == [
        ("intends", "[2013-06-11..2013-06-12]")
    ]


def test_an_open_appointment_is_ended_and_the_next_recorded_in_one_submit(desk):
    before = make.make_appointment(started="2012-09-29")
    passage = make.make_passage()
    page = page_of(before.party)

    data = typed(desk.get(page), **{"appointments-0-ended": "2014-05-01"})
    row = appointment_row(passage, started="2014-05-01", succeeds=before.pk)
    response = desk.post(page, with_row(data, "appointments", **row))

    assert refusals(response) == []
    assert list(Appointment.objects.values_list("started", "ended")) == [
        ("2012-09-29", "2014-05-01"),
        ("2014-05-01", ""),
    ]
    assert Appointment.objects.get(started="2014-05-01").succeeds == before


def test_an_appointment_makes_room_by_being_deleted_in_the_same_submit(desk):
    before = make.make_appointment(started="2012-09-29")
    page = page_of(before.party)

    data = typed(desk.get(page), **{"appointments-0-DELETE": "on"})
    row = appointment_row(make.make_passage(), started="2013")
    response = desk.post(page, with_row(data, "appointments", **row))

    assert refusals(response) == []
    assert [each.started for each in Appointment.objects.all()] == ["2013"]


def test_two_new_appointments_that_overlap_are_refused_in_a_sentence(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = page_of(ghana)

    data = with_row(typed(desk.get(page)), "appointments", **appointment_row(passage))
    row = appointment_row(passage, started="[2013..2014]", office="Typed and kept")
    response = desk.post(page, with_row(data, "appointments", **row))

    assert refusals(response) == [
        "This party has a focal point at that time already (29 September 2012): "
        "two cannot hold the post at once.",
    ]
    assert b"Typed and kept" in response.content
    assert not Appointment.objects.exists()


def test_one_row_typed_twice_is_refused_in_a_sentence(desk):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = page_of(ghana)

    data = typed(desk.get(page))
    for _ in range(2):
        data = with_row(data, "appointments", **appointment_row(passage, capacity="joint"))
    response = desk.post(page, data)

    assert refusals(response) == ["This appointment is recorded already."]
    assert not Appointment.objects.exists()


def test_rows_that_contradict_each_other_are_refused_on_the_page_of_a_new_party_too(desk):
    page, passage = reverse(ADD_ORGANIZATION), make.make_passage()

    data = typed(
        desk.get(page), name="The Centre", slug="centre", organization_kind="civil-society"
    )
    for started in ("2012", "2013"):
        data = with_row(data, "appointments", **appointment_row(passage, started=started))
    response = desk.post(page, data)

    assert refusals(response) == [
        "This party has a focal point at that time already (2012): "
        "two cannot hold the post at once.",
    ]
    assert b"The Centre" in response.content
    assert not Organization.objects.exists()


def test_a_new_organization_is_recorded_with_its_names_and_appointments(desk):
    page, passage = reverse(ADD_ORGANIZATION), make.make_passage()

    data = typed(
        desk.get(page), name="The Centre", slug="centre", organization_kind="civil-society"
    )
    data = with_row(data, "other_names", name="Global Centre")
    response = desk.post(page, with_row(data, "appointments", **appointment_row(passage)))

    assert refusals(response) == []
    centre = Organization.objects.get()
    assert (centre.kind, centre.slug) == ("organization", "centre")
    assert [each.name for each in centre.other_names.all()] == ["Global Centre"]
    assert [each.started for each in centre.appointments.all()] == ["2012-09-29"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ended": "2011"}, "The first day out of office cannot come before the start."),
        (
            {"started": "last May"},
            "“last May” is not a date this register can read. Write 2013, 2013-06 or "
            "2013-06-15, or the earliest and latest as [2010-09..2014].",
        ),
        (
            {"started": "2012?"},
            "Doubt has no place here. Write the earliest and the latest day instead, "
            "such as [2013-06..2014].",
        ),
        (
            {"passages": []},
            "Say how this is known: choose the passage it rests on, or mark it as known "
            "to the secretariat.",
        ),
    ],
)
def test_a_wrong_row_is_refused_in_a_sentence_and_kept_as_typed(desk, fields, sentence):
    ghana, passage = make.make_country("gha"), make.make_passage()
    page = page_of(ghana)
    row = appointment_row(passage, office="Typed and kept", **fields)

    response = desk.post(page, with_row(typed(desk.get(page)), "appointments", **row))

    assert refusals(response) == [sentence]
    assert b"Typed and kept" in response.content
    assert not Appointment.objects.exists()


def test_a_row_that_was_added_and_left_empty_is_not_refused(desk):
    ghana = make.make_country("gha")
    page = page_of(ghana)

    response = desk.post(page, with_row(typed(desk.get(page)), "appointments", capacity="primary"))

    assert refusals(response) == []
    assert not Appointment.objects.exists()


def test_an_uncited_row_that_nobody_touched_stands_in_the_way_of_nothing(desk):
    uncited = make.make_appointment(passages=[])
    page = page_of(uncited.party)

    response = desk.post(page, typed(desk.get(page), grouping_note="A word more."))

    assert refusals(response) == []
    assert Country.objects.get().grouping_note == "A word more."


def test_a_row_that_others_rest_on_is_not_deleted_from_the_page(desk):
    appointment = make.make_appointment(make.make_country("gha"))
    make.make_step(appointment.party, kind="announced", appointment=appointment)
    page = page_of(appointment.party)

    response = desk.post(page, typed(desk.get(page), **{"appointments-0-DELETE": "on"}))

    assert refusals(response) == [
        "Deleting appointment Ghana: focal point, 29 September 2012 would require deleting the "
        "following protected related objects: step Ghana: announced an appointment, 11 June 2013"
    ]
    assert Appointment.objects.get() == appointment


def test_the_same_other_name_twice_is_refused_in_a_sentence(desk):
    ghana = make.make_country("gha")
    page = page_of(ghana)

    data = typed(desk.get(page))
    for _ in range(2):
        data = with_row(data, "other_names", name="Gold Coast")
    response = desk.post(page, data)

    assert refusals(response) == ["This name is listed already."]
    assert not OtherName.objects.exists()


def test_a_country_without_its_codes_is_refused_in_a_sentence(desk):
    page = reverse("admin:countries_country_add")

    response = desk.post(page, typed(desk.get(page), name="Ghana", slug="gha"))

    assert refusals(response) == [
        "A country has an ISO code, an M49 code and region and a UN status; an organization has "
        "none of these, but a kind of its own."
    ]


def test_a_country_is_added_as_a_country_whatever_is_sent(desk):
    page = reverse("admin:countries_country_add")

    response = desk.post(
        page,
        typed(
            desk.get(page),
            name="Ghana",
            slug="gha",
            iso="GH",
            m49="288",
            m49_region="002",
            un_status="member",
            kind="organization",
        ),
    )

    assert refusals(response) == []
    assert Country.objects.get().kind == "country"


def test_an_address_is_set_once(desk):
    ghana = make.make_country("gha")
    page = page_of(ghana)

    desk.post(page, typed(desk.get(page), slug="xyz", name="Republic of Ghana"))

    ghana.refresh_from_db()
    assert (ghana.slug, ghana.name) == ("gha", "Republic of Ghana")


@pytest.mark.parametrize("words", ["cote d'ivoire", "CIV", "ci", "Ivory Coast", "ivory  COTE"])
def test_a_country_is_found_by_each_of_its_names_and_codes(desk, words):
    make.make_country("gha")
    ivory_coast = make.make_country("civ")
    make.make_other_name(ivory_coast, name="Ivory Coast")

    response = desk.get(reverse("admin:countries_country_changelist"), {"q": words})

    assert list(response.context["cl"].result_list) == [ivory_coast]


def test_a_field_that_chooses_a_party_finds_it_by_each_of_its_names(desk):
    make.make_country("gha")
    ivory_coast = make.make_country("civ")
    page = reverse("admin:autocomplete")

    response = desk.get(page, {**FIELD_OF_A_PARTY, "term": "cote"})

    assert response.json()["results"] == [{"id": str(ivory_coast.pk), "text": "Côte d'Ivoire"}]


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("", ["Austria", "Chile", "Egypt"]),
        ("/fr", ["Autriche", "Chili", "Égypte"]),
        ("/es", ["Austria", "Chile", "Egipto"]),
        ("/zh-hans", ["埃及", "奥地利", "智利"]),
    ],
)
def test_lists_and_choices_stand_in_the_order_of_the_language(desk, language, in_order):
    for code, names in {
        "chl": {"name_fr": "Chili", "name_es": "Chile", "name_zh_hans": "智利"},
        "egy": {"name_fr": "Égypte", "name_es": "Egipto", "name_zh_hans": "埃及"},
        "aut": {"name_fr": "Autriche", "name_es": "Austria", "name_zh_hans": "奥地利"},
    }.items():
        make.make_appointment(make.make_country(code, **names))

    countries = desk.get(f"{language}/admin/countries/country/")
    backwards = desk.get(f"{language}/admin/countries/country/?o=-1")
    appointments = desk.get(f"{language}/admin/focalpoints/appointment/")
    offered = desk.get(f"{language}/admin/autocomplete/", FIELD_OF_A_PARTY).json()["results"]

    assert [str(row) for row in countries.context["cl"].result_list] == in_order
    assert [str(row) for row in backwards.context["cl"].result_list] == in_order[::-1]
    assert [str(row.party) for row in appointments.context["cl"].result_list] == in_order
    assert [each["text"] for each in offered] == in_order


def test_a_party_is_changed_as_the_country_or_organization_that_it_is(desk):
    ghana, centre = make.make_country("gha"), make.make_organization()

    pages = [reverse("admin:countries_party_change", args=[each.pk]) for each in (ghana, centre)]

    assert [desk.get(page).url for page in pages] == [
        page_of(ghana),
        reverse("admin:countries_organization_change", args=[centre.pk]),
    ]


def test_the_index_names_countries_and_organizations_but_no_parties(desk):
    response = desk.get(reverse("admin:index"))

    (countries,) = [app for app in response.context["app_list"] if app["app_label"] == "countries"]
    assert [model["object_name"] for model in countries["models"]] == [
        "Country",
        "Organization",
        "OtherName",
    ]


def test_a_country_that_facts_rest_on_is_not_deleted_and_the_facts_are_named(desk):
    appointment = make.make_appointment(make.make_country("gha"))
    page = reverse("admin:countries_country_delete", args=[appointment.party_id])

    response = desk.post(page, {"post": "yes"})

    fact = reverse("admin:focalpoints_appointment_change", args=[appointment.pk])
    assert f'<a href="{fact}">Ghana: focal point, 29 September 2012</a>' in response.text
    assert Country.objects.get() == appointment.party


def test_a_change_of_a_country_is_kept_in_its_history_with_who_made_it(desk):
    ghana = make.make_country("gha")
    page = page_of(ghana)

    desk.post(page, typed(desk.get(page), name="Republic of Ghana"))

    latest = ghana.history.first()
    assert (latest.name, latest.prev_record.name) == ("Republic of Ghana", "Ghana")
    assert latest.history_user.email == "person-1@example.org"


def test_a_country_is_brought_back_to_an_earlier_version(desk):
    ghana = make.make_country("gha")
    page = page_of(ghana)
    desk.post(page, typed(desk.get(page), name="Republic of Ghana"))
    earlier = ghana.history.last()

    version = reverse("admin:countries_country_simple_history", args=[ghana.pk, earlier.pk])
    form = desk.get(version).context["adminform"].form
    desk.post(version, {name: form[name].value() or "" for name in form.fields})

    ghana.refresh_from_db()
    assert (ghana.name, ghana.slug) == ("Ghana", "gha")


def test_codes_are_chosen_without_the_names_that_others_have_for_the_states(desk):
    page = soup_from(desk.get(page_of(make.make_country("gha"))).content)

    offered = {each["value"]: each.get_text() for each in page.select("#id_iso option")}
    assert offered["GH"] == "GH"
    assert len(offered) > 195
    assert all(value == text for value, text in offered.items() if value)

"""Every page of the secretariat's desk, for every kind of row."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccountDecision, StaffInvitation, User
from countries.models import Country, Organization, OtherName, Party
from focalpoints.models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    ContactDetail,
    ErasureDecision,
    ErasureRequest,
    FocalPoint,
    Handover,
    NetworkCount,
    Proposal,
    ProtectionDecision,
    Step,
    Submission,
)
from meetings.models import (
    Claim,
    Delegate,
    Delegation,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from outbox.models import Message
from remarks.models import Remark
from sources.models import KeptFile, Passage, Source, Statement, Translation
from tests import make
from trail.models import Entry

MAKERS = {
    User: make.make_user,
    StaffInvitation: make.make_staff_invitation,
    AccountDecision: make.make_account_decision,
    Source: make.make_source,
    Passage: make.make_passage,
    Statement: make.make_statement,
    Translation: make.make_translation,
    Country: make.make_country,
    Organization: make.make_organization,
    OtherName: make.make_other_name,
    FocalPoint: make.make_focal_point,
    ContactDetail: make.make_contact_detail,
    Appointment: make.make_appointment,
    AppointmentInvitation: make.make_appointment_invitation,
    ProtectionDecision: make.make_protection_decision,
    ErasureRequest: make.make_erasure_request,
    ErasureDecision: make.make_erasure_decision,
    Proposal: make.make_proposal,
    Handover: make.make_handover,
    Assistance: make.make_assistance,
    AssistantInvitation: make.make_assistant_invitation,
    KeptFile: make.make_kept_file,
    Step: make.make_step,
    NetworkCount: make.make_network_count,
    Meeting: make.make_meeting,
    OtherTitle: make.make_other_title,
    Host: make.make_host,
    Delegation: make.make_delegation,
    Delegate: make.make_delegate,
    Headcount: make.make_headcount,
    Difference: make.make_difference,
    Claim: make.make_claim,
    Remark: make.make_remark,
    Message: make.make_message,
    Entry: make.make_entry,
}

ACTED_UPON = {
    User,
    StaffInvitation,
    AppointmentInvitation,
    AssistantInvitation,
    AccountDecision,
    ProtectionDecision,
    ErasureRequest,
    ErasureDecision,
    Proposal,
    Handover,
    Assistance,
    KeptFile,
}
WRITTEN_BY_READERS = {Remark}
KEPT_ELSEWHERE = {Translation}  # on the page of a row in which the text stands
WRITTEN_BY_THE_PORTAL = {Message, Entry}  # and deleted by it alone, or not at all
OF_PERSONS = (
    Submission,
    Assistance,
    AssistantInvitation,
    AppointmentInvitation,
    ContactDetail,
    ProtectionDecision,
)
NOT_ADDED = {*WRITTEN_BY_READERS, *WRITTEN_BY_THE_PORTAL, *ACTED_UPON, *KEPT_ELSEWHERE} - {
    StaffInvitation,
    Handover,
}
NOT_DELETED = {*WRITTEN_BY_THE_PORTAL, *ACTED_UPON}

pytestmark = pytest.mark.django_db


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_ours_is_registered():
    assert set(admin.site._registry) == {*MAKERS, Party}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_staff_reach_every_page_of_a_row(client, model):
    client.force_login(make.make_staff())
    row = MAKERS[model]()

    pages = {
        url(model, "changelist"): 200,
        url(model, "add"): 403 if model in NOT_ADDED else 200,
        url(model, "change", row.pk): 200,
        url(model, "history", row.pk): 200,
        url(model, "delete", row.pk): 403 if model in NOT_DELETED else 200,
    }

    assert {page: client.get(page).status_code for page in pages} == pages


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_staff_who_may_only_look_reach_every_page_of_a_row(client, model):
    app_label, name = model._meta.app_label, model._meta.model_name
    # These name persons throughout: they are for those who may see them.
    persons = ["focalpoints.view_focalpoint"] if issubclass(model, OF_PERSONS) else []
    client.force_login(make.make_editor(f"{app_label}.view_{name}", *persons))
    row = MAKERS[model]()

    pages = {
        url(model, "changelist"): 200,
        url(model, "add"): 403,
        url(model, "change", row.pk): 200,
        url(model, "history", row.pk): 200,
        url(model, "delete", row.pk): 403,
    }

    assert {page: client.get(page).status_code for page in pages} == pages


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_is_sorted_by_each_column_and_searched(client, model):
    client.force_login(make.make_staff())
    row = MAKERS[model]()
    page = url(model, "changelist")

    for number, _ in enumerate(admin.site.get_model_admin(model).list_display, start=1):
        response = client.get(page, {"o": number})
        assert row in response.context["cl"].result_list
    assert client.get(page, {"q": "zzz"}).context["cl"].result_count == 0


WITH_HISTORY = [model for model in MAKERS if hasattr(model, "history")]


def test_every_model_of_the_register_keeps_its_history():
    assert set(MAKERS) - set(WITH_HISTORY) == {Remark, Message, Entry, *ACTED_UPON}


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda model: model.__name__)
def test_staff_reach_every_version_of_a_row_and_are_offered_to_go_back(client, model):
    client.force_login(make.make_staff())
    row = MAKERS[model]()

    for version in row.history.all():
        response = client.get(url(model, "simple_history", row.pk, version.pk))
        offers = '<input type="submit" value="Revert"' in response.text
        assert offers == (model not in KEPT_ELSEWHERE)


# What one of the two kinds of party does not have.
LEFT_OUT = {
    Country: {"acronym", "organization_kind", "parent"},
    Organization: {
        "iso",
        "m49",
        "m49_region",
        "m49_subregion",
        "un_group",
        "un_status",
        "un_status_since",
        "grouping_note",
    },
}


@pytest.mark.parametrize("model", WITH_HISTORY, ids=lambda model: model.__name__)
def test_staff_reach_every_field_of_a_row(rf, model):
    request = rf.get("/")
    request.user = make.make_staff()

    fieldsets = admin.site.get_model_admin(model).get_fieldsets(request)

    fields = [*model._meta.fields, *model._meta.many_to_many]
    editable = {field.name for field in fields if field.editable and not field.primary_key}
    assert editable - set(flatten_fieldsets(fieldsets)) == LEFT_OUT.get(model, set())


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, model):
    row = MAKERS[model]()

    pages = [
        url(model, "changelist"),
        url(model, "add"),
        url(model, "change", row.pk),
        url(model, "history", row.pk),
        url(model, "delete", row.pk),
    ]

    login = reverse("admin:login")
    assert [client.get(page).url for page in pages] == [f"{login}?next={page}" for page in pages]


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_an_account_that_is_not_staff_is_sent_to_the_login(client, model):
    client.force_login(make.make_user())

    response = client.get(url(model, "changelist"))

    assert response.url == f"{reverse('admin:login')}?next={url(model, 'changelist')}"


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_asks_as_many_questions_for_30_rows_as_for_one(
    client, model, django_assert_num_queries
):
    client.force_login(make.make_staff())
    MAKERS[model]()
    page = url(model, "changelist")
    client.get(page)
    with CaptureQueriesContext(connection) as for_one:
        client.get(page)

    for _ in range(29):
        MAKERS[model]()

    with django_assert_num_queries(len(for_one)):
        client.get(page)


def source_with(number):
    source = make.make_source()
    for _ in range(number):
        make.make_passage(source)
    return source


def country_with(number):
    country, passage = make.make_country(), make.make_passage()
    for year in range(1950, 1950 + number):
        fields = {"holder": make.make_focal_point(), "passages": [passage]}
        make.make_appointment(country, started=f"{year}", ended=f"{year + 1}", **fields)
        make.make_step(country, taken=f"{year}", passages=[passage])
        make.make_other_name(country, used_from=f"{year}")
    return country


def focal_point_with(number):
    focal_point = make.make_focal_point()
    for _ in range(number):
        make.make_contact_detail(focal_point)
    return focal_point


def delegation_with(number):
    delegation, passage = make.make_delegation(), make.make_passage()
    for _ in range(number):
        focal_point = make.make_focal_point()
        make.make_delegate(delegation, focal_point=focal_point, passages=[passage])
    return delegation


def difference_with(number):
    difference, passage = make.make_difference(), make.make_passage()
    party, meeting = make.make_country(), make.make_meeting()
    for each in range(number):
        passages = {"passages": [passage]}
        make.make_claim(difference, **passages)
        difference.meetings.add(make.make_meeting(**passages))
        difference.hosts.add(make.make_host(meeting, make.make_country(), **passages))
        difference.steps.add(make.make_step(party, taken=f"{1950 + each}", **passages))
        difference.appointments.add(make.make_appointment(**passages))
    return difference


@pytest.mark.parametrize(
    "row_with", [source_with, country_with, focal_point_with, delegation_with, difference_with]
)
def test_a_page_asks_as_many_questions_for_30_rows_on_it_as_for_one(
    client, row_with, django_assert_num_queries
):
    client.force_login(make.make_staff())
    small, large = row_with(1), row_with(30)
    client.get(url(type(small), "change", small.pk))
    with CaptureQueriesContext(connection) as for_one:
        client.get(url(type(small), "change", small.pk))

    with django_assert_num_queries(len(for_one)):
        client.get(url(type(large), "change", large.pk))

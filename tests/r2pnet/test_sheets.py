"""Lists out as sheets and in again: the same for all kinds, through the pages of the desk."""

from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import PreviewedSheet
from countries.models import Organization
from focalpoints.models import Appointment, ContactDetail
from meetings.models import Delegation
from sources import sheets as sources_sheets
from sources.sheet_cells import in_every_language
from tests import make
from tests.sheets import (
    address,
    as_csv,
    as_xlsx,
    changed,
    changes,
    confirm,
    export,
    exported_rows,
    new_row,
    refusals,
    rows_of,
    said_of_file,
    send,
)
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db


def make_appointments():
    passage = make.make_passage(make.make_source("release"))
    letter = make.make_passage(make.make_source("letter", audience="secretariat"))
    first = make.make_appointment(
        make.make_country("gha"),
        holder=make.make_focal_point("=Ama Example"),
        started="[2010-09..2013-04-10]",
        ended="2014",
        end_reason="-left\r\nfor another post ",
        office="+Director",
        institution="'Ministry",
        seat="new-york",
        inference="@Ours",
        passages=[letter, passage],
    )
    make.make_appointment(first.party, started="2014", succeeds=first, passages=[passage])
    make.make_appointment(is_from_secretariat=True, passages=[])


def make_delegations():
    meeting = make.make_meeting("accra")
    make.make_delegation(meeting, make.make_country("gha"), sent_from="mission")
    make.make_delegation(meeting, role="observer", status="absent", inference="Ours.")


def make_organizations():
    union = make.make_organization("african-union", acronym="004")
    make.make_organization("part", name="-Part", parent=union, organization_kind="convening")


def make_contacts():
    make.make_contact_detail(kind="office-telephone", value="+000 00 000 0000")
    make.make_contact_detail(value="public@example.org", audience="public")
    make.make_contact_detail(kind="assistant", value="An aide", audience="secretariat")


KINDS = {
    Appointment: make_appointments,
    Delegation: make_delegations,
    Organization: make_organizations,
    ContactDetail: make_contacts,
}
ALL = pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)


@pytest.fixture
def staff():
    return make.make_staff()


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


@ALL
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_what_is_exported_and_imported_again_changes_nothing(desk, model, file_format):
    KINDS[model]()
    versions = model.history.count()
    content = export(desk, model, file_format).content

    response = send(desk, model, content)

    assert response.status_code == 200
    assert response.context["unchanged"] == model.objects.count() > 1
    assert "This sheet changes nothing." in response.text
    assert model.history.count() == versions
    assert not PreviewedSheet.objects.exists()


@ALL
def test_a_workbook_that_was_saved_elsewhere_changes_nothing_either(desk, model):
    KINDS[model]()
    rows = rows_of(export(desk, model, "xlsx").content)

    assert "unchanged" in send(desk, model, as_xlsx(rows)).context


@ALL
def test_no_cell_of_a_file_is_run(desk, model):
    KINDS[model]()

    for file_format in ["xlsx", "csv"]:
        for row in rows_of(export(desk, model, file_format).content):
            assert not [each for each in row if each.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("model", "maker"),
    [
        (Appointment, make.make_appointment),
        (Delegation, make.make_delegation),
        (Organization, make.make_organization),
    ],
)
def test_30_rows_go_out_and_in_with_as_many_questions_as_one(desk, model, maker):
    maker()

    def asked():
        with CaptureQueriesContext(connection) as out:
            content = export(desk, model).content
        with CaptureQueriesContext(connection) as back:
            assert "unchanged" in send(desk, model, content).context
        return [len([each for each in of if "SAVEPOINT" not in each["sql"]]) for of in (out, back)]

    for_one = asked()
    for _ in range(29):
        maker()

    assert asked() == for_one


def test_one_changed_cell_changes_one_row_with_who_and_why(desk, staff):
    make_appointments()
    rows = exported_rows(desk, Appointment)
    appointment = Appointment.objects.get(key=rows[1][0])
    versions = appointment.history.count()
    others = Appointment.history.exclude(key=appointment.key).count()

    preview = send(desk, Appointment, as_csv(changed(rows, office="Minister")), "new offices.csv")

    assert changes(preview) == {2: [("office", appointment.office, "Minister")]}
    assert preview.context["outcome"].unchanged == 2
    confirmed = confirm(desk, Appointment, preview)
    assert confirmed.url == address(Appointment, "changelist")
    appointment.refresh_from_db()
    assert appointment.office == "Minister"
    version = appointment.history.latest()
    assert appointment.history.count() == versions + 1
    assert version.history_user == staff
    assert version.history_change_reason == "Imported from a sheet"
    assert Appointment.history.exclude(key=appointment.key).count() == others
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (staff, str(appointment.pk))
    assert entry.get_change_message() == "Changed office."
    assert not PreviewedSheet.objects.exists()


def test_other_passages_are_saved_without_saving_the_row(desk):
    make_delegations()
    rows = exported_rows(desk, Delegation)
    make.make_passage(make.make_source("other-release"), anchor="p7")
    delegation = Delegation.objects.get(key=rows[1][0])
    versions = delegation.history.count()

    preview = send(desk, Delegation, as_csv(changed(rows, passages="other-release.p7")))
    confirm(desk, Delegation, preview)

    [passage] = delegation.passages.all()
    assert str(passage.anchor) == "p7"
    # One for the passage that is taken off, one for the other that is put on.
    assert delegation.history.count() == versions + 2
    assert [each.passage.anchor for each in delegation.history.latest().passages.all()] == ["p7"]


def test_one_bad_row_in_the_middle_holds_back_all(desk):
    make_organizations()
    rows = exported_rows(desk, Organization)
    rows = new_row(rows, name="First", kind_of_organization="convening body")
    rows = new_row(rows, name="Second", kind_of_organization="a club")
    rows = new_row(rows, kind_of_organization="convening body")

    response = send(desk, Organization, as_csv(rows))

    assert response.status_code == 400
    [(row, column, said), empty] = refusals(response)
    assert empty == (6, "name", "Fill in this cell.")
    assert (row, column) == (5, "kind of organization")
    assert said.startswith("“a club” is none of these: regional or international organization,")
    assert Organization.objects.count() == 2
    assert not PreviewedSheet.objects.exists()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["address", "name", "acronym", "part of"], "The column “kind of organization” is missing"),
        (
            ["address", "name", "acronym", "kind of organization", "part of", "iban"],
            "There is no column “iban” in this sheet",
        ),
        (
            ["address", "name", "name", "acronym", "kind of organization", "part of"],
            "The column “name” stands there twice",
        ),
    ],
)
def test_other_columns_are_refused_by_name(desk, columns, said):
    response = send(desk, Organization, as_csv([columns]))

    assert response.status_code == 400
    assert said in " ".join(said_of_file(response))


def test_the_same_row_twice_is_refused(desk):
    make_organizations()
    head, first, second = exported_rows(desk, Organization)

    response = send(desk, Organization, as_csv([head, first, second, first]))

    assert refusals(response) == [(4, "address", "The same stands in row 2 already.")]


def test_a_cell_that_cannot_be_read_names_row_and_column(desk):
    make_appointments()
    rows = changed(
        exported_rows(desk, Appointment), office="=1+1", passages="release.p9 nowhere.p1"
    )

    response = send(desk, Appointment, as_csv(rows))

    said = {(row, column): said for row, column, said in refusals(response)}
    assert set(said) == {(2, "office"), (2, "passages")}
    assert "This is a formula" in said[2, "office"]
    assert "“release.p9”, “nowhere.p1”" in said[2, "passages"]


def test_a_day_that_the_spreadsheet_made_is_a_day_in_a_date_and_nowhere_else(desk):
    make_appointments()
    rows = exported_rows(desk, Appointment)
    before = Appointment.objects.get(key=rows[1][0]).started
    day = datetime(2011, 4, 10)

    taken = send(desk, Appointment, as_xlsx(changed(rows, started=day)))
    refused = send(desk, Appointment, as_xlsx(changed(rows, office=day)))

    assert changes(taken)[2] == [("started", before, "2011-04-10")]
    [(row, column, said)] = refusals(refused)
    assert (row, column) == (2, "office")
    assert "made a date of this" in said


def test_what_somebody_saved_since_the_preview_is_shown_and_not_overwritten(desk):
    organization = make.make_organization("example", acronym="EX")
    rows = exported_rows(desk, Organization)
    preview = send(desk, Organization, as_csv(changed(rows, acronym="NEW")))
    organization.acronym = "THEIRS"
    organization.save()

    conflict = confirm(desk, Organization, preview)

    organization.refresh_from_db()
    assert conflict.status_code == 409
    assert organization.acronym == "THEIRS"
    assert changes(conflict) == {2: [("acronym", "THEIRS", "NEW")]}
    assert "Somebody saved something since you looked" in conflict.text
    assert PreviewedSheet.objects.count() == 1
    confirm(desk, Organization, conflict)
    organization.refresh_from_db()
    assert organization.acronym == "NEW"


def test_a_row_left_alone_in_the_sheet_does_not_undo_what_somebody_saved(desk):
    organization = make.make_organization("example", acronym="EX")
    rows = exported_rows(desk, Organization)
    rows = new_row(rows, name="Another", kind_of_organization="convening body")
    preview = send(desk, Organization, as_csv(rows))
    organization.acronym = "THEIRS"
    organization.save()

    conflict = confirm(desk, Organization, preview)

    assert conflict.status_code == 409
    assert changes(conflict)[2] == [("acronym", "THEIRS", "EX")]
    assert Organization.objects.count() == 1


def test_a_preview_is_used_once_by_whoever_saw_it_in_its_list_and_within_an_hour(desk, client):
    make.make_organization("example", acronym="EX")
    rows = changed(exported_rows(desk, Organization), acronym="NEW")
    versions = Organization.history.count()
    preview = send(desk, Organization, as_csv(rows))
    number = preview.context["kept"].number

    stranger = sign_in(type(client)(), make.make_staff("other@example.org"))
    refused = [
        stranger.post(address(Organization, "process_import"), {"number": number}),
        desk.post(address(Delegation, "process_import"), {"number": uuid4()}),
        desk.post(address(Organization, "process_import"), {"number": "\0"}),
        desk.post(address(Organization, "process_import")),
    ]

    assert [each.url.rpartition("/")[0][-6:] for each in refused] == ["import"] * 4
    old = send(desk, Organization, as_csv(rows))
    PreviewedSheet.objects.update(previewed_at=timezone.now() - timedelta(hours=1))
    assert confirm(desk, Organization, old).url == address(Organization, "import")
    assert Organization.history.count() == versions
    fresh = send(desk, Organization, as_csv(rows))
    confirm(desk, Organization, fresh)
    assert confirm(desk, Organization, fresh).url == address(Organization, "import")
    assert Organization.history.count() == versions + 1


def test_what_was_previewed_is_kept_sealed_and_forgotten(desk):
    make.make_organization("example", acronym="EX")
    rows = changed(exported_rows(desk, Organization), acronym="NEW")
    send(desk, Organization, as_csv(rows))

    [kept] = PreviewedSheet.objects.all()

    assert "example" not in kept.sealed
    PreviewedSheet.objects.update(previewed_at=timezone.now() - timedelta(hours=1))
    call_command("forget_sheets", stdout=StringIO())
    assert not PreviewedSheet.objects.exists()


def test_a_sheet_that_takes_too_long_says_up_to_where_it_came(desk, monkeypatch):
    make_organizations()
    content = export(desk, Organization).content
    monkeypatch.setattr(sources_sheets, "LONGEST_TIME", 0)

    response = send(desk, Organization, content)

    [(row, column, said)] = refusals(response)
    assert (row, column) == (2, "")
    assert "took more than 0 seconds: send the sheet in parts" in said


def test_a_file_that_is_none_says_so_with_the_form(desk):
    response = send(desk, Organization, b"\xff\xfe")

    assert response.status_code == 400
    assert "neither an XLSX nor a CSV" in said_of_file(response)[0]


def test_an_export_keeps_the_filters_of_its_list_and_leaves_an_entry(desk, staff):
    make_organizations()

    response = export(desk, Organization, "xlsx", "?organization_kind__exact=convening")

    assert [row[0] for row in rows_of(response.content)[1:]] == ["part"]
    assert response["Content-Disposition"].startswith('attachment; filename="organization-')
    entry = Entry.objects.get(what="exported")
    assert (entry.who, entry.detail) == (staff.pseudonym, "organization-xlsx")


@pytest.mark.parametrize("file_format", ["", "ods", "\0"])
def test_another_format_is_refused(desk, file_format):
    response = export(desk, Organization, file_format)

    assert response.status_code == 400
    assert "Choose XLSX or CSV." in response.text


def test_an_export_that_asks_what_the_list_does_not_take_is_sent_to_the_list(desk):
    response = desk.get(address(Organization, "export") + "?organization_kind__exact=club&x=y")

    assert response.url == address(Organization, "changelist") + (
        "?organization_kind__exact=club&x=y"
    )


def test_a_list_longer_than_a_sheet_is_not_exported(desk, monkeypatch):
    make_organizations()
    monkeypatch.setattr("sources.sheet_admin.MOST_ROWS", 1)

    response = export(desk, Organization)

    assert response.status_code == 400
    assert "This list has 2 rows, and a sheet takes 1: filter the list first." in response.text


def test_a_text_that_no_workbook_takes_is_exported_as_csv(desk):
    make.make_delegation(inference="a\x01b")

    assert "no XLSX takes" in export(desk, Delegation, "xlsx").text
    content = export(desk, Delegation, "csv").content
    assert "unchanged" in send(desk, Delegation, content).context


def test_who_may_not_change_or_add_is_refused(client):
    make_organizations()
    client.force_login(make.make_editor("countries.view_organization"))

    assert client.get(address(Organization, "import")).status_code == 403
    assert client.post(address(Organization, "process_import")).status_code == 403
    assert export(client, Organization).status_code == 200
    client.force_login(make.make_editor())
    assert export(client, Organization).status_code == 403


def test_who_may_only_add_changes_no_row_and_the_other_way_round(client):
    make_organizations()
    view = "countries.view_organization"
    client.force_login(make.make_editor(view, "countries.add_organization"))
    rows = exported_rows(client, Organization)
    changing = as_csv(changed(rows, acronym="NEW"))
    adding = as_csv(new_row(rows, name="New", kind_of_organization="convening body"))

    assert refusals(send(client, Organization, changing)) == [
        (2, "", "You may not change rows: take this one out.")
    ]
    assert changes(send(client, Organization, adding)).keys() == {4}
    client.force_login(make.make_editor(view, "countries.change_organization"))
    assert changes(send(client, Organization, changing)).keys() == {2}
    assert refusals(send(client, Organization, adding)) == [
        (4, "", "You may not add rows: take this one out.")
    ]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("code", ["fr", "ar", "zh-hans", "ru", "es"])
def test_a_sheet_of_one_language_is_taken_in_another(desk, model, code):
    KINDS[model]()
    with translation.override(code):
        taken_out = exported_rows(desk, model)

    response = send(desk, model, as_csv(taken_out))

    assert taken_out[0] != exported_rows(desk, model)[0]
    assert response.context["unchanged"] == model.objects.count() > 1


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_no_name_of_a_column_means_another_column_in_another_language(model):
    resource = admin.site._registry[model].resource_class()

    of_columns = [
        in_every_language(column.name or resource._name_of(name))
        for name, column in resource.fields.items()
    ]

    names = [each for names in of_columns for each in names]
    assert sorted({each for each in names if names.count(each) > 1}) == []

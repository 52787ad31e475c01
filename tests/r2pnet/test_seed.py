"""How an empty register is filled: manage.py seed."""

from io import StringIO
from shutil import copy

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command

from countries.models import Party
from focalpoints.models import Appointment, Step
from meetings.models import Claim, Difference, Meeting
from sources.citations import Cited
from sources.identity import Identified
from sources.models import Passage, Source
from tests.make import make_country

PARTIES = """
- model: countries.party
  fields: &gha
    {slug: gha, name: Ghana, kind: country, iso: GH, m49: "288", m49_region: "002",
     un_status: member}
- model: countries.country
  fields: {<<: *gha, slug: dnk, name: Denmark, iso: DK, m49: "208"}
- model: countries.organization
  fields: {slug: centre, name: The Centre, kind: organization, organization_kind: convening}
"""
SOURCES = """
- model: sources.source
  fields: {slug: page, label: A page, kind: web-page, published: "2013"}
- model: sources.passage
  fields: {source: [page], anchor: p1, position: 1, says: They appointed.}
- model: sources.passage
  fields: {source: [page], anchor: p2, position: 2, says: They met.}
"""
APPOINTMENTS = """
- model: focalpoints.appointment
  each: {party: [gha, dnk]}
  fields: {capacity: primary, started: "[2010-09..2013]", passages: [[page, p1], [page, p2]]}
- model: focalpoints.step
  fields:
    party: [gha]
    kind: announced
    taken: "2013"
    appointment: [gha, null, primary, "[2010-09..2013]"]
    passages: [[page, p1]]
"""
MEETINGS = """
- model: meetings.meeting
  fields:
    slug: 2013-accra
    title: The meeting
    series: annual
    held: "2013-06"
    steps: [[gha, announced, "", "2013"]]
    documents: [[page]]
    passages: [[page, p2]]
"""
FILES = {
    "1-countries.yaml": PARTIES,
    "3-sources.yaml": SOURCES,
    "4-focalpoints.yaml": APPOINTMENTS,
    "5-meetings.yaml": MEETINGS,
}
FIXTURES = sorted((settings.BASE_DIR / "fixtures").glob("[0-9]-*.yaml"))

pytestmark = pytest.mark.django_db


def seed(folder, last=None):
    """What `seed` prints of a folder with the files above and, if given, a last one."""
    for name, text in FILES.items():
        (folder / name).write_text(text)
    if last:
        (folder / "9-last.yaml").write_text(last)
    return run("--fixtures", folder)


def run(*arguments):
    printed = StringIO()
    call_command("seed", *map(str, arguments), stdout=printed)
    return printed.getvalue()


def how_many():
    """The number of rows of each model of the register, history left out."""
    return {model: model.objects.count() for model in apps.get_models() if is_of_register(model)}


def is_of_register(model):
    return issubclass(model, Identified) and not model._meta.proxy


def test_fills_an_empty_register_and_says_with_what(tmp_path):
    printed = seed(tmp_path)

    assert printed.splitlines() == [
        "1-countries.yaml: 1 party, 1 country, 1 organization",
        "3-sources.yaml: 1 source, 2 passages",
        "4-focalpoints.yaml: 2 appointments, 1 step",
        "5-meetings.yaml: 1 meeting",
        "The register is filled: 10 rows from 4 files.",
    ]
    assert {slug for (slug,) in Appointment.objects.values_list("party__slug")} == {"gha", "dnk"}
    assert Step.objects.get().appointment.party.slug == "gha"


def test_history_begins_with_one_row_that_holds_what_is_cited(tmp_path):
    seed(tmp_path)

    for model in filter(is_of_register, apps.get_models()):
        for row in model.objects.all():
            [first] = row.history.all()
            assert first.history_type == "+"
            if isinstance(row, Cited):
                then = {cited.passage_id for cited in first.passages.all()}
                assert then == set(row.passages.values_list("pk", flat=True)) != set()


def test_history_of_a_meeting_begins_with_its_steps_and_documents(tmp_path):
    seed(tmp_path)

    first = Meeting.objects.get().history.get()

    assert [taken.step for taken in first.steps.all()] == [Step.objects.get()]
    assert [document.source for document in first.documents.all()] == [Source.objects.get()]


def test_leaves_a_register_alone_that_holds_a_row(tmp_path):
    make_country()

    assert seed(tmp_path) == "The register is not empty: nothing was loaded.\n"
    assert Party.objects.count() == 1


def test_leaves_a_register_alone_that_staff_have_emptied(tmp_path):
    make_country().delete()

    assert seed(tmp_path) == "The register is not empty: nothing was loaded.\n"
    assert Party.objects.count() == 0


def test_says_where_it_looked_for_files_in_vain(tmp_path):
    with pytest.raises(CommandError, match=r"There are no files such as 1-countries\.yaml in "):
        run("--fixtures", tmp_path)


@pytest.mark.parametrize(
    ("model", "fields", "key", "reason"),
    [
        (
            "focalpoints.appointment",
            'party: [xyz], started: "2014", passages: [[page, p1]]',
            "xyz, 2014",
            "party: There is no party (xyz) in the rows above. A row refers to earlier ones.",
        ),
        (
            "focalpoints.appointment",
            'party: [gha, x], started: "2014", passages: [[page, p1]]',
            "gha, x, 2014",
            "party: There is no party (gha, x) in the rows above. A row refers to earlier ones.",
        ),
        (
            "sources.source",
            "slug: second, label: Second, kind: other, edition_of: [third]",
            "second",
            "edition_of: There is no source (third) in the rows above. A row refers to earlier "
            "ones.",
        ),
        (
            "focalpoints.step",
            'party: [gha], kind: joined, taken: "2013-6", passages: [[page, p1]]',
            "gha, joined, 2013-6",
            "taken: “2013-6” is not a date this register can read. Write 2013, 2013-06 or "
            "2013-06-15, or the earliest and latest as [2010-09..2014].",
        ),
        (
            "focalpoints.step",
            'party: [gha], kind: joined, taken: "2013"',
            "gha, joined, 2013",
            "passages: Say how this is known: choose the passage it rests on, or mark it as known "
            "to the secretariat.",
        ),
        (
            "focalpoints.step",
            "party: [gha], kind: joined, taken: 2013, passages: [[page, p1]]",
            "gha, joined, 2013",
            "taken: Write it in quotes: YAML reads it as 2013, which is not text.",
        ),
        (
            "focalpoints.step",
            'party: [], kind: joined, taken: "2013", passages: [[page, p1]]',
            "joined, 2013",
            "party: There is no party () in the rows above. A row refers to earlier ones.",
        ),
        (
            "meetings.meeting",
            'slug: one, title: One, series: annual, held: "2013", ordinal: ""',
            "one",
            "ordinal: “” value must be an integer.",
        ),
        ("focalpoints.step", "partys: [gha]", "", "A step has no field “partys”."),
        ("countries.party", "slug: fra, parts: []", "fra", "A party has no field “parts”."),
        ("countries.land", "slug: fra", "", "There is no model “countries.land”."),
        ("2013", "slug: fra", "", "There is no model “2013”."),
        (
            "sources.passage",
            "source: [page], anchor: p1, position: 3, says: It",
            "page, p1",
            "This source has a passage with this anchor already.",
        ),
        (
            "countries.party",
            "slug: fra, name: France, kind: country",
            "fra",
            "A country has an ISO code, an M49 code and region and a UN status; an organization "
            "has none of these, but a kind of its own.",
        ),
        (
            "sources.source",
            "slug: second, label: Second, kind: book",
            "second",
            "kind: Value 'book' is not a valid choice.",
        ),
    ],
)
def test_names_the_row_and_what_is_wrong_with_it(tmp_path, model, fields, key, reason):
    with pytest.raises(CommandError) as refused:
        seed(tmp_path, last=f"# a comment\n- {{model: {model}, fields: {{{fields}}}}}")

    named = f"{model} ({key})" if key else model
    assert str(refused.value) == f"9-last.yaml, line 2, {named}: {reason} Nothing was loaded."
    assert refused.value.returncode == 1
    assert not any(how_many().values())


def test_names_the_line_at_which_a_file_cannot_be_read(tmp_path):
    with pytest.raises(CommandError) as refused:
        seed(tmp_path, last="- model: countries.party\n  fields: {slug: [fra}")

    assert str(refused.value).startswith("9-last.yaml, line 2: This is not YAML: ")
    assert not any(how_many().values())


def test_a_wrong_row_leaves_no_history_behind(tmp_path):
    with pytest.raises(CommandError):
        seed(tmp_path, last="- {model: countries.land, fields: {}}")

    assert not Party.history.exists()
    assert not Passage.history.exists()


def test_takes_what_the_secretariat_knows_without_a_passage(tmp_path):
    seed(
        tmp_path,
        last="- model: focalpoints.step\n"
        '  fields: {party: [dnk], kind: joined, taken: "2013", is_from_secretariat: true}',
    )

    assert Step.objects.get(party__slug="dnk").passages.count() == 0


def test_the_fixtures_of_the_project_fill_a_register_that_keeps_its_rules():
    run()
    checked = StringIO()
    call_command("check_register", stdout=checked)

    facts = sum(count for model, count in how_many().items() if issubclass(model, Cited))
    assert Appointment.objects.count() == 37
    assert checked.getvalue() == f"The register keeps its rules: {facts} facts checked.\n"


def test_the_fixtures_of_the_project_loaded_twice_make_no_duplicate():
    call_command("loaddata", *FIXTURES, verbosity=0)
    once = how_many()
    call_command("loaddata", *FIXTURES, verbosity=0)

    assert how_many() == once
    assert once[Appointment] == 37


def test_a_register_filled_before_the_differences_were_known_learns_them(tmp_path):
    differences = next(path for path in FIXTURES if path.name.startswith("6-"))
    for path in FIXTURES[: FIXTURES.index(differences)]:
        copy(path, tmp_path)
    run("--fixtures", tmp_path)
    before = how_many()

    call_command("loaddata", differences, verbosity=0)

    added = {model: number - before[model] for model, number in how_many().items()}
    assert {model: number for model, number in added.items() if number} == {
        Difference: 21,
        Claim: 57,
    }

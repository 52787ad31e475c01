"""The format in which fixtures are written: r2pnet/fixtures.py."""

from io import StringIO

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command

from countries.models import OtherName
from focalpoints.models import Appointment
from r2pnet.fixtures import FixtureError, refuse_misread, rows, sentences
from sources.models import Source
from tests.make import (
    make_appointment,
    make_country,
    make_focal_point,
    make_organization,
    make_other_name,
)


def test_each_stands_for_one_row_with_the_natural_key_of_each_value():
    text = """
        - model: focalpoints.appointment
          each: {party: [aut, bih]}
          fields: {capacity: primary}
    """

    assert [row for line, row in rows(text)] == [
        {
            "model": "focalpoints.appointment",
            "fields": {"party": [slug], "capacity": "primary"},
        }
        for slug in ("aut", "bih")
    ]


def test_each_takes_a_natural_key_of_several_parts_as_it_is():
    text = """
        - model: meetings.delegate
          each: {delegation: [[2013-accra, gha, participant]]}
          fields: {}
    """

    assert [row["fields"]["delegation"] for line, row in rows(text)] == [
        ["2013-accra", "gha", "participant"]
    ]


def test_each_of_a_plain_field_keeps_its_values_as_they_are():
    text = """
        - model: meetings.headcount
          each: {counted: [ambassadors, experts]}
          fields: {of: persons}
    """

    assert [row["fields"]["counted"] for line, row in rows(text)] == ["ambassadors", "experts"]


def test_a_row_knows_the_line_at_which_it_stands():
    text = "# a comment\n\n- model: a.b\n  fields: {}\n\n- model: a.b\n  fields: {}\n"

    assert [line for line, row in rows(text)] == [3, 6]


def test_anchors_and_merge_keys_carry_fields_from_row_to_row():
    text = """
        - model: a.b
          fields: &first {role: hosted, passages: &cited [[page, p1]]}
        - model: a.b
          fields: &second {<<: *first, role: convened}
        - model: a.b
          fields: {<<: *second, role: co-hosted}
        - model: a.b
          fields: {passages: *cited}
    """

    assert [row["fields"] for line, row in rows(text)] == [
        {"role": "hosted", "passages": [["page", "p1"]]},
        {"role": "convened", "passages": [["page", "p1"]]},
        {"role": "co-hosted", "passages": [["page", "p1"]]},
        {"passages": [["page", "p1"]]},
    ]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "line 1: A fixture is a list of rows"),
        ("model: a.b\nfields: {}", "line 1: A fixture is a list of rows"),
        ("- a.b", "line 1: A row has a model and fields"),
        ("\n- model: a.b", "line 2: A row has a model and fields"),
        ("- {model: a.b, fields: []}", "line 1: A row has a model and fields"),
        ("- {model: a.b, filds: {}, fields: {}}", "line 1: A row has a model and fields"),
        ("- {model: a.b, each: {x: [1], y: [2]}, fields: {}}", "line 1: Write one field"),
        ("- {model: a.b, each: {x: one}, fields: {}}", "line 1: Write one field"),
        ("- {model: a.b, each: [x], fields: {}}", "line 1: Write one field"),
        ("- {model: a.b, each: {x: [1]}, fields: {x: 2}}", "line 1: Write one field"),
        ("- model: a.b\n  fields:\n    x: 1\n    x: 2", "line 4: “x” stands here twice."),
        ("- model: a.b\n  fields: {x: [1}", "line 2: This is not YAML: "),
        ("- model: a.b\n  fields: {x: 2013-13-45}", "line 1: This is not YAML: "),
        ("- model: a.b\n  fields: {x: !!python/name:os.system }", "line 2: This is not YAML: "),
    ],
)
def test_names_the_line_of_what_it_cannot_read(text, refusal):
    with pytest.raises(FixtureError) as refused:
        list(rows(text))

    assert str(refused.value).startswith(refusal)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "False"),
        ("2013", "2013"),
        ("2013-06-15", "2013-06-15"),
        ("004", "4"),
        ("[2010-09..2014]", "['2010-09..2014']"),
        ("", "None"),
    ],
)
@pytest.mark.parametrize("name", ["published", "slug", "note"])
def test_refuses_text_that_yaml_reads_as_something_else(name, written, value):
    [(__, row)] = rows(f"- {{model: sources.source, fields: {{{name}: {written}}}}}")

    with pytest.raises(ValidationError) as refused:
        refuse_misread(Source, row["fields"])

    assert sentences(refused.value) == (
        f"{name}: Write it in quotes: YAML reads it as {value}, which is not text."
    )


def test_takes_the_same_text_in_quotes():
    refuse_misread(Source, {"published": "2013-06-15", "slug": "no", "note": ""})


def test_refuses_a_key_that_is_not_a_list():
    with pytest.raises(ValidationError, match=r"Write each key as a list, such as \[aut\]"):
        refuse_misread(Appointment, {"party": "aut"})
    with pytest.raises(ValidationError, match=r"Write each key as a list, such as \[aut\]"):
        refuse_misread(Appointment, {"passages": ["page", "p1"]})
    with pytest.raises(ValidationError, match="Write a list of keys"):
        refuse_misread(Appointment, {"passages": None})


@pytest.mark.django_db
def test_loaddata_reads_each_and_names_the_line_of_what_it_refuses(tmp_path):
    fixture = tmp_path / "names.yaml"
    make_country("gha")
    make_country("dnk")

    fixture.write_text(
        "- {model: countries.othername, each: {party: [gha, dnk]}, fields: {name: One of two}}"
    )
    call_command("loaddata", fixture, verbosity=0)
    assert OtherName.objects.filter(name="One of two").count() == 2

    fixture.write_text("\n- {model: countries.othername, fields: {party: [gha], name: 004}}")
    with pytest.raises(FixtureError, match="line 2: name: Write it in quotes"):
        call_command("loaddata", fixture, verbosity=0)


@pytest.mark.django_db
def test_what_dumpdata_writes_loaddata_reads_without_doubling_it(tmp_path):
    make_other_name(make_country("gha"), used_from="2010", used_until="2012-06")
    make_organization(parent=make_organization())
    before = make_appointment(holder=make_focal_point(), started="[2010-09..2014]", ended="2015")
    make_appointment(before.party, started="2015", succeeds=before)
    apps = ["sources", "countries", "focalpoints"]
    options = {"use_natural_foreign_keys": True, "use_natural_primary_keys": True}

    first, second = StringIO(), StringIO()
    call_command("dumpdata", *apps, format="yaml", stdout=first, **options)
    (tmp_path / "dump.yaml").write_text(first.getvalue())
    call_command("loaddata", tmp_path / "dump.yaml", verbosity=0)
    call_command("dumpdata", *apps, format="yaml", stdout=second, **options)

    written = {
        row["fields"].get("succeeds") and tuple(row["fields"]["succeeds"])
        for row in yaml.safe_load(first.getvalue())
        if row["model"] == "focalpoints.appointment"
    }
    key = (before.party.slug, str(before.holder.key), "primary", "[2010-09..2014]")
    assert written == {None, key}
    assert second.getvalue() == first.getvalue()

"""The files of the seeded register are as their package says."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import frictionless
import jsonschema
import pytest

from r2pnet.open_data.files import IN_ORDER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

PROFILE = json.loads((Path(__file__).parent.parent / "schemas/datapackage.json").read_text())


def unpacked(client):
    with ZipFile(BytesIO(client.get("/data/r2pnet.zip").getvalue())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def into(folder, files):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def ids_in(cell):
    return cell.split(" ") if cell else []


def test_every_file_is_as_the_package_says(client, tmp_path):
    files = unpacked(client)
    into(tmp_path, files)

    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    package = json.loads(files["datapackage.json"])

    assert report.flatten(["name", "rowNumber", "fieldName", "message"]) == []
    assert report.stats["tasks"] == len(IN_ORDER)
    jsonschema.validate(package, PROFILE, format_checker=jsonschema.FormatChecker())
    assert len(package["sources"]) >= 5
    assert all(each.items() for each in package["sources"])


def test_every_id_in_a_list_stands_in_its_table(client):
    files = {
        name.removesuffix(".csv"): list(csv.DictReader(StringIO(text)))
        for name, text in unpacked(client).items()
        if name.endswith(".csv")
    }
    ids = {name: {row["id"] for row in rows} for name, rows in files.items() if "id" in rows[0]}
    leads_to = {
        "documents": "sources",
        "referred_to_in": "passages",
        "network_counts": "network-counts",
    }

    lists = {
        (name, column): {id_ for row in rows for id_ in ids_in(row[column])}
        for name, rows in files.items()
        for column in ["passages", "steps", "appointments", *leads_to]
        if column in rows[0]
    }

    assert len([found for found in lists.values() if found]) > 10
    for (name, column), found in lists.items():
        assert found <= ids[leads_to.get(column, column)], (name, column)


def test_a_wrong_file_is_found(client, tmp_path):
    """Else nothing would have been proven above."""
    files = unpacked(client)
    into(tmp_path, files | {"parties.csv": files["parties.csv"].replace("\ngha,", "\nghb,")})

    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()

    assert "foreign-key" in {error[0] for error in report.flatten(["type"])}

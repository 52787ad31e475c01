"""The tables as files: what stands in them, and that whoever reads them reads the same."""

import csv
import gc
import json
import tracemalloc
from io import BytesIO, StringIO
from weakref import ref
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from focalpoints import register
from focalpoints.register import today
from r2pnet.open_data.files import IN_ORDER, csv_of, json_of, zip_of
from r2pnet.open_data.tables import DELEGATIONS, REGISTER
from r2pnet.open_data.version import known_version
from sources.dates import day_in_words
from tests import make
from tests.test_privacy import fill_with_canaries

pytestmark = pytest.mark.django_db


def rows_of(client, address):
    return list(csv.DictReader(StringIO(client.get(address).getvalue().decode())))


def objects_of(client, address):
    return json.loads(client.get(address).getvalue())


def unpacked(client, address="/data/r2pnet.zip"):
    with ZipFile(BytesIO(client.get(address).getvalue())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_namibia_stays_na_and_codes_keep_their_zeros(client):
    make.make_country("nam")
    make.make_country("afg")

    afghanistan, namibia = rows_of(client, "/data/parties.csv")

    assert (afghanistan["iso"], afghanistan["m49"]) == ("AF", "004")
    assert (namibia["iso"], namibia["m49"], namibia["m49_region"]) == ("NA", "516", "002")
    assert [each["iso"] for each in objects_of(client, "/data/parties.json")] == ["AF", "NA"]


def test_a_date_stands_beside_its_earliest_and_latest_day(client):
    make.make_appointment(started="[..2013-04]", ended="")

    (row,) = rows_of(client, "/data/appointments.csv")

    assert [row["started"], row["started_earliest"], row["started_latest"]] == [
        "[..2013-04]",
        "",
        "2013-04-30",
    ]
    assert [row["ended"], row["ended_earliest"], row["ended_latest"]] == ["", "", ""]


@pytest.mark.parametrize("name", ["=1+1", "＝1", "\u200b@x", "-1"])
def test_no_cell_is_a_formula(client, name):
    make.make_country("gha", name=name)

    assert rows_of(client, "/data/parties.csv")[0]["name"] == f"'{name}"
    assert objects_of(client, "/data/parties.json")[0]["name"] == name


def test_an_id_is_never_changed(client):
    organization = make.make_organization("-1")
    make.make_appointment(organization)

    assert rows_of(client, "/data/parties.csv")[0]["id"] == "-1"
    assert rows_of(client, "/data/appointments.csv")[0]["party"] == "-1"


def test_several_ids_stand_in_one_cell_and_in_a_list(client):
    release = make.make_source("release")
    passages = [make.make_passage(release), make.make_passage(release)]
    make.make_appointment(passages=passages)

    assert rows_of(client, "/data/appointments.csv")[0]["passages"] == "release.p1 release.p2"
    (appointment,) = objects_of(client, "/data/appointments.json")
    assert appointment["passages"] == ["release.p1", "release.p2"]
    assert (appointment["ended"], appointment["holds_document"]) == (None, False)


def test_other_names_stand_in_a_table_of_their_own(client):
    make.make_other_name(make.make_country("civ"), name="The Ivory Coast")

    assert "other_names" not in rows_of(client, "/data/parties.csv")[0]
    assert rows_of(client, "/data/other-names.csv")[0]["name"] == "The Ivory Coast"
    assert objects_of(client, "/data/parties.json")[0]["other_names"] == ["The Ivory Coast"]


def test_a_table_without_rows_is_a_file_all_the_same(client):
    assert client.get("/data/steps.csv").getvalue().startswith(b"id,party,kind,")
    assert rows_of(client, "/data/steps.csv") == []
    assert objects_of(client, "/data/steps.json") == []


def test_rows_in_several_portions_are_one_array(monkeypatch):
    monkeypatch.setattr("r2pnet.open_data.portions.ROWS", 2)
    for _number in range(5):
        make.make_step()

    steps = json.loads("".join(json_of(next(t for t in IN_ORDER if t.name == "steps"))))

    assert len(steps) == 5


def test_a_file_knows_what_its_day_knows(client):
    ghana = make.make_country("gha")
    make.make_appointment(ghana, started="2012-09-29", ended="2014-01-01")
    make.make_appointment(ghana, started="2014-01-01")

    assert len(rows_of(client, "/data/appointments.csv")) == 2
    (then,) = rows_of(client, "/data/appointments.csv?on=2013-06-12")
    (standing,) = rows_of(client, "/data/register.csv?on=2013-06-12")
    assert then["started"] == "2012-09-29"
    assert (standing["day"], standing["rung"]) == ("2013-06-12", "appointed")
    assert standing["appointments"] == then["id"]


FILES = ["parties.csv", "register.json", "datapackage.json", "r2pnet.zip"]


def problem_of(response):
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    told = response.json()
    assert told["status"] == response.status_code
    return told


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("day", ["tomorrow", "٢٠١٣-٠٦-١٢", "2013-06-12\0", " 2013-06-12"])
def test_a_day_that_is_none_is_a_problem_with_a_sentence(client, address, day):
    told = problem_of(client.get(f"/data/{address}", {"on": day}))

    assert told["status"] == 422
    [error] = told["errors"]
    assert error["parameter"] == "on"
    assert "is not a day. Write year-month-day, such as 2013-06-12." in error["detail"]


@pytest.mark.parametrize("address", FILES)
def test_a_day_that_the_register_does_not_know_is_not_found(client, address):
    told = problem_of(client.get(f"/data/{address}?on=2009-01-01"))

    assert told["status"] == 404
    assert told["detail"] == (
        "The register knows the days from 1 September 2010 to today, not 2009-01-01."
    )


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("onn=2013-06-12", "onn", "There is no such parameter here. Known ones: on."),
        ("on=2013-06-12&on=2013-06-13", "on", "Write it once."),
    ],
)
def test_a_parameter_that_no_file_takes_is_refused(client, address, query, parameter, detail):
    told = problem_of(client.get(f"/data/{address}?{query}"))

    assert told["status"] == 422
    assert told["errors"] == [{"parameter": parameter, "detail": detail}]


def test_other_refusals_of_files_are_problems_too(client):
    answers = [client.get("/data/persons.csv"), client.post("/data/parties.csv")]

    assert [problem_of(answer)["status"] for answer in answers] == [404, 405]
    assert answers[1]["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["persons.csv", "parties.xml", "parties", "../parties.csv"])
def test_there_is_no_other_file(client, address):
    assert client.get(f"/data/{address}").status_code == 404


def test_a_file_is_sent_piece_by_piece_and_may_be_read_from_everywhere(client):
    response = client.get("/data/parties.csv?on=2013-06-12")

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == (
        'attachment; filename="r2pnet-parties-on-2013-06-12.csv"'
    )
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["parties.csv", "datapackage.json", "r2pnet.zip"])
def test_whoever_asks_too_often_is_told_to_wait(client, settings, address):
    settings.COMPUTED_A_MINUTE = 0

    response = client.get(f"/data/{address}")

    assert problem_of(response)["status"] == 429
    assert 0 < int(response["Retry-After"]) <= 60


def test_the_zip_holds_all_and_says_what_it_holds(client):
    files = unpacked(client)

    assert set(files) == {"README.txt", "datapackage.json"} | {
        f"{table.name}.csv" for table in IN_ORDER
    }
    assert "Creative Commons Attribution 4.0" in files["README.txt"]
    assert (
        f"Register of R2P Focal Points. Facts as of {day_in_words(today())}, as known on "
        f"{day_in_words(today())}. http://localhost:8000/data/ (version of the data: "
        f"{known_version()[:12]}). CC BY 4.0."
    ) in files["README.txt"]


def test_the_day_of_the_zip_is_that_of_the_register(client):
    make.make_appointment(make.make_country("gha"), started="2012-09-29")
    make.make_appointment(started="2015")

    files = unpacked(client, "/data/r2pnet.zip?on=2013-06-12")

    package = json.loads(files["datapackage.json"])
    standings = list(csv.DictReader(StringIO(files["register.csv"])))
    assert [(each["day"], each["rung"]) for each in standings] == [
        ("2013-06-12", "none"),
        ("2013-06-12", "appointed"),
    ]
    assert files["appointments.csv"].count("\r\n") == 3
    assert "that of 2013-06-12" in package["resources"][-1]["description"]
    assert "that of 2013-06-12" in files["README.txt"]


def test_the_description_leads_to_the_files_of_the_day(client):
    package = client.get("/data/datapackage.json?on=2013-06-12").json()

    assert package["resources"][-1]["path"] == (
        "http://localhost:8000/data/register.csv?on=2013-06-12"
    )
    assert package["resources"][0]["path"] == "claims.csv"
    assert package["version"] == known_version()
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_nothing_private_is_in_any_file():
    fill_with_canaries()

    whole = b"".join(zip_of())
    with ZipFile(BytesIO(whole)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    texts += ["".join(json_of(table)) for table in IN_ORDER]

    assert len(texts) == 2 * len(IN_ORDER) + 2
    assert [text for text in texts if "canary" in text or "2020-02" in text] == []


def test_the_files_ask_the_same_of_the_database_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(100) as queries:
            client.get("/data/r2pnet.zip").getvalue()
        return len(queries)

    make.make_delegation()
    make.make_appointment()
    one = asked()
    for _number in range(30):
        make.make_delegation()
        make.make_appointment()

    assert asked() == one


def peak_of(pieces):
    """How many bytes were held at once, at most, while the pieces were passed on.

    Rings of rows that nothing holds any more are collected: when Python does so by itself depends
    on all else that a process has loaded.
    """
    tracemalloc.start()
    length = 0
    for piece in pieces:
        length += len(piece)
        gc.collect()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return length, peak


def test_a_file_of_ten_times_the_rows_takes_no_more_memory(monkeypatch):
    monkeypatch.setattr("r2pnet.open_data.portions.ROWS", 50)
    measured = []

    for number in (200, 2000):
        call_command("synthesize", delegations=number, verbosity=0)
        b"".join(zip_of())  # what is loaded but once
        measured.append([peak_of(each) for each in (csv_of(DELEGATIONS), json_of(DELEGATIONS))])
        call_command("synthesize", remove=True)

    for (short, peak), (long, peak_of_long) in zip(*measured, strict=True):
        assert long > 9 * short
        assert peak_of_long < 1.5 * peak


def test_of_the_register_two_portions_are_held_at_most(monkeypatch):
    monkeypatch.setattr("r2pnet.open_data.portions.ROWS", 5)
    computed, held = [], []
    standings = register.standings

    def watched(parties, day):
        found = standings(parties, day)
        computed.extend(map(ref, found))
        return found

    monkeypatch.setattr(register, "standings", watched)
    for _number in range(12):
        make.make_country()
        make.make_organization()

    for _piece in csv_of(REGISTER):
        gc.collect()
        held.append(sum(each() is not None for each in computed))

    assert len(computed) == 24
    assert 0 < max(held) <= 10


def test_the_parts_of_the_register_are_the_whole_of_it():
    for name in ["Mali", "Angola", "Cuba"]:
        make.make_appointment(make.make_country(name=name))
        make.make_step(make.make_organization(name=f"Union of {name}"))

    whole = [(each.party.name, each.rung) for each in REGISTER.rows()]
    parts = [(each.party.name, each.rung) for each in REGISTER.one_by_one(at_once=2)]

    assert parts == whole

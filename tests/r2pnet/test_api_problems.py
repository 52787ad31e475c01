"""What the API cannot answer: problem details, the same whatever is hidden."""

import pytest
from django.db import OperationalError, connection

from r2pnet import limits
from tests.make import make_appointment, make_country, make_source

pytestmark = pytest.mark.django_db

PAGE = "http://localhost:8000/api/v1/"


@pytest.fixture
def reader(client):
    """Sees the answer where the portal fails, as a server would give it."""
    client.raise_request_exception = False
    return client


def problem_of(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-store"
    told = response.json()
    assert told["status"] == status
    assert told["type"].startswith(f"{PAGE}#")
    return told


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("limit=0", "limit", "Write a whole number from 1 to 200."),
        ("limit=201", "limit", "Write a whole number from 1 to 200."),
        ("limit=", "limit", "Write a whole number from 1 to 200."),
        ("limit=%D9%A5", "limit", "Write a whole number from 1 to 200."),
        ("limit=5.0", "limit", "Write a whole number from 1 to 200."),
        ("limit=9" + "9" * 5000, "limit", "Write a whole number from 1 to 200."),
        ("offset=1000001", "offset", "Write a whole number from 0 to 1,000,000."),
        ("offset=-1", "offset", "Write a whole number from 0 to 1,000,000."),
        ("limit=2&limit=3", "limit", "Write it once."),
        ("party=gha&party=gha", "party", "Write it once."),
        (
            "kind=nothing",
            "kind",
            "Write one of these: 'launched', 'joined', 'left', 'intends', 'withdrew' or "
            "'announced'.",
        ),
        ("party=%00", "party", "Write an id: Latin letters, digits, hyphens and underscores."),
        ("party=", "party", "Write an id: Latin letters, digits, hyphens and underscores."),
        ("on=", "on", "Write year-month-day, such as 2013-06-12."),
        (
            "on=2013-02-30",
            "on",
            "“2013-02-30” is not a day. Write year-month-day, such as 2013-06-12.",
        ),
        (
            "on=+2013-06-12",
            "on",
            "“ 2013-06-12” is not a day. Write year-month-day, such as 2013-06-12.",
        ),
        (
            "q=ghana",
            "q",
            "There is no such parameter here. Known ones: appointment, kind, limit, offset, on, "
            "party.",
        ),
        (
            "%00=1",
            "\0",
            "There is no such parameter here. Known ones: appointment, kind, limit, offset, on, "
            "party.",
        ),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_told(client, query, parameter, detail):
    told = problem_of(client.get(f"/api/v1/steps?{query}"), 422)

    assert told["type"] == f"{PAGE}#parameters"
    assert told["errors"] == [{"parameter": parameter, "detail": detail}]


def test_a_row_takes_no_parameters(client):
    make_country("gha")

    told = problem_of(client.get("/api/v1/parties/gha?limit=1"), 422)

    assert told["errors"][0]["detail"] == "There is no such parameter here. Known ones: none."


@pytest.mark.parametrize(
    "address",
    [
        "parties/GHA",
        "parties/gh",
        "parties/a%00b",
        "parties/gha%2F",
        "passages/release",
        "sources/letter",
        "sources/letter.p1",
        "register/zzz",
        "nothing",
        "parties%00",
    ],
)
def test_what_is_hidden_and_what_is_not_there_give_the_same_bytes(client, address):
    make_country("gha")
    make_source("letter", audience="secretariat")
    nothing = client.get("/api/v1/sources/nothing")

    answer = client.get(f"/api/v1/{address}")

    assert problem_of(answer, 404)["type"] == f"{PAGE}#not-found"
    if "%2F" not in address:
        assert answer.content == nothing.content


@pytest.mark.parametrize("address", ["register", "register/gha", "appointments"])
@pytest.mark.parametrize("day", ["2010-08-31", "2999-01-01", "0001-01-01"])
def test_a_day_that_the_register_does_not_know_is_not_found(client, address, day):
    make_country("gha")

    told = problem_of(client.get(f"/api/v1/{address}?on={day}"), 404)

    assert told["detail"] == (
        f"The register knows the days from 1 September 2010 to today, not {day}."
    )


@pytest.mark.parametrize(
    ("asked", "parameter", "table"),
    [
        ("steps?party=GHA", "party", "parties"),
        ("delegations?party=zzz", "party", "parties"),
        ("delegations?meeting=nowhere", "meeting", "meetings"),
        ("steps?appointment=nokey", "appointment", "appointments"),
        ("passages?source=letter", "source", "sources"),
        ("parties?parent=zzz", "parent", "parties"),
    ],
)
def test_an_id_that_names_nothing_is_not_an_empty_list(client, asked, parameter, table):
    make_country("gha")
    make_source("letter", audience="secretariat")

    told = problem_of(client.get(f"/api/v1/{asked}"), 404)

    detail = (
        f"The table {table} has no such id. Ids are written as they stand there, in lower case."
    )
    assert told["detail"] == detail
    assert told["errors"] == [{"parameter": parameter, "detail": detail}]


def test_a_party_of_which_there_is_nothing_gives_an_empty_list(client):
    make_country("gha")

    assert client.get("/api/v1/steps?party=gha").json()["count"] == 0


@pytest.mark.parametrize("iso", ["na", "NA", "Na"])
def test_an_iso_code_is_taken_in_small_letters_too(client, iso):
    make_country("nam", iso="NA")
    make_country("gha", iso="GH")

    [namibia] = client.get(f"/api/v1/parties?iso={iso}").json()["results"]

    assert namibia["id"] == "nam"


def test_an_address_with_a_slash_at_its_end_is_another(client):
    told = problem_of(client.get("/api/v1/parties/"), 404)

    assert told["detail"] == "No address of the API has a slash at its end."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_nothing_can_be_written(client, method):
    client.handler.enforce_csrf_checks = True

    answer = client.generic(method, "/api/v1/parties")

    assert problem_of(answer, 405)["type"] == f"{PAGE}#only-read"
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


def test_the_register_is_computed_so_often_in_a_minute(client, settings, monkeypatch):
    settings.COMPUTED_A_MINUTE = 1
    monkeypatch.setattr(limits, "here", limits.Counts())
    make_country("gha")

    answers = [client.get(f"/api/v1/{asked}") for asked in ("register", "register/gha", "parties")]

    assert [answer.status_code for answer in answers] == [200, 429, 200]
    assert problem_of(answers[1], 429)["type"] == f"{PAGE}#too-many"
    assert 0 < int(answers[1]["Retry-After"]) <= 60


def test_a_condition_that_does_not_hold_is_a_problem(client):
    answer = client.get("/api/v1/parties", headers={"If-Match": '"another"'})

    problem_of(answer, 412)


def test_what_cannot_be_read_is_a_problem(client):
    answer = client.get("/api/v1/parties?" + "a&" * 5001)

    problem_of(answer, 400)


@pytest.mark.parametrize(
    ("error", "status", "wait"), [(OperationalError, 503, "30"), (ZeroDivisionError, 500, None)]
)
def test_a_failure_says_nothing_of_itself(reader, error, status, wait):
    make_appointment()

    def fail(*_):
        raise error("canary")

    with connection.execute_wrapper(fail):
        answer = reader.get("/api/v1/appointments")

    problem_of(answer, status)
    assert answer.get("Retry-After") == wait
    assert b"canary" not in answer.content

"""The API over the register as seeded: its answers, its description, and the page made of that."""

import json

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode

from focalpoints import register
from r2pnet.open_data.problems import KINDS
from r2pnet.open_data.tables import NETWORK_COUNTS, PARTIES, REGISTER, TABLES
from tests.addresses import patterns_of_the_site
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
DAY = register.date(2013, 6, 12)
EACH = 4  # requests to each operation that are as described, and as many that are not


def plain(row):
    """A row of a table, as JSON writes it."""
    return json.loads(json.dumps(row, default=str))


def rows_of(table, day=None):
    return [plain(table.row(row)) for row in table.rows(day)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_list_holds_the_rows_of_its_table(client, seeded, table):
    answer = client.get(f"/api/v1/{table.name}?limit=200").json()

    rows = rows_of(table)
    assert answer["results"] == rows[:200]
    assert answer["count"] == len(rows)


@pytest.mark.parametrize(
    "table", [table for table in TABLES if table.found_by], ids=lambda table: table.name
)
def test_a_row_has_an_address_of_its_own(client, seeded, table):
    for row in rows_of(table)[:2]:
        assert client.get(f"/api/v1/{table.name}/{row['id']}").json() == row


def test_a_list_is_narrowed_by_each_of_its_columns(client, seeded):
    for table in TABLES:
        rows = rows_of(table)
        for name in table.asked_by:
            value = next((row[name] for row in rows if row[name]), None)
            if value is None:
                continue

            answer = client.get(f"/api/v1/{table.name}", {name: value, "limit": 200}).json()

            assert answer["results"] == [row for row in rows if row[name] == value][:200]


def test_a_value_that_no_row_holds_gives_an_empty_list(client, seeded):
    answer = client.get("/api/v1/parties?iso=zz").json()

    assert answer == {"count": 0, "next": None, "previous": None, "results": []}


@pytest.mark.parametrize("table", [table for table in TABLES if table.on], ids=lambda t: t.name)
def test_a_list_knows_what_the_day_knows(client, seeded, table):
    answer = client.get(f"/api/v1/{table.name}?on={DAY}&limit=200").json()

    assert answer["results"] == rows_of(table, DAY)


def test_the_register_says_its_totals_what_was_reported_and_where_each_party_stands(client, seeded):
    network = register.on(DAY)

    answer = client.get(f"/api/v1/register?on={DAY}&limit=200").json()

    assert answer["day"] == "2013-06-12"
    assert answer["states"] == {
        "certain": network.state_pair.certain,
        "possible": network.state_pair.possible,
        "certain_by_inference": len(network.inferred_states),
    }
    assert answer["organizations"] == {"certain": 0, "possible": 0, "certain_by_inference": 0}
    assert answer["reported"] == rows_of(NETWORK_COUNTS, DAY)
    assert answer["results"] == rows_of(REGISTER, DAY)[:200]
    assert answer["count"] == PARTIES.rows().count()


def test_the_register_is_asked_by_rung_and_kind(client, seeded):
    answer = client.get(f"/api/v1/register?on={DAY}&rung=appointed&kind=country").json()

    assert [row["party"] for row in answer["results"]] == [
        standing.party.slug
        for standing in register.on(DAY).states
        if standing.rung == register.Rung.APPOINTED
    ]
    assert answer["results"]


def test_the_register_of_a_party_is_its_row(client, seeded):
    [row] = [row for row in rows_of(REGISTER, DAY) if row["party"] == "gha"]

    assert client.get(f"/api/v1/register/gha?on={DAY}").json() == row


@pytest.mark.parametrize("table", [*TABLES, REGISTER], ids=lambda table: table.name)
def test_thirty_rows_take_as_many_queries_as_one(client, seeded, table):
    asked = []

    for limit in (1, 30):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/api/v1/{table.name}?limit={limit}")
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.fixture
def described(client, seeded):
    return client.get("/api/v1/openapi.json").json()


def operations_of(described):
    return {address: methods["get"] for address, methods in described["paths"].items()}


def test_every_address_of_the_api_is_described_and_no_other(described):
    routes = {
        "/" + str(each.pattern).replace("<", "{").replace(">", "}")
        for each in patterns_of_the_site()
        if (getattr(each, "name", None) or "").startswith("api-")
    }

    assert described["openapi"] == "3.1.0"
    assert routes - set(described["paths"]) == {"/api/", "/api/{path:rest}", "/api/v1/openapi.json"}
    assert set(described["paths"]) <= routes
    assert all(set(methods) == {"get"} for methods in described["paths"].values())


def test_every_parameter_member_and_operation_is_told_in_words(described):
    members = {
        f"{name}.{member}": schema
        for name, whole in described["components"]["schemas"].items()
        for member, schema in whole["properties"].items()
    }
    operations = operations_of(described)

    without = [name for name, schema in members.items() if not schema.get("description")]
    without += [
        f"{address} {parameter['name']}"
        for address, operation in operations.items()
        for parameter in operation["parameters"]
        if not parameter.get("description")
    ]

    assert without == []
    assert all(operation["summary"] for operation in operations.values())
    assert {tag["name"] for tag in described["tags"]} == {
        table.name for table in (*TABLES, REGISTER)
    }


def test_each_example_is_what_its_address_answers(client, described):
    empty = []
    for operation in operations_of(described).values():
        if "x-example" not in operation:
            empty.append(operation["operationId"])
            continue
        address = operation["x-example"].removeprefix(SITE)

        answer = client.get(address).json()

        assert answer == operation["responses"]["200"]["content"]["application/json"]["example"]

    assert empty == []


def test_every_refusal_is_described_where_it_can_come(described):
    operations = operations_of(described)

    assert set(operations["/api/v1/statements"]["responses"]) == {"200", "304", "422", "default"}
    assert set(operations["/api/v1/passages"]["responses"]) == {
        *("200", "304", "404", "422", "default"),
    }
    assert set(operations["/api/v1/steps"]["responses"]) == {"200", "304", "404", "422", "default"}
    assert set(operations["/api/v1/register"]["responses"]) == {
        *("200", "304", "404", "422", "429", "default"),
    }
    assert all(
        "application/problem+json" in answer["content"]
        for operation in operations.values()
        for status, answer in operation["responses"].items()
        if status not in ("200", "304")
    )


def test_it_says_where_it_stands_under_which_licence_and_who_keeps_it(client, settings):
    without = client.get("/api/v1/openapi.json").json()
    settings.SITE_URL = "https://register.example/"
    settings.CONTACT_NAME, settings.CONTACT_EMAIL = "The secretariat", "register@example.org"

    described = client.get("/api/v1/openapi.json").json()

    assert described["servers"] == [{"url": "https://register.example"}]
    assert described["info"]["license"] == {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}
    assert described["info"]["contact"] == {
        "name": "The secretariat",
        "email": "register@example.org",
    }
    assert "contact" not in without["info"]


def test_the_page_shows_every_operation_its_parameters_and_an_example(client, described):
    page = soup_of(client, "/api/v1/")

    links = [link["href"] for link in page.select("main a")]
    for address, operation in operations_of(described).items():
        heading = page.find(id=f"get-{operation['operationId']}")
        facts = heading.find_next_sibling("dl")
        assert f"GET {address}" in words(facts)
        assert operation["x-example"] in links
        for parameter in operation["parameters"]:
            assert parameter["name"] in [code.text for code in facts.select("dt code")]
    assert all(page.find(id=kind.name) for kind in KINDS.values())
    assert "A list comes in pages of 50 rows, or of as many as limit says, 200 at most." in words(
        page
    )
    assert page.select("main script, main [style]") == []


def test_the_page_and_the_description_are_computed_so_often_in_a_minute(client, settings):
    settings.COMPUTED_A_MINUTE = 0

    answers = [client.get("/api/v1/"), client.get("/api/v1/openapi.json")]

    assert [answer.status_code for answer in answers] == [429, 429]
    assert all(int(answer["Retry-After"]) for answer in answers)
    assert answers[1].json()["type"] == f"{SITE}/api/v1/#too-many"


@pytest.fixture
def portal(caplog):
    """The portal as a server has it, but within the transaction of the test."""
    caplog.set_level("CRITICAL", logger="django.request")
    for signal in request_started, request_finished:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in request_started, request_finished:
        signal.connect(close_old_connections)


def test_whatever_it_is_asked_it_answers_as_it_is_described(seeded, portal):
    """A few hundred requests; `make fuzz` asks thousands, with all checks there are."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", portal)
    asked = []

    for result in described.get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:

            @hypothesis_settings(
                max_examples=EACH,
                phases=[Phase.generate],
                database=None,
                derandomize=True,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case):
                asked.append(case.call_and_validate().status_code)

            ask()

    assert max(asked) < 500
    assert {200, 404, 422} <= set(asked)
    assert len(asked) > 200

"""The description of the API in OpenAPI 3.1, with examples from the register as it stands.

An example is the first row of its table, and the address that answers with it: a real one.
"""

import json
from datetime import date
from functools import cache

from django.conf import settings
from django.urls import reverse
from ninja.responses import NinjaJSONEncoder

from r2pnet.site import absolute

from .api import PREFIX, api, page_of, register_page
from .english import in_english
from .problems import KINDS, MEDIA_TYPE
from .schemas import asked_schema, page_schema, register_schema, row_schema
from .tables import REGISTER, TABLES

NAMING_ROWS = {column.name for table in TABLES for column in table.columns if column.refers_to}
A_DAY = date(2013, 6, 12)  # the second of the meeting at Accra

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "The page that explains it."},
        "title": {"type": "string", "description": "The same for all problems of the type."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What is wrong here."},
        "errors": {
            "type": "array",
            "description": "What is wrong with each parameter.",
            "items": {
                "type": "object",
                "properties": {
                    "parameter": {"type": "string", "description": "Its name, as it was sent."},
                    "detail": {"type": "string", "description": "What is wrong with it."},
                },
                "required": ["parameter", "detail"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
ETAG = {
    "description": "Changes with the answer: sent back in If-None-Match, it saves the next one.",
    "schema": {"type": "string"},
    "required": True,
}
RETRY_AFTER = {
    "description": "Seconds to wait.",
    "schema": {"type": "integer"},
    "required": True,
}


def describe():
    """The description, as plain values, in English: what the page shows of it, it translates."""
    with in_english():
        described = json.loads(_operations())
        described["info"] |= _info()
        described["servers"] = [{"url": absolute("")}]
        examples = _examples()
        for methods in described["paths"].values():
            operation = methods["get"]
            _add_answers(operation)
            if example := examples.get(operation["operationId"]):
                _add_example(operation, *example)
        return described


@cache
def _operations():
    """What ninja says of the operations, as JSON: the same as long as the process lives."""
    described = api.get_openapi_schema(path_prefix=PREFIX)
    described["tags"] = [
        {"name": table.name, "description": table.about} for table in (REGISTER, *reversed(TABLES))
    ]
    for methods in described["paths"].values():
        del methods["head"]  # it is answered like get, and would be described by the same words
        for parameter in methods["get"]["parameters"]:
            del parameter["schema"]["title"]  # made of its name
        methods["get"]["parameters"].sort(
            key=lambda each: each["in"]
        )  # in the path, then the query
    schemas = described["components"]["schemas"]
    for name in [name for name in schemas if name.endswith("Asked")]:
        del schemas[name]  # described as parameters already
    schemas["Problem"] = PROBLEM
    return json.dumps(described, cls=NinjaJSONEncoder)


def _info():
    contact = {"name": settings.CONTACT_NAME, "email": settings.CONTACT_EMAIL}
    known = {name: value for name, value in contact.items() if value}
    licence = {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}
    return licence | ({"contact": known} if known else {})


def _add_answers(operation):
    """What is answered beside what was asked for."""
    answers = operation["responses"]
    answers["200"] |= {"description": "What was asked for.", "headers": {"ETag": ETAG}}
    answers["304"] = {
        "description": "Nothing has changed since the answer with that ETag.",
        "headers": {"ETag": ETAG},
    }
    names = {each["name"] for each in operation["parameters"]}
    in_path = any(each["in"] == "path" for each in operation["parameters"])
    if in_path or names & {"on", *NAMING_ROWS}:
        answers["404"] = _answer(404)
    answers["422"] = _answer(422)
    if operation["tags"] == [REGISTER.name]:
        answers["429"] = {**_answer(429), "headers": {"Retry-After": RETRY_AFTER}}
    answers["default"] = {
        "description": "Any other problem, such as another method (405) or a failure (500, 503).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _answer(status):
    kind = KINDS[status]
    return {
        "description": f"{kind.title}: {kind.about}",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "example": {
                    "type": kind.type,
                    "title": kind.title,
                    "status": status,
                    "detail": kind.about,
                },
            }
        },
    }


def _add_example(operation, address, asked, answer):
    """The address stands in a member of our own, for the page."""
    operation["x-example"] = absolute(address)
    operation["responses"]["200"]["content"]["application/json"]["example"] = answer
    for parameter in operation["parameters"]:
        if (value := asked.get(parameter["name"])) is not None:
            parameter["example"] = value


def _examples():
    """By operation: the address of an example, what is asked there, and what is answered."""
    examples = {}
    for table in TABLES:
        answer = _plain(page_schema(table), page_of(table, table.rows(), _first(table)))
        if not answer["results"]:
            continue
        [row] = answer["results"]
        asked = {name: row[name] for name in table.asked_by} | {"limit": 1, "on": A_DAY.isoformat()}
        address = reverse(f"api-{table.name}")
        examples[f"list-{table.name}"] = f"{address}?limit=1", asked, answer
        if table.found_by:
            examples[f"get-{table.name}"] = f"{address}/{row['id']}", {"id": row["id"]}, row
    return examples | _examples_of_register()


def _examples_of_register():
    """Of the party, one that may have a focal point on the day, where there is one."""
    standings = REGISTER.rows(A_DAY)
    if not standings:
        return {}
    likely = next((each for each in standings if each.is_possible), standings[0])
    answer = _plain(register_schema(), register_page(A_DAY, _first(REGISTER, on=f"{A_DAY}")))
    row = _plain(row_schema(REGISTER), REGISTER.row(likely))
    asked = {"on": A_DAY.isoformat(), "limit": 1}
    address, on = reverse("api-register"), f"?on={A_DAY}"
    return {
        "register": (f"{address}{on}&limit=1", asked, answer),
        "register-of-party": (
            f"{address}/{row['party']}{on}",
            {"on": A_DAY.isoformat(), "party": row["party"]},
            row,
        ),
    }


def _first(table, **query):
    """What asks for the first row."""
    return asked_schema(table)(limit="1", **query)


def _plain(schema, answer):
    return schema.model_validate(answer).model_dump(mode="json")

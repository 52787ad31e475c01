"""Who is answered what, at every address: tests/permissions.csv, read line by line.

A line of the kind `url` holds an address, a method and what each of nine people is answered: a
status, or the name of the page to which they are sent on. HEAD is answered like GET, without a
line of its own. What stands in braces is filled in by tests/people.py. A POST sends nothing.

A line of the kind `field` holds a field, its class, and who may see it of the focal point whom
tests/people.py is about: tests/test_canaries.py holds all pages against that. A field that is
shown in some rows and not in others has a line for each kind of row, named in brackets.
"""

from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import get_resolver, resolve

from focalpoints.disclosure import CLASSES, Class
from tests.people import TABLE, VIEWERS, Written

LINES = {(row["what"], row["how"]): row for row in TABLE if row["kind"] == "url"}
GETS = [address for address, method in LINES if method == "GET"]
POSTS = [address for address, method in LINES if method == "POST"]

# By class, who may see what: in a line of the class no other says "see".
MAY_SEE = {
    "fact": set(VIEWERS),
    "person": {"focal point", "colleague", "assistant", "editor", "administrator"},
    "official": {"focal point", "colleague", "editor", "administrator"},
    "private": {"focal point", "editor", "administrator"},
    "draft": {"focal point", "assistant", "editor", "administrator"},
    "staff": {"editor", "administrator"},
    "internal": set(),  # nothing shows it
    "secret": set(),  # nothing may ever show it
}
WORDS = {
    Class.FACT_OF_STATE: {"fact"},
    Class.PERSON: {"person"},
    Class.OFFICIAL_CONTACT: {"official"},
    Class.PRIVATE: {"private", "draft"},  # what an assistant prepares, they see too
}

NOWHERE = "/nowhere/"  # no route leads there

# Stands behind another route that answers for it.
BEHIND = {"admin/r/<path:content_type_id>/<path:object_id>/": "/admin/r/1/1/"}

# What a page that is only read may write all the same: that somebody looked, the session, how
# often somebody tried, and that recovery codes, which are shown once, were.
NOTES = {"trail_entry", "django_session", "cache", "mfa_authenticator"}


@pytest.fixture(autouse=True)
def _without_log(caplog):
    """A thousand refusals, each with its traceback, would take long to write."""
    caplog.set_level("CRITICAL", logger="django.request")


def said(answer):
    """A status, or the page to which it leads."""
    if 300 <= answer.status_code < 400:
        path = urlsplit(answer["Location"]).path
        assert path.startswith("/")
        assert not path.startswith("//")
        return f">{resolve(path).view_name}"
    return str(answer.status_code)


def said_to_all(people, method, address):
    return {viewer: said(people.ask(viewer, method, people.address(address))) for viewer in VIEWERS}


def expected(line):
    return {viewer: line[viewer] for viewer in VIEWERS}


@pytest.mark.parametrize("address", GETS)
def test_reading_is_answered_as_the_table_says(reading, address):
    asked = reading.network.address(address)

    answers = {viewer: said(reading.answers[viewer, asked]) for viewer in VIEWERS}

    assert answers == expected(LINES[address, "GET"])


def test_reading_changes_nothing(reading):
    changing = {asked: written - NOTES for asked, written in reading.written.items()}

    assert {asked: tables for asked, tables in changing.items() if tables} == {}


@pytest.mark.parametrize("address", GETS)
def test_the_head_is_that_of_the_page(people, reading, address):
    """Asked as the last of those who may read it: the most there is to see."""
    may = [viewer for viewer in VIEWERS if LINES[address, "GET"][viewer] == "200"] or VIEWERS

    answer = people.ask(may[-1], "HEAD", people.address(address))

    assert said(answer) == LINES[address, "GET"][may[-1]]
    assert answer.getvalue() == b""


@pytest.mark.parametrize("address", POSTS)
def test_writing_is_answered_as_the_table_says(people, address):
    assert said_to_all(people, "POST", address) == expected(LINES[address, "POST"])


def test_nothing_is_changed_by_any_other_method(people):
    """Each view is asked once, as whoever could change most."""
    views = {_view_of(people.address(address)): people.address(address) for address in GETS}
    written = {}

    for address in views.values():
        for method in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]:
            tables = Written()
            with connection.execute_wrapper(tables):
                status = people.ask("administrator", method, address).status_code
            written[method, address] = tables.tables - NOTES
            assert status < 500

    assert {asked: tables for asked, tables in written.items() if tables} == {}


def test_every_route_has_its_lines_in_the_table(people):
    listed = {
        method: {
            resolve(people.address(what).partition("?")[0]).route
            for what, how in LINES
            if how == method and what != NOWHERE
        }
        for method in ["GET", "POST"]
    }
    routes = set(_routes(get_resolver()))

    assert routes - listed["GET"] == set(BEHIND)
    assert routes - listed["POST"] == set(BEHIND)
    assert all(resolve(address).route != route for route, address in BEHIND.items())


def test_every_act_of_the_desk_has_its_lines_in_the_table():
    for model, desk in admin.site._registry.items():
        name = model._meta.model_name
        for act in getattr(desk, "acts", []):
            address = f"/admin/{model._meta.app_label}/{name}/{{{name}}}/act/{act.name}/"

            assert {(address, "GET"), (address, "POST")} <= LINES.keys()


def test_every_line_is_there_once():
    urls = [(row["what"], row["how"]) for row in TABLE if row["kind"] == "url"]
    fields = [row["what"] for row in TABLE if row["kind"] == "field"]

    assert len(urls) == len(set(urls))
    assert len(fields) == len(set(fields))
    assert len(urls) + len(fields) == len(TABLE)


def test_every_field_has_its_line_in_the_table():
    listed = {row["what"].partition(" ")[0] for row in TABLE if row["kind"] == "field"}

    assert {f"{field.model._meta.label}.{field.name}" for field in _fields()} == listed


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row["kind"] == "field"], ids=lambda row: row["what"]
)
def test_only_those_see_a_field_to_whom_its_class_shows_it(row):
    sees = {viewer for viewer in VIEWERS if row[viewer] == "see"}

    assert sees <= MAY_SEE[row["how"]]
    assert {row[viewer] for viewer in VIEWERS} <= {"see", "-"}
    assert sees == MAY_SEE["fact"] or row["how"] != "fact"


def test_the_table_and_the_disclosure_function_say_the_same():
    """What is secret there is told to nobody as a value; staff can still edit it on the desk."""
    listed = {row["what"]: row["how"] for row in TABLE if row["kind"] == "field"}
    differing = {
        f"{model._meta.label}.{name}"
        for model, classes in CLASSES.items()
        for name, its_class in classes.items()
        if its_class in WORDS
        and listed.get(f"{model._meta.label}.{name}", "official") not in WORDS[its_class]
    }

    assert differing == set()


def _fields():
    """Of all tables; histories are copies, and a join table stands for the field that made it."""
    for model in apps.get_models():
        if not model._meta.proxy and not hasattr(model, "instance_type"):
            yield from model._meta.concrete_fields
            yield from model._meta.many_to_many


def _view_of(address):
    """The function behind an address, the same for all models of the desk."""
    if address == NOWHERE:
        return None
    view = resolve(address.partition("?")[0]).func
    return f"{view.__module__}.{view.__qualname__}"


def _routes(resolver, before=""):
    for each in resolver.url_patterns:
        route = before + str(each.pattern).removeprefix("^")
        if hasattr(each, "url_patterns"):
            yield from _routes(each, route)
        else:
            yield route

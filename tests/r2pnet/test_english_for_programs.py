"""What programs read says the same whatever language a page is in; the pages translate it."""

import json
import re
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.urls import reverse

from focalpoints.change_table import table_of
from focalpoints.changes import Changes
from focalpoints.register import FIRST_DAY
from meetings.models import Meeting
from r2pnet import linked_data
from r2pnet.open_data import description
from r2pnet.open_data.english import for_reader
from r2pnet.open_data.files import IN_ORDER, csv_of, json_of, package_text
from r2pnet.open_data.package import readme
from r2pnet.open_data.problems import KINDS
from r2pnet.open_data.version import version
from tests import make
from tests.make import NOON
from tests.read import text_of
from tests.translated import all_translated

pytestmark = pytest.mark.django_db

DAY = date(2013, 6, 12)


@pytest.fixture
def everything(db):
    """A row in each table."""
    passages = [make.make_passage(make.make_source("page"))]
    ghana = make.make_country("gha")
    make.make_other_name(ghana)
    make.make_appointment(ghana, started="2012-05", passages=passages)
    make.make_step(ghana, passages=passages)
    make.make_network_count(passages=passages)
    make.make_statement(passages=passages)
    meeting = make.make_meeting("accra", passages=passages)
    make.make_other_title(meeting, passages=passages)
    make.make_host(meeting, ghana, passages=passages)
    make.make_headcount(meeting, passages=passages)
    make.make_delegation(meeting, ghana, passages=passages)
    make.make_claim(make.make_difference("when"), passages=passages)


def forget():
    """As a process that has answered nobody yet."""
    caches["known"].clear()
    description._operations.cache_clear()


def both(made):
    """What is made for whoever reads in English, and for whoever reads in another language."""
    forget()
    in_english = made()
    forget()
    with all_translated():
        in_another = made()
    forget()
    return in_english, in_another


def changed():
    changes = Changes(date(2011, 1, 1), DAY, [])
    return table_of(changes, Meeting.objects.public())


MADE = {
    "digest": version,
    "description": lambda: json.dumps(description.describe()),
    "package": package_text,
    "package of a day, in the zip": lambda: package_text(DAY, in_zip=True),
    "readme": readme,
    "readme of a day": lambda: readme(DAY),
    "changes": lambda: "".join(csv_of(changed())),
}


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_describes_the_data_follows_no_language(everything, made):
    in_english, in_another = both(made)

    assert in_another == in_english


@pytest.mark.parametrize("table", IN_ORDER, ids=lambda table: table.name)
def test_a_file_follows_no_language(everything, table):
    for written in (csv_of, json_of):
        in_english, in_another = both(lambda written=written: "".join(written(table)))

        assert in_another == in_english
        assert in_english.count("\n") > 1


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("api-description", [], ""),
        ("api-register", [], "?on=2013-06-12"),
        ("api-parties", [], "?limit=1"),
        ("api-parties-row", ["gha"], ""),
        ("api-parties-row", ["nowhere"], ""),
        ("api-register", [], "?on=12+June"),
        ("api-register", [], "?on=1999-01-01"),
        ("data-package", [], ""),
        ("data-file", ["register", "json"], "?on=2013-06-12"),
        ("data-file", ["parties", "csv"], ""),
        ("data-file", ["parties", "csv"], "?on=12+June"),
        ("data-file", ["parties", "csv"], "?on=1999-01-01"),
        ("changes-file", [], "?from=2011-01-01&to=2013-06-12"),
        ("states-file", [], "?states=Ghana&on=2013-06-12"),
    ],
)
def test_an_answer_to_a_program_follows_no_language(client, everything, name, args, query):
    def answer():
        response = client.get(f"{reverse(name, args=args)}{query}")
        return response.status_code, response.getvalue(), response.get("ETag")

    in_english, in_another = both(answer)

    assert in_another == in_english
    assert in_english[0] != 400


def test_the_ids_of_what_a_page_is_about_follow_no_language(everything):
    def ids_and_addresses():
        meeting = Meeting.objects.get()
        node = linked_data.event(meeting, hosts=[], delegations=[], other_titles=[])
        return node["@id"], node["url"], linked_data.dataset()["@id"]

    (id_, url, dataset), (same_id, other_url, same_dataset) = both(ids_and_addresses)

    assert (id_, dataset) == (same_id, same_dataset)
    assert url != other_url


def test_the_entries_of_a_feed_are_the_same_in_another_language(client, everything):
    def ids():
        feed = client.get(reverse("meetings-feed")).getvalue().decode()
        return re.findall("<id>.*?</id>", feed), feed

    (in_english, feed), (in_another, other_feed) = both(ids)

    assert in_another == in_english
    assert len(in_english) > 1
    assert other_feed != feed


def test_a_page_describes_the_tables_in_its_language(client, everything):
    with all_translated():
        page = text_of(client, reverse("data"))

    for table in IN_ORDER:
        assert f"«{table.title}»" in page
        assert f"«{table.about}»" in page
        for column in table.columns:
            with all_translated():
                assert for_reader(column.about) in page
    assert "«The first day that held allows; empty where that is open.»" in page
    assert "««When it was held.» EDTF text (ISO 8601-2).»" in page


def test_the_page_of_the_api_describes_it_in_its_language(client, everything):
    with all_translated():
        page = text_of(client, reverse("api"))

    assert "««Parties», a page at a time»" in page
    assert "«All parties on a day»" in page
    assert "«How many rows at most.»" in page
    assert f"«A day from {FIRST_DAY} to today in UTC. Without it" in page
    for kind in KINDS.values():
        assert f"«{kind.title}». «{kind.about}»" in page

"""A network that grows asks no more of the database for a page."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from r2pnet.open_data.tables import TABLES

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/countries/",
    "/countries/?on=2013-06-12",
    "/organizations/synthetic-00001/",
    "/states/",
    "/changes/?from=2012-01-01&to=2014-01-01",
    "/focal-points/",
    "/focal-points/?on=2013-06-12",
    "/meetings/",
    "/meetings/synthetic-00001/",
    "/meetings/synthetic-00001/ledger/",
    "/meetings.ics",
    "/sources/",
    "/sources/synthetic-00001/",
    "/sources/synthetic-00001/ledger/",
    "/sources/synthetic-00001/p1/appointments/",
    "/differences/",
    "/search/?q=Example",
    "/search/?q=2013",
    "/about/",
    "/feeds/network.atom",
    "/feeds/meetings.atom",
    "/sitemap.xml",
    "/api/v1/register",
    "/pictures/attendance.svg",
    *(f"/api/v1/{table.name}" for table in TABLES),
]


def queries_of(client, page):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page)
        assert response.status_code == 200, page
        response.getvalue()
    return len(queries)


def test_pages_ask_the_same_of_the_database_for_ten_and_a_hundred_times_the_rows(client):
    asked = []

    for delegations in (20, 200, 2000):
        call_command("synthesize", delegations=delegations, verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # else PostgreSQL may go by tables that were still empty
        asked.append({page: queries_of(client, page) for page in PAGES})
        call_command("synthesize", remove=True)

    assert asked[1] == asked[0]
    assert asked[2] == asked[0]

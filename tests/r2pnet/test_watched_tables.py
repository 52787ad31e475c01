"""What public pages are made of is watched for changes, all of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from r2pnet.public_version import watched
from tests.crawl import kinds_of_pages

# Who is signed in, what a reader may do, and what Django keeps for itself.
OF_NO_PAGE = {
    "django_session",
    "django_content_type",
    "auth_permission",
    "accounts_user",
    "cache",
    "r2pnet_publicversion",
}


@pytest.mark.django_db
@pytest.mark.usefixtures("seeded")
def test_public_pages_read_no_table_that_is_not_watched(client):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for _page in kinds_of_pages(client, "/", but=["/admin/", "/me/", "/network/"]):
            pass

    read = {
        table for query in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    assert read - OF_NO_PAGE <= {each.table for each in watched()}

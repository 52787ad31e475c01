"""A portal on a copy of the database that takes no writes, as a read replica is."""

from contextlib import contextmanager

import pytest
from django.db import Error, connection, transaction

from tests import make
from tests.crawl import kinds_of_pages

pytestmark = pytest.mark.django_db


@contextmanager
def only_read():
    """PostgreSQL ends it with the transaction; SQLite has to be told."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
            yield
        else:
            connection.connection.execute("PRAGMA query_only = ON")
            try:
                yield
            finally:
                connection.connection.execute("PRAGMA query_only = OFF")
        transaction.set_rollback(True)


def test_it_takes_no_writes():
    with pytest.raises(Error), only_read():
        make.make_source()


@pytest.mark.usefixtures("seeded")
def test_readers_without_an_account_are_answered_everything(client):
    with only_read():
        read = [
            path
            for path, _page in kinds_of_pages(client, "/", but=["/admin/", "/me/", "/network/"])
        ]

    assert {"/", "/countries/", "/data/", "/tell-us/"} <= {path.partition("?")[0] for path in read}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("address", ["/data/r2pnet.zip", "/feeds/network.atom", "/api/v1/register"])
def test_so_are_programs(client, address):
    with only_read():
        assert client.get(address).status_code == 200

"""Whether what was committed stands on the page that is asked for next, in every process."""

import sqlite3
from contextlib import closing

import psycopg

from .asking import ask

COMMITS = 1_000
ASKED = 2  # times at each portal, on connections of their own: by whichever process takes them
PAGE = "/countries/aus/"
RENAME = "UPDATE countries_party SET name = {} WHERE slug = 'aus'"


def told(database, ports):
    """A sentence for the report, and how many commits were not shown by one of the portals.

    The data are changed by SQL, past the portals, which run side by side on the one database.
    """
    missed = _missed(database, ports)
    sentence = (
        f"Freshness: of {COMMITS:,} commits, made by SQL while {len(ports)} portals kept the page, "
        f"{COMMITS - missed:,} stood on it in the next {ASKED} requests to each."
    )
    return sentence, missed


def _missed(database, ports):
    missed = 0
    with closing(_connected(database)) as connection:
        rename = RENAME.format("?" if isinstance(connection, sqlite3.Connection) else "%s")
        for number in range(COMMITS):
            name = f"Example {number} of a name"
            connection.execute(rename, [name])
            pages = [ask(port, PAGE).text for port in ports for _ in range(ASKED)]
            missed += not all(name in page for page in pages)
        connection.execute(rename, ["Australia"])
    return missed


def _connected(database):
    """To the database of the address, each statement a transaction of its own."""
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        return sqlite3.connect(path, isolation_level=None, timeout=20)
    return psycopg.connect(database, autocommit=True)

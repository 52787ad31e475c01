"""Whether what was committed stands on the page that is asked for next, in every process."""

import sqlite3
import statistics
import time
from contextlib import closing

import psycopg

from .asking import ask

COMMITS = 1_000
ASKED = 2  # times at each portal, on connections of their own: by whichever process takes them
PAGES = ("/countries/", "/countries/aus/")  # by turns
RENAME = "UPDATE countries_party SET name = {} WHERE slug = 'aus'"


def told(database, ports):
    """A sentence for the report, and how many commits were not shown by one of the portals.

    The data are changed by SQL, past the portals, which run side by side on the one database.
    """
    missed, took = _asked(database, ports)
    first = {page: f"{statistics.median(times):.0f} ms" for page, times in took.items()}
    sentence = (
        f"Freshness: of {COMMITS:,} commits, made by SQL while {len(ports)} portals kept the page, "
        f"{COMMITS - missed:,} stood on it in the next {ASKED} requests to each. The first answer "
        f"after a commit, made anew, took {first[PAGES[0]]} for the register and "
        f"{first[PAGES[1]]} for a country (medians)."
    )
    return sentence, missed


def _asked(database, ports):
    """How many commits were missed, and by page the milliseconds of each first answer."""
    missed, took = 0, {page: [] for page in PAGES}
    with closing(_connected(database)) as connection:
        rename = RENAME.format("?" if isinstance(connection, sqlite3.Connection) else "%s")
        for number in range(COMMITS):
            name, page = f"Example {number} of a name", PAGES[number % len(PAGES)]
            connection.execute(rename, [name])
            began = time.perf_counter()
            shown = [ask(ports[0], page).text]
            took[page].append(1_000 * (time.perf_counter() - began))
            rest = [port for port in ports for _ in range(ASKED)][1:]
            shown += [ask(port, page).text for port in rest]
            missed += not all(name in each for each in shown)
        connection.execute(rename, ["Australia"])
    return missed, took


def _connected(database):
    """To the database of the address, each statement a transaction of its own."""
    if database.startswith("sqlite"):
        path = database.removeprefix("sqlite:///")
        return sqlite3.connect(path, isolation_level=None, timeout=20)
    return psycopg.connect(database, autocommit=True)

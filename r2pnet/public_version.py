"""The version of what is public: which triggers move it, and how a process reads it.

Each watched table has triggers for every change of its rows, so that no way around them is left:
the admin, a verb, `QuerySet.update`, a sheet, a command, SQL by hand. What is private does not move
it, as far as a row can tell: how long a page takes would say that something private was recorded.

SQLite has one writer at a time, who writes the token with each row. On PostgreSQL it is written
once a transaction, when that is committed (a deferred constraint trigger): the row of the token is
the last that anybody locks, and so nobody who waits for it holds anything that its holder wants.

The triggers are made after `migrate`, and taken away before: SQLite makes a table anew to alter it,
and forgets its triggers, and PostgreSQL alters none that has triggers waiting.
"""

import sqlite3
import threading
from typing import NamedTuple

import psycopg
from django.db import connections
from psycopg.pq import ExecStatus

from countries.models import OtherName, Party
from focalpoints.models import (
    Appointment,
    Confirmation,
    Consent,
    ContactDetail,
    FocalPoint,
    FormerKey,
    NetworkCount,
    Portrait,
    Protection,
    Step,
)
from meetings.models import (
    Claim,
    Delegate,
    Delegation,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from sources.models import Passage, Source, Statement, Translation

NAME = b"r2pnet_token"
PREFIX = "public_version"

# Whatever everybody may read, with its history and what joins it to other tables.
RECORD = [
    Party,
    OtherName,
    Source,
    Passage,
    Statement,
    Translation,
    Appointment,
    Step,
    NetworkCount,
    Meeting,
    OtherTitle,
    Host,
    Delegation,
    Delegate,
    Headcount,
    Difference,
    Claim,
]
# Of a person all that decides whether they are shown counts, and what is shown of them with the
# agreement that they have given.
DECIDES = [Consent, Protection, FormerKey]
SHOWN_BY_CONSENT = {FocalPoint: "id", Portrait: "focal_point_id", Confirmation: "focal_point_id"}
COLUMNS = {FocalPoint: ["key", "name", "honorific", "languages", "biography"]}


class Watched(NamedTuple):
    """A table. Changes of it count of these columns, where a row `when`, and of whom `of_person`.

    columns    those that are public, if not all are: to write them again as they were is no change
    when       a condition in SQL on a row, `{row}`
    of_person  the column with the key of a focal point: changes count of those alone who have ever
               agreed to something being shown in public
    """

    table: str
    columns: tuple = ()
    when: str = ""
    of_person: str = ""


def watched():
    """The tables that the public pages, files and the API read, as `Watched`."""
    for model in [*RECORD, *DECIDES]:
        history = getattr(model, "history", None)
        tables = [model, *([history.model] if history and model in RECORD else [])]
        when = _is_public(model)
        for each in tables:
            yield Watched(each._meta.db_table, when=when)
            yield from map(Watched, _joins_of(each))
    yield Watched(ContactDetail._meta.db_table, when=_is_public(ContactDetail))
    for model, of_person in SHOWN_BY_CONSENT.items():
        yield Watched(model._meta.db_table, tuple(COLUMNS.get(model, ())), "", of_person)


def watch(connection):
    """Have the database move the version from now on, and move it: something may have changed."""
    write = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    there = set(triggers(connection))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and not there:
            cursor.execute(FUNCTION)
        for table in watched():
            for name, statement in write(table, connection.ops.quote_name):
                if (name, table.table) not in there:
                    cursor.execute(statement)
    move(connection)


def move(connection):
    """Give what is public another version, as each change of it does."""
    with connection.cursor() as cursor:
        cursor.execute(MOVE[connection.vendor])


def unwatch(connection):
    """Take the triggers away, whatever tables they are of, and with them the version itself.

    Nothing is taken for fresh until somebody watches again: should a migration break off, never.
    """
    there = triggers(connection)
    with connection.cursor() as cursor:
        for name, table in there:
            quote = connection.ops.quote_name
            of_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {quote(name)}{of_table}")
        if there:  # else the table may not be there either
            cursor.execute("DELETE FROM r2pnet_publicversion")


def triggers(connection):
    """Those that move the version: their names and tables."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor], [f"{PREFIX}%"])
        return cursor.fetchall()


TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
    "postgresql": """
        SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND tgname LIKE %s
    """,
}
MOVE = {
    "sqlite": """
        INSERT INTO r2pnet_publicversion (id, token) VALUES (1, lower(hex(randomblob(16))))
        ON CONFLICT (id) DO UPDATE SET token = excluded.token
    """,
    "postgresql": """
        INSERT INTO r2pnet_publicversion (id, token)
        VALUES (1, replace(gen_random_uuid()::text, '-', ''))
        ON CONFLICT (id) DO UPDATE SET token = excluded.token
    """,
}
READ = "SELECT token FROM r2pnet_publicversion WHERE id = 1"
HAS_AGREED = "EXISTS (SELECT 1 FROM focalpoints_consent WHERE focal_point_id = {row}.{column})"
# For what is copied in too, with the keys between tables left aside (session_replication_role).
ALWAYS = " ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"
# Once a transaction: whatever else it changes is seen with it, or not at all. And in the schema of
# the portal, wherever whoever changes something looks first: pg_restore looks nowhere.
FUNCTION = """
    CREATE OR REPLACE FUNCTION public_version() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
    BEGIN
        IF current_setting('r2pnet.moved_in', true) = pg_current_xact_id()::text THEN
            RETURN NULL;
        END IF;
        IF TG_NARGS > 0 AND NOT EXISTS (
            SELECT FROM focalpoints_consent
            WHERE focal_point_id IN (
                (to_jsonb(OLD) ->> TG_ARGV[0])::bigint, (to_jsonb(NEW) ->> TG_ARGV[0])::bigint
            )
        ) THEN
            RETURN NULL;
        END IF;
        PERFORM set_config('r2pnet.moved_in', pg_current_xact_id()::text, true);
        MOVE;
        RETURN NULL;
    END $$
""".replace("MOVE", MOVE["postgresql"])


def _is_public(model):
    """The condition on a row, of those of which not everything is for everybody."""
    has_audience = any(field.name == "audience" for field in model._meta.fields)
    return "{row}.audience = 'public'" if has_audience else ""


def _joins_of(model):
    """The tables that join the model to others."""
    for field in model._meta.local_many_to_many:
        yield field.remote_field.through._meta.db_table
    for field in getattr(model, "_history_m2m_fields", []):
        yield getattr(model, field.name).model._meta.db_table


def _changes(table):
    """Each kind of change: its name, and the rows on which a condition is asked."""
    yield "insert", ["NEW"]
    yield "update", ["OLD", "NEW"]
    yield "delete", ["OLD"]


def _when(table, change, rows, differ, *of_rows):
    """The clause with the conditions on a change: `of_rows` are templates, one of which holds."""
    asked = [each.format(row=row) for each in of_rows for row in rows if each]
    conditions = [f"({' OR '.join(asked)})"] if asked else []
    if change == "update" and table.columns:
        before, after = ([f"{row}.{column}" for column in table.columns] for row in rows)
        conditions.append(f"({', '.join(before)}) {differ} ({', '.join(after)})")
    return f" WHEN ({' AND '.join(conditions)})" if conditions else ""


def _on_sqlite(table, quote):
    has_agreed = table.of_person and HAS_AGREED.replace("{column}", table.of_person)
    for change, rows in _changes(table):
        when = _when(table, change, rows, "IS NOT", table.when, has_agreed)
        name = f"{PREFIX}_{table.table}_{change}"  # those of all tables have one list of names
        yield (
            name,
            f"CREATE TRIGGER {quote(name)} AFTER {change} ON {quote(table.table)}{when}"
            f" BEGIN {MOVE['sqlite']}; END",
        )


def _on_postgresql(table, quote):
    call = f"{PREFIX}('{table.of_person}')" if table.of_person else f"{PREFIX}()"
    for change, rows in _changes(table):
        when = _when(table, change, rows, "IS DISTINCT FROM", table.when)
        name = f"{PREFIX}_{change}"
        yield (
            name,
            f"CREATE CONSTRAINT TRIGGER {quote(name)} AFTER {change} ON {quote(table.table)}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{when} EXECUTE FUNCTION {call};"
            + ALWAYS.format(table=quote(table.table), name=quote(name)),
        )
    name = f"{PREFIX}_truncate"
    yield (
        name,
        f"CREATE TRIGGER {quote(name)} AFTER TRUNCATE ON {quote(table.table)}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}();"
        + ALWAYS.format(table=quote(table.table), name=quote(name)),
    )


class Unreadable(Exception):
    """The database does not answer."""


class Token:
    """Reads the token, for whoever calls it: with a connection to the database for each thread.

    It goes past Django, which takes as long to ask as a kept answer to be given. Where the database
    was away, a new connection is tried once. Raises Unreadable.
    """

    def __init__(self):
        self.own = threading.local()
        self.connect = {"sqlite": _SQLite, "postgresql": _PostgreSQL}[connections["default"].vendor]

    def __call__(self):
        for is_second_time in (False, True):
            try:
                if not hasattr(self.own, "connection"):
                    self.own.connection = self.connect()
                token = self.own.connection.token()
                break
            except (sqlite3.Error, psycopg.Error) as error:
                if hasattr(self.own, "connection"):
                    self.own.connection.close()
                    del self.own.connection
                if is_second_time:
                    raise Unreadable from error
        if token is None:
            raise Unreadable
        return token


class _SQLite:
    def __init__(self):
        params = connections["default"].get_connection_params()
        self.connection = sqlite3.connect(
            params["database"],
            uri=params.get("uri", False),
            timeout=params.get("timeout", 5),
            isolation_level=None,
        )

    def token(self):
        rows = self.connection.execute(READ).fetchall()
        return rows[0][0] if rows else None

    def close(self):
        self.connection.close()


class _PostgreSQL:
    """Asks libpq itself: one round trip, of a statement that was prepared once."""

    def __init__(self):
        params = connections["default"].get_connection_params()
        for name in ("pool", "cursor_factory", "context", "prepare_threshold"):
            params.pop(name, None)
        # A server that has gone without a word is not waited for.
        params = {"connect_timeout": 2, "tcp_user_timeout": 5_000, **params}
        self.connection = psycopg.connect(autocommit=True, **params)
        prepared = self.connection.pgconn.prepare(NAME, READ.encode())
        self._check(prepared, ExecStatus.COMMAND_OK)

    def token(self):
        result = self.connection.pgconn.exec_prepared(NAME, [])
        self._check(result, ExecStatus.TUPLES_OK)
        return result.get_value(0, 0).decode() if result.ntuples else None

    def _check(self, result, expected):
        if result.status != expected:
            raise psycopg.OperationalError(result.get_error_message())

    def close(self):
        self.connection.close()

"""In PostgreSQL the portal's role only adds to the trail. SQLite has no roles: its chain tells."""

from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection, transaction

from remarks.models import Remark
from tests.desk import typed
from tests.make import make_source, make_staff
from tests.read import soup_of, words
from tests.trail.test_entry import record
from trail.models import Entry

OWNER = connection.settings_dict["USER"]
PASSWORD = "a pass phrase of a role"


def run(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows_of(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


@pytest.fixture
def role(settings):
    """The name of a role that does not exist yet; roles are shared by all databases of a server."""
    settings.PORTAL_ROLE = f"{connection.settings_dict['NAME']}_portal"
    return settings.PORTAL_ROLE


@pytest.fixture
def as_portal(role, transactional_db):
    """What is done within is done as the portal's role, over a connection of its own."""
    if connection.vendor == "postgresql":
        run(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    call_command("grant_portal_role")
    yield lambda: connected_as(role)
    if connection.vendor == "postgresql":
        run(f"DROP OWNED BY {role}")
        run(f"DROP ROLE {role}")


@contextmanager
def connected_as(role):
    connect = connection.settings_dict
    own = {key: connect[key] for key in ["USER", "PASSWORD"]}
    if connection.vendor == "postgresql":
        connection.close()
        connection.close_pool()
        connect.update(USER=role, PASSWORD=PASSWORD)
        assert rows_of("SELECT session_user::text, current_user::text") == [(role, role)]
    try:
        yield
    finally:
        if connection.vendor == "postgresql":
            connection.close()
            connection.close_pool()
            connect.update(own)


CHANGES = {
    "postgresql": [
        "UPDATE trail_entry SET what = 'exported' WHERE number = 2",
        "UPDATE trail_entry SET detail = ''",
        "INSERT INTO trail_entry SELECT * FROM trail_entry ON CONFLICT (number)"
        " DO UPDATE SET what = 'exported'",
        "DELETE FROM trail_entry WHERE number = 2",
        "TRUNCATE trail_entry",
        "TRUNCATE trail_entry CASCADE",
        "SELECT * FROM trail_entry FOR UPDATE",
        "DROP TABLE trail_entry",
        "ALTER TABLE trail_entry RENAME TO other",
        "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
        "CREATE RULE other AS ON INSERT TO trail_entry DO INSTEAD NOTHING",
        "CREATE TRIGGER other BEFORE INSERT ON trail_entry EXECUTE FUNCTION"
        " suppress_redundant_updates_trigger()",
        "CREATE TABLE other (number int)",
        "CREATE SCHEMA other",
        "GRANT UPDATE ON trail_entry TO CURRENT_USER",
        "SET ROLE {owner}",
        "DELETE FROM django_migrations",
    ],
    "sqlite": ["UPDATE trail_entry SET what = 'exported' WHERE number = 2"],
}


def refused(statement):
    try:
        with transaction.atomic():
            run(statement.format(owner=OWNER))
    except ProgrammingError as error:
        return str(error).startswith(("permission denied", "must be owner"))
    # What PostgreSQL lets pass with a warning has changed nothing.
    return statement.startswith("GRANT") and not may_update()


def may_update():
    return rows_of("SELECT has_table_privilege('trail_entry', 'UPDATE')") == [(True,)]


def test_as_the_portal_entries_are_written_and_the_database_lets_none_be_changed(as_portal, capsys):
    with as_portal():
        for _ in range(3):
            record()
        assert Entry.objects.first_broken() is None
        passed = [each for each in CHANGES[connection.vendor] if not refused(each)]

        changed = {"postgresql": [], "sqlite": CHANGES["sqlite"]}
        broken = {"postgresql": None, "sqlite": 2}
        assert passed == changed[connection.vendor]
        assert Entry.objects.first_broken() == broken[connection.vendor]
        assert [entry.number for entry in Entry.objects.all()] == [3, 2, 1]


def test_the_portal_is_not_told_that_it_could_change_the_trail(as_portal, capsys):
    with as_portal():
        record()
        capsys.readouterr()
        call_command("check_trail")

    assert capsys.readouterr().out.splitlines()[1:] == []


def test_the_rest_of_the_portal_works_under_its_role(as_portal, client):
    with as_portal():
        source = make_source("release", label="Release")
        client.force_login(make_staff())
        page = f"/admin/sources/source/{source.pk}/change/"
        client.post(page, typed(client.get(page), label="Press release"))
        client.post("/tell-us/", {"text": "Wrong.", "page": "/sources/release/"})

        assert words(soup_of(client, "/sources/release/").h1) == "Press release"
        assert source.history.count() == 2
        assert Remark.objects.get().text == "Wrong."
        assert Remark.objects.all().delete()[0] == 1


# Of every table in the database: which of these the role has.
PRIVILEGES = """
    SELECT relname, array(
        SELECT each FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',
                                      'REFERENCES', 'TRIGGER']) AS each
        WHERE has_table_privilege(%s, pg_class.oid, each)
    )
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
# Whether it may make schemas and tables, draws the next number anywhere, or sets one.
OTHER_PRIVILEGES = """
    SELECT has_database_privilege(role, current_database(), 'CREATE'),
        has_schema_privilege(role, 'public', 'CREATE'),
        bool_and(has_sequence_privilege(role, pg_class.oid, 'USAGE')),
        bool_or(has_sequence_privilege(role, pg_class.oid, 'UPDATE'))
    FROM pg_class, (SELECT %s::text AS role) AS it
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' GROUP BY role
"""
USUAL = ["SELECT", "INSERT", "UPDATE", "DELETE"]
UNUSUAL = {"trail_entry": ["SELECT", "INSERT"], "django_migrations": ["SELECT"]}


@pytest.mark.django_db
def test_the_role_has_what_the_portal_needs_and_nothing_else(role, capsys):
    """However often it is granted, and whatever was granted before."""
    privileges, others = {}, None
    if connection.vendor == "postgresql":
        run(f"CREATE ROLE {role}")
        run(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}, PUBLIC")
        run("GRANT UPDATE (detail) ON trail_entry TO PUBLIC")
        run(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}, PUBLIC")
        run(f"GRANT CREATE ON SCHEMA public TO {role}, PUBLIC")
        run(f"GRANT CREATE ON DATABASE {connection.settings_dict['NAME']} TO {role}, PUBLIC")
    for _ in range(2):
        told = told_by_granting(capsys)
    if connection.vendor == "postgresql":
        privileges = dict(rows_of(PRIVILEGES, role))
        [others] = rows_of(OTHER_PRIVILEGES, role)

    assert told == {"postgresql": f"{role} {GRANTED}", "sqlite": NO_ROLES}[connection.vendor]
    tables = {"postgresql": connection.introspection.table_names(), "sqlite": []}
    expected = {table: UNUSUAL.get(table, USUAL) for table in tables[connection.vendor]}
    assert privileges == expected
    assert others == {"postgresql": (False, False, True, False), "sqlite": None}[connection.vendor]


# Roles from which nothing can be kept, and what is said of them.
VOID = {
    "nobody": ([], "There is no role {role}."),
    "superuser": (
        ["CREATE ROLE {role} SUPERUSER"],
        "{role} is a superuser or may make roles: nothing can be kept from it.",
    ),
    "maker of roles": (
        ["CREATE ROLE {role} CREATEROLE"],
        "{role} is a superuser or may make roles: nothing can be kept from it.",
    ),
    "owner of the trail": (
        ["CREATE ROLE {role}", "ALTER TABLE trail_entry OWNER TO {role}"],
        "{role} owns the database, its schema or a table",
    ),
    "owner of the schema": (
        ["CREATE ROLE {role}", "ALTER SCHEMA public OWNER TO {role}"],
        "{role} owns the database, its schema or a table",
    ),
    "owner of the database": (
        ["CREATE ROLE {role}", "ALTER DATABASE {database} OWNER TO {role}"],
        "{role} owns the database, its schema or a table",
    ),
    "one who belongs to the owner": (
        ["CREATE ROLE {role} NOINHERIT", "GRANT {owner} TO {role}"],
        "{role} owns the database, its schema or a table",
    ),
    "one who belongs to who may write everywhere": (
        ["CREATE ROLE {role} NOINHERIT", "GRANT pg_write_all_data TO {role}"],
        "{role} could change the trail by the right of a role to which it belongs.",
    ),
    "no owner grants": (
        ["CREATE ROLE {role}", "CREATE ROLE {role}_2", "SET LOCAL ROLE {role}_2"],
        "Only who owns the database, its schema and its tables can grant: permission denied",
    ),
}
NO_ROLES = "This database has no roles. Whether the trail is whole, its chain tells.\n"
GRANTED = "may add to the trail and read it, and change nothing there.\n"


@pytest.mark.django_db
@pytest.mark.parametrize(("statements", "sentence"), VOID.values(), ids=VOID)
def test_a_role_from_which_nothing_can_be_kept_is_refused(role, statements, sentence, capsys):
    names = {"role": role, "database": connection.settings_dict["NAME"], "owner": OWNER}
    if connection.vendor == "postgresql":
        for statement in statements:
            run(statement.format(**names))

    assert told_by_granting(capsys).startswith(
        {"postgresql": sentence.format(**names), "sqlite": NO_ROLES}[connection.vendor]
    )


@pytest.mark.django_db
def test_a_role_has_to_be_named(settings, capsys):
    settings.PORTAL_ROLE = ""

    unnamed = "R2PNET_PORTAL_ROLE names the role under which the portal runs."
    told = {"postgresql": unnamed, "sqlite": NO_ROLES}
    assert told_by_granting(capsys) == told[connection.vendor]


def told_by_granting(capsys):
    """What the command prints, or why it refuses."""
    try:
        call_command("grant_portal_role")
    except CommandError as error:
        return str(error)
    return capsys.readouterr().out

"""The role under which the portal asks PostgreSQL: it adds to the trail and changes nothing there.

Migrations run under another role, which owns the tables.
"""

from django.db import ProgrammingError, connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from .models import Entry

TRAIL = Entry._meta.db_table
# What takes away or changes what stands there, or may: a trigger does anything.
CHANGES = "UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"

# What was granted before is taken back first, from everybody too.
GRANTS = [
    "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}, PUBLIC",
    "REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {role}, PUBLIC",
    "REVOKE CREATE ON SCHEMA {schema} FROM {role}, PUBLIC",
    "REVOKE CREATE ON DATABASE {database} FROM {role}, PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {role}",
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    "REVOKE UPDATE, DELETE ON {trail} FROM {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
]

# Whether a role may act as one that owns the database, its schema or something in it.
IS_OWNER = """
    SELECT EXISTS (
        SELECT FROM (
            SELECT relowner AS owner FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace
                AND relkind IN ('r', 'p', 'v', 'm', 'S')
            UNION SELECT nspowner FROM pg_namespace WHERE nspname = current_schema()
            UNION SELECT datdba FROM pg_database WHERE datname = current_database()
        ) AS owners
        WHERE pg_has_role(%s, owner, 'MEMBER')
    )
"""

# Whether a role may change entries, by a right of its own or of any role that it may act as.
MAY_CHANGE_TRAIL = """
    SELECT EXISTS (
        SELECT FROM pg_roles WHERE pg_has_role(%s, oid, 'MEMBER') AND (
            has_table_privilege(oid, %s::regclass, %s)
            OR has_any_column_privilege(oid, %s::regclass, 'UPDATE')
        )
    )
"""


class CannotGrant(Exception):
    """Nothing was granted; the text says why."""


@transaction.atomic
def grant_to(role):
    """Give the role what the portal needs, and nothing else. Raises CannotGrant."""
    with connection.cursor() as cursor:
        _refuse_owner(cursor, role)
        cursor.execute("SELECT current_schema(), current_database()")
        schema, database = cursor.fetchone()
        names = {"role": role, "schema": schema, "database": database, "trail": TRAIL}
        quoted = {name: sql.Identifier(text) for name, text in names.items()}
        for grant in GRANTS:
            try:
                cursor.execute(sql.SQL(grant).format(**quoted))
            except ProgrammingError as error:
                raise CannotGrant(
                    _("Only who owns the database, its schema and its tables can grant: %(reason)s")
                    % {"reason": str(error).strip()}
                ) from error
        if _may_change_trail(cursor, role):
            raise CannotGrant(
                _("%(role)s could change the trail by the right of a role to which it belongs.")
                % {"role": role}
            )


def may_change_trail():
    """Whether the role that is connected now could change entries or take them away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        return _may_change_trail(cursor, cursor.fetchone()[0])


def _refuse_owner(cursor, role):
    """From some roles nothing can be kept: a restriction would only seem to be one."""
    cursor.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = %s", [role])
    found = cursor.fetchone()
    if found is None:
        raise CannotGrant(_("There is no role %(role)s.") % {"role": role})
    if any(found):
        raise CannotGrant(
            _("%(role)s is a superuser or may make roles: nothing can be kept from it.")
            % {"role": role}
        )
    cursor.execute(IS_OWNER, [role])
    if cursor.fetchone()[0]:
        raise CannotGrant(
            _(
                "%(role)s owns the database, its schema or a table, or belongs to who does: owners "
                "give themselves any right. Migrations run under another role, which owns them."
            )
            % {"role": role}
        )


def _may_change_trail(cursor, role):
    cursor.execute(MAY_CHANGE_TRAIL, [role, TRAIL, CHANGES, TRAIL])
    return cursor.fetchone()[0]

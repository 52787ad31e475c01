from contextlib import contextmanager

from django.core.management.commands import migrate
from django.db import connections

LOCK = int.from_bytes(b"migrate")


class Command(migrate.Command):
    """Django's, by one at a time.

    Of several machines that are set up at once, one makes the tables, the others find them made.
    """

    def handle(self, *args, **options):
        with _alone_with(connections[options["database"]]):
            super().handle(*args, **options)


@contextmanager
def _alone_with(connection):
    """On PostgreSQL nobody else is in here. A SQLite stands on one machine."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

"""What belongs to the whole register: the version of what is public, and what was asked."""

from contextlib import contextmanager

from django.db import connection, models


class PublicVersion(models.Model):
    """A token of what is public: another one with each commit that may have changed it.

    The database writes it by itself, in the transaction of the change, whoever makes it and by
    whatever way: see `public_version.py`. It is no counter but a random text, so that a database
    that was restored never comes upon a token that stood for something else.
    """

    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = []
        constraints = [
            models.CheckConstraint(name="public_version_is_one_row", condition=models.Q(pk=1)),
        ]

    def __str__(self):
        return self.token


# On PostgreSQL whoever asks does not wait until the disk, or a second server, has it.
ADD = {
    "sqlite": """
        INSERT INTO r2pnet_countedminute AS counted (mark, over_at, asked) VALUES (%s, %s, %s)
        ON CONFLICT (mark) DO UPDATE SET asked = counted.asked + excluded.asked
        RETURNING asked
    """,
    "postgresql": """
        INSERT INTO r2pnet_countedminute AS counted (mark, over_at, asked)
        SELECT %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
        ON CONFLICT (mark) DO UPDATE SET asked = counted.asked + excluded.asked
        RETURNING counted.asked
    """,
}
A_MOMENT = 500  # milliseconds


class CountedMinuteQuerySet(models.QuerySet):
    def add(self, asked, *, mark, over_at):
        """Add to what is counted under the mark; returns how much that is now.

        One statement: of several at the same moment, each is told of those before it.
        """
        params = [mark, connection.ops.adapt_datetimefield_value(over_at), asked]
        with _waiting_a_moment(), connection.cursor() as cursor:
            cursor.execute(ADD[connection.vendor], params)
            # All there is, though it is one row: before the last, SQLite has not finished.
            return cursor.fetchall()[0][0]

    def over(self, at):
        return self.filter(over_at__lte=at)


class CountedMinute(models.Model):
    """What one sender has asked for within one minute, over all processes: see `limits.py`.

    Nobody can tell from the mark who it was, nor whose marks two are.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    over_at = models.DateTimeField(db_index=True)
    asked = models.PositiveIntegerField()

    objects = CountedMinuteQuerySet.as_manager()

    class Meta:
        default_permissions = []

    def __str__(self):
        return self.mark


@contextmanager
def _waiting_a_moment():
    """SQLite has one writer at a time: who reads does not wait for one who takes long."""
    if connection.vendor != "sqlite":
        yield
        return
    usual = connection.settings_dict["OPTIONS"]["timeout"] * 1000
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {A_MOMENT}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")

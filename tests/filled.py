"""What takes long to fill is filled once a run; from then on its rows are put back."""

from django.db import connection


class FilledOnce:
    """Fills tables by `how`, a function, the first time; each time after that with the same rows.

    Each time they are to be as they were before the first: call it in a transaction that is undone.
    Rows keep their numbers. PostgreSQL gives a number out once, whatever becomes of the row.
    """

    def __init__(self, how):
        self.how = how
        self.rows = {}

    def fill(self):
        if not self.rows:
            before = _all_rows()
            self.how()
            self.rows = {
                table: rows for table, rows in _all_rows().items() if rows != before[table]
            }
            return
        quote = connection.ops.quote_name
        with connection.cursor() as cursor:
            for table, rows in self.rows.items():
                cursor.execute(f"DELETE FROM {quote(table)}")
                if rows:
                    places = ", ".join(["%s"] * len(rows[0]))
                    cursor.executemany(f"INSERT INTO {quote(table)} VALUES ({places})", rows)


def _all_rows():
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = cursor.fetchall()
    return rows

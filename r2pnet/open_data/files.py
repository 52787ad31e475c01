"""The tables as files, written piece by piece, so that no file is ever whole in memory.

CSV is written without a byte order mark, unlike the tables of pictures: it is for programs, which
would take the mark for part of the first column's name. What the cells hold, package.py says.
"""

import csv
import json
from datetime import date
from io import StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone

from sources.formulas import begins_formula

from .columns import Type
from .package import columns_of_file, descriptor, holds_ids, readme
from .portions import in_portions
from .tables import REGISTER, TABLES

# The register first: it refers to the tables, and they to none but those behind them.
IN_ORDER = (REGISTER, *TABLES)


def cell(value):
    """The value as text that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if begins_formula(text) else text


def csv_of(table, day=None):
    """The table as CSV, in pieces of text; with a day, what that day knows of it."""
    columns = columns_of_file(table)
    yield _lines([[column.name for column in columns]])
    for rows in in_portions(table, day):
        yield _lines([_cells(columns, table.row(row)) for row in rows])


def json_of(table, day=None):
    """The table as one JSON array, in pieces of text."""
    before = "[\n"
    for rows in in_portions(table, day):
        objects = [json.dumps(table.row(row), ensure_ascii=False, default=_as_json) for row in rows]
        yield before + ",\n".join(objects)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def zip_of(day=None):
    """All tables as CSV, and what describes them, in one zip, in pieces of bytes.

    The day is that of the register; the other tables are whole, so that what one row refers to
    is there.
    """
    passing = _Passing()
    with ZipFile(passing, "w", ZIP_DEFLATED) as archive:
        for name, pieces in _contents(day):
            with archive.open(_entry(name), "w") as file:
                for piece in pieces:
                    file.write(piece.encode())
                    yield passing.taken()
    yield passing.taken()


def package_text(day=None, *, in_zip=False):
    """The description of the data package, as JSON."""
    return json.dumps(descriptor(day, in_zip=in_zip), ensure_ascii=False, indent=2) + "\n"


def _contents(day):
    yield "README.txt", [readme(day)]
    yield "datapackage.json", [package_text(day, in_zip=True)]
    for table in IN_ORDER:
        yield f"{table.name}.csv", csv_of(table, day if table is REGISTER else None)


def _entry(name):
    entry = ZipInfo(name, date_time=timezone.now().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry


class _Passing:
    """A file without an end to go back to: what is written is taken out again at once."""

    def __init__(self):
        self._pieces = []

    def write(self, piece):
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self):
        """Nothing is held back."""

    def taken(self):
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _lines(rows):
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


def _cells(columns, row):
    return [_cell(column, row[column.name]) for column in columns]


def _cell(column, value):
    if value is None:
        return ""
    if column.type is Type.BOOLEAN:
        return "true" if value else "false"
    if column.type is Type.LIST:
        return " ".join(value)
    # An id and a code stand as they are in every file: they hold nothing that could be computed.
    if column.type is not Type.STRING or holds_ids(column) or column.choices:
        return str(value)
    return cell(value)


def _as_json(value):
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)

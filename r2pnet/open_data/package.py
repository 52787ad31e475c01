"""What describes the files to programs: a Data Package, version 2 (datapackage.org).

And to whoever opens the zip; in English, as all that is in it.
"""

from django.urls import reverse
from django.utils import timezone

from r2pnet.site import LICENCE, NAME, absolute
from sources.models import Source

from .columns import Type
from .english import in_english
from .tables import REGISTER, TABLES
from .version import how_cited, known_version

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Names hold blanks, which part the ids of a list; the table other-names has them one by one.
NOT_IN_CSV = {"other_names"}
# The profile of version 2.0 does not know the type "list" of its own standard, and refuses it.
LIST_OF_IDS = {"type": "string", "constraints": {"pattern": "[^ ]+( [^ ]+)*"}}


def columns_of_file(table):
    """The columns that stand in the CSV of the table: all but lists of names."""
    return [column for column in table.columns if column.name not in NOT_IN_CSV]


def holds_ids(column):
    """Whether an id stands in the column, which is the same in every file."""
    return column.name == "id" or bool(column.refers_to)


def descriptor(day=None, *, in_zip=False):
    """The package as a plain value. The day is that of the register; without one, it is today's.

    Beside the zip the paths are those of the files as the site gives them.
    """
    with in_english():
        return _descriptor(day, in_zip)


def _descriptor(day, in_zip):
    return {
        "$schema": PROFILE,
        "name": "r2pnet",
        "title": str(NAME),
        "description": _conventions(),
        "version": known_version(),
        "homepage": absolute(reverse("data")),
        "created": timezone.now().isoformat(timespec="seconds").replace("+00:00", "Z"),
        "licenses": [{"name": LICENCE.spdx, "path": LICENCE.address, "title": LICENCE.title}],
        "sources": [_source(each) for each in Source.objects.public().order_by("slug").iterator()],
        "resources": [
            _resource(table, _path(table, day, in_zip), day) for table in (*TABLES, REGISTER)
        ],
    }


def readme(day=None):
    """What the zip holds and under which licence, for whoever opens it."""
    with in_english():
        return _readme(day)


def _readme(day):
    address, days = absolute(reverse("data")), [day] if day else []
    files = "\n".join(f"{table.name}.csv  {table.about}" for table in (*TABLES, REGISTER))
    return (
        "\n\n".join(
            [
                f"{NAME}, {address}",
                _conventions(),
                of_day(day) if day else "The register is that of the day on which it was copied.",
                files,
                "You may copy, change and publish the data, for any purpose, if you say where it "
                f"comes from: {LICENCE.title}, {LICENCE.address}.",
                f"It is cited so: {how_cited(address, *days)}",
            ]
        )
        + "\n"
    )


def of_day(day):
    return f"The register is that of {day.isoformat()}, as known now."


def _conventions():
    return (
        "Who has appointed a focal point for the Responsibility to Protect, since when, who met "
        "where, and the passages by which that is known. Dates are EDTF text (ISO 8601-2), beside "
        "their first and last day. In a list, ids stand with blanks between. A text that a "
        "spreadsheet would take for a formula stands behind an apostrophe. No person is part of "
        "the data."
    )


def _source(source):
    described = {"title": source.title or source.label}
    return {**described, "path": source.url} if source.url else described


def _path(table, day, in_zip):
    if table is REGISTER and day and not in_zip:
        address = reverse("data-file", args=[table.name, "csv"])
        return absolute(f"{address}?on={day.isoformat()}")
    return f"{table.name}.csv"


def _resource(table, path, day):
    about = f"{table.about} {of_day(day)}" if table is REGISTER and day else table.about
    return {
        "name": table.name,
        "type": "table",
        "path": path,
        "title": table.title,
        "description": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(table),
    }


def _schema(table):
    columns = columns_of_file(table)
    foreign = [
        {
            "fields": [column.name],
            # Within the table itself, the standard leaves the name of the resource out.
            "reference": {
                **({} if column.refers_to == table.name else {"resource": column.refers_to}),
                "fields": ["id"],
            },
        }
        for column in columns
        if column.refers_to
    ]
    return {
        "fields": [_field(table, column) for column in columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": foreign} if foreign else {}),
        "missingValues": [""],
    }


def _field(table, column):
    field = {"name": column.name, "description": column.about}
    if column.type is Type.LIST:
        return {**field, **LIST_OF_IDS}
    constraints = {}
    if column.is_required:
        constraints["required"] = True
    if table.key == (column.name,):
        constraints["unique"] = True
    if column.choices:
        constraints["enum"] = list(column.choices)
    return {
        **field,
        "type": column.type.word,
        **({"format": column.format} if column.format else {}),
        **({"constraints": constraints} if constraints else {}),
    }

"""The register on a day, told anew from the text of the files alone.

Written after the rules of the design (its section 4), and of nothing in this project: no module
of it is imported here, and no column is read that says what follows from others.
"""

import calendar
import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from io import StringIO


@dataclass(frozen=True)
class Stands:
    """Where a party stands on a day."""

    rung: str
    is_certain: bool
    is_possible: bool
    is_inferred: bool
    had_un_status: bool
    appointments: frozenset  # that may be in force, by id
    steps: frozenset  # taken by the day, by id
    last_attested: str


def bounds(text):
    """The earliest and the latest day of a date; of none at all, the highest twice."""
    if not text:
        return date.max, date.max
    text = text.rstrip("?~")
    if text.startswith("["):
        first, last = text.strip("[]").split("..")
    elif "/" in text:
        first, last = text.split("/")
        last = "" if last == ".." else last
    else:
        first = last = text
    return _first_day(first), _last_day(last)


def _first_day(text):
    if not text:
        return date.min
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def _last_day(text):
    if not text:
        return date.max
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def rows(text):
    return list(csv.DictReader(StringIO(text)))


def register_on(day, files):
    """By the id of the party, where it stands; `files` holds the text of each table by name."""
    published = {row["id"]: row["published"] for row in rows(files["sources"])}
    source_of = {row["id"]: row["source"] for row in rows(files["passages"])}
    appointments, steps = defaultdict(list), defaultdict(list)
    for row in rows(files["appointments"]):
        if row["capacity"] != "alternate":
            appointments[row["party"]].append(row)
    for row in rows(files["steps"]):
        if bounds(row["taken"])[1] <= day:
            steps[row["party"]].append(row)

    def attested(row):
        """The date of the newest dated source that it rests on."""
        sources = {source_of[passage] for passage in row["passages"].split()}
        return newest(published[source] for source in sources)

    return {
        party["id"]: _stands(party, appointments[party["id"]], steps[party["id"]], day, attested)
        for party in rows(files["parties"])
    }


def newest(dates):
    """The one with the latest last day; of those, the one with the latest first day."""
    return max(filter(None, dates), key=lambda each: bounds(each)[::-1], default="")


def _stands(party, appointments, steps, day, attested):
    possible = [
        row for row in appointments if bounds(row["started"])[0] <= day < bounds(row["ended"])[1]
    ]
    ended = [row for row in appointments if bounds(row["ended"])[1] <= day]
    readings = [
        run
        for run in _runs(appointments)
        if bounds(run[0]["started"])[1] <= day < bounds(run[-1]["ended"])[0]
    ]
    said = sorted(
        (row for row in steps if row["kind"] in ("intends", "withdrew")),
        key=lambda row: bounds(row["taken"]),
    )
    if readings:
        rung = "appointed"
    elif possible:
        rung = "possible"
    elif ended:
        rung = "vacant"
    elif said and said[-1]["kind"] == "intends":
        rung = "intends"
    else:
        rung = "none"
    since = party["un_status_since"]
    return Stands(
        rung=rung,
        is_certain=bool(readings),
        is_possible=bool(readings or possible),
        is_inferred=bool(readings) and all(any(row["inference"] for row in r) for r in readings),
        had_un_status=not since or date.fromisoformat(since) <= day,
        appointments=frozenset(row["id"] for row in possible),
        steps=frozenset(row["id"] for row in steps),
        last_attested=newest(attested(row) for row in possible or ended),
    )


def _runs(appointments):
    """Every appointment, and every row of them in which each succeeds the one before."""
    successor = {row["succeeds"]: row for row in appointments if row["succeeds"]}
    for first in appointments:
        run = [first]
        yield run
        while run[-1]["id"] in successor:
            run = [*run, successor[run[-1]["id"]]]
            yield run


def pair(stands):
    """How many are certain, how many possible."""
    return sum(each.is_certain for each in stands), sum(each.is_possible for each in stands)


def groups(parties, stands):
    """By UN regional group its pair, and how many states had their status on the day."""
    members = defaultdict(list)
    for party in parties:
        if party["kind"] == "country":
            members[party["un_group"]].append(stands[party["id"]])
    return {
        group: (*pair(those), sum(each.had_un_status for each in those))
        for group, those in members.items()
    }

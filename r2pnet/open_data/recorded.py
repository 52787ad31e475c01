"""When the public part of a row was first recorded, and when it last changed.

Told from the versions that django-simple-history keeps. Of each version only that is looked at
which the open data would show of it today, so that an edit of a private field leaves no mark.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from itertools import count, pairwise

from simple_history.utils import get_m2m_reverse_field_name

from sources.models import Passage

from .tables import APPOINTMENTS, MEETINGS, SOURCES, STEPS

VERSIONS = 500  # read at a time, to find the newest
# The foreign keys that the columns of a table read.
FOLLOWED = {
    APPOINTMENTS.name: ("party", "succeeds"),
    STEPS.name: ("party", "appointment"),
    MEETINGS.name: ("country", "part_of"),
    SOURCES.name: ("edition_of",),
}


@dataclass(frozen=True)
class Recorded:
    """`first_at` and `changed_at` are None where no version tells: of a row loaded without any.

    `changes` counts how often the public part has changed since.
    """

    first_at: datetime | None = None
    changed_at: datetime | None = None
    changes: int = 0


def recorded(table, rows):
    """By primary key, when each of the rows was recorded; in a fixed number of queries.

    Where the oldest version is that of an edit, nobody knows how the row stood before it: that
    edit counts for nothing, because it may have been a private one.
    """
    by_row = defaultdict(list)
    for version in _versions(table, rows):
        by_row[version.pk].append(version)
    return {row.pk: _recorded(table, by_row[row.pk]) for row in rows}


def newest(table, rows, number):
    """Of the rows so many at most that changed last in public: (`Recorded`, row), the newest first.

    The versions are read from the newest on, as far as need be: what has none later than a day has
    not changed in public since. Of a version that says nothing new in public others are looked for.
    """
    seen, found = set(), []
    for versions in _newest_versions(table):
        these = {pk for pk, _at in versions} - seen
        seen |= these
        changed = list(rows.filter(pk__in=these))
        times = recorded(table, changed)
        found += [(times[row.pk], row) for row in changed if times[row.pk].changed_at]
        found = nlargest(number, found, key=lambda each: (each[0].changed_at, each[1].pk))
        _pk, read_until = versions[-1]
        if len(found) == number and found[-1][0].changed_at > read_until:
            break
    return found


def _newest_versions(table):
    """The versions of all rows that there are, the newest first, a bounded number at a time."""
    model = table.all_rows().model
    versions = model.history.exclude(history_type="-").order_by("-history_date", "-history_id")
    versions = versions.values_list(model._meta.pk.name, "history_date")
    for read in count(step=VERSIONS):
        some = list(versions[read : read + VERSIONS])
        if some:
            yield some
        if len(some) < VERSIONS:
            return


def _recorded(table, versions):
    shown = [(version, _shown(table, version)) for version in versions]
    public = [(version, row) for version, row in shown if row is not None]
    if not public:
        return Recorded()
    begins = public[0][0]
    # Where the row was there before its history, or before it was public, that alone tells when.
    first_at = None if begins is versions[0] and begins.type != "+" else begins.at
    changed = [
        version.at for (_before, row), (version, changed) in pairwise(public) if changed != row
    ]
    return Recorded(first_at, changed[-1] if changed else first_at, len(changed))


@dataclass(frozen=True)
class _Version:
    """A row as it stood from a certain time on."""

    pk: int
    at: datetime
    type: str
    row: object


def _shown(table, version):
    """What the open data shows of a version, without what is set once; None where it is private."""
    if not getattr(version.row, "is_public", True):
        return None
    return {
        name: value for name, value in table.row(version.row).items() if name not in ("id", "url")
    }


def _versions(table, rows):
    """All versions of the rows, oldest first, with all that the columns of the table read."""
    model = table.all_rows().model
    history = model.history.model
    kept = list(
        history.objects.filter(**{f"{model._meta.pk.name}__in": [row.pk for row in rows]})
        .exclude(history_type="-")
        .order_by("history_date", "history_id")
    )
    instances = [version.instance for version in kept]
    for name in FOLLOWED[table.name]:
        _follow(instances, model._meta.get_field(name))
    for field in history._history_m2m_fields:
        _attach(instances, kept, field, getattr(history, field.name).model)
    return [
        _Version(instance.pk, version.history_date, version.history_type, instance)
        for version, instance in zip(kept, instances, strict=True)
    ]


def _follow(instances, field):
    """Give the instances the rows that a foreign key of theirs leads to, in one query."""
    keys = {getattr(each, field.attname) for each in instances} - {None}
    found = field.related_model._base_manager.in_bulk(keys)
    for each in instances:
        key = getattr(each, field.attname)
        if key is not None:
            # What has been deleted since is still something else than its successor.
            setattr(each, field.name, found.setdefault(key, field.related_model(pk=key)))


def _attach(instances, kept, field, joined):
    """Give the instances what they were joined with in their version, in two queries."""
    other = f"{get_m2m_reverse_field_name(field)}_id"
    pairs = joined._base_manager.filter(history__in=[each.pk for each in kept])
    ids = defaultdict(list)
    for version, key in pairs.order_by(other).values_list("history_id", other):
        ids[version].append(key)
    rows = field.related_model._base_manager.all()
    if field.related_model is Passage:
        rows = rows.select_related("source")
    found = rows.in_bulk({key for keys in ids.values() for key in keys})
    for version, instance in zip(kept, instances, strict=True):
        instance._prefetched_objects_cache = {
            **getattr(instance, "_prefetched_objects_cache", {}),
            field.name: [found[key] for key in ids[version.pk] if key in found],
        }

"""Changes the trail past its own words, as whoever owns the database can."""

from django.db import connection, models
from django.db.models import F

from trail.models import Entry


def rows():
    """Django's plain QuerySet, which refuses nothing."""
    return models.QuerySet(Entry)


def change(changed, **fields):
    rows().filter(number=changed).update(**fields)


def leave_out(number):
    rows().filter(number=number).delete()


def put_at(number, *, like):
    """A copy of another entry under a number of its own; the ones from there on move up."""
    copy = Entry.objects.get(number=like)
    for each in range(Entry.objects.count(), number - 1, -1):  # no two are the same in between
        change(each, number=F("number") + 1)
    copy.number = number
    rows().bulk_create([copy])


def close_gap(number):
    for each in range(number + 1, Entry.objects.count() + 2):
        change(each, number=F("number") - 1)


def swap(one, other):
    for old, new in [(one, 999), (other, one), (999, other)]:
        change(old, number=new)


def write_as_time(number, text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET at = %s WHERE number = %s", [text, number])


def write_as_pseudonym(number, text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE trail_entry SET who = %s WHERE number = %s", [text, number])

"""The page of a fact: what it says, what it rests on, and what each passage states."""

from dataclasses import dataclass

from django.db.models import BooleanField
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoints.models import Appointment
from meetings.models import Delegate, Difference
from sources.citations import Cited, cited_model
from sources.fields import EDTFField
from sources.translations import told

from .open_data.tables import TABLES
from .site import absolute

OF_COLLECTION = {table.name: table for table in TABLES}
# No person is in the tables of the open data.
OF_PERSONS = {Delegate: ["delegation", "name", "position", "is_head"]}
# The order on a page, which is no part of what a fact says.
ORDER = "position"
# What a fact says by being empty.
SAID_BY_NOTHING = {
    ("appointments", "ended"): gettext_lazy("no end recorded"),
    ("meetings", "held"): gettext_lazy("not recorded"),
    ("delegations", "sent_from"): gettext_lazy("not stated"),
}


@dataclass(frozen=True)
class Stated:
    """A field of a fact, as a reader wants it: a date, rows that have pages, or words."""

    label: str
    words: str = ""
    date: str = ""
    inference: str = ""
    links: tuple = ()


def fact(request, collection, key):
    try:
        model = cited_model(collection)
    except LookupError:
        raise Http404 from None
    found = get_object_or_404(model.objects.for_fact(), key=key)
    support = found.support()
    return render(
        request,
        "fact.html",
        {
            "fact": found,
            "kind": model._meta.verbose_name,
            "stated": list(stated(found)),
            "support": support,
            "differences": Difference.objects.about(found).with_claims().in_order(),
            "address": absolute(found.get_fact_url()),
            "in_api": _in_api(found),
        },
    )


def stated(fact):
    """What everyone may know of the fact, field by field: what the open data has of it."""
    table = OF_COLLECTION.get(fact.collection)
    columns = {column.name: column for column in table.columns} if table else {}
    told_elsewhere = {"id", ORDER, *(field.name for field in Cited._meta.get_fields())}
    for name in OF_PERSONS.get(type(fact), columns):
        if hasattr(fact, name) and name not in told_elsewhere:
            yield from _stated(fact, name, columns.get(name))


def _stated(fact, name, column):
    field = fact._meta.get_field(name)
    label = capfirst(field.verbose_name)
    value = column.of(fact) if column else getattr(fact, name)
    if not value and not isinstance(field, BooleanField):
        words = SAID_BY_NOTHING.get((fact.collection, name))
        if words:
            yield Stated(label, words=words)
    elif isinstance(field, EDTFField):
        is_post = isinstance(fact, Appointment)
        inference = fact.inference_of(name) if is_post else fact.inference
        yield Stated(label, date=value, inference=inference)
    elif field.is_relation:
        yield Stated(label, links=tuple(_links(fact, name, value)))
    elif isinstance(field, BooleanField):
        yield Stated(label, words=_("yes") if value else _("no"))
    else:
        words = getattr(fact, f"get_{name}_display")() if field.choices else _told(value)
        yield Stated(label, words=words)


def _told(value):
    """A text as it is kept in the language of the page; numbers and dates as they are."""
    return str(told(value)) if isinstance(value, str) else value


def _links(fact, name, ids):
    """The rows that a field points to, of those with one of the ids: a fact at its own page."""
    rows = getattr(fact, name)
    if not hasattr(rows, "all"):
        return [_link(rows)]
    return [_link(row) for row in rows.all() if _id_of(row) in ids]


def _link(row):
    return row, row.get_absolute_url() if hasattr(row, "slug") else row.get_fact_url()


def _id_of(row):
    return row.slug if hasattr(row, "slug") else row.key


def _in_api(fact):
    """Where the API has it; a person is not there."""
    table = OF_COLLECTION.get(fact.collection)
    return f"/api/v1/{table.name}/{getattr(fact, table.found_by)}" if table else ""

"""The page of the open data, and its files."""

import re

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.views.decorators.http import require_safe

from focalpoints.forms import DayForm
from focalpoints.views import refuse_day
from meetings.calendar import calendar_of_all
from r2pnet.limits import computed
from r2pnet.site import LICENCE, absolute

from .cors import for_any_origin
from .files import csv_of, json_of, package_text, zip_of
from .tables import REGISTER, TABLES
from .version import how_cited

BY_NAME = {table.name: table for table in (*TABLES, REGISTER)}


class DataEnding(StringConverter):
    """The ending of a table's file in an address: what kind of file it is."""

    regex = "csv|json"


def data(request):
    """What there is for machines: tables as files, the API, feeds, calendars."""
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    return render(
        request,
        "open_data/data.html",
        {
            "form": form,
            # As a reader looks for them: the register, the parties, and on to what is said of them.
            "tables": [REGISTER, *reversed(TABLES)],
            "licence": LICENCE,
            "how_cited": how_cited(absolute(f"{reverse('data')}{form.day_query}"), form.day),
            "calendar": calendar_of_all(),
        },
    )


@for_any_origin
@require_safe
@computed
def data_file(request, name, ending):
    """A table, whole, or what `?on=` knows of it."""
    table = BY_NAME.get(name)
    if table is None:
        raise Http404
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    written, kind = {
        "csv": (csv_of, "text/csv; charset=utf-8; header=present"),
        "json": (json_of, "application/json"),
    }[ending]
    return _file(written(table, _asked(form)), f"{name}{form.day_query}", ending, kind)


@for_any_origin
@require_safe
@computed
def data_package(request):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    return HttpResponse(package_text(_asked(form)), content_type="application/json")


@for_any_origin
@require_safe
@computed
def data_zip(request):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    return _file(zip_of(_asked(form)), f"data{form.day_query}", "zip", "application/zip")


def _asked(form):
    """The day, where one was asked for: without one, a file holds all that is recorded."""
    return form.day if form.day_query else None


def _file(pieces, name, ending, kind):
    response = StreamingHttpResponse(pieces, content_type=kind)
    name = "-".join(re.findall(r"[a-z0-9-]+", name))
    response["Content-Disposition"] = f'attachment; filename="r2pnet-{name}.{ending}"'
    return response

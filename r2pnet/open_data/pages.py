"""The page of the open data, and its files."""

from functools import partial, wraps

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.urls.converters import StringConverter
from django.views.decorators.csrf import csrf_exempt

from focalpoints.forms import DayForm
from focalpoints.views import refuse_day
from meetings.calendar import calendar_of_all
from r2pnet import limits
from r2pnet.site import LICENCE, absolute

from .api import known, takes_only
from .cors import METHODS, for_any_origin
from .english import in_english
from .files import csv_of, json_of, package_text, zip_of
from .problems import Refused, problem
from .schemas import DAY
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


def given_as_file(view, *, as_many=1):
    """A file with all that is recorded, or with what the day of `?on=` knows.

    The view is told the day, or None. Refusals are problem details, as those of the API are, and
    in English.
    `as_many` is how many requests it counts as, see `limits`.
    """

    @takes_only(["on"])
    def of_day(request, **kwargs):
        return view(request, day=_day_asked(request), **kwargs)

    @for_any_origin
    @csrf_exempt
    @wraps(view)
    def answer(request, **kwargs):
        if request.method not in ("GET", "HEAD"):
            return problem(405, headers={"Allow": METHODS})
        try:
            limits.count(request, as_many=as_many)
            with in_english():
                return of_day(request, **kwargs)
        except limits.TooMany as refusal:
            return problem(429, headers={"Retry-After": str(refusal.retry_after)})
        except Refused as refusal:
            return problem(**refusal.answer)
        except Http404:
            return problem(404)

    return answer


def _day_asked(request):
    """The day of `?on=`, or None where nothing is written there. Raises Refused."""
    written = request.GET.get("on")
    if not written:
        return None
    try:
        day = DAY.to_python(written)
    except ValidationError as refusal:
        told = {"parameter": "on", "detail": " ".join(refusal.messages)}
        raise Refused(422, errors=[told]) from None
    return known(day)


@given_as_file
def data_file(request, name, ending, day):
    """A table, whole, or what the day knows of it."""
    table = BY_NAME.get(name)
    if table is None:
        raise Http404
    written, kind = {
        "csv": (csv_of, "text/csv; charset=utf-8; header=present"),
        "json": (json_of, "application/json"),
    }[ending]
    return _file(written(table, day), name, day, ending, kind)


@given_as_file
def data_package(request, day):
    return HttpResponse(package_text(day), content_type="application/json")


@partial(given_as_file, as_many=10)
def data_zip(request, day):
    return _file(zip_of(day), "data", day, "zip", "application/zip")


def _file(pieces, name, day, ending, kind):
    response = StreamingHttpResponse(pieces, content_type=kind)
    name = f"{name}-on-{day.isoformat()}" if day else name
    response["Content-Disposition"] = f'attachment; filename="r2pnet-{name}.{ending}"'
    return response

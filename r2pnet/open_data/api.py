"""The API: the tables of the open data, a page or a row at a time, and the register on a day.

It is only read, by anybody, without a session. A list takes the parameters that its description
names and no others. An id that names nothing is not found, so that a slip of the pen is not told
that there is nothing; other values that no row holds give an empty list. Addresses have one form:
ids as they are written in the data, and no slash at the end.
"""

from array import array
from functools import partial, wraps

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.http import urlencode
from django.utils.translation import gettext_noop as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError as Unfit

from countries.models import Party
from focalpoints import register
from r2pnet import limits
from r2pnet.prepared import keys_of, prepared, with_keys
from r2pnet.site import absolute

from .cors import METHODS, for_any_origin
from .english import in_english, made
from .problems import MEDIA_TYPE, Refused, problem
from .schemas import (
    DAY,
    LARGEST_OFFSET,
    DayAsked,
    asked_schema,
    id_in_path,
    page_schema,
    register_schema,
    row_schema,
)
from .tables import NETWORK_COUNTS, PARTIES, REGISTER, TABLES

PREFIX = "/api/v1/"
BY_NAME = {table.name: table for table in TABLES}
FRESH_FOR = 60  # seconds for which an answer may be kept without asking again

api = NinjaAPI(
    title="Register of R2P Focal Points",
    version="1",
    description=(
        "Who has appointed a focal point for the Responsibility to Protect, since when, who met "
        "where, and how that is known. Read-only, without a key. Dates are EDTF (ISO 8601-2), "
        "each beside the first and the last day that it allows."
    ),
    urls_namespace="api-v1",
    openapi_url=None,
    docs_url=None,
)


@api.exception_handler(Refused)
def _refused(request, refusal):
    return problem(**refusal.answer)


@api.exception_handler(Http404)
def _not_found(request, _error):
    return problem(404)


@api.exception_handler(limits.TooMany)
def _too_many(request, refusal):
    return problem(429, headers={"Retry-After": str(refusal.retry_after)})


@api.exception_handler(Unfit)
def _unfit(request, unfit):
    """An id that is written as none is written is one that is not there."""
    if any(error["loc"][0] == "path" for error in unfit.errors):
        return problem(404)
    return problem(422, errors=[_error(each["loc"][-1], _sentence(each)) for each in unfit.errors])


def _error(parameter, detail):
    return {"parameter": parameter, "detail": detail}


def _sentence(error):
    match error["type"]:
        case "value_error":
            return error["ctx"]["error"]
        case "literal_error":
            return f"Write one of these: {error['ctx']['expected']}."
    return "Write an id: Latin letters, digits, hyphens and underscores."


def takes_only(names):
    """An operation refuses parameters that it does not know, and any given twice."""
    known = ", ".join(sorted(names)) or "none"

    def decorate(run):
        @wraps(run)
        def checked(request, **kwargs):
            errors = [
                _error(name, f"There is no such parameter here. Known ones: {known}.")
                if name not in names
                else _error(name, "Write it once.")
                for name, values in request.GET.lists()
                if name not in names or len(values) > 1
            ]
            return problem(422, errors=errors) if errors else run(request, **kwargs)

        return checked

    return decorate


def offer(answer, address, *, takes=(), **described):
    """Add an operation to the API, which takes these parameters and no others."""
    operation = decorate_view(takes_only(takes))(answer)
    api.api_operation(["GET", "HEAD"], address, **described)(operation)


def offer_list(table):
    asked_of_it = asked_schema(table)

    def rows(request, asked: Query[asked_of_it]):
        day = known(asked.on) if isinstance(asked, DayAsked) else None
        refuse_unknown_ids(table, asked.values)
        return page_of(table, table.holding(asked.values, table.rows(day)), asked)

    offer(
        rows,
        f"/{table.name}",
        takes=asked_of_it.model_fields,
        response=page_schema(table),
        url_name=f"api-{table.name}",
        operation_id=f"list-{table.name}",
        summary=made(_("%(table)s, a page at a time"), texts={"table": table.title}),
        description=table.about,
        tags=[table.name],
    )


def offer_row(table):
    its_id = id_in_path(table)

    def row(request, id: str = its_id):
        return table.row(_or_404(table.find(id)))

    offer(
        row,
        f"/{table.name}/{{id}}",
        response=row_schema(table),
        url_name=f"api-{table.name}-row",
        operation_id=f"get-{table.name}",
        summary=made(_("%(table)s, one by its id"), texts={"table": table.title}),
        tags=[table.name],
    )


def offer_register():
    asked_of_it, its_party = asked_schema(REGISTER), id_in_path(PARTIES)

    def on_day(request, asked: Query[asked_of_it]):
        limits.count(request)
        return register_page(known(asked.on) or register.today(), asked)

    def of_party(request, asked: Query[DayAsked], party: str = its_party):
        limits.count(request)
        day = known(asked.on) or register.today()
        [standing] = register.standings([_or_404(PARTIES.find(party))], day)
        return REGISTER.row(standing)

    offer(
        on_day,
        "/register",
        takes=asked_of_it.model_fields,
        response=register_schema(),
        url_name="api-register",
        operation_id="register",
        summary=_("All parties on a day"),
        description=(
            "How many have a focal point on the day, states and organizations apart; the sizes "
            "that sources had reported by then; and where each party stands."
        ),
        tags=[REGISTER.name],
    )
    offer(
        of_party,
        "/register/{party}",
        takes=DayAsked.model_fields,
        response=row_schema(REGISTER),
        url_name="api-register-row",
        operation_id="register-of-party",
        summary=_("One party on a day"),
        tags=[REGISTER.name],
    )


def known(day):
    """The day, if the register knows it. Raises Refused: tomorrow, it may be another matter."""
    try:
        if day:
            DAY.validate(day)
    except ValidationError as refusal:
        raise Refused(404, " ".join(refusal.messages)) from None
    return day


def refuse_unknown_ids(table, values):
    """Raise Refused where a value should name a row of another table, and names none."""
    errors = [
        _error(
            column.name,
            f"The table {column.refers_to} has no such id. Ids are written as they stand there, in "
            "lower case.",
        )
        for column in table.columns
        if column.refers_to
        and column.name in values
        and not BY_NAME[column.refers_to].has(values[column.name])
    ]
    if errors:
        raise Refused(404, errors[0]["detail"], errors=errors)


def page_of(table, rows, asked):
    """The part of the rows of a QuerySet that is asked for; see `_part_of`."""
    return _part_of(table, asked, keys_of(rows), partial(with_keys, rows))


def _part_of(table, asked, keys, rows_with):
    """The part of the rows that is asked for, how many there are, and the pages beside it.

    Of all rows there are the `keys`, in order; `rows_with` reads those of the page.
    """
    count = len(keys)
    beyond, before = asked.offset + asked.limit, max(asked.offset - asked.limit, 0)
    return {
        "count": count,
        "next": _link(table, asked, beyond) if beyond < min(count, LARGEST_OFFSET + 1) else None,
        "previous": _link(table, asked, before) if asked.offset else None,
        "results": [table.row(row) for row in rows_with(keys[asked.offset : beyond])],
    }


def register_page(day, asked):
    totals, parties = _found_on(day, tuple(sorted(asked.values.items())))
    return {
        "day": day,
        **totals,
        "reported": [NETWORK_COUNTS.row(each) for each in NETWORK_COUNTS.rows(day)],
        **_part_of(REGISTER, asked, parties, lambda keys: _standings(day, keys)),
    }


@prepared
def _found_on(day, values):
    """The totals of the register on the day, and the keys of the parties where the values stand.

    The values by the names of their columns, as pairs.
    """
    standings = REGISTER.rows(day)
    network = register.Register(day, standings)
    totals = {
        "states": _totals(network.states, network.state_pair),
        "organizations": _totals(network.organizations, network.organization_pair),
    }
    found = REGISTER.holding(dict(values), standings)
    return totals, array("q", [each.party.pk for each in found])


def _standings(day, keys):
    """Where the parties with these keys stand, in the order of the keys."""
    standings = register.standings(Party.objects.filter(pk__in=list(keys)), day)
    by_key = {each.party.pk: each for each in standings}
    return [by_key[key] for key in keys if key in by_key]


def _link(table, asked, offset):
    query = {**asked.model_dump(exclude_none=True), "offset": offset}
    return absolute(f"{PREFIX}{table.name}?{urlencode(query)}")


def _totals(standings, pair):
    return {
        "certain": pair.certain,
        "possible": pair.possible,
        "certain_by_inference": sum(each.is_inferred for each in standings),
    }


def _or_404(row):
    if row is None:
        raise Http404
    return row


def opened(view):
    """What the view answers, for any origin, in English, with an ETag, its refusals as problems."""

    @csrf_exempt
    @wraps(view)
    def answer(request, **kwargs):
        with in_english():  # the sentences of forms, in which a value is refused
            response = view(request, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH_FOR)
            set_response_etag(response)
            response = get_conditional_response(request, response["ETag"], response=response)
        if response.status_code == 405:
            return problem(405, headers={"Allow": METHODS})
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            return problem(response.status_code)
        return response

    return for_any_origin(answer)


@opened
def elsewhere(request, rest=""):
    """What stands at no other address of the API; from its bare names on to its page."""
    if rest in ("", "v1"):
        return redirect("api", permanent=True)
    if rest.endswith("/"):
        return problem(404, "No address of the API has a slash at its end.")
    return problem(404)


offer_register()
for each in reversed(TABLES):
    offer_list(each)
    if each.found_by:
        offer_row(each)

_operations, _app_name, _namespace = api.urls
urlpatterns = [
    *(
        path(f"{PREFIX[1:]}{each.pattern}", opened(each.callback), name=each.name)
        for each in _operations
        if each.name != "api-root"
    ),
    path("api/", elsewhere, name="api-root"),
    path("api/<path:rest>", elsewhere, name="api-elsewhere"),
]

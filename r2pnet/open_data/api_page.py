"""The description of the API: as a file, and as a page made of it."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from r2pnet import limits
from sources.enumeration import listed

from .api import opened
from .description import describe
from .problems import KINDS, problem
from .schemas import LARGEST_PAGE, PAGE, name_of
from .tables import REGISTER, TABLES


@opened
@require_safe
def api_description(request):
    """In OpenAPI 3.1. Its examples take as much work as the register on a day."""
    try:
        limits.count(request)
    except limits.TooMany as refusal:
        return problem(429, headers={"Retry-After": str(refusal.retry_after)})
    return JsonResponse(describe(), json_dumps_params={"ensure_ascii": False})


@limits.computed
def api(request):
    described = describe()
    return render(
        request,
        "open_data/api.html",
        {
            "sections": _sections(described),
            "problems": KINDS.values(),
            "size": PAGE,
            "largest": LARGEST_PAGE,
            "a_minute": settings.COMPUTED_A_MINUTE,
        },
    )


def _sections(described):
    """By table: its operations, and the members of its rows."""
    schemas = described["components"]["schemas"]
    operations = [
        _operation(address, methods["get"]) for address, methods in described["paths"].items()
    ]
    return [
        {
            "table": table,
            "operations": [each for each in operations if each["tags"] == [table.name]],
            "members": [
                {"name": name, "about": schema["description"], "takes": _takes(schema)}
                for name, schema in schemas[name_of(table)]["properties"].items()
            ],
        }
        for table in (REGISTER, *reversed(TABLES))
    ]


def _operation(address, described):
    return {
        **described,
        "address": address,
        "example": described.get("x-example"),
        "parameters": [
            {**each, "takes": _takes(each["schema"])} for each in described["parameters"]
        ],
        "problems": [kind for kind in KINDS.values() if str(kind.status) in described["responses"]],
    }


def _takes(schema):
    """In words, what a schema of the description allows."""
    if "anyOf" in schema:
        allowed, _null = schema["anyOf"]
        return _("%(allowed)s; or null") % {"allowed": _takes(allowed)}
    if "enum" in schema:
        return _("one of these: %(words)s") % {"words": listed(schema["enum"])}
    if "default" in schema:
        return _("a whole number from %(least)s to %(most)s; %(default)s unless it is given") % {
            "least": schema["minimum"],
            "most": schema["maximum"],
            "default": schema["default"],
        }
    return {
        "integer": _("a whole number"),
        "boolean": _("true or false"),
        "array": _("a list of texts"),
        "string": {"date": _("a day"), "uri": _("an address")}.get(schema.get("format"), _("text")),
    }[schema["type"]]

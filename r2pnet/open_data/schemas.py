"""The tables as schemas: what a row of each looks like, and what it may be asked by.

Made of the columns, so that the description of the API says what the tables say.
"""

import re
from datetime import date
from functools import cache
from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_noop as _
from ninja import Path, Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from focalpoints.forms import DayField
from focalpoints.register import FIRST_DAY

from .english import made
from .tables import NETWORK_COUNTS, REGISTER, TableOfDay

ID = "[A-Za-z0-9_-]{1,100}"  # as slugs and keys are made
LARGEST_PAGE, PAGE, LARGEST_OFFSET = 200, 50, 1_000_000
DAY = DayField(strip=False)

_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,9}")


def _day(written):
    """A day, which the register may not know."""
    if not written:
        raise ValueError("Write year-month-day, such as 2013-06-12.")
    try:
        return DAY.to_python(written)
    except ValidationError as refusal:
        raise ValueError(" ".join(refusal.messages)) from None


def _whole_number(least, most):
    def number(written):
        if not _WHOLE_NUMBER.fullmatch(written) or not least <= int(written) <= most:
            raise ValueError(f"Write a whole number from {least} to {most:,}.")
        return int(written)

    return Annotated[int, Field(ge=least, le=most), BeforeValidator(number)]


def _without_titles(schema):
    """A title made of the name of a field says nothing that the name does not say."""
    for described in schema.get("properties", {}).values():
        described.pop("title", None)


class Part(BaseModel):
    """An object of an answer: all its members are always there, and no others."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_without_titles)


class Asked(Schema):
    """What a list may be asked, whatever stands in it."""

    limit: _whole_number(1, LARGEST_PAGE) = Field(PAGE, description=_("How many rows at most."))
    offset: _whole_number(0, LARGEST_OFFSET) = Field(
        0,
        description=_("How many rows to leave out first. For all of a long table, take its file."),
    )

    @property
    def values(self):
        """By name of the column, what is asked to stand in it."""
        common = {*Asked.model_fields, *DayAsked.model_fields}
        return {name: value for name, value in self if name not in common and value is not None}


class DayAsked(Schema):
    """What may be asked where the day matters."""

    on: Annotated[date, BeforeValidator(_day)] = Field(
        None,
        description=made(
            _(
                "A day from %(first)s to today in UTC. Without it, the register is that of today, "
                "and a list holds all that is recorded."
            ),
            names={"first": FIRST_DAY},
        ),
    )


class DayAndPageAsked(DayAsked, Asked):
    pass


class Pair(Part):
    """How many have a focal point on the day: so many for certain, so many at most."""

    certain: int = Field(description="Those that surely have one.")
    possible: int = Field(description="Those that may have one; the certain are among them.")
    certain_by_inference: int = Field(
        description="Of the certain those that are so only through an inference of ours."
    )


@cache
def row_schema(table):
    """A row of the table, as `Table.row` gives it."""
    return create_model(
        name_of(table),
        __base__=Part,
        __doc__=table.about,
        **{column.name: _member(column) for column in table.columns},
    )


@cache
def page_schema(table):
    """A part of the table, and where the parts beside it stand."""
    return _page_schema(table)


def _page_schema(table, **more):
    return create_model(
        f"{name_of(table)}Page",
        __base__=Part,
        __doc__=f"{table.title}, a page at a time.",
        **more,
        count=(int, Field(description="How many rows there are on all pages.")),
        next=(str | None, _link("The next page; null on the last one.")),
        previous=(str | None, _link("The page before; null on the first one.")),
        results=(list[row_schema(table)], Field(description="The rows, in an order that stays.")),
    )


@cache
def asked_schema(table):
    """What a list of the table may be asked: a page, its columns, the day where that matters."""
    knows_days = table.on or isinstance(table, TableOfDay)
    return create_model(
        f"{name_of(table)}Asked",
        __base__=DayAndPageAsked if knows_days else Asked,
        **{
            column.name: (_asked(column), Field(None, description=column.about))
            for column in table.columns
            if column.asked_by
        },
    )


def id_in_path(table):
    """The id by which a row is asked for."""
    parts = r"\.".join([ID] * len(table.found_by.split(".")))
    [column] = [column for column in table.columns if column.name == "id"]
    return Path(..., pattern=f"^{parts}$", description=column.about)


@cache
def register_schema():
    """The register on a day: its totals, what sources had reported by then, and its rows."""
    return _page_schema(
        REGISTER,
        day=(date, Field(description="The day of the facts, which are told as known now.")),
        states=(Pair, Field(description="Of the states.")),
        organizations=(Pair, Field(description="Of the organizations.")),
        reported=(
            list[row_schema(NETWORK_COUNTS)],
            Field(
                description="The sizes of the network that sources had reported by the day, "
                "each with its own date. They are never computed."
            ),
        ),
    )


def name_of(table):
    """What the schema of its rows is called."""
    return "".join(word.capitalize() for word in table.name.split("-"))


def _member(column):
    python = Literal[column.choices] if column.choices else column.type.python
    extra = {"format": column.format} if column.format else None
    if column.is_required:
        return python, Field(description=column.about, json_schema_extra=extra)
    return python | None, Field(description=column.about, json_schema_extra=extra)


def _asked(column):
    if column.choices:
        return Literal[column.choices]
    return Annotated[str, Field(pattern=f"^{ID}$")]


def _link(about):
    return Field(description=about, json_schema_extra={"format": "uri"})

"""What a column of the open data holds: its type, its words, and where its value comes from."""

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.utils.translation import gettext_noop as _

from sources.edtf import EDTF

from .english import made


class Type(enum.Enum):
    """By the words of Table Schema 2.0, with the type of Python that stands for it."""

    STRING = "string", str
    INTEGER = "integer", int
    BOOLEAN = "boolean", bool
    DATE = "date", date
    LIST = "list", list[str]  # in a cell of CSV, with blanks between

    def __init__(self, word, python):
        self.word = word
        self.python = python


@dataclass(frozen=True)
class Column:
    """One column: `value` takes a row of the database and gives what stands in it, or None.

    `choices` are the words that may stand there. `refers_to` is the name of the table whose ids
    stand there. By `asked_by`, a lookup, the API is asked for the rows with a certain value.
    """

    name: str
    about: str
    value: Callable
    type: Type = Type.STRING
    is_required: bool = False
    choices: tuple = ()
    refers_to: str = ""
    asked_by: str = ""
    format: str = ""

    def of(self, row):
        """The value for the row. Empty text is no value."""
        value = self.value(row)
        return None if value == "" else value


def text(name, about, source=None, **options):
    """A text, from the attribute of that name unless another one is given."""
    return Column(name, about, _getter(source or name), **options)


def required(name, about, source=None, **options):
    return text(name, about, source, is_required=True, **options)


def choice(name, about, choices, source=None, *, is_required=True, **options):
    """One of the values of a TextChoices, by which the API can be asked."""
    return Column(
        name,
        about,
        _getter(source or name),
        is_required=is_required,
        choices=tuple(choices.values),
        **{"asked_by": name, **options},
    )


def number(name, about, source=None, **options):
    return Column(name, about, _getter(source or name), type=Type.INTEGER, **options)


def truth(name, about, source=None, **options):
    return Column(
        name, about, _getter(source or name), type=Type.BOOLEAN, is_required=True, **options
    )


def day(name, about, source=None, **options):
    return Column(name, about, _getter(source or name), type=Type.DATE, **options)


def several(name, about, source, **options):
    """A list, which may be empty."""
    return Column(name, about, source, type=Type.LIST, is_required=True, **options)


def edtf(name, about, source=None, **options):
    """Three columns: the date as written, and the first and the last day that it allows.

    A bound that is open, or a date that is not recorded, leaves its day empty.
    """
    written = _getter(source or name)
    return [
        Column(
            name,
            made(_("%(about)s EDTF text (ISO 8601-2)."), texts={"about": about}),
            written,
            **options,
        ),
        Column(
            f"{name}_earliest",
            made(
                _("The first day that %(name)s allows; empty where that is open."),
                names={"name": name},
            ),
            lambda row: _known(EDTF(written(row) or "").earliest),
            type=Type.DATE,
        ),
        Column(
            f"{name}_latest",
            made(
                _("The last day that %(name)s allows; empty where that is open."),
                names={"name": name},
            ),
            lambda row: _known(EDTF(written(row) or "").latest),
            type=Type.DATE,
        ),
    ]


def _known(bound):
    return None if bound in (date.min, date.max) else bound


def _getter(source):
    return source if callable(source) else attrgetter(source)

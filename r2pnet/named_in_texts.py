"""Public texts that name a focal point who has not agreed to be named."""

import re

from countries.models import NAME_IN, OtherName, Party
from countries.names import fold
from focalpoints.models import Appointment, FocalPoint, Step
from meetings.models import (
    Claim,
    Delegate,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from sources.citations import Cited, cited_models
from sources.models import Passage, Source, Statement, Translation

from .record_texts import that_everyone_may_see, with_text

# What staff write freely and every reader sees, beside the inference of each fact.
WRITTEN = {
    Source: ["label", "title", "issued_by", "published_inference", "url"],
    Passage: ["locator", "says", "quotation"],
    Statement: ["text"],
    Translation: ["text", "translation"],
    Party: [*NAME_IN.values(), "acronym", "grouping_note"],
    OtherName: ["name"],
    Appointment: ["office", "institution"],
    Step: ["role"],
    Meeting: ["title", "city", "venue", "summary"],
    OtherTitle: ["title"],
    Host: ["through"],
    Headcount: ["counted"],
    Delegate: ["name", "position"],
    Difference: ["question", "reason"],
    Claim: ["states"],
}

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_LATIN = "0-9a-z\u00df-\u024f"
_WORDS = re.compile(rf"[{_HAN}]|[{_LATIN}]+|[^\s{_HAN}{_LATIN}]+")


def texts_naming_without_consent(rows_of=lambda model: model._default_manager.all()):
    """The rows whose public texts hold the full name of a focal point who is not to be named.

    Names are compared folded and as whole words. `rows_of` says, for a model, which of its rows
    to look at, or None where it is not to be looked at. One query for each model.
    """
    hidden = FocalPoint.objects.not_named_in_public().values_list("name", flat=True)
    return texts_naming(hidden, lambda model: that_everyone_may_see(rows_of(model)))


def texts_naming(people, rows_of):
    """The same for the names of these people, in whatever row is to be looked at."""
    names = [f" {name} " for name in map(_in_words, people) if name]
    if not names:
        return []
    found = []
    for model in dict.fromkeys([*WRITTEN, *cited_models()]):
        rows = rows_of(model)
        if rows is not None:
            rows = with_text(rows, _written(model)).order_by("pk")
            found += [row for row in rows if _names_one(names, row)]
    return found


def _in_words(text):
    """Folded, with a space wherever the script changes and around each Chinese character.

    Chinese sets no spaces, and Arabic writes what stands before a name together with it.
    """
    return " ".join(_WORDS.findall(fold(text)))


def _names_one(names, row):
    texts = [f" {_in_words(str(getattr(row, name)))} " for name in _written(type(row))]
    return any(name in text for name in names for text in texts)


def _written(model):
    """The names of the fields."""
    fields = WRITTEN.get(model, [])
    return [*fields, "inference"] if issubclass(model, Cited) else fields

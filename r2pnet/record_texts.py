"""Which texts of the record are told in other languages too, and where they stand.

They are ours: what we say, conclude and describe. What stands as it is printed is not translated:
names, titles of documents, offices, quotations, addresses. A text is translated once, however
many rows say it (`sources.models.Translation`), and only if everyone may read it.
"""

from typing import NamedTuple

from django.db.models import Q

from countries.models import Party
from meetings.models import Claim, Difference, Headcount, Host, Meeting
from sources.citations import Cited, cited_models
from sources.models import Passage, Source, Statement

# Beside the inference of each fact.
TRANSLATED = {
    Source: ["label", "published_inference"],
    Passage: ["locator", "says"],
    Statement: ["text"],
    Party: ["grouping_note"],
    Meeting: ["title", "city", "venue", "summary"],
    Host: ["through"],
    Headcount: ["counted"],
    Difference: ["question", "reason"],
    Claim: ["states"],
}


class Place(NamedTuple):
    """A field of a row, in which a text stands."""

    model: type
    pk: int
    field: str


def models_of_texts():
    return list(dict.fromkeys([*TRANSLATED, *cited_models()]))


def model_of_texts(label):
    """The model of that label, as "sources.passage". Raises LookupError where it has no texts."""
    for model in models_of_texts():
        if model._meta.label_lower == label:
            return model
    raise LookupError(label)


def translated_fields(model):
    """The names of the fields; of a proxy, those of the model that it stands for."""
    fields = TRANSLATED.get(model._meta.concrete_model, [])
    return [*fields, "inference"] if issubclass(model, Cited) else fields


def that_everyone_may_see(rows):
    """All of them, unless their model says otherwise."""
    return rows.public() if hasattr(rows, "public") else rows


def with_text(rows, names):
    """Those in which one of the fields says something."""
    return rows.exclude(**dict.fromkeys(names, ""))


def public_rows(model):
    return that_everyone_may_see(model._default_manager.all())


def texts_of(row):
    """By field, what the row says in it; empty ones are left out."""
    said = {name: getattr(row, name) for name in translated_fields(type(row))}
    return {name: text for name, text in said.items() if text}


def places_of_texts(models, *, only=None):
    """By text, every `Place` where it stands in a public row. One query for each model.

    With `only`, of that text alone.
    """
    places = {}
    for model in models:
        names = translated_fields(model)
        rows = with_text(public_rows(model), names)
        if only is not None:
            rows = rows.filter(Q.create([(name, only) for name in names], Q.OR))
        for pk, *texts in rows.order_by("pk").values_list("pk", *names):
            for name, text in zip(names, texts, strict=True):
                if text and only in (None, text):
                    places.setdefault(text, []).append(Place(model, pk, name))
    return places

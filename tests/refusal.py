"""Rows that neither the database nor the model takes, and what they are told."""

import copy

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from sources.citations import Cited
from sources.keys import new_key


def again(row, **fields):
    """A new, unsaved row like the given one, with other values in the fields given."""
    twin = changed(row, **fields)
    twin.pk = None
    twin._state.adding = True
    if isinstance(twin, Cited):
        twin.key = new_key()
    return twin


def changed(row, **fields):
    """The row, not yet saved again, with other values in the fields given."""
    row = copy.copy(row)
    for name, value in fields.items():
        setattr(row, name, value)
    return row


def refusal_of(row):
    """The sentences that refuse a row, which the database refuses whoever writes it."""
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    return refused.value.messages


def constraints_of(app_label):
    """The names of all constraints of the app's models."""
    models = apps.get_app_config(app_label).get_models()
    return {constraint.name for model in models for constraint in model._meta.constraints}

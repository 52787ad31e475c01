"""Rows that fixtures and people name by what they are, not by a number."""

from functools import cache

from django.db import models
from django.utils.encoding import force_str


def identity_lookups(model, prefix=""):
    """The lookups, through foreign keys, that together name one row of the model."""
    for name in model.identity:
        field = model._meta.get_field(name)
        if field.is_relation:
            yield from identity_lookups(field.related_model, f"{prefix}{name}__")
        else:
            yield f"{prefix}{name}"


class IdentifiedQuerySet(models.QuerySet):
    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(identity_lookups(self.model), key, strict=True)))


class Identified(models.Model):
    """A row whose `identity`, a tuple of field names, is its natural key in fixtures."""

    identity = ()

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        """Django's, which makes a dict of all choices anew for each value that is shown."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)

    def natural_key(self):
        key = []
        for lookup in identity_lookups(type(self)):
            value = self
            for name in lookup.split("__"):
                value = getattr(value, name, None)
            key.append(value)
        return tuple(key)


@cache
def _labels(field):
    return dict(field.flatchoices)

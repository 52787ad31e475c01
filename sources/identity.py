"""Rows that fixtures and people name by what they are, not by a number."""

from django.db import models


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

    def natural_key(self):
        key = []
        for lookup in identity_lookups(type(self)):
            value = self
            for name in lookup.split("__"):
                value = getattr(value, name, None)
            key.append(value)
        return tuple(key)

"""The model field, form field and lookups for dates in the EDTF profile."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _

from .edtf import EDTF, parse

DAY_LENGTH = len("2013-06-15")
TEXT_AT = 2 * (DAY_LENGTH + 1)
TEXT_LENGTH = 40


def stored(text):
    """How a date stands in its column: `earliest latest text`, which sorts by itself."""
    earliest, latest = parse(text)
    return f"{earliest.isoformat()} {latest.isoformat()} {text}"


def refuse_unless_taken(text, *, takes_span, takes_doubt):
    """Raise ValidationError where a field does not take this text, with what to write instead."""
    date_read = EDTF(text)
    parse(date_read)
    if date_read.is_span and not takes_span:
        raise ValidationError(
            _(
                "This is one day, not a span of days. If the day is not known, write the "
                "earliest and the latest day, such as [2013-06-11..2013-06-12]."
            ),
            code="edtf",
        )
    if date_read.is_doubtful and not takes_doubt:
        raise ValidationError(
            _(
                "Doubt has no place here. Write the earliest and the latest day instead, "
                "such as [2013-06..2014]."
            ),
            code="edtf",
        )


class EDTFFormField(forms.CharField):
    """A text input for a date in the profile; cleans to `EDTF`."""

    def __init__(self, *, takes_span=False, takes_doubt=False, **kwargs):
        self.takes_span = takes_span
        self.takes_doubt = takes_doubt
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """Its signs stand in their order whatever direction the page has."""
        return {**super().widget_attrs(widget), "dir": "ltr"}

    def to_python(self, value):
        return EDTF(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        refuse_unless_taken(value, takes_span=self.takes_span, takes_doubt=self.takes_doubt)


class EDTFAttribute(DeferredAttribute):
    """Whatever is assigned to the attribute is read back as `EDTF`."""

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = EDTF(value or "")


class EDTFField(models.CharField):
    """A date in the profile of `edtf.py`, in one text column.

    The column holds `earliest latest text`, so that the bounds cannot go out of step with the
    text, whoever writes it; nothing outside the profile can be saved. Python sees only the
    text, as `EDTF`. Lookups: the text itself, `__earliest` and `__latest` (days).
    """

    description = _("Date as precise as known (EDTF)")
    descriptor_class = EDTFAttribute

    def __init__(self, *args, takes_span=False, takes_doubt=False, **kwargs):
        self.takes_span = takes_span
        self.takes_doubt = takes_doubt
        super().__init__(*args, **{**kwargs, "max_length": TEXT_AT + TEXT_LENGTH})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        if self.takes_span:
            kwargs["takes_span"] = True
        if self.takes_doubt:
            kwargs["takes_doubt"] = True
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return value if value is None else EDTF(value[TEXT_AT:])

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else stored(value)

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        refuse_unless_taken(value, takes_span=self.takes_span, takes_doubt=self.takes_doubt)

    def formfield(self, **kwargs):
        return super().formfield(
            **{
                "form_class": EDTFFormField,
                "takes_span": self.takes_span,
                "takes_doubt": self.takes_doubt,
                "max_length": TEXT_LENGTH,
                **kwargs,
            }
        )


class DayTextField(models.CharField):
    """A day as it stands in an EDTF column: ISO text there, datetime.date in Python."""

    def get_prep_value(self, value):
        return value.isoformat() if isinstance(value, date) else super().get_prep_value(value)

    def from_db_value(self, value, expression, connection):
        return value if value is None else date.fromisoformat(value)


class Bound(models.Transform):
    """One of the two days at the head of an EDTF column."""

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, %(starts_at)s, %(length)s)"
    output_field = DayTextField()

    def as_sql(self, compiler, connection, **extra_context):
        return super().as_sql(
            compiler, connection, starts_at=self.starts_at, length=DAY_LENGTH, **extra_context
        )


@EDTFField.register_lookup
class Earliest(Bound):
    lookup_name = "earliest"
    starts_at = 1


@EDTFField.register_lookup
class Latest(Bound):
    lookup_name = "latest"
    starts_at = DAY_LENGTH + 2

"""The format of the fixtures: Django's YAML with natural keys, and one key of our own.

    - model: focalpoints.appointment
      each: {party: [aut, bih]}
      fields: {capacity: primary, started: "[2010-09..2013-04-10]"}

stands for two rows, one with `party: [aut]`, one with `party: [bih]`.
"""

from uuid import UUID

import yaml
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer as PythonDeserializer
from django.core.serializers.pyyaml import DjangoSafeDumper, SafeLoader
from django.core.serializers.pyyaml import Serializer as YAMLSerializer
from django.db.models import CharField, TextField
from django.utils.translation import gettext as _

from sources.citations import Cited


class FixtureError(DeserializationError):
    """What is wrong with a row, with the line at which the row stands."""

    def __init__(self, line, reason):
        super().__init__(_("line %(line)s: %(reason)s") % {"line": line, "reason": reason})


class Dumper(DjangoSafeDumper):
    """Writes natural keys too, in which an EDTF date or the key of a focal point may stand."""


for kind in (str, UUID):
    Dumper.add_multi_representer(kind, lambda dumper, part: dumper.represent_str(str(part)))


class Serializer(YAMLSerializer):
    """Writes a fixture for `dumpdata`."""

    def end_serialization(self):
        yaml.dump(
            self.objects, self.stream, Dumper=Dumper, **{"allow_unicode": True, **self.options}
        )


class Deserializer(PythonDeserializer):
    """Reads a fixture for `loaddata`."""

    def __init__(self, stream_or_string, **options):
        super().__init__(rows(stream_or_string), **options)

    def _handle_object(self, placed_row):
        line, row = placed_row
        try:
            if not self.ignorenonexistent:
                refuse_misread(self._get_model_from_node(row["model"]), row["fields"])
            for read in super()._handle_object(row):
                keep_address(read.object)
                yield read
        except ValidationError as error:
            raise FixtureError(line, sentences(error)) from error
        except Exception as error:
            raise FixtureError(line, error) from error


def rows(stream):
    """The rows of a fixture, each with its line: (line, {"model": "app.model", "fields": {}}).

    A row with `each` comes once for each of its values. Raises FixtureError.
    """
    loader = SafeLoader(stream)
    line = 1
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.SequenceNode):
            raise FixtureError(line, _("A fixture is a list of rows, each beginning “- model:”."))
        _refuse_repeated_keys(root)  # before a merge repeats keys, as it may
        for node in root.value:
            line = node.start_mark.line + 1
            for row in _spelled_out(line, loader.construct_document(node)):
                yield line, row
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = _("This is not YAML: %(problem)s.") % {
            "problem": getattr(error, "problem", None) or error
        }
        raise FixtureError(mark.line + 1 if mark else line, reason) from error
    finally:
        loader.dispose()


def model_named(label):
    """The model that a row names, or None where it names none."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError, AttributeError, TypeError):
        return None


def keep_address(row):
    """A fact that stands in the database already keeps the key by which it is found there."""
    if isinstance(row, Cited) and row.pk:
        known = type(row).objects.filter(pk=row.pk).values_list("key", flat=True).first()
        row.key = known or row.key


def refuse_misread(model, fields):
    """Raise ValidationError where YAML has read something else than the author wrote.

    To YAML `no` is false, 2013 a number, 2013-06-15 a day, 004 is 4 and [2010..2014] a list;
    Django would take each of them for text without a word.
    """
    for name, value in fields.items():
        field = model._meta.get_field(name)
        if value is None and field.null:
            continue
        if isinstance(field, CharField | TextField) and not isinstance(value, str):
            reason = _("Write it in quotes: YAML reads it as %(value)s, which is not text.")
            raise ValidationError({name: reason % {"value": value}})
        if field.many_to_many and not isinstance(value, list):
            raise ValidationError({name: _("Write a list of keys, such as [[aut], [bih]].")})
        keys = value if field.many_to_many else [value]
        if field.is_relation and any(isinstance(key, str) for key in keys):
            raise ValidationError({name: _("Write each key as a list, such as [aut].")})


def sentences(error):
    """The messages of a ValidationError in one line, each with its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        message if name == NON_FIELD_ERRORS else f"{name}: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    )


def _spelled_out(line, row):
    """The row itself, or one for each value of its `each`."""
    if (
        not isinstance(row, dict)
        or not {"model", "fields"} <= set(row) <= {"model", "pk", "each", "fields"}
        or not isinstance(row["fields"], dict)
    ):
        raise FixtureError(
            line, _("A row has a model and fields, and may have each; nothing else.")
        )
    each = row.pop("each", None)
    if each is None:
        return [row]
    match list(each.items()) if isinstance(each, dict) else each:
        case [(str(name), [*values])] if name not in row["fields"]:
            if _names_rows(row["model"], name):
                values = [value if isinstance(value, list) else [value] for value in values]
            return [{**row, "fields": {name: value, **row["fields"]}} for value in values]
    raise FixtureError(
        line,
        _(
            "Write one field and its values, such as each: {party: [aut, bih]}, and leave "
            "that field out of the others."
        ),
    )


def _names_rows(label, name):
    """Whether the field holds a natural key, which is written as a list: [aut]."""
    try:
        return model_named(label)._meta.get_field(name).is_relation
    except (AttributeError, FieldDoesNotExist):
        return False  # whoever uses the row will say so


def _refuse_repeated_keys(root):
    """YAML keeps the last of two fields of one name, without a word about the first."""
    known, to_read = set(), [root]
    while to_read:
        node = to_read.pop()
        if id(node) in known:  # an alias: read where it was anchored
            continue
        known.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            to_read += node.value
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated_key(node)
            to_read += [value for _key, value in node.value]


def _refuse_repeated_key(mapping):
    seen = set()
    for key, _value in mapping.value:
        name = str(key.value)
        if name in seen:
            raise FixtureError(
                key.start_mark.line + 1, _("“%(key)s” stands here twice.") % {"key": name}
            )
        seen.add(name)

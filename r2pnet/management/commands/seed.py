"""Fills an empty register with what the portal knows from its sources."""

from collections import Counter
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save
from django.utils.translation import gettext as _

from r2pnet.fixtures import FixtureError, model_named, refuse_misread, rows, sentences
from sources.citations import Cited, refuse_uncited

REGISTER_APPS = ["sources", "countries", "focalpoints", "meetings"]


class Command(BaseCommand):
    help = (
        "Fills an empty register from the fixtures: all of them or, where one row is wrong, none."
    )

    def add_arguments(self, parser):
        parser.add_argument("--fixtures", metavar="DIR", default=settings.BASE_DIR / "fixtures")

    @transaction.atomic
    def handle(self, *, fixtures, **options):
        if not register_is_empty():
            self.stdout.write(_("The register is not empty: nothing was loaded."))
            return
        paths = sorted(Path(fixtures).glob("[0-9]-*.yaml"))
        if not paths:
            raise CommandError(
                _("There are no files such as 1-countries.yaml in %(folder)s.")
                % {"folder": fixtures}
            )
        total = Counter()
        for path in paths:
            loaded = load(path)
            self.stdout.write(f"{path.name}: {counted(loaded)}")
            total += loaded
        self.stdout.write(
            _("The register is filled: %(rows)s rows from %(files)s files.")
            % {"rows": total.total(), "files": len(paths)}
        )


def register_is_empty():
    """Whether nothing was ever recorded: a register that staff have emptied has a history."""
    return not any(
        model._base_manager.exists()
        for label in REGISTER_APPS
        for model in apps.get_app_config(label).get_models()
    )


def load(path):
    """Load one file; returns how many rows of each model. Raises CommandError."""
    loaded = Counter()
    try:
        with path.open("rb") as stream:
            for line, row in rows(stream):
                try:
                    loaded[add(row)] += 1
                except (ValidationError, IntegrityError) as error:
                    raise CommandError(refusal(path, line, row, error)) from error
    except FixtureError as error:
        raise CommandError(
            _("%(file)s, %(error)s Nothing was loaded.") % {"file": path.name, "error": error}
        ) from error
    return loaded


def add(row):
    """Add the row to the register, with its first row of history; returns its model.

    Raises ValidationError.
    """
    model = model_of(row)
    refuse_misread(model, row["fields"])
    instance, many = built(model, row["fields"])
    instance.full_clean(validate_unique=False, validate_constraints=False)
    if isinstance(instance, Cited):
        refuse_uncited(many.get("passages"), is_from_secretariat=instance.is_from_secretariat)
    # Saved raw, as loaddata does, and made known once its passages are in place: so its history
    # begins with one row, which holds them.
    instance.skip_history_when_saving = True
    try:
        with transaction.atomic():
            DeserializedObject(instance, many).save()
    except IntegrityError:
        # The database holds the constraints, and asking it for each row twice takes twice as long;
        # their sentences are needed only here.
        instance.pk = None
        instance.full_clean()
        raise
    del instance.skip_history_when_saving
    post_save.send(
        sender=model,
        instance=instance,
        created=True,
        raw=False,
        using=instance._state.db,
        update_fields=None,
    )
    return model


def model_of(row):
    """The model of a row, which has all the fields that the row fills."""
    model = model_named(row["model"])
    if model is None or model._meta.app_label not in REGISTER_APPS:
        raise ValidationError(_("There is no model “%(model)s”."), params={"model": row["model"]})
    names = {field.name for field in [*model._meta.fields, *model._meta.many_to_many]}
    for name in row["fields"]:
        if name not in names:
            raise ValidationError(
                _("A %(model)s has no field “%(field)s”."),
                params={"model": model._meta.verbose_name, "field": name},
            )
    return model


def built(model, fields):
    """An instance that is not saved yet, and what its many-to-many fields are to hold."""
    instance, many = model(), {}
    for name, value in fields.items():
        field = model._meta.get_field(name)
        try:
            if field.many_to_many:
                many[name] = [found(field.related_model, key) for key in value]
            elif field.is_relation:
                setattr(
                    instance, name, None if value is None else found(field.related_model, value)
                )
            else:
                setattr(instance, name, field.to_python(value))
        except ValidationError as error:
            raise ValidationError({name: error}) from error
    return instance, many


def found(model, key):
    """The row above that the natural key names."""
    try:
        return model._default_manager.get_by_natural_key(*key)
    except (model.DoesNotExist, TypeError, ValueError) as error:
        raise ValidationError(
            _("There is no %(model)s (%(key)s) in the rows above. A row refers to earlier ones."),
            params={"model": model._meta.verbose_name, "key": in_words(key)},
        ) from error


def refusal(path, line, row, error):
    """Where the wrong row stands, what it is about and what is wrong with it."""
    names = getattr(model_named(row["model"]), "identity", ())
    key = in_words(row["fields"].get(name) for name in names)
    return _("%(file)s, line %(line)s, %(row)s: %(reason)s Nothing was loaded.") % {
        "file": path.name,
        "line": line,
        "row": f"{row['model']} ({key})" if key else row["model"],
        "reason": sentences(error) if isinstance(error, ValidationError) else error,
    }


def in_words(key):
    """A natural key, whose parts may be keys themselves, as one text."""
    if isinstance(key, str | None):
        return key or ""
    try:
        parts = [in_words(part) for part in key]
    except TypeError:
        return str(key)
    return ", ".join(part for part in parts if part)


def counted(loaded):
    """How many rows of each model, such as "195 parties, 24 other names"."""
    return ", ".join(
        f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
        for model, count in loaded.items()
    )

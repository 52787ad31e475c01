"""Rows of the register as a sheet: out, and in again by the rules that forms keep.

django-import-export reads the rows one by one, each in the light of those before it, all in one
transaction. What is particular to the register stands here: cells are texts as people read them,
a cell that says what is saved changes nothing, and whatever is refused names row and column.
"""

import time
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.widgets import ManyToManyWidget
from tablib import Dataset

from .citations import refuse_uncited
from .sheet_cells import in_every_language
from .sheet_files import Problem

LONGEST_TIME = 15  # seconds for the rows of a sheet; others wait meanwhile to write


class Change(NamedTuple):
    """What a cell changes, as the sheet would say it."""

    column: str
    before: str
    after: str


@dataclass
class ChangedRow:
    """A row of the sheet that changes something, or is new."""

    number: int
    row: object
    is_new: bool
    changes: list
    is_other: bool = False  # than when it was last shown

    def said(self):
        """As it is kept until it is confirmed, and compared then."""
        return [self.number, self.is_new, [list(each) for each in self.changes]]


class Refusal(NamedTuple):
    """Why a row is not taken; `column` is empty where it is the row as a whole."""

    number: int
    column: str
    said: str


@dataclass
class Outcome:
    """What a sheet does, or would do."""

    changed: list
    unchanged: int
    refusals: list
    refused: list = field(default_factory=list)  # the saved rows that the refusals speak of

    @property
    def changes_nothing(self):
        return not self.changed and not self.refusals

    @property
    def new(self):
        return [each for each in self.changed if each.is_new]

    def mark_others(self, said_before):
        """Mark the rows that do something else than what was said of them before.

        Returns whether anything at all is not as it was said.
        """
        said = {each[0]: each for each in said_before}
        for each in self.changed:
            each.is_other = each.said() != said.pop(each.number, None)
        return bool(said) or any(each.is_other for each in self.changed)


class OutOfTime(Exception):
    """The rows of the sheet took too long."""


class SheetResource(ModelResource):
    """A kind of row, in a sheet with a column for each of `Meta.fields`, in that order.

    A row is found by the column `found_by`; where that is empty, it is new. Whoever reads and
    sends the sheet may or may not `sees_persons`: the columns `of_persons` are theirs alone, and
    stay as they are where they are not in the sheet. So with `sees_passages` and `of_passages`.
    """

    found_by = "key"
    of_persons = ()
    of_passages = ()
    # Locked before the rows, as forms do: what these belong to.
    edited_with = ()

    class Meta:
        clean_model_instances = True
        skip_diff = True  # the library's copies each row, and asks the database anew for its lists

    def __init__(
        self, *, may_add=True, may_change=True, sees_persons=True, sees_passages=True, reason=""
    ):
        super().__init__()
        self.may_add, self.may_change, self.reason = may_add, may_change, reason
        withheld = () if sees_persons else self.of_persons
        withheld += () if sees_passages else self.of_passages
        for name in withheld:
            del self.fields[name]
        for name, column in self.fields.items():
            column.column_name = str(column.name or self._name_of(name))

    # Out

    def export_rows(self, rows):
        """A `Dataset` of texts."""
        dataset = self.export(rows)
        dataset.title = capfirst(str(self._meta.model._meta.verbose_name_plural))
        return dataset

    # In

    def in_this_language(self, columns):
        """The names of the columns, as the language that is spoken has those of another one."""
        names = {}
        for name, column in self.fields.items():
            for each in in_every_language(column.name or self._name_of(name)):
                names.setdefault(each, column.column_name)
        return [names.get(each.strip().casefold(), each) for each in columns]

    def refuse_other_columns(self, columns):
        """Raise ValidationError, with a sentence for each, unless these are the sheet's columns."""
        columns = self.in_this_language(columns)
        known = [column.column_name for column in self.get_import_fields()]
        said = [
            _("There is no column “%(name)s” in this sheet: delete it, or give it its name.")
            % {"name": name}
            for name in dict.fromkeys(columns)
            if name not in known
        ]
        said += [
            _("The column “%(name)s” stands there twice.") % {"name": name}
            for name in known
            if columns.count(name) > 1
        ]
        said += [
            _("The column “%(name)s” is missing: export the sheet to see how it is.")
            % {"name": name}
            for name in known
            if name not in columns
        ]
        if said:
            raise ValidationError(said)

    def rehearse(self, sheet):
        """What the sheet would do: an `Outcome`. Nothing of it stays."""
        return self._run(sheet, dry_run=True)

    def take(self, sheet):
        """Save what the sheet says, all of it or, where anything is refused, nothing."""
        return self._run(sheet, dry_run=False)

    def _run(self, sheet, *, dry_run):
        self._numbers = [number for number, _cells in sheet.rows]
        headers = self.in_this_language(sheet.columns)
        dataset = Dataset(*[cells for _number, cells in sheet.rows], headers=headers)
        result = self.import_data(
            dataset,
            dry_run=dry_run,
            use_transactions=True,
            rollback_on_validation_errors=True,
            retain_instance_in_row_result=True,
        )
        for error in result.base_errors:
            raise error.error
        refusals, changed = [], []
        for number, row in zip(self._numbers, result.rows, strict=True):
            if row.validation_error:
                refusals += self._refusals(number, row.validation_error)
            for error in row.errors:
                if isinstance(error.error, OutOfTime):
                    return Outcome([], 0, [Refusal(number, "", str(error.error))])
                raise error.error
            if row.is_new() or row.is_update():
                changed.append(ChangedRow(number, row.instance, row.is_new(), row.diff))
        return Outcome(changed, result.totals["skip"], refusals, self._found_in(refusals))

    def _found_in(self, refusals):
        numbers = {each.number for each in refusals}
        return [self._rows[key] for key, number in self._seen.items() if number in numbers]

    def _refusals(self, number, error):
        by_attribute = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
        for attribute, errors in by_attribute.items():
            for said in ValidationError(errors).messages:
                yield Refusal(number, self._column_of(attribute), said)

    def _column_of(self, attribute):
        names = {column.attribute: column.column_name for column in self.fields.values()}
        return names.get(attribute, "")

    def _name_of(self, name):
        return self._meta.model._meta.get_field(name).verbose_name

    # What the library calls, in this order

    def before_import(self, dataset, **kwargs):
        self._ends_at = time.monotonic() + LONGEST_TIME
        self._seen = {}
        for column in self.get_import_fields():
            cells = dataset[column.column_name]
            column.widget.fetch({cell for cell in cells if type(cell) is str and cell.strip()})
        keys = {str(key).strip() for key in dataset[self.fields[self.found_by].column_name]}
        self._rows = {str(getattr(row, self.found_by)): row for row in self._locked(keys - {""})}

    def _locked(self, keys):
        """The rows that the sheet names, in one query, locked after what they belong to."""
        rows = self._named(keys)
        for name in self.edited_with:
            parents = self._meta.model._meta.get_field(name).related_model._base_manager
            named = {parent.pk for parent in self.fields[name].widget.named()}
            named |= set(rows.values_list(name, flat=True))
            list(parents.select_for_update(no_key=True).filter(pk__in=named).order_by("pk"))
        return self.with_relations(rows).select_for_update(no_key=True, of=("self",)).order_by("pk")

    def _named(self, keys):
        return self._meta.model._default_manager.filter(**{f"{self.found_by}__in": keys})

    def with_relations(self, rows):
        """The rows with all that their cells print."""
        return rows

    def before_import_row(self, row, row_number=None, **kwargs):
        self._row = row
        self._number = self._numbers[row_number - 1]
        if time.monotonic() > self._ends_at:
            raise OutOfTime(
                _(
                    "The rows up to this one took more than %(seconds)s seconds: send the sheet "
                    "in parts."
                )
                % {"seconds": LONGEST_TIME}
            )

    def get_or_init_instance(self, instance_loader, row):
        """The row that the sheet names, or a new one. Raises ValidationError."""
        column = self.fields[self.found_by]
        try:
            key = self._text(column, row).strip()
        except ValueError as refusal:
            raise ValidationError({column.attribute: str(refusal)}) from None
        if key in self._seen:
            raise ValidationError(
                {
                    column.attribute: _("The same stands in row %(row)s already.")
                    % {"row": self._seen[key]}
                }
            )
        found = self._rows.get(key)
        if found is None:
            return self.new_row(column, key), True
        self._seen[key] = self._number
        return found, False

    def new_row(self, column, key):
        """Raises ValidationError where the key names a row that is not there."""
        if key:
            raise ValidationError(
                {
                    column.attribute: _(
                        "There is no row “%(key)s” any more: leave the cell empty to add one."
                    )
                    % {"key": key}
                }
            )
        return self.init_instance()

    def after_init_instance(self, instance, new, row, **kwargs):
        self._before = self._texts(instance)

    def _texts(self, instance):
        """What the sheet would say of a row, by column. Reads what `with_relations` fetched."""
        return {column.column_name: column.export(instance) for column in self.get_import_fields()}

    def import_instance(self, instance, row, **kwargs):
        """Set what the cells say. Raises ValidationError, by attribute."""
        errors = {}
        columns = self.get_import_fields()
        for column in columns:
            try:
                self.import_field(column, instance, row)
            except ValueError as refusal:
                errors[column.attribute] = ValidationError(str(refusal))
        if not errors:
            for column in columns:
                if column.readonly and column.attribute != self.found_by:
                    self._refuse_other_meaning(column, instance, row, errors)
        if errors:
            raise ValidationError(errors)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs):
        """Set what one cell says; of lists, once the row is saved. Raises ValueError."""
        if is_m2m:
            field.save(instance, row, is_m2m)
            return
        text = self._text(field, row)
        row[field.column_name] = text
        is_saved = not instance._state.adding
        if field.readonly or (is_saved and _plain(text) == _plain(self._before[field.column_name])):
            return
        if not text.strip():
            if not self._may_be_empty(field):
                raise ValueError(_("Fill in this cell."))
            if not isinstance(field.widget, ManyToManyWidget):
                setattr(instance, field.attribute, self._empty(field))
            return
        if isinstance(field.widget, ManyToManyWidget):
            field.clean(row)
        else:
            field.save(instance, row)

    def _text(self, column, row):
        """The text of a cell. Raises ValueError where it has none."""
        cell = row[column.column_name]
        if isinstance(cell, Problem):
            raise ValueError(cell)
        if not isinstance(cell, date):
            return cell
        if not column.widget.takes_days:
            raise ValueError(
                _("The spreadsheet made a date of this: make the cell a text, and write it again.")
            )
        return cell.isoformat()

    def _refuse_other_meaning(self, column, instance, row, errors):
        text, meant = row[column.column_name].strip(), column.export(instance)
        if text and text != meant.strip():
            errors[column.attribute] = ValidationError(
                _("By its key this is “%(meant)s”: write that, or leave the cell empty.")
                % {"meant": meant}
            )

    def _may_be_empty(self, column):
        return self._meta.model._meta.get_field(column.attribute).blank

    def _empty(self, column):
        return None if self._meta.model._meta.get_field(column.attribute).null else ""

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Whether the row says what is saved already. Decides too what of it is to be saved."""
        if import_validation_errors:
            return False
        self._is_edited = instance._state.adding or any(
            column.export(instance) != self._before[column.column_name]
            for column in self._plain_columns()
        )
        is_cited_anew = any(self._is_listed_anew(column, row) for column in self._lists())
        return not self._is_edited and not is_cited_anew

    def _plain_columns(self):
        return [each for each in self.get_import_fields() if each not in self._lists()]

    def _lists(self):
        return [each for each in self.fields.values() if isinstance(each.widget, ManyToManyWidget)]

    def _is_listed_anew(self, column, row):
        """In another order, a list is the same."""
        name = column.column_name
        return set(row[name].split()) != set(self._before[name].split())

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """By the rules of the forms. What no cell could be read for is said before."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)
        if not (self.may_add if instance._state.adding else self.may_change):
            raise ValidationError(
                _("You may not add rows: take this one out.")
                if instance._state.adding
                else _("You may not change rows: take this one out.")
            )
        errors = {}
        try:
            self.refuse(instance, self._row)
        except ValidationError as refusal:
            errors = refusal.update_error_dict(errors)
        super().validate_instance(instance, errors, validate_unique)

    def refuse(self, instance, row):
        """Raise ValidationError where a form would, and the model does not."""

    def do_instance_save(self, instance, is_create):
        """With who and why in its history, as the middleware and the resource know them."""
        instance._change_reason = self.reason
        if not self._is_edited:
            return
        try:
            with transaction.atomic():
                instance.save(force_insert=is_create)
        except IntegrityError:
            raise ValidationError(
                _("Somebody recorded the same in this moment: send the sheet again.")
            ) from None

    def after_import(self, dataset, result, **kwargs):
        """The library's would set the sequences of the database; the portal's role may not."""

    def after_import_row(self, row, row_result, **kwargs):
        if row_result.is_new() or row_result.is_update():
            row_result.diff = list(self._changes(row, row_result))

    def _changes(self, row, row_result):
        """What the row changes, as it is saved: rules fill in what was left empty."""
        for column in self.get_import_fields():
            name = column.column_name
            before = "" if row_result.is_new() else self._before[name]
            if column in self._lists():
                after = row[name] if self._is_listed_anew(column, row) else before
            else:
                after = column.export(row_result.instance)
            if before != after and not column.readonly:
                yield Change(name, before, after)


def _plain(text):
    return text.replace("\r\n", "\n")


class FactResource(SheetResource):
    """A kind of fact: refused where nothing stands behind it."""

    of_passages = ("passages",)

    def with_relations(self, rows):
        return rows.with_citations()

    def refuse(self, instance, row):
        refuse_uncited(
            self._passages(instance, row), is_from_secretariat=instance.is_from_secretariat
        )

    def _passages(self, instance, row):
        if "passages" in self.fields:
            return self.fields["passages"].clean(row)
        return [] if instance._state.adding else instance.passages.all()

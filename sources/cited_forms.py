"""Forms for the rows of the register: judged whole, refused in a sentence, never half saved."""

import copy
from contextlib import suppress
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from simple_history.utils import get_m2m_reverse_field_name

from accounts.models import SpentForm
from r2pnet.conflicts import TellsOfConflict, Unseen

from .citations import refuse_uncited
from .dates import in_words
from .fields import EDTFFormField


class KeysOnly:
    """Shows again what was chosen; a value that is no key, which nobody chose, is left out."""

    def optgroups(self, name, value, attrs=None):
        keys = [key for key in value if not key or str(key).isdecimal()]
        return super().optgroups(name, keys, attrs)


class FactAutocomplete(KeysOnly, AutocompleteSelect):
    pass


class FactAutocompleteMultiple(KeysOnly, AutocompleteSelectMultiple):
    pass


class OptionsOfRow:
    """Prints what a row has chosen from the row itself, which a list of rows has fetched already.

    Django's own widget asks the database once for each row and field.
    """

    row = None

    def optgroups(self, name, value, attrs=None):
        known = {str(option.pk): option for option in self._chosen()}
        wanted = [key for key in value if key]
        if not known.keys() >= set(wanted):
            return super().optgroups(name, value, attrs)
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for key in wanted:
            label = self.choices.field.label_from_instance(known[key])
            options.append(self.create_option(name, key, label, True, len(options)))
        return [(None, options, 0)]

    def _chosen(self):
        if self.row is None or self.row.pk is None:
            return []
        if self.field.many_to_many:
            return getattr(self.row, self.field.name).all()
        chosen = getattr(self.row, self.field.name)
        return [] if chosen is None else [chosen]


class RowAutocomplete(OptionsOfRow, FactAutocomplete):
    pass


class RowAutocompleteMultiple(OptionsOfRow, FactAutocompleteMultiple):
    pass


class RowForm(TellsOfConflict, forms.ModelForm):
    """A row, judged by every constraint; its dates are repeated in words.

    Django skips a constraint that reads a field outside the form or the parent of an inline row,
    and the database then answers with an error page. The form of a page has a `number`, by which
    it is taken once; rows on it go with it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._restore_lists()
        if self.prefix is None:
            self.fields["number"] = Unseen(initial=SpentForm.new_number)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, OptionsOfRow):
                widget.row = self.instance
            if isinstance(field, EDTFFormField) and getattr(self.instance, name):
                field.help_text = _("%(help)s It reads: %(words)s.") % {
                    "help": field.help_text,
                    "words": in_words(getattr(self.instance, name)),
                }

    def clean(self):
        cleaned = super().clean()
        if "number" in self.fields and not _is_number(cleaned.get("number")):
            self.data = self.data.copy()
            self.data["number"] = str(SpentForm.new_number())
            self.add_error(None, _("Send this once more: so it is sure to be recorded once."))
        return cleaned

    @property
    def is_submitted(self):
        """Whether the row is to be judged: an inline row that nobody touched is not."""
        return self.prefix is None or self.has_changed()

    def _post_clean(self):
        super()._post_clean()
        if self.is_submitted and not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as refusal:
                self.add_error(None, refusal.messages)

    def _restore_lists(self):
        """A version from history comes with the passages of its day; Django reads today's."""
        version = getattr(self.instance, "_history", None)
        for field in getattr(version, "_history_m2m_fields", []):
            key = f"{get_m2m_reverse_field_name(field)}_id"
            self.initial[field.name] = list(
                getattr(version, field.name).values_list(key, flat=True)
            )


def _is_number(text):
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class CitedForm(RowForm):
    """A fact, refused where nothing stands behind it."""

    def clean(self):
        cleaned = super().clean()
        if self.is_submitted and "passages" in cleaned:
            refuse_uncited(
                cleaned["passages"], is_from_secretariat=cleaned.get("is_from_secretariat")
            )
        return cleaned


class RehearsedFormSet(forms.BaseInlineFormSet):
    """The rows of one parent, each judged as if those before it were saved already.

    Two new rows may contradict each other, and one row may make room for another: an appointment
    is ended and the next one recorded in one submit. So the rows are written one by one, in the
    order in which `save` writes them, and all of it is taken back.

    A row that somebody deleted since the page was opened stands in the form set still, as `is_gone`
    says of its form: nothing is lost where nothing was typed into it, and else it can be made anew.
    """

    def get_queryset(self):
        """Once rows were sent: those, in the order of their forms, and None for one that is gone.

        Django's pages pair forms with rows by their place.
        """
        if not self.is_bound:
            return super().get_queryset()
        return [None if form.is_gone else form.instance for form in self.initial_forms]

    def save_new_objects(self, commit=True):
        """Those that were deleted, and are sent again, are new ones."""
        super().save_new_objects(commit)
        for form in self.initial_forms:
            if form.is_gone and form.has_changed() and not self._is_to_go(form):
                self.new_objects.append(self.save_new(form, commit=commit))
                if not commit:
                    self.saved_forms.append(form)
        return self.new_objects

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            # Django asks nothing of a row that is to be deleted.
            if form.conflict and self._is_to_go(form):
                raise ValidationError(form.non_field_errors())

    def _existing_object(self, pk):
        if not hasattr(self, "_object_dict"):
            self._object_dict = {row.pk: row for row in super().get_queryset()}
        return self._object_dict.get(pk)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if self.is_bound and i < self.initial_form_count() and form.instance._state.adding:
            form.fields[self._pk_field.name] = Unseen(initial="")
            form.take_for_gone()
        return form

    def _is_to_go(self, form):
        return self.can_delete and self._should_delete_form(form)

    def full_clean(self):
        if self.is_bound:
            with transaction.atomic():
                self._lock_parent()
                with transaction.atomic():
                    self._rehearse()
                    transaction.set_rollback(True)
        super().full_clean()

    def _lock_parent(self):
        """A lock taken in the rehearsal is given back with it; this one is kept until the end."""
        parents = type(self.instance)._base_manager
        parents.select_for_update().filter(pk=self.instance.pk).first()

    def _rehearse(self):
        parent = self.instance
        is_new = parent._state.adding
        if is_new and not self._saves_parent():
            return
        for form in self.forms:
            # Asking for the errors judges the row, against what has been written so far.
            is_sound = not form.errors
            row = copy.copy(form.instance)
            if row.pk and self._is_to_go(form):
                # Where something rests on the row, the form set says so itself.
                with suppress(ProtectedError):
                    row.delete()
            elif is_sound and form.has_changed():
                row.save()
        if is_new:
            parent.pk = None
            parent._state.adding = True

    def _saves_parent(self):
        try:
            self.instance.full_clean()
        except ValidationError:
            return False
        self.instance.save()
        return True

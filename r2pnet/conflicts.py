"""Two people at once: no form overwrites what was saved since its page was opened.

Whoever uses such a form locks the row first, and then makes the form, in one transaction: so that
of two who send at the same time the second is judged against what the first has saved.
"""

import hashlib
from typing import NamedTuple

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sources.enumeration import listed
from sources.order import in_order

_GONE = "gone"  # stands for what is saved of a row that somebody deleted


class Difference(NamedTuple):
    """A field in which what is saved by now and what was typed are not the same, in words."""

    label: str
    saved: str
    typed: str


class Unseen(forms.CharField):
    """Travels with a form and is no part of what is typed into it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def has_changed(self, initial, data):
        return False


class TellsOfConflict:
    """For a ModelForm of a row that is saved already: says where it would overwrite a newer one.

    `conflict` then holds the `Difference`s, and what was typed stays in the form. Sent once more,
    the form takes what was typed: whoever sends it has seen both. Where nothing differs, a second
    click for instance, there is no conflict. A field that was left as the page showed it is not
    typed: what is saved of it by now stays. A form that does not say what its page showed is
    taken for an old one.
    """

    conflict = ()
    is_gone = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._marks = {}
        if not self.instance._state.adding:
            self._marks = {
                name: _mark(name, self.get_initial_for_field(field, name))
                for name, field in self.fields.items()
                if not field.disabled
            }
            self.fields["seen"] = Unseen(initial=".".join(self._marks.values()))

    def take_for_gone(self):
        """The row that the page showed is there no more: what was typed can make a new one."""
        self.is_gone = True
        self._marks = dict.fromkeys(self.base_fields, _GONE)
        self.fields["seen"] = Unseen(initial=_GONE)
        self.empty_permitted = not self.changed_data

    @cached_property
    def changed_data(self):
        """What was typed, and is not saved like that already."""
        return [name for name in super().changed_data if not self._was_left_alone(name)]

    def clean(self):
        cleaned = super().clean()
        moved = [name for name, mark in self._marks.items() if mark not in self._seen]
        is_to_go = bool(self.cleaned_data.get(DELETION_FIELD_NAME))
        if moved and (not self.is_gone if is_to_go else self.changed_data):
            self._tell(moved, is_to_go)
        elif moved:
            for name in moved:
                self.cleaned_data.pop(name, None)
                self._errors.pop(name, None)
        return cleaned

    def _tell(self, moved, is_to_go):
        names = [name for name in self._marks if name in moved or name in self.changed_data]
        found = [self._difference(name, is_to_go) for name in names]
        self.conflict = [each for each in found if each.saved != each.typed]
        self.add_error(None, self._said(is_to_go))
        self.data = self.data.copy()
        if not self.is_gone:
            self._take_over([name for name in moved if self._was_left_alone(name)])
        self.data[self.add_prefix("seen")] = self.fields["seen"].initial

    def _take_over(self, names):
        """Show what is saved by now in the fields that nobody typed into."""
        for name in names:
            bound = self[name]
            self._errors.pop(name, None)
            _type(self.data, bound.html_name, bound.field.prepare_value(bound.initial))

    @cached_property
    def _seen(self):
        """The marks of what the page showed."""
        return set((self.data.get(self.add_prefix("seen")) or "").split("."))

    def _was_left_alone(self, name):
        return name in self._marks and _mark(name, self[name].data) in self._seen

    def _difference(self, name, is_to_go):
        bound = self[name]
        saved = "" if self.is_gone else _in_words(bound.field, bound.initial)
        typed = _in_words(bound.field, bound.data)
        if is_to_go:
            typed = _("nothing: the row is to be deleted")
        elif not self.is_gone and self._was_left_alone(name):
            typed = _("nothing: what is saved stays")
        return Difference(capfirst(str(bound.label)), saved, typed)

    def saved_at(self):
        """When the newest was saved, or None where that is not known."""
        history = getattr(self.instance, "history", None)
        return latest_version(history) if history else None

    def _said(self, is_to_go):
        if self.is_gone:
            return _(
                "Somebody deleted this row while you were writing. Send what you typed again to "
                "record it anew, or mark it to be deleted."
            )
        if is_to_go:
            return _(
                "Somebody saved this row while you were about to delete it. Look at what is saved "
                "by now: send again to delete it, or take the mark away."
            )
        at = self.saved_at()
        if at is None:
            return _(
                "Somebody saved this while you were writing, and nothing of yours is saved yet. "
                "Compare both below: send yours again, or change it first."
            )
        return _(
            "Somebody saved this at %(time)s UTC, while you were writing, and nothing of yours is "
            "saved yet. Compare both below: send yours again, or change it first."
        ) % {"time": date_format(at, "H:i")}


def latest_version(history):
    at = history.values_list("history_date", flat=True).order_by("-history_id").first()
    return at and timezone.localtime(at)


def _mark(name, value):
    """A short digest of what a field says. The name is in it: marks of two fields differ."""
    return hashlib.sha256(f"{name}={_plain(value)}".encode()).hexdigest()[:8]


def _type(data, name, value):
    """Put a value into sent data, as a browser would."""
    keys = _plain(value)
    if isinstance(keys, str):
        keys = [keys] if value is not False else []
    if hasattr(data, "setlist"):
        data.setlist(name, keys)
    else:
        data[name] = keys if isinstance(_plain(value), list) else "".join(keys)


def _plain(value):
    if isinstance(value, (list, tuple)) or hasattr(value, "all"):
        rows = value.all() if hasattr(value, "all") else value
        return sorted(str(getattr(each, "pk", each)) for each in rows)
    if value is None:
        return ""
    return str(getattr(value, "pk", value)).replace("\r\n", "\n").strip()


def _in_words(field, value):
    """As somebody reads it: of choices and of rows, their names."""
    keys = _plain(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if not hasattr(field, "choices"):
        return keys if isinstance(keys, str) else listed(keys)
    keys = keys if isinstance(keys, list) else [keys]
    queryset = getattr(field, "queryset", None)
    if queryset is not None:
        numbers = [key for key in keys if key.isdecimal()]
        return listed(sorted(map(str, queryset.filter(pk__in=numbers)), key=in_order))
    names = {str(key): str(name) for key, name in _flat(field.choices)}
    return listed(names.get(key, key) for key in keys if key)


def _flat(choices):
    for key, name in choices:
        if isinstance(name, (list, tuple)):
            yield from name
        else:
            yield key, name

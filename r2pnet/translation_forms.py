"""What staff type of the texts of a row in other languages."""

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from focalpoints.entry_forms import WholeText
from sources.enumeration import listed
from sources.models import Translation
from sources.texts import readable
from sources.translations import recorded_in

from .conflicts import TellsOfConflict, Unseen, latest_version
from .record_texts import texts_of

NAMES = dict(settings.LANGUAGES)
LONGEST = 10_000  # letters of a text for which the register sets no limit
LETTERS_IN_ROW, MOST_ROWS = 80, 16


def direction_of(language):
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


class Box(WholeText):
    """For what the text says in a language, up to twice as long as the text may be."""

    def __init__(self, code, *, text, at_most):
        attrs = {
            "lang": code,
            "dir": direction_of(code),
            "rows": min(2 + len(text) // LETTERS_IN_ROW, MOST_ROWS),
            "class": "vLargeTextField",
        }
        super().__init__(
            label=NAMES[code],
            required=False,
            max_length=2 * at_most,
            validators=[readable],
            widget=forms.Textarea(attrs=attrs),
        )
        self.code = code


class Boxes(forms.Form):
    """One text, with a box for each language that it is not recorded in.

    Where somebody said in between that it is recorded in another one, the box of that language
    stays, with what was typed into it.
    """

    def __init__(self, data, *, names, row, rows):
        self.instance, self.name = row, names[0]
        fields = [row._meta.get_field(name) for name in names]
        self.says = capfirst(listed(field.verbose_name for field in fields))
        self.original = getattr(row, self.name)
        self.rows = rows
        kept = {each.language: each.translation for each in rows}
        self.language = recorded_in(self.original, kept)
        self.direction = direction_of(self.language)
        saved = {**kept, self.language: "", "recorded_in": self.language, "text": self.original}
        super().__init__(data, prefix=self.name, initial=saved)
        self.fields["text"] = Unseen(label=gettext_lazy("text as recorded"))
        at_most = fields[0].max_length or max(LONGEST, len(self.original))
        for code in NAMES:
            if code != self.language or self.add_prefix(code) in self.data:
                self.fields[code] = Box(code, text=self.original, at_most=at_most)
        self.fields["recorded_in"] = forms.ChoiceField(
            label=gettext_lazy("recorded in"), choices=settings.LANGUAGES
        )

    def boxes(self):
        return [self[name] for name, field in self.fields.items() if isinstance(field, Box)]


class TextForm(TellsOfConflict, Boxes):
    """What the page showed travels with it, the text too.

    So nobody overwrites what somebody else has kept, and what was typed for the older words is
    not kept for newer ones, unless it is sent again.
    """

    def clean(self):
        cleaned = super().clean()
        recorded = cleaned.get("recorded_in")
        for code in self._typed():
            if code == recorded:
                self.add_error(
                    code,
                    _("The text itself is recorded in this language: leave this box empty."),
                )
            elif cleaned[code] == self.original and recorded != settings.LANGUAGE_CODE:
                self.add_error(
                    code,
                    _(
                        "This is the text as recorded. Where it reads the same in two languages, "
                        "leave this box empty, or say that it is recorded in English."
                    ),
                )
        return cleaned

    def saved_at(self):
        return latest_version(Translation.history.filter(text=self.original))

    def keep(self):
        """Returns sentences that say what was kept."""
        recorded, typed = self.cleaned_data["recorded_in"], self._typed()
        changed = [box.field.code for box in self.boxes() if box.name in self.changed_data]
        said = {code: self.cleaned_data[code] for code in changed}
        if recorded != self.language:
            said.setdefault(self.language, "")
        # Of what reads the same in English and in another language, both are to be told.
        is_own = recorded != settings.LANGUAGE_CODE or self.original in typed.values()
        said[recorded] = self.original if is_own else ""
        Translation.objects.keep(self.original, said, kept=self.rows)
        return self._sentences(changed, typed)

    def _typed(self):
        codes = [box.field.code for box in self.boxes()]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code)}

    def _sentences(self, changed, typed):
        kept = [NAMES[code] for code in changed if code in typed]
        gone = [NAMES[code] for code in changed if code not in typed]
        if kept:
            yield _("%(text)s: kept in %(languages)s.") % {
                "text": self.says,
                "languages": listed(kept),
            }
        if gone:
            yield _("%(text)s: no longer kept in %(languages)s.") % {
                "text": self.says,
                "languages": listed(gone),
            }
        if "recorded_in" in self.changed_data:
            yield _("%(text)s: recorded in %(language)s.") % {
                "text": self.says,
                "language": NAMES[self.cleaned_data["recorded_in"]],
            }


class TextsOfRow:
    """A form for each text of a row; what two fields say alike is one text."""

    def __init__(self, row, data=None, *, rows=None):
        fields = {}
        for name, text in texts_of(row).items():
            fields.setdefault(text, []).append(name)
        rows = Translation.objects.all() if rows is None else rows
        kept = {}
        for each in rows.of(*fields):
            kept.setdefault(each.text, []).append(each)
        self.forms = [
            TextForm(data, names=names, row=row, rows=kept.get(text, []))
            for text, names in fields.items()
        ]

    def are_valid(self):
        return all(form.is_valid() for form in self.forms)

    @transaction.atomic
    def keep(self):
        """All of it, or nothing. Returns sentences that say what was kept."""
        return [sentence for form in self.forms if form.has_changed() for sentence in form.keep()]

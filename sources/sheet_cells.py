"""What the cells of a sheet say: one kind for each kind of field, as people read and write it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import ManyToManyWidget, Widget

from .enumeration import listed, quoted
from .fields import refuse_unless_taken
from .models import Passage


class Text(Widget):
    """A text on one or more lines, as it stands; forms take off its ends too."""

    takes_days = False

    def fetch(self, texts):
        """Ask the database once for all that the cells of the column name."""

    def clean(self, value, row=None, **kwargs):
        return value.replace("\r\n", "\n").strip()

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class Words(Text):
    """One of the choices of a field, by its words."""

    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.words = {value: str(label) for value, label in choices if value}

    def clean(self, value, row=None, **kwargs):
        for key, words in self.words.items():
            if value.strip().casefold() in (words.casefold(), key.casefold()):
                return key
        raise ValueError(
            _("“%(text)s” is none of these: %(words)s.")
            % {"text": value, "words": listed(self.words.values())}
        )

    def render(self, value, obj=None, **kwargs):
        return self.words.get(value, value or "")


class YesOrNo(Text):
    def clean(self, value, row=None, **kwargs):
        match value.strip().casefold():
            case "yes" | "true":
                return True
            case "no" | "false":
                return False
        raise ValueError(_("Write yes or no."))

    def render(self, value, obj=None, **kwargs):
        return _("yes") if value else _("no")


class Dated(Text):
    """A date in the EDTF profile, see edtf.py."""

    takes_days = True

    def clean(self, value, row=None, **kwargs):
        text = value.strip()
        try:
            refuse_unless_taken(text, takes_span=False, takes_doubt=False)
        except ValidationError as refusal:
            raise ValueError(" ".join(refusal.messages)) from None
        return text


class ByKey(Text):
    """Another row, by the field that names it: an address or a key."""

    def __init__(self, rows, named_by, **kwargs):
        super().__init__(**kwargs)
        self.rows, self.named_by, self._found = rows, named_by, {}

    def fetch(self, texts):
        keys = {self._key_in(text) for text in texts} - {None}
        found = self.rows.all().filter(**{f"{self.named_by}__in": keys})
        self._found = {getattr(row, self.named_by): row for row in found}

    def named(self):
        """The rows that cells of the column name."""
        return self._found.values()

    def clean(self, value, row=None, **kwargs):
        found = self._found.get(self._key_in(value))
        if found is None:
            opts = self.rows.model._meta
            raise ValueError(
                _("There is no %(kind)s “%(key)s”: write its %(named_by)s.")
                % {
                    "kind": opts.verbose_name,
                    "key": value,
                    "named_by": opts.get_field(self.named_by).verbose_name,
                }
            )
        return found

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(getattr(value, self.named_by))

    def _key_in(self, text):
        """None where it is no key, and so the key of nothing."""
        try:
            return self.rows.model._meta.get_field(self.named_by).to_python(text.strip())
        except ValidationError:
            return None


class Passages(ManyToManyWidget):
    """The passages that a fact rests on, as `source.anchor`, with blanks between."""

    takes_days = False

    def __init__(self):
        super().__init__(Passage)
        self._found = {}

    def fetch(self, texts):
        ids = {each for text in texts for each in text.split()}
        sources = {each.partition(".")[0] for each in ids}
        found = Passage.objects.filter(source__slug__in=sources).select_related("source")
        self._found = {_id_of(passage): passage for passage in found}

    def clean(self, value, row=None, **kwargs):
        ids = list(dict.fromkeys(value.split()))
        unknown = [each for each in ids if each not in self._found]
        if unknown:
            raise ValueError(
                _(
                    "There is no passage %(ids)s: write the address of its source, a full stop "
                    "and its anchor, with a blank between two."
                )
                % {"ids": listed(map(quoted, unknown))}
            )
        return [self._found[each] for each in ids]

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else " ".join(_id_of(each) for each in value.all())


def _id_of(passage):
    return f"{passage.source.slug}.{passage.anchor}"


class Column(Field):
    """A field of the row, under its own name unless it is given another.

    `is_for_reading`: says what another column means, and must not say anything else.
    """

    def __init__(self, attribute, widget=None, *, name=None, is_for_reading=False):
        super().__init__(attribute=attribute, widget=widget or Text(), readonly=is_for_reading)
        self.name = name

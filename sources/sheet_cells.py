"""What the cells of a sheet say: one kind for each kind of field, as people read and write it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
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


def in_every_language(words):
    """The words, folded, as each language of the site has them: a sheet may come from any."""
    said = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.add(str(words).strip().casefold())
    return said


class Words(Text):
    """One of the choices of a field, by its words in whatever language of the site."""

    def __init__(self, choices, **kwargs):
        super().__init__(**kwargs)
        self.words = {value: label for value, label in choices if value}

    @cached_property
    def keys(self):
        """By each word that means it, and by itself, the key of a choice."""
        meant = {key.casefold(): key for key in self.words}
        for key, words in self.words.items():
            meant |= dict.fromkeys(in_every_language(words), key)
        return meant

    def clean(self, value, row=None, **kwargs):
        key = self.keys.get(value.strip().casefold())
        if key is not None:
            return key
        raise ValueError(
            _("“%(text)s” is none of these: %(words)s.")
            % {"text": value, "words": listed(self.words.values())}
        )

    def render(self, value, obj=None, **kwargs):
        return str(self.words.get(value, value or ""))


YES, NO = gettext_lazy("yes"), gettext_lazy("no")


class YesOrNo(Text):
    def clean(self, value, row=None, **kwargs):
        typed = value.strip().casefold()
        if typed == "true" or typed in in_every_language(YES):
            return True
        if typed == "false" or typed in in_every_language(NO):
            return False
        raise ValueError(_("Write yes or no."))

    def render(self, value, obj=None, **kwargs):
        return str(YES if value else NO)


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

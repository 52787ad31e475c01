"""Letters that come in as files: what is taken and kept, and how a fact comes to rest on one.

No file is ever shown by the portal. Staff fetch it, as it came.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import LARGEST_FILE, Audience, KeptFile, Passage, Source

# A file is what its first bytes say; its name and what the browser calls it are somebody's word.
_BEGINNINGS = [
    (b"%PDF-", KeptFile.MediaType.PDF),
    (b"\xff\xd8\xff", KeptFile.MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", KeptFile.MediaType.PNG),
]
# As far as browsers read to guess what a file is; a letter has none of these there.
_SNIFFED = 1445
_PAGE = re.compile(rb"<(!doctype|html|head|body|script|iframe|svg|\?php)\b", re.IGNORECASE)

_WITHOUT_LOOKALIKES = "abcdefghjkmnpqrstuvwxyz23456789"


class LetterField(forms.FileField):
    """A letter as a PDF, JPEG or PNG of at most 5 MB; cleans to the uploaded file, or None."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
    default_error_messages = {
        "invalid": gettext_lazy("No file came with the form: choose it again."),
        "missing": gettext_lazy("No file came with the form: choose it again."),
        "empty": gettext_lazy("There is nothing in this file: choose another one."),
        "too_large": gettext_lazy(
            "This file is larger than 5 MB: save it smaller, or send the letter by post."
        ),
        "other_kind": gettext_lazy(
            "This is no PDF, JPEG or PNG, whatever it is called: save the letter as one of them."
        ),
        "two_kinds": gettext_lazy(
            "This file holds a web page or a program besides the letter: save the letter anew, as "
            "a PDF."
        ),
    }

    def __init__(self, **kwargs):
        super().__init__(
            **{
                "label": gettext_lazy("Letter"),
                "required": False,
                "help_text": gettext_lazy(
                    "A PDF, JPEG or PNG of at most 5 MB. Only the secretariat sees it."
                ),
                **kwargs,
            }
        )

    def to_python(self, data):
        upload = super().to_python(data)
        if upload is None:
            return None
        if upload.size > LARGEST_FILE:
            raise self._refusal("too_large")
        beginning = _beginning_of(upload)
        if _kind_of(beginning) is None:
            raise self._refusal("other_kind")
        if _PAGE.search(beginning):
            raise self._refusal("two_kinds")
        return upload

    def _refusal(self, code):
        return ValidationError(self.error_messages[code], code=code)


class AsksForLetterAgain:
    """For a form with a field `letter`: browsers do not send a file twice, so the form says so.

    Whoever refuses a form after it was cleaned calls `ask_for_letter_again`.
    """

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors:
            self.ask_for_letter_again()

    def ask_for_letter_again(self):
        if "letter" not in self.errors and self._had_letter():
            self.add_error("letter", _("Choose the letter once more: it was not kept."))

    def _had_letter(self):
        return bool(self.files.get(self.add_prefix("letter")))


def keep_letter(upload, *, at):
    """What a `LetterField` cleaned to, kept in the database; without an upload, None."""
    if upload is None:
        return None
    upload.seek(0)
    content = upload.read()
    kept = KeptFile(
        media_type=_kind_of(content) or "", content=content, size=len(content), received_at=at
    )
    kept.full_clean()
    kept.save()
    return kept


@transaction.atomic
def becomes_source(kept_file, *, label, published="", at):
    """Make the letter a source that the secretariat alone sees, and return its passage to cite.

    The label says what it is a letter for, in our words and without anybody's name. A letter that
    is a source already gives the passage that it has. Raises ValidationError.
    """
    kept_file = KeptFile.objects.select_for_update().defer("content").get(pk=kept_file.pk)
    if kept_file.source:
        return kept_file.source.passages.get(anchor="p1")
    source = Source(
        slug=f"letter-{get_random_string(10, _WITHOUT_LOOKALIKES)}",
        label=label,
        kind=Source.Kind.LETTER,
        published=published,
        read_on=at.date(),
        audience=Audience.SECRETARIAT,
    )
    source.full_clean()
    source.save()
    kept_file.source = source
    kept_file.save(update_fields=["source"])
    passage = Passage(source=source, anchor="p1", position=1, says=label)
    passage.full_clean()
    passage.save()
    return passage


def _beginning_of(upload):
    upload.seek(0)
    beginning = upload.read(_SNIFFED)
    upload.seek(0)
    return beginning


def _kind_of(content):
    return next((kind for start, kind in _BEGINNINGS if content.startswith(start)), None)

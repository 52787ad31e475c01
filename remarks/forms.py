"""What a reader may tell the secretariat."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from .models import LONGEST_PAGE, LONGEST_TEXT, is_page_here, legible, refuse_illegible

_NOT_IN_AN_ADDRESS = re.compile(r"[\s\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class PageField(forms.CharField):
    """The page that the reader came from; what is no page of this site is none, and not shown."""

    widget = forms.HiddenInput

    def to_python(self, value):
        if not value or _NOT_IN_AN_ADDRESS.search(value):
            return ""
        page = iri_to_uri(value)
        try:
            is_page_here(page)
        except ValidationError:
            return ""
        return page if len(page) <= LONGEST_PAGE else ""

    prepare_value = to_python


class Legible:
    """Text that the database can keep, and that comes back whole where it is refused."""

    def to_python(self, value):
        text = super().to_python(value).replace("\r\n", "\n")
        refuse_illegible(text)
        return text

    def prepare_value(self, value):
        return value and legible(value)

    def widget_attrs(self, widget):
        """Without a maxlength, by which browsers cut off what is pasted, and say nothing."""
        return {}


class LegibleField(Legible, forms.CharField):
    pass


class LegibleEmailField(Legible, forms.EmailField):
    pass


class TellUsForm(forms.Form):
    page = PageField(required=False)
    text = LegibleField(
        label=_("What is wrong, and what should stand there?"),
        help_text=_(
            "If you know where it is written, say where. Please do not write who a focal point "
            "is, nor private contact details of anybody else."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what is wrong."),
            "max_length": _(
                "Write at most %(limit_value)d characters; these are %(show_value)d. "
                "You can send the rest as a second remark."
            ),
        },
    )
    reply_to = LegibleEmailField(
        label=_("An e-mail address, only if you want an answer"),
        help_text=_("It is used for the answer alone, and erased when your remark is settled."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("Write the address like name@example.org, or leave it empty."),
            "max_length": _("No e-mail address is longer than %(limit_value)d characters."),
        },
    )

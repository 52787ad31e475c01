"""What a person sends to set the own portrait."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .portraits import set_portrait


class PortraitForm(forms.Form):
    picture = forms.FileField(
        label=_("A picture of you"),
        help_text=_("JPEG, PNG or WebP, at most 5 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("This file is empty. Choose another one."),
            "invalid": _("The picture did not arrive. Choose it again."),
        },
    )

    def sets_portrait_of(self, focal_point, *, by, at):
        """Whether the picture was taken; else the form says why not."""
        try:
            set_portrait(focal_point, self.cleaned_data["picture"], by=by, at=at)
        except ValidationError as refusal:
            self.add_error("picture", refusal.messages)
            return False
        return True
